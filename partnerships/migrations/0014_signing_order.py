"""In which order the parties of an agreement sign: the trigger from sql/signing_order.sql."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

SQL = (Path(__file__).parent / "sql" / "signing_order.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0013_reference_values")]
    operations = [
        *(
            migrations.AddField(
                name, "turn", models.PositiveSmallIntegerField(default=1, verbose_name="turn to sign")
            )
            for name in ("agreementparty", "historicalagreementparty")
        ),
        migrations.AddConstraint(
            "agreementparty", models.CheckConstraint(condition=Q(turn__gte=1), name="agreementparty_turn_from_one")
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
