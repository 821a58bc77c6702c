"""IOP Ensamkommande: how it began, who came in, and its phases."""

from datetime import date

from partnerships import initiative, mandates, organisations, parties
from partnerships.models import PartnershipRole, PhasePeriod

from .people import coordinate
from .story import AFTERNOON, MORNING, NOON, Case, Story

SLUG = "ensamkommande"
DNR = "0193/15"
UNIT = "Social resursförvaltning"
DESCRIPTION = {
    "name": "IOP Ensamkommande",
    "place": "Göteborg",
    "is_public": True,
    "challenge": (
        "Allt fler barn och unga söker asyl utan sina föräldrar. I mars 2015 väntades omkring 7\u00a0800 komma till "
        "Sverige under året och omkring 500 anvisas till Göteborg. De behöver ett tryggt boende, men också vuxna "
        "omkring sig, en meningsfull fritid och en väg in i samhället. Ingen av oss klarar det ensam."
    ),
    "purpose": (
        "Att bidra till ett långsiktigt hållbart Göteborg genom att stärka samspelet mellan sektorerna, och att "
        "utveckla den idéburna sektorn som välfärdsaktör. Målet är en helhetslösning: tryggt och hemlikt boende "
        "tillsammans med insatser för meningsfull fritid och goda förutsättningar för etablering."
    ),
    "target_group": "Ensamkommande unga 13–20 år med permanent uppehållstillstånd.",
}
#: Who was proposed and when the dialogue began; what each brings.
FIRST = {
    "goteborg": (date(2014, 10, 8), date(2014, 10, 21), "Tillstånd för boendena, samordning och dygnsersättning."),
    "raddningsmissionen": (date(2014, 10, 8), date(2014, 10, 21), "Boende och fadderfamiljer."),
    "reningsborg": (date(2014, 10, 8), date(2014, 10, 21), "Boende, arbetsträning och mötesplatser."),
    "skyddsvarnet": (date(2014, 10, 8), date(2014, 10, 21), "Boende, kris- och stödsamtal."),
    "raddabarnen": (date(2014, 10, 30), date(2014, 11, 12), "Kunskap om barns rättigheter, trauma och asylrätt."),
    "rodakorset": (date(2014, 10, 30), date(2014, 11, 12), "Utbildning för personal och gode män, volontärer."),
    "im": (date(2014, 10, 30), date(2014, 11, 12), "Fritid, lovaktiviteter och ett nätverk för fritidsansvariga."),
    "fcgole": (date(2014, 11, 20), date(2014, 12, 4), "Idrott och ledare som talar ungdomarnas språk."),
}
SECOND = {
    "stadsmissionen": (date(2016, 3, 14), date(2016, 3, 29), "Boende och läxhjälp."),
    "karriarkraft": (date(2016, 3, 14), date(2016, 3, 29), "Sommarpraktik och arbetsträning."),
}


def begin(story: Story, case: Case) -> None:
    """From the first talks to a partnership in its phases."""
    story.at(date(2014, 10, 6), MORNING, start, case)
    story.at(date(2014, 10, 7), MORNING, hand_over, case)
    story.at(date(2014, 10, 7), NOON, unit_of_the_city, case)
    for key, (proposed, talking, brings) in {**FIRST, **SECOND}.items():
        story.at(proposed, MORNING, propose, case, key, brings)
        story.at(talking, MORNING, talk, case, key)
    story.at(
        date(2014, 11, 3), MORNING, coordinate, case, "samordnare.ideburna", "samordnare.goteborg", "goteborg",
        date(2014, 11, 3),
    )  # fmt: skip
    story.at(date(2015, 3, 9), MORNING, number, case)
    story.at(date(2015, 5, 4), AFTERNOON, implementation, case)
    story.at(date(2015, 10, 5), MORNING, initiation_over, case)
    story.at(date(2016, 1, 11), MORNING, adaptation, case)
    story.at(date(2016, 2, 1), NOON, researcher, case)


def start(case: Case) -> None:
    """Bräcke diakoni takes the initiative, on behalf of the leaders in Famna Väst."""
    initiative.start(
        actor=case.people["representant.bracke"],
        organisation=case.organisations["bracke"],
        slug=case.slug,
        brings="Boende, de idéburnas samordnare och kontakten med forskningen.",
        phase_from=date(2014, 10, 1),
        authority="Initiativ av ledarna i Famna Västs medlemsorganisationer",
        is_illustrative=True,
        **DESCRIPTION,
    )


def hand_over(case: Case) -> None:
    """The representative lets the coordinator that the idéburna have employed take over."""
    coordinate(case, "representant.bracke", "samordnare.ideburna", "bracke", date(2014, 10, 7))
    own = PartnershipRole.objects.get(partnership=case.partnership, person=case.people["representant.bracke"])
    mandates.end_role(own, actor=case.people["representant.bracke"], on=date(2014, 10, 7))


def unit_of_the_city(case: Case) -> None:
    """The city names the unit that takes part."""
    unit = organisations.add_unit(case.organisations["goteborg"], actor=case.people["representant.goteborg"], name=UNIT)
    case.keep("unit", "goteborg", unit)


def propose(case: Case, key: str, brings: str) -> None:
    """Propose an organisation as a party."""
    parties.propose(
        case.partnership,
        actor=case.people["samordnare.ideburna"],
        organisation=case.organisations[key],
        unit=case.get("unit", key) if key == "goteborg" else None,
        brings=brings,
    )


def talk(case: Case, key: str) -> None:
    """Begin the dialogue with a proposed party."""
    parties.begin_dialogue(case.party(key), actor=case.people["samordnare.ideburna"])


def number(case: Case) -> None:
    """The city's registry number, from the decision paper of 7 March 2015."""
    initiative.edit(
        case.partnership,
        actor=case.people["samordnare.goteborg"],
        registry_number=DNR,
        lead_unit=case.get("unit", "goteborg"),
        authority="Tjänsteutlåtande 2015-03-07, dnr 0193/15",
    )


def implementation(case: Case) -> None:
    """The first home opens."""
    initiative.set_phase(
        case.partnership,
        actor=case.people["samordnare.goteborg"],
        phase=PhasePeriod.Phase.IMPLEMENTATION,
        valid_from=date(2015, 5, 1),
        note=(
            "Det första boendet öppnade i maj 2015. Forskningsrapporten räknar genomförandet från hösten 2015. "
            "Båda uppgifterna står kvar: faserna gick in i varandra."
        ),
    )


def initiation_over(case: Case) -> None:
    """The initiation phase ends when the homes are staffed."""
    period = case.partnership.phases.get(phase=PhasePeriod.Phase.INITIATION)
    initiative.edit_phase(
        period,
        actor=case.people["samordnare.goteborg"],
        valid_until=date(2015, 10, 1),
        note="Från den första dialogen hösten 2014 till dess att boendena var bemannade.",
    )


def adaptation(case: Case) -> None:
    """New rules for housing and money make the partnership change course."""
    initiative.set_phase(
        case.partnership,
        actor=case.people["samordnare.goteborg"],
        phase=PhasePeriod.Phase.ADAPTATION,
        valid_from=date(2016, 1, 1),
        note="Stödboende blir en egen form från 2016, fler platser behövs och ersättningen ses över.",
    )


def researcher(case: Case) -> None:
    """An accompanying researcher follows the partnership."""
    case.person("foljeforskare", "Följeforskare", "Följeforskare")
    coordinate(case, "samordnare.goteborg", "foljeforskare", None, date(2016, 2, 1), PartnershipRole.Role.OBSERVER)
