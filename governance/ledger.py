"""The books of the shared fund. The only writer of movements; and what can be read out of them.

Money moves between four accounts: outside → available → committed → paid, and back only as a movement of its own. Each
writer runs inside the act (`steps.Act`) of the step that causes the movement, so that both happen or neither.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from partnerships import clock
from partnerships.models import Service, ServiceReport
from partnerships.steps import Act

from .models import Decision, Fund, FundMovement, FundRule, Grant, PaymentRequest

Account = FundMovement.Account
ZERO = Decimal(0)
IN = Q(from_account=Account.OUTSIDE)
OUT = Q(to_account=Account.OUTSIDE)


def lock(fund: Fund) -> Fund:
    """Hold the fund's row until the transaction ends: what is read of its money stays true meanwhile."""
    return Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)


# -- Writing ----------------------------------------------------------------------------------------------------------
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


# -- Balances ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Balances:
    """The fund's four figures. What has come in is what is available, committed and paid together."""

    contributed: Decimal
    available: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def granted(self) -> Decimal:
        """All that has been decided and not released: set aside and paid."""
        return self.committed + self.paid

    @property
    def is_overdrawn(self) -> bool:
        """Whether a correction has shown that more was granted than there was."""
        return self.available < 0


def total(condition: Q) -> Any:
    """The sum of the amounts of the movements that meet a condition, 0 of none."""
    return Coalesce(Sum("amount", filter=condition), Value(ZERO), output_field=DecimalField())


def into(account: str) -> Any:
    """The sum that has gone into an account, less what has gone out of it."""
    return total(Q(to_account=account)) - total(Q(from_account=account))


def balances(fund: Fund, on: date | None = None) -> Balances:
    """The balances now, or at the end of the day `on`. One query."""
    rows = FundMovement.objects.filter(fund=fund)
    if on is not None:
        rows = rows.filter(booked_on__lte=on)
    sums = rows.aggregate(
        came=total(IN),
        went=total(OUT),
        committed=total(Q(to_account=Account.COMMITTED)),
        released=total(Q(from_account=Account.COMMITTED, to_account=Account.AVAILABLE)),
        paid=total(Q(to_account=Account.PAID)),
    )
    contributed = sums["came"] - sums["went"]
    committed = sums["committed"] - sums["released"]
    return Balances(contributed, contributed - committed, committed - sums["paid"], sums["paid"])


def booked(service: Service, month: date) -> Decimal:
    """What stands booked for a service and a month, corrections counted."""
    sums = FundMovement.objects.filter(report__service=service, report__month=month).aggregate(
        came=total(IN), went=total(OUT)
    )
    return sums["came"] - sums["went"]


def remaining(grant: Grant) -> Decimal:
    """What is left of a grant: committed, not released, not paid."""
    sums = FundMovement.objects.filter(grant=grant).aggregate(
        came=total(Q(to_account=Account.COMMITTED)), went=total(Q(from_account=Account.COMMITTED))
    )
    return sums["came"] - sums["went"]


def returns() -> QuerySet:
    """What grants have given back to their funds, each with its decision, in order."""
    rows = FundMovement.objects.filter(from_account=Account.COMMITTED, to_account=Account.AVAILABLE)
    return rows.select_related("decision__body__partnership", "actor").order_by("number")


def with_progress(grants: QuerySet) -> QuerySet:
    """Grants annotated with `paid_sum` and `released_sum`."""
    grant_moves = Q(movements__from_account=Account.COMMITTED)
    return grants.annotate(
        paid_sum=Coalesce(
            Sum("movements__amount", filter=grant_moves & Q(movements__to_account=Account.PAID)),
            Value(ZERO),
            output_field=DecimalField(),
        ),
        released_sum=Coalesce(
            Sum("movements__amount", filter=grant_moves & Q(movements__to_account=Account.AVAILABLE)),
            Value(ZERO),
            output_field=DecimalField(),
        ),
    )


