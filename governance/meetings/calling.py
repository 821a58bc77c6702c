"""A meeting is planned, moved, called and cancelled."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from governance import seats
from governance.models import AgendaItem, Body, Meeting
from partnerships import clock, steps
from partnerships.models import User
from partnerships.steps import Act, Step

from .agenda import carry_over, standing_items
from .lifecycle import AHEAD, day_of, must_be

CALL = Step("meeting.call", Meeting, "call_meeting", ("planned",), "called")
CANCEL = Step("meeting.cancel", Meeting, "call_meeting", ("planned", "called"), "cancelled")


def plan(body: Body, *, actor: User, starts_at: datetime, place: str = "", is_illustrative: bool = False) -> Meeting:
    """Plan a meeting with the standing items on its agenda, and after them what earlier meetings left undone."""
    with steps.record("meeting.plan", actor=actor, right="call_meeting", scope=body) as act:
        meeting = act.save(Meeting(body=body, starts_at=starts_at, place=place, is_illustrative=is_illustrative))
        with translation.override(settings.LANGUAGE_CODE):
            standing = list(standing_items(body))
        for position, (kind, title) in enumerate(standing, start=1):
            act.save(AgendaItem(meeting=meeting, position=position, kind=kind, title=title))
        carry_over(act, meeting)
    return meeting


def edit(meeting: Meeting, *, actor: User, version: int | None = None, starts_at: datetime, place: str = "") -> Meeting:
    """Move a meeting that has not been held to another time or place. If it has been called, everybody is told."""
    must_be(meeting, AHEAD)
    with steps.record("meeting.edit", actor=actor, right="call_meeting", scope=meeting.body) as act:
        locked = Meeting.objects.select_for_update(of=("self",)).select_related("body__partnership").get(pk=meeting.pk)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        must_be(locked, AHEAD)
        is_moved = (locked.starts_at, locked.place) != (starts_at, place)
        locked.starts_at, locked.place = starts_at, place
        act.save(locked)
        if is_moved and locked.status == Meeting.Status.CALLED:
            _tell_seats(act, locked, gettext_lazy("New time or place: %(body)s meets %(day)s."), "moved")
    return locked


def next_ahead(body: Body, after: datetime) -> Meeting | None:
    """The body's next planned or called meeting after a moment."""
    return Meeting.objects.filter(body=body, status__in=AHEAD, starts_at__gt=after).order_by("starts_at", "pk").first()


# -- The notice -------------------------------------------------------------------------------------------------------
def call_by(meeting: Meeting) -> date:
    """The last day for calling a meeting by its body's rule."""
    return day_of(meeting) - timedelta(days=meeting.body.notice_days)


def days_late(meeting: Meeting) -> int:
    """How many days later than the body's rule the meeting was called, or would be if called now; 0 if in time."""
    called_on = timezone.localdate(meeting.called_at) if meeting.called_at else clock.today()
    return max(0, (called_on - call_by(meeting)).days)


def call(meeting: Meeting, *, actor: User) -> Meeting:
    """Call the meeting: everybody with a seat is told. A late notice is not refused; `days_late` says how late."""
    with CALL.take(meeting.pk, actor=actor) as act:
        carry_over(act, act.obj)
        act.obj.called_at = clock.now()
        _tell_seats(act, act.obj, gettext_lazy("You are called to a meeting: %(body)s, %(day)s."), "called")
    return act.obj


def cancel(meeting: Meeting, *, actor: User, reason: str = "") -> Meeting:
    """Cancel a meeting that has not been held. Its proposed items wait for the next one."""
    with CANCEL.take(meeting.pk, actor=actor, authority=reason) as act:
        if act.obj.called_at:
            _tell_seats(act, act.obj, gettext_lazy("The meeting is cancelled: %(body)s, %(day)s."), "cancelled")
    return act.obj


def _tell_seats(act: Act, meeting: Meeting, message: Any, what: str) -> None:
    seats.tell(
        act,
        meeting.body,
        seats.people_in(meeting.body),
        key=f"meeting-{meeting.pk}-{what}-{meeting.version}",
        text=message,
        url=meeting.get_absolute_url(),
        body=meeting.body.name,
        day=f"{timezone.localtime(meeting.starts_at):%Y-%m-%d %H:%M}",
    )
