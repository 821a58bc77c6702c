"""Organisations, their units and the people who act for them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, mandates, steps
from .models import Mandate, Organisation, Partnership, PartnershipRole, Party, Unit, User
from .tasks import Task

#: Either of these, on anything, lets a person register an organisation.
RIGHTS_TO_CREATE = ("start_partnership", "manage_parties")
NUMBER_TAKEN = gettext_lazy("An organisation with this number is already registered.")
UNIT_TAKEN = gettext_lazy("The organisation already has a unit with this name.")


def may_create(user: User) -> bool:
    """Whether `user` may register an organisation."""
    return any(access.may_somewhere(user, right) for right in RIGHTS_TO_CREATE)


@contextmanager
def worded(message: str | Promise) -> Iterator[None]:
    """Say `message` when the database refuses what was free a moment ago."""
    try:
        yield
    except IntegrityError as refused:
        raise steps.StepRefused(str(message)) from refused


def create(
    *, actor: User | None, values: Mapping[str, Any], by_system: bool = False, is_illustrative: bool = False
) -> Organisation:
    """Register an organisation. It has no people until somebody accepts an invitation to it.

    `by_system`: when the installation or the demo is set up.
    """
    if not by_system and not may_create(actor):
        raise PermissionDenied(access.refusal(*RIGHTS_TO_CREATE))
    with worded(NUMBER_TAKEN), steps.record("organisation.create", actor=actor) as act:
        return act.save(Organisation(**values, created_by=actor, is_illustrative=is_illustrative))


def is_being_registered(organisation: Organisation, user: User) -> bool:
    """Whether `user` registered the organisation and nobody acts for it yet: then its facts may be corrected."""
    return organisation.created_by_id == user.pk and not organisation.mandates.exists()


def edit(
    organisation: Organisation, *, actor: User, values: Mapping[str, Any], version: int | None = None
) -> Organisation:
    """Change the profile. The one who registered it may, until the organisation has people of its own."""
    right = "" if is_being_registered(organisation, actor) else "edit_organisation"
    if "side" in values and values["side"] != organisation.side and is_settled(organisation):
        raise steps.StepRefused(_("The side is fixed once the organisation has people or takes part in a partnership."))
    with worded(NUMBER_TAKEN):
        return steps.edit(organisation, actor=actor, right=right, values=values, version=version)


def is_settled(organisation: Organisation) -> bool:
    """Whether anything rests on the organisation's side."""
    return organisation.mandates.exists() or organisation.parties.exists()


# -- Units ------------------------------------------------------------------------------------------------------------
def add_unit(organisation: Organisation, *, actor: User | None, name: str, by_system: bool = False) -> Unit:
    """Add a nämnd, förvaltning or home."""
    right = "" if by_system else "edit_organisation"
    with worded(UNIT_TAKEN), steps.record("unit.create", actor=actor, right=right, scope=organisation) as act:
        return act.save(Unit(organisation=organisation, name=name))


def edit_unit(unit: Unit, *, actor: User, values: Mapping[str, Any], version: int | None = None) -> Unit:
    """Rename a unit, close it or open it again. A closed one stays where it is named and cannot be chosen anew."""
    with worded(UNIT_TAKEN):
        return steps.edit(unit, actor=actor, right="edit_organisation", values=values, version=version)


# -- People -----------------------------------------------------------------------------------------------------------
def people_of(organisation: Organisation) -> models.QuerySet[User]:
    """The active people who have, or have had, a mandate in the organisation."""
    return User.objects.filter(pk__in=organisation.mandates.values("person"), is_active=True)


def overlapping(rows: models.QuerySet, valid_from: date, valid_until: date | None) -> models.QuerySet:
    """The dated rows that hold on some day of the period."""
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from))
    return rows if valid_until is None else rows.filter(valid_from__lt=valid_until)


def check_period(valid_from: date, valid_until: date | None) -> None:
    """Refuse a period that has begun already or that holds on no day."""
    if valid_from < clock.today():
        raise steps.StepRefused(_("It can begin today at the earliest."))
    if valid_until is not None and valid_until <= valid_from:
        raise steps.StepRefused(_("It must cease after the first day."))


def check_mandate(
    organisation: Organisation,
    *,
    person: User | None,
    role: str,
    valid_from: date,
    valid_until: date | None,
    unit: Unit | None,
    limit_amount: Any,
) -> None:
    """Refuse a mandate that could not be given, with the reason."""
    if role not in Mandate.Role.values:
        raise steps.StepRefused(_("Choose a role."))
    check_period(valid_from, valid_until)
    if unit is not None and (unit.organisation_id != organisation.pk or unit.is_closed):
        raise steps.StepRefused(_("Choose one of the organisation's own units."))
    if limit_amount is not None and role != Mandate.Role.SIGNATORY:
        raise steps.StepRefused(_("Only a signatory has a limit in kronor."))
    if person is not None:
        same = Mandate.objects.filter(person=person, organisation=organisation, role=role)
        if overlapping(same, valid_from, valid_until).exists():
            raise steps.StepRefused(_("The person already has this role on some of these days."))


