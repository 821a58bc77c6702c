"""Rows are born in their first state: triggers from sql/beginnings.sql."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql" / "beginnings.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0006_reminders")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
