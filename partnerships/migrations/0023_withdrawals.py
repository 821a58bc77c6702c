"""Automatic extensions and withdrawals: two tables, and the triggers from sql/withdrawals.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.clock
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "withdrawals.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0022_endings"),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalWithdrawal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('given_at', models.DateTimeField(default=partnerships.clock.now, verbose_name='given')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('notice_months', models.PositiveSmallIntegerField(null=True, verbose_name='time of notice, months')),
                ('earliest_on', models.DateField(verbose_name='earliest day')),
                ('leaves_on', models.DateField(verbose_name='leaves on')),
                ('reason', partnerships.models.base.ProseField(verbose_name='reason')),
                ('consent', partnerships.models.base.ProseField(blank=True, verbose_name='how the others agreed to an earlier day')),
                ('status', models.CharField(choices=[('given', 'given'), ('taken_back', 'taken back'), ('effective', 'has taken effect')], default='given', max_length=10, verbose_name='status')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mandate', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.mandate')),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical withdrawal',
                'verbose_name_plural': 'historical withdrawals',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='AutomaticExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('previous_end', models.DateField()),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('at', models.DateTimeField(default=partnerships.clock.now, verbose_name='moment')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='automatic_extensions', to='partnerships.agreement')),
            ],
            options={
                'verbose_name': 'automatic extension',
                'verbose_name_plural': 'automatic extensions',
                'constraints': [models.UniqueConstraint(fields=('agreement', 'previous_end'), name='automaticextension_once'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('previous_end'))), name='automaticextension_later')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('given_at', models.DateTimeField(default=partnerships.clock.now, verbose_name='given')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('notice_months', models.PositiveSmallIntegerField(null=True, verbose_name='time of notice, months')),
                ('earliest_on', models.DateField(verbose_name='earliest day')),
                ('leaves_on', models.DateField(verbose_name='leaves on')),
                ('reason', partnerships.models.base.ProseField(verbose_name='reason')),
                ('consent', partnerships.models.base.ProseField(blank=True, verbose_name='how the others agreed to an earlier day')),
                ('status', models.CharField(choices=[('given', 'given'), ('taken_back', 'taken back'), ('effective', 'has taken effect')], default='given', max_length=10, verbose_name='status')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.mandate')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='partnerships.party')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['given', 'taken_back', 'effective'])), name='withdrawal_status_known'), models.UniqueConstraint(condition=models.Q(('status', 'given')), fields=('party',), name='withdrawal_one_at_a_time', violation_error_message='The party has already given notice that it leaves.'), models.CheckConstraint(condition=models.Q(('earliest_on__gte', models.F('given_on')), ('leaves_on__gte', models.F('given_on'))), name='withdrawal_lies_ahead', violation_error_message='The day lies before the day when the notice is given.'), models.CheckConstraint(condition=models.Q(('leaves_on__gte', models.F('earliest_on')), models.Q(('consent', ''), _negated=True), _connector='OR'), name='withdrawal_earlier_is_agreed', violation_error_message='Say how the others agreed to a day before the time of notice has run out.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='withdrawal_has_reason')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
