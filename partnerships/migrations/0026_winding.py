"""The winding-down plan: its steps as data, its items, and the triggers from sql/winding.sql."""

import datetime
from pathlib import Path

import django.db.models.deletion
import partnerships.clock
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models


SQL = (Path(__file__).parent / "sql" / "winding.sql").read_text()
#: title, what it means, once for, days after the agreement's last day, what the system counts
STEPS = [
    ("Eget beslut om avslutet", "Nämndens eller styrelsens beslut, med datum och diarienummer eller paragraf. Skriv det i anteckningen.", "party", -90, ""),
    ("Information till dem som berörs", "Nämnder, förvaltningar och samarbetspartner utanför partnerskapet, också de som inte skrev under avtalet.", "partnership", -90, ""),
    ("Sista placeringsdygn", "Vilken dag den sista placeringen upphör, och att inga nya tas emot därefter.", "partnership", -60, ""),
    ("Plan för verksamheten", "Hur och när verksamheten avslutas eller fortsätter i annan form.", "service", -60, ""),
    ("Användarnas övergång", "Att alla som verksamheten är till för har någonstans att gå vidare. Inga personuppgifter här, bara att det är gjort.", "service", -14, ""),
    ("Personal och lokaler", "Uppsägningar, omplaceringar, hyresavtal och inventarier.", "party", -30, ""),
    ("Öppna åtgärder", "Att alla åtgärder från mötena är gjorda eller har fått en annan ägare.", "partnership", 0, "actions"),
    ("Avsättningarna till potten upphör", "Vilken dag som är den sista, och att alla månadsrapporter är bekräftade.", "partnership", 30, "reports"),
    ("Beviljade insatser avslutade", "Att varje beviljad insats är betald och redovisad, eller att pengarna är återlämnade.", "partnership", 60, "grants"),
    ("Pottens saldo", "Att pengar som är kvar fördelas eller betalas tillbaka enligt avtalet och ett gemensamt beslut.", "partnership", 90, "balance"),
    ("Ekonomisk slutrapport", "Partens egen redovisning, med revisorns intyg där det behövs.", "party", 90, ""),
    ("Slututvärdering och lärdomar", "Vad partnerskapet åstadkom och vad parterna har lärt sig.", "partnership", 90, ""),
    ("Arkivering", "Att parten har det som den ska bevara, efter sin egen plan för arkivet.", "party", 120, ""),
    ("Konton och uppdrag", "Att de som inte längre behöver det inte har kvar uppdrag och roller.", "party", 120, ""),
]


