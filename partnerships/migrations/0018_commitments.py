"""What each party brings, and what was brought; the triggers from sql/commitments.sql."""

from pathlib import Path

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import partnerships.models.base
import partnerships.validators
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "commitments.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0017_criteria"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "money"), ("in_kind", "in kind"), ("hours", "hours")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        max_length=200,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="what is brought",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                ("unit", models.CharField(max_length=30, verbose_name="unit")),
                ("unit_value", partnerships.models.base.MoneyField(verbose_name="value of a unit, kr")),
                ("value", partnerships.models.base.MoneyField(editable=False, verbose_name="value, kr")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="basis of the value",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="partnerships.party"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="partnerships.commitment",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
            },
        ),
        migrations.CreateModel(
            name="CommitmentActual",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                ("unit_value", partnerships.models.base.MoneyField(editable=False, verbose_name="value of a unit, kr")),
                ("value", partnerships.models.base.MoneyField(editable=False, verbose_name="value, kr")),
                ("note", partnerships.models.base.ProseField(blank=True, verbose_name="note")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actuals",
                        to="partnerships.commitment",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="partnerships.commitmentactual",
                        verbose_name="corrects",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome of a commitment",
                "verbose_name_plural": "outcomes of commitments",
            },
        ),
        migrations.CreateModel(
            name="HistoricalCommitment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "money"), ("in_kind", "in kind"), ("hours", "hours")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        max_length=200,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="what is brought",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                ("unit", models.CharField(max_length=30, verbose_name="unit")),
                ("unit_value", partnerships.models.base.MoneyField(verbose_name="value of a unit, kr")),
                ("value", partnerships.models.base.MoneyField(editable=False, verbose_name="value, kr")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="basis of the value",
                    ),
                ),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.party",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.commitment",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical commitment",
                "verbose_name_plural": "historical commitments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitmentActual",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity")),
                ("unit_value", partnerships.models.base.MoneyField(editable=False, verbose_name="value of a unit, kr")),
                ("value", partnerships.models.base.MoneyField(editable=False, verbose_name="value, kr")),
                ("note", partnerships.models.base.ProseField(blank=True, verbose_name="note")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.commitment",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.commitmentactual",
                        verbose_name="corrects",
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
                "verbose_name": "historical outcome of a commitment",
                "verbose_name_plural": "historical outcomes of commitments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["money", "in_kind", "hours"])), name="commitment_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "value",
                        django.db.models.functions.math.Round(
                            django.db.models.expressions.CombinedExpression(
                                models.F("quantity"), "*", models.F("unit_value")
                            ),
                            precision=2,
                        ),
                    )
                ),
                name="commitment_value_is_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity__gt", 0), models.Q(("quantity", 0), ("replaces__isnull", False)), _connector="OR"
                ),
                name="commitment_brings_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit_value__gte", 0)), name="commitment_value_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "money"), _negated=True),
                    models.Q(("unit", "kr"), ("unit_value", 1)),
                    _connector="OR",
                ),
                name="commitment_money_in_kronor",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "hours"), _negated=True), ("unit", "timmar"), _connector="OR"),
                name="commitment_hours_in_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "money"), ("unit_value", 0), models.Q(("basis", ""), _negated=True), _connector="OR"
                ),
                name="commitment_value_has_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__gte", models.F("starts_on")), ("starts_on__year", models.F("ends_on__year"))
                ),
                name="commitment_within_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentactual",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "value",
                        django.db.models.functions.math.Round(
                            django.db.models.expressions.CombinedExpression(
                                models.F("quantity"), "*", models.F("unit_value")
                            ),
                            precision=2,
                        ),
                    )
                ),
                name="actual_value_is_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentactual",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 0)), name="actual_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="commitmentactual",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("corrects__isnull", True)),
                expressions=[
                    ("commitment", "="),
                    (partnerships.models.base.DateRange("starts_on", "ends_on", models.Value("[]")), "&&"),
                ],
                name="actual_period_once",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
