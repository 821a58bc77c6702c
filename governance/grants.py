"""The shared fund's rules, the parties' proposals, and what decisions grant them."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Partnership, Party, ServiceReport, User
from partnerships.steps import Step, StepRefused
from partnerships.tasks import Task
from partnerships.templatetags.iop import kr

from . import decisions, ledger
from .models import Body, Decision, Fund, FundProposal, FundRule, Grant, PaymentRequest, Position, Ratification

ProposalStatus = FundProposal.Status
Stance = Position.Stance
FIELDS = frozenset({"title", "need", "goals", "amount", "own_contribution"})
#: Positions that leave the count to the others: what a party may take on its own proposal.
OUTSIDE_THE_COUNT = frozenset({Stance.DISQUALIFIED, Stance.STANDS_ASIDE})

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
    right="",  # either of two rights: see _may_enter
    sources=(ProposalStatus.SUBMITTED,),
    target=ProposalStatus.DECLINED,
)
GRANT = Step(
    "proposal.grant",
    FundProposal,
    right="",  # either of two rights: see _may_enter
    sources=(ProposalStatus.SUBMITTED,),
    target=ProposalStatus.GRANTED,
)
ACCEPT = Step(
    "grant.accept", Grant, right="accept_grant", sources=(Grant.Status.DECIDED,), target=Grant.Status.ACCEPTED
)
RELEASE = Step("grant.release", Grant, right="", sources=(Grant.Status.DECIDED, Grant.Status.ACCEPTED))


# -- The fund and its rules -------------------------------------------------------------------------------------------
def open_fund(
    partnership: Partnership, *, actor: User, name: str, purpose: str = "", holder: Party | None = None
) -> Fund:
    """Open the partnership's shared fund. There is one."""
    with steps.record("fund.open", actor=actor, right="manage_fund", scope=partnership) as act:
        Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
        if Fund.objects.filter(partnership=partnership).exists():
            raise StepRefused(_("The partnership already has a shared fund."))
        if holder is not None and holder.partnership_id != partnership.pk:
            raise StepRefused(_("The party belongs to another partnership."))
        return act.save(Fund(partnership=partnership, name=name, purpose=purpose, holder=holder))


def edit_fund(fund: Fund, *, actor: User, version: int | None = None, **values: Any) -> Fund:
    """Change the fund's name, purpose or holder."""
    if values.keys() - {"name", "purpose", "holder"}:
        raise TypeError("only name, purpose and holder can be edited")
    return steps.edit(fund, actor=actor, right="manage_fund", values=values, version=version)


def set_rule(fund: Fund, *, actor: User, rate: Decimal, valid_from: date, decision: Decision) -> FundRule:
    """Let each placement day bring `rate` kronor from `valid_from`, as decided; the earlier rule ceases that day.

    A month whose report is confirmed has been booked by the rule of its day, so a new rule begins after it.
    """
    with steps.record("fund.set_rule", actor=actor, right="manage_fund", scope=fund, authority=str(decision)) as act:
        ledger.lock(fund)
        _must_hold(decision, fund)
        if rate <= 0:
            raise StepRefused(_("The rate is above 0."))
        earlier = FundRule.objects.filter(fund=fund)
        if earlier.filter(valid_from__gte=valid_from).exists():
            raise StepRefused(_("There is already a rule from this day or later."))
        confirmed = ServiceReport.objects.filter(
            service__party__partnership=fund.partnership_id,
            service__contributes=True,
            status=ServiceReport.Status.CONFIRMED,
            month__gte=valid_from,
        )
        if confirmed.exists():
            latest = confirmed.latest("month").month
            raise StepRefused(
                _("Reports up to %(month)s are already confirmed. Choose a later day.") % {"month": f"{latest:%Y-%m}"}
            )
        current = earlier.valid_on(valid_from).first()
        if current is not None:
            current.valid_until = valid_from
            act.save(current)
        return act.save(FundRule(fund=fund, rate=rate, valid_from=valid_from, decision=decision))


