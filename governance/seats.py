"""Seats, and the rights they give, written together."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from partnerships import access, clock, steps
from partnerships.models import PartnershipRole, Party, User

from .models import Body, Seat


def register() -> None:
    """Let seats, and coordinators of open bodies, count as roles."""
    access.register(roles_from_seats)


def roles_from_seats(person: User, day: date) -> Iterator[access.Held]:
    """What the seats of `person` give on `day`: the body, and reading the partnership it belongs to."""
    seats = Seat.objects.valid_on(day).filter(person=person).select_related("body", "party__organisation")
    for seat in seats:
        side = seat.party.organisation.side if seat.party else ""
        role = access.Role(seat.office)
        yield access.Held(access.BODY, seat.body_id, role, side)
        yield access.Held(access.PARTNERSHIP, seat.body.partnership_id, role, side)
    coordinated = PartnershipRole.objects.valid_on(day).filter(person=person, role=PartnershipRole.Role.COORDINATOR)
    open_bodies = Body.objects.filter(
        visibility=Body.Visibility.PARTNERSHIP, partnership__in=coordinated.values("partnership")
    )
    for body in open_bodies:
        yield access.Held(access.BODY, body.pk, access.Role.COORDINATOR, "")


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
    if party is not None and body.kind == Body.Kind.NGO_STEERING and party.organisation.side == access.PUBLIC:
        raise steps.StepRefused(_("The NGOs' own room has no seats for the public side."))
    with steps.record("seat.give", actor=actor, right="manage_seats", scope=body, authority=authority) as act:
        seat = act.save(
            Seat(body=body, person=person, party=party, office=office, valid_from=valid_from, valid_until=valid_until)
        )
    access.sync(person)
    return seat


def end(seat: Seat, *, actor: User, on: date, authority: str = "") -> Seat:
    """Let a seat cease on `on`. From that day its rights are gone, the same day if it is today."""
    if on < seat.valid_from:
        raise steps.StepRefused(_("The last date lies before the first."))
    steps.edit(
        seat, actor=actor, right="manage_seats", values={"valid_until": on}, action="seat.end", authority=authority
    )
    access.sync(seat.person)
    return seat


def open_body(body: Body, *, actor: User, authority: str = "") -> Body:
    """Create a body. A members-only one is the idéburen side's own; its creator becomes its secretary.

    Raises PermissionDenied without the right, StepRefused if the creator has no party to sit for.
    """
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
