"""Statements of state aid, and the triggers from sql/state_aid.sql."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.lookups
import partnerships.clock
import partnerships.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "state_aid.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0019_change_over_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="AidGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                ("granted_by_name", models.CharField(blank=True, max_length=160, verbose_name="granted by")),
                (
                    "stated_at",
                    models.DateTimeField(default=partnerships.clock.now, editable=False, verbose_name="stated"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("de_minimis", "de minimis aid"),
                            ("sgei_de_minimis", "de minimis aid for services of general economic interest (SGEI)"),
                            ("not_aid", "not state aid"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("granted_on", models.DateField(verbose_name="granted on")),
                ("amount", partnerships.models.base.MoneyField(verbose_name="amount, kr")),
                (
                    "rate",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=10, null=True, verbose_name="kronor for one euro"
                    ),
                ),
                ("rate_on", models.DateField(blank=True, null=True, verbose_name="rate of")),
                ("rate_source", models.CharField(blank=True, max_length=160, verbose_name="source of the rate")),
                (
                    "amount_eur",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, null=True, verbose_name="amount, euro"
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("why_not_aid", partnerships.models.base.ProseField(blank=True, verbose_name="why it is not aid")),
                (
                    "why_above",
                    partnerships.models.base.ProseField(
                        blank=True, verbose_name="why it is granted although the sum goes above the limit"
                    ),
                ),
                (
                    "undertaking_note",
                    partnerships.models.base.ProseField(blank=True, verbose_name="single undertaking"),
                ),
                (
                    "registered_on",
                    models.DateField(blank=True, null=True, verbose_name="in the central register since"),
                ),
                (
                    "correction_reason",
                    partnerships.models.base.ProseField(blank=True, verbose_name="reason for the correction"),
                ),
                (
                    "is_withdrawn",
                    models.BooleanField(default=False, verbose_name="nothing was granted: the statement is withdrawn"),
                ),
                (
                    "about",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="others",
                        to="partnerships.aidgrant",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.document",
                        verbose_name="certificate",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="partnerships.aidgrant",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aid_granted",
                        to="partnerships.organisation",
                        verbose_name="granted by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aid_received",
                        to="partnerships.organisation",
                        verbose_name="received by",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aid_stated",
                        to="partnerships.organisation",
                        verbose_name="stated by",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of state aid",
                "verbose_name_plural": "statements of state aid",
            },
        ),
        migrations.CreateModel(
            name="HistoricalAidGrant",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                ("granted_by_name", models.CharField(blank=True, max_length=160, verbose_name="granted by")),
                (
                    "stated_at",
                    models.DateTimeField(default=partnerships.clock.now, editable=False, verbose_name="stated"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("de_minimis", "de minimis aid"),
                            ("sgei_de_minimis", "de minimis aid for services of general economic interest (SGEI)"),
                            ("not_aid", "not state aid"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("granted_on", models.DateField(verbose_name="granted on")),
                ("amount", partnerships.models.base.MoneyField(verbose_name="amount, kr")),
                (
                    "rate",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=10, null=True, verbose_name="kronor for one euro"
                    ),
                ),
                ("rate_on", models.DateField(blank=True, null=True, verbose_name="rate of")),
                ("rate_source", models.CharField(blank=True, max_length=160, verbose_name="source of the rate")),
                (
                    "amount_eur",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, null=True, verbose_name="amount, euro"
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("why_not_aid", partnerships.models.base.ProseField(blank=True, verbose_name="why it is not aid")),
                (
                    "why_above",
                    partnerships.models.base.ProseField(
                        blank=True, verbose_name="why it is granted although the sum goes above the limit"
                    ),
                ),
                (
                    "undertaking_note",
                    partnerships.models.base.ProseField(blank=True, verbose_name="single undertaking"),
                ),
                (
                    "registered_on",
                    models.DateField(blank=True, null=True, verbose_name="in the central register since"),
                ),
                (
                    "correction_reason",
                    partnerships.models.base.ProseField(blank=True, verbose_name="reason for the correction"),
                ),
                (
                    "is_withdrawn",
                    models.BooleanField(default=False, verbose_name="nothing was granted: the statement is withdrawn"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.aidgrant",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.document",
                        verbose_name="certificate",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.aidgrant",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organisation",
                        verbose_name="granted by",
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
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organisation",
                        verbose_name="received by",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organisation",
                        verbose_name="stated by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical statement of state aid",
                "verbose_name_plural": "historical statements of state aid",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="aidgrant",
            index=models.Index(fields=["organisation", "granted_on"], name="aid_by_organisation_and_day"),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["de_minimis", "sgei_de_minimis", "not_aid"])), name="aid_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)),
                name="aid_amount_positive",
                violation_error_message="The amount is above 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_by__isnull", True), ("granted_by_name", ""), _connector="XOR"),
                name="aid_granted_by_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_by", models.F("organisation")), _negated=True), name="aid_from_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stated_by", models.F("organisation")),
                    models.Q(("granted_by__isnull", False), ("stated_by", models.F("granted_by"))),
                    _connector="OR",
                ),
                name="aid_stated_by_giver_or_receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_eur", None),
                        ("kind", "not_aid"),
                        ("rate", None),
                        ("rate_on", None),
                        ("rate_source", ""),
                        models.Q(("why_not_aid", ""), _negated=True),
                    ),
                    models.Q(
                        ("amount_eur__isnull", False),
                        ("kind__in", ("de_minimis", "sgei_de_minimis")),
                        ("rate__gt", 0),
                        ("rate__isnull", False),
                        ("rate_on__isnull", False),
                        models.Q(("rate_source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="aid_in_euro_or_not_aid",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_eur", None),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.math.Abs(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("amount_eur"), "*", models.F("rate")
                                    ),
                                    "-",
                                    models.F("amount"),
                                )
                            ),
                            "*",
                            models.Value(200),
                        ),
                        models.F("rate"),
                    ),
                    _connector="OR",
                ),
                name="aid_euro_is_true",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction_reason", ""), ("corrects", None), ("is_withdrawn", False)),
                    models.Q(("corrects__isnull", False), models.Q(("correction_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="aid_corrected_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidgrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects", None)), fields=("about", "stated_by"), name="aid_stated_once_by_each"
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
