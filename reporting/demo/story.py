"""How the demo is told: acts with their day and hour, done in the order in which they happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from partnerships import clock
from partnerships.demo import DEMO_DOMAIN, DEMO_PASSWORD
from partnerships.models import Organisation, Partnership, Party, User

MORNING, NOON, AFTERNOON = time(9), time(12), time(15)


def moment(day: date, at: time = MORNING) -> datetime:
    """A moment of the story, in Swedish time."""
    return timezone.make_aware(datetime.combine(day, at))


def workday(day: date) -> date:
    """`day`, or the Monday after it if it falls on a weekend."""
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


class Story:
    """Acts by day and hour. They may be written down in any order: `tell` does them from the first to the last."""

    def __init__(self) -> None:
        self._acts: list[tuple[date, time, int, Callable[[], Any]]] = []

    def at(self, day: date, hour: time, do: Callable[..., Any], *given: Any, **named: Any) -> None:
        """Let `do(*given, **named)` happen on `day`, at `hour`."""
        self._acts.append((day, hour, len(self._acts), lambda: do(*given, **named)))

    def tell(self) -> None:
        """Do every act with the product's clock at its moment."""
        for day, hour, _order, do in sorted(self._acts, key=lambda one: one[:3]):
            with clock.travel(day, hour):
                do()


@dataclass
class Case:
    """One partnership of the demo and what its acts have made so far, by short names."""

    slug: str
    password: str = field(default_factory=lambda: make_password(DEMO_PASSWORD))  # slow on purpose: once for everybody
    people: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    made: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def partnership(self) -> Partnership:
        """The partnership as it stands now."""
        return Partnership.objects.get(slug=self.slug)

    def person(self, key: str, name: str, title: str) -> User:
        """A new account: a role and an organisation for a name."""
        person = User(email=f"{key}@{DEMO_DOMAIN}", name=name, title=title, password=self.password)
        person.save()
        self.people[key] = person
        return person

    def party(self, key: str) -> Party:
        """The organisation's latest place in the partnership."""
        parties = Party.objects.filter(partnership__slug=self.slug, organisation=self.organisations[key])
        return parties.select_related("organisation", "unit", "partnership").latest("pk")

    def keep(self, kind: str, key: str, obj: Any) -> Any:
        """Remember what was made, to be found again by `get`."""
        self.made[kind, key] = obj
        return obj

    def get(self, kind: str, key: str) -> Any:
        """What was kept, as it stands now."""
        obj = self.made[kind, key]
        return type(obj)._base_manager.get(pk=obj.pk)
