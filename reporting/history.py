"""The history: which events of the official log a reader may see, of a partnership or of one object.

Reading composes on a queryset; `entries` puts the events into words.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models import Body, FundProposal
from partnerships import access, steps
from partnerships.models import LogEvent, Partnership, Party, Perspective, Service, ServiceReport

from .entries import Entry, tell

#: How many events an export turns into sentences at a time.
CHUNK = 500
#: What stays its organisation's own until it is shared: only those who see it read what was done with it.
DRAFTS: dict[str, type[models.Model]] = {
    "about_service": Service,
    "about_report": ServiceReport,
    "about_proposal": FundProposal,
    "about_perspective": Perspective,
}
#: The objects whose own history can be opened, and the section of the partnership they stand in.
WITH_HISTORY = {
    "partnerships.partnership": "overview",
    "partnerships.organisation": "",
    "partnerships.party": "parties",
    "partnerships.perspective": "initiative",
    "partnerships.needsanalysis": "initiative",
    "partnerships.agreement": "agreements",
    "partnerships.formchoice": "initiative",
    "partnerships.consideredorganisation": "initiative",
    "partnerships.partydecision": "initiative",
    "partnerships.service": "services",
    "partnerships.servicereport": "services",
    "reporting.contextevent": "overview",
    "governance.body": "bodies",
    "governance.meeting": "bodies",
    "governance.minutes": "bodies",
    "governance.decision": "bodies",
    "governance.actionitem": "bodies",
    "governance.fund": "fund",
    "governance.fundproposal": "fund",
    "governance.grant": "fund",
    "governance.paymentrequest": "fund",
}


class EventQuerySet(models.QuerySet):
    """Log events as one reader may see them; `iterator` gives them as entries, for exports."""

    reader: Any = None

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.reader = self.reader
        return clone

    def seen_by(self, user: Any) -> Self:
        """Without what was done with other organisations' drafts. Own doings stay, also with what is gone since."""
        own = Q(organisation__in=access.objects_with(user, "view_organisation"))
        rows = self._clone()
        rows.reader = user
        for key, model in DRAFTS.items():
            visible = Q(**{f"{key}__in": model.objects.visible_to(user).values("pk")})
            rows = rows.filter(Q(**{f"{key}__isnull": True}) | visible | own)
        return rows

    def newest_first(self) -> Self:
        """By moment, the latest first, with the names that every entry shows."""
        return self.select_related("actor", "organisation").order_by("-at", "-pk")

    def iterator(self, chunk_size: int | None = CHUNK) -> Iterator["Entry"]:
        """The events as entries, so many at a time."""
        events = super().iterator(chunk_size)
        while part := list(islice(events, CHUNK)):
            yield from tell(part, self.reader)


def about(label: str, pk: int | None = None) -> Q:
    """Events of one kind of object, or of one object, also where it changed as part of another."""
    part = {"model": label} if pk is None else {"model": label, "pk": pk}
    root = Q(object_type=label) if pk is None else Q(object_type=label, object_id=pk)
    return root | Q(changes__contains=[part])


def events() -> EventQuerySet:
    """All of the log: always to be narrowed to chains that the reader may see."""
    return EventQuerySet(LogEvent)


def rooms_of(partnership: Partnership, user: Any) -> models.QuerySet:
    """The members-only bodies of `partnership` that `user` may read: each has a chain of its own."""
    rooms = Body.objects.visible_to(user).filter(visibility=Body.Visibility.MEMBERS, partnership=partnership)
    return rooms.order_by("pk")


def of_partnership(partnership: Partnership, user: Any) -> EventQuerySet:
    """What happened in the partnership and in its closed rooms that `user` has a seat in, newest first."""
    rooms = rooms_of(partnership, user).values_list("chain", flat=True)
    return events().filter(chain__in=[partnership.chain_id, *rooms]).seen_by(user).newest_first()


def of_object(obj: models.Model, user: Any) -> EventQuerySet:
    """What happened with one object that `user` may see, newest first."""
    rows = events().filter(about(obj._meta.label_lower, obj.pk), chain=steps.chain_of(obj))
    return rows.seen_by(user).newest_first()


def page_of(obj: Any) -> str:
    """The address of the page that an object's history belongs to."""
    if isinstance(obj, Party):
        return reverse("partnerships:party", args=[obj.partnership.slug, obj.pk])
    if isinstance(obj, ServiceReport):
        return reverse("partnerships:report", args=[obj.partnership.slug, obj.pk])
    while not hasattr(obj, "get_absolute_url"):
        obj = obj.log_root
    return obj.get_absolute_url()
