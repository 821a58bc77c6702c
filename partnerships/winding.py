"""Winding a partnership down: the plan and its items, and what the system itself sees is left (docs/adr/0023)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, steps
from .models import AgreementEnd, Partnership, Party, PhasePeriod, Service, User, WindingDown, WindingItem, WindingStep
from .tasks import Task

Status = WindingItem.Status
DONE = steps.Step("winding.done", WindingItem, "", (Status.OPEN,), target=Status.DONE)
VERIFY = steps.Step("winding.verify", WindingItem, "", (Status.DONE,), target=Status.VERIFIED)
REOPEN = steps.Step("winding.reopen", WindingItem, "wind_down", (Status.DONE, Status.NOT_NEEDED), target=Status.OPEN)
NOT_NEEDED = steps.Step("winding.not_needed", WindingItem, "wind_down", (Status.OPEN,), target=Status.NOT_NEEDED)
FIELDS = frozenset({"title", "party", "due_on", "note"})
#: How many days before its day an item is told of.
AHEAD_DAYS = 30


# -- What the system sees ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Left:
    """What is left of something that the system counts: in words, and where."""

    words: str
    url: str
    is_clear: bool


Check = Callable[[Partnership], Left]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Let items with `name` rest on what `check` counts. Governance registers actions, reports and the fund."""
    _checks[name] = check


def left_in(partnership: Partnership) -> dict[str, Left]:
    """What is left by the system's own count, by the name of the check."""
    return {name: check(partnership) for name, check in _checks.items()}


def plan_of(partnership: Partnership) -> WindingDown | None:
    """The plan that goes on."""
    return WindingDown.objects.filter(partnership=partnership, status=WindingDown.Status.OPEN).first()


def end_in_sight(partnership: Partnership) -> AgreementEnd | None:
    """The end that a plan can be begun for: one that lies ahead or has taken effect, of the latest agreement."""
    given = [AgreementEnd.Status.GIVEN, AgreementEnd.Status.EFFECTIVE]
    rows = AgreementEnd.objects.filter(agreement__partnership=partnership, status__in=given)
    return rows.exclude(kind=AgreementEnd.Kind.SUPERSEDED).order_by("-agreement", "last_day", "pk").first()


# -- The plan ---------------------------------------------------------------------------------------------------------
def begin(partnership: Partnership, *, actor: User) -> WindingDown:
    """Begin the plan once it is known that the agreement ends: an item for each step that holds today."""
    with steps.record("winding.begin", actor=actor, right="wind_down", scope=partnership) as act:
        Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
        end = end_in_sight(partnership)
        if end is None:
            raise steps.StepRefused(_("Nothing has been done to end the agreement. Without that there is no plan."))
        if plan_of(partnership) is not None:
            raise steps.StepRefused(_("There is already a winding-down plan."))
        plan = act.save(
            WindingDown(partnership=partnership, last_day=end.last_day, is_illustrative=partnership.is_illustrative)
        )
        for position, item in enumerate(_items(plan), 1):
            item.position = position
            act.save(item)
        phases = PhasePeriod.objects.filter(partnership=partnership, phase=PhasePeriod.Phase.WINDING_DOWN)
        if not phases.exists():
            act.save(
                PhasePeriod(
                    partnership=partnership, phase=PhasePeriod.Phase.WINDING_DOWN, valid_from=clock.today()
                )
            )  # fmt: skip
        act.notify(
            access.people_with("view_partnership", partnership),
            key=f"winding:{plan.pk}",
            text=gettext_lazy("The winding-down of %(partnership)s has been planned. See what is yours."),
            url=plan.get_absolute_url(),
            partnership=partnership.name,
        )
    return plan


