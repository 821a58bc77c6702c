"""Meetings: the agenda, the notice, who was there, and whether they could decide."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships import access, clock, steps
from partnerships.models import Partnership, Party, Side, User
from partnerships.steps import Act, Step, StepRefused
from partnerships.tasks import Task

from . import seats
from .models import AgendaItem, Attendance, Body, Decision, Meeting, Minutes, MinutesItem, Seat

CALL = Step("meeting.call", Meeting, "call_meeting", ("planned",), "called")
CANCEL = Step("meeting.cancel", Meeting, "call_meeting", ("planned", "called"), "cancelled")
HOLD = Step("meeting.hold", Meeting, "keep_minutes", ("planned", "called"), "held")

AHEAD = (Meeting.Status.PLANNED, Meeting.Status.CALLED)
PAST = (Meeting.Status.HELD, Meeting.Status.CLOSED)
THERE = (Attendance.Presence.PRESENT, Attendance.Presence.SUBSTITUTE)

#: A meeting to call is told of this many days before the body's notice runs out.
REMIND_DAYS = 7

OTHER_BUSINESS = gettext_lazy("Other business")
STANDING = (
    (AgendaItem.Kind.INFORMATION, gettext_lazy("Opening and choice of approvers")),
    (AgendaItem.Kind.INFORMATION, gettext_lazy("Minutes of the last meeting")),
    (AgendaItem.Kind.INFORMATION, gettext_lazy("Open actions")),
    (AgendaItem.Kind.DISCUSSION, OTHER_BUSINESS),
)


def day_of(meeting: Meeting) -> date:
    """The day of a meeting in Sweden."""
    return timezone.localdate(meeting.starts_at)


# -- Planning ---------------------------------------------------------------------------------------------------------
def plan(body: Body, *, actor: User, starts_at: datetime, place: str = "", is_illustrative: bool = False) -> Meeting:
    """Plan a meeting with the standing items on its agenda, and after them what earlier meetings left undone."""
    with steps.record("meeting.plan", actor=actor, right="call_meeting", scope=body) as act:
        meeting = act.save(Meeting(body=body, starts_at=starts_at, place=place, is_illustrative=is_illustrative))
        with translation.override(settings.LANGUAGE_CODE):
            standing = [(kind, str(title)) for kind, title in STANDING]
        for position, (kind, title) in enumerate(standing, start=1):
            act.save(AgendaItem(meeting=meeting, position=position, kind=kind, title=title))
        carry_over(act, meeting)
    return meeting


def edit(meeting: Meeting, *, actor: User, version: int | None = None, starts_at: datetime, place: str = "") -> Meeting:
    """Move a meeting that has not been held to another time or place. If it has been called, everybody is told."""
    _must_be(meeting, AHEAD)
    with steps.record("meeting.edit", actor=actor, right="call_meeting", scope=meeting.body) as act:
        locked = Meeting.objects.select_for_update(of=("self",)).select_related("body__partnership").get(pk=meeting.pk)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        _must_be(locked, AHEAD)
        is_moved = (locked.starts_at, locked.place) != (starts_at, place)
        locked.starts_at, locked.place = starts_at, place
        act.save(locked)
        if is_moved and locked.status == Meeting.Status.CALLED:
            _tell_seats(act, locked, gettext_lazy("New time or place: %(body)s meets %(day)s."), "moved")
    return locked


def left_undone(body: Body) -> QuerySet:
    """Items that wait for a meeting: postponed, referred back, never dealt with, or lost with a cancelled meeting."""
    carried = AgendaItem.objects.filter(carried_from=OuterRef("pk")).exclude(meeting__status=Meeting.Status.CANCELLED)
    decided = Decision.objects.filter(item=OuterRef("pk"))
    later = (Decision.Outcome.POSTPONED, Decision.Outcome.REFERRED_BACK)
    put_off = Exists(decided.filter(outcome__in=later)) & ~Exists(decided.exclude(outcome__in=later))
    reported = Minutes.objects.filter(meeting=OuterRef("meeting")).exclude(status=Minutes.Status.DRAFT)
    not_reached = Q(kind=AgendaItem.Kind.DECISION) & ~Exists(decided) & Exists(reported)
    lost = Q(meeting__status=Meeting.Status.CANCELLED) & (
        Q(kind=AgendaItem.Kind.DECISION) | Q(proposer__isnull=False) | Q(carried_from__isnull=False)
    )
    return (
        AgendaItem.objects.filter(~Exists(carried), meeting__body=body)
        .filter(Q(put_off) | Q(not_reached) | lost)
        .order_by("meeting__starts_at", "position", "pk")
    )


def carry_over(act: Act, meeting: Meeting) -> None:
    """Put what earlier meetings left undone on the agenda of `meeting`, as part of `act`."""
    for old in left_undone(meeting.body).exclude(meeting=meeting).filter(meeting__starts_at__lt=meeting.starts_at):
        _insert(
            act,
            AgendaItem(
                meeting=meeting,
                kind=old.kind,
                title=old.title,
                basis=old.basis,
                proposed_wording=old.proposed_wording,
                proposer=old.proposer,
                carried_from=old,
            ),
        )


def next_ahead(body: Body, after: datetime) -> Meeting | None:
    """The body's next planned or called meeting after a moment."""
    return Meeting.objects.filter(body=body, status__in=AHEAD, starts_at__gt=after).order_by("starts_at", "pk").first()


