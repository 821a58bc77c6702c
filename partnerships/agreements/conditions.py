"""Conditions: written in the agreement or on a later decision, looked after by somebody else than who fulfils them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, clock, documents, steps
from partnerships.models import (
    Agreement,
    Condition,
    ConditionCheck,
    Mandate,
    Partnership,
    PartnershipRole,
    Party,
    User,
)
from partnerships.tasks import Task

from . import rows
from .package import Kind, Status

#: What is written of a condition.
FIELDS = frozenset({"party", "text", "watcher", "due_on", "every_months"})
#: How many days before a supervision date those who watch are reminded.
AHEAD_DAYS = 30


# -- Writing ----------------------------------------------------------------------------------------------------------
def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be so: field -> why."""
    if values.get("watcher") is not None and values["watcher"] == values.get("party"):
        return {"watcher": _("Somebody else than who is to fulfil it watches.")}
    return {}


def add(
    agreement: Agreement,
    *,
    actor: User,
    rows_of: Iterable[Mapping[str, Any]],
    seen: str | None = None,
    is_illustrative: bool = False,
) -> list[Condition]:
    """Write conditions in the draft. Takes a proposed package back first."""
    made = []
    for values in rows_of:
        _check(values)
        made.append(Condition(is_illustrative=is_illustrative, **values))
    return rows.add(agreement, actor=actor, made=made, action="condition.add", seen=seen)


def edit(
    condition: Condition, *, actor: User, version: int | None = None, seen: str | None = None, **values: Any
) -> Condition:
    """Change a condition of a draft. Raises EditConflict if it has been changed since `version`."""
    _check({**{name: getattr(condition, name) for name in FIELDS}, **values})
    _require_written(condition)
    return rows.edit(condition, actor=actor, action="condition.edit", values=values, version=version, seen=seen)


def remove(condition: Condition, *, actor: User, seen: str | None = None) -> None:
    """Take a condition out of the text; the history keeps it."""
    _require_written(condition)
    rows.remove(condition, actor=actor, action="condition.remove", seen=seen)


def decide(
    agreement: Agreement, *, actor: User, decision: str, is_illustrative: bool = False, **values: Any
) -> Condition:
    """Enter a condition that a later decision has set under an agreement in force. It is no part of the signed text."""
    _check(values)
    if not decision.strip():
        raise steps.StepRefused(_("Say which decision the condition rests on."))
    with steps.record(
        "condition.decide", actor=actor, right="draft_agreement", scope=agreement, authority=decision.strip()
    ) as act:
        root = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        if root.kind == Kind.ANNEX or root.status != Status.IN_FORCE:
            raise steps.StepRefused(_("Only an agreement that is in force gets conditions by a decision."))
        for party in filter(None, (values["party"], values.get("watcher"))):
            if party.partnership_id != root.partnership_id or party.status not in Party.INSIDE:
                raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": party.name})
        row = Condition(agreement=root, decision=decision.strip(), is_illustrative=is_illustrative, **values)
        return act.save(row)


