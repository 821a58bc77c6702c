"""What an organisation's state aid adds up to on a day: the window, the sum, the limit of that day and what remains.

Two statements about the same grant count once, with the higher amount: a warning too many is better than one too few.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import clock, reference_values
from .models import AidGrant, Organisation, Partnership, Party, ReferenceValue, Side, User
from .models.reference import LIMITS_OF_AID
from .road import Milestone, State

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
#: From this part of the limit on, a sum is near it.
NEAR = Decimal("0.80")
Period = ReferenceValue.Period


class Level(StrEnum):
    """How a sum stands to the limit of its day."""

    UNKNOWN = "unknown"
    BELOW = "below"
    NEAR = "near"
    ABOVE = "above"

    @property
    def label(self) -> Promise:
        """The level in words."""
        return LEVELS[self][0]

    @property
    def tone(self) -> str:
        """The tone of the level's tag."""
        return LEVELS[self][1]


LEVELS: dict[str, tuple[Promise, str]] = {
    Level.UNKNOWN: (gettext_lazy("limit unknown"), "warning"),
    Level.BELOW: (gettext_lazy("below the limit"), "success"),
    Level.NEAR: (gettext_lazy("near the limit, above 80 per cent"), "warning"),
    Level.ABOVE: (gettext_lazy("above the limit"), "danger"),
}


# -- The window -------------------------------------------------------------------------------------------------------
def three_years_back(day: date) -> date:
    """The first day of the three years that end on `day`: the same date, since a period given in years ends with it.

    29 February has no such date three years earlier: then 1 March. Aid of 29 February counts until 28 February.
    """
    try:
        return day.replace(year=day.year - 3)
    except ValueError:
        return date(day.year - 3, 3, 1)


def two_years_before(day: date) -> date:
    """The first day of the year of `day` and the two before it, the years being those of the calendar."""
    return date(day.year - 2, 1, 1)


#: How the limit of a day counts -> the first day of its window.
WINDOWS: dict[str, Callable[[date], date]] = {Period.ROLLING: three_years_back, Period.FISCAL: two_years_before}


def window(limit: ReferenceValue | None, day: date) -> date:
    """The first day that counts for a sum on `day`. Where the limit is unknown, three years back from the day."""
    return WINDOWS[limit.period if limit else Period.ROLLING](day)


def in_euro(amount: Decimal, rate: Decimal) -> Decimal:
    """Kronor in euro, to the cent; half a cent goes up."""
    return (amount / rate).quantize(CENT, ROUND_HALF_UP)


# -- The sum ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counted:
    """One grant in a sum: the statement that counts, and those of the same grant that say something else."""

    grant: AidGrant
    others: tuple[AidGrant, ...] = ()


@dataclass(frozen=True)
class Planned:
    """An amount that is only thought of."""

    kind: str
    amount: Decimal
    rate: Decimal

    @property
    def amount_eur(self) -> Decimal:
        """The amount in euro."""
        return in_euro(self.amount, self.rate)


@dataclass(frozen=True)
class Sum:
    """The aid of one kind that an organisation has been granted in the window that ends on `day`."""

    kind: str
    first: date
    day: date
    limit: ReferenceValue | None
    counted: list[Counted] = field(default_factory=list)
    planned: Planned | None = None

    @property
    def label(self) -> Promise:
        """The kind of aid in words."""
        return AidGrant.Kind(self.kind).label

    @property
    def granted(self) -> Decimal:
        """The sum of what has been granted, in euro."""
        return sum((one.grant.amount_eur for one in self.counted if one.grant.amount_eur), ZERO)

    @property
    def total(self) -> Decimal:
        """With what is planned."""
        return self.granted + (self.planned.amount_eur if self.planned else ZERO)

    @property
    def remaining(self) -> Decimal | None:
        """What is left up to the limit, below zero if it is passed; None where the limit is unknown."""
        return self.limit.value - self.total if self.limit else None

    @property
    def above(self) -> Decimal:
        """By how much the limit is passed."""
        return max(-(self.remaining or ZERO), ZERO)

    @property
    def share(self) -> Decimal | None:
        """The total as per cent of the limit, to a tenth."""
        return (self.total * 100 / self.limit.value).quantize(Decimal("0.1")) if self.limit else None

    @property
    def level(self) -> Level:
        """How the total stands to the limit."""
        if self.limit is None:
            return Level.UNKNOWN
        if self.total > self.limit.value:
            return Level.ABOVE
        return Level.NEAR if self.total > self.limit.value * NEAR else Level.BELOW


