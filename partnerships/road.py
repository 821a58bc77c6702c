"""The road to an agreement, from the challenge on: what is done, what goes on and what is left.

Each part of the product registers the milestones that it knows of; the page "Initiativ" shows them in the order of
`Place`. The order is how the work usually goes, not a rule: nothing is locked until the one before it is done.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Partnership


class Place(IntEnum):
    """Where on the road a milestone usually stands."""

    CHALLENGE, PARTIES, PERSPECTIVES, ANALYSIS, FORM, AID, DECISIONS, AGREEMENT = range(8)


class State(StrEnum):
    """How far a milestone has come."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"


LABELS: dict[State, Promise] = {
    State.NOT_BEGUN: _("not begun"),
    State.UNDER_WAY: _("under way"),
    State.DONE: pgettext_lazy("milestone", "done"),
}
TONES = {State.NOT_BEGUN: "neutral", State.UNDER_WAY: "warning", State.DONE: "success"}


@dataclass(frozen=True)
class Milestone:
    """One thing on the way to an agreement: how far it has come, in a sentence or two, and the page it stands on."""

    title: str
    url: str
    state: State
    text: str = ""

    @property
    def label(self) -> Promise:
        """The state in words."""
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return TONES[self.state]


#: (partnership, who looks) -> milestones, in a number of queries that does not grow with the rows.
Source = Callable[[Partnership, Any], Iterable[Milestone]]
_sources: dict[Source, Place] = {}


def register(place: Place, source: Source) -> None:
    """Add a source of milestones; called from an app's `ready`."""
    _sources[source] = place


def milestones(partnership: Partnership, user: Any) -> list[Milestone]:
    """The road of `partnership` as `user` may see it, from the challenge to the agreement."""
    in_order = sorted(_sources, key=lambda source: _sources[source])
    return [one for source in in_order for one in source(partnership, user)]
