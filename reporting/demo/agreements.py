"""The agreement of 2015 with its annexes, the amendment of 2016 and the extension that waits for signatures."""

from datetime import date
from typing import Any

from partnerships import agreements, parties
from partnerships.agreements import signing
from partnerships.models import Agreement

from .agreement_texts import AMENDMENT, ANNEXES, CHANGED, EXTENSION, MAIN, NEW_TARGET_GROUP, RENEGOTIATION, Sections
from .gothenburg import DNR, FIRST, SECOND
from .story import AFTERNOON, MORNING, NOON, Case, Story

CITYS = "samordnare.goteborg"
EXTENSION_RULE = "Förlängs genom en förlängning som alla parter undertecknar."
WHY_NOT = "Vår styrelse vill hellre samarbeta utan avtal. Vi står kvar som vän till partnerskapet."

SIGNED_FIRST_TEXT = {
    "raddningsmissionen": date(2015, 3, 16),
    "skyddsvarnet": date(2015, 3, 18),
    "im": date(2015, 3, 20),
}
SIGNED_MAIN = {
    "im": date(2015, 4, 8),
    "raddningsmissionen": date(2015, 4, 9),
    "skyddsvarnet": date(2015, 4, 9),
    "bracke": date(2015, 4, 14),
    "rodakorset": date(2015, 4, 15),
    "raddabarnen": date(2015, 4, 20),
    "reningsborg": date(2015, 4, 21),
    "goteborg": date(2015, 4, 28),
}
SIGNED_AMENDMENT = {
    "stadsmissionen": date(2016, 6, 7),
    "karriarkraft": date(2016, 6, 7),
    "bracke": date(2016, 6, 8),
    "im": date(2016, 6, 9),
    "skyddsvarnet": date(2016, 6, 9),
    "raddningsmissionen": date(2016, 6, 13),
    "rodakorset": date(2016, 6, 14),
    "reningsborg": date(2016, 6, 15),
    "raddabarnen": date(2016, 6, 17),
    "goteborg": date(2016, 6, 22),
}
SIGNED_EXTENSION = {
    "raddningsmissionen": date(2017, 1, 31),
    "skyddsvarnet": date(2017, 2, 1),
    "karriarkraft": date(2017, 2, 2),
}


def gather(story: Story, case: Case) -> None:
    """Write the agreements into the story."""
    main(story, case)
    amendment(story, case)
    extension(story, case)


def main(story: Story, case: Case) -> None:
    """Eight annexes, three signatures, one organisation that declines, a new round, and in force on 1 May 2015."""
    story.at(date(2015, 2, 16), MORNING, begin, case, "main", MAIN, {
        "kind": Agreement.Kind.MAIN, "title": "Partnerskapsavtal IOP Ensamkommande", "registry_number": DNR,
        "starts_on": date(2015, 5, 1), "ends_on": date(2020, 4, 30), "notice_months": 6,
        "extension_rule": EXTENSION_RULE,
    })  # fmt: skip
    for key in ("bracke", *(one for one in FIRST if one != "goteborg")):
        annex(story, case, "main", key, date(2015, 2, 17), date(2015, 2, 25))
    propose(story, case, "main", date(2015, 3, 9), "Tjänsteutlåtande 2015-03-07, dnr 0193/15")
    sign(story, case, "main", SIGNED_FIRST_TEXT)
    story.at(date(2015, 3, 27), MORNING, decline, case)
    story.at(date(2015, 3, 30), MORNING, take_out, case)
    propose(story, case, "main", date(2015, 4, 1), "FC Gole har tackat nej. Samma text för övriga parter.")
    sign(story, case, "main", SIGNED_MAIN)


def amendment(story: Story, case: Case) -> None:
    """Two new parties and 200 places: drafted in April, endorsed in May, signed in June."""
    story.at(date(2016, 4, 25), MORNING, begin, case, "amendment", AMENDMENT, {
        "kind": Agreement.Kind.AMENDMENT, "title": "Tilläggsavtal 1: två nya parter och 200 platser",
        "registry_number": DNR, "starts_on": date(2016, 7, 1), "parent": "main",
        "subjects": ["parties", "target_group", "services"], "target_group": NEW_TARGET_GROUP,
    }, CHANGED)  # fmt: skip
    for key in SECOND:
        annex(story, case, "amendment", key, date(2016, 4, 25), date(2016, 5, 3))
    propose(story, case, "amendment", date(2016, 6, 1), "Gemensamma styrgruppen 2016-05-17")
    sign(story, case, "amendment", SIGNED_AMENDMENT)
    story.at(date(2016, 7, 1), MORNING, signing.take_effect_due)