def sums(
    organisations: Iterable[Organisation], day: date, *, planned: Planned | None = None
) -> dict[int, dict[str, Sum]]:
    """Key of an organisation -> kind of aid -> its sum on `day`, perhaps with what is planned. Two queries."""
    keys = [one.pk for one in organisations]
    limits = reference_values.values_on(day)
    first = {kind: window(limits[kind], day) for kind in LIMITS_OF_AID}
    rows = AidGrant.objects.standing().filter(
        organisation__in=keys, kind__in=LIMITS_OF_AID, granted_on__gte=min(first.values()), granted_on__lte=day
    )
    grants: dict[tuple[int, str], list[AidGrant]] = defaultdict(list)
    for row in rows.for_list().order_by("granted_on", "pk"):
        if row.granted_on >= first[row.kind]:
            grants[row.organisation_id, row.kind].append(row)
    return {
        key: {
            kind: Sum(
                kind,
                first[kind],
                day,
                limits[kind],
                list(_counted(grants[key, kind])),
                planned if planned and planned.kind == kind else None,
            )
            for kind in LIMITS_OF_AID
        }
        for key in keys
    }


def _counted(rows: Iterable[AidGrant]) -> Iterator[Counted]:
    """Each grant once: of several statements about it, the one with the highest amount."""
    by_grant: dict[int, list[AidGrant]] = defaultdict(list)
    for row in rows:
        by_grant[row.grant_key].append(row)
    for statements in by_grant.values():
        highest = max(statements, key=lambda row: row.amount_eur)
        yield Counted(highest, tuple(row for row in statements if row is not highest))


def goes_above(grant: AidGrant) -> Sum | None:
    """The sum on the day of `grant` with it, in place of what it corrects, if it grows by that and passes the limit."""
    if grant.kind not in LIMITS_OF_AID or grant.is_withdrawn:
        return None
    found = sums([grant.organisation], grant.granted_on)[grant.organisation_id][grant.kind]
    rest = [row for one in found.counted for row in (one.grant, *one.others) if row.pk != grant.corrects_id]
    after = Sum(found.kind, found.first, found.day, found.limit, list(_counted([*rest, grant])))
    return after if after.level == Level.ABOVE and after.total > found.total else None


# -- The road to an agreement -----------------------------------------------------------------------------------------
def milestones(partnership: Partnership, _user: User) -> Iterator[Milestone]:
    """Whether it is known which aid the idéburna parties have received, and whether any is above a limit today."""
    inside = Party.objects.filter(partnership=partnership, status__in=Party.INSIDE, organisation__side=Side.IDEBUREN)
    organisations = list(Organisation.objects.filter(pk__in=inside.values("organisation")))
    stated = set(
        AidGrant.objects.current()
        .filter(organisation__in=organisations)
        .values_list("organisation", flat=True)
        .distinct()
    )
    found = sums(organisations, clock.today())
    above = sum(any(one.level == Level.ABOVE for one in kinds.values()) for kinds in found.values())
    text = _("Which aid have the idéburna organisations been granted before? The sum has a limit.")
    if stated:
        text = ngettext(
            "Something is stated for %(stated)s of %(all)s idéburen organisation.",
            "Something is stated for %(stated)s of %(all)s idéburna organisations.",
            len(organisations),
        ) % {"stated": len(stated), "all": len(organisations)}
    if above:
        text += " " + ngettext(
            "%(n)s of them is above a limit today.", "%(n)s of them are above a limit today.", above
        ) % {"n": above}
    state = State.DONE if stated and len(stated) == len(organisations) else State.UNDER_WAY
    url = reverse("partnerships:partnership_aid", args=[partnership.slug])
    yield Milestone(_("State aid"), url, state if stated else State.NOT_BEGUN, text)
