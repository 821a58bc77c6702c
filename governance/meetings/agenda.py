"""The agenda: its items, and what earlier meetings left undone."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import seats
from governance.models import AgendaItem, Body, Decision, Meeting, Minutes, MinutesItem, Seat
from partnerships import access, steps
from partnerships.models import Party, User
from partnerships.steps import Act, StepRefused

from .lifecycle import AHEAD, must_be, refuse_if_circulated

OTHER_BUSINESS = gettext_lazy("Other business")


def standing_items(body: Body) -> Iterator[tuple[str, str]]:
    """Kind and title of what every agenda of `body` begins and ends with."""
    words = body.record_words
    yield AgendaItem.Kind.INFORMATION, str(words["opening_item"])
    yield AgendaItem.Kind.INFORMATION, str(words["last_item"])
    yield AgendaItem.Kind.INFORMATION, _("Open actions")
    yield AgendaItem.Kind.DISCUSSION, str(OTHER_BUSINESS)


# -- What earlier meetings left ---------------------------------------------------------------------------------------
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


# -- Items ------------------------------------------------------------------------------------------------------------
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
    must_be(locked, AHEAD)


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
