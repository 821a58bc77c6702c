"""What the database promises: triggers from sql/promises.sql."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql" / "promises.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
