"""The exact text of minutes: what is shown to those who approve, what the hash is made of, what the PDF prints."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships import clock
from partnerships.models import Organisation, Partnership, Party, Unit

from .models import AgendaItem, Attendance, Body, Decision, Minutes, Position, Seat


def hash_of(text: str) -> str:
    """SHA-256 of a text, as shown to those who approve it."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_text(minutes: Minutes) -> str:
    """The whole text that is approved, in the language of the record, one fact a line.

    Names of people, bodies and organisations are those of the moment of circulation, so that a later change of name
    does not change what was approved.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join(_lines(minutes)).strip() + "\n"


def _clean(text: str) -> str:
    """One spelling of line ends, nothing around."""
    return text.replace("\r", "").strip()


def _lines(minutes: Minutes) -> Iterator[str]:
    meeting = minutes.meeting
    names = Names(minutes.circulated_at or clock.now(), meeting.body)
    head = _("%(form)s: %(body)s, meeting %(number)s")
    yield head % {"form": str(names.form.label).capitalize(), "body": names.of(meeting.body), "number": meeting.number}
    yield names.of(meeting.body.partnership)
    yield f"{timezone.localtime(meeting.starts_at):%Y-%m-%d %H:%M}, {meeting.place}".rstrip(", ")
    rolls = _rolls(meeting.pk)
    yield from ("", _("Attendance").upper())
    for row in rolls[None]:
        yield _roll_line(row, names, minutes)
    if minutes.opening:
        yield from ("", _clean(minutes.opening))
    texts = {row.item_id: row.text for row in minutes.items.all()}
    decisions = _decisions(meeting.pk)
    for item in AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk"):
        yield from ("", f"{item.position}. {item.title}")
        for row in rolls[item.pk]:
            yield _("Under this item: %(who)s") % {"who": _roll_line(row, names, minutes)}
        if texts.get(item.pk):
            yield _clean(texts[item.pk])
        for decision in decisions[item.pk]:
            yield from _decision_lines(decision, names)


def _rolls(meeting: int) -> dict[int | None, list[Attendance]]:
    rows = Attendance.objects.filter(meeting=meeting).select_related(
        "seat__person", "seat__party__organisation", "seat__party__unit"
    )
    rolls: dict[int | None, list[Attendance]] = defaultdict(list)
    for row in rows.order_by("seat_id", "pk"):
        rolls[row.item_id].append(row)
    return rolls


def people_in(minutes: Minutes) -> dict[str, str]:
    """Seat -> what its person is called now, of everybody whom the minutes name: what is kept with them."""
    of_meeting = Q(pk__in=Attendance.objects.filter(meeting=minutes.meeting_id).values("seat"))
    seats = Seat.objects.filter(of_meeting | Q(pk__in=minutes.approvers.values("seat"))).select_related("person")
    return {str(seat.pk): seat.person.name for seat in seats.order_by("pk")}


def _roll_line(row: Attendance, names: "Names", minutes: Minutes) -> str:
    party = f", {names.of_party(row.seat.party)}" if row.seat.party else ""
    return f"{minutes.name_of(row.seat)}{party}, {row.seat.get_office_display()}: {row.get_presence_display()}"


def _decisions(meeting: int) -> dict[int, list[Decision]]:
    rows = Decision.objects.filter(item__meeting=meeting).order_by("number")
    rows = rows.prefetch_related("positions__party__organisation", "positions__party__unit")
    by_item = defaultdict(list)
    for row in rows:
        by_item[row.item_id].append(row)
    return by_item


def _decision_lines(decision: Decision, names: "Names") -> Iterator[str]:
    outcome = f": {decision.get_outcome_display()}" if decision.outcome else ""
    yield from ("", f"§ {decision.number}/{decision.year} {decision.title}{outcome}")
    yield _clean(decision.wording)
    if decision.conditions:
        yield _("Conditions: %(conditions)s") % {"conditions": _clean(decision.conditions)}
    for position in sorted(decision.positions.all(), key=lambda one: one.party_id):
        yield _position_line(position, names)
    if decision.explanation:
        yield decision.explanation


def _position_line(position: Position, names: "Names") -> str:
    reason = f" ({_clean(position.reason)})" if position.reason else ""
    return f"{names.of_party(position.party)}: {position.get_stance_display()}{reason}"


class Names:
    """What organisations, units, the body and the partnership were called at a moment, and its record."""

    def __init__(self, moment: datetime, body: Body) -> None:
        parties = Party.objects.filter(partnership=body.partnership_id)
        self.names: dict[tuple[type[Model], int], str] = {}
        self._read(Organisation, parties.values_list("organisation", flat=True), moment)
        self._read(Unit, parties.filter(unit__isnull=False).values_list("unit", flat=True), moment)
        self._read(Partnership, [body.partnership_id], moment)
        rows = Body.history.filter(id=body.pk, history_date__lte=moment)
        then = rows.order_by("-history_date", "-history_id").first() or body
        self.names[Body, body.pk] = then.name
        self.form = Body.MinutesForm(then.minutes_form)

    def _read(self, model: Any, keys: Iterable[int], moment: datetime) -> None:
        rows = model.history.filter(id__in=list(keys), history_date__lte=moment)
        for row in rows.order_by("id", "-history_date", "-history_id").distinct("id"):
            self.names[model, row.id] = row.name

    def of(self, obj: Any) -> str:
        """The name of `obj` then."""
        return self.names.get((type(obj), obj.pk), obj.name)

    def of_party(self, party: Party) -> str:
        """The name of a party then: the organisation with its unit."""
        organisation = self.of(party.organisation)
        return f"{organisation}, {self.of(party.unit)}" if party.unit else organisation
