"""Whom one has invited or considered besides the parties: so that others can see that the choice had reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from . import steps
from .models import ConsideredOrganisation, Organisation, Partnership, User

#: What the coordinators write about an organisation.
FIELDS = frozenset({"organisation", "name", "on", "how", "answer", "reason"})


def add(
    partnership: Partnership, *, actor: User, is_illustrative: bool = False, authority: str = "", **values: Any
) -> ConsideredOrganisation:
    """Note an organisation that has been invited or considered: one that is registered here, or any by its name."""
    with steps.record(
        "considered.add", actor=actor, right="choose_form", scope=partnership, authority=authority
    ) as act:
        row = ConsideredOrganisation(partnership=partnership, is_illustrative=is_illustrative, **_named(values))
        return act.save(row)


def edit(
    row: ConsideredOrganisation, *, actor: User, version: int | None = None, authority: str = "", **values: Any
) -> ConsideredOrganisation:
    """Change what stands about it, its answer above all. Raises EditConflict if somebody else did since `version`."""
    return steps.edit(
        row,
        actor=actor,
        right="choose_form",
        values=_named(values),
        version=version,
        action="considered.edit",
        authority=authority,
    )


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"not written here: {', '.join(sorted(unknown))}")
    values = dict(values)
    organisation: Organisation | None = values.get("organisation")
    if organisation is not None:
        values["name"] = organisation.name
    if "name" in values and not values["name"].strip():
        raise steps.StepRefused(_("Choose an organisation or write its name."))
    return values