def _items(plan: WindingDown) -> Iterator[WindingItem]:
    today = clock.today()
    holding = Q(valid_until__isnull=True) | Q(valid_until__gt=today)
    between = list(Party.objects.filter(partnership=plan.partnership_id).current().for_list())
    services = Service.objects.filter(party__in=between, shared_at__isnull=False).exclude(status=Service.Status.CLOSED)
    for step in WindingStep.objects.filter(holding, valid_from__lte=today).order_by("position", "pk"):
        values = {
            "winding": plan,
            "help_text": step.help_text,
            "check_name": step.check_name,
            "due_on": max(plan.last_day + timedelta(days=step.days), today),
        }
        if step.made_for == WindingStep.For.PARTY:
            for party in between:
                yield WindingItem(title=step.title, party=party, **values)
        elif step.made_for == WindingStep.For.SERVICE:
            for service in services.select_related("party").order_by("party", "pk"):
                title = f"{step.title}: {service.name}"[:200]
                yield WindingItem(title=title, party=service.party, service=service, **values)
        else:
            yield WindingItem(title=step.title, **values)


def lay_aside(plan: WindingDown, *, actor: User, reason: str) -> WindingDown:
    """Lay the plan aside: the agreement goes on after all. Its items stay as they were."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    values = {"status": WindingDown.Status.LAID_ASIDE, "reason": reason.strip()}
    if plan.status != WindingDown.Status.OPEN:
        raise steps.StepRefused(_("The plan has already been laid aside."))
    return steps.edit(plan, actor=actor, right="wind_down", values=values, action="winding.lay_aside", authority=reason)


def add_item(plan: WindingDown, *, actor: User, **values: Any) -> WindingItem:
    """One more thing to see to: for a party, or for all (no party)."""
    with steps.record("winding.add", actor=actor, right="wind_down", scope=plan) as act:
        locked = WindingDown.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        _must_go_on(locked)
        last = locked.items.aggregate(last=Max("position"))["last"] or 0
        return act.save(WindingItem(winding=locked, position=last + 1, **_checked(locked, values)))


def edit_item(item: WindingItem, *, actor: User, version: int | None = None, **values: Any) -> WindingItem:
    """Change whose an item is, when and what. Raises EditConflict if somebody else did since `version`."""
    _must_go_on(item.winding)
    if item.status == Status.VERIFIED:
        raise steps.StepRefused(_("What another party has verified stays as it was."))
    values = _checked(item.winding, values)
    return steps.edit(item, actor=actor, right="wind_down", values=values, version=version, action="winding.edit")


def _checked(plan: WindingDown, values: dict[str, Any]) -> dict[str, Any]:
    if values.keys() - FIELDS:
        raise TypeError("only title, party, day and note can be written")
    party = values.get("party")
    if party is not None and party.partnership_id != plan.partnership_id:
        raise steps.StepRefused(_("The party belongs to another partnership."))
    return values


def _must_go_on(plan: WindingDown) -> None:
    if plan.status != WindingDown.Status.OPEN:
        raise steps.StepRefused(_("The plan has been laid aside."))


# -- One item ---------------------------------------------------------------------------------------------------------
def mark_done(item: WindingItem, *, actor: User, note: str = "") -> WindingItem:
    """Say that it is done: the owner's representative; a coordinator for what is joint.

    Refused while the system itself counts something left.
    """
    with DONE.take(item.pk, actor=actor, scope=item.party or item) as act:
        one = act.obj
        _must_go_on(one.winding)
        if one.party is not None:
            access.require(actor, "do_winding", one.party.organisation)
            one.done_for = one.party
        else:
            access.require(actor, "wind_down", one)
            one.done_for = _party_of(actor, one)
        check = _checks.get(one.check_name)
        left = check(one.partnership) if check else None
        if left is not None and not left.is_clear:
            raise steps.StepRefused(_("Not yet: %(left)s") % {"left": left.words})
        one.done_by, one.done_on = actor, clock.today()
        if note.strip():
            one.note = note.strip()
    return act.obj


def verify(item: WindingItem, *, actor: User) -> WindingItem:
    """Verify, for another party than the one that did it, that it is done."""
    with VERIFY.take(item.pk, actor=actor) as act:
        one = act.obj
        _must_go_on(one.winding)
        party = verifying_party(actor, one)
        access.require(actor, "do_winding", party.organisation)
        one.verified_by, one.verified_for, one.verified_on = actor, party, clock.today()
    return act.obj


def verifying_party(actor: User, item: WindingItem) -> Party:
    """The party that `actor` can verify for. Raises StepRefused if there is none but the one that did it."""
    own = access.objects_with(actor, "do_winding")
    rows = Party.objects.filter(partnership=item.winding.partnership_id, organisation__in=own).current()
    party = rows.exclude(pk=item.done_for_id).select_related("organisation").order_by("pk").first()
    if party is None or actor.pk == item.done_by_id:
        raise steps.StepRefused(_("A representative of another party than the one that did it verifies it."))
    return party


def reopen(item: WindingItem, *, actor: User) -> WindingItem:
    """Take an item up again that was marked as done or not needed."""
    with REOPEN.take(item.pk, actor=actor) as act:
        _must_go_on(act.obj.winding)
        act.obj.done_by = act.obj.done_for = act.obj.done_on = None
    return act.obj


def not_needed(item: WindingItem, *, actor: User, reason: str) -> WindingItem:
    """Say that an item is not needed here, and why."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with NOT_NEEDED.take(item.pk, actor=actor, authority=reason) as act:
        _must_go_on(act.obj.winding)
        act.obj.note = reason.strip()
    return act.obj


