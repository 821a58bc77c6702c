"""What the books say: how much there is, was booked, is left, and has been paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from governance.models import Fund, FundMovement, Grant
from partnerships.models import Service

Account = FundMovement.Account
ZERO = Decimal(0)
IN = Q(from_account=Account.OUTSIDE)
OUT = Q(to_account=Account.OUTSIDE)


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
