"""A party's withdrawal: its own right, with its time of notice. On the day it leaves, and what hung on it ends.

The end of the whole agreement is another thing (`ending`).
"""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, parties, steps
from partnerships.models import Agreement, Mandate, PartnershipRole, Party, User, Withdrawal

from .package import Kind, Status
from .terms import months_after, notice_months

TAKE_BACK = steps.Step("withdrawal.take_back", Withdrawal, "", (Withdrawal.Status.GIVEN,), Withdrawal.Status.TAKEN_BACK)
LEAVE = steps.Step("party.leave", Withdrawal, "", (Withdrawal.Status.GIVEN,), Withdrawal.Status.EFFECTIVE)

#: (party, day) -> None: what ends in other parts when a party leaves. They add themselves.
Follower = Callable[[Party, date], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Let `follower` be called, in the same transaction, when a party has left."""
    if follower not in _followers:
        _followers.append(follower)


def withdrawal_url(party: Party) -> str:
    """The address of the page on a party's withdrawal."""
    return reverse("partnerships:party_leave", args=[party.partnership.slug, party.pk])


def main_of(party: Party) -> Agreement | None:
    """The partnership agreement in force that the party is bound by."""
    rows = Agreement.objects.filter(partnership=party.partnership_id, kind=Kind.MAIN, status=Status.IN_FORCE)
    return rows.order_by("-pk").first()


def coming_of(party: Party) -> Withdrawal | None:
    """The party's withdrawal that has not taken effect yet."""
    return Withdrawal.objects.coming().filter(party=party).first()


def earliest(party: Party, on: date | None = None) -> tuple[date, int | None]:
    """The first day on which the party can leave if it gives notice on `on` (today), and its time of notice."""
    main = main_of(party)
    months = notice_months(main, party) if main else None
    return months_after(on or clock.today(), months or 0), months


def give(party: Party, *, actor: User, reason: str, leaves_on: date | None = None, consent: str = "") -> Withdrawal:
    """Give notice that the party leaves: when its time of notice has run, later, or earlier if the others agreed."""
    with steps.record("withdrawal.give", actor=actor, scope=party, root=party, authority=reason) as act:
        access.require(actor, "decline", party.organisation)
        mandate = _mandate(actor, party)
        locked = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        today = clock.today()
        first, months = earliest(locked)
        day = leaves_on or first
        _check(locked, reason, day, first, consent)
        given = act.save(
            Withdrawal(
                party=locked, person=actor, mandate=mandate, given_at=clock.now(), given_on=today,
                notice_months=months, earliest_on=first, leaves_on=day, reason=reason.strip(),
                consent=consent.strip() if day < first else "",
            )
        )  # fmt: skip
        _tell(
            act, given, gettext_lazy("%(party)s has given notice that it leaves %(partnership)s on %(day)s."), "given"
        )
    return given


def _mandate(actor: User, party: Party) -> Mandate:
    mandate = (
        Mandate.objects.valid_on(clock.today())
        .filter(person=actor, organisation=party.organisation_id, role=Mandate.Role.SIGNATORY)
        .first()
    )
    if mandate is None:
        raise PermissionDenied(access.refusal("decline"))
    return mandate


def _check(party: Party, reason: str, day: date, first: date, consent: str) -> None:
    if party.status != Party.Status.PARTY:
        raise steps.StepRefused(_("%(party)s is not a party now.") % {"party": party.name})
    if coming_of(party):
        raise steps.StepRefused(_("The party has already given notice that it leaves."))
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    if day < clock.today():
        raise steps.StepRefused(_("The day lies before the day when the notice is given."))
    if day < first and not consent.strip():
        raise steps.StepRefused(_("Say how the others agreed to a day before the time of notice has run out."))


def take_back(withdrawal: Withdrawal, *, actor: User, reason: str) -> Withdrawal:
    """Let the party stay after all: its signatory says so before the day."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with TAKE_BACK.take(withdrawal.pk, actor=actor, authority=reason, scope=withdrawal.party) as act:
        access.require(actor, "decline", act.obj.party.organisation)
        _tell(act, act.obj, gettext_lazy("%(party)s stays in %(partnership)s: it has taken its notice back."), "back")
    return act.obj


# -- The day -----------------------------------------------------------------------------------------------------------
def due() -> list[Withdrawal]:
    """The withdrawals whose day has come."""
    rows = Withdrawal.objects.coming().filter(leaves_on__lte=clock.today()).order_by("leaves_on", "pk")
    return list(rows.select_related("party__partnership", "party__organisation", "party__unit"))


def take_effect(withdrawal: Withdrawal, *, actor: User | None = None) -> Withdrawal:
    """Let the party leave, now that the day has come: the system, a coordinator, or the party itself.

    Its annexes cease, its coordinators' roles and its seats end. Raises StepRefused while nobody else coordinates.
    """
    with LEAVE.take(withdrawal.pk, actor=actor, authority=withdrawal.reason, scope=withdrawal.party) as act:
        given = act.obj
        party = Party.objects.select_for_update(of=("self",)).get(pk=given.party_id)
        if actor is not None:
            access.require_any(actor, ("decline", party.organisation), ("manage_parties", party.partnership))
        if given.leaves_on > clock.today():
            raise steps.StepRefused(_("The day lies ahead. Register it when it has come."))
        parties.end_coordinators(act, party)
        act.save(given)
        for annex in Agreement.objects.filter(party=party, kind=Kind.ANNEX, status=Status.IN_FORCE).order_by("pk"):
            annex.status = Status.ENDED
            act.save(annex)
        party.status, party.left_on, party.reason = Party.Status.LEFT, given.leaves_on, given.reason
        act.save(party)
        _tell(act, given, gettext_lazy("%(party)s has left %(partnership)s."), "left")
        for follower in _followers:
            follower(party, given.leaves_on)
    parties.sync(party)
    return given


def only_coordinator(party: Party) -> bool:
    """Whether nobody but the party has coordinators: somebody else has to have one before it can leave."""
    now = PartnershipRole.objects.valid_on(clock.today()).filter(
        partnership=party.partnership_id, role=PartnershipRole.Role.COORDINATOR
    )
    return now.exists() and not now.exclude(organisation=party.organisation_id).exists()


def _tell(act: steps.Act, given: Withdrawal, text: object, what: str) -> None:
    act.notify(
        access.people_with("view_partnership", given.party.partnership),
        key=f"withdrawal:{given.pk}:{what}",
        text=text,
        url=parties.party_url(given.party),
        party=given.party.name,
        partnership=given.party.partnership.name,
        day=given.leaves_on.isoformat(),
    )