def _party_of(actor: User, item: WindingItem) -> Party:
    organisation = access.acting_organisation(actor, item)
    party = Party.objects.filter(partnership=item.winding.partnership_id, organisation=organisation).current().first()
    if party is None:
        raise steps.StepRefused(_("Your organisation is not a party."))
    return party


# -- Which are one's own ----------------------------------------------------------------------------------------------
def may_be_done_by(user: User, items: QuerySet[WindingItem]) -> QuerySet[WindingItem]:
    """Those of `items` that `user` marks as done: one's own organisation's, and a coordinator's joint ones."""
    own = Q(party__organisation__in=access.objects_with(user, "do_winding"))
    joint = Q(party=None, winding__partnership__in=access.objects_with(user, "wind_down"))
    return items.filter(own | joint)


def progress(items: Iterable[WindingItem]) -> tuple[int, int]:
    """How many of how many items need nothing more done."""
    rows = list(items)
    return sum(1 for one in rows if one.status != Status.OPEN), len(rows)


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """One's own items that are near, and for coordinators plans that have not been begun. Two queries."""
    within = Q() if partnership is None else Q(winding__partnership=partnership)
    latest = clock.today() + timedelta(days=AHEAD_DAYS)
    rows = may_be_done_by(user, WindingItem.objects.waiting().filter(within, due_on__lte=latest))
    for item in rows.select_related("winding__partnership").order_by("due_on", "position")[:20]:
        yield Task(item.title, item_url(item), _("Winding-down"), due_on=item.due_on)
    if access.may_somewhere(user, "wind_down"):
        yield from _to_begin(user, partnership)


def _to_begin(user: User, partnership: Partnership | None) -> Iterator[Task]:
    given = [AgreementEnd.Status.GIVEN, AgreementEnd.Status.EFFECTIVE]
    ends = AgreementEnd.objects.filter(
        status__in=given, agreement__partnership__in=access.objects_with(user, "wind_down")
    ).exclude(kind=AgreementEnd.Kind.SUPERSEDED)
    if partnership is not None:
        ends = ends.filter(agreement__partnership=partnership)
    without = ends.exclude(agreement__partnership__in=WindingDown.objects.values("partnership"))
    seen: set[int] = set()
    for end in without.select_related("agreement__partnership").order_by("last_day", "pk"):
        place = end.agreement.partnership
        if place.pk not in seen:
            seen.add(place.pk)
            yield Task(
                _("Plan the winding-down of %(partnership)s") % {"partnership": place.name},
                reverse("partnerships:winding", args=[place.slug]),
                _("The agreement ends"),
                due_on=None,
                since=end.given_on,
            )


def item_url(item: WindingItem) -> str:
    """The address of an item of a plan."""
    return reverse("partnerships:winding_item", args=[item.winding.partnership.slug, item.pk])


def due_near(partnership: Partnership, until: date) -> QuerySet[WindingItem]:
    """Items that wait and are due by `until`, soonest first."""
    rows = WindingItem.objects.waiting().filter(winding__partnership=partnership, due_on__lte=until)
    return rows.select_related("party__organisation", "party__unit", "winding__partnership").order_by("due_on", "pk")
