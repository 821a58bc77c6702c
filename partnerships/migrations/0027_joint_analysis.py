"""Views of the challenge and the joint analysis: the tables, and the triggers from sql/joint_analysis.sql."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.comparison
import partnerships.clock
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "joint_analysis.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0026_winding"),
    ]

    operations = [
        migrations.AddField(
            model_name='logevent',
            name='about_perspective',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(object_type='partnerships.perspective', then=models.F('object_id')), default=django.db.models.functions.comparison.Cast(models.Func(models.F('changes'), django.db.models.functions.comparison.Cast(models.Value('$[*] ? (@.model == "partnerships.perspective").pk'), models.TextField()), template='jsonb_path_query_first(%(expressions)s::jsonpath)'), models.BigIntegerField())), output_field=models.BigIntegerField(null=True)),
        ),
        migrations.CreateModel(
            name='HistoricalNeedsAnalysis',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('number', partnerships.models.base.SeriesNumber(default=0, editable=False)),
                ('occasion', partnerships.models.base.ProseField(blank=True, verbose_name='why this version is written')),
                ('challenge', partnerships.models.base.ProseField(blank=True, verbose_name='societal challenge')),
                ('target_group', partnerships.models.base.ProseField(blank=True, verbose_name='target group')),
                ('known', partnerships.models.base.ProseField(blank=True, verbose_name='what we know')),
                ('unknown', partnerships.models.base.ProseField(blank=True, verbose_name='what we do not know, and what worries us')),
                ('goals', partnerships.models.base.ProseField(blank=True, verbose_name='what we want to achieve')),
                ('contributions', partnerships.models.base.ProseField(blank=True, verbose_name='what each of us can bring')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for approval'), ('approved', 'approved')], default='draft', max_length=10, verbose_name='status')),
                ('round', models.PositiveIntegerField(default=0, editable=False)),
                ('text_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('proposed_at', models.DateTimeField(editable=False, null=True, verbose_name='proposed')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved by all')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'historical joint analysis',
                'verbose_name_plural': 'historical joint analyses',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPerspective',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('number', partnerships.models.base.SeriesNumber(default=0, editable=False)),
                ('sees', partnerships.models.base.ProseField(blank=True, verbose_name='what we see')),
                ('brings', partnerships.models.base.ProseField(blank=True, verbose_name='what we can bring')),
                ('hopes', partnerships.models.base.ProseField(blank=True, verbose_name='what we hope for')),
                ('fears', partnerships.models.base.ProseField(blank=True, verbose_name='what worries us')),
                ('shared_at', models.DateTimeField(editable=False, null=True, verbose_name='shared')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.party')),
            ],
            options={
                'verbose_name': 'historical view of the challenge',
                'verbose_name_plural': 'historical views of the challenge',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='NeedsAnalysis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('number', partnerships.models.base.SeriesNumber(default=0, editable=False)),
                ('occasion', partnerships.models.base.ProseField(blank=True, verbose_name='why this version is written')),
                ('challenge', partnerships.models.base.ProseField(blank=True, verbose_name='societal challenge')),
                ('target_group', partnerships.models.base.ProseField(blank=True, verbose_name='target group')),
                ('known', partnerships.models.base.ProseField(blank=True, verbose_name='what we know')),
                ('unknown', partnerships.models.base.ProseField(blank=True, verbose_name='what we do not know, and what worries us')),
                ('goals', partnerships.models.base.ProseField(blank=True, verbose_name='what we want to achieve')),
                ('contributions', partnerships.models.base.ProseField(blank=True, verbose_name='what each of us can bring')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for approval'), ('approved', 'approved')], default='draft', max_length=10, verbose_name='status')),
                ('round', models.PositiveIntegerField(default=0, editable=False)),
                ('text_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('proposed_at', models.DateTimeField(editable=False, null=True, verbose_name='proposed')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved by all')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='analyses', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'joint analysis',
                'verbose_name_plural': 'joint analyses',
            },
        ),
        migrations.CreateModel(
            name='AnalysisApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField()),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('at', models.DateTimeField(default=partnerships.clock.now, verbose_name='moment')),
                ('text_hash', models.CharField(max_length=64)),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.mandate')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='analysis_approvals', to='partnerships.party')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='partnerships.needsanalysis')),
            ],
            options={
                'verbose_name': 'approval of the joint analysis',
                'verbose_name_plural': 'approvals of the joint analysis',
            },
        ),
        migrations.CreateModel(
            name='Perspective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('number', partnerships.models.base.SeriesNumber(default=0, editable=False)),
                ('sees', partnerships.models.base.ProseField(blank=True, verbose_name='what we see')),
                ('brings', partnerships.models.base.ProseField(blank=True, verbose_name='what we can bring')),
                ('hopes', partnerships.models.base.ProseField(blank=True, verbose_name='what we hope for')),
                ('fears', partnerships.models.base.ProseField(blank=True, verbose_name='what worries us')),
                ('shared_at', models.DateTimeField(editable=False, null=True, verbose_name='shared')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='perspectives', to='partnerships.party')),
            ],
            options={
                'verbose_name': 'view of the challenge',
                'verbose_name_plural': 'views of the challenge',
            },
        ),
        migrations.AddConstraint(
            model_name='needsanalysis',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'proposed', 'approved'])), name='needsanalysis_status_known'),
        ),
        migrations.AddConstraint(
            model_name='needsanalysis',
            constraint=models.UniqueConstraint(fields=('partnership', 'number'), name='needsanalysis_number_once'),
        ),
        migrations.AddConstraint(
            model_name='needsanalysis',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'proposed'])), fields=('partnership',), name='needsanalysis_one_open_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='needsanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('approved_at__isnull', False), models.Q(('text_hash', ''), _negated=True)), _connector='OR'), name='needsanalysis_approved_has_text'),
        ),
        migrations.AddConstraint(
            model_name='analysisapproval',
            constraint=models.UniqueConstraint(fields=('analysis', 'round', 'party'), name='analysisapproval_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='perspective',
            constraint=models.UniqueConstraint(fields=('party', 'number'), name='perspective_number_once'),
        ),
        migrations.AddConstraint(
            model_name='perspective',
            constraint=models.UniqueConstraint(condition=models.Q(('shared_at__isnull', True)), fields=('party',), name='perspective_one_draft_at_a_time'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
