"""A second, smaller partnership in an invented municipality. It shares no people with the first."""

from datetime import date
from decimal import Decimal

from governance import contributions, seats
from governance.models import Body, Seat
from partnerships import agreements, initiative, mandates, monthly_reports, offerings, parties
from partnerships.models import Agreement, Mandate, PartnershipRole, PhasePeriod, Service

from .agreements import write
from .meetings import play
from .people import Organisation, register, staff
from .second_meetings import MEETINGS
from .story import AFTERNOON, MORNING, NOON, Case, Story, workday

SLUG = "brottsofferstod-nordby"
Role = Mandate.Role
TOWN = Organisation("Nordby kommun", "212099-0011", "municipality", "", "")
JOUR = Organisation("Brottsofferstöd Nordby", "802991-0026", "association", "service", "Ingen ska stå ensam efteråt.")
TOWN_PEOPLE = {
    "representant.nordby": ("Representant, Nordby kommun", (Role.REPRESENTATIVE,)),
    "firmatecknare.nordby": ("Firmatecknare, Nordby kommun", (Role.SIGNATORY,)),
    "ekonom.nordby": ("Ekonom, Nordby kommun", (Role.ECONOMIST,)),
}
SHELTER = Organisation("Kvinnojouren Nordby", "802991-0034", "association", "both", "Rätten till ett liv utan våld.")
SPORTS = Organisation("Nordby Idrottsallians", "802991-0042", "association", "service", "Alla ska få vara med.")
#: Nobody can sign for it yet.
SHELTER_PEOPLE = {"representant.kvinnojouren": ("Representant, Kvinnojouren Nordby", (Role.REPRESENTATIVE,))}
JOUR_PEOPLE = {
    "representant.jouren": ("Representant, Brottsofferstöd Nordby", (Role.REPRESENTATIVE,)),
    "firmatecknare.jouren": ("Firmatecknare, Brottsofferstöd Nordby", (Role.SIGNATORY,)),
    "volontarsamordnare.jouren": ("Volontärsamordnare, Brottsofferstöd Nordby", (Role.READER,)),
}
TEXT = (
    (
        "Bakgrund",
        "Den som utsatts för brott får ofta stöd sent eller inte alls. Föreningen har volontärer, kommunen når dem.",
    ),
    ("Syfte", "Att alla i Nordby som utsatts för brott får erbjudande om stöd inom två arbetsdagar."),
    ("Insatser och parternas åtaganden", "Föreningen ger stöd. Kommunen hjälper till med kontakter, lokal och medel."),
)
REPORTS = {date(2016, 10, 1): (19, 61), date(2016, 11, 1): (23, 70), date(2016, 12, 1): (17, 54)}


