"""What the page of one meeting shows, read in a number of queries that does not grow with the meeting."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from governance import actions, decisions, meetings, minutes, seats
from governance.forms.meetings import RollForm
from governance.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes, MinutesApproval, Position
from partnerships import clock
from partnerships.templatetags.iop import day, moment


def contents(meeting: Meeting, user: Any, may: set[str]) -> dict[str, Any]:
    """Everything on the page of `meeting` for a reader who may do `may`."""
    record = getattr(meeting, "minutes", None)
    is_past = meeting.status in meetings.PAST
    seat = seats.seat_of(user, meeting.body)
    is_draft = record is None or record.status == Minutes.Status.DRAFT
    keeps = "keep_minutes" in may and meeting.status == Meeting.Status.HELD and is_draft
    return {
        "meeting": meeting,
        "body": meeting.body,
        "minutes": record,
        "is_past": is_past,
        "is_ahead": meeting.status in meetings.AHEAD,
        "items": items_of(meeting, may, seat, record),
        "keeps": keeps,
        "writes": keeps and record is not None,
        "tasks": tasks_of(meeting, user),
        "waiting": waiting_for(meeting, record),
        "days_late": meetings.days_late(meeting),
        "call_by": meetings.call_by(meeting),
        "is_today": meetings.day_of(meeting) <= clock.today(),
        "quorum": meetings.quorum(meeting) if is_past else None,
        "roll": _roll(meeting, record) if is_past else [],
        "roll_form": roll_form(meeting) if _is_time(meeting, may) else None,
        "gives": is_past and "keep_minutes" in may,
        "open_actions": actions.open_before(meeting),
        **(_round(record, user) if record is not None else {}),
    }


def _is_time(meeting: Meeting, may: set[str]) -> bool:
    return "keep_minutes" in may and meeting.status in meetings.AHEAD and meetings.day_of(meeting) <= clock.today()


def roll_form(meeting: Meeting, data: Any = None, item: AgendaItem | None = None) -> RollForm:
    """The roll of everybody who has a seat on the day of the meeting."""
    sitting = seats.seats_on(meeting.body, meetings.day_of(meeting))
    return RollForm(data, seats=sitting, presence=meetings.presence_at(meeting, item))


def items_of(meeting: Meeting, may: set[str], seat: Any, record: Minutes | None) -> list[dict[str, Any]]:
    """The agenda with texts, decisions and actions, and what the reader may do with each item."""
    rows = meeting.items.select_related(
        "proposer__organisation", "proposer__unit", "carried_from__meeting", "minutes_item"
    ).prefetch_related(
        Prefetch("decisions", decisions.with_waiting(Decision.objects.order_by("number"))),
        Prefetch("decisions__positions", Position.objects.select_related("party__organisation", "party__unit")),
        Prefetch("actions", actions.with_people(ActionItem.objects.order_by("pk"))),
        Prefetch("attendances", Attendance.objects.select_related("seat__person")),
    )
    return [
        {
            "item": item,
            "may_change": meetings.may_change(item, may, seat),
            "text": getattr(item, "minutes_item", None),
            "attendances": _named(item.attendances.all(), record),
        }
        for item in rows.order_by("position", "pk")
    ]


def _roll(meeting: Meeting, record: Minutes | None) -> list[dict[str, Any]]:
    rows = meeting.attendances.filter(item=None)
    rows = rows.select_related("seat__person", "seat__party__organisation", "seat__party__unit").order_by("seat")
    return _named(rows, record)


def _named(rows: Iterable[Attendance], record: Minutes | None) -> list[dict[str, Any]]:
    """Attendances, each with what its person is called in the minutes if there are any."""
    return [{"at": row, "name": record.name_of(row.seat) if record else row.seat.person.name} for row in rows]


def _round(record: Minutes, user: Any) -> dict[str, Any]:
    """The approvers of the minutes with who has approved in this round, earlier addenda, and the last day."""
    given = {row.seat_id: row for row in MinutesApproval.objects.filter(minutes=record, round=record.round or 1)}
    approvers = record.approvers.select_related("seat__person", "seat__party__organisation", "seat__party__unit")
    words = record.body.record_words
    named = [
        {"seat": one.seat, "name": record.name_of(one.seat), "approval": given.get(one.seat_id)}
        for one in approvers.order_by("pk")
    ]
    for one in named:
        one["approved"] = words["approved_at"] % {"day": moment(one["approval"].at)} if one["approval"] else ""
    return {
        "approvers": named,
        "may_approve": any(one["seat"].person_id == user.pk and one["approval"] is None for one in named),
        "is_approver": any(one["seat"].person_id == user.pk for one in named),
        "addenda": record.addenda.select_related("author", "item").order_by("number"),
        "due": words["approved_by"] % {"day": day(minutes.due_on(record.meeting))},
    }


def tasks_of(meeting: Meeting, user: Any) -> list[Any]:
    """What waits for the reader at this meeting."""
    sources = (meetings.tasks_for, minutes.tasks_for, decisions.tasks_for)
    return [task for source in sources for task in source(user, meeting.partnership, meeting)]


def waiting_for(meeting: Meeting, record: Minutes | None) -> str:
    """Who is waited for, when it is not the reader."""
    if meeting.status == Meeting.Status.CANCELLED:
        return _("The meeting is cancelled.")
    if meeting.status == Meeting.Status.CLOSED:
        return str(meeting.body.record_words["is_done"])
    if meeting.status == Meeting.Status.HELD:
        is_out = record is not None and record.status == Minutes.Status.CIRCULATED
        return str(meeting.body.record_words["waits" if is_out else "is_written"])
    if meeting.status == Meeting.Status.CALLED:
        return _("The meeting is called. Members can propose items until it is held.")
    return _("The meeting is planned. The secretary calls it. Members can propose items until it is held.")
