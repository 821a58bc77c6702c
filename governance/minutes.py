"""Minutes: their text, the round of approval on a frozen text, and addenda afterwards."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, clock, steps
from partnerships.models import Partnership, Side, User
from partnerships.steps import EditConflict, Step, StepRefused
from partnerships.tasks import Task

from . import meetings
from . import seats as seating
from .minutes_text import canonical_text, hash_of, people_in
from .models import (
    AgendaItem,
    Decision,
    Meeting,
    Minutes,
    MinutesAddendum,
    MinutesApproval,
    MinutesApprover,
    MinutesItem,
    Seat,
)

CIRCULATE = Step("minutes.circulate", Minutes, "keep_minutes", ("draft",), "circulated")
RETURN = Step("minutes.return", Minutes, "", ("circulated",), "draft")  # whoever keeps them, or a named approver
APPROVE = Step("minutes.approve", Minutes, "approve_minutes", ("circulated",))

#: The offices that cannot approve: the secretary's own text, and those who speak for no party.
NOT_APPROVERS = (Seat.Office.SECRETARY, Seat.Office.CO_OPTED)


# -- Writing ----------------------------------------------------------------------------------------------------------
def begin(meeting: Meeting, *, actor: User) -> Minutes:
    """Begin the minutes of a meeting that has been held, with an empty text for each item."""
    with steps.record("minutes.begin", actor=actor, right="keep_minutes", scope=meeting.body) as act:
        locked = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
        if locked.status != Meeting.Status.HELD:
            raise StepRefused(meeting.body.record_words["begins_when_held"])
        if Minutes.objects.filter(meeting=locked).exists():
            raise StepRefused(meeting.body.record_words["already_begun"])
        minutes = act.save(Minutes(meeting=locked, is_illustrative=locked.is_illustrative))
        for item in locked.items.order_by("position", "pk"):
            act.save(MinutesItem(minutes=minutes, item=item))
    return minutes


def text_version(minutes: Minutes) -> int:
    """The version of the whole text: it grows with every change of the opening or of an item."""
    return minutes.version + sum(row.version - 1 for row in minutes.items.all())


def write(
    minutes: Minutes,
    *,
    actor: User,
    version: int | None,
    opening: str | None = None,
    texts: Mapping[AgendaItem, str] | None = None,
    versions: Mapping[AgendaItem, int] | None = None,
) -> Minutes:
    """Save the opening and the texts of items while the minutes are a draft.

    `version` is the `text_version` that the writer saw. With `versions`, each item is compared by itself (and the
    opening with `version`), so that two people can write under different items at once. Raises EditConflict.
    """
    texts = texts or {}
    with steps.record("minutes.write", actor=actor, right="keep_minutes", scope=minutes.body) as act:
        locked = (
            Minutes.objects.select_for_update(of=("self",))
            .select_related("meeting__body__partnership")
            .get(pk=minutes.pk)
        )
        _must_be_draft(locked)
        if versions is None and version is not None and version != text_version(locked):
            raise EditConflict(locked)
        if opening is not None and opening != locked.opening:
            if versions is not None and version is not None and version != locked.version:
                raise EditConflict(locked)
            locked.opening = opening
            act.save(locked)
        rows = {row.item_id: row for row in locked.items.select_related("item", "minutes__meeting__body")}
        for item, text in texts.items():
            row = rows.get(item.pk)
            if row is None:
                raise StepRefused(minutes.body.record_words["not_its_item"])
            if row.text == text:
                continue
            if versions is not None and versions.get(item) != row.version:
                raise EditConflict(row)
            row.text = text
            act.save(row)
    return locked


def _must_be_draft(minutes: Minutes) -> None:
    if minutes.status != Minutes.Status.DRAFT:
        raise StepRefused(
            _("This has already moved on: it is now “%(state)s”.") % {"state": minutes.get_status_display()}
        )


# -- Approvers --------------------------------------------------------------------------------------------------------
def sides_to_approve(meeting: Meeting) -> set[str]:
    """The sides represented in the body on the day of the meeting: each must approve."""
    sitting = Seat.objects.valid_on(meetings.day_of(meeting)).filter(body=meeting.body, office__in=seating.FOR_A_PARTY)
    return set(sitting.values_list("party__organisation__side", flat=True))


def may_approve(meeting: Meeting) -> models.QuerySet:
    """The seats that can be named as approvers: those that hold today, but not the secretary's."""
    return seating.seats_on(meeting.body, clock.today()).exclude(office__in=NOT_APPROVERS)


