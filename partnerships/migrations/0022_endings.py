"""How agreements end: the ends and the parties' answers, a kind of agreement, and triggers from sql/endings.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.clock
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models


SQL = (Path(__file__).parent / "sql" / "endings.sql").read_text()
SECTIONS = [
    ("Bakgrund", "Varför parterna avslutar avtalet, och vilka beslut det bygger på."),
    ("Sista dag", "Vilken dag som är avtalets sista. Dagen skrivs också i avtalets uppgifter."),
    ("Avveckling", "Vad som händer med verksamheten, personalen och lokalerna, och hur användarna går vidare."),
    ("Gemensamma potten", "När avsättningarna upphör och vad som händer med pengar som blir över."),
    ("Slutredovisning och lärande", "Vem som redovisar vad till vilken dag, och hur parterna tar vara på det de lärt sig."),
]


def load(apps, schema_editor):
    template = apps.get_model("partnerships", "SectionTemplate")
    template.objects.bulk_create(
        template(kind="ending", position=position, heading=heading, help_text=help_text)
        for position, (heading, help_text) in enumerate(SECTIONS, 1)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0021_party_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('kind', models.CharField(choices=[('notice', 'notice'), ('rescission', 'rescission'), ('expiry', 'expiry of the term'), ('agreed', 'agreement to end'), ('superseded', 'a new agreement takes its place')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('given_at', models.DateTimeField(default=partnerships.clock.now, verbose_name='given')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('clause', models.CharField(blank=True, max_length=160, verbose_name='what it rests on in the agreement')),
                ('status', models.CharField(choices=[('given', 'has not taken effect yet'), ('effective', 'has taken effect'), ('withdrawn', 'taken back'), ('lapsed', 'lapsed')], default='given', max_length=10, verbose_name='status')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'end of an agreement',
                'verbose_name_plural': 'ends of agreements',
            },
        ),
        migrations.CreateModel(
            name='EndAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('at', models.DateTimeField(default=partnerships.clock.now, verbose_name='moment')),
                ('stance', models.CharField(choices=[('accepts', 'accepts it'), ('contests', 'contests it'), ('takes_back', 'consents to its being taken back')], max_length=12, verbose_name='answer')),
                ('words', partnerships.models.base.ProseField(blank=True, verbose_name='in words')),
            ],
            options={
                'verbose_name': 'answer to an end',
                'verbose_name_plural': 'answers to ends',
            },
        ),
        migrations.CreateModel(
            name='HistoricalAgreementEnd',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('kind', models.CharField(choices=[('notice', 'notice'), ('rescission', 'rescission'), ('expiry', 'expiry of the term'), ('agreed', 'agreement to end'), ('superseded', 'a new agreement takes its place')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('given_at', models.DateTimeField(default=partnerships.clock.now, verbose_name='given')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('clause', models.CharField(blank=True, max_length=160, verbose_name='what it rests on in the agreement')),
                ('status', models.CharField(choices=[('given', 'has not taken effect yet'), ('effective', 'has taken effect'), ('withdrawn', 'taken back'), ('lapsed', 'lapsed')], default='given', max_length=10, verbose_name='status')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical end of an agreement',
                'verbose_name_plural': 'historical ends of agreements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='agreement',
            name='agreement_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='agreement',
            name='agreement_one_main_at_a_time',
        ),
        migrations.AlterField(
            model_name='agreement',
            name='kind',
            field=models.CharField(choices=[('main', 'partnership agreement'), ('annex', 'annex'), ('amendment', 'amendment'), ('extension', 'extension'), ('ending', 'agreement to end')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='historicalagreement',
            name='kind',
            field=models.CharField(choices=[('main', 'partnership agreement'), ('annex', 'annex'), ('amendment', 'amendment'), ('extension', 'extension'), ('ending', 'agreement to end')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='sectiontemplate',
            name='kind',
            field=models.CharField(choices=[('main', 'partnership agreement'), ('annex', 'annex'), ('amendment', 'amendment'), ('extension', 'extension'), ('ending', 'agreement to end')], max_length=10, verbose_name='kind of agreement'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['main', 'annex', 'amendment', 'extension', 'ending'])), name='agreement_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'main'), ('status__in', ['draft', 'proposed'])), fields=('partnership',), name='agreement_one_main_in_the_making', violation_error_message='The partnership already has a main agreement that is being written.'),
        ),
        migrations.AddField(
            model_name='agreementend',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ends', to='partnerships.agreement'),
        ),
        migrations.AddField(
            model_name='agreementend',
            name='by_agreement',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ends_given', to='partnerships.agreement'),
        ),
        migrations.AddField(
            model_name='agreementend',
            name='mandate',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.mandate'),
        ),
        migrations.AddField(
            model_name='agreementend',
            name='party',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party', verbose_name='party'),
        ),
        migrations.AddField(
            model_name='agreementend',
            name='person',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='endanswer',
            name='end',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='partnerships.agreementend'),
        ),
        migrations.AddField(
            model_name='endanswer',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party', verbose_name='party'),
        ),
        migrations.AddField(
            model_name='endanswer',
            name='person',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagreementend',
            name='agreement',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.agreement'),
        ),
        migrations.AddField(
            model_name='historicalagreementend',
            name='by_agreement',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.agreement'),
        ),
        migrations.AddField(
            model_name='historicalagreementend',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalagreementend',
            name='mandate',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.mandate'),
        ),
        migrations.AddField(
            model_name='historicalagreementend',
            name='party',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party', verbose_name='party'),
        ),
        migrations.AddField(
            model_name='historicalagreementend',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['notice', 'rescission', 'expiry', 'agreed', 'superseded'])), name='agreementend_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['given', 'effective', 'withdrawn', 'lapsed'])), name='agreementend_status_known'),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['notice', 'rescission']), ('mandate__isnull', False), ('party__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(('by_agreement', None), ('kind', 'expiry'), ('mandate', None), ('party', None)), models.Q(('by_agreement__isnull', False), ('kind__in', ['agreed', 'superseded']), ('mandate', None), ('party', None)), _connector='OR'), name='agreementend_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['expiry', 'agreed', 'superseded']), ('last_day__gte', models.F('given_on')), _connector='OR'), name='agreementend_lies_ahead', violation_error_message='The last day lies before the day when it is given.'),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('status', 'given')), models.Q(models.Q(('status', 'given'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='agreementend_decided_when'),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'given')), fields=('agreement', 'party', 'kind'), name='agreementend_once_a_party', violation_error_message='The party has already done so.'),
        ),
        migrations.AddConstraint(
            model_name='agreementend',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'effective')), fields=('agreement',), name='agreementend_one_takes_effect'),
        ),
        migrations.AddConstraint(
            model_name='endanswer',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['accepts', 'contests', 'takes_back'])), name='endanswer_stance_known'),
        ),
        migrations.AddConstraint(
            model_name='endanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('stance', 'takes_back')), fields=('end', 'party'), name='endanswer_taken_back_once'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