def _must_hold(decision: Decision, fund: Fund) -> None:
    """Refuse unless the decision is adopted, in effect, and taken in an open body of the fund's partnership."""
    if decision.body.partnership_id != fund.partnership_id or decision.body.is_members_only:
        raise StepRefused(_("It takes a joint decision of this partnership."))
    if not decisions.is_effective(decision):
        raise StepRefused(_("The decision must be adopted, and ratified where that was asked for."))


def may_enter_decisions(user: User, partnership: Partnership) -> bool:
    """Whether `user` enters decisions about the fund: a coordinator, or who keeps the minutes of a joint body."""
    bodies = Body.objects.visible_to(user, "keep_minutes").filter(
        partnership=partnership, visibility=Body.Visibility.PARTNERSHIP
    )
    return access.may(user, "manage_fund", partnership) or bodies.exists()


def usable_decisions(partnership: Partnership) -> Any:
    """The joint decisions that a rule or a grant can rest on, the latest first."""
    waiting = Ratification.objects.filter(decision=OuterRef("pk"), decided_on__isnull=True)
    return (
        Decision.objects.filter(
            ~Exists(waiting),
            outcome=Decision.Outcome.ADOPTED,
            body__partnership=partnership,
            body__visibility=Body.Visibility.PARTNERSHIP,
        )
        .select_related("body")
        .order_by("-year", "-number", "pk")
    )


# -- Proposals --------------------------------------------------------------------------------------------------------
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
    _refuse_nothing(amount)
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
        _refuse_nothing(values["amount"])
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


def _refuse_nothing(amount: Decimal) -> None:
    if amount <= 0:
        raise StepRefused(_("The amount is above 0."))


def submit_proposal(proposal: FundProposal, *, actor: User) -> FundProposal:
    """Put the proposal before the partnership. From now on all parties read it, and it stays as it is."""
    with SUBMIT.take(proposal.pk, actor=actor) as act:
        act.obj.submitted_at = clock.now()
        act.notify(
            access.people_with("manage_fund", act.obj),
            key=f"proposal.submit:{act.obj.pk}",
            text=gettext_lazy("A proposal to the shared fund has been submitted."),
            url=act.obj.get_absolute_url(),
        )
    return act.obj


def _may_enter(actor: User, decision: Decision, fund: Fund) -> None:
    """Whoever keeps the fund or the minutes of the deciding body enters what was decided."""
    access.require_any(actor, ("manage_fund", fund), ("keep_minutes", decision.body))


def _refuse_conflict_of_interest(proposal: FundProposal, decision: Decision) -> None:
    position = Position.objects.filter(decision=decision, party=proposal.party).first()
    if position is not None and position.stance not in OUTSIDE_THE_COUNT:
        raise StepRefused(
            _(
                "%(party)s took part in the decision on its own proposal. It has a conflict of interest (jäv): "
                "the body must decide again with the party disqualified or standing aside."
            )
            % {"party": proposal.party.name}
        )


def decline_proposal(proposal: FundProposal, *, actor: User, decision: Decision) -> FundProposal:
    """Enter that the body has turned the proposal down."""
    with DECLINE.take(proposal.pk, actor=actor, authority=str(decision)) as act:
        _may_enter(actor, decision, act.obj.fund)
        if decision.body.partnership_id != act.obj.partnership.pk or decision.body.is_members_only:
            raise StepRefused(_("It takes a joint decision of this partnership."))
        if decision.outcome != Decision.Outcome.REJECTED:
            raise StepRefused(_("To decline takes a decision whose outcome is rejected."))
        act.notify(
            access.people_with("edit_proposal", act.obj),
            key=f"proposal.decline:{act.obj.pk}",
            text=gettext_lazy("A proposal of yours to the shared fund has been declined."),
            url=act.obj.get_absolute_url(),
        )
    return act.obj


