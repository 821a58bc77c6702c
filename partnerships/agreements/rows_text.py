"""The rows of an agreement in the words that are signed. An agreement without rows has no such words.

As in `text`: Swedish whoever reads it, and never changed, since signatures rest on them.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from partnerships.models import Commitment, Governed

KIND_WORDS: dict[str, str] = {
    Commitment.Kind.MONEY: "pengar",
    Commitment.Kind.IN_KIND: "in natura",
    Commitment.Kind.HOURS: "tid",
}
#: Key of a party -> its name with its organisation number.
Names = dict[int, str]


class RowKind(NamedTuple):
    """One kind of rows: its heading in the text, which parties a row names, and the lines of many."""

    model: type[Governed]
    heading: str
    parties: Callable[[Any], Iterable[int]]
    lines: Callable[[list[Any], Names], list[str]]


def _commitments(rows: list[Any], names: Names) -> list[str]:
    """A line for each commitment: who, when, what, how much, and its value with what it rests on."""
    replaced = Commitment.objects.in_bulk({row.replaces_id for row in rows if row.replaces_id})
    rows = sorted(rows, key=lambda row: (row.party_id, row.starts_on, row.kind, row.id))
    return [_commitment(row, names[row.party_id], replaced.get(row.replaces_id)) for row in rows]


def _commitment(row: Any, party: str, old: Commitment | None) -> str:
    words = f"{party}, {row.starts_on}–{row.ends_on}, {KIND_WORDS[row.kind]}: {row.description}: "
    if row.kind == Commitment.Kind.MONEY:
        words += f"{_figure(row.value)} kr."
    else:
        words += f"{_figure(row.quantity)} {row.unit} à {_figure(row.unit_value)} kr = {_figure(row.value)} kr."
    if row.basis:
        words += f" Grund: {row.basis}"
    if old:
        words += f" Ersätter från och med {row.starts_on}: {old.description} ({old.starts_on}–{old.ends_on})."
    return words


def _figure(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


#: In the order in which they stand in the text.
KINDS: tuple[RowKind, ...] = (RowKind(Commitment, "PARTERNAS ÅTAGANDEN", lambda row: (row.party_id,), _commitments),)