def extension(story: Story, case: Case) -> None:
    """Two more years: drafted, mended as the idéburna asked, endorsed, and proposed a week before the demo's day."""
    story.at(date(2017, 1, 11), MORNING, begin, case, "extension", EXTENSION, {
        "kind": Agreement.Kind.EXTENSION, "title": "Förlängning 1: till och med den 30 april 2022",
        "registry_number": DNR, "starts_on": date(2020, 5, 1), "ends_on": date(2022, 4, 30), "parent": "main",
    })  # fmt: skip
    story.at(date(2017, 1, 19), MORNING, mend, case)
    story.at(date(2017, 1, 30), NOON, city_last, case)
    propose(story, case, "extension", date(2017, 1, 30), "Gemensamma styrgruppen 2017-01-24")
    sign(story, case, "extension", SIGNED_EXTENSION)


def begin(case: Case, key: str, sections: Sections, values: dict[str, Any], changed: Sections = ()) -> None:
    """The city's coordinator begins an agreement and writes its text, which the parties have talked through.

    `changed`: the sections in effect that it writes anew, with the new wording.
    """
    parent = values.get("parent")
    values = {**values, "parent": case.get("agreement", parent) if parent else None, "is_illustrative": True}
    headings = dict(changed)
    if headings:
        values["sections"] = [one for one in agreements.in_effect(values["parent"]) if one.heading in headings]
    agreement = agreements.create(case.partnership, actor=case.people[CITYS], **values)
    write(agreement, case.people[CITYS], (*sections, *changed))
    case.keep("agreement", key, agreement)


def mend(case: Case) -> None:
    """What the idéburna asked for two days before: when the extension is to be renegotiated."""
    write(case.get("agreement", "extension"), case.people[CITYS], RENEGOTIATION)


def city_last(case: Case) -> None:
    """The idéburna sign first, in any order: the city's board has not had its meeting yet."""
    extension = case.get("agreement", "extension")
    agreements.set_order(extension, actor=case.people[CITYS], turns={case.party("goteborg").pk: 2})


def write(agreement: Agreement, actor: Any, sections: Sections) -> None:
    """Write under the template's headings."""
    present = {section.heading: section for section in agreement.sections.all()}
    for heading, body in sections:
        agreements.edit_section(present[heading], actor=actor, body=body)


def annex(story: Story, case: Case, key: str, party: str, begun: date, written: date) -> None:
    """A coordinator begins a party's annex; the party's representative writes it."""

    def start() -> None:
        made = agreements.add_annex(case.get("agreement", key), actor=case.people[CITYS], party=case.party(party))
        case.keep("annex", party, made)

    def fill() -> None:
        effort, own = ANNEXES[party]
        sections = (("Insatser och åtaganden", effort), ("Ekonomi", f"Egen insats: {own}"))
        write(case.get("annex", party), case.people[f"representant.{party}"], sections)

    story.at(begun, NOON, start)
    story.at(written, NOON, fill)


def propose(story: Story, case: Case, key: str, day: date, authority: str) -> None:
    """A coordinator freezes the text and asks the parties to sign."""

    def do() -> None:
        agreements.propose(case.get("agreement", key), actor=case.people[CITYS], authority=authority)

    story.at(day, AFTERNOON, do)


def sign(story: Story, case: Case, key: str, days: dict[str, date]) -> None:
    """Signatories sign."""

    def one(party: str) -> None:
        actor = case.people[f"firmatecknare.{party}"]
        agreements.sign(case.get("agreement", key), actor=actor, party=case.party(party))

    for party, day in days.items():
        story.at(day, NOON, one, party)


def decline(case: Case) -> None:
    """FC Gole decides not to take part."""
    parties.decline(case.party("fcgole"), actor=case.people["firmatecknare.fcgole"], reason=WHY_NOT)


def take_out(case: Case) -> None:
    """The agreement is no longer with FC Gole: the text is another, and the three signatures on it are void."""
    main = case.get("agreement", "main")
    remaining = [row.party for row in main.agreement_parties.select_related("party").exclude(party__status="declined")]
    agreements.set_parties(main, actor=case.people[CITYS], parties=remaining)
