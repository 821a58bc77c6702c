"""Parties' own decisions and whom one has asked; the promises from sql/party_decisions.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.clock
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "party_decisions.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0020_state_aid"),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalConsideredOrganisation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('on', models.DateField(verbose_name='day')),
                ('how', models.CharField(choices=[('invited', 'invited directly'), ('open', 'open invitation'), ('asked', 'asked by itself'), ('considered', 'considered without being asked')], max_length=12, verbose_name='how')),
                ('answer', models.CharField(choices=[('none', 'no answer yet'), ('yes', 'wants to take part'), ('no', 'does not want to take part'), ('not_asked', 'was not asked')], default='none', max_length=12, verbose_name='answer')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.organisation', verbose_name='organisation')),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'historical considered organisation',
                'verbose_name_plural': 'historical considered organisations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PartyDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('kind', models.CharField(choices=[('participate', 'to take part'), ('sign', 'to sign the agreement'), ('extend', 'to extend'), ('change', 'to change the agreement'), ('end', 'to end or leave')], max_length=12, verbose_name='concerns')),
                ('level', models.CharField(choices=[('political', 'political body (nämnd, kommunstyrelse, fullmäktige)'), ('board', 'board'), ('delegated', 'by delegation')], max_length=10, verbose_name='decided at')),
                ('decided_by', models.CharField(max_length=160, verbose_name='deciding body')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('registry_number', models.CharField(blank=True, max_length=40, verbose_name='registry number')),
                ('wording', partnerships.models.base.ProseField(verbose_name='what was decided, in short')),
                ('delegated_to', partnerships.models.base.ProseField(blank=True, verbose_name='commissioned to carry it out')),
                ('conditions', partnerships.models.base.ProseField(blank=True, verbose_name='conditions')),
                ('entered_at', models.DateTimeField(default=partnerships.clock.now, editable=False, verbose_name='entered')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='party_decisions', to='partnerships.agreement', verbose_name='agreement')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='partnerships.partydecision', verbose_name='corrects')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.document', verbose_name='document')),
                ('entered_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_decisions', to='partnerships.party')),
            ],
            options={
                'verbose_name': "party's own decision",
                'verbose_name_plural': "parties' own decisions",
            },
        ),
        migrations.CreateModel(
            name='HistoricalPartyDecision',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('kind', models.CharField(choices=[('participate', 'to take part'), ('sign', 'to sign the agreement'), ('extend', 'to extend'), ('change', 'to change the agreement'), ('end', 'to end or leave')], max_length=12, verbose_name='concerns')),
                ('level', models.CharField(choices=[('political', 'political body (nämnd, kommunstyrelse, fullmäktige)'), ('board', 'board'), ('delegated', 'by delegation')], max_length=10, verbose_name='decided at')),
                ('decided_by', models.CharField(max_length=160, verbose_name='deciding body')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('registry_number', models.CharField(blank=True, max_length=40, verbose_name='registry number')),
                ('wording', partnerships.models.base.ProseField(verbose_name='what was decided, in short')),
                ('delegated_to', partnerships.models.base.ProseField(blank=True, verbose_name='commissioned to carry it out')),
                ('conditions', partnerships.models.base.ProseField(blank=True, verbose_name='conditions')),
                ('entered_at', models.DateTimeField(default=partnerships.clock.now, editable=False, verbose_name='entered')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.agreement', verbose_name='agreement')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.document', verbose_name='document')),
                ('entered_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party')),
                ('corrects', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partydecision', verbose_name='corrects')),
            ],
            options={
                'verbose_name': "historical party's own decision",
                'verbose_name_plural': "historical parties' own decisions",
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ConsideredOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('on', models.DateField(verbose_name='day')),
                ('how', models.CharField(choices=[('invited', 'invited directly'), ('open', 'open invitation'), ('asked', 'asked by itself'), ('considered', 'considered without being asked')], max_length=12, verbose_name='how')),
                ('answer', models.CharField(choices=[('none', 'no answer yet'), ('yes', 'wants to take part'), ('no', 'does not want to take part'), ('not_asked', 'was not asked')], default='none', max_length=12, verbose_name='answer')),
                ('reason', partnerships.models.base.ProseField(blank=True, verbose_name='reason')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.organisation', verbose_name='organisation')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='considered', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'considered organisation',
                'verbose_name_plural': 'considered organisations',
                'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['invited', 'open', 'asked', 'considered'])), name='considered_how_known'), models.CheckConstraint(condition=models.Q(('answer__in', ['none', 'yes', 'no', 'not_asked'])), name='considered_answer_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='considered_has_name')],
            },
        ),
        migrations.AddConstraint(
            model_name='partydecision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['participate', 'sign', 'extend', 'change', 'end'])), name='partydecision_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='partydecision',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['political', 'board', 'delegated'])), name='partydecision_level_known'),
        ),
        migrations.AddConstraint(
            model_name='partydecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', ''), _negated=True), models.Q(('wording', ''), _negated=True)), name='partydecision_says_something'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
