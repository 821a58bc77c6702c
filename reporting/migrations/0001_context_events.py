"""What happens outside: a table with its history, and the triggers from sql/context_events.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "context_events.sql").read_text()


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('governance', '0006_rights_from_one_table'),
        ('partnerships', '0023_withdrawals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalContextEvent',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('kind', models.CharField(choices=[('law', 'law'), ('rates', 'reimbursement and rates'), ('volumes', 'volumes'), ('politics', 'politics'), ('other', 'something else')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='what happened')),
                ('happened_on', models.DateField(verbose_name='day')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('changes', partnerships.models.base.ProseField(verbose_name='what it changes for us')),
                ('due_on', models.DateField(null=True, verbose_name='to be taken up by')),
                ('outcome', models.CharField(blank=True, choices=[('amendment', 'an amendment of the agreement'), ('decision', 'a decision'), ('nothing', 'nothing')], max_length=10, verbose_name='what it led to')),
                ('conclusion', partnerships.models.base.ProseField(blank=True, verbose_name='why')),
                ('status', models.CharField(choices=[('noted', 'noted'), ('called', 'consultation called for'), ('held', 'consultation held'), ('settled', 'settled')], default='noted', max_length=10, verbose_name='status')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.agreement')),
                ('body', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.body', verbose_name='body')),
                ('decision', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.decision')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.meeting')),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'historical context event',
                'verbose_name_plural': 'historical context events',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ContextEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('kind', models.CharField(choices=[('law', 'law'), ('rates', 'reimbursement and rates'), ('volumes', 'volumes'), ('politics', 'politics'), ('other', 'something else')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='what happened')),
                ('happened_on', models.DateField(verbose_name='day')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('changes', partnerships.models.base.ProseField(verbose_name='what it changes for us')),
                ('due_on', models.DateField(null=True, verbose_name='to be taken up by')),
                ('outcome', models.CharField(blank=True, choices=[('amendment', 'an amendment of the agreement'), ('decision', 'a decision'), ('nothing', 'nothing')], max_length=10, verbose_name='what it led to')),
                ('conclusion', partnerships.models.base.ProseField(blank=True, verbose_name='why')),
                ('status', models.CharField(choices=[('noted', 'noted'), ('called', 'consultation called for'), ('held', 'consultation held'), ('settled', 'settled')], default='noted', max_length=10, verbose_name='status')),
                ('agreement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.agreement')),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.body', verbose_name='body')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.decision')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.meeting')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='context_events', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'context event',
                'verbose_name_plural': 'context events',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['law', 'rates', 'volumes', 'politics', 'other'])), name='contextevent_kind_known'), models.CheckConstraint(condition=models.Q(('status__in', ['noted', 'called', 'held', 'settled'])), name='contextevent_status_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'amendment', 'decision', 'nothing'])), name='contextevent_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['called', 'held']), _negated=True), models.Q(('body__isnull', False), ('due_on__isnull', False)), _connector='OR'), name='contextevent_called_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'held'), _negated=True), ('meeting__isnull', False), _connector='OR'), name='contextevent_held_at_a_meeting'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'settled'), models.Q(('outcome', ''), _negated=True), models.Q(('conclusion', ''), _negated=True)), models.Q(models.Q(('status', 'settled'), _negated=True), ('agreement', None), ('conclusion', ''), ('decision', None), ('outcome', '')), _connector='OR'), name='contextevent_settled_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'amendment'), _negated=True), ('agreement__isnull', False), _connector='OR'), name='contextevent_has_amendment'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'decision'), _negated=True), ('decision__isnull', False), _connector='OR'), name='contextevent_has_decision')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
