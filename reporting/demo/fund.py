"""The shared fund: its rule, what the parties proposed, and how what was granted was paid."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from governance import grants, payments
from governance.models import Decision, Fund, Grant

from .story import AFTERNOON, MORNING, NOON, Case, Story

OPENED_ON = date(2015, 12, 9)
RATE_FROM = date(2016, 1, 1)


@dataclass(frozen=True)
class Part:
    """A payment in part: requested, and then attested and paid unless it still waits."""

    amount: int
    note: str
    requested: date
    attested: date | None = None
    paid: date | None = None


@dataclass(frozen=True)
class Proposal:
    """A party's proposal. What is granted is decided in the steering group."""

    party: str
    title: str
    need: str
    goals: str
    amount: int
    own: str
    drafted: date
    submitted: date | None = None
    report_due: date | None = None
    accepted: date | None = None
    parts: tuple[Part, ...] = ()


CONDITIONS = (
    "Redovisas i den gemensamma årsredovisningen av mervärden. Medel som inte används går tillbaka till potten."
)
PROPOSALS = {
    "fadder": Proposal(
        "raddningsmissionen",
        "Fadderfamiljer 2016",
        "Många unga har ingen vuxen utanför boendet. En fadderfamilj är någon att äta middag hos och fråga om råd.",
        "150 matchningar under året. Nio utbildningstillfällen, nio startkvällar och två fadderträffar.",
        620_000,
        "Lokaler, administration och våra volontärers tid.",
        date(2016, 4, 11),
        date(2016, 4, 25),
        date(2017, 2, 28),
        date(2016, 5, 24),
        (
            Part(310_000, "Första halvan: samordnare, utbildningar och startkvällar till och med augusti.",
                 date(2016, 6, 1), date(2016, 6, 7), date(2016, 6, 10)),
            Part(310_000, "Andra halvan: uppföljning, fadderträffar och enkäter under hösten.",
                 date(2016, 9, 5), date(2016, 9, 8), date(2016, 9, 14)),
        ),
    ),
    "kris": Proposal(
        "skyddsvarnet",
        "Kris- och stödsamtal",
        "Väntan på besked och minnen från flykten gör många unga sömnlösa. Vården har lång kö.",
        "500 samtal under året, inom en vecka från första kontakten.",
        540_000,
        "Tolv psykologer, socionomer, psykiatrer och psykoterapeuter arbetar utan ersättning.",
        date(2016, 4, 18),
        date(2016, 5, 2),
        date(2017, 2, 28),
        date(2016, 9, 6),
        (
            Part(300_000, "Samordning och lokal för mottagningen, september och oktober.",
                 date(2016, 9, 19), date(2016, 9, 22), date(2016, 9, 28)),
            Part(240_000, "Samordning, lokal och tolk, november och december.",
                 date(2016, 11, 21), date(2016, 11, 24), date(2016, 12, 1)),
        ),
    ),
    "utbildning": Proposal(
        "rodakorset",
        "Utbildning för personal och gode män",
        "Personal och gode män möter samma frågor men får olika svar. De behöver en gemensam grund.",
        "Kurser på alla boenden och tre öppna kvällar för gode män.",
        380_000,
        "Kursmaterial och utbildare från vår egen organisation.",
        date(2016, 8, 22),
        date(2016, 9, 5),
        date(2017, 3, 31),
        date(2016, 10, 4),
        (
            Part(190_000, "Höstens kurser på fem boenden.",
                 date(2016, 11, 7), date(2016, 11, 10), date(2016, 11, 16)),
            Part(110_000, "Öppna kvällar för gode män och vårens första kurser.", date(2017, 1, 30)),
        ),
    ),
    "fritid": Proposal(
        "im",
        "Fritid och lovaktiviteter",
        "Loven är långa utan familj. Flickorna är få på boendena och syns lite i utbudet.",
        "Konstverkstad för flickor, kurs i att tjäna egna pengar, sommarpaket och ett nätverk för fritidsansvariga.",
        457_000,
        "Volontärer och lokal för konstverkstaden.",
        date(2016, 10, 10),
        date(2016, 10, 24),
        date(2017, 6, 30),
        date(2016, 11, 22),
        (
            Part(157_000, "Jullovet och nätverkets två första träffar.",
                 date(2016, 12, 12), date(2016, 12, 15), date(2016, 12, 21)),
            Part(150_000, "Sportlovet och konstverkstaden, januari till mars.",
                 date(2017, 1, 25), date(2017, 2, 1)),
        ),
    ),
    "praktik": Proposal(
        "karriarkraft",
        "Sommarpraktik 2017",
        "Ett första jobb ger språk, kontakter och en referens. 55 procent av ungdomarna fick praktik sommaren 2016.",
        "Praktikplatser till minst sex av tio ungdomar som vill. Handledning på plats.",
        480_000,
        "Arbetsgivarkontakter och handledare i våra egna kooperativ.",
        date(2016, 11, 7),
        date(2016, 11, 21),
        date(2017, 10, 31),
        date(2016, 12, 20),
        (
            Part(120_000, "Samordnare som söker praktikplatser från januari.",
                 date(2017, 1, 9), date(2017, 1, 12), date(2017, 1, 18)),
        ),
    ),
    "trauma": Proposal(
        "raddabarnen",
        "Utbildning om trauma och asylrätt",
        "Personalen frågar hur de bäst stöder unga som fått avslag eller bär på svåra minnen.",
        "Två utbildningsdagar på varje boende och handledning till föreståndarna.",
        320_000,
        "Utbildare och metodmaterial.",
        date(2016, 12, 19),
        date(2017, 1, 5),
        date(2017, 12, 15),
    ),
    "laxhjalp": Proposal(
        "stadsmissionen",
        "Läxhjälp på boendena 2017",
        "Många går i språkintroduktion och behöver hjälp med svenska och matematik på kvällarna.",
        "Läxhjälp två kvällar i veckan på fem boenden.",
        240_000,
        "Volontärer och en samordnare på halvtid.",
        date(2017, 1, 16),
        date(2017, 1, 31),
    ),
    "odling": Proposal(
        "reningsborg",
        "Odling och arbetsträning sommaren 2017",
        "Några unga klarar inte praktik än. De behöver en plats där tempot är deras eget.",
        "Tio platser från maj till september.",
        185_000,
        "Mark, redskap och arbetsledare.",
        date(2017, 2, 2),
    ),
}  # fmt: skip


