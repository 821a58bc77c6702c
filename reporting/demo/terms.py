"""What is agreed in rows: what each party brings, who owns what, what is to be fulfilled. All of it is invented.

The city's money is what it sets aside for the shared fund: 50 kr for every place and day as planned, for every
reported placement day as brought.
"""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from partnerships import clock
from partnerships.agreements import commitments, conditions, outcomes, ownership
from partnerships.agreements.outcomes import Period
from partnerships.models import Agreement, Commitment, CommitmentActual, OwnershipItem

from .gothenburg import SECOND
from .story import AFTERNOON, MORNING, NOON, Case, Story, workday

Kind = Commitment.Kind
CITYS = "samordnare.goteborg"
RATE = 50
VOLUNTEER = (Kind.HOURS, "timmar", 220, "Schablon för ideell tid, vuxen, inom Leader: 220 kr per timme")
STAFF = (Kind.HOURS, "timmar", 350, "Organisationens egen lönekostnad per timme, 2015 års nivå")
PREMISES = (Kind.IN_KIND, "månad", 12000, "Marknadshyra för en likvärdig lokal i samma stadsdel")
PROFESSIONAL = (Kind.HOURS, "timmar", 600, "Vad tjänsten kostar när den köps, enligt egen prislista")


class Brought(NamedTuple):
    """Something that a party brings: what, at which value, how much each year, and how much in each quarter of 2016."""

    what: str
    sort: tuple[Any, str, int, str]
    years: dict[int, int]
    quarters: tuple[int, ...] = ()


PLACES = "Avsättning till gemensamma potten: 100 platser, 50 kr per dygn"
DAYS_2016 = (10_738, 12_739, 15_266, 17_197)
MONEY = (Kind.MONEY, "kr", 1, "")
FIRST_PLAN: dict[str, tuple[Brought, ...]] = {
    "goteborg": (
        Brought(PLACES, MONEY, {2015: 245 * 100 * RATE, 2016: 366 * 100 * RATE, 2017: 365 * 100 * RATE}),
        Brought(
            "Processledare och stöd till styrgruppen", STAFF, {2015: 1100, 2016: 1700, 2017: 1700}, (430, 410, 380, 450)
        ),
    ),
    "bracke": (
        Brought("Arbetsplats för de idéburnas samordnare", PREMISES, {2015: 8, 2016: 12, 2017: 12}, (3, 3, 3, 3)),
        Brought("Ledning och kontakt med forskarna", STAFF, {2015: 300, 2016: 480, 2017: 480}, (125, 130, 90, 140)),
    ),
    "raddningsmissionen": (
        Brought(
            "Volontärer i fadderfamiljerna", VOLUNTEER, {2015: 1800, 2016: 4200, 2017: 4200}, (880, 1040, 1120, 1275)
        ),
        Brought("Församlingarnas lokaler", PREMISES, {2015: 8, 2016: 12, 2017: 12}, (3, 3, 3, 3)),
    ),
    "reningsborg": (
        Brought(
            "Möbler till boendena",
            (Kind.IN_KIND, "rum", 4500, "Pris i egen butik för en möblering av ett rum"),
            {2015: 60, 2016: 40, 2017: 20},
            (12, 9, 14),
        ),
        Brought("Arbetsledning i butik och verkstad", STAFF, {2015: 400, 2016: 640, 2017: 640}, (150, 160, 120)),
    ),
    "skyddsvarnet": (
        Brought(
            "Tolv yrkespersoner som arbetar utan ersättning",
            PROFESSIONAL,
            {2015: 350, 2016: 600, 2017: 600},
            (120, 155, 140, 170),
        ),
    ),
    "raddabarnen": (
        Brought("Utbildare i barns rättigheter och trauma", STAFF, {2015: 200, 2016: 320, 2017: 320}, (90, 70, 40, 95)),
        Brought(
            "Metodmaterial",
            (Kind.IN_KIND, "uppsättning", 900, "Självkostnadspris"),
            {2015: 40, 2016: 60, 2017: 60},
            (20, 15, 0, 25),
        ),
    ),
    "rodakorset": (
        Brought("Volontärer i kurser för gode män", VOLUNTEER, {2015: 300, 2016: 520, 2017: 520}, (110, 1240, 95, 150)),
    ),
    "im": (
        Brought(
            "Volontärer i fritid och lovaktiviteter", VOLUNTEER, {2015: 900, 2016: 1500, 2017: 1500}, (260, 380, 560)
        ),
    ),
}
SECOND_PLAN: dict[str, tuple[Brought, ...]] = {
    "stadsmissionen": (
        Brought("Volontärer i läxhjälpen", VOLUNTEER, {2016: 700, 2017: 1400}, (0, 0, 310, 420)),
        Brought("Lokaler för läxhjälpen", PREMISES, {2016: 6, 2017: 12}, (0, 0, 3, 3)),
    ),
    "karriarkraft": (Brought("Handledare i sommarpraktiken", STAFF, {2016: 500, 2017: 900}, (0, 0, 430, 60)),),
}
MORE_PLACES = "Avsättning till gemensamma potten: 200 platser, 50 kr per dygn"


