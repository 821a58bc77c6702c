"""Mandates, partnership roles and the rights they give, written together."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from . import access, clock, steps
from .models import Mandate, Organisation, Partnership, PartnershipRole, Party, Side, Unit, User


def grant(
    *,
    actor: Any,
    person: User,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    unit: Unit | None = None,
    limit_amount: Any = None,
    authority: str = "",
    by_system: bool = False,
) -> Mandate:
    """Give `person` a mandate in `organisation`; the rights follow at once if it holds today.

    `by_system`: on the authority of an invitation that somebody with the right has made, or of the installation.
    """
    with steps.record(
        "mandate.grant",
        actor=actor,
        right="" if by_system else "manage_mandates",
        scope=organisation,
        authority=authority,
    ) as act:
        mandate = act.save(
            Mandate(
                person=person,
                organisation=organisation,
                unit=unit,
                role=role,
                limit_amount=limit_amount,
                valid_from=valid_from,
                valid_until=valid_until,
            )
        )
    access.sync(person)
    return mandate


def end(mandate: Mandate, *, actor: Any, on: date, authority: str = "") -> Mandate:
    """Let a mandate cease on `on`. From that day its rights are gone, the same day if it is today."""
    if on < mandate.valid_from:
        raise steps.StepRefused(_("The last date lies before the first."))
    steps.edit(
        mandate,
        actor=actor,
        right="manage_mandates",
        values={"valid_until": on},
        action="mandate.end",
        authority=authority,
    )
    access.sync(mandate.person)
    return mandate


def give_role(
    *,
    actor: Any,
    partnership: Partnership,
    person: User,
    role: str,
    organisation: Organisation | None,
    valid_from: date,
    valid_until: date | None = None,
    authority: str = "",
    by_system: bool = False,
) -> PartnershipRole:
    """Make `person` coordinator (for `organisation`) or observer of the partnership."""
    with steps.record(
        "role.give", actor=actor, right="" if by_system else "invite", scope=partnership, authority=authority
    ) as act:
        given = act.save(
            PartnershipRole(
                partnership=partnership,
                person=person,
                organisation=organisation,
                role=role,
                valid_from=valid_from,
                valid_until=valid_until,
            )
        )
    access.sync(person)
    return given


def end_role(role: PartnershipRole, *, actor: Any, on: date, authority: str = "") -> PartnershipRole:
    """Let a partnership role cease on `on`. A coordinator is ended by a coordinator of the same organisation only."""
    mine = access.acting_organisation(actor, role.partnership)
    if role.organisation_id and (mine is None or mine.pk != role.organisation_id):
        raise steps.StepRefused(_("Only the coordinator's own organisation can end this role."))
    if on < role.valid_from:
        raise steps.StepRefused(_("The last date lies before the first."))
    steps.edit(role, actor=actor, right="invite", values={"valid_until": on}, action="role.end", authority=authority)
    access.sync(role.person)
    return role


def sync_organisation(organisation: Organisation) -> None:
    """Give and take rights after the organisation's place in a partnership changed."""
    people = User.objects.filter(
        pk__in=Mandate.objects.valid_on(clock.today()).filter(organisation=organisation).values("person")
    )
    access.sync(*people)


def sides_present(partnership: Partnership) -> set[str]:
    """The sides that have a party inside the partnership."""
    return set(
        Party.objects.filter(partnership=partnership, status__in=Party.INSIDE).values_list(
            "organisation__side", flat=True
        )
    ) & set(Side.values)