def load(apps, schema_editor):
    step = apps.get_model("partnerships", "WindingStep")
    step.objects.bulk_create(
        step(
            position=position, title=title, help_text=words, made_for=made_for, days=days, check_name=check,
            valid_from=datetime.date(2008, 1, 1),
        )
        for position, (title, words, made_for, days, check) in enumerate(STEPS, 1)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0025_old_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalWindingDown',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('begun_on', models.DateField(default=partnerships.clock.today, verbose_name='begun on')),
                ('last_day', models.DateField(verbose_name="the agreement's last day")),
                ('status', models.CharField(choices=[('open', 'going on'), ('laid_aside', 'laid aside')], default='open', max_length=10, verbose_name='status')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'historical winding-down plan',
                'verbose_name_plural': 'historical winding-down plans',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='WindingDown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('begun_on', models.DateField(default=partnerships.clock.today, verbose_name='begun on')),
                ('last_day', models.DateField(verbose_name="the agreement's last day")),
                ('status', models.CharField(choices=[('open', 'going on'), ('laid_aside', 'laid aside')], default='open', max_length=10, verbose_name='status')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windings', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'winding-down plan',
                'verbose_name_plural': 'winding-down plans',
            },
        ),
        migrations.CreateModel(
            name='HistoricalWindingItem',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('help_text', models.TextField(blank=True, editable=False)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('note', partnerships.models.base.ProseField(blank=True, verbose_name='note')),
                ('check_name', models.CharField(blank=True, editable=False, max_length=20)),
                ('status', models.CharField(choices=[('open', 'to do'), ('done', 'done'), ('verified', 'verified'), ('not_needed', 'not needed')], default='open', max_length=10, verbose_name='status')),
                ('done_on', models.DateField(editable=False, null=True, verbose_name='done on')),
                ('verified_on', models.DateField(editable=False, null=True, verbose_name='verified on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('done_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_for', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party', verbose_name='party')),
                ('service', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.service')),
                ('verified_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_for', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party')),
                ('winding', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.windingdown')),
            ],
            options={
                'verbose_name': 'historical item of a winding-down plan',
                'verbose_name_plural': 'historical items of a winding-down plan',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='WindingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('help_text', models.TextField(blank=True, editable=False)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('note', partnerships.models.base.ProseField(blank=True, verbose_name='note')),
                ('check_name', models.CharField(blank=True, editable=False, max_length=20)),
                ('status', models.CharField(choices=[('open', 'to do'), ('done', 'done'), ('verified', 'verified'), ('not_needed', 'not needed')], default='open', max_length=10, verbose_name='status')),
                ('done_on', models.DateField(editable=False, null=True, verbose_name='done on')),
                ('verified_on', models.DateField(editable=False, null=True, verbose_name='verified on')),
                ('done_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party', verbose_name='party')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.service')),
                ('verified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party')),
                ('winding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='partnerships.windingdown')),
            ],
            options={
                'verbose_name': 'item of a winding-down plan',
                'verbose_name_plural': 'items of a winding-down plan',
            },
        ),
        migrations.CreateModel(
            name='WindingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('help_text', models.TextField(blank=True, verbose_name='what it means')),
                ('made_for', models.CharField(choices=[('partnership', 'the partnership'), ('party', 'each party'), ('service', 'each service')], default='partnership', max_length=12, verbose_name='once for')),
                ('days', models.SmallIntegerField(default=0, verbose_name='days after the last day')),
                ('check_name', models.CharField(blank=True, max_length=20, verbose_name='what the system counts')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='ceases on')),
            ],
            options={
                'verbose_name': 'step of winding-down',
                'verbose_name_plural': 'steps of winding-down',
                'constraints': [models.CheckConstraint(condition=models.Q(('made_for__in', ['partnership', 'party', 'service'])), name='windingstep_made_for_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='windingdown',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'laid_aside'])), name='windingdown_status_known'),
        ),
        migrations.AddConstraint(
            model_name='windingdown',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('partnership',), name='windingdown_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='windingdown',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'open'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='windingdown_laid_aside_why'),
        ),
        migrations.AddConstraint(
            model_name='windingitem',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'done', 'verified', 'not_needed'])), name='windingitem_status_known'),
        ),
        migrations.AddConstraint(
            model_name='windingitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_by', None), ('done_for', None), ('done_on', None), ('status__in', ['open', 'not_needed'])), models.Q(('done_by__isnull', False), ('done_for__isnull', False), ('done_on__isnull', False), ('status__in', ['done', 'verified'])), _connector='OR'), name='windingitem_done_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='windingitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verified_by', None), ('verified_for', None), ('verified_on', None), models.Q(('status', 'verified'), _negated=True)), models.Q(('status', 'verified'), ('verified_by__isnull', False), ('verified_for__isnull', False), ('verified_on__isnull', False)), _connector='OR'), name='windingitem_verified_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='windingitem',
            constraint=models.CheckConstraint(condition=models.Q(('verified_by', None), models.Q(models.Q(('verified_by', models.F('done_by')), _negated=True), models.Q(('verified_for', models.F('done_for')), _negated=True)), _connector='OR'), name='windingitem_verified_by_another_party'),
        ),
        migrations.AddConstraint(
            model_name='windingitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_needed'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='windingitem_not_needed_why'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
