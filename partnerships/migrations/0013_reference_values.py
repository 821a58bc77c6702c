"""Dated thresholds and limits of the law, those that are known when IOP begins, and the trigger that keeps them."""

from datetime import date
from pathlib import Path

import django.contrib.postgres.constraints
import partnerships.models.base
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "reference_values.sql").read_text()
NEWS_2024 = "Upphandlingsmyndigheten, Nya regler och takbelopp för statsstöd (2024)"
LISTS = "Upphandlingsmyndigheten, Tröskelvärden och direktupphandlingsgränser, och Nya beloppsgränser för 2024"
BEFORE = "förordningens nummer och giltighetstid, och att de tre beskattningsåren är kalenderår"
# kind, value, unit, period, valid from, ceases on, source, what is still to be checked
VALUES = [
    ("de_minimis", 200_000, "eur", "fiscal", date(2014, 1, 1), date(2024, 1, 1), f"Förordning (EU) nr 1407/2013. Beloppet: {NEWS_2024}", BEFORE),
    ("de_minimis", 300_000, "eur", "rolling", date(2024, 1, 1), date(2031, 1, 1), f"Förordning (EU) 2023/2831. Beloppet: {NEWS_2024}. Prop. 2024/25:198", ""),
    ("sgei_de_minimis", 500_000, "eur", "fiscal", date(2012, 4, 29), date(2024, 1, 1), f"Förordning (EU) nr 360/2012. Beloppet: {NEWS_2024}", BEFORE),
    ("sgei_de_minimis", 750_000, "eur", "rolling", date(2024, 1, 1), date(2031, 1, 1), f"Förordning (EU) 2023/2832. Beloppet: {NEWS_2024}", "förordningens nummer och sista giltighetsdag"),
    ("social_threshold", 8_109_450, "sek", "", date(2024, 1, 1), date(2026, 1, 1), f"LOU, sociala tjänster och andra särskilda tjänster (bilaga 2). {LISTS}", ""),
    ("direct_award", 700_000, "sek", "", date(2024, 1, 1), date(2026, 1, 1), f"LOU, direktupphandlingsgräns för övriga varor, tjänster och byggentreprenader. {LISTS}", ""),
]  # fmt: skip


def load(apps, schema_editor):
    model = apps.get_model("partnerships", "ReferenceValue")
    names = ("kind", "value", "unit", "period", "valid_from", "valid_until", "source", "to_verify")
    model.objects.bulk_create(model(**dict(zip(names, row, strict=True))) for row in VALUES)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0012_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="ceases on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("de_minimis", "de minimis aid"),
                            ("sgei_de_minimis", "de minimis aid for services of general economic interest (SGEI)"),
                            ("social_threshold", "procurement: threshold for social and other special services"),
                            ("direct_award", "procurement: limit for direct awards"),
                        ],
                        max_length=20,
                        verbose_name="what it is",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="value")),
                ("unit", models.CharField(choices=[("eur", "euro"), ("sek", "kr")], max_length=3, verbose_name="unit")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "each contract by itself"),
                            ("rolling", "three years, counted back from the day"),
                            ("fiscal", "the year and the two years before it"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="added up over",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "to_verify",
                    models.CharField(
                        blank=True,
                        help_text="What of this nobody has checked yet.",
                        max_length=300,
                        verbose_name="still to be checked",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
            ],
            options={
                "verbose_name": "reference value",
                "verbose_name_plural": "reference values",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["de_minimis", "sgei_de_minimis", "social_threshold", "direct_award"])
                        ),
                        name="referencevalue_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["eur", "sek"])), name="referencevalue_unit_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__in", ["", "rolling", "fiscal"])),
                        name="referencevalue_period_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="referencevalue_ceases_after_start",
                        violation_error_message="The last date lies before the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            (partnerships.models.base.DateRange("valid_from", "valid_until", models.Value("[)")), "&&"),
                        ],
                        name="referencevalue_one_a_day",
                        violation_error_message="There is already one that is valid on some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="referencevalue_positive",
                        violation_error_message="The value is above 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="referencevalue_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("de_minimis", "sgei_de_minimis")),
                                ("unit", "eur"),
                                models.Q(("period", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind__in", ("de_minimis", "sgei_de_minimis")), _negated=True),
                                ("period", ""),
                                ("unit", "sek"),
                            ),
                            _connector="OR",
                        ),
                        name="referencevalue_of_its_kind",
                        violation_error_message="Limits of state aid are in euro and added up over a period; those of procurement are in kronor.",
                    ),
                ],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
