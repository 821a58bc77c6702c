"""What waits for whom with the meetings."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import Meeting, Seat
from partnerships import access, clock
from partnerships.models import Partnership, User
from partnerships.tasks import Task

from .calling import call_by
from .lifecycle import AHEAD, day_of

#: A meeting to call is told of this many days before the body's notice runs out.
REMIND_DAYS = 7
LEADERS = (Seat.Office.SECRETARY, Seat.Office.CHAIR)


def tasks_for(user: User, partnership: Partnership | None = None, meeting: Meeting | None = None) -> Iterator[Task]:
    """Meetings to call before the body's notice runs out, and meetings whose attendance has not been recorded."""
    if not access.may_somewhere(user, "call_meeting"):
        return
    rows = led_by(user, "call_meeting").filter(status__in=AHEAD)
    if partnership is not None:
        rows = rows.filter(body__partnership=partnership)
    if meeting is not None:
        rows = rows.filter(pk=meeting.pk)
    today = clock.today()
    for one in rows.order_by("starts_at", "pk"):
        named = {"body": one.body.name, "day": day_of(one).isoformat()}
        if day_of(one) <= today and one.starts_at <= clock.now():
            yield Task(
                _("Record who attended: %(body)s, %(day)s") % named,
                f"{one.get_absolute_url()}#attendance",
                since=day_of(one),
                is_closed=one.body.is_members_only,
            )
        elif one.status == Meeting.Status.PLANNED and today >= call_by(one) - timedelta(days=REMIND_DAYS):
            reason = ngettext("%(n)s day of notice", "%(n)s days of notice", one.body.notice_days)
            yield Task(
                _("Call the meeting: %(body)s, %(day)s") % named,
                one.get_absolute_url(),
                reason % {"n": one.body.notice_days},
                call_by(one),
                is_closed=one.body.is_members_only,
            )


def led_by(user: User, action: str) -> QuerySet:
    """The meetings that it falls to `user` to see to: the secretary's, and the chair's where there is no secretary.

    A coordinator sees to those of a body that has neither. Two queries.
    """
    bodies = access.keys_with(user, action)
    leading = Seat.objects.valid_on(clock.today()).filter(body__in=bodies, office__in=LEADERS)
    sitting: dict[tuple[int, str], set[int]] = defaultdict(set)
    for body, office, person in leading.values_list("body", "office", "person"):
        sitting[body, office].add(person)
    falls_to = set()
    for body in bodies:
        leaders = sitting[body, Seat.Office.SECRETARY] or sitting[body, Seat.Office.CHAIR]
        if not leaders or user.pk in leaders:
            falls_to.add(body)
    return Meeting.objects.filter(body__in=falls_to).select_related("body__partnership")
