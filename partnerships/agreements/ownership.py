"""The ownership matrix: what is joint, what is owned, and who bears the cost."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from partnerships.models import Agreement, OwnershipItem, Service, User

from . import rows

#: What is written of a line.
FIELDS = frozenset({"kind", "item", "owner", "cost_bearer", "reason", "note", "service"})
Kind = OwnershipItem.Kind


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be so: field -> why. What differs from the rule is no problem: see `doubt`."""
    found = {}
    if values.get("owner") is not None and values.get("cost_bearer") is None:
        found["cost_bearer"] = _("Say who bears the cost of what is owned.")
    if values.get("service") is not None and values["kind"] != Kind.SERVICE:
        found["service"] = _("Only a line of the kind service is about a service.")
    return found


def doubt(item: OwnershipItem) -> str:
    """What one should give a reason for, in words; empty if the line follows the rule or says why it does not."""
    if not item.lacks_reason:
        return ""
    if item.kind in OwnershipItem.JOINT_BY_RULE:
        return _("Goals and learning are joint as a rule. Say why “%(item)s” is not.") % {"item": item.item}
    return _("Who bears the cost owns, as a rule. Say why it is otherwise with “%(item)s”.") % {"item": item.item}


def services_of(agreement: Agreement, user: User) -> Any:
    """The services that a line can be about."""
    found = Service.objects.visible_to(user).filter(
        party__partnership=agreement.partnership_id, shared_at__isnull=False
    )
    return found.order_by("name", "pk")


def add(
    agreement: Agreement,
    *,
    actor: User,
    rows_of: Iterable[Mapping[str, Any]],
    seen: str | None = None,
    is_illustrative: bool = False,
) -> list[OwnershipItem]:
    """Enter lines: a coordinator all, a party those of what it owns itself. Takes a proposed package back first."""
    made = []
    for values in rows_of:
        _check(values)
        made.append(OwnershipItem(is_illustrative=is_illustrative, **values))
    return rows.add(agreement, actor=actor, made=made, action="ownership.add", seen=seen)


def edit(
    line: OwnershipItem, *, actor: User, version: int | None = None, seen: str | None = None, **values: Any
) -> OwnershipItem:
    """Change a line. Raises EditConflict if it has been changed since `version`."""
    _check({**{name: getattr(line, name) for name in FIELDS}, **values})
    return rows.edit(line, actor=actor, action="ownership.edit", values=values, version=version, seen=seen)


def remove(line: OwnershipItem, *, actor: User, seen: str | None = None) -> None:
    """Take a line out of the text; the history keeps it."""
    rows.remove(line, actor=actor, action="ownership.remove", seen=seen)


def _check(values: Mapping[str, Any]) -> None:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"not a field of a line: {', '.join(sorted(unknown))}")
    rows.refuse(problems(values))
