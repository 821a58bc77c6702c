"""Following one krona: from a grant back to the reports that its money came from, and on to its payments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from governance.models import FundMovement, Grant

from .balance import ZERO, Account, movements


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