def gather(story: Story, case: Case) -> None:
    """Write the fund's life into the story; its rule and grants follow from the steering group's decisions."""
    story.at(OPENED_ON, MORNING, open_one, case)
    for key, one in PROPOSALS.items():
        story.at(one.drafted, MORNING, draft, case, key, one)
        if one.submitted:
            story.at(one.submitted, MORNING, submit, case, key, one)
        if one.accepted:
            story.at(one.accepted, MORNING, accept, case, key, one)
        for number, part in enumerate(one.parts, start=1):
            pay_in_part(story, case, key, one, number, part)


def open_one(case: Case) -> None:
    """The city's coordinator opens the fund, as the steering group decided the day before, and enters the rule."""
    fund = grants.open_fund(
        case.partnership,
        actor=case.people["samordnare.goteborg"],
        name="Gemensamma potten",
        purpose=(
            "Mervärdesinsatser som ger de unga en meningsfull vardag och en väg in i samhället. "
            "Alla parter kan föreslå insatser, också de som inte driver boenden."
        ),
        holder=case.party("goteborg"),
    )
    case.keep("fund", "fund", fund)
    grants.set_rule(
        fund,
        actor=case.people["samordnare.goteborg"],
        rate=Decimal(50),
        valid_from=RATE_FROM,
        decision=case.get("decision", "rule"),
    )


def remember(key: str) -> Callable[[Case, Decision], Any]:
    """Keep a closed decision, for what is to rest on it."""
    return lambda case, decision: case.keep("decision", key, decision)


def draft(case: Case, key: str, one: Proposal) -> None:
    """The party's representative writes the proposal."""
    made = grants.draft_proposal(
        Fund.objects.get(partnership__slug=case.slug),
        actor=case.people[f"representant.{one.party}"],
        party=case.party(one.party),
        title=one.title,
        need=one.need,
        goals=one.goals,
        amount=Decimal(one.amount),
        own_contribution=one.own,
        is_illustrative=True,
    )
    case.keep("proposal", key, made)


def submit(case: Case, key: str, one: Proposal) -> None:
    """The party submits it: from now on everybody in the partnership reads it."""
    grants.submit_proposal(case.get("proposal", key), actor=case.people[f"representant.{one.party}"])


def granted(key: str) -> Callable[[Case, Decision], Any]:
    """What the secretary enters when the steering group has adopted the decision."""

    def enter(case: Case, decision: Decision) -> Grant:
        one = PROPOSALS[key]
        given = grants.grant(
            case.get("proposal", key),
            actor=case.people["sekreterare.goteborg"],
            decision=decision,
            amount=Decimal(one.amount),
            conditions=CONDITIONS,
            report_due_on=one.report_due,
        )
        return case.keep("grant", key, given)

    return enter


def accept(case: Case, key: str, one: Proposal) -> None:
    """The party's signatory accepts the terms."""
    grants.accept(case.get("grant", key), actor=case.people[f"firmatecknare.{one.party}"])


def pay_in_part(story: Story, case: Case, key: str, one: Proposal, number: int, part: Part) -> None:
    """The party's economist requests, the city's economist attests, the city's controller pays."""
    name = f"{key} {number}"

    def request() -> None:
        made = payments.request(
            case.get("grant", key),
            actor=case.people[f"ekonom.{one.party}"],
            amount=Decimal(part.amount),
            note=part.note,
        )
        case.keep("payment", name, made)

    def attest() -> None:
        payments.attest(case.get("payment", name), actor=case.people["ekonom.goteborg"])

    def pay() -> None:
        reference = f"BG {part.paid:%y%m%d}-{number}"
        payments.pay(
            case.get("payment", name),
            actor=case.people["controller.goteborg"],
            paid_on=part.paid or part.requested + timedelta(days=10),
            reference=reference,
        )

    story.at(part.requested, NOON, request)
    if part.attested:
        story.at(part.attested, NOON, attest)
    if part.paid:
        story.at(part.paid, AFTERNOON, pay)