def name_approvers(minutes: Minutes, *, actor: User, seats: Iterable[Seat]) -> Minutes:
    """Name who approves the minutes: at least one from each side represented, and not the secretary."""
    named = set(seats)
    with steps.record(
        "minutes.approvers", actor=actor, right="keep_minutes", scope=minutes.body, root=minutes.meeting
    ) as act:
        locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__body").get(pk=minutes.pk)
        _must_be_draft(locked)
        if named - set(may_approve(locked.meeting)):
            raise StepRefused(minutes.body.record_words["cannot_approve"])
        _must_cover_sides(locked.meeting, named)
        present = {row.seat_id: row for row in locked.approvers.select_related("minutes__meeting__body")}
        for seat_id, row in present.items():
            if seat_id not in {seat.pk for seat in named}:
                act.delete(row)
        for seat in sorted(named, key=lambda one: one.pk):
            if seat.pk not in present:
                act.save(MinutesApprover(minutes=locked, seat=seat))
    return locked


def _must_cover_sides(meeting: Meeting, named: Collection[Seat]) -> None:
    missing = sides_to_approve(meeting) - {seat.party.organisation.side for seat in named if seat.party}
    if missing:
        names = _(" and ").join(str(Side(side).in_words) for side in sorted(missing, reverse=True))
        raise StepRefused(meeting.body.record_words["name_side"] % {"side": names})
    if not named:
        raise StepRefused(meeting.body.record_words["name_one"])


# -- The round of approval --------------------------------------------------------------------------------------------
def circulate(minutes: Minutes, *, actor: User) -> Minutes:
    """Send the minutes for approval: the text is frozen under its hash and a new round begins."""
    with CIRCULATE.take(minutes.pk, actor=actor) as act:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=act.obj.meeting_id)
        words = act.obj.body.record_words
        if Decision.objects.filter(item__meeting=meeting, status=Decision.Status.OPEN).exists():
            raise StepRefused(words["open_decisions"])
        named = [row.seat for row in act.obj.approvers.select_related("seat__party__organisation", "seat__person")]
        _must_cover_sides(meeting, named)
        gone = [seat.person.name for seat in named if not seat.is_valid_on(clock.today())]
        if gone:
            names = ", ".join(gone)
            raise StepRefused(words["gone"] % {"people": names})
        act.obj.circulated_at = clock.now()
        act.obj.round += 1
        act.obj.names = people_in(act.obj)
        act.obj.text_hash = hash_of(canonical_text(act.obj))
        _tell(act, [seat.person for seat in named], words["your_turn"], "circulated")
    return act.obj


def return_to_draft(minutes: Minutes, *, actor: User, reason: str) -> Minutes:
    """Take circulated minutes back to draft. Approvals of the round are void: a changed text is approved anew."""
    if not reason.strip():
        raise StepRefused(minutes.body.record_words["why_back"])
    with RETURN.take(minutes.pk, actor=actor, authority=reason.strip()) as act:
        if act.obj.approvers.filter(seat__person=actor).exists():
            access.require_any(actor, ("keep_minutes", act.obj), ("approve_minutes", act.obj))
        else:
            access.require(actor, "keep_minutes", act.obj)
        named = User.objects.filter(pk__in=act.obj.approvers.values("seat__person"))
        keepers = access.people_with("keep_minutes", act.obj)
        _tell(act, {*named, *keepers}, act.obj.body.record_words["went_back"], "returned")
    return act.obj


def approve(minutes: Minutes, *, actor: User) -> Minutes:
    """Approve the circulated text as a named approver. With an approval from each side the meeting is closed."""
    with APPROVE.take(minutes.pk, actor=actor) as act:
        seat = _seat_of_approver(act.obj, actor)
        if hash_of(canonical_text(act.obj)) != act.obj.text_hash:
            raise StepRefused(act.obj.body.record_words["text_differs"])
        if act.obj.approvals.filter(round=act.obj.round, seat=seat).exists():
            raise StepRefused(act.obj.body.record_words["approved_before"])
        act.save(
            MinutesApproval(
                minutes=act.obj,
                round=act.obj.round,
                seat=seat,
                person=actor,
                side=seat.party.organisation.side if seat.party else "",
                at=clock.now(),
                text_hash=act.obj.text_hash,
            )
        )
        approved = set(act.obj.approvals.filter(round=act.obj.round).values_list("side", flat=True))
        if approved >= sides_to_approve(act.obj.meeting):
            _close(act)
    return act.obj


