"""The choice of form: dated criteria, red flags and questions, and the promises from sql/form_choice.sql."""

from pathlib import Path

import django.core.validators
import django.db.models.deletion
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "form_choice.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0015_text_seen"),
    ]

    operations = [
        migrations.CreateModel(
            name='CriteriaSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='ceases on')),
                ('kind', models.CharField(choices=[('criteria', 'criteria for a partnership'), ('red_flags', 'red flags'), ('questions', 'questions about the form')], default='criteria', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('source', models.TextField(verbose_name='source')),
                ('municipality_code', models.CharField(blank=True, help_text='Empty: national. Else the set is offered where that municipality takes part.', max_length=4, validators=[django.core.validators.RegexValidator('^\\d{4}$', message='A municipality code has four digits, for example 1480.')], verbose_name='municipality code')),
            ],
            options={
                'verbose_name': 'set of criteria',
                'verbose_name_plural': 'sets of criteria',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['criteria', 'red_flags', 'questions'])), name='criteriaset_kind_known'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='criteriaset_ceases_after_start', violation_error_message='The last date lies before the first.'), models.CheckConstraint(condition=models.Q(('municipality_code', ''), ('municipality_code__regex', '^\\d{4}$'), _connector='OR'), name='criteriaset_municipality_code_four_digits')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('number', models.CharField(max_length=10, verbose_name='number')),
                ('wording', models.TextField(verbose_name='wording')),
                ('question', models.TextField(blank=True, verbose_name='question to help')),
                ('evidence', models.TextField(blank=True, verbose_name='evidence to ask for, or what a yes means')),
                ('suggestion', models.CharField(blank=True, choices=[('', 'nothing'), ('extension', "the agreement's last day and rule for extension"), ('contribution', 'what the idéburna parties bring')], default='', max_length=12, verbose_name='the system can tell of')),
                ('criteria_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='partnerships.criteriaset')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
            },
        ),
        migrations.CreateModel(
            name='FormChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='number')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for the other side'), ('settled', 'settled')], default='draft', max_length=10, verbose_name='status')),
                ('outcome', models.CharField(blank=True, choices=[('grant', 'grant'), ('procurement', 'procurement'), ('reserved', 'reserved procurement'), ('partnership', 'idéburet offentligt partnerskap')], max_length=12, verbose_name='the form chosen')),
                ('conclusion', partnerships.models.base.ProseField(blank=True, verbose_name='conclusion')),
                ('judged_by', partnerships.models.base.ProseField(blank=True, verbose_name='who has judged')),
                ('judged_on', models.DateField(blank=True, null=True, verbose_name='judged on')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='to be reviewed on')),
                ('proposed_at', models.DateTimeField(editable=False, null=True)),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled at')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='form_choices', to='partnerships.partnership')),
                ('proposed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.organisation')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.organisation')),
            ],
            options={
                'verbose_name': 'choice of form',
                'verbose_name_plural': 'choices of form',
            },
        ),
        migrations.CreateModel(
            name='CriterionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('answer', models.CharField(blank=True, choices=[('met', 'met'), ('partly', 'partly met'), ('not_met', 'not met'), ('not_relevant', 'not relevant')], max_length=12, verbose_name='answer')),
                ('evidence', partnerships.models.base.ProseField(blank=True, verbose_name='evidence')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='partnerships.criterion')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.document', verbose_name='document')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='partnerships.formchoice')),
            ],
            options={
                'verbose_name': 'answer to a criterion',
                'verbose_name_plural': 'answers to criteria',
            },
        ),
        migrations.CreateModel(
            name='HistoricalCriterionAnswer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('met', 'met'), ('partly', 'partly met'), ('not_met', 'not met'), ('not_relevant', 'not relevant')], max_length=12, verbose_name='answer')),
                ('evidence', partnerships.models.base.ProseField(blank=True, verbose_name='evidence')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('choice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.formchoice')),
                ('criterion', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.criterion')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.document', verbose_name='document')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical answer to a criterion',
                'verbose_name_plural': 'historical answers to criteria',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFormChoice',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='number')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for the other side'), ('settled', 'settled')], default='draft', max_length=10, verbose_name='status')),
                ('outcome', models.CharField(blank=True, choices=[('grant', 'grant'), ('procurement', 'procurement'), ('reserved', 'reserved procurement'), ('partnership', 'idéburet offentligt partnerskap')], max_length=12, verbose_name='the form chosen')),
                ('conclusion', partnerships.models.base.ProseField(blank=True, verbose_name='conclusion')),
                ('judged_by', partnerships.models.base.ProseField(blank=True, verbose_name='who has judged')),
                ('judged_on', models.DateField(blank=True, null=True, verbose_name='judged on')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='to be reviewed on')),
                ('proposed_at', models.DateTimeField(editable=False, null=True)),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
                ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_for', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.organisation')),
                ('settled_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_for', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.organisation')),
            ],
            options={
                'verbose_name': 'historical choice of form',
                'verbose_name_plural': 'historical choices of form',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRedFlag',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('applies', models.CharField(blank=True, choices=[('yes', 'applies'), ('no', 'does not apply')], max_length=3, verbose_name='applies')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('choice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.formchoice')),
                ('criterion', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.criterion')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical red flag',
                'verbose_name_plural': 'historical red flags',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalWeighedForm',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('form', models.CharField(choices=[('grant', 'grant'), ('procurement', 'procurement'), ('reserved', 'reserved procurement'), ('partnership', 'idéburet offentligt partnerskap')], max_length=12, verbose_name='form')),
                ('speaks_for', partnerships.models.base.ProseField(blank=True, verbose_name='speaks for')),
                ('speaks_against', partnerships.models.base.ProseField(blank=True, verbose_name='speaks against')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('choice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.formchoice')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical weighed form',
                'verbose_name_plural': 'historical weighed forms',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RedFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('applies', models.CharField(blank=True, choices=[('yes', 'applies'), ('no', 'does not apply')], max_length=3, verbose_name='applies')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='red_flags', to='partnerships.formchoice')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='red_flags', to='partnerships.criterion')),
            ],
            options={
                'verbose_name': 'red flag',
                'verbose_name_plural': 'red flags',
            },
        ),
        migrations.CreateModel(
            name='WeighedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('form', models.CharField(choices=[('grant', 'grant'), ('procurement', 'procurement'), ('reserved', 'reserved procurement'), ('partnership', 'idéburet offentligt partnerskap')], max_length=12, verbose_name='form')),
                ('speaks_for', partnerships.models.base.ProseField(blank=True, verbose_name='speaks for')),
                ('speaks_against', partnerships.models.base.ProseField(blank=True, verbose_name='speaks against')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weighed', to='partnerships.formchoice')),
            ],
            options={
                'verbose_name': 'weighed form',
                'verbose_name_plural': 'weighed forms',
            },
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('criteria_set', 'position'), name='criterion_position_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('suggestion__in', ['', 'extension', 'contribution'])), name='criterion_suggestion_known'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'proposed', 'settled'])), name='formchoice_status_known'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('outcome__in', ['grant', 'procurement', 'reserved', 'partnership']), _connector='OR'), name='formchoice_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.UniqueConstraint(fields=('partnership', 'number'), name='formchoice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'proposed'])), fields=('partnership',), name='formchoice_one_open_at_a_time', violation_error_message='There is already a choice of form that is not settled.'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'draft'), _negated=True), models.Q(('proposed_at', None), ('proposed_by', None), ('proposed_for', None)), _connector='OR'), name='formchoice_draft_is_not_proposed'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('conclusion', ''), _negated=True), ('proposed_at__isnull', False), ('proposed_by__isnull', False), ('proposed_for__isnull', False)), _connector='OR'), name='formchoice_proposed_has_outcome'),
        ),
        migrations.AddConstraint(
            model_name='formchoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', False), ('settled_for__isnull', False), ('status', 'settled'), ('settled_by__isnull', False), models.Q(('settled_by', models.F('proposed_by')), _negated=True)), models.Q(models.Q(('status', 'settled'), _negated=True), ('settled_at', None), ('settled_by', None), ('settled_for', None)), _connector='OR'), name='formchoice_settled_by_two'),
        ),
        migrations.AddConstraint(
            model_name='criterionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer', ''), ('answer__in', ['met', 'partly', 'not_met', 'not_relevant']), _connector='OR'), name='criterionanswer_answer_known'),
        ),
        migrations.AddConstraint(
            model_name='criterionanswer',
            constraint=models.UniqueConstraint(fields=('choice', 'criterion'), name='criterionanswer_once'),
        ),
        migrations.AddConstraint(
            model_name='redflag',
            constraint=models.CheckConstraint(condition=models.Q(('applies', ''), ('applies__in', ['yes', 'no']), _connector='OR'), name='redflag_applies_known'),
        ),
        migrations.AddConstraint(
            model_name='redflag',
            constraint=models.UniqueConstraint(fields=('choice', 'criterion'), name='redflag_once'),
        ),
        migrations.AddConstraint(
            model_name='weighedform',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['grant', 'procurement', 'reserved', 'partnership'])), name='weighedform_form_known'),
        ),
        migrations.AddConstraint(
            model_name='weighedform',
            constraint=models.UniqueConstraint(fields=('choice', 'form'), name='weighedform_once'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
