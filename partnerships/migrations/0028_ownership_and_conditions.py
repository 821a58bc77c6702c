"""Who owns what, and what is to be fulfilled; the triggers from sql/ownership_and_conditions.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.clock
import partnerships.models.base
import partnerships.validators
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "ownership_and_conditions.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0027_joint_analysis"),
    ]

    operations = [
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                (
                    "text",
                    models.CharField(
                        max_length=500,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="condition",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="first supervision date")),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="every so many months"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="decision that it rests on",
                    ),
                ),
                ("lifted_on", models.DateField(editable=False, null=True, verbose_name="lifted on")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="partnerships.party",
                        verbose_name="who is to fulfil it",
                    ),
                ),
                (
                    "watcher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watched_conditions",
                        to="partnerships.party",
                        verbose_name="who watches",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
            },
        ),
        migrations.CreateModel(
            name="ConditionCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="supervision date")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("fulfilled", "fulfilled"),
                            ("not_yet", "not yet fulfilled"),
                            ("not", "not fulfilled"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("note", partnerships.models.base.ProseField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(default=partnerships.clock.now, editable=False)),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="partnerships.condition"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.organisation"
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
                "verbose_name": "check of a condition",
                "verbose_name_plural": "checks of conditions",
            },
        ),
        migrations.CreateModel(
            name="HistoricalCondition",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                (
                    "text",
                    models.CharField(
                        max_length=500,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="condition",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="first supervision date")),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="every so many months"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="decision that it rests on",
                    ),
                ),
                ("lifted_on", models.DateField(editable=False, null=True, verbose_name="lifted on")),
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
                        verbose_name="who is to fulfil it",
                    ),
                ),
                (
                    "watcher",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.party",
                        verbose_name="who watches",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical condition",
                "verbose_name_plural": "historical conditions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOwnershipItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "service"),
                            ("premises", "premises"),
                            ("staff", "staff"),
                            ("method", "method"),
                            ("brand", "name and brand"),
                            ("data", "data"),
                            ("equipment", "equipment"),
                            ("goals", "goals"),
                            ("learning", "learning"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        max_length=160,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="what it is",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="why it is so",
                    ),
                ),
                ("note", partnerships.models.base.ProseField(blank=True, verbose_name="note")),
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
                    "cost_bearer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.party",
                        verbose_name="who bears the cost",
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
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.party",
                        verbose_name="owner",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical line of the ownership matrix",
                "verbose_name_plural": "historical lines of the ownership matrix",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OwnershipItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("is_illustrative", models.BooleanField(default=False, editable=False, verbose_name="illustrative")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "service"),
                            ("premises", "premises"),
                            ("staff", "staff"),
                            ("method", "method"),
                            ("brand", "name and brand"),
                            ("data", "data"),
                            ("equipment", "equipment"),
                            ("goals", "goals"),
                            ("learning", "learning"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        max_length=160,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="what it is",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[partnerships.validators.refuse_personal_numbers],
                        verbose_name="why it is so",
                    ),
                ),
                ("note", partnerships.models.base.ProseField(blank=True, verbose_name="note")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "cost_bearer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paid_items",
                        to="partnerships.party",
                        verbose_name="who bears the cost",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_items",
                        to="partnerships.party",
                        verbose_name="owner",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership",
                        to="partnerships.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the ownership matrix",
                "verbose_name_plural": "lines of the ownership matrix",
            },
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(("every_months__isnull", True), ("every_months__range", (1, 120)), _connector="OR"),
                name="condition_recurs",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("watcher__isnull", True), models.Q(("watcher", models.F("party")), _negated=True), _connector="OR"
                ),
                name="condition_watched_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditioncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["fulfilled", "not_yet", "not"])),
                name="conditioncheck_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditioncheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ("fulfilled", "not"))),
                fields=("condition", "due_on"),
                name="conditioncheck_answered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["service", "premises", "staff", "method", "brand", "data", "equipment", "goals", "learning"],
                    )
                ),
                name="ownershipitem_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__isnull", True), ("cost_bearer__isnull", False), _connector="OR"),
                name="ownershipitem_owned_has_bearer",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("service__isnull", True), ("kind", "service"), _connector="OR"),
                name="ownershipitem_service_is_one",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
