"""A signature keeps the name that its person had: the trigger from sql/names.sql; earlier ones get the name of today."""

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "names.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0008_parties")]
    operations = [
        migrations.AddField("signature", "name", models.CharField(default="", editable=False, max_length=120)),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
