"""Writing in the books: each movement inside the act of the step that causes it."""

from decimal import Decimal
from typing import Any

from governance.models import Decision, Fund, FundMovement, FundRule, Grant, PaymentRequest
from partnerships import clock
from partnerships.models import ServiceReport
from partnerships.steps import Act

from .balance import Account


def lock(fund: Fund) -> Fund:
    """Hold the fund's row until the transaction ends: what is read of its money stays true meanwhile."""
    return Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)


def contribute(
    act: Act,
    fund: Fund,
    *,
    report: ServiceReport,
    rule: FundRule,
    amount: Decimal,
    explanation: dict[str, Any],
    corrects: FundMovement | None = None,
) -> FundMovement:
    """Book what a confirmed report brings in."""
    return _move(
        act,
        fund,
        Account.OUTSIDE,
        Account.AVAILABLE,
        amount,
        report=report,
        rule=rule,
        explanation=explanation,
        corrects=corrects,
    )


def correct(
    act: Act,
    fund: Fund,
    *,
    report: ServiceReport,
    rule: FundRule | None,
    amount: Decimal,
    explanation: dict[str, Any],
    corrects: FundMovement,
) -> FundMovement:
    """Book that a month brought in less than was booked: the difference goes out again."""
    return _move(
        act,
        fund,
        Account.AVAILABLE,
        Account.OUTSIDE,
        amount,
        report=report,
        rule=rule,
        explanation=explanation,
        corrects=corrects,
    )


def commit(act: Act, fund: Fund, *, grant: Grant) -> FundMovement:
    """Set aside what a decision has granted."""
    return _move(act, fund, Account.AVAILABLE, Account.COMMITTED, grant.amount, grant=grant, decision=grant.decision)


def release(act: Act, fund: Fund, *, grant: Grant, decision: Decision, amount: Decimal) -> FundMovement:
    """Give back to the fund what a grant does not need, as decided."""
    return _move(act, fund, Account.COMMITTED, Account.AVAILABLE, amount, grant=grant, decision=decision)


def pay(act: Act, fund: Fund, *, payment: PaymentRequest) -> FundMovement:
    """Book a payment that has been made."""
    return _move(act, fund, Account.COMMITTED, Account.PAID, payment.amount, grant=payment.grant, payment=payment)


def _move(act: Act, fund: Fund, source: str, target: str, amount: Decimal, **values: Any) -> FundMovement:
    movement = FundMovement(
        fund=fund,
        booked_on=clock.today(),
        at=clock.now(),
        from_account=source,
        to_account=target,
        amount=amount,
        actor=act.actor if getattr(act.actor, "pk", None) else None,
        **values,
    )
    act.save(movement)
    return movement
