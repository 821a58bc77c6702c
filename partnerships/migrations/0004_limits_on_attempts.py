"""How many passwords were wrong, and the cache in which the limits on login are counted for all workers."""

from django.db import migrations, models

# As `manage.py createcachetable` would make it, which finds it made.
CACHE = """
CREATE TABLE iop_cache (cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX iop_cache_expires ON iop_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_section_templates")]
    operations = [
        migrations.AddField("user", "wrong_passwords", models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.AddField("user", "wrong_password_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunSQL(CACHE, "DROP TABLE iop_cache"),
    ]