# -- The agenda -------------------------------------------------------------------------------------------------------
def add_item(
    meeting: Meeting,
    *,
    actor: User,
    title: str,
    kind: str = AgendaItem.Kind.DISCUSSION,
    basis: str = "",
    proposed_wording: str = "",
    proposer: Party | None = None,
) -> AgendaItem:
    """Put an item on the agenda, before other business. A member's proposal is entered for the member's party.

    Whoever calls the meeting may also add one while it is held, until its minutes are sent for approval.
    """
    access.require_any(actor, ("call_meeting", meeting.body), ("propose_item", meeting.body))
    leads = access.may(actor, "call_meeting", meeting.body)
    if not leads:
        seat = seats.seat_of(actor, meeting.body)
        proposer = seat.party if seat else None
    with steps.record("item.add", actor=actor, scope=meeting.body, root=meeting) as act:
        _lock_agenda(meeting, while_held=leads)
        item = _insert(
            act,
            AgendaItem(
                meeting=meeting,
                kind=kind,
                title=title,
                basis=basis,
                proposed_wording=proposed_wording,
                proposer=proposer,
            ),
        )
        minutes = Minutes.objects.filter(meeting=meeting).first()
        if minutes:
            act.save(MinutesItem(minutes=minutes, item=item))
    return item


def edit_item(item: AgendaItem, *, actor: User, version: int | None = None, **values: Any) -> AgendaItem:
    """Change an item's kind, title, basis, proposed wording or proposer. A member may change the own party's items."""
    unknown = values.keys() - {"kind", "title", "basis", "proposed_wording", "proposer"}
    if unknown:
        raise TypeError(f"not a field of an item: {', '.join(sorted(unknown))}")
    leads = _require_own(item, actor)
    if not leads:
        values.pop("proposer", None)
    with steps.record("item.edit", actor=actor, scope=item.body, root=item.meeting) as act:
        _lock_agenda(item.meeting, while_held=leads)
        locked = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__body").get(pk=item.pk)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def move_item(item: AgendaItem, *, actor: User, by: int) -> AgendaItem:
    """Move an item up (`by` −1) or down (`by` 1) on the agenda; at the end it stays where it is."""
    with steps.record("item.move", actor=actor, right="call_meeting", scope=item.body, root=item.meeting) as act:
        _lock_agenda(item.meeting)
        items = list(AgendaItem.objects.filter(meeting=item.meeting_id).order_by("position", "pk"))
        index = next((i for i, one in enumerate(items) if one.pk == item.pk), None)
        if index is None:
            raise StepRefused(_("Somebody else has removed this item."))
        items.insert(max(0, min(len(items) - 1, index + by)), items.pop(index))
        _number(act, items)
    item.refresh_from_db()
    return item


