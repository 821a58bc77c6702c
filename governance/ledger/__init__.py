"""The books of the shared fund. The only writer of movements; and what can be read out of them.

Money moves between four accounts: outside → available → committed → paid, and back only as a movement of its own. Each
writer runs inside the act (`steps.Act`) of the step that causes the movement, so that both happen or neither.
"""

from .balance import (
    IN,
    OUT,
    ZERO,
    Balances,
    balances,
    booked,
    into,
    movements,
    remaining,
    returns,
    total,
    with_progress,
)
from .booking import commit, contribute, correct, lock, pay, release
from .checks import faults, latest_confirmed
from .krona import Part, Trace, trace

__all__ = [
    "Balances",
    "IN",
    "OUT",
    "Part",
    "Trace",
    "ZERO",
    "balances",
    "booked",
    "commit",
    "contribute",
    "correct",
    "faults",
    "into",
    "latest_confirmed",
    "lock",
    "movements",
    "pay",
    "release",
    "remaining",
    "returns",
    "total",
    "trace",
    "with_progress",
]
