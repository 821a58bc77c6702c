"""What an event is about, worked out when it is written, so that reading the history stays quick as it grows."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import BigIntegerField, Case, F, Func, Value, When
from django.db.models.functions import Cast


def key_of(label):
    found = Func(
        F("changes"),
        Cast(Value(f'$[*] ? (@.model == "{label}").pk'), models.TextField()),
        template="jsonb_path_query_first(%(expressions)s::jsonpath)",
    )
    key = Case(When(object_type=label, then=F("object_id")), default=Cast(found, BigIntegerField()))
    return models.GeneratedField(expression=key, output_field=BigIntegerField(null=True), db_persist=True)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_limits_on_attempts")]
    operations = [
        migrations.AddField("logevent", "about_service", key_of("partnerships.service")),
        migrations.AddField("logevent", "about_report", key_of("partnerships.servicereport")),
        migrations.AddField("logevent", "about_proposal", key_of("governance.fundproposal")),
        migrations.AddIndex("logevent", models.Index(fields=["chain", "-at", "-id"], name="logevent_latest_first")),
        migrations.AddIndex(
            "logevent", GinIndex(fields=["changes"], name="logevent_by_change", opclasses=["jsonb_path_ops"])
        ),
    ]
