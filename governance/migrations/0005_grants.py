"""What may change on a proposal and a grant, and what is paid: triggers from sql/grants.sql."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql" / "grants.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_names_in_minutes")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