def _seat_of_approver(minutes: Minutes, actor: User) -> Seat:
    named = minutes.approvers.filter(seat__person=actor).select_related("seat__party__organisation").first()
    if named is None or not named.seat.is_valid_on(clock.today()):
        raise PermissionDenied(minutes.body.record_words["only_named"])
    return named.seat


def _close(act: steps.Act) -> None:
    """The last approval: the minutes are approved and the meeting is closed."""
    act.obj.status, act.obj.approved_at = Minutes.Status.APPROVED, clock.now()
    act.save(act.obj)
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("body__partnership").get(pk=act.obj.meeting_id)
    )
    meeting.status = Meeting.Status.CLOSED
    act.save(meeting)
    _tell(act, seating.people_in(meeting.body), meeting.body.record_words["are_approved"], "approved")


def _tell(act: steps.Act, people: Iterable[User], message: Any, what: str) -> None:
    minutes = act.obj
    seating.tell(
        act,
        minutes.body,
        people,
        key=f"minutes-{minutes.pk}-{what}-{minutes.round}",
        text=message,
        url=minutes.meeting.get_absolute_url(),
        **_named(minutes.meeting),
    )


def add_addendum(minutes: Minutes, *, actor: User, text: str, item: AgendaItem | None = None) -> MinutesAddendum:
    """Add a correction to approved minutes, beside the text. It never changes."""
    if not text.strip():
        raise StepRefused(_("Write what is to be added."))
    with steps.record(
        "minutes.addendum", actor=actor, right="keep_minutes", scope=minutes.body, root=minutes.meeting
    ) as act:
        locked = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
        if locked.status != Minutes.Status.APPROVED:
            raise StepRefused(locked.body.record_words["addenda_later"])
        if item is not None and item.meeting_id != locked.meeting_id:
            raise StepRefused(_("The item belongs to another meeting."))
        return act.save(MinutesAddendum(minutes=locked, item=item, text=text, author=actor, at=clock.now()))


# -- What waits -------------------------------------------------------------------------------------------------------
def due_on(meeting: Meeting) -> date:
    """The day by which the body's rule wants the minutes approved."""
    return meetings.day_of(meeting) + timedelta(days=meeting.body.minutes_days)


def tasks_for(user: User, partnership: Partnership | None = None, meeting: Meeting | None = None) -> Iterator[Task]:
    """Minutes to approve as a named approver; minutes to write and send, for those they fall to."""
    within: dict[str, Any] = {} if partnership is None else {"body__partnership": partnership}
    if meeting is not None:
        within["pk"] = meeting.pk
    if access.may_somewhere(user, "approve_minutes"):
        yield from _to_approve(user, Meeting.objects.visible_to(user).filter(**within))
    if not access.may_somewhere(user, "keep_minutes"):
        return
    held = meetings.led_by(user, "keep_minutes").filter(status=Meeting.Status.HELD, **within)
    held = held.filter(Q(minutes=None) | Q(minutes__status=Minutes.Status.DRAFT)).select_related("minutes")
    for one in held.order_by("starts_at", "pk"):
        title = one.body.record_words["to_finish" if hasattr(one, "minutes") else "to_write"]
        url = f"{one.get_absolute_url()}#minutes"
        yield Task(title % _named(one), url, due_on=due_on(one), is_closed=one.body.is_members_only)


def _to_approve(user: User, within: QuerySet) -> Iterator[Task]:
    mine = MinutesApprover.objects.filter(
        minutes=OuterRef("minutes"), seat__in=Seat.objects.valid_on(clock.today()).filter(person=user).values("pk")
    )
    done = MinutesApproval.objects.filter(minutes=OuterRef("minutes"), round=OuterRef("minutes__round"), person=user)
    rows = within.filter(Exists(mine), ~Exists(done), minutes__status=Minutes.Status.CIRCULATED)
    for one in rows.select_related("body__partnership").order_by("starts_at", "pk"):
        url = reverse("governance:minutes_approve", args=[one.partnership.slug, one.pk])
        title = one.body.record_words["to_approve"] % _named(one)
        yield Task(title, url, due_on=due_on(one), is_closed=one.body.is_members_only)


def _named(meeting: Meeting) -> dict[str, str]:
    return {"body": meeting.body.name, "day": meetings.day_of(meeting).isoformat()}
