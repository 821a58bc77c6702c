"""What may change on a party, and when: the trigger from sql/parties.sql."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql" / "parties.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0007_beginnings")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
