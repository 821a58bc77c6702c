"""Bodies and their seats, and the rights that seats give, written together."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Mandate, PartnershipRole, Party, Side, User

from .models import Body, Decision, Seat

#: Offices that speak for a party: those that count towards quorum, positions and balance.
FOR_A_PARTY = tuple(office for office in Seat.Office.values if office != Seat.Office.CO_OPTED)
RULES = (
    "name",
    "mandate_text",
    "decision_rule",
    "quorum_parties",
    "quorum_both_sides",
    "notice_days",
    "minutes_form",
    "minutes_days",
)


def register() -> None:
    """Let seats, and coordinators of open bodies, count as roles."""
    access.register(roles_from_seats)


def roles_from_seats(person: User, day: date) -> Iterator[access.Held]:
    """What the seats of `person` give on `day`: the body, and reading the partnership it belongs to.

    A seat follows the mandate: when the person's mandate for the party ends, the seat gives nothing the same day.
    """
    seats = (
        Seat.objects.held_on(day)
        .filter(person=person)
        .exclude(party__status__in=[Party.Status.LEFT, Party.Status.DECLINED])
    )
    barred = _on_the_public_side(day, person)
    for seat in seats.select_related("body__partnership", "party__organisation"):
        if seat.body.is_members_only and person.pk in barred:
            continue  # whoever comes to act for the public side leaves the room the same day
        side = seat.party.organisation.side if seat.party else ""
        role = access.role_in(seat.body.partnership, access.Role(seat.office), day)
        if role is None:
            continue
        yield access.Held(access.BODY, seat.body_id, role, side)
        yield access.Held(access.PARTNERSHIP, seat.body.partnership_id, role, side)
    coordinated = PartnershipRole.objects.valid_on(day).filter(person=person, role=PartnershipRole.Role.COORDINATOR)
    open_bodies = Body.objects.filter(
        visibility=Body.Visibility.PARTNERSHIP, partnership__in=coordinated.values("partnership")
    )
    for body in open_bodies:
        yield access.Held(access.BODY, body.pk, access.Role.COORDINATOR, "")


# -- Who sits ---------------------------------------------------------------------------------------------------------
def seats_on(body: Body, day: date) -> models.QuerySet:
    """The seats of `body` that hold on `day` by people who act for their party then, with person and party."""
    return given_on(body, day).filter(Seat.objects.acts_for(day))


def given_on(body: Body, day: date) -> models.QuerySet:
    """The seats that have been given for `day`, whether or not the person still acts for the party."""
    return (
        Seat.objects.valid_on(day)
        .filter(body=body)
        .exclude(party__left_on__lte=day)
        .select_related("person", "party__organisation", "party__unit")
        .order_by("pk")
    )


def parties_on(body: Body, day: date) -> models.QuerySet:
    """The parties with a seat in `body` on `day`, in the order of lists: the public side first, then by name."""
    sitting = Seat.objects.held_on(day).filter(body=body, office__in=FOR_A_PARTY)
    return Party.objects.filter(pk__in=sitting.values("party")).exclude(left_on__lte=day).for_list()


def seat_of(person: User, body: Body) -> Seat | None:
    """The seat that `person` has in `body` today."""
    return seats_on(body, clock.today()).filter(person=person).first()


def people_in(body: Body) -> models.QuerySet:
    """The people who have a seat in `body` today."""
    return User.objects.filter(
        pk__in=Seat.objects.held_on(clock.today()).filter(body=body).values("person"), is_active=True
    )


def may_sit(body: Body, day: date) -> list[tuple[User, Party | None]]:
    """Who can be given a seat: people with a mandate in a party or a role in the partnership, and for whom."""
    parties = {party.organisation_id: party for party in _inside(body)}
    mandates = Mandate.objects.valid_on(day).filter(organisation__in=parties).select_related("person")
    roles = PartnershipRole.objects.valid_on(day).filter(partnership=body.partnership).select_related("person")
    barred = _on_the_public_side(day) if body.is_members_only else set()
    pairs = {(one.person, parties.get(one.organisation_id)) for one in [*mandates, *roles] if one.person.is_active}
    return sorted(
        (pair for pair in pairs if pair[0].pk not in barred),
        key=lambda pair: (pair[0].name.casefold(), pair[0].pk, pair[1].pk if pair[1] else 0),
    )


def _inside(body: Body) -> models.QuerySet:
    parties = Party.objects.filter(partnership=body.partnership, status__in=Party.INSIDE)
    if body.is_members_only:
        parties = parties.filter(organisation__side=Side.IDEBUREN)
    return parties.for_list()


def _on_the_public_side(day: date, *people: User) -> set[int]:
    """Those of `people` (or all) who act for the public side or observe: no seat in the idéburen side's own room."""
    mandates = Mandate.objects.valid_on(day).filter(organisation__side=Side.PUBLIC)
    roles = PartnershipRole.objects.valid_on(day).exclude(organisation__side=Side.IDEBUREN)
    if people:
        mandates, roles = mandates.filter(person__in=people), roles.filter(person__in=people)
    return {*mandates.values_list("person", flat=True), *roles.values_list("person", flat=True)}


