"""Who was there, and whether they could decide."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import seats
from governance.models import AgendaItem, Attendance, Body, Decision, Meeting, Seat
from partnerships import clock, steps
from partnerships.models import Party, Side, User
from partnerships.steps import Step, StepRefused

from .lifecycle import day_of, must_be, refuse_if_circulated

HOLD = Step("meeting.hold", Meeting, "keep_minutes", ("planned", "called"), "held")
THERE = (Attendance.Presence.PRESENT, Attendance.Presence.SUBSTITUTE)


def hold(meeting: Meeting, *, actor: User, presence: Mapping[Seat, str]) -> Meeting:
    """Record that the meeting is held and who is there; seats not named are absent."""
    with HOLD.take(meeting.pk, actor=actor) as act:
        if day_of(act.obj) > clock.today():
            raise StepRefused(_("The meeting lies ahead: attendance is recorded on its day, not before."))
        sitting = list(seats.seats_on(act.obj.body, day_of(act.obj)))
        _must_sit(presence, sitting)
        for seat in sitting:
            given = presence.get(seat, Attendance.Presence.ABSENT)
            act.save(Attendance(meeting=act.obj, seat=seat, presence=_known(given)))
    return act.obj


def set_presence(
    meeting: Meeting, *, actor: User, seat: Seat, presence: str, item: AgendaItem | None = None
) -> Attendance:
    """Correct who was there, at the meeting or, with `item`, when one item was dealt with."""
    return set_presences(meeting, actor=actor, presence={seat: presence}, item=item)[0]


def set_presences(
    meeting: Meeting, *, actor: User, presence: Mapping[Seat, str], item: AgendaItem | None = None
) -> list[Attendance]:
    """Correct the whole roll in one act."""
    with steps.record("meeting.attendance", actor=actor, right="keep_minutes", scope=meeting.body, root=meeting) as act:
        locked = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
        must_be(locked, (Meeting.Status.HELD,))
        refuse_if_circulated(locked)
        _refuse_if_decided(locked, item)
        if item is not None and item.meeting_id != locked.pk:
            raise StepRefused(_("The item belongs to another meeting."))
        _must_sit(presence, list(seats.seats_on(locked.body, day_of(locked))))
        rows = []
        for seat, given in presence.items():
            row = Attendance.objects.filter(meeting=locked, seat=seat, item=item).first()
            row = row or Attendance(meeting=locked, seat=seat, item=item)
            row.presence = _known(given)
            rows.append(act.save(row))
    return rows


def _refuse_if_decided(meeting: Meeting, item: AgendaItem | None) -> None:
    """Attendance that a closed decision was counted on stands."""
    decided = Decision.objects.filter(item__meeting=meeting, status=Decision.Status.CLOSED)
    if item is not None:
        decided = decided.filter(item=item)
    if decided.exists():
        raise StepRefused(
            _("A decision has been closed on this attendance. Record the change on a later item instead.")
        )


def _must_sit(presence: Mapping[Seat, str], sitting: Collection[Seat]) -> None:
    if set(presence) - set(sitting):
        raise StepRefused(_("Only those with a seat on the day of the meeting stand in the roll."))


def _known(presence: str) -> str:
    if presence not in Attendance.Presence.values:
        raise StepRefused(_("Choose present, absent or present as substitute."))
    return presence


def presence_at(meeting: Meeting, item: AgendaItem | None = None) -> dict[int, str]:
    """Seat -> presence at the meeting or, with `item`, when that item was dealt with."""
    rows = Attendance.objects.filter(Q(item=None) | Q(item=item), meeting=meeting).order_by("pk")
    at = {row.seat_id: row.presence for row in rows if row.item_id is None}
    if item is not None:
        at |= {row.seat_id: row.presence for row in rows if row.item_id == item.pk}
    return at


def parties_present(meeting: Meeting, item: AgendaItem | None = None) -> list[Party]:
    """The parties somebody was there for, co-opted people left out."""
    here = [seat for seat, presence in presence_at(meeting, item).items() if presence in THERE]
    speaking = Seat.objects.filter(pk__in=here, office__in=seats.FOR_A_PARTY)
    return list(Party.objects.filter(pk__in=speaking.values("party")).for_list())


# -- Quorum -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Quorum:
    """Whether a meeting could decide, and why, in words."""

    met: bool
    parties: list[Party]
    sides: frozenset[str]
    needed: int
    explanation: str


def quorum(meeting: Meeting, *, item: AgendaItem | None = None, without: Collection[Party] = ()) -> Quorum:
    """Apply the body's rule to those present; parties `without` a say (jäv) leave the count."""
    left_out = {party.pk for party in without}
    parties = [party for party in parties_present(meeting, item) if party.pk not in left_out]
    return quorum_of(meeting.body, parties)


def quorum_of(body: Body, parties: Collection[Party]) -> Quorum:
    """Apply the body's rule to the parties present."""
    sides = frozenset(party.organisation.side for party in parties)
    both = body.quorum_both_sides and not body.is_members_only
    missing = [side.in_words for side in Side if both and side.value not in sides]
    enough = len(parties) >= body.quorum_parties
    words = [
        ngettext("%(here)s party is present", "%(here)s parties are present", len(parties)) % {"here": len(parties)},
        _("at least %(needed)s must be") % {"needed": body.quorum_parties},
    ]
    if missing:
        words.append(_("nobody is there from %(side)s") % {"side": _(" or ").join(map(str, missing))})
    elif both:
        words.append(_("both sides are there"))
    met = enough and not missing
    end = _("The meeting can decide.") if met else _("The meeting cannot decide.")
    return Quorum(met, list(parties), sides, body.quorum_parties, f"{', '.join(words)}. {end}")
