"""Erasing a person: asked for by one, confirmed by another, done at once and for good.

The person's row is emptied to "Tidigare representant 17"; everything else refers to that row by its number. Roles
cease, logins end, addresses of invitations go, also from the history. What stays, with the name, is what the law has
kept: signatures and minutes (docs/adr/0014-erasing-a-person.md).
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, log, steps
from .models import (
    Dated,
    Erasure,
    Governed,
    Invitation,
    LogEvent,
    Mandate,
    Notification,
    Organisation,
    Partnership,
    PartnershipRole,
    User,
)
from .steps import StepRefused


# -- Who takes part ---------------------------------------------------------------------------------------------------
def organisations_of(person: User) -> models.QuerySet[Organisation]:
    """The organisations that the person acts or has acted for."""
    by_mandate = Mandate.objects.filter(person=person).values("organisation")
    by_role = PartnershipRole.objects.filter(person=person, organisation__isnull=False).values("organisation")
    return Organisation.objects.filter(Q(pk__in=by_mandate) | Q(pk__in=by_role))


def partnerships_of(person: User) -> models.QuerySet[Partnership]:
    """The partnerships that the person, or an organisation of the person's, takes or has taken part in."""
    roles = PartnershipRole.objects.filter(person=person).values("partnership")
    parties = Partnership.objects.filter(parties__organisation__in=organisations_of(person)).values("pk")
    return Partnership.objects.filter(Q(pk__in=roles) | Q(pk__in=parties))


def is_own(actor: User, person: User) -> bool:
    """Whether `actor` is the person, or acts for an organisation of the person's."""
    mine = access.objects_with(actor, "erase_person")
    return actor.pk == person.pk or organisations_of(person).filter(pk__in=mine).exists()


def may_take_part(actor: User, person: User) -> bool:
    """Whether `actor` may ask for the person's erasure, or be the second to confirm it."""
    led = access.objects_with(actor, "confirm_erasure")
    return is_own(actor, person) or partnerships_of(person).filter(pk__in=led).exists()


def are_enough(first: User, second: User, person: User) -> bool:
    """Whether these two may erase the person together: one of them its own side of it, or one from each side."""
    if second.pk in (first.pk, person.pk) or not may_take_part(second, person) or not may_take_part(first, person):
        return False
    return is_own(first, person) or is_own(second, person) or len(_sides(first, person) | _sides(second, person)) > 1


def _sides(actor: User, person: User) -> set[str]:
    led = PartnershipRole.objects.valid_on(clock.today()).filter(
        person=actor,
        partnership__in=partnerships_of(person).filter(pk__in=access.objects_with(actor, "confirm_erasure")),
    )
    return set(led.values_list("organisation__side", flat=True))


def open_request(person: User) -> Erasure | None:
    """The request that waits to be confirmed."""
    return (
        Erasure.objects.select_related("asked_by", "person")
        .filter(person=person, done_at=None, withdrawn_at=None)
        .first()
    )


# -- Asking, withdrawing ----------------------------------------------------------------------------------------------
def ask(person: User, *, actor: User) -> Erasure:
    """Ask that the person be erased. Those who can confirm it are told, and so is the person.

    Somebody else's data only when that person has left: no role that all can see holds today or later. Raises
    StepRefused.
    """
    if not may_take_part(actor, person):
        raise PermissionDenied(access.refusal("erase_person", "confirm_erasure"))
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if locked.erased_at is not None:
            raise StepRefused(_("This person has been erased already."))
        if not organisations_of(person).exists() and not partnerships_of(person).exists():
            raise StepRefused(_("This account takes part in nothing. Those who run the system close it."))
        if actor.pk != person.pk and _has_role(_standing(person)):
            raise StepRefused(_("This person still has a role. End it first, or let the person ask."))
        if open_request(person) is not None:
            raise StepRefused(_("Somebody has asked for this already: it waits to be confirmed."))
        (home,) = _homes(person)[:1]
        with steps.record("person.ask_erasure", actor=actor, root=home) as act:
            request = Erasure(person=person, asked_by=actor, asked_at=clock.now())
            act.save(request)
            _speak_of(act, person)
            act.notify(
                [*_confirmers(request), person],
                key=f"erasure-{request.pk}",
                text=gettext_lazy("Somebody has asked to erase a person of %(where)s. It takes a second person."),
                url=reverse("partnerships:person_erase", args=[person.pk]),
                where=home.name,
            )
    return request


def _confirmers(request: Erasure) -> list[User]:
    """Those who could be the second: the own organisation's if it has any, else the coordinators."""
    people: list[User] = []
    for right, scopes in (
        ("erase_person", organisations_of(request.person)),
        ("confirm_erasure", partnerships_of(request.person)),
    ):
        for scope in scopes.order_by("pk"):
            people += [
                one
                for one in access.people_with(right, scope)
                if one not in people and are_enough(request.asked_by, one, request.person)
            ]
        if people:
            break
    return people


def withdraw(request: Erasure, *, actor: User) -> Erasure:
    """Take a request back: whoever asked, or the person."""
    if actor.pk not in (request.asked_by_id, request.person_id):
        raise PermissionDenied(_("Only the one who asked, or the person, can take this back."))
    with transaction.atomic():
        locked = _locked(request)
        (home,) = _homes(locked.person)[:1]
        with steps.record("person.keep", actor=actor, root=home) as act:
            locked.withdrawn_at = clock.now()
            act.save(locked)
            _speak_of(act, locked.person)
    return locked


def _locked(request: Erasure) -> Erasure:
    row = Erasure.objects.select_for_update(of=("self",)).select_related("person", "asked_by").get(pk=request.pk)
    if row.done_at is not None or row.withdrawn_at is not None:
        raise StepRefused(_("This has been done or taken back already."))
    return row