def gather(story: Story, case: Case) -> None:
    """Write the commitments and what came of them into the story."""
    for key, plan in FIRST_PLAN.items():
        story.at(date(2015, 3, 3), MORNING, agree, case, "main", key, plan)
    for key, plan in SECOND_PLAN.items():
        story.at(date(2016, 5, 4), MORNING, agree, case, "amendment", key, plan)
    story.at(date(2016, 5, 4), NOON, more_places, case)
    for quarter in (1, 2, 3, 4):
        period = Period.of(2016, quarter * 3 - 2, 3)
        on = workday(date(2016 + quarter // 4, quarter * 3 % 12 + 1, 18))
        for key, plan in {**FIRST_PLAN, **SECOND_PLAN}.items():
            if key not in SECOND or quarter > 2:
                story.at(on, AFTERNOON, enter, case, key, plan, period)
    story.at(date(2016, 8, 8), MORNING, correct, case)
    written(story, case)


def agree(case: Case, agreement: str, key: str, plan: tuple[Brought, ...]) -> None:
    """A party's representative enters what it brings, year by year."""
    text: Agreement = case.get("agreement", agreement)
    actor = case.people[CITYS if key == "goteborg" else f"representant.{key}"]
    values = []
    for one in plan:
        kind, unit, unit_value, basis = one.sort
        for year, quantity in one.years.items():
            first, last = commitments.year_of(text, year)
            values.append(
                {
                    "party": case.party(key), "kind": kind, "description": one.what, "starts_on": first,
                    "ends_on": last, "quantity": Decimal(quantity), "unit": unit, "unit_value": Decimal(unit_value),
                    "basis": basis,
                }
            )  # fmt: skip
    commitments.add(text, actor=actor, rows_of=values, is_illustrative=True)


def more_places(case: Case) -> None:
    """The amendment's 200 places take the place of the agreement's 100."""
    text, values = case.get("agreement", "amendment"), []
    for old in Commitment.objects.filter(description=PLACES, starts_on__year__gte=2016).order_by("starts_on"):
        first = max(old.starts_on, text.starts_on)
        values.append(
            {
                "party": case.party("goteborg"), "kind": Kind.MONEY, "description": MORE_PLACES, "starts_on": first,
                "ends_on": old.ends_on, "quantity": Decimal(((old.ends_on - first).days + 1) * 200 * RATE),
                "replaces": old,
            }
        )  # fmt: skip
    commitments.add(text, actor=case.people[CITYS], rows_of=values, is_illustrative=True)


def enter(case: Case, key: str, plan: tuple[Brought, ...], period: Period) -> None:
    """A party's representative enters what it brought in a quarter; Reningsborg and IM have still to do the last."""
    quarter = period.ends_on.month // 3 - 1
    figures = {one.what: one.quarters[quarter] for one in plan if len(one.quarters) > quarter}
    if key == "goteborg":
        figures |= dict.fromkeys((PLACES, MORE_PLACES), DAYS_2016[quarter] * RATE)
    values = [
        {"commitment": row, "quantity": Decimal(figures[row.description])}
        for row in outcomes.touched(case.party(key), period)
        if row.description in figures
    ]
    if values:
        actor = case.people[f"representant.{key}"]
        outcomes.enter(case.party(key), actor=actor, period=period, rows_of=values, is_illustrative=True)


def correct(case: Case) -> None:
    """The Red Cross had typed a digit too many."""
    wrong = CommitmentActual.objects.get(quantity=1240, commitment__party=case.party("rodakorset"))
    outcomes.correct(
        wrong,
        actor=case.people["representant.rodakorset"],
        quantity=Decimal(124),
        note="En siffra för mycket i kvartalets summa.",
    )


# -- Who owns what, and what is to be fulfilled -----------------------------------------------------------------------
HOMES = {"bracke": "Boende A", "raddningsmissionen": "Boende B", "reningsborg": "Boende C", "skyddsvarnet": "Boende D"}
Owned = OwnershipItem.Kind


def written(story: Story, case: Case) -> None:
    """The matrix and the conditions, in the draft of the agreement; and what the city looked after later."""
    story.at(date(2015, 3, 4), MORNING, matrix, case)
    story.at(date(2015, 3, 4), NOON, write_conditions, case)
    for day, key, outcome, note in CHECKS:
        story.at(day, NOON, check, case, key, outcome, note)


def matrix(case: Case) -> None:
    """Homes and services are owned by who bears their cost; goals and learning are joint, training too."""
    city = case.party("goteborg")
    lines: list[dict[str, Any]] = [
        {"kind": Owned.GOALS, "item": "Mål och delmål", "note": "Ändras bara av alla parter tillsammans."},
        {"kind": Owned.LEARNING, "item": "Lärandemål och det vi lär oss"},
        {"kind": Owned.SERVICE, "item": "Utbildning av personal och gode män"},
        {
            "kind": Owned.SERVICE, "item": "Tillstånd för boendena", "owner": city, "cost_bearer": city,
            "note": "Boendena drivs under stadens tillstånd.",
        },
        {
            "kind": Owned.STAFF, "item": "De idéburnas samordnare", "owner": case.party("bracke"), "cost_bearer": city,
            "reason": "Anställd av Bräcke diakoni för alla idéburna parter; lönen betalas av staden.",
        },
        {
            "kind": Owned.METHOD, "item": "Fadderfamiljer, metod och handbok",
            "owner": case.party("raddningsmissionen"), "cost_bearer": case.party("raddningsmissionen"),
        },
    ]  # fmt: skip
    for key, home in HOMES.items():
        owner = case.party(key)
        lines.append({"kind": Owned.SERVICE, "item": home, "owner": owner, "cost_bearer": owner})
    ownership.add(case.get("agreement", "main"), actor=case.people[CITYS], rows_of=lines, is_illustrative=True)


def write_conditions(case: Case) -> None:
    """Each year an auditor's statement from the city and from who keeps the coordinator, and the account of values."""
    bracke, city = case.party("bracke"), case.party("goteborg")
    rows_of: list[dict[str, Any]] = [
        {
            "party": bracke, "text": "Revisionsintyg över de idéburnas samordning lämnas till styrgruppen.",
            "watcher": city, "due_on": date(2016, 4, 30), "every_months": 12,
        },
        {
            "party": city, "text": "Potten särredovisas, och stadens revisor intygar den.", "watcher": bracke,
            "due_on": date(2016, 2, 28), "every_months": 12,
        },
        {
            "party": case.party("raddningsmissionen"),
            "text": "Den gemensamma årsredovisningen av mervärden sammanställs och publiceras.",
            "due_on": date(2016, 5, 31), "every_months": 12,
        },
    ]  # fmt: skip
    made = conditions.add(
        case.get("agreement", "main"), actor=case.people[CITYS], rows_of=rows_of, is_illustrative=True
    )
    for key, one in zip(("audit", "pot", "values"), made, strict=True):
        case.keep("condition", key, one)


#: When, which condition, what was found, and what was noted.
CHECKS = (
    (date(2016, 3, 3), "pot", "fulfilled", "Särredovisningen stämmer med pottens verifikat."),
    (date(2016, 5, 9), "audit", "not_yet", "Intyget väntar på revisorns underskrift."),
    (date(2016, 5, 27), "audit", "fulfilled", "Intyg daterat 2016-05-24."),
    (date(2016, 6, 7), "values", "fulfilled", "Publicerad på stadens och de idéburnas webbplatser."),
)
WATCHES = {"pot": "representant.bracke", "audit": "representant.goteborg", "values": CITYS}


def check(case: Case, key: str, outcome: str, note: str) -> None:
    """Somebody of another party looks after a condition."""
    one = case.get("condition", key)
    conditions.check(one, actor=case.people[WATCHES[key]], outcome=outcome, checked_on=clock.today(), note=note)
