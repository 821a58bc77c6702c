"""Agreements that were signed on paper, and the triggers from sql/old_agreements.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "old_agreements.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0024_signed_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalOldAgreement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("signed_on", models.DateField(verbose_name="signed on paper on")),
                ("signed_by", partnerships.models.base.ProseField(verbose_name="who signed it, by role")),
                (
                    "former_parties",
                    partnerships.models.base.ProseField(
                        blank=True, verbose_name="who signed it and no longer takes part"
                    ),
                ),
                ("amount_in_words", models.CharField(blank=True, max_length=300, verbose_name="sum, in words")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.document",
                        verbose_name="the signed agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical older agreement",
                "verbose_name_plural": "historical older agreements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OldAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("signed_on", models.DateField(verbose_name="signed on paper on")),
                ("signed_by", partnerships.models.base.ProseField(verbose_name="who signed it, by role")),
                (
                    "former_parties",
                    partnerships.models.base.ProseField(
                        blank=True, verbose_name="who signed it and no longer takes part"
                    ),
                ),
                ("amount_in_words", models.CharField(blank=True, max_length=300, verbose_name="sum, in words")),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="old", to="partnerships.agreement"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.document",
                        verbose_name="the signed agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "older agreement",
                "verbose_name_plural": "older agreements",
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
