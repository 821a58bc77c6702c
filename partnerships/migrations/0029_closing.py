"""Closing a partnership for good: the parties' approvals, two days, and the triggers from sql/closing.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.clock
from django.conf import settings
from django.db import migrations, models


SQL = (Path(__file__).parent / "sql" / "closing.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0028_ownership_and_conditions"),
    ]

    operations = [
        migrations.CreateModel(
            name='ClosingApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='', editable=False, max_length=120)),
                ('at', models.DateTimeField(default=partnerships.clock.now, verbose_name='moment')),
            ],
            options={
                'verbose_name': 'approval of the closing',
                'verbose_name_plural': 'approvals of the closing',
            },
        ),
        migrations.AddField(
            model_name='historicalpartnership',
            name='closed_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='closed on'),
        ),
        migrations.AddField(
            model_name='historicalpartnership',
            name='readable_until',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalwindingdown',
            name='closing_months',
            field=models.PositiveSmallIntegerField(default=12),
        ),
        migrations.AddField(
            model_name='historicalwindingdown',
            name='reading_months',
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddField(
            model_name='partnership',
            name='closed_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='closed on'),
        ),
        migrations.AddField(
            model_name='partnership',
            name='readable_until',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='windingdown',
            name='closing_months',
            field=models.PositiveSmallIntegerField(default=12),
        ),
        migrations.AddField(
            model_name='windingdown',
            name='reading_months',
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('readable_until', None)), models.Q(('closed_on__isnull', False), ('readable_until__gte', models.F('closed_on'))), _connector='OR'), name='partnership_closed_is_readable'),
        ),
        migrations.AddField(
            model_name='closingapproval',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party', verbose_name='party'),
        ),
        migrations.AddField(
            model_name='closingapproval',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='closingapproval',
            name='winding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='partnerships.windingdown'),
        ),
        migrations.AddConstraint(
            model_name='closingapproval',
            constraint=models.UniqueConstraint(fields=('winding', 'party'), name='closingapproval_once_a_party'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
