"""What follows when a party comes or goes: worked out from the data, done or not done. Each part adds its points."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from . import clock
from .agreements.withdrawal import only_coordinator
from .models import Agreement, Mandate, Party, Service, ServiceReport

JOINING, LEAVING = "joining", "leaving"


@dataclass(frozen=True)
class Point:
    """One thing to see to, where, and whether the data say that it is done."""

    title: str
    url: str
    is_done: bool


#: (party, JOINING or LEAVING) -> points, in a number of queries that does not grow.
Source = Callable[[Party, str], Iterable[Point]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source of points; called from an app's `ready`."""
    if source not in _sources:
        _sources.append(source)


def points(party: Party, what: str) -> list[Point]:
    """All that follows, what is not done first."""
    return sorted((one for source in _sources for one in source(party, what)), key=lambda one: one.is_done)


def own_points(party: Party, what: str) -> Iterator[Point]:
    """Accounts, annex, services and coordination. Governance adds seats, fund and money."""
    slug, organisation = party.partnership.slug, party.organisation
    annexes = Agreement.objects.filter(party=party, kind=Agreement.Kind.ANNEX).exclude(dropped_on__isnull=False)
    services = Service.objects.filter(party=party)
    listed = reverse("partnerships:service_list", args=[slug])
    url = reverse("partnerships:agreement_list", args=[slug])
    if what == JOINING:
        held = set(
            Mandate.objects.valid_on(clock.today())
            .filter(organisation=organisation, person__is_active=True)
            .values_list("role", flat=True)
        )
        for role in (Mandate.Role.REPRESENTATIVE, Mandate.Role.SIGNATORY, Mandate.Role.ECONOMIST):
            title = _("An account and a mandate for a %(role)s") % {"role": role.label}
            yield Point(title, organisation.get_absolute_url(), role in held)
        yield Point(_("An annex that says what the party does"), url, annexes.exists())
        yield Point(_("Its services described and shared"), listed, services.filter(shared_at__isnull=False).exists())
        return
    yield Point(_("Its annexes have ceased"), url, not annexes.filter(status=Agreement.Status.IN_FORCE).exists())
    yield Point(
        _("Its services closed or handed over"), listed, not services.exclude(status=Service.Status.CLOSED).exists()
    )
    is_open = Q(status__in=[ServiceReport.Status.DRAFT, ServiceReport.Status.SUBMITTED])
    yield Point(
        _("Its monthly reports submitted and confirmed"),
        listed,
        not ServiceReport.objects.filter(is_open, service__party=party).exists(),
    )
    roles = reverse("partnerships:party_list", args=[slug])
    yield Point(_("Another party has a coordinator"), roles, not only_coordinator(party))