# -- Changing bodies and seats ----------------------------------------------------------------------------------------
def give(
    body: Body,
    *,
    actor: User,
    person: User,
    party: Party | None,
    office: str,
    valid_from: date,
    valid_until: date | None = None,
    authority: str = "",
) -> Seat:
    """Give `person` a seat in `body` for `party`; the rights follow at once if it holds today."""
    access.require(actor, "manage_seats", body)
    if party is None and office != Seat.Office.CO_OPTED:
        raise steps.StepRefused(_("Only a co-opted seat can be without a party."))
    if valid_until is not None and valid_until < valid_from:
        raise steps.StepRefused(_("The last date lies before the first."))
    if body.is_members_only and party is not None and party.organisation.side == access.PUBLIC:
        raise steps.StepRefused(_("The NGOs' own room has no seats for the public side."))
    if body.is_members_only and person.pk in _on_the_public_side(max(valid_from, clock.today()), person):
        raise steps.StepRefused(_("This person acts for the public side and cannot sit in the NGOs' own room."))
    with steps.record("seat.give", actor=actor, right="manage_seats", scope=body, authority=authority) as act:
        Body.objects.select_for_update(of=("self",)).get(pk=body.pk)  # one seat at a time
        if _sits_between(body, person, valid_from, valid_until):
            raise steps.StepRefused(_("This person already has a seat on some of these days."))
        seat = act.save(
            Seat(body=body, person=person, party=party, office=office, valid_from=valid_from, valid_until=valid_until)
        )
        if not Seat.objects.filter(Seat.objects.acts_for(max(valid_from, clock.today())), pk=seat.pk).exists():
            raise steps.StepRefused(_("A seat takes a mandate or a role for the party. This person has none that day."))
    access.sync(person)
    return seat


def _sits_between(body: Body, person: User, first: date, end: date | None) -> bool:
    seats = Seat.objects.filter(body=body, person=person).exclude(valid_until__lte=first)
    seats = seats.exclude(valid_until=models.F("valid_from"))
    return (seats.filter(valid_from__lt=end) if end else seats).exists()


def end(seat: Seat, *, actor: User, on: date, authority: str = "") -> Seat:
    """Let a seat cease on `on`. From that day its rights are gone, the same day if it is today."""
    if on < seat.valid_from:
        raise steps.StepRefused(_("The last date lies before the first."))
    if seat.valid_until is not None and seat.valid_until <= clock.today():
        raise steps.StepRefused(_("This seat has already ceased."))
    seat = steps.edit(
        seat, actor=actor, right="manage_seats", values={"valid_until": on}, action="seat.end", authority=authority
    )
    access.sync(seat.person)
    return seat


def open_body(body: Body, *, actor: User, authority: str = "") -> Body:
    """Create a body. A members-only one is the idéburen side's own; its creator becomes its secretary.

    Raises PermissionDenied without the right, StepRefused if the creator has no party to sit for.
    """
    if body.kind == Body.Kind.NGO_STEERING:
        body.visibility = Body.Visibility.MEMBERS
    if body.is_members_only:
        _for_one_side(body)
    right = "open_own_room" if body.is_members_only else "manage_bodies"
    access.require(actor, right, body.partnership)
    with steps.record("body.create", actor=actor, authority=authority, root=None) as act:
        act.organisation = access.acting_organisation(actor, body.partnership)
        act.save(body)
        if body.is_members_only:
            party = Party.objects.filter(
                partnership=body.partnership, organisation=act.organisation, status__in=Party.INSIDE
            ).first()
            if party is None:
                raise steps.StepRefused(_("You need to act for one of the parties to open a room."))
            act.save(Seat(body=body, person=actor, party=party, office=Seat.Office.SECRETARY, valid_from=clock.today()))
    access.sync(actor, *access.people_with("manage_bodies", body.partnership))
    return body


def edit_body(body: Body, *, actor: User, version: int | None = None, authority: str = "", **values: Any) -> Body:
    """Change a body's name, mandate and rules. The rules stand still while positions on a decision are recorded.

    Raises EditConflict when somebody else has changed the body since `version`.
    """
    unknown = values.keys() - set(RULES)
    if unknown:
        raise TypeError(f"not a rule of a body: {', '.join(sorted(unknown))}")
    right = "manage_seats" if body.is_members_only else "manage_bodies"
    access.require(actor, right, body)
    if body.is_members_only:
        values["quorum_both_sides"] = False
    is_open = Decision.objects.filter(body=body, status=Decision.Status.OPEN).exists()
    if is_open and any(values.get(name, getattr(body, name)) != getattr(body, name) for name in RULES[2:5]):
        raise steps.StepRefused(_("Positions on a decision are being recorded: close it before you change the rules."))
    return steps.edit(body, actor=actor, right=right, values=values, version=version, authority=authority)


def _for_one_side(body: Body) -> None:
    """The rules that speak of two sides mean nothing in a room for one."""
    body.quorum_both_sides = False
    if body.decision_rule == Body.Rule.BOTH_SIDES:
        body.decision_rule = Body.Rule.CONSENSUS


# -- Telling ----------------------------------------------------------------------------------------------------------
def tell(
    act: steps.Act, body: Body, people: Iterable[User], /, *, key: str, text: Promise, url: str, **values: Any
) -> None:
    """Tell `people` about something in `body`. Of a members-only body the message says nothing but that it is new."""
    if body.is_members_only:
        text, url, values = gettext_lazy("There is something new in one of your bodies."), "/", {}
    act.notify(people, key=key, text=text, url=url, **values)