# -- Grants -----------------------------------------------------------------------------------------------------------
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
    _refuse_nothing(amount)
    with GRANT.take(proposal.pk, actor=actor, authority=str(decision)) as act:
        _may_enter(actor, decision, act.obj.fund)
        fund = ledger.lock(act.obj.fund)
        _must_hold(decision, fund)
        if Grant.objects.filter(decision=decision).exists():
            raise StepRefused(_("This decision has already given a grant: one decision, one grant."))
        _refuse_conflict_of_interest(act.obj, decision)
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
            text=gettext_lazy("A proposal of yours has been granted. Accept the terms to request payment."),
            url=given.get_absolute_url(),
        )
    return given


def accept(grant: Grant, *, actor: User) -> Grant:
    """Accept the terms for the organisation; then payment can be requested."""
    with ACCEPT.take(grant.pk, actor=actor) as act:
        act.notify(
            access.people_with("request_payment", act.obj),
            key=f"grant.accept:{act.obj.pk}",
            text=gettext_lazy("A grant has been accepted. Payment can be requested."),
            url=act.obj.get_absolute_url(),
        )
    return act.obj


def give_back(grant: Grant, *, actor: User, decision: Decision, amount: Decimal, seen: int | None = None) -> Grant:
    """Release to the fund what the grant does not need, as decided. Nothing left to pay: the grant is finished.

    `seen` is how many vouchers of the grant the actor has seen: the same return is not entered twice.
    """
    _refuse_nothing(amount)
    with RELEASE.take(grant.pk, actor=actor, authority=str(decision)) as act:
        _may_enter(actor, decision, act.obj.fund)
        _must_hold(decision, act.obj.fund)
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
            text=gettext_lazy("Part of a grant of yours has been given back to the shared fund, as decided."),
            url=act.obj.get_absolute_url(),
        )
    return act.obj


def requestable(grant: Grant) -> Decimal:
    """What is left of a grant when requests that are under way are counted as spent."""
    under_way = PaymentRequest.objects.filter(
        grant=grant, status__in=[PaymentRequest.Status.REQUESTED, PaymentRequest.Status.ATTESTED]
    )
    return ledger.remaining(grant) - sum(under_way.values_list("amount", flat=True), Decimal(0))


# -- Tasks ------------------------------------------------------------------------------------------------------------
def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Proposals that wait to be decided on, drafts of one's own, and grants to accept."""
    within = {} if partnership is None else {"fund__partnership": partnership}
    proposals = FundProposal.objects.filter(**within)
    if access.may_somewhere(user, "manage_fund"):
        led = proposals.filter(fund__partnership__in=access.objects_with(user, "manage_fund"))
        submitted = led.filter(status=ProposalStatus.SUBMITTED).order_by("submitted_at", "pk")
        for title, url, at in _addresses(submitted):
            words = _("Bring the proposal to a decision: %(title)s") % {"title": title}
            yield Task(words, url, _("fund"), since=at and clock.day_of(at))
    if access.may_somewhere(user, "edit_proposal"):
        own = proposals.visible_to(user).filter(party__organisation__in=access.objects_with(user, "edit_proposal"))
        for title, url, _at in _addresses(own.filter(status=ProposalStatus.DRAFT).order_by("pk")):
            yield Task(_("Finish and submit the proposal: %(title)s") % {"title": title}, url, _("draft"))
    if access.may_somewhere(user, "accept_grant"):
        given = Grant.objects.visible_to(user).filter(
            status=Grant.Status.DECIDED,
            proposal__party__organisation__in=access.objects_with(user, "accept_grant"),
            **within,
        )
        for one in given.select_related("proposal", "fund__partnership").order_by("granted_on", "pk"):
            title = _("Accept the terms of the grant: %(title)s") % {"title": one.proposal.title}
            yield Task(title, one.get_absolute_url(), kr(one.amount), since=one.granted_on)


def _addresses(proposals: QuerySet) -> Iterator[tuple[str, str, datetime | None]]:
    for title, slug, pk, at in proposals.values_list("title", "fund__partnership__slug", "pk", "submitted_at"):
        yield title, reverse("governance:proposal", args=[slug, pk]), at