def tell(story: Story, case: Case) -> None:
    """From initiative to reports."""
    story.at(date(2016, 1, 11), MORNING, found, case)
    story.at(date(2016, 1, 18), MORNING, start, case)
    story.at(date(2016, 1, 25), MORNING, propose, case)
    story.at(date(2016, 3, 1), MORNING, agree, case)
    for day, key in ((date(2016, 3, 15), "jouren"), (date(2016, 3, 22), "nordby")):
        story.at(day, NOON, sign, case, key)
    story.at(date(2016, 4, 4), MORNING, organise, case)
    story.at(date(2016, 4, 11), MORNING, offer, case)
    for script in MEETINGS:
        play(story, case, script)
    for month in REPORTS:
        story.at(workday(date(month.year + month.month // 12, month.month % 12 + 1, 12)), NOON, report, case, month)
    story.at(date(2017, 1, 16), AFTERNOON, confirm, case)
    story.at(date(2017, 1, 16), MORNING, ask_in, case, "kvinnojouren", SHELTER, "Skyddat boende och samtal.")
    story.at(date(2017, 1, 16), NOON, staff, case, "kvinnojouren", SHELTER_PEOPLE, date(2017, 1, 16))
    story.at(date(2017, 1, 23), MORNING, talk, case, "kvinnojouren")
    story.at(date(2017, 1, 30), MORNING, widen, case)
    story.at(date(2017, 2, 1), MORNING, ask_in, case, "idrottsalliansen", SPORTS, "Ledare som de unga redan känner.")


def found(case: Case) -> None:
    """The two organisations and their people."""
    register(case, "nordby", TOWN, "public", municipality_code="")
    staff(case, "nordby", TOWN_PEOPLE, since=date(2016, 1, 1))
    register(case, "jouren", JOUR, "ideburen")
    staff(case, "jouren", JOUR_PEOPLE, since=date(2016, 1, 1))


def start(case: Case) -> None:
    """The association takes the initiative."""
    initiative.start(
        actor=case.people["representant.jouren"],
        organisation=case.organisations["jouren"],
        name="IOP Brottsofferstöd",
        slug=case.slug,
        place="Nordby",
        challenge="Många som utsatts för brott får inget stöd: de hör inte av sig, och ingen hör av sig till dem.",
        purpose="Att alla i Nordby som utsatts för brott får erbjudande om stöd inom två arbetsdagar.",
        target_group="Brottsutsatta, vittnen och anhöriga i Nordby.",
        brings="Volontärer, stödsamtal och utbildning av stödpersoner.",
        phase_from=date(2016, 1, 18),
        is_illustrative=True,
        is_public=True,
    )


def propose(case: Case) -> None:
    """The municipality comes into the dialogue and has a coordinator of its own."""
    by = case.people["representant.jouren"]
    party = parties.propose(
        case.partnership, actor=by, organisation=case.organisations["nordby"], brings="Lokal, kontakter och medel."
    )
    parties.begin_dialogue(party, actor=by)
    mandates.give_role(
        actor=by,
        partnership=case.partnership,
        person=case.people["representant.nordby"],
        role=PartnershipRole.Role.COORDINATOR,
        organisation=case.organisations["nordby"],
        valid_from=date(2016, 1, 25),
    )


def agree(case: Case) -> None:
    """An agreement for three years is written and proposed."""
    by = case.people["representant.nordby"]
    agreement = agreements.create(
        case.partnership,
        actor=by,
        kind=Agreement.Kind.MAIN,
        title="Partnerskapsavtal IOP Brottsofferstöd",
        starts_on=date(2016, 4, 1),
        ends_on=date(2019, 3, 31),
        notice_months=3,
        is_illustrative=True,
    )
    write(agreement, by, TEXT)
    agreements.propose(agreement, actor=by)
    case.keep("agreement", "main", agreement)


def sign(case: Case, key: str) -> None:
    """A signatory signs."""
    agreements.sign(case.get("agreement", "main"), actor=case.people[f"firmatecknare.{key}"], party=case.party(key))


def organise(case: Case) -> None:
    """One steering group, and the implementation begins."""
    by = case.people["representant.nordby"]
    body = Body(
        partnership=case.partnership,
        kind=Body.Kind.STEERING,
        name="Styrgruppen",
        decision_rule=Body.Rule.BOTH_SIDES,
        is_illustrative=True,
    )
    case.keep("body", "steering", seats.open_body(body, actor=by))
    rows = (
        ("representant.nordby", "nordby", Seat.Office.CHAIR),
        ("representant.jouren", "jouren", Seat.Office.SECRETARY),
        ("volontarsamordnare.jouren", "jouren", Seat.Office.MEMBER),
    )
    for person, party, office in rows:
        seats.give(
            body,
            actor=by,
            person=case.people[person],
            party=case.party(party),
            office=office,
            valid_from=date(2016, 4, 4),
        )
    initiative.set_phase(
        case.partnership, actor=by, phase=PhasePeriod.Phase.IMPLEMENTATION, valid_from=date(2016, 4, 1)
    )
    first = case.partnership.phases.get(phase=PhasePeriod.Phase.INITIATION)
    initiative.edit_phase(first, actor=by, valid_until=date(2016, 4, 1))


def ask_in(case: Case, key: str, one: Organisation, brings: str) -> None:
    """One more association asks to come in; the coordinator proposes it."""
    register(case, key, one, "ideburen")
    parties.propose(
        case.partnership,
        actor=case.people["representant.jouren"],
        organisation=case.organisations[key],
        brings=brings,
    )


def talk(case: Case, key: str) -> None:
    """The dialogue with it begins."""
    parties.begin_dialogue(case.party(key), actor=case.people["representant.nordby"])


def widen(case: Case) -> None:
    """A draft amendment makes room for it; its annex is still to be written."""
    by = case.people["representant.nordby"]
    amendment = agreements.create(
        case.partnership,
        actor=by,
        kind=Agreement.Kind.AMENDMENT,
        title="Tilläggsavtal 2: Kvinnojouren Nordby blir part",
        parent=case.get("agreement", "main"),
        starts_on=date(2017, 4, 1),
        is_illustrative=True,
    )
    agreements.add_annex(amendment, actor=by, party=case.party("kvinnojouren"))


def offer(case: Case) -> None:
    """The association's service."""
    by = case.people["representant.jouren"]
    service = offerings.create(
        case.party("jouren"),
        actor=by,
        name="Stödsamtal",
        kind=Service.Kind.ADDED_VALUE,
        status=Service.Status.ACTIVE,
        description="Samtal, vittnesstöd och hjälp med kontakter.",
        is_illustrative=True,
    )
    offerings.share(service, actor=by)
    case.keep("service", "stod", service)


def report(case: Case, month: date) -> None:
    """A month's numbers."""
    participants, hours = REPORTS[month]
    by = case.people["representant.jouren"]
    written = monthly_reports.save_draft(
        case.get("service", "stod"),
        actor=by,
        month=month,
        participants=participants,
        hours=Decimal(hours),
        is_illustrative=True,
    )
    case.keep("report", str(month), monthly_reports.submit(written, actor=by))


def confirm(case: Case) -> None:
    """The municipality confirms all but the latest."""
    for month in list(REPORTS)[:-1]:
        contributions.confirm(case.get("report", str(month)), actor=case.people["ekonom.nordby"])