def _speak_of(act: steps.Act, person: User) -> None:
    """Let the event be about the person, by number: no value of the row is ever in the log."""
    act.changes.append({"model": "partnerships.user", "pk": person.pk, "kind": "~", "fields": {}})


# -- Doing it ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def confirm(request: Erasure, *, actor: User) -> User:
    """Erase the person, as the second of two. Every chain that it touches gets one event.

    Raises PermissionDenied if the two are not enough, StepRefused if it is done or the person has come back.
    """
    row = _locked(request)
    if not are_enough(row.asked_by, actor, row.person):
        raise PermissionDenied(access.refusal("erase_person", "confirm_erasure"))
    person = User.objects.select_for_update().get(pk=row.person_id)
    standing = list(_standing(person))
    if row.asked_by_id != person.pk and _has_role(standing):
        raise StepRefused(_("This person still has a role. End it first, or let the person ask."))
    addresses = _addresses(person)
    invitations = list(Invitation.objects.annotate(address=Lower("email")).filter(address__in=addresses))
    history = Invitation.history.annotate(address=Lower("email")).filter(address__in=addresses)
    told = {one.pk: one for one in Invitation.objects.filter(pk__in=history.values("id"))}
    rows = list(history.order_by("history_id"))
    roots: dict[int, models.Model] = {}
    for root in [*_homes(person), *(one.log_root for one in standing), *(one.log_root for one in told.values())]:
        roots.setdefault(steps.chain_of(root).pk, root)
    for number, (chain, root) in enumerate(roots.items()):
        with steps.record("person.erase", actor=actor, root=root, authority=_authority(row)) as act:
            if number == 0:
                row.confirmed_by, row.done_at = actor, clock.now()
                act.save(row)
            _speak_of(act, person)
            for one in standing:
                if steps.chain_of(one.log_root).pk == chain:
                    one.valid_until = max(clock.today(), one.valid_from)
                    act.save(one)
            for one in invitations:
                if steps.chain_of(one.log_root).pk == chain:
                    _empty(act, one)
            _redact(act, chain, [one for one in rows if steps.chain_of(told[one.id].log_root).pk == chain])
    _tell_once_more(person)
    _empty_row(person)
    access.sync(person)
    return person


def _tell_once_more(person: User) -> None:
    """A last letter, that it is done (GDPR art. 12.3): sent after commit, to an address that is kept nowhere."""
    with translation.override(person.language):
        subject, body = _("IOP: your data have been erased"), render_to_string("partnerships/email/erased.txt")
    transaction.on_commit(partial(send_mail, subject, body, None, [person.email]), robust=True)


def _authority(row: Erasure) -> str:
    return _("Erasure %(number)s, asked for by two") % {"number": row.pk}


def _homes(person: User) -> list[Organisation] | list[Partnership]:
    """Where an erasure is recorded even if nothing else there changes: the own organisations, else partnerships."""
    return list(organisations_of(person).order_by("pk")) or list(partnerships_of(person).order_by("pk"))


def _standing(person: User) -> Iterator[Any]:
    """Every dated role that holds today or later, whatever part of the product it is of."""
    later = Q(valid_until=None) | Q(valid_until__gt=clock.today())
    for model in apps.get_models():
        if issubclass(model, Governed) and issubclass(model, Dated) and hasattr(model, "person"):
            yield from model._base_manager.filter(later, person=person).order_by("pk")


def _has_role(standing: Iterable[Any]) -> bool:
    """Whether one of the roles shows to all. A seat in a members-only body does not: a refusal would tell of it."""
    return any(not getattr(getattr(row, access.BODY, None), "is_members_only", False) for row in standing)


def _addresses(person: User) -> set[str]:
    """Every address that the person has had here, in lower case."""
    accepted = Invitation.objects.filter(accepted_by=person)
    found = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    found |= set(accepted.values_list("email", flat=True))
    found |= set(Invitation.history.filter(id__in=accepted.values("pk")).values_list("email", flat=True))
    return {one.lower() for one in found} - {""}


def _empty(act: steps.Act, invitation: Invitation) -> None:
    """Take the address out of an invitation; one that is open stops working."""
    invitation.email = ""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
    act.save(invitation)


def _redact(act: steps.Act, chain: int, rows: list[Any]) -> None:
    """Empty the address in history rows. The event keeps their old digests, so that verify_log can still follow."""
    keys = [row.pk for row in rows]
    before = {
        row.pk: log.covered_digest(row, event)
        for row in rows
        for event in LogEvent.objects.filter(chain=chain, rows__contains=[[row._meta.label_lower, row.pk]])[:1]
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT iop_redact_invitations(%s::int[])", [keys])
    for row in Invitation.history.filter(pk__in=keys).order_by("pk"):
        columns = steps.columns_of(type(row))
        act.rows.append([row._meta.label_lower, row.pk, columns, before[row.pk]])
        act.digests.append(steps.row_digest(row, columns))


def _empty_row(person: User) -> None:
    """Empty the one row that holds the person's data, and what hangs on the account alone."""
    with translation.override(settings.LANGUAGE_CODE):
        person.name = _("Former representative %(number)s") % {"number": person.pk}
    person.email = f"erased.{person.pk}@invalid"
    person.phone = person.title = ""
    person.set_unusable_password()
    person.is_active = person.is_staff = person.is_superuser = False
    person.language, person.reminders = User.Language.SWEDISH, User.Reminders.NEVER
    person.last_login = person.reminded_on = person.wrong_password_at = None
    person.wrong_passwords, person.erased_at = 0, clock.now()
    person.save()
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    EmailAddress.objects.filter(user=person).delete()
    Notification.objects.filter(person=person).delete()
    of_person = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    of_person.update(object_repr=person.name)
