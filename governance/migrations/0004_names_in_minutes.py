"""Minutes keep the names that people had when they were circulated: the trigger from sql/names.sql."""

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "names.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_beginnings")]
    operations = [
        migrations.AddField("minutes", "names", models.JSONField(default=dict, editable=False)),
        migrations.AddField("historicalminutes", "names", models.JSONField(default=dict, editable=False)),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
