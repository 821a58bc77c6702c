"""What signatories have read: append-only, by the triggers from sql/text_seen.sql."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import partnerships.clock

SQL = (Path(__file__).parent / "sql" / "text_seen.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0014_signing_order")]
    operations = [
        migrations.CreateModel(
            "TextSeen",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=partnerships.clock.now, verbose_name="moment")),
                ("text_hash", models.CharField(max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "text read",
                "verbose_name_plural": "texts read",
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "round", "person"), name="textseen_once_a_round")
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
