"""How far a meeting has come, and what may still change."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Meeting, Minutes
from partnerships.steps import StepRefused

AHEAD = (Meeting.Status.PLANNED, Meeting.Status.CALLED)
PAST = (Meeting.Status.HELD, Meeting.Status.CLOSED)


def day_of(meeting: Meeting) -> date:
    """The day of a meeting in Sweden."""
    return timezone.localdate(meeting.starts_at)


def must_be(meeting: Meeting, statuses: Collection[str]) -> None:
    """Refuse unless the meeting stands at one of `statuses`."""
    if meeting.status not in statuses:
        raise StepRefused(
            _("This has already moved on: it is now “%(state)s”.") % {"state": meeting.get_status_display()}
        )


def refuse_if_circulated(meeting: Meeting) -> None:
    """Refuse to change what circulated or approved minutes tell of."""
    if Minutes.objects.filter(meeting=meeting).exclude(status=Minutes.Status.DRAFT).exists():
        raise StepRefused(meeting.body.record_words["frozen"])
