"""The rows of an agreement in the words that are signed. An agreement without rows has no such words.

As in `text`: Swedish whoever reads it, and never changed, since signatures rest on them.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from partnerships.models import Commitment, Condition, Governed, OwnershipItem

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
    only: dict[str, Any]  # which rows are part of the text


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


OWNED_WORDS: dict[str, str] = {
    OwnershipItem.Kind.SERVICE: "tjänst",
    OwnershipItem.Kind.PREMISES: "lokaler",
    OwnershipItem.Kind.STAFF: "personal",
    OwnershipItem.Kind.METHOD: "metod",
    OwnershipItem.Kind.BRAND: "namn och varumärke",
    OwnershipItem.Kind.DATA: "data",
    OwnershipItem.Kind.EQUIPMENT: "utrustning",
    OwnershipItem.Kind.GOALS: "mål",
    OwnershipItem.Kind.LEARNING: "lärande",
}


def _ownership(rows: list[Any], names: Names) -> list[str]:
    """A line for each thing: joint, or owned by whom, and who bears the cost."""
    lines = []
    for row in sorted(rows, key=lambda row: row.id):
        owned = f"ägs av {names[row.owner_id]}" if row.owner_id else "gemensamt"
        cost = f"kostnaden bärs av {names[row.cost_bearer_id]}" if row.cost_bearer_id else "var och en bär sin kostnad"
        words = f"{row.item} ({OWNED_WORDS[row.kind]}): {owned}; {cost}."
        words += f" Skäl: {row.reason}" if row.reason else ""
        lines.append(words + (f" Anmärkning: {row.note.strip()}" if row.note.strip() else ""))
    return lines


def _conditions(rows: list[Any], names: Names) -> list[str]:
    """A line for each condition: what, who fulfils it, who watches, and when."""
    lines = []
    for row in sorted(rows, key=lambda row: (row.due_on, row.id)):
        watcher = names[row.watcher_id] if row.watcher_id else "samordnarna"
        again = f"därefter var {row.every_months}:e månad" if row.every_months else "en gång"
        who = f"Fullgörs av {names[row.party_id]}. Tillsyn av {watcher}"
        lines.append(f"{row.text.rstrip('.')}. {who}: {row.due_on}, {again}.")
    return lines


def _figure(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


#: In the order in which they stand in the text.
KINDS: tuple[RowKind, ...] = (
    RowKind(Commitment, "PARTERNAS ÅTAGANDEN", lambda row: (row.party_id,), _commitments, {}),
    RowKind(
        OwnershipItem,
        "VAD SOM ÄR GEMENSAMT OCH VAD SOM ÄGS",
        lambda row: filter(None, (row.owner_id, row.cost_bearer_id)),
        _ownership,
        {},
    ),
    RowKind(
        Condition,
        "VILLKOR",
        lambda row: filter(None, (row.party_id, row.watcher_id)),
        _conditions,
        {"decision": ""},  # what a later decision has set is no part of what was signed
    ),
)
