"""What decisions grant, what a party accepts, and what it gives back."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import ledger
from governance.models import Decision, FundProposal, Grant, PaymentRequest
from partnerships import access, clock
from partnerships.models import User
from partnerships.steps import Step, StepRefused
from partnerships.templatetags.iop import kr

from .decided import may_enter, must_hold, refuse_conflict_of_interest, refuse_nothing

ProposalStatus = FundProposal.Status
GRANT = Step(
    "proposal.grant",
    FundProposal,
    right="",  # either of two rights: see may_enter
    sources=(ProposalStatus.SUBMITTED,),
    target=ProposalStatus.GRANTED,
)
ACCEPT = Step(
    "grant.accept", Grant, right="accept_grant", sources=(Grant.Status.DECIDED,), target=Grant.Status.ACCEPTED
)
RELEASE = Step("grant.release", Grant, right="", sources=(Grant.Status.DECIDED, Grant.Status.ACCEPTED))


def grant(
    proposal: FundProposal,
    *,
    actor: User,
    decision: Decision,
    amount: Decimal,
    conditions: str = "",
    report_due_on: date | None = None,
) -> Grant:
    """Enter what a decision gave a proposal, and commit the money in the same act.

    Refused when the decision is not in effect or used already, when the proposing party took part in it, or when the
    fund has less available.
    """
    refuse_nothing(amount)
    with GRANT.take(proposal.pk, actor=actor, authority=str(decision)) as act:
        may_enter(actor, decision, act.obj.fund)
        fund = ledger.lock(act.obj.fund)
        must_hold(decision, fund)
        if Grant.objects.filter(decision=decision).exists():
            raise StepRefused(_("This decision has already given a grant: one decision, one grant."))
        refuse_conflict_of_interest(act.obj, decision)
        available = ledger.balances(fund).available
        if amount > available:
            raise StepRefused(
                _("The fund has %(available)s available. The grant cannot be larger.") % {"available": kr(available)}
            )
        given = act.save(
            Grant(
                fund=fund,
                proposal=act.obj,
                decision=decision,
                amount=amount,
                conditions=conditions,
                report_due_on=report_due_on,
                granted_on=clock.today(),
                is_illustrative=act.obj.is_illustrative,
            )
        )
        ledger.commit(act, fund, grant=given)
        act.notify(
            access.people_with("accept_grant", act.obj),
            key=f"proposal.grant:{act.obj.pk}",
            text=gettext_lazy("“%(title)s” has been granted. Accept the terms to request payment."),
            url=given.get_absolute_url(),
            title=act.obj.title,
        )
    return given


def accept(grant: Grant, *, actor: User) -> Grant:
    """Accept the terms for the organisation; then payment can be requested."""
    with ACCEPT.take(grant.pk, actor=actor) as act:
        act.notify(
            access.people_with("request_payment", act.obj),
            key=f"grant.accept:{act.obj.pk}",
            text=gettext_lazy("The terms of “%(title)s” have been accepted. Payment can be requested."),
            url=act.obj.get_absolute_url(),
            title=act.obj.proposal.title,
        )
    return act.obj


def give_back(grant: Grant, *, actor: User, decision: Decision, amount: Decimal, seen: int | None = None) -> Grant:
    """Release to the fund what the grant does not need, as decided. Nothing left to pay: the grant is finished.

    `seen` is how many vouchers of the grant the actor has seen: the same return is not entered twice.
    """
    refuse_nothing(amount)
    with RELEASE.take(grant.pk, actor=actor, authority=str(decision)) as act:
        may_enter(actor, decision, act.obj.fund)
        must_hold(decision, act.obj.fund)
        fund = ledger.lock(act.obj.fund)
        if seen is not None and seen != act.obj.movements.count():
            raise StepRefused(
                _("Money of the grant has been moved meanwhile. Go back to the grant to see what is left.")
            )
        free = requestable(act.obj)
        if amount > free:
            raise StepRefused(_("There is %(left)s left that nobody has requested.") % {"left": kr(free)})
        movement = ledger.release(act, fund, grant=act.obj, decision=decision, amount=amount)
        if not ledger.remaining(act.obj):
            act.obj.status = Grant.Status.PAID
        act.notify(
            access.people_with("request_payment", act.obj),
            key=f"grant.release:{movement.pk}",
            text=gettext_lazy("%(sum)s of “%(title)s” has been given back to the shared fund, as decided."),
            url=act.obj.get_absolute_url(),
            sum=lambda: kr(amount),
            title=act.obj.proposal.title,
        )
    return act.obj


def requestable(grant: Grant) -> Decimal:
    """What is left of a grant when requests that are under way are counted as spent."""
    under_way = PaymentRequest.objects.filter(
        grant=grant, status__in=[PaymentRequest.Status.REQUESTED, PaymentRequest.Status.ATTESTED]
    )
    return ledger.remaining(grant) - sum(under_way.values_list("amount", flat=True), Decimal(0))
