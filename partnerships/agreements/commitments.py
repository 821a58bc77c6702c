"""What each party brings, as agreed: entered while the agreement is a draft, replaced by an amendment."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships import steps
from partnerships.models import Agreement, Commitment, User
from partnerships.models.commitment import product

from . import rows
from .drafting import reopen
from .package import Kind

#: What is written of a commitment.
FIELDS = frozenset(
    {"party", "kind", "description", "starts_on", "ends_on", "quantity", "unit", "unit_value", "basis", "replaces"}
)
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST = Decimal(10) ** 12


def year_of(agreement: Agreement, year: int) -> tuple[date, date]:
    """The year's first and last day, as far as the agreement's own term reaches into it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if agreement.starts_on and agreement.starts_on.year == year:
        first = agreement.starts_on
    if agreement.ends_on and agreement.ends_on.year == year:
        last = max(first, agreement.ends_on)
    return first, last


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be so: field -> why. Empty if all can."""
    found: dict[str, str] = {}
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        found["ends_on"] = _("The last day lies before the first.")
    elif first.year != last.year:
        found["ends_on"] = _("A commitment lies within one year. Write one for each year.")
    quantity, unit_value = values["quantity"], values.get("unit_value") or Decimal(0)
    is_money = values["kind"] == Commitment.Kind.MONEY
    if quantity < 0 or (quantity == 0 and not values.get("replaces")):
        found["quantity"] = _("Write how much, more than 0.")
    if not is_money and unit_value > 0 and not values.get("basis", "").strip():
        found["basis"] = _("Say what the value rests on: a price, a rent, a reference value and its year.")
    if values["kind"] == Commitment.Kind.IN_KIND and not values.get("unit", "").strip():
        found["unit"] = _("Say in what it is counted: month, square metre, piece.")
    if product(quantity, Decimal(1) if is_money else unit_value) >= MOST:
        found["quantity"] = _("The value is larger than IOP can hold. Is there a digit too many?")
    return found


def add(
    agreement: Agreement,
    *,
    actor: User,
    rows_of: Iterable[Mapping[str, Any]],
    seen: str | None = None,
    is_illustrative: bool = False,
    authority: str = "",
) -> list[Commitment]:
    """Enter commitments, each as values of FIELDS, all or none. Takes a proposed package back first."""
    wanted = [_known(values) for values in rows_of]
    with rows.writing_rows(
        agreement,
        actor=actor,
        parties=[one["party"] for one in wanted],
        action="commitment.add",
        authority=authority,
    ) as (act, root):
        if wanted:
            reopen(act, root, seen)
        made = []
        for values in wanted:
            rows.between(root, values["party"])
            _check(root, values)
            made.append(_save(act, Commitment(agreement=root, is_illustrative=is_illustrative, **values)))
    return made


def edit(
    commitment: Commitment,
    *,
    actor: User,
    version: int | None = None,
    seen: str | None = None,
    authority: str = "",
    **values: Any,
) -> Commitment:
    """Change a commitment; its party stays. Raises EditConflict if it has been changed since `version`."""
    values = _known(values)
    if "party" in values:
        raise TypeError("a commitment keeps its party: remove it and enter another")
    with rows.writing_rows(
        commitment.agreement, actor=actor, parties=[commitment.party], action="commitment.edit", authority=authority
    ) as (act, root):
        locked = rows.locked_row(commitment, version)
        if rows.set_values(act, root, locked, values, seen):
            _check(root, {name: getattr(locked, name) for name in FIELDS})
            _save(act, locked)
    return locked


def remove(commitment: Commitment, *, actor: User, seen: str | None = None, authority: str = "") -> None:
    """Take a commitment out of the text; the history keeps it."""
    with rows.writing_rows(
        commitment.agreement, actor=actor, parties=[commitment.party], action="commitment.remove", authority=authority
    ) as (act, root):
        locked = rows.locked_row(commitment)
        reopen(act, root, seen)
        act.delete(locked)


def replaceable(agreement: Agreement) -> Any:
    """What an amendment or extension may replace: what is agreed in its main agreement, and nothing replaces yet."""
    if agreement.kind not in (Kind.AMENDMENT, Kind.EXTENSION) or agreement.parent_id is None:
        return Commitment.objects.none()
    found = Commitment.objects.agreed().filter(replaced_by__isnull=True)
    return found.filter(agreement=agreement.parent_id) | found.filter(agreement__parent=agreement.parent_id)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"not a field of a commitment: {', '.join(sorted(unknown))}")
    return dict(values)


def _check(root: Agreement, values: Mapping[str, Any]) -> None:
    rows.refuse(problems(values))
    old = values.get("replaces")
    if old is None:
        return
    if old.party_id != values["party"].pk or not (old.starts_on <= values["starts_on"] <= old.ends_on):
        raise steps.StepRefused(
            _("What replaces “%(old)s” is brought by the same party, from a day between %(first)s and %(last)s.")
            % {"old": old.description, "first": old.starts_on, "last": old.ends_on}
        )
    if root.parent_id is None or root.parent_id not in (old.agreement_id, old.agreement.parent_id):
        raise steps.StepRefused(_("Only what is agreed in the agreement that this one changes can be replaced."))
    if Commitment.objects.filter(replaces=old).exclude(agreement=root).exists():
        raise steps.StepRefused(_("“%(old)s” is already replaced in another agreement.") % {"old": old.description})


def _save(act: steps.Act, commitment: Commitment) -> Commitment:
    commitment.work_out()
    return act.save(commitment)
