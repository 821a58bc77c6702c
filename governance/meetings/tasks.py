"""What waits for whom with the meetings."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Body, Meeting, Seat
from partnerships import clock
from partnerships.models import Partnership, User
from partnerships.tasks import Task

from .calling import call_by
from .lifecycle import AHEAD, day_of

#: A meeting to call is told of this many days before the body's notice runs out.
REMIND_DAYS = 7


def tasks_for(user: User, partnership: Partnership | None = None, meeting: Meeting | None = None) -> Iterator[Task]:
    """Meetings to call before the body's notice runs out, and meetings whose attendance has not been recorded."""
    rows = led_by(user, "call_meeting", partnership).filter(status__in=AHEAD)
    if meeting is not None:
        rows = rows.filter(pk=meeting.pk)
    today = clock.today()
    for one in rows.order_by("starts_at", "pk"):
        named = {"body": one.body.name, "day": day_of(one).isoformat()}
        if day_of(one) <= today and one.starts_at <= clock.now():
            yield Task(_("Record who attended: %(body)s, %(day)s") % named, f"{one.get_absolute_url()}#attendance")
        elif one.status == Meeting.Status.PLANNED and today >= call_by(one) - timedelta(days=REMIND_DAYS):
            reason = ngettext("%(n)s day of notice", "%(n)s days of notice", one.body.notice_days)
            yield Task(
                _("Call the meeting: %(body)s, %(day)s") % named,
                one.get_absolute_url(),
                reason % {"n": one.body.notice_days},
                call_by(one),
            )


def led_by(user: User, action: str, partnership: Partnership | None = None) -> QuerySet:
    """The meetings that it falls to `user` to see to: the secretary's, and the chair's where there is no secretary.

    A coordinator sees to those of a body that has neither.
    """
    today = clock.today()
    sitting = Seat.objects.valid_on(today).filter(body=OuterRef("body"))
    secretary, chair = sitting.filter(office=Seat.Office.SECRETARY), sitting.filter(office=Seat.Office.CHAIR)
    falls_to = (
        Q(Exists(secretary.filter(person=user)))
        | (~Exists(secretary) & Exists(chair.filter(person=user)))
        | (~Exists(secretary) & ~Exists(chair))
    )
    bodies = Body.objects.visible_to(user, action)
    if partnership is not None:
        bodies = bodies.filter(partnership=partnership)
    return Meeting.objects.filter(falls_to, body__in=bodies).select_related("body__partnership")