def lift(condition: Condition, *, actor: User, on: date, reason: str) -> Condition:
    """Let a condition hold no more, from a day on. It stays, with its checks."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with steps.record(
        "condition.lift", actor=actor, right="draft_agreement", scope=condition.agreement, authority=reason.strip()
    ) as act:
        locked = _locked(condition)
        if locked.lifted_on is not None or locked.agreement.status != Status.IN_FORCE:
            raise steps.StepRefused(_("The condition holds no more."))
        locked.lifted_on = on
        return act.save(locked)


def _check(values: Mapping[str, Any]) -> None:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"not a field of a condition: {', '.join(sorted(unknown))}")
    rows.refuse(problems(values))


def _require_written(condition: Condition) -> None:
    if condition.decision:
        raise steps.StepRefused(_("What rests on a decision is not changed. It can be lifted."))


def _locked(condition: Condition) -> Condition:
    return Condition.objects.select_for_update(of=("self",)).select_related("agreement", "party").get(pk=condition.pk)


# -- Looking after ----------------------------------------------------------------------------------------------------
def may_check(user: User, condition: Condition) -> bool:
    """Whether `user` may check: a coordinator or a representative, and of another organisation than who fulfils it."""
    return access.may(user, "check_condition", condition.partnership) and not _is_own(user, condition)


def _is_own(user: User, condition: Condition) -> bool:
    day, organisation = clock.today(), condition.party.organisation_id
    mandates = Mandate.objects.valid_on(day).filter(person=user, organisation=organisation)
    roles = PartnershipRole.objects.valid_on(day).filter(person=user, organisation=organisation)
    return mandates.exists() or roles.exists()


def check(
    condition: Condition,
    *,
    actor: User,
    outcome: str,
    checked_on: date,
    note: str = "",
    file: Any = None,
    due_on: date | None = None,
) -> ConditionCheck:
    """Record that somebody else looked after the condition, and what was found; `file`: a PDF that shows it.

    With `due_on`, refused unless that is the date that waits: two do not answer the same one.
    """
    with steps.record(
        "condition.check", actor=actor, right="check_condition", scope=condition.partnership, root=condition.log_root
    ) as act:
        if _is_own(actor, condition):
            raise PermissionDenied(_("Nobody checks what the own organisation is to fulfil."))
        locked = _locked(condition)
        row: Any = Condition.objects.with_next().get(pk=locked.pk)
        waiting: date | None = row.next_on
        if waiting is None:
            raise steps.StepRefused(_("There is nothing more to check here."))
        if due_on is not None and due_on != waiting:
            raise steps.StepRefused(
                _("Somebody else has checked this meanwhile. The next date is %(day)s.") % {"day": waiting}
            )
        if checked_on > clock.today():
            raise steps.StepRefused(_("The day lies ahead. Enter the check when it is done."))
        if outcome != ConditionCheck.Outcome.FULFILLED and not note.strip():
            raise steps.StepRefused(_("Write what is lacking."))
        document = None
        if file is not None:
            name = getattr(file, "name", "tillsyn.pdf")
            document = documents.attach(act, file, name=name, partnership=condition.partnership)
        return act.save(
            ConditionCheck(
                condition=locked, due_on=waiting, checked_on=checked_on, person=actor, organisation=act.organisation,
                outcome=outcome, note=note.strip(), document=document,
            )
        )  # fmt: skip


def waiting_in(conditions: Any) -> QuerySet:
    """Those of `conditions` whose supervision date is near or has passed, soonest first."""
    latest = clock.today() + timedelta(days=AHEAD_DAYS)
    rows_ = conditions.with_next().filter(next_on__lte=latest)
    return rows_.select_related(
        "agreement__partnership", "party__organisation", "party__unit", "watcher__organisation", "watcher__unit"
    ).order_by("next_on", "pk")


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Conditions to look after: a watching party's for its own people, the others for coordinators. One query."""
    if not access.may_somewhere(user, "check_condition"):
        return
    day = clock.today()
    own = Mandate.objects.valid_on(day).filter(person=user)
    roles = PartnershipRole.objects.valid_on(day).filter(person=user, role=PartnershipRole.Role.COORDINATOR)
    found = Condition.objects.filter(
        Q(watcher__organisation__in=own.values("organisation"))
        | Q(watcher__isnull=True, agreement__partnership__in=roles.values("partnership")),
        agreement__partnership__in=access.objects_with(user, "check_condition"),
    )
    ones_own = Q(party__organisation__in=own.values("organisation"))
    found = found.exclude(ones_own | Q(party__organisation__in=roles.values("organisation")))
    if partnership is not None:
        found = found.filter(agreement__partnership=partnership)
    for row in waiting_in(found):
        yield Task(
            _("Check: %(condition)s") % {"condition": row.text},
            address(row),
            _("to be fulfilled by %(party)s") % {"party": row.party.name},
            row.next_on,
        )


def address(condition: Condition) -> str:
    """The page of a condition."""
    slug = condition.agreement.partnership.slug
    return reverse("partnerships:condition", args=[slug, condition.agreement_id, condition.pk])
