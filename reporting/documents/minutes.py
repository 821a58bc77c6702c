"""The record of a meeting as a document."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from governance import meetings
from governance.minutes_text import Names
from governance.models import Attendance, Decision, Meeting, Minutes, Position
from governance.models.record import WORDS
from partnerships.models import Party
from partnerships.templatetags.iop import day, markdown, moment
from reporting.sentences import person_name

from .paper import Document, base, fact, file_name, last_event


def minutes_of(meeting: Meeting, minutes: Minutes) -> Document:
    """The record of a meeting: a draft until it is approved, with its addenda afterwards."""
    body = meeting.body
    names = Names(minutes.circulated_at or meeting.starts_at, body)
    is_approved = minutes.status == Minutes.Status.APPROVED
    event = last_event(meeting, Q(action__startswith="minutes.")) if is_approved else last_event(meeting)
    form, words = names.form.label, WORDS[names.form]
    title = _("%(body)s, meeting %(number)s") % {"body": names.of(body), "number": meeting.number}
    context = base(
        body.partnership,
        event,
        name=names.of(body.partnership),
        version=minutes.round or 1,
        text_hash=minutes.text_hash if minutes.status != Minutes.Status.DRAFT else "",
        form=capfirst(form),
        title=title,
        facts=_meeting_facts(meeting, minutes, words["approved_on"]),
        attendance=_attendance(meeting, minutes, names),
        quorum=meetings.quorum(meeting).explanation,
        opening=markdown(minutes.opening),
        items=_items(meeting, minutes, names),
        words=words,
        sheet=words[f"sheet_{minutes.status}"],
        status=minutes.status,
        approvals=_approvals(minutes, names),
        addenda=_addenda(minutes),
        is_closed_room=body.is_members_only,
    )
    number, version = body.partnership.registry_number, f"v{minutes.round or 1}"
    filename = file_name(number, names.of(body), form, meeting.number, version)
    return Document("pdf/minutes.html", context, event.at, filename, draft=not is_approved)


def _meeting_facts(meeting: Meeting, minutes: Minutes, approved_on: Any) -> list[dict[str, str]]:
    facts = [fact(_("Time"), moment(meeting.starts_at, "long"))]
    if meeting.place:
        facts.append(fact(_("Where"), meeting.place))
    if minutes.approved_at:
        facts.append(fact(approved_on, day(minutes.approved_at, "long")))
    return facts


def _attendance(meeting: Meeting, minutes: Minutes, names: Names) -> list[dict[str, Any]]:
    """Who was there, by party: the public side first; the co-opted last."""
    rows = Attendance.objects.filter(meeting=meeting, item=None).select_related(
        "seat__person", "seat__party__organisation", "seat__party__unit"
    )
    by_party: dict[int | None, list[Attendance]] = defaultdict(list)
    for row in _by_name(rows, minutes):
        by_party[row.seat.party_id].append(row)
    order = list(Party.objects.filter(pk__in=[pk for pk in by_party if pk]).for_list())
    groups = [(names.of_party(party), party.organisation.side, by_party[party.pk]) for party in order]
    if None in by_party:
        groups.append((_("Co-opted"), "", by_party[None]))
    return [
        {
            "party": name,
            "side": side,
            "people": [
                {
                    "name": minutes.name_of(row.seat),
                    "office": row.seat.get_office_display(),
                    "presence": row.get_presence_display(),
                }
                for row in people
            ],
        }
        for name, side, people in groups
    ]


def _by_name(rows: Iterable[Attendance], minutes: Minutes) -> list[Attendance]:
    return sorted(rows, key=lambda row: (minutes.name_of(row.seat).lower(), row.pk))


def _items(meeting: Meeting, minutes: Minutes, names: Names) -> list[dict[str, Any]]:
    texts = {row.item_id: row.text for row in minutes.items.all()}
    decisions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Decision.objects.filter(item__meeting=meeting).order_by("year", "number")
    for row in rows.prefetch_related("positions__party__organisation", "positions__party__unit"):
        decisions[row.item_id].append(_decision(row, names))
    moves: dict[int, list[str]] = defaultdict(list)
    changed = Attendance.objects.filter(meeting=meeting, item__isnull=False).select_related("seat__person")
    for row in _by_name(changed, minutes):
        moves[row.item_id].append(f"{minutes.name_of(row.seat)}: {row.get_presence_display()}")
    return [
        {
            "number": item.position,
            "title": item.title,
            "html": markdown(texts.get(item.pk, "")),
            "moves": moves[item.pk],
            "decisions": decisions[item.pk],
        }
        for item in meeting.items.order_by("position", "pk")
    ]


def _decision(row: Decision, names: Names) -> dict[str, Any]:
    grouped: dict[str, list[str]] = defaultdict(list)
    reasons = []
    for position in sorted(row.positions.all(), key=lambda one: names.of_party(one.party).lower()):
        grouped[position.stance].append(names.of_party(position.party))
        if position.reason:
            stance = position.get_stance_display()
            reasons.append({"party": names.of_party(position.party), "stance": stance, "reason": position.reason})
    return {
        "reference": f"§ {row.number}/{row.year}",
        "title": row.title,
        "html": markdown(row.wording, 4),
        "conditions": row.conditions,
        "outcome": row.get_outcome_display() if row.outcome else "",
        "positions": [
            {"stance": stance.label, "parties": "; ".join(grouped[stance.value])}
            for stance in Position.Stance
            if grouped[stance.value]
        ],
        "reasons": reasons,
        "explanation": row.explanation,
    }


def _approvals(minutes: Minutes, names: Names) -> list[dict[str, Any]]:
    """Everyone who is to approve; those who have, with the moment."""
    given = {row.seat_id: row for row in minutes.approvals.filter(round=minutes.round).select_related("person")}
    named = minutes.approvers.select_related("seat__person", "seat__party__organisation", "seat__party__unit")
    rows = []
    for approver in named.order_by("seat__party__organisation__side", "pk"):
        seat, approval = approver.seat, given.get(approver.seat_id)
        row = {"party": names.of_party(seat.party), "side": seat.party.organisation.side}
        row["name"] = minutes.name_of(seat)
        if approval and minutes.status != Minutes.Status.DRAFT:
            row["moment"] = moment(approval.at, "long")
        rows.append(row)
    return rows


def _addenda(minutes: Minutes) -> list[dict[str, Any]]:
    rows = minutes.addenda.select_related("author", "item").order_by("number")
    return [
        {
            "number": row.number,
            "item": f"{row.item.position}. {row.item.title}" if row.item else "",
            "html": markdown(row.text),
            "by": person_name(row.author),
            "moment": moment(row.at, "long"),
        }
        for row in rows
    ]
