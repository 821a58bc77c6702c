"""Who acts in the demo: organisations by name, people by role only."""

from datetime import date
from typing import Any, NamedTuple

from partnerships import mandates, organisations
from partnerships.models import Mandate, PartnershipRole

from .story import MORNING, Case, Story

FIRST_DAY = date(2014, 9, 1)
Role = Mandate.Role
R, S, E, L = Role.REPRESENTATIVE, Role.SIGNATORY, Role.ECONOMIST, Role.READER


class Organisation(NamedTuple):
    """An organisation of the demo. Its number is invented, unless `is_real`."""

    name: str
    number: str
    legal_form: str
    profile: str
    value_base: str
    is_real: bool = False


CITY = Organisation("Göteborgs Stad", "212000-1355", "municipality", "", "", is_real=True)
IDEBURNA = {
    "bracke": Organisation("Bräcke diakoni", "802990-0019", "foundation", "service", "Diakoni: varje människas värde."),
    "raddningsmissionen": Organisation(
        "Göteborgs Räddningsmission", "802990-0027", "association", "service", "Ingen ska lämnas utanför."
    ),
    "reningsborg": Organisation(
        "Reningsborg", "802990-0035", "association", "service", "Arbete och gemenskap åt alla."
    ),
    "skyddsvarnet": Organisation(
        "Skyddsvärnet i Göteborg", "802990-0043", "association", "service", "Stöd i tid, på människans egna villkor."
    ),
    "raddabarnen": Organisation(
        "Rädda Barnen", "802990-0050", "association", "voice", "Barnkonventionen är grunden för allt vi gör."
    ),
    "rodakorset": Organisation(
        "Röda Korset", "802990-0068", "association", "voice", "Humanitet, opartiskhet, neutralitet och självständighet."
    ),
    "im": Organisation(
        "Individuell Människohjälp", "802990-0076", "association", "voice", "Ingen människa ska leva i utanförskap."
    ),
    "stadsmissionen": Organisation(
        "Göteborgs kyrkliga stadsmission", "802990-0084", "association", "both", "Människovärde, rättvisa och hopp."
    ),
    "karriarkraft": Organisation(
        "Göteborg Karriärkraft", "802990-0092", "cooperative", "service", "Arbete ger frihet. Vi äger tillsammans."
    ),
    "fcgole": Organisation("FC Gole", "802991-0018", "association", "service", "Idrott som väg in."),
}

#: Key of the person -> name, and the mandates in the organisation that the key ends with.
CITY_PEOPLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "representant.goteborg": ("Representant, Göteborgs Stad", (R,)),
    "samordnare.goteborg": ("Samordnare, Göteborgs Stad", (L,)),
    "firmatecknare.goteborg": ("Firmatecknare, Göteborgs Stad", (S,)),
    "ekonom.goteborg": ("Ekonom, Göteborgs Stad", (E,)),
    "controller.goteborg": ("Controller, Göteborgs Stad", (E,)),
    "ordforande.goteborg": ("Ordförande i styrgruppen, Göteborgs Stad", (L,)),
    "sekreterare.goteborg": ("Sekreterare i styrgruppen, Göteborgs Stad", (L,)),
    "enhetschef.goteborg": ("Enhetschef för boenden, Göteborgs Stad", (L,)),
    "registrator.goteborg": ("Registrator, Göteborgs Stad", (L,)),
}
HEADS = {
    "bracke": "Föreståndare, Boende A",
    "raddningsmissionen": "Föreståndare, Boende B",
    "reningsborg": "Föreståndare, Boende C",
    "skyddsvarnet": "Föreståndare, Boende D",
    "stadsmissionen": "Föreståndare, Boende E",
}
LATER = {"stadsmissionen", "karriarkraft"}  # known to the story from the extension on
LATER_FIRST_DAY = date(2016, 2, 1)


def cast(story: Story, case: Case) -> None:
    """Write the organisations and their people into the story."""
    story.at(FIRST_DAY, MORNING, register, case, "goteborg", CITY, "public")
    story.at(FIRST_DAY, MORNING, staff, case, "goteborg", CITY_PEOPLE)
    for key, one in IDEBURNA.items():
        day = LATER_FIRST_DAY if key in LATER else FIRST_DAY
        story.at(day, MORNING, register, case, key, one, "ideburen")
        story.at(day, MORNING, staff, case, key, ideburna_people(key, one.name), since=day)


def ideburna_people(key: str, name: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The people of an idéburen organisation, by key."""
    people: dict[str, tuple[str, tuple[str, ...]]] = {
        f"representant.{key}": (f"Representant, {name}", (R,)),
        f"firmatecknare.{key}": (f"Firmatecknare, {name}", (S,)),
    }
    if key != "fcgole":
        people[f"ekonom.{key}"] = (f"Ekonom, {name}", (E,))
    if key == "bracke":
        people["samordnare.ideburna"] = ("Samordnare för de idéburna, anställd hos Bräcke diakoni", (L,))
    if key in HEADS:
        people[f"forestandare.{key}"] = (f"{HEADS[key]}, {name}", (L,))
    return people


def register(case: Case, key: str, one: Organisation, side: str, municipality_code: str = "1480") -> None:
    """Register an organisation as the installation does before it has any people."""
    values: dict[str, Any] = {
        "name": one.name,
        "number": one.number,
        "side": side,
        "legal_form": one.legal_form,
        "profile": one.profile,
        "value_base": one.value_base,
        "municipality_code": municipality_code if side == "public" else "",
    }
    case.organisations[key] = organisations.create(
        actor=None, values=values, by_system=True, is_illustrative=not one.is_real
    )


def staff(case: Case, key: str, people: dict[str, tuple[str, tuple[str, ...]]], since: date = FIRST_DAY) -> None:
    """Give the organisation its first representative, who gives the others their mandates."""
    first = case.person(next(iter(people)), *_name_and_title(people, next(iter(people))))
    for who, (_name, roles) in people.items():
        person = case.people.get(who) or case.person(who, *_name_and_title(people, who))
        for role in roles:
            mandates.grant(
                actor=None if person == first else first,
                person=person,
                organisation=case.organisations[key],
                role=role,
                valid_from=since,
                by_system=person == first,
            )


def _name_and_title(people: dict[str, tuple[str, tuple[str, ...]]], who: str) -> tuple[str, str]:
    name = people[who][0]
    return name, name.split(",")[0]


def coordinate(case: Case, by: str, who: str, organisation: str | None, day: date, role: str = "") -> None:
    """Give somebody a role in the partnership from `day`: coordinator, or observer without an organisation."""
    mandates.give_role(
        actor=case.people[by],
        partnership=case.partnership,
        person=case.people[who],
        role=role or PartnershipRole.Role.COORDINATOR,
        organisation=case.organisations[organisation] if organisation else None,
        valid_from=day,
    )
