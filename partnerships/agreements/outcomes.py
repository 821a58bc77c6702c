"""What was brought of what was agreed: entered by the party itself, each time corrected by a new row."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships import access, clock, steps
from partnerships.models import Commitment, CommitmentActual, Partnership, Party, User
from partnerships.models.commitment import product
from partnerships.tasks import Task


class Period(NamedTuple):
    """A month or a quarter."""

    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, year: int, month: int, months: int) -> Self:
        """The period of `months` months from a month on."""
        last = month + months - 1
        return cls(date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1]))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The period that an address names, "2016-K3" or "2016-09"; None for nonsense."""
        year, _dash, part = text.partition("-")
        if not (len(year) == 4 and year.isdecimal() and year.isascii() and 1990 <= int(year) <= 2100):
            return None
        if part in ("K1", "K2", "K3", "K4"):
            return cls.of(int(year), int(part[1]) * 3 - 2, 3)
        if len(part) == 2 and part.isascii() and part.isdecimal() and 1 <= int(part) <= 12:
            return cls.of(int(year), int(part), 1)
        return None

    @classmethod
    def quarter_before(cls, today: date) -> Self:
        """The quarter that ended last."""
        ended = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
        return cls.of(ended.year, ended.month - 2, 3)

    @property
    def is_quarter(self) -> bool:
        """Whether it is three months long."""
        return self.starts_on.month != self.ends_on.month

    @property
    def code(self) -> str:
        """How an address names it."""
        if self.is_quarter:
            return f"{self.starts_on.year}-K{self.ends_on.month // 3}"
        return f"{self.starts_on:%Y-%m}"

    @property
    def label(self) -> str:
        """How people name it."""
        if self.is_quarter:
            return _("quarter %(number)s, %(year)s") % {
                "number": self.ends_on.month // 3,
                "year": self.starts_on.year,
            }
        return date_format(self.starts_on, "F Y")

    @property
    def due_on(self) -> date:
        """When it should be entered: a month after its end."""
        return self.ends_on + timedelta(days=31)


def touched(party: Party, period: Period) -> models.QuerySet:
    """What `party` has agreed to bring that the period reaches into, with its figures."""
    rows = Commitment.objects.agreed().filter(party=party, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    holds = models.Q(replaced_on__isnull=True) | models.Q(replaced_on__gt=period.starts_on)
    return rows.with_figures().filter(holds).order_by("kind", "starts_on", "pk")


def problems(quantity: Decimal, unit_value: Decimal) -> dict[str, str]:
    """What cannot be so of one row: field -> why."""
    if quantity < 0:
        return {"quantity": _("A number here cannot be below 0.")}
    if product(quantity, unit_value) >= Decimal(10) ** 12:
        return {"quantity": _("The value is larger than IOP can hold. Is there a digit too many?")}
    return {}


def enter(
    party: Party,
    *,
    actor: User,
    period: Period,
    rows_of: Iterable[Mapping[str, Any]],
    is_illustrative: bool = False,
) -> list[CommitmentActual]:
    """Enter what `party` brought in a period: values `commitment`, `quantity` and perhaps `note`, all or none."""
    wanted = list(rows_of)
    root = wanted[0]["commitment"].log_root if wanted else None
    with steps.record("actual.enter", actor=actor, right="enter_contribution", scope=party, root=root) as act:
        Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if period.starts_on > clock.today():
            raise steps.StepRefused(_("The time has not begun yet."))
        may = {one.pk: one for one in touched(party, period)}
        made = []
        for values in wanted:
            commitment = may.get(values["commitment"].pk)
            if commitment is None:
                raise steps.StepRefused(_("“%(what)s” does not hold then.") % {"what": values["commitment"]})
            overlapping = commitment.actuals.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
            if overlapping.exists():
                raise steps.StepRefused(
                    _("“%(what)s” is already entered for a part of this time. Correct what stands there.")
                    % {"what": commitment}
                )
            made.append(_save(act, commitment, period, values, is_illustrative=is_illustrative))
    return made


def correct(actual: CommitmentActual, *, actor: User, quantity: Decimal, note: str = "") -> CommitmentActual:
    """A new row instead of one that was wrong. The old one stays and is counted no more."""
    commitment = actual.commitment
    with steps.record(
        "actual.correct", actor=actor, right="enter_contribution", scope=commitment.party, root=commitment.log_root
    ) as act:
        Party.objects.select_for_update(of=("self",)).get(pk=commitment.party_id)
        if CommitmentActual.objects.filter(corrects=actual).exists():
            raise steps.StepRefused(_("This has already been corrected. Correct the newer row."))
        period = Period(actual.starts_on, actual.ends_on)
        values = {"quantity": quantity, "note": note, "corrects": actual}
        return _save(act, commitment, period, values, is_illustrative=actual.is_illustrative)


def _save(
    act: steps.Act, commitment: Commitment, period: Period, values: Mapping[str, Any], *, is_illustrative: bool
) -> CommitmentActual:
    found = problems(values["quantity"], commitment.unit_value)
    if found:
        raise steps.StepRefused(" ".join(found.values()))
    return act.save(
        CommitmentActual(
            commitment=commitment,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            quantity=values["quantity"],
            unit_value=commitment.unit_value,
            value=product(values["quantity"], commitment.unit_value),
            note=values.get("note", ""),
            corrects=values.get("corrects"),
            is_illustrative=is_illustrative,
        )
    )


def parties_of(user: User, partnership: Partnership | None = None) -> models.QuerySet:
    """The parties for which `user` enters what they have brought."""
    rows = Party.objects.current().filter(organisation__in=access.objects_with(user, "enter_contribution"))
    if partnership is not None:
        rows = rows.filter(partnership=partnership)
    return rows.select_related("organisation", "unit", "partnership").order_by("pk")


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Parties whose last quarter has nothing entered, though they had agreed to bring something then. Two queries."""
    if not access.may_somewhere(user, "enter_contribution"):
        return
    period = Period.quarter_before(clock.today())
    held = Commitment.objects.agreed().filter(
        party=models.OuterRef("pk"), starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    entered = CommitmentActual.objects.filter(
        commitment__party=models.OuterRef("pk"), starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    for party in parties_of(user, partnership).filter(models.Exists(held), ~models.Exists(entered)):
        yield Task(
            _("Enter what %(party)s brought, %(period)s") % {"party": party.name, "period": period.label},
            f"{reverse('partnerships:outcome_new', args=[party.partnership.slug, party.pk])}?tid={period.code}",
            due_on=period.due_on,
        )
