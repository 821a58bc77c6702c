"""State aid to three of the idéburna organisations, and an amendment from the time of paper. All of it invented."""

from datetime import date
from decimal import Decimal
from typing import Any

from partnerships import agreements, aid_statements
from partnerships.agreements import old as papers
from partnerships.models import Agreement, AidGrant

from .story import AFTERNOON, MORNING, NOON, Case, Story

Kind = AidGrant.Kind
RATE_SOURCE = "illustrativ kurs"
#: Who received: by whom, as what, when, kronor, kronor for one euro.
REGION = "Västra Götalandsregionen"
RECEIVED: tuple[tuple[str, str, str, date, str, str], ...] = (
    ("bracke", REGION, Kind.DE_MINIMIS, date(2015, 3, 16), "620000", "9.16"),
    ("bracke", REGION, Kind.DE_MINIMIS, date(2013, 11, 11), "300000", "8.90"),
    ("reningsborg", REGION, Kind.DE_MINIMIS, date(2016, 6, 13), "410000", "9.34"),
)
CITY_GAVE = ("bracke", Kind.SGEI_DE_MINIMIS, date(2016, 4, 18), Decimal("3900000"), Decimal("9.18"))
SIGNED = date(2016, 6, 20)


def gather(story: Story, first: Case, second: Case) -> None:
    """What was stated when, and the paper that was brought in."""
    for who, giver, kind, day, amount, rate in RECEIVED:
        story.at(date(2016, 9, 5), MORNING, state, first, who, giver, kind, day, Decimal(amount), Decimal(rate))
    story.at(date(2016, 9, 12), MORNING, give, first)
    story.at(date(2016, 9, 14), MORNING, confirm_aid, first)
    story.at(date(2016, 9, 20), MORNING, state_in_nordby, second)
    story.at(date(2016, 10, 3), MORNING, enter_paper, second)
    for hour, key in ((NOON, "nordby"), (AFTERNOON, "jouren")):
        story.at(date(2016, 10, 10), hour, confirm_paper, second, key)


def figures(day: date, amount: Decimal, rate: Decimal) -> dict[str, Any]:
    """Day, amount and rate of a grant."""
    return {"granted_on": day, "amount": amount, "rate": rate, "rate_on": day, "rate_source": RATE_SOURCE}


def state(case: Case, who: str, giver: str, kind: str, day: date, amount: Decimal, rate: Decimal) -> None:
    """An organisation states what it has been granted."""
    aid_statements.state(
        case.organisations[who],
        actor=case.people[f"representant.{who}"],
        stated_by=case.organisations[who],
        granted_by_name=giver,
        kind=kind,
        legal_basis="Förordning (EU) nr 1407/2013",
        is_illustrative=True,
        **figures(day, amount, rate),
    )


def give(case: Case) -> None:
    """The city states what it has given."""
    who, kind, day, amount, rate = CITY_GAVE
    made = aid_statements.state(
        case.organisations[who],
        actor=case.people["ekonom.goteborg"],
        stated_by=case.organisations["goteborg"],
        kind=kind,
        legal_basis="Förordning (EU) nr 360/2012",
        is_illustrative=True,
        **figures(day, amount, rate),
    )
    case.keep("aid", who, made)


def confirm_aid(case: Case) -> None:
    """The organisation says that it is right."""
    who, kind, day, amount, rate = CITY_GAVE
    aid_statements.answer(
        case.get("aid", who),
        actor=case.people[f"representant.{who}"],
        stated_by=case.organisations[who],
        granted_by=case.organisations["goteborg"],
        kind=kind,
        **figures(day, amount, rate),
    )


def state_in_nordby(case: Case) -> None:
    """The municipality has judged that its support is no aid."""
    aid_statements.state(
        case.organisations["jouren"],
        actor=case.people["ekonom.nordby"],
        stated_by=case.organisations["nordby"],
        kind=Kind.NOT_AID,
        granted_on=date(2016, 4, 1),
        amount=Decimal("240000"),
        why_not_aid="Stödet gäller ideellt medmänskligt stöd som inte bjuds ut på någon marknad.",
        is_illustrative=True,
    )


def enter_paper(case: Case) -> None:
    """The coordinator brings in an amendment that was signed on paper in the summer."""
    made = papers.enter(
        case.partnership,
        actor=case.people["representant.nordby"],
        kind=Agreement.Kind.AMENDMENT,
        title="Tilläggsavtal om lokal",
        starts_on=date(2016, 7, 1),
        file=page_of_paper(("Illustrativt exempel: inget riktigt avtal.", "Tilläggsavtal om lokal, 2016-06-20.")),
        name="Tilläggsavtal om lokal 2016.pdf",
        paper={
            "signed_on": SIGNED,
            "signed_by": "För kommunen socialchefen, för föreningen ordföranden.",
            "former_parties": "",
            "amount_in_words": "Fri lokal, värd 60 000 kr om året.",
        },
        is_illustrative=True,
    )
    case.keep("agreement", "paper", agreements.propose(made, actor=case.people["representant.nordby"]))


def confirm_paper(case: Case, key: str) -> None:
    """A signatory confirms that this is the agreement that was signed."""
    agreements.sign(case.get("agreement", "paper"), actor=case.people[f"firmatecknare.{key}"], party=case.party(key))


def page_of_paper(lines: tuple[str, ...]) -> bytes:
    """One page of PDF with some lines, the same bytes each time."""
    shown = b" T* ".join(b"(%s) Tj" % line.encode("cp1252") for line in lines)
    text = b"BT /F 14 Tf 20 TL 60 760 Td %s ET" % shown
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Lang(sv)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    body, offsets = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return b"%sxref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n" % (
        body,
        table,
        len(body),
    )
