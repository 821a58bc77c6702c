"""People, organisations and a whole small world, made through the same calls as the product's own.

See the docstring of conftest.py for how tests use it.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from types import SimpleNamespace

from stdnum import luhn

from governance import seats
from governance.models import Body
from partnerships import access, mandates, steps
from partnerships.models import Mandate, Organisation, Partnership, PartnershipRole, Party, PhasePeriod, User

#: What every account of `person` logs in with.
PASSWORD = "en gul ekorre i tallen"
#: When everything in the world began: mandates, roles, seats, parties.
START = date(2020, 1, 1)

_serial = count(1)


def person(name, email="", **fields):
    """An account without any right; its password is PASSWORD."""
    email = email or f"{next(_serial)}.{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def organisation_number(first="802"):
    """A new organisation number with the right check digit."""
    digits = f"{first}{next(_serial):0{9 - len(first)}d}"
    digits += luhn.calc_check_digit(digits)
    return f"{digits[:6]}-{digits[6:]}"


def organisation(side, name, **fields):
    """An organisation of `side` ("public" or "ideburen"), with a valid number of its own."""
    public = side == access.PUBLIC
    fields.setdefault("number", organisation_number("2120" if public else "802"))
    fields.setdefault("legal_form", "municipality" if public else "association")
    with steps.record("organisation.create", actor=None) as act:
        return act.save(Organisation(name=name, side=side, **fields))


def partnership(name, **fields):
    """A partnership in its implementation phase, without parties."""
    fields.setdefault("slug", name.lower())
    fields.setdefault("challenge", f"What {name} is about")
    with steps.record("partnership.create", actor=None) as act:
        made = act.save(Partnership(name=name, **fields))
        act.save(PhasePeriod(partnership=made, phase="implementation", valid_from=START))
    return made


def party(partnership, organisation, status="party", **fields):
    """`organisation` as a party of `partnership` since START, without an agreement; with `status`, not yet one."""
    if status in ("party", "left"):
        fields.setdefault("joined_on", START)
    with steps.record("party.create", actor=None) as act:
        made = act.save(
            Party(partnership=partnership, organisation=organisation, status=status, proposed_on=START, **fields)
        )
    mandates.sync_organisation(organisation)
    return made


def mandate(person, organisation, role, valid_from=START, **fields):
    """A mandate of `person` in `organisation`, and its rights."""
    return mandates.grant(
        actor=None,
        person=person,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        by_system=True,
        **fields,
    )


def role(person, partnership, role, organisation=None, valid_from=START, **fields):
    """A role of `person` in `partnership` ("coordinator", "observer"), and its rights."""
    return mandates.give_role(
        actor=None,
        partnership=partnership,
        person=person,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        by_system=True,
        **fields,
    )


def body(partnership, kind="steering", *, actor, name="", **fields):
    """A body of `partnership`; "ngo_steering" is members-only unless `visibility` says otherwise."""
    if kind == Body.Kind.NGO_STEERING:
        fields.setdefault("visibility", Body.Visibility.MEMBERS)
        fields.setdefault("quorum_both_sides", False)
    made = Body(partnership=partnership, kind=kind, name=name or str(Body.Kind(kind).label), **fields)
    return seats.open_body(made, actor=actor)


def seat(body, person, party, office="member", *, actor, valid_from=START, **fields):
    """A seat of `person` in `body` for `party`, and its rights."""
    return seats.give(body, actor=actor, person=person, party=party, office=office, valid_from=valid_from, **fields)


def login(client, person):
    """Let `client` be `person` from now on; returns the client."""
    client.force_login(person)
    return client


@dataclass
class Member:
    """A party as tests speak of it: `organisation`, `party`, and its people by role as attributes."""

    organisation: Organisation
    party: Party
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(f"{self.__dict__.get('organisation')} has nobody called {name}") from None


EVERY_MANDATE = tuple(Mandate.Role.values)


def member(partnership, side, name, roles=EVERY_MANDATE, coordinator=False):
    """An organisation as party of `partnership` with one person for each of `roles`, named after it and the role."""
    made = organisation(side, name)
    joined = Member(made, party(partnership, made))
    for one in roles:
        joined.people[one] = person(f"{name} {one}")
        mandate(joined.people[one], made, one.removesuffix("2"))
    if coordinator:
        joined.people["coordinator"] = person(f"{name} coordinator")
        role(joined.people["coordinator"], partnership, PartnershipRole.Role.COORDINATOR, made)
    return joined


def _alfa():
    made = partnership("Alfa", place="Göteborg")
    city = member(made, access.PUBLIC, "Alfastad", (*EVERY_MANDATE, "economist2"), coordinator=True)
    ngo = member(made, access.IDEBUREN, "Ansgar", coordinator=True)
    ngo2 = member(made, access.IDEBUREN, "Birgitta")
    ngo3 = member(made, access.IDEBUREN, "Cecilia", ("representative", "signatory"))
    observer = person("Alfa observer")
    role(observer, made, PartnershipRole.Role.OBSERVER)
    city.people["chair"] = person("Alfastad chair")
    ngo.people["secretary"] = person("Ansgar secretary")
    steering = body(made, actor=city.coordinator, name="Styrgruppen")
    for who, of, office in [
        (city.chair, city, "chair"),
        (ngo.secretary, ngo, "secretary"),
        (city.representative, city, "member"),
        (ngo.representative, ngo, "member"),
        (ngo2.representative, ngo2, "member"),
        (ngo3.representative, ngo3, "member"),
    ]:
        seat(steering, who, of.party, office, actor=city.coordinator)
    room = body(made, "ngo_steering", actor=ngo.coordinator, name="De idéburnas rum")
    for who, of, office in [
        (ngo2.representative, ngo2, "chair"),
        (ngo.representative, ngo, "member"),
        (ngo3.representative, ngo3, "member"),
    ]:
        seat(room, who, of.party, office, actor=ngo.coordinator)
    return SimpleNamespace(
        partnership=made,
        slug=made.slug,
        city=city,
        ngo=ngo,
        ngo2=ngo2,
        ngo3=ngo3,
        members=[city, ngo, ngo2, ngo3],
        observer=observer,
        steering=steering,
        room=room,
    )


def _beta():
    made = partnership("Beta", place="Malmö")
    city = member(made, access.PUBLIC, "Betastad", coordinator=True)
    ngo = member(made, access.IDEBUREN, "Disa", coordinator=True)
    steering = body(made, actor=city.coordinator, name="Betas styrgrupp")
    seat(steering, city.representative, city.party, "chair", actor=city.coordinator)
    seat(steering, ngo.representative, ngo.party, "secretary", actor=city.coordinator)
    room = body(made, "ngo_steering", actor=ngo.coordinator, name="Betas rum")
    return SimpleNamespace(
        partnership=made,
        slug=made.slug,
        city=city,
        ngo=ngo,
        members=[city, ngo],
        steering=steering,
        room=room,
    )


def world():
    """Two partnerships that know nothing of each other, an outsider and a superuser."""
    return SimpleNamespace(
        alfa=_alfa(),
        beta=_beta(),
        outsider=person("Outsider"),
        superuser=User.objects.create_superuser("root@example.org", PASSWORD, name="Superuser"),
    )
