"""Services that the parties offer: what they are, since when they are shared, how many they have room for."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, steps
from .models import Party, Service, ServiceCapacity, User
from .steps import StepRefused

#: What the owner may fill in and change.
FIELDS = frozenset({"name", "kind", "status", "description", "contact", "daily_rate", "contributes"})
MOST_PLACES = 100_000


def create(
    party: Party,
    *,
    actor: User,
    name: str,
    kind: str,
    authority: str = "",
    is_illustrative: bool = False,
    **values: Any,
) -> Service:
    """Begin a service of `party`: a draft that only its own organisation sees until it is shared."""
    _known(values)
    with steps.record(
        "service.create", actor=actor, right="edit_service", scope=party.organisation, authority=authority
    ) as act:
        Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        _refuse_same_name(party, name)
        service = Service(party=party, name=name, kind=kind, is_illustrative=is_illustrative, **values)
        return act.save(service)


def edit(service: Service, *, actor: User, version: int | None = None, **values: Any) -> Service:
    """Change what the owner tells of the service, its status too. Raises EditConflict if it was changed meanwhile."""
    _known(values)
    access.require(actor, "edit_service", service)
    if "name" in values:
        _refuse_same_name(service.party, values["name"], service)
    return steps.edit(service, actor=actor, right="edit_service", values=values, version=version)


def _known(values: dict[str, Any]) -> None:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"not a field of a service that is edited: {', '.join(sorted(unknown))}")


def _refuse_same_name(party: Party, name: str, service: Service | None = None) -> None:
    same = Service.objects.filter(party=party, name=name)
    if service is not None:
        same = same.exclude(pk=service.pk)
    if same.exists():
        raise StepRefused(_("The party already has a service with this name."))


def share(service: Service, *, actor: User) -> Service:
    """Let everyone in the partnership see the service. From now on the public side has received it; no way back."""
    with steps.record("service.share", actor=actor, right="edit_service", scope=service) as act:
        locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
        if locked.shared_at is not None:
            raise StepRefused(_("The service is already shared."))
        locked.shared_at = clock.now()
        act.save(locked)
        act.notify(
            access.people_with("edit_partnership", locked.partnership),
            key=f"service.share:{locked.pk}",
            text=gettext_lazy("%(party)s has shared the service “%(name)s”."),
            url=locked.get_absolute_url(),
            party=locked.party.name,
            name=locked.name,
        )
    return locked


def set_capacity(service: Service, *, actor: User, capacity: int, valid_from: date) -> ServiceCapacity:
    """Let the service have room for `capacity` from `valid_from`; what held before ceases that day."""
    if not 0 <= capacity <= MOST_PLACES:
        raise StepRefused(_("The capacity is between 0 and %(most)s.") % {"most": MOST_PLACES})
    with steps.record("service.set_capacity", actor=actor, right="edit_service", scope=service, root=service) as act:
        Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
        rows = ServiceCapacity.objects.filter(service=service)
        if rows.filter(
            Q(valid_from__gt=valid_from) | Q(valid_until__gt=valid_from, valid_until__isnull=False)
        ).exists():
            raise StepRefused(_("A later period is already entered. Choose a day after it began."))
        before = rows.valid_on(valid_from).first()
        if before is not None and before.valid_from == valid_from:
            before.capacity = capacity
            return act.save(before)
        if before is not None:
            before.valid_until = valid_from
            act.save(before)
        return act.save(ServiceCapacity(service=service, capacity=capacity, valid_from=valid_from))


def capacity_on(service: Service, day: date) -> int | None:
    """How many the service has room for on `day`; None if nothing is said."""
    return ServiceCapacity.objects.filter(service=service).valid_on(day).values_list("capacity", flat=True).first()
