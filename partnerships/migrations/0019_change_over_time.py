"""What an amendment is about, what its sections do to the agreement, terms over time: columns and sql/change.sql."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import partnerships.models.base
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "change.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0018_commitments"),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='based_on_end',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='dropped_on',
            field=models.DateField(editable=False, null=True, verbose_name='laid aside on'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='extension_kind',
            field=models.CharField(blank=True, choices=[('none', 'it is not extended'), ('decision', 'by an extension that all parties sign'), ('automatic', 'by itself, unless somebody gives notice in time')], max_length=12, verbose_name='how it is extended'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='extension_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months each time'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='extension_notice_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months to say no'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='extension_times',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='times at most'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='signed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='subjects',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('parties', 'parties that join'), ('term', 'term, notice or extension'), ('money', 'money'), ('target_group', 'target group'), ('services', 'services and commitments'), ('other', 'something else')], max_length=12), blank=True, default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='agreement',
            name='target_group',
            field=partnerships.models.base.ProseField(blank=True, verbose_name='new target group'),
        ),
        migrations.AddField(
            model_name='agreementparty',
            name='notice_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='own notice, months'),
        ),
        migrations.AddField(
            model_name='agreementsection',
            name='effect',
            field=models.CharField(blank=True, choices=[('', 'stands on its own'), ('replaces', 'new wording'), ('strikes', 'is struck out'), ('adds', 'new section')], default='', editable=False, max_length=8, verbose_name='effect'),
        ),
        migrations.AddField(
            model_name='agreementsection',
            name='target',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changed_by', to='partnerships.agreementsection'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='based_on_end',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='dropped_on',
            field=models.DateField(editable=False, null=True, verbose_name='laid aside on'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='extension_kind',
            field=models.CharField(blank=True, choices=[('none', 'it is not extended'), ('decision', 'by an extension that all parties sign'), ('automatic', 'by itself, unless somebody gives notice in time')], max_length=12, verbose_name='how it is extended'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='extension_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months each time'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='extension_notice_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months to say no'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='extension_times',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='times at most'),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='signed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='subjects',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('parties', 'parties that join'), ('term', 'term, notice or extension'), ('money', 'money'), ('target_group', 'target group'), ('services', 'services and commitments'), ('other', 'something else')], max_length=12), blank=True, default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='historicalagreement',
            name='target_group',
            field=partnerships.models.base.ProseField(blank=True, verbose_name='new target group'),
        ),
        migrations.AddField(
            model_name='historicalagreementparty',
            name='notice_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='own notice, months'),
        ),
        migrations.AddField(
            model_name='historicalagreementsection',
            name='effect',
            field=models.CharField(blank=True, choices=[('', 'stands on its own'), ('replaces', 'new wording'), ('strikes', 'is struck out'), ('adds', 'new section')], default='', editable=False, max_length=8, verbose_name='effect'),
        ),
        migrations.AddField(
            model_name='historicalagreementsection',
            name='target',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.agreementsection'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_on', None), ('kind', 'amendment'), ('status__in', ['draft', 'proposed']), models.Q(('subjects', []), _negated=True)), fields=('parent',), name='agreement_one_open_amendment', violation_error_message='The agreement already has an amendment that is being written or signed.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('subjects__contained_by', ['parties', 'term', 'money', 'target_group', 'services', 'other'])), name='agreement_subjects_known'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('subjects', []), ('kind', 'amendment'), _connector='OR'), name='agreement_subjects_amendment'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('dropped_on', None), ('status', 'draft'), _connector='OR'), name='agreement_dropped_is_draft'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('extension_kind__in', ['', 'none', 'decision', 'automatic'])), name='agreement_extension_known'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extension_kind', 'automatic'), _negated=True), models.Q(('extension_months__gt', 0), ('extension_months__isnull', False)), _connector='OR'), name='agreement_automatic_has_months', violation_error_message='Say by how many months it is extended each time.'),
        ),
        migrations.AddConstraint(
            model_name='agreementsection',
            constraint=models.CheckConstraint(condition=models.Q(('effect__in', ['', 'replaces', 'strikes', 'adds'])), name='section_effect_known'),
        ),
        migrations.AddConstraint(
            model_name='agreementsection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('effect', ''), ('target', None)), models.Q(('effect__in', ['replaces', 'strikes']), ('target__isnull', False)), ('effect', 'adds'), _connector='OR'), name='section_effect_has_target'),
        ),
        migrations.AddConstraint(
            model_name='agreementsection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('effect', 'strikes'), _negated=True), ('body', ''), _connector='OR'), name='section_struck_has_no_text'),
        ),
        migrations.AddConstraint(
            model_name='agreementsection',
            constraint=models.UniqueConstraint(condition=models.Q(('effect__in', ['replaces', 'strikes'])), fields=('agreement', 'target'), name='section_target_once', violation_error_message='The amendment already changes this section.'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
