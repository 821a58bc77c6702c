"""Invitations by e-mail: to a mandate in an organisation, or to a role in a partnership.

The link holds a secret of which only the digest is stored. It works once, for the invited address, until its last day.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import access, clock, mandates, steps
from .models import Invitation, Mandate, Organisation, Partnership, PartnershipRole, Party, Unit, User
from .organisations import check_mandate, check_period, overlapping, worded

DAYS_TO_ACCEPT = 30


def digest_of(token: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def found(token: str) -> Invitation | None:
    """The invitation that a link leads to, whatever its state."""
    rows = Invitation.objects.select_related("organisation", "partnership", "unit")
    return rows.filter(token_digest=digest_of(token)).first()


def still_open() -> models.QuerySet[Invitation]:
    """The invitations that can be accepted today."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_on__gte=clock.today())


def state_of(invitation: Invitation) -> str:
    """The state: open, accepted, withdrawn or expired."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "expired" if invitation.expires_on < clock.today() else "open"


def role_label(invitation: Invitation) -> str | Promise:
    """The name of the role that the invitation is to."""
    return access.Role(invitation.mandate_role or invitation.partnership_role).label


def place_name(invitation: Invitation) -> str:
    """Where the role is: the organisation for a mandate, else the partnership."""
    return (invitation.organisation if invitation.mandate_role else invitation.partnership).name


# -- Inviting ---------------------------------------------------------------------------------------------------------
def invite(
    scope: Organisation | Partnership,
    *,
    actor: User,
    email: str,
    role: str,
    organisation: Organisation | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    unit: Unit | None = None,
    limit_amount: Any = None,
) -> tuple[Invitation, str]:
    """Invite `email` and return the invitation with its link, which goes out by e-mail after commit.

    To an organisation (scope): any mandate, by those who manage its mandates. To a partnership (scope), by its
    coordinators: an observer; a coordinator for `organisation`; the first representative of `organisation`.
    """
    email, valid_from = email.strip().lower(), valid_from or clock.today()
    invitation = Invitation(
        email=email, organisation=organisation, valid_from=valid_from, valid_until=valid_until, invited_by=actor
    )
    person = User.objects.filter(email=email).first()
    if isinstance(scope, Organisation):
        access.require(actor, "manage_mandates", scope)
        invitation.organisation, invitation.mandate_role = scope, role
        invitation.unit, invitation.limit_amount = unit, limit_amount
        check_mandate(
            scope,
            person=person,
            role=role,
            valid_from=valid_from,
            valid_until=valid_until,
            unit=unit,
            limit_amount=limit_amount,
        )
    else:
        access.require(actor, "invite", scope)
        check_period(valid_from, valid_until)
        invitation.partnership = scope
        _check_partnership_role(invitation, role, actor=actor, person=person)
    if person is not None and not person.is_active:
        raise steps.StepRefused(_("The account with this address is closed. Ask those who run the system."))
    with steps.record("invitation.create", actor=actor, scope=scope) as act:
        _refuse_twice(invitation)
        return _issue(act, invitation)


def _check_partnership_role(invitation: Invitation, role: str, *, actor: User, person: User | None) -> None:
    """Refuse what a coordinator cannot invite to; set the role on the invitation."""
    partnership, organisation = invitation.partnership, invitation.organisation
    if role == Mandate.Role.REPRESENTATIVE:
        if organisation is None or organisation.pk not in _pks(without_people(partnership)):
            raise steps.StepRefused(_("The organisation has people of its own. They invite their colleagues."))
        invitation.mandate_role = role
        return
    if role not in PartnershipRole.Role.values:
        raise steps.StepRefused(_("Choose a role."))
    if role == PartnershipRole.Role.COORDINATOR:
        if organisation is None or organisation.pk not in _pks(may_get_coordinator(partnership, actor)):
            raise steps.StepRefused(_("The organisation has its own coordinator, or does not take part."))
    elif organisation is not None:
        raise steps.StepRefused(_("An observer stands beside the parties and acts for none of them."))
    invitation.partnership_role = role
    if person is not None and _has_role(invitation, person):
        raise steps.StepRefused(_("The person already has this role on some of these days."))


def _pks(rows: models.QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _has_role(invitation: Invitation, person: User) -> bool:
    same = PartnershipRole.objects.filter(
        person=person, partnership=invitation.partnership, role=invitation.partnership_role
    )
    return overlapping(same, invitation.valid_from, invitation.valid_until).exists()


def _refuse_twice(invitation: Invitation) -> None:
    """One open link at a time to the same person for the same thing."""
    same = {
        name: getattr(invitation, name)
        for name in ("email", "organisation", "partnership", "mandate_role", "partnership_role")
    }
    if still_open().filter(**same).exists():
        raise steps.StepRefused(_("This person has an open invitation to this role. Send it again, or withdraw it."))


def parties_inside(partnership: Partnership) -> models.QuerySet[Organisation]:
    """The organisations whose people may read the partnership."""
    inside = Party.objects.filter(partnership=partnership, status__in=Party.INSIDE)
    return Organisation.objects.filter(pk__in=inside.values("organisation")).for_list()


def without_people(partnership: Partnership) -> models.QuerySet[Organisation]:
    """The organisations inside that nobody acts for today."""
    valid = Mandate.objects.valid_on(clock.today()).filter(person__is_active=True)
    return parties_inside(partnership).exclude(pk__in=valid.values("organisation"))


def may_get_coordinator(partnership: Partnership, actor: User) -> models.QuerySet[Organisation]:
    """The actor's own organisation, and those inside that have no coordinator."""
    own = access.acting_organisation(actor, partnership)
    taken = PartnershipRole.objects.valid_on(clock.today()).filter(
        partnership=partnership, role=PartnershipRole.Role.COORDINATOR, person__is_active=True
    )
    if own is not None:
        taken = taken.exclude(organisation=own)
    return parties_inside(partnership).exclude(pk__in=taken.values("organisation"))