def give_mandate(
    organisation: Organisation,
    *,
    actor: User,
    person: User,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    unit: Unit | None = None,
    limit_amount: Any = None,
) -> Mandate:
    """Give somebody who is already of the organisation a further mandate; others are invited."""
    access.require(actor, "manage_mandates", organisation)
    if not people_of(organisation).filter(pk=person.pk).exists():
        raise steps.StepRefused(_("Only people who have had a mandate here can get a further one. Invite the person."))
    period = {"valid_from": valid_from, "valid_until": valid_until, "unit": unit, "limit_amount": limit_amount}
    check_mandate(organisation, person=person, role=role, **period)
    with worded(_("The person already has this role on some of these days.")):
        return mandates.grant(actor=actor, person=person, organisation=organisation, role=role, **period)


def is_last_representative(mandate: Mandate, on: date) -> bool:
    """Whether nobody would represent the organisation from `on` if the mandate ceased then."""
    if mandate.role != Mandate.Role.REPRESENTATIVE:
        return False
    others = Mandate.objects.filter(organisation=mandate.organisation_id, role=mandate.role, person__is_active=True)
    return not others.valid_on(on).exclude(pk=mandate.pk).exists()


def end_mandate(mandate: Mandate, *, actor: User, on: date, last_is_known: bool = False) -> Mandate:
    """Let a mandate cease on `on`: today or later, never later than it would anyway.

    Refuses the organisation's last representative unless the actor has said that this is known.
    """
    access.require(actor, "manage_mandates", mandate)
    if mandate.valid_until is not None and mandate.valid_until <= on:
        raise steps.StepRefused(_("The mandate ceases by then already."))
    if on < max(clock.today(), mandate.valid_from):
        raise steps.StepRefused(_("It can cease today at the earliest, and not before its first day."))
    if is_last_representative(mandate, on) and not last_is_known:
        raise steps.StepRefused(
            _("This is the organisation's last representative. Confirm that nobody will be able to act for it.")
        )
    return mandates.end(mandate, actor=actor, on=on)


def end_role(role: PartnershipRole, *, actor: User, on: date) -> PartnershipRole:
    """Let a role in the partnership cease on `on`: today or later, never later than it would anyway."""
    access.require(actor, "invite", role)
    if role.valid_until is not None and role.valid_until <= on:
        raise steps.StepRefused(_("The role ceases by then already."))
    if on < max(clock.today(), role.valid_from):
        raise steps.StepRefused(_("It can cease today at the earliest, and not before its first day."))
    return mandates.end_role(role, actor=actor, on=on)


# -- What waits -------------------------------------------------------------------------------------------------------
def with_gaps(organisations: models.QuerySet[Organisation]) -> models.QuerySet[Organisation]:
    """Each with `is_represented` and `can_sign`: whether anyone represents and may sign for it today."""
    today = _people_of("pk")
    return organisations.annotate(
        is_represented=Exists(today.filter(role=Mandate.Role.REPRESENTATIVE)),
        can_sign=Exists(today.filter(role=Mandate.Role.SIGNATORY)),
    )


def _people_of(organisation: str) -> models.QuerySet[Mandate]:
    today = Mandate.objects.valid_on(clock.today())
    return today.filter(organisation=OuterRef(organisation), person__is_active=True)


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """A party of mine that nobody can sign for; a party that still has nobody at all and that I may invite for."""
    within = {} if partnership is None else {"partnership": partnership}
    inside = Party.objects.filter(status__in=Party.INSIDE, **within)
    if access.may_somewhere(user, "manage_mandates"):
        mine = Organisation.objects.visible_to(user, "manage_mandates").filter(pk__in=inside.values("organisation"))
        unsigned = mine.exclude(Exists(_people_of("pk").filter(role=Mandate.Role.SIGNATORY)))
        for pk, name in unsigned.order_by("pk").values_list("pk", "name"):
            yield Task(
                _("Invite a signatory for %(organisation)s") % {"organisation": name},
                reverse("partnerships:invitation_new", args=[pk]),
                _("nobody can sign for it today"),
            )
    if access.may_somewhere(user, "invite"):
        yield from _to_invite(inside.filter(partnership__in=access.objects_with(user, "invite")))


def _to_invite(parties: models.QuerySet[Party]) -> Iterator[Task]:
    invited = _open_invitations().filter(organisation=OuterRef("organisation"))
    rows = parties.exclude(Exists(_people_of("organisation"))).exclude(Exists(invited))
    for name, slug in rows.order_by("pk").values_list("organisation__name", "partnership__slug"):
        yield Task(
            _("Invite the first representative of %(organisation)s") % {"organisation": name},
            reverse("partnerships:partnership_people", args=[slug]),
            _("nobody acts for it yet"),
        )


def _open_invitations() -> models.QuerySet:
    from .invitations import still_open

    return still_open().filter(mandate_role=Mandate.Role.REPRESENTATIVE)
