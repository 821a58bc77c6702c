"""The five bodies of IOP Ensamkommande, their rules and who sits in them."""

from datetime import date
from typing import Any

from governance import seats
from governance.models import Body, Seat

from .story import MORNING, NOON, Case, Story

Office = Seat.Office
EXTENDED_ON = date(2016, 7, 1)

#: Key -> (day opened, opened by, the body's own fields).
BODIES: dict[str, tuple[date, str, dict[str, Any]]] = {
    "room": (
        date(2014, 12, 1),
        "samordnare.ideburna",
        {
            "kind": Body.Kind.NGO_STEERING,
            "name": "De idéburnas styrgrupp",
            "mandate_text": "Samordnar de idéburnas hållning inför den gemensamma styrgruppen, veckan innan.",
            "quorum_parties": 5,
            "quorum_both_sides": False,
            "notice_days": 5,
            "visibility": Body.Visibility.MEMBERS,
        },
    ),
    "steering": (
        date(2015, 5, 4),
        "samordnare.goteborg",
        {
            "kind": Body.Kind.STEERING,
            "name": "Gemensamma styrgruppen",
            "mandate_text": (
                "Enas om målgrupp, mål och arbetssätt och håller helheten samman. Beslutar om gemensamma potten. "
                "Varje part har en röst vid bordet. Vi söker samsyn; den som inte delar beslutet kan reservera sig."
            ),
            "quorum_parties": 7,
            "notice_days": 10,
            "minutes_days": 14,
        },
    ),
    "cooperation": (
        date(2015, 5, 18),
        "samordnare.goteborg",
        {
            "kind": Body.Kind.COOPERATION,
            "name": "Samverkansgruppen",
            "mandate_text": "Löser det dagliga tillsammans: beläggning, övergångar och mervärdesinsatser.",
            "quorum_parties": 3,
            "notice_days": 5,
            "minutes_form": Body.MinutesForm.NOTES,
        },
    ),
    "heads": (
        date(2015, 9, 1),
        "samordnare.goteborg",
        {
            "kind": Body.Kind.HEADS,
            "name": "HVB-föreståndarnas möte",
            "mandate_text": "Boendenas föreståndare delar erfarenheter och rutiner.",
            "quorum_parties": 3,
            "notice_days": 5,
            "minutes_form": Body.MinutesForm.NOTES,
        },
    ),
    "training": (
        date(2015, 9, 1),
        "samordnare.goteborg",
        {
            "kind": Body.Kind.TRAINING,
            "name": "Utbildningsgruppen",
            "mandate_text": "Planerar gemensam utbildning för personalen på boendena.",
            "quorum_parties": 3,
            "notice_days": 10,
            "minutes_form": Body.MinutesForm.NOTES,
        },
    ),
}

#: Key of the body -> (person, party, office).
SEATS: dict[str, list[tuple[str, str, str]]] = {
    "room": [
        ("representant.bracke", "bracke", Office.MEMBER),
        ("representant.raddningsmissionen", "raddningsmissionen", Office.CHAIR),
        ("representant.reningsborg", "reningsborg", Office.MEMBER),
        ("representant.skyddsvarnet", "skyddsvarnet", Office.MEMBER),
        ("representant.raddabarnen", "raddabarnen", Office.MEMBER),
        ("representant.rodakorset", "rodakorset", Office.MEMBER),
        ("representant.im", "im", Office.MEMBER),
    ],
    "steering": [
        ("ordforande.goteborg", "goteborg", Office.CHAIR),
        ("sekreterare.goteborg", "goteborg", Office.SECRETARY),
        ("representant.bracke", "bracke", Office.VICE_CHAIR),
        ("representant.raddningsmissionen", "raddningsmissionen", Office.MEMBER),
        ("representant.reningsborg", "reningsborg", Office.MEMBER),
        ("representant.skyddsvarnet", "skyddsvarnet", Office.MEMBER),
        ("representant.raddabarnen", "raddabarnen", Office.MEMBER),
        ("representant.rodakorset", "rodakorset", Office.MEMBER),
        ("representant.im", "im", Office.MEMBER),
    ],
    "cooperation": [
        ("enhetschef.goteborg", "goteborg", Office.CHAIR),
        ("samordnare.ideburna", "bracke", Office.SECRETARY),
        ("forestandare.raddningsmissionen", "raddningsmissionen", Office.MEMBER),
        ("forestandare.reningsborg", "reningsborg", Office.MEMBER),
        ("forestandare.skyddsvarnet", "skyddsvarnet", Office.MEMBER),
        ("representant.im", "im", Office.MEMBER),
    ],
    "heads": [
        ("enhetschef.goteborg", "goteborg", Office.MEMBER),
        ("forestandare.bracke", "bracke", Office.CHAIR),
        ("forestandare.raddningsmissionen", "raddningsmissionen", Office.SECRETARY),
        ("forestandare.reningsborg", "reningsborg", Office.MEMBER),
        ("forestandare.skyddsvarnet", "skyddsvarnet", Office.MEMBER),
    ],
    "training": [
        ("representant.rodakorset", "rodakorset", Office.CHAIR),
        ("enhetschef.goteborg", "goteborg", Office.MEMBER),
        ("representant.raddabarnen", "raddabarnen", Office.SECRETARY),
        ("forestandare.bracke", "bracke", Office.MEMBER),
    ],
}
#: Those who came in with the extension.
LATER_SEATS: dict[str, list[tuple[str, str, str]]] = {
    "room": [
        ("representant.stadsmissionen", "stadsmissionen", Office.MEMBER),
        ("representant.karriarkraft", "karriarkraft", Office.MEMBER),
    ],
    "steering": [
        ("representant.stadsmissionen", "stadsmissionen", Office.MEMBER),
        ("representant.karriarkraft", "karriarkraft", Office.MEMBER),
    ],
    "heads": [("forestandare.stadsmissionen", "stadsmissionen", Office.MEMBER)],
}


def gather(story: Story, case: Case) -> None:
    """Write the bodies and their seats into the story."""
    for key, (day, by, fields) in BODIES.items():
        story.at(day, MORNING, open_one, case, key, by, fields)
        story.at(day, NOON, seat, case, key, SEATS[key], by, day)
    for key, rows in LATER_SEATS.items():
        story.at(EXTENDED_ON, NOON, seat, case, key, rows, BODIES[key][1], EXTENDED_ON)


def open_one(case: Case, key: str, by: str, fields: dict[str, Any]) -> None:
    """Create a body."""
    body = Body(partnership=case.partnership, is_illustrative=True, **fields)
    case.keep("body", key, seats.open_body(body, actor=case.people[by]))


def seat(case: Case, key: str, rows: list[tuple[str, str, str]], by: str, day: date) -> None:
    """Give people their seats in a body."""
    body = case.get("body", key)
    for person, party, office in rows:
        seats.give(
            body,
            actor=case.people[by],
            person=case.people[person],
            party=case.party(party),
            office=office,
            valid_from=day,
        )