# -- Vouchers ---------------------------------------------------------------------------------------------------------
def movements(fund: Fund) -> QuerySet:
    """The voucher list, with everything a row needs to explain itself."""
    return (
        FundMovement.objects.filter(fund=fund)
        .select_related(
            "report__service__party__organisation",
            "rule",
            "grant__proposal__party__organisation",
            "decision__body",
            "payment",
            "corrects",
            "actor",
        )
        .order_by("number")
    )


# -- Following one krona ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Part:
    """Part of a contribution that a grant's money came from."""

    contribution: FundMovement
    amount: Decimal


@dataclass
class Trace:
    """Where a grant's money came from and where it went."""

    grant: Grant
    parts: list[Part]
    payments: list[tuple[FundMovement, list[Part]]] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """All the parts together: the grant, less what has been released."""
        return sum((part.amount for part in self.parts), ZERO)

    @property
    def paid(self) -> Decimal:
        """What has been paid out."""
        return sum((movement.amount for movement, _parts in self.payments), ZERO)

    @property
    def left(self) -> Decimal:
        """What is committed and not paid."""
        return self.total - self.paid


def trace(grant: Grant) -> Trace:
    """Follow the money of a grant back to the reports it came from and forward to the payments. One query.

    Kronor have no marks, so a rule decides which are which: first in, first out. Vouchers are read in order of number.
    Each contribution is a layer; a commitment takes from the oldest layers that have something left. A correction
    downwards takes from the layer it corrects as far as it is unspent, then from the newest layers; if all is spent,
    the shortfall is met by the next contributions. What a grant once got it keeps, whatever is corrected later.
    Released money goes back to the layers it came from, the youngest first. Payments use a grant's parts in that order.
    """
    layers: dict[int, list[Any]] = {}  # movement pk -> [movement, what is left of it]
    parts: list[list[Any]] = []  # of this grant: [movement, amount]
    given: dict[int, list[list[Any]]] = {}  # grant pk -> its parts
    debt, paid_out = ZERO, []
    for one in movements(grant.fund).iterator():
        if one.from_account == Account.OUTSIDE:
            met = min(debt, one.amount)
            debt -= met
            layers[one.pk] = [one, one.amount - met]
        elif one.to_account == Account.OUTSIDE:
            debt += _withdraw(layers, one)
        elif one.to_account == Account.COMMITTED:
            given[one.grant_id] = _take(layers.values(), one.amount)
        elif one.to_account == Account.AVAILABLE:
            for part in _take(reversed(given.get(one.grant_id, [])), one.amount):
                layers[part[0].pk][1] += part[1]
        elif one.grant_id == grant.pk:
            paid_out.append(one)
    parts = [part for part in given.get(grant.pk, []) if part[1]]
    left = [list(part) for part in parts]
    payments = [(one, [Part(*part) for part in _take(left, one.amount)]) for one in paid_out]
    return Trace(grant, [Part(*part) for part in parts], payments)


def _take(layers: Iterable[list[Any]], amount: Decimal) -> list[list[Any]]:
    """Take `amount` out of `layers` in order; what was taken, layer by layer."""
    taken = []
    for layer in layers:
        part = min(layer[1], amount)
        if part > 0:
            layer[1] -= part
            amount -= part
            taken.append([layer[0], part])
        if not amount:
            break
    return taken


def _withdraw(layers: dict[int, list[Any]], correction: FundMovement) -> Decimal:
    """Take a correction downwards out of the layers; what could not be taken."""
    own = [layers[correction.corrects_id]] if correction.corrects_id in layers else []
    taken = _take([*own, *reversed(layers.values())], correction.amount)
    return correction.amount - sum((part for _movement, part in taken), ZERO)


# -- Checking ---------------------------------------------------------------------------------------------------------
def faults(fund: Fund) -> list[str]:
    """Every way in which the books differ from reports × rules, grants and payments. Empty when they agree."""
    return [*_gaps(fund), *_report_faults(fund), *_grant_faults(fund), *_payment_faults(fund)]


