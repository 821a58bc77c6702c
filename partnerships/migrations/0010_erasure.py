"""Erasing a person: the request that two make, two rights, and the triggers from sql/erasure.sql."""

from pathlib import Path

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT, F, Q

import partnerships.clock

SQL = (Path(__file__).parent / "sql" / "erasure.sql").read_text()
OF_ORGANISATION = (
    "view_organisation edit_organisation manage_mandates start_partnership edit_annex edit_service edit_report"
    " edit_proposal sign decline ratify accept_grant request_payment erase_person"
).split()
OF_PARTNERSHIP = (
    "view_partnership edit_partnership manage_parties invite draft_agreement propose_agreement manage_bodies"
    " open_own_room confirm_report manage_fund attest_payment pay confirm_erasure"
).split()
EMPTY = Q(email__endswith="@invalid", phone="", title="", is_active=False, is_staff=False)


def person(related_name="+", **options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name=related_name, **options)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0009_names_of_signatories")]
    operations = [
        migrations.CreateModel(
            "Erasure",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", person("erasures")),
                ("asked_by", person()),
                ("asked_at", models.DateTimeField(default=partnerships.clock.now)),
                ("confirmed_by", person(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(withdrawn_at=None), fields=["person"], name="erasure_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=Q(confirmed_by=None)
                        | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("person"))),
                        name="erasure_by_two",
                    ),
                    models.CheckConstraint(
                        condition=Q(confirmed_by=None, done_at=None)
                        | Q(confirmed_by__isnull=False, done_at__isnull=False, withdrawn_at=None),
                        name="erasure_done_or_not",
                    ),
                ],
            },
        ),
        migrations.AlterModelOptions(
            "organisation",
            {
                "default_permissions": (),
                "permissions": [(name, name) for name in OF_ORGANISATION],
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.AlterModelOptions(
            "partnership",
            {
                "default_permissions": (),
                "permissions": [(name, name) for name in OF_PARTNERSHIP],
                "verbose_name": "partnership",
                "verbose_name_plural": "partnerships",
            },
        ),
        migrations.AddField("user", "erased_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddConstraint(
            "user", models.CheckConstraint(condition=Q(erased_at=None) | EMPTY, name="user_erased_is_empty")
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
