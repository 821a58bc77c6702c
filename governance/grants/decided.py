"""What a decision must be for money to rest on it, and who enters it."""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from governance import decisions
from governance.models import Body, Decision, Fund, FundProposal, Position, Ratification
from partnerships import access
from partnerships.models import Partnership, User
from partnerships.steps import StepRefused

Stance = Position.Stance
#: Positions that leave the count to the others: what a party may take on its own proposal.
OUTSIDE_THE_COUNT = frozenset({Stance.DISQUALIFIED, Stance.STANDS_ASIDE})


def must_hold(decision: Decision, fund: Fund) -> None:
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


def refuse_nothing(amount: Decimal) -> None:
    if amount <= 0:
        raise StepRefused(_("The amount is above 0."))


def may_enter(actor: User, decision: Decision, fund: Fund) -> None:
    """Whoever keeps the fund or the minutes of the deciding body enters what was decided."""
    access.require_any(actor, ("manage_fund", fund), ("keep_minutes", decision.body))


def refuse_conflict_of_interest(proposal: FundProposal, decision: Decision) -> None:
    position = Position.objects.filter(decision=decision, party=proposal.party).first()
    if position is not None and position.stance not in OUTSIDE_THE_COUNT:
        raise StepRefused(
            _(
                "%(party)s took part in the decision on its own proposal. It has a conflict of interest (jäv): "
                "the body must decide again with the party disqualified or standing aside."
            )
            % {"party": proposal.party.name}
        )