def remove_item(item: AgendaItem, *, actor: User) -> None:
    """Take an item off the agenda of a meeting that has not been held. A member may withdraw the own party's items."""
    _require_own(item, actor)
    with steps.record("item.remove", actor=actor, scope=item.body, root=item.meeting) as act:
        _lock_agenda(item.meeting)
        if item.carried_to.exists():
            raise StepRefused(_("This item has been carried over to a later meeting."))
        if item.decisions.exists() or item.actions.exists() or item.attendances.exists():
            raise StepRefused(_("Something has been recorded under this item, so it stays."))
        act.delete(item)
        _number(act, AgendaItem.objects.filter(meeting=item.meeting_id).order_by("position", "pk"))


def may_change(item: AgendaItem, actions: Collection[str], seat: Seat | None) -> bool:
    """Whether a reader with `actions` and `seat` may edit or withdraw `item` before the meeting."""
    if "call_meeting" in actions:
        return True
    own = seat is not None and seat.party_id is not None and seat.party_id == item.proposer_id
    return "propose_item" in actions and own


def _require_own(item: AgendaItem, actor: User) -> bool:
    """Require the right to change `item`; return whether it is the leader's."""
    if access.may(actor, "call_meeting", item.body):
        return True
    seat = seats.seat_of(actor, item.body)
    if seat is None or seat.party_id is None or seat.party_id != item.proposer_id:
        access.require(actor, "call_meeting", item.body)
    access.require(actor, "propose_item", item.body)
    return False


def _lock_agenda(meeting: Meeting, *, while_held: bool = False) -> None:
    """One writer at a time for each agenda; refuse when it is no longer open."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if while_held and locked.status == Meeting.Status.HELD:
        refuse_if_circulated(meeting)
        return
    _must_be(locked, AHEAD)


def _insert(act: Act, item: AgendaItem) -> AgendaItem:
    """Save a new item last, but before other business."""
    items = list(AgendaItem.objects.filter(meeting=item.meeting).order_by("position", "pk"))
    with translation.override(settings.LANGUAGE_CODE):
        before_last = bool(items) and items[-1].title == str(OTHER_BUSINESS)
    item.position = len(items) + 1
    if before_last:
        item.position = items[-1].position
        items[-1].position += 1
        act.save(items[-1])
    return act.save(item)


def _number(act: Act, items: Iterable[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
        act.save(item)


def _must_be(meeting: Meeting, statuses: Collection[str]) -> None:
    if meeting.status not in statuses:
        raise StepRefused(
            _("This has already moved on: it is now “%(state)s”.") % {"state": meeting.get_status_display()}
        )


def refuse_if_circulated(meeting: Meeting) -> None:
    """Refuse to change what circulated or approved minutes tell of."""
    if Minutes.objects.filter(meeting=meeting).exclude(status=Minutes.Status.DRAFT).exists():
        raise StepRefused(_("The minutes have been sent for approval. Take them back to draft before you change this."))


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
        text=seats.words(
            message, body=meeting.body.name, day=f"{timezone.localtime(meeting.starts_at):%Y-%m-%d %H:%M}"
        ),
        url=meeting.get_absolute_url(),
    )


# -- Attendance and quorum --------------------------------------------------------------------------------------------
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
        _must_be(locked, (Meeting.Status.HELD,))
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
    missing = [side.label for side in Side if both and side.value not in sides]
    enough = len(parties) >= body.quorum_parties
    words = [
        ngettext("%(here)s party is present", "%(here)s parties are present", len(parties)) % {"here": len(parties)},
        _("at least %(needed)s must be") % {"needed": body.quorum_parties},
    ]
    if missing:
        words.append(_("nobody is there from the %(side)s side") % {"side": _(" or ").join(map(str, missing))})
    elif both:
        words.append(_("both sides are there"))
    met = enough and not missing
    end = _("The meeting can decide.") if met else _("The meeting cannot decide.")
    return Quorum(met, list(parties), sides, body.quorum_parties, f"{', '.join(words)}. {end}")


# -- What waits -------------------------------------------------------------------------------------------------------
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