def _issue(act: steps.Act, invitation: Invitation) -> tuple[Invitation, str]:
    """Give the invitation a fresh secret and a last day, and send the link after commit."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.invited_at = digest_of(token), clock.now()
    invitation.expires_on = clock.today() + timedelta(days=DAYS_TO_ACCEPT)
    act.save(invitation)
    link = settings.BASE_URL + reverse("partnerships:invitation_accept", args=[token])
    transaction.on_commit(lambda: _send(invitation, link), robust=True)
    return invitation, link


def _send(invitation: Invitation, link: str) -> None:
    context = {
        "inviter": "" if invitation.invited_by.email == invitation.email else invitation.invited_by.name,
        "role": role_label(invitation),
        "place": place_name(invitation),
        "link": link,
        "last_day": invitation.expires_on,
    }
    with translation.override(invitation.invited_by.language):
        subject = _("Invitation: %(role)s in %(place)s") % {"role": context["role"], "place": context["place"]}
        body = render_to_string("account/email/invitation_message.txt", context)
        send_mail(" ".join(subject.split()), body, None, [invitation.email])


def send_again(invitation: Invitation, *, actor: User) -> tuple[Invitation, str]:
    """A new link with a new last day; the one sent before stops working."""
    with _managed(invitation, "invitation.send_again", actor) as act:
        if state_of(act.obj) == "expired":
            _refuse_twice(act.obj)
        return _issue(act, act.obj)


def withdraw(invitation: Invitation, *, actor: User) -> Invitation:
    """Take an invitation back: its link stops working."""
    with _managed(invitation, "invitation.withdraw", actor) as act:
        act.obj.withdrawn_at = clock.now()
        return act.save(act.obj)


@contextmanager
def _managed(invitation: Invitation, action: str, actor: User) -> Iterator[steps.Act]:
    """An act on an invitation that is not accepted or withdrawn, by those who may invite where it belongs."""
    scope = invitation.partnership or invitation.organisation
    right = "invite" if invitation.partnership_id else "manage_mandates"
    with steps.record(action, actor=actor, right=right, scope=scope) as act:
        act.obj = locked(invitation)
        if state_of(act.obj) in ("accepted", "withdrawn"):
            raise steps.StepRefused(_("The invitation has been accepted or withdrawn already."))
        yield act


def locked(invitation: Invitation) -> Invitation:
    """The row as it stands now, locked until the end of the transaction."""
    rows = Invitation.objects.select_related("organisation", "partnership", "unit", "invited_by")
    return rows.select_for_update(of=("self",)).get(pk=invitation.pk)


def managed_by(user: User) -> models.QuerySet[Invitation]:
    """The invitations that `user` may see, send again and withdraw."""
    own = Q(partnership=None, organisation__in=access.objects_with(user, "manage_mandates"))
    shared = Q(partnership__in=access.objects_with(user, "invite"))
    return Invitation.objects.filter(own | shared).select_related("organisation", "partnership", "unit", "invited_by")


# -- Accepting --------------------------------------------------------------------------------------------------------
def accept(invitation: Invitation, *, person: User) -> Mandate | PartnershipRole:
    """Let the invited `person` have the role. The link is used up.

    Raises PermissionDenied for another person's account, StepRefused for a link that no longer works.
    """
    if not person.is_active or person.email.lower() != invitation.email.lower():
        raise PermissionDenied(_("The invitation is to another address than the one you are logged in with."))
    scope = invitation.partnership or invitation.organisation
    with worded(_("You already have this role.")), steps.record("invitation.accept", actor=person, scope=scope) as act:
        row = locked(invitation)
        if state_of(row) != "open":
            raise steps.StepRefused(_("The link does not work any more. Ask for a new invitation."))
        row.accepted_at, row.accepted_by = clock.now(), person
        act.save(row)
        return _give(row, person)


def account_of(invitation: Invitation) -> User | None:
    """The account of the invited address, if somebody can log in with it."""
    person = User.objects.filter(email=invitation.email).first()
    return None if person is not None and _waits_for_password(person) else person


def _waits_for_password(person: User) -> bool:
    """Whether the account was opened by the installation and nobody has logged in with it yet."""
    return person.last_login is None and not person.has_usable_password()


def accept_as_new(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """Open an account for the invited address and let it have the role."""
    there_is_one = _("There is an account with this address. Log in and open the link again.")
    with transaction.atomic(), worded(there_is_one):
        person = User.objects.select_for_update().filter(email=invitation.email).first()
        if person is None:
            person = User(email=invitation.email)
        elif not _waits_for_password(person):
            raise steps.StepRefused(there_is_one)
        person.name, person.language = name, language
        person.set_password(password)
        person.save()
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        accept(invitation, person=person)
    return person


def found_organisation(organisation: Organisation, *, email: str, name: str) -> str:
    """Invite the first representative of an organisation on a fresh installation; returns the link.

    Nobody is there to invite, so the account is opened at once; it waits for its password behind the link.
    """
    email = email.strip().lower()
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    invitation = Invitation(
        email=email,
        organisation=organisation,
        mandate_role=Mandate.Role.REPRESENTATIVE,
        valid_from=clock.today(),
        invited_by=person,
    )
    with steps.record("invitation.create", actor=None, root=organisation) as act:
        _invitation, link = _issue(act, invitation)
    return link


def _give(invitation: Invitation, person: User) -> Mandate | PartnershipRole:
    """The mandate or role itself, on the authority of the one who invited."""
    start = max(invitation.valid_from, clock.today())
    if invitation.valid_until is not None and invitation.valid_until <= start:
        raise steps.StepRefused(_("The time that the invitation was for has passed."))
    what = {
        "actor": person,
        "person": person,
        "organisation": invitation.organisation,
        "valid_from": start,
        "valid_until": invitation.valid_until,
        "authority": _("Invitation %(number)s") % {"number": invitation.pk},
        "by_system": True,
    }
    if not invitation.mandate_role:
        if _has_role(invitation, person):
            raise steps.StepRefused(_("You already have this role."))
        return mandates.give_role(partnership=invitation.partnership, role=invitation.partnership_role, **what)
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    valid = organisation.mandates.valid_on(clock.today()).filter(person__is_active=True)
    if invitation.partnership_id and valid.exists():
        raise steps.StepRefused(_("The organisation has people of its own by now. Ask them to invite you."))
    same = organisation.mandates.filter(person=person, role=invitation.mandate_role)
    if overlapping(same, start, invitation.valid_until).exists():
        raise steps.StepRefused(_("You already have this role."))
    return mandates.grant(
        role=invitation.mandate_role, unit=invitation.unit, limit_amount=invitation.limit_amount, **what
    )