def latest_confirmed(reports: QuerySet) -> QuerySet:
    """The latest confirmed revision for each service and month."""
    confirmed = reports.filter(status=ServiceReport.Status.CONFIRMED)
    return confirmed.order_by("service", "month", "-revision").distinct("service", "month")


def _gaps(fund: Fund) -> Iterator[str]:
    numbers = FundMovement.objects.filter(fund=fund).order_by("number").values_list("number", flat=True)
    for expected, number in enumerate(numbers, start=1):
        if number != expected:
            yield _("Voucher %(expected)s is missing.") % {"expected": expected}
            return


def _report_faults(fund: Fund) -> Iterator[str]:
    moves = FundMovement.objects.filter(fund=fund, report__isnull=False)
    sums = {
        (row["report__service"], row["report__month"]): row["came"] - row["went"]
        for row in moves.values("report__service", "report__month").annotate(came=total(IN), went=total(OUT)).order_by()
    }
    rules = list(FundRule.objects.filter(fund=fund))
    contributed_then = (
        Service.history.model.objects.filter(id=OuterRef("service"), history_date__lte=OuterRef("confirmed_at"))
        .order_by("-history_date", "-history_id")
        .values("contributes")[:1]
    )
    reports = ServiceReport.objects.filter(service__party__partnership=fund.partnership_id)
    for report in latest_confirmed(reports).annotate(contributed=Subquery(contributed_then)).select_related("service"):
        key = (report.service_id, report.month)
        is_booked = key in sums
        stands = sums.pop(key, ZERO)
        rate = next((rule.rate for rule in rules if rule.is_valid_on(report.month)), ZERO)
        expected = (report.days or 0) * rate if report.contributed or is_booked else ZERO
        if stands != expected:
            yield _("%(service)s %(month)s: %(booked)s kr is booked, the report gives %(expected)s kr.") % {
                "service": report.service.name,
                "month": f"{report.month:%Y-%m}",
                "booked": stands,
                "expected": expected,
            }
    for (service_id, month), amount in sums.items():
        yield _("Service %(service)s %(month)s: %(booked)s kr is booked without a confirmed report.") % {
            "service": service_id,
            "month": f"{month:%Y-%m}",
            "booked": amount,
        }


def _grant_faults(fund: Fund) -> Iterator[str]:
    grants = Grant.objects.filter(fund=fund).select_related("proposal").order_by("pk")
    for grant in grants.annotate(
        committed=Coalesce(
            Sum("movements__amount", filter=Q(movements__to_account=Account.COMMITTED)),
            Value(ZERO),
            output_field=DecimalField(),
        ),
        spent=Coalesce(
            Sum("movements__amount", filter=Q(movements__from_account=Account.COMMITTED)),
            Value(ZERO),
            output_field=DecimalField(),
        ),
    ):
        if grant.committed != grant.amount or grant.spent > grant.committed:
            yield _(
                "Grant %(grant)s: %(amount)s kr is granted, %(committed)s kr committed, %(spent)s kr taken out."
            ) % {
                "grant": grant.proposal.title,
                "amount": grant.amount,
                "committed": grant.committed,
                "spent": grant.spent,
            }


def _payment_faults(fund: Fund) -> Iterator[str]:
    payments = PaymentRequest.objects.filter(grant__fund=fund).select_related("movement").order_by("pk")
    for payment in payments:
        booked_amount = payment.movement.amount if hasattr(payment, "movement") else ZERO
        expected = payment.amount if payment.status == PaymentRequest.Status.PAID else ZERO
        if booked_amount != expected:
            yield _("Payment %(payment)s: %(booked)s kr is booked, %(expected)s kr was paid.") % {
                "payment": payment.pk,
                "booked": booked_amount,
                "expected": expected,
            }
