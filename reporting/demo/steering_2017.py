"""The joint steering group in 2017: minutes that wait for approval, and a meeting to call."""

from datetime import date, time

from governance import meetings
from governance.models import AgendaItem

from .fund import granted
from .meetings import Action, Item, Script
from .steering import CITY_HALL, DISCUSSION, jav
from .story import AFTERNOON, NOON, Case, Story, moment

LAST = Script(
    "steering", date(2017, 1, 24), CITY_HALL,
    (
        Item(
            "Utbildning om trauma och asylrätt",
            "Rädda Barnen deltog inte i beslutet. Med det är allt som sattes av under 2016 beslutat.",
            basis="Förslag från Rädda Barnen: 320\u00a0000\u00a0kr.",
            wording="Potten betalar 320\u00a0000\u00a0kr till Utbildning om trauma och asylrätt.",
            positions=jav("raddabarnen"),
            after=granted("trauma"),
        ),
        Item(
            "Gemensamma potten 2016",
            "Under 2016 sattes 2\u00a0797\u00a0000\u00a0kr av till potten, 50\u00a0kr för vart och ett av "
            "55\u00a0940 placeringsdygn. Omkring 270 unga har fått del av insatserna.",
            actions=(
                Action("Skriv den gemensamma redovisningen av mervärden 2016", "bracke", "samordnare.ideburna",
                       date(2017, 2, 17)),
                Action("Lämna underlag till redovisningen: fadderfamiljer", "raddningsmissionen",
                       "representant.raddningsmissionen", date(2017, 2, 10)),
                Action("Lämna underlag till redovisningen: kris- och stödsamtal", "skyddsvarnet",
                       "representant.skyddsvarnet", date(2017, 2, 10), date(2017, 2, 3)),
            ),
        ),
        Item(
            "Förlängning av avtalet",
            "Alla parter vill gå vidare. De idéburna fick in ett avsnitt om omförhandling. Social resursnämnd "
            "behandlar förlängningen den 15 februari.",
            basis="Utkastet har varit ute hos parterna sedan den 11 januari.",
            wording="Styrgruppen ställer sig bakom förlängning 1 och ber parterna att underteckna.",
            ratify_by={"goteborg": None},
        ),
    ),
    ("Skyddsvärnets representant utsågs att justera. Reningsborg hade anmält förhinder.",
     "Protokollet från den 13 december är justerat.", "Staden räknar på vad en lägre ersättning betyder.",
     "Nästa möte blir den 21 februari."),
    ("ordforande.goteborg", "representant.skyddsvarnet"), absent=("representant.reningsborg",),
    approve_after=(9,),
)  # fmt: skip
NEXT_DAY = date(2017, 2, 21)
NEXT = (
    ("Läxhjälp på boendena 2017", AgendaItem.Kind.DECISION,
     "Förslag från Göteborgs kyrkliga stadsmission: 240\u00a0000\u00a0kr.",
     "Potten betalar 240\u00a0000\u00a0kr till Läxhjälp på boendena 2017."),
    ("Underlag: vad en lägre ersättning betyder", DISCUSSION, "Räkneexempel från staden.", ""),
)  # fmt: skip


def look_ahead(story: Story, case: Case) -> None:
    """Write the next meeting into the story: planned, with items, not yet called."""
    story.at(date(2017, 1, 25), NOON, plan_next, case)
    story.at(date(2017, 2, 3), AFTERNOON, fill_next, case)


def plan_next(case: Case) -> None:
    """The secretary plans the next meeting."""
    meeting = meetings.plan(
        case.get("body", "steering"),
        actor=case.people["sekreterare.goteborg"],
        starts_at=moment(NEXT_DAY, time(13)),
        place=CITY_HALL,
        is_illustrative=True,
    )
    case.keep("meeting", f"steering {NEXT_DAY}", meeting)


def fill_next(case: Case) -> None:
    """Items for it come in."""
    for title, kind, basis, wording in NEXT:
        meetings.add_item(
            case.get("meeting", f"steering {NEXT_DAY}"),
            actor=case.people["sekreterare.goteborg"],
            title=title,
            kind=kind,
            basis=basis,
            proposed_wording=wording,
        )
