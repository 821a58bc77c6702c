"""What each party brings, and each side's share of it: the proof that both sides finance the partnership.

Only what the agreements say and what the parties have entered is counted. What the fund and the services say is shown
beside it and never added: the fund's money is the parties' own money once more, and hours in a monthly report are the
same hours that a party may have agreed to bring.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet, Sum

from governance.ledger.checks import latest_confirmed
from governance.models import FundMovement
from partnerships.models import Commitment, Partnership, Party, ServiceReport, Side

ZERO = Decimal(0)
MONEY, IN_KIND, HOURS = Commitment.Kind.MONEY, Commitment.Kind.IN_KIND, Commitment.Kind.HOURS
Account = FundMovement.Account


@dataclass
class Sums:
    """Kronor by kind, and how many hours."""

    by_kind: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(Commitment.Kind.values, ZERO))
    hours: Decimal = ZERO

    @property
    def money(self) -> Decimal:
        """Kronor in money."""
        return self.by_kind[MONEY]

    @property
    def in_kind(self) -> Decimal:
        """Kronor in kind."""
        return self.by_kind[IN_KIND]

    @property
    def time(self) -> Decimal:
        """The hours' value in kronor."""
        return self.by_kind[HOURS]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum(self.by_kind.values(), ZERO)

    def add(self, other: "Sums") -> None:
        """Count another's sums in."""
        for kind, value in other.by_kind.items():
            self.by_kind[kind] += value
        self.hours += other.hours


@dataclass
class Line:
    """One party, one side or everybody: what was planned and what was brought, with their shares of the whole."""

    party: Party | None = None
    side: str = ""
    planned: Sums = field(default_factory=Sums)
    brought: Sums = field(default_factory=Sums)
    planned_share: Decimal | None = None
    brought_share: Decimal | None = None

    def add(self, other: "Line") -> None:
        """Count another line in."""
        self.planned.add(other.planned)
        self.brought.add(other.brought)


@dataclass
class Sheet:
    """The parties' lines, the two sides', and everybody's."""

    lines: list[Line]
    sides: list[Line]
    whole: Line

    @property
    def both_finance(self) -> bool:
        """Whether each side is to bring something."""
        return all(side.planned.total > 0 or side.planned.hours > 0 for side in self.sides)


def agreed_in(partnership: Partnership) -> QuerySet:
    """Every commitment of the partnership that has been agreed, with its figures."""
    return Commitment.objects.agreed().filter(agreement__partnership=partnership).with_figures()


def years_of(partnership: Partnership) -> list[int]:
    """The years in which something is to be brought, the latest first."""
    rows = Commitment.objects.agreed().filter(agreement__partnership=partnership)
    return list(rows.order_by("-starts_on__year").values_list("starts_on__year", flat=True).distinct())


def sheet_of(partnership: Partnership, year: int | None = None) -> Sheet:
    """Planned and brought by party and kind, of one year or of all. Two queries."""
    rows = agreed_in(partnership)
    if year is not None:
        rows = rows.filter(starts_on__year=year)
    sums = (
        rows.order_by()
        .values("party", "kind")
        .annotate(
            planned_sum=Sum("planned"),
            brought_sum=Sum("brought"),
            planned_units=Sum("planned_quantity"),
            brought_units=Sum("brought_quantity"),
        )
    )
    by_party: dict[int, Line] = {}
    for row in sums:
        line = by_party.setdefault(row["party"], Line())
        for one, what in ((line.planned, "planned"), (line.brought, "brought")):
            one.by_kind[row["kind"]] += row[f"{what}_sum"]
            one.hours += row[f"{what}_units"] if row["kind"] == HOURS else ZERO
    lines = []
    for party in Party.objects.filter(pk__in=by_party).for_list():
        line = by_party[party.pk]
        line.party, line.side = party, party.organisation.side
        lines.append(line)
    return _summed(lines)


def _summed(lines: list[Line]) -> Sheet:
    whole, sides = Line(), [Line(side=side) for side in (Side.PUBLIC, Side.IDEBUREN)]
    for line in lines:
        whole.add(line)
        for side in sides:
            if side.side == line.side:
                side.add(line)
    for line in [*lines, *sides]:
        line.planned_share = percent(line.planned.total, whole.planned.total)
        line.brought_share = percent(line.brought.total, whole.brought.total)
    return Sheet(lines, sides, whole)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part in per cent, to a tenth; nothing of nothing."""
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else None


@dataclass(frozen=True)
class Beside:
    """What the fund and the services say of the same time: shown, never added."""

    contributed: Decimal
    granted: Decimal
    paid: Decimal
    hours: Decimal
    has_fund: bool


def beside(partnership: Partnership, year: int | None = None) -> Beside:
    """What came into the fund, was granted and paid from it, and the hours in confirmed reports. Two queries."""
    moved = FundMovement.objects.filter(fund__partnership=partnership)
    reports = latest_confirmed(ServiceReport.objects.filter(service__party__partnership=partnership))
    if year is not None:
        moved, reports = moved.filter(booked_on__year=year), reports.filter(month__year=year)
    between = {
        (row["from_account"], row["to_account"]): row["amounts"]
        for row in moved.order_by().values("from_account", "to_account").annotate(amounts=Sum("amount"))
    }

    def net(source: str, target: str) -> Decimal:
        return between.get((source, target), ZERO) - between.get((target, source), ZERO)

    return Beside(
        contributed=net(Account.OUTSIDE, Account.AVAILABLE),
        granted=net(Account.AVAILABLE, Account.COMMITTED),
        paid=net(Account.COMMITTED, Account.PAID),
        hours=ServiceReport.objects.filter(pk__in=reports.values("pk")).aggregate(all=Sum("hours"))["all"] or ZERO,
        has_fund=bool(between),
    )
