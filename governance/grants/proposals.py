"""The parties' proposals to the fund."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Decision, Fund, FundProposal
from partnerships import access, clock, steps
from partnerships.models import Party, User
from partnerships.steps import Step, StepRefused

from .decided import may_enter, refuse_nothing

ProposalStatus = FundProposal.Status
FIELDS = frozenset({"title", "need", "goals", "amount", "own_contribution"})
SUBMIT = Step(
    "proposal.submit",
    FundProposal,
    right="edit_proposal",
    sources=(ProposalStatus.DRAFT,),
    target=ProposalStatus.SUBMITTED,
)
DECLINE = Step(
    "proposal.decline",
    FundProposal,
    right="",  # either of two rights: see may_enter
    sources=(ProposalStatus.SUBMITTED,),
    target=ProposalStatus.DECLINED,
)


def draft_proposal(
    fund: Fund,
    *,
    actor: User,
    party: Party,
    title: str,
    need: str,
    amount: Decimal,
    goals: str = "",
    own_contribution: str = "",
    is_illustrative: bool = False,
) -> FundProposal:
    """Begin a proposal of `party`: a draft that only its own organisation sees until it is submitted."""
    if party.partnership_id != fund.partnership_id:
        raise StepRefused(_("The party belongs to another partnership."))
    refuse_nothing(amount)
    with steps.record("proposal.draft", actor=actor, right="edit_proposal", scope=party.organisation) as act:
        return act.save(
            FundProposal(
                fund=fund,
                party=party,
                title=title,
                need=need,
                goals=goals,
                amount=amount,
                own_contribution=own_contribution,
                is_illustrative=is_illustrative,
            )
        )


def edit_proposal(proposal: FundProposal, *, actor: User, version: int | None = None, **values: Any) -> FundProposal:
    """Change a proposal while it is a draft. Raises EditConflict if it was changed since `version`."""
    if values.keys() - FIELDS:
        raise TypeError(f"not a field of a proposal: {', '.join(sorted(values.keys() - FIELDS))}")
    if "amount" in values:
        refuse_nothing(values["amount"])
    with steps.record("proposal.edit", actor=actor, right="edit_proposal", scope=proposal) as act:
        locked = FundProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if locked.status != ProposalStatus.DRAFT:
            raise StepRefused(_("A proposal changes only while it is a draft."))
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def submit_proposal(proposal: FundProposal, *, actor: User) -> FundProposal:
    """Put the proposal before the partnership. From now on all parties read it, and it stays as it is."""
    with SUBMIT.take(proposal.pk, actor=actor) as act:
        act.obj.submitted_at = clock.now()
        act.notify(
            access.people_with("manage_fund", act.obj),
            key=f"proposal.submit:{act.obj.pk}",
            text=gettext_lazy("A proposal to the shared fund has been submitted: %(title)s."),
            url=act.obj.get_absolute_url(),
            title=act.obj.title,
        )
    return act.obj


def decline_proposal(proposal: FundProposal, *, actor: User, decision: Decision) -> FundProposal:
    """Enter that the body has turned the proposal down."""
    with DECLINE.take(proposal.pk, actor=actor, authority=str(decision)) as act:
        may_enter(actor, decision, act.obj.fund)
        if decision.body.partnership_id != act.obj.partnership.pk or decision.body.is_members_only:
            raise StepRefused(_("It takes a joint decision of this partnership."))
        if decision.outcome != Decision.Outcome.REJECTED:
            raise StepRefused(_("To decline takes a decision whose outcome is rejected."))
        act.notify(
            access.people_with("edit_proposal", act.obj),
            key=f"proposal.decline:{act.obj.pk}",
            text=gettext_lazy("Your proposal to the shared fund has been declined: %(title)s."),
            url=act.obj.get_absolute_url(),
            title=act.obj.title,
        )
    return act.obj
