"""Settling a choice of form: one coordinator proposes it, and one from the other side settles it. Neither can alone."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, party_decisions, steps
from partnerships.models import FormChoice, Organisation, Partnership, PartnershipRole, Side, User

from .weighing import address

Status = FormChoice.Status

PROPOSE = steps.Step("form.propose", FormChoice, "choose_form", (Status.DRAFT,), Status.PROPOSED)
RETURN = steps.Step("form.return", FormChoice, "choose_form", (Status.PROPOSED,), Status.DRAFT)
SETTLE = steps.Step("form.settle", FormChoice, "choose_form", (Status.PROPOSED,), Status.SETTLED)


def propose(choice: FormChoice, *, actor: User, authority: str = "") -> FormChoice:
    """Say that the choice is ready, for one's own side. It waits, unchanged, for a coordinator from the other side."""
    with PROPOSE.take(choice.pk, actor=actor, authority=authority) as act:
        if not act.obj.outcome or not act.obj.conclusion.strip():
            raise steps.StepRefused(_("Say first which form you have chosen, and why."))
        act.obj.proposed_by, act.obj.proposed_at = actor, clock.now()
        act.obj.proposed_for = coordinated_by(actor, act.obj.partnership)
        others = _coordinators(act.obj.partnership).exclude(
            partnership_roles__in=_roles(act.obj.partnership, side=act.obj.proposed_for.side)
        )
        text = gettext_lazy("The choice of form of %(partnership)s waits for you to settle it, for your side.")
        _tell(act, others, "propose", text)
    return act.obj


def return_to_draft(choice: FormChoice, *, actor: User, reason: str) -> FormChoice:
    """Take a proposed choice back to draft: a coordinator from either side, with a reason."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with RETURN.take(choice.pk, actor=actor, authority=reason) as act:
        act.obj.proposed_by = act.obj.proposed_for = act.obj.proposed_at = None
        text = gettext_lazy("The choice of form of %(partnership)s is a draft again.")
        _tell(act, _coordinators(act.obj.partnership), "return", text)
    return act.obj


def settle(choice: FormChoice, *, actor: User, authority: str = "") -> FormChoice:
    """Settle the choice for the other side than the one that proposed it. From then on it never changes."""
    with SETTLE.take(choice.pk, actor=actor, authority=authority) as act:
        own = coordinated_by(actor, act.obj.partnership)
        if own.side == act.obj.proposed_for.side:
            raise steps.StepRefused(_("Your side has said yes already. A coordinator from the other side settles it."))
        act.obj.settled_by, act.obj.settled_for, act.obj.settled_at = actor, own, clock.now()
        text = gettext_lazy("The choice of form of %(partnership)s is settled by both sides.")
        _tell(act, _coordinators(act.obj.partnership), "settle", text)
        _ask_for_decisions(act)
    return act.obj


def _ask_for_decisions(act: steps.Act) -> None:
    """Tell the representatives of those that have entered no decision to take part where it is entered."""
    partnership = act.obj.partnership
    for party in party_decisions.without(partnership):
        act.notify(
            access.people_with("enter_decision", party.organisation),
            key=f"form:{act.obj.pk}:decide:{party.pk}",
            text=gettext_lazy("The choice of form of %(partnership)s is settled. Enter what %(party)s decides."),
            url=reverse("partnerships:party_decision_list", args=[partnership.slug]),
            partnership=partnership.name,
            party=party.name,
        )


def waits_for_side(choice: FormChoice) -> str:
    """The side whose coordinator has still to settle a proposed choice; empty for others."""
    if choice.status != Status.PROPOSED or choice.proposed_for is None:
        return ""
    return Side.IDEBUREN if choice.proposed_for.side == Side.PUBLIC else Side.PUBLIC


def _roles(partnership: Partnership, **of: Any) -> QuerySet[PartnershipRole]:
    rows = PartnershipRole.objects.valid_on(clock.today()).filter(
        partnership=partnership, role=PartnershipRole.Role.COORDINATOR
    )
    return rows.filter(**{f"organisation__{name}": value for name, value in of.items()})


def coordinated_by(actor: User, partnership: Partnership) -> Organisation:
    """The organisation that `actor` coordinates the partnership for. The right to choose the form comes from that."""
    role = _roles(partnership).select_related("organisation").get(person=actor)
    return role.organisation


def _coordinators(partnership: Partnership) -> QuerySet[User]:
    return access.people_with("choose_form", partnership)


def _tell(act: steps.Act, people: QuerySet[User], what: str, text: Any) -> None:
    act.notify(
        people,
        key=f"form:{act.obj.pk}:{what}:{act.obj.version}",
        text=text,
        url=address(act.obj),
        partnership=act.obj.partnership.name,
    )
