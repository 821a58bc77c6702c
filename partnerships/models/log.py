"""The official log: what was done, by whom, for which party, on what authority. Written by steps only."""

from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import BigIntegerField, Case, F, Func, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from partnerships import clock

from .base import SeriesNumber


def _key_of(label: str) -> models.GeneratedField:
    """The key of the object of kind `label` that an event is about: its root, or the first among what it changed."""
    found = Func(
        F("changes"),
        Cast(Value(f'$[*] ? (@.model == "{label}").pk'), models.TextField()),
        template="jsonb_path_query_first(%(expressions)s::jsonpath)",
    )
    key = Case(When(object_type=label, then=F("object_id")), default=Cast(found, BigIntegerField()))
    return models.GeneratedField(expression=key, output_field=BigIntegerField(null=True), db_persist=True)


class LogChain(models.Model):
    """A series of log events (loggkedja), each bound to the one before by its hash.

    One per partnership, one per organisation, and one of its own per members-only body, so that not even a gap
    in the numbers tells an outsider anything.
    """

    def __str__(self) -> str:
        return f"{self.pk}"


class LogEvent(models.Model):
    """One act (händelse). Number and hashes are set by the database; never updated or deleted."""

    chain = models.ForeignKey(LogChain, models.PROTECT, related_name="events")
    number = SeriesNumber(default=0)  # set by trigger: without gaps in the chain
    at = models.DateTimeField(_("moment"), default=clock.now)
    actor = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")  # null: the system itself
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    authority = models.TextField(_("authority"), blank=True)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    rows = models.JSONField(default=list)  # [[label of history model, history id, [columns in the digest]], …]
    digest = models.CharField(max_length=64)  # SHA-256 of the history rows
    previous_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")
    # What is its organisation's own while it is a draft: who may read the event depends on it.
    about_service = _key_of("partnerships.service")
    about_report = _key_of("partnerships.servicereport")
    about_perspective = _key_of("partnerships.perspective")
    about_proposal = _key_of("governance.fundproposal")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="logevent_number_once")]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="logevent_by_object"),
            models.Index(fields=["chain", "-number"], name="logevent_newest_first"),
            models.Index(fields=["chain", "-at", "-id"], name="logevent_latest_first"),
            GinIndex(fields=["changes"], name="logevent_by_change", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.action}"
