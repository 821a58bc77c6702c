"""A party's annex ends when it leaves: the trigger's function from sql/leaving.sql."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql" / "leaving.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0029_closing")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
