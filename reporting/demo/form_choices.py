"""The choice of form in both partnerships, whom one has asked, and what each party has decided at home."""

from datetime import date

from partnerships import considered, form_choices, party_decisions
from partnerships.models import CriteriaSet, PartyDecision

from .gothenburg import DNR
from .story import AFTERNOON, MORNING, NOON, Case, Story

CITYS, IDEBURNAS = "samordnare.goteborg", "samordnare.ideburna"
Kind, Level = PartyDecision.Kind, PartyDecision.Level

WEIGHED = {
    "grant": (
        "Enkelt och känt. Föreningarna behåller sin självständighet.",
        "Ett bidrag stödjer föreningens egen verksamhet. Här behöver vi utforma helheten tillsammans och ändra den "
        "under vägen.",
    ),
    "procurement": (
        "Tydliga krav och priser som går att jämföra.",
        "Behovet går inte att beskriva i detalj från början. Röstaktörerna skulle falla bort, och det ideella med dem.",
    ),
    "partnership": (
        "Ingen av oss klarar utmaningen ensam. Boende, fritid, fadderfamiljer och utbildning kan växa ihop.",
        "Tar tid av alla. Rättsläget är oklart och får prövas för just det här partnerskapet.",
    ),
}
#: Number -> how it was judged and on what.
ANSWERS = {
    "F1": ("met", "Ledarna i Famna Västs medlemsorganisationer tog initiativet hösten 2014. Staden bjöd in till en "
                  "öppen workshop där formen inte var bestämd."),
    "F2": ("met", "Den lokala överenskommelsen från 2012 och stadens handlingsplan från 2014."),
    "F3": ("met", "Partnerskapet ligger utanför stadens föreningsbidrag."),
    "F4": ("partly", "Andra driver boenden mot ersättning. Helheten med boende, fritid, fadderfamiljer och utbildning "
                     "erbjuder ingen annan."),
    "F5": ("met", "Staden: dygnsersättning, tillstånd och samordning. De idéburna: ideell tid, kunskap, lokaler och "
                  "50 kr av varje dygn till den gemensamma potten."),
    "F6": ("partly", "Boendena drivs med stadens tillstånd, så kvalitetskraven liknar dem i mindre avtal. Allt annat "
                     "formar vi tillsammans."),
    "F7": ("met", "Fem år, och därefter förlängning om alla parter undertecknar."),
}  # fmt: skip
#: Number -> whether the flag applies and why it does not stop the parties.
FLAGS = {
    "1": ("yes", "Platserna i boendena betalas per dygn. Dygnsersättningen är bara en del: 50 kr av varje dygn går "
                 "till gemensamma mervärden, och fritid, fadderfamiljer och utbildning betalas inte per enhet."),
    "2": ("no", "Staden behåller ansvaret och tillståndet."),
    "3": ("no", "Kvalitetskraven följer av tillståndet. I övrigt står målen i avtalet, inte hur."),
    "4": ("no", "Alla organisationer som ville fick vara med i dialogen."),
    "5": ("no", "De idéburna bidrar med ideell tid, kunskap och lokaler."),
    "6": ("no", "Avtalet gäller i fem år. En förlängning undertecknas av alla."),
    "7": ("no", ""),
    "8": ("no", "Inget i partnerskapet är upphandlat eller ingår i ett valfrihetssystem."),
}  # fmt: skip
CONCLUSION = (
    "Vi väljer ett idéburet offentligt partnerskap. Behovet går inte att beskriva i detalj från början, och ingen av "
    "oss klarar utmaningen ensam. Det vi hoppas på, som bidrag och upphandling inte ger, är att få utforma helheten "
    "tillsammans och ändra den när de unga behöver något annat."
)
GOLE_FIRST = "Vill vara med i dialogen."
GOLE_LAST = "Deltog i dialogen men ville hellre samarbeta utan avtal."
ASKED = (
    ("fcgole", "", date(2014, 11, 20), "invited", "yes", GOLE_FIRST),
    ("", "Föreningen Vuxenvänner", date(2014, 10, 14), "open", "no", "Hann inte delta, men vill höra hur det går."),
    ("", "Idrottsföreningen Älvstranden", date(2014, 10, 14), "open", "none", "Var med på workshopen."),
)
BOARD = "Styrelsen"
WORDING = "{} deltar i partnerskapet enligt partnerskapsavtalet och den egna bilagan."
#: Party -> the day of its board's decision to take part.
DECIDED = {
    "raddningsmissionen": date(2015, 3, 11),
    "skyddsvarnet": date(2015, 3, 12),
    "im": date(2015, 3, 17),
    "bracke": date(2015, 3, 19),
    "rodakorset": date(2015, 3, 24),
    "raddabarnen": date(2015, 3, 26),
    "reningsborg": date(2015, 3, 31),
    "stadsmissionen": date(2016, 5, 25),
    "karriarkraft": date(2016, 5, 26),
}
EXTENDED = {"raddningsmissionen": date(2017, 1, 30), "skyddsvarnet": date(2017, 1, 31)}


def gather(story: Story, first: Case, other: Case) -> None:
    """Write it into the story."""
    story.at(date(2014, 12, 5), NOON, ask, first)
    story.at(date(2015, 1, 20), AFTERNOON, begin, first)
    story.at(date(2015, 2, 3), AFTERNOON, weigh, first)
    story.at(date(2015, 2, 10), AFTERNOON, propose, first)
    story.at(date(2015, 2, 12), AFTERNOON, settle, first)
    story.at(date(2015, 3, 25), AFTERNOON, citys_decision, first)
    story.at(date(2015, 3, 27), NOON, gole_declines, first)
    for key, day in DECIDED.items():
        story.at(day, AFTERNOON, decision, first, key, day)
    for key, day in EXTENDED.items():
        story.at(day, NOON, extension, first, key, day)
    story.at(date(2017, 1, 24), MORNING, unfinished, other)


def ask(case: Case) -> None:
    """Whom one invited besides those who became parties."""
    for key, name, on, how, answer, reason in ASKED:
        considered.add(
            case.partnership,
            actor=case.people[IDEBURNAS],
            organisation=case.organisations[key] if key else None,
            name=name,
            on=on,
            how=how,
            answer=answer,
            reason=reason,
            is_illustrative=True,
        )


def gole_declines(case: Case) -> None:
    """FC Gole has thought it over."""
    row = case.partnership.considered.get(organisation=case.organisations["fcgole"])
    considered.edit(row, actor=case.people[IDEBURNAS], answer="no", reason=GOLE_LAST)


def begin(case: Case) -> None:
    """The coordinators begin, by Forum's criteria."""
    forum = CriteriaSet.objects.filter(name="Forums kriterier")
    made = form_choices.begin(case.partnership, actor=case.people[CITYS], sets=forum, is_illustrative=True)
    case.keep("form", "choice", made)


def weigh(case: Case) -> None:
    """They weigh the forms, judge the criteria and look at the flags."""
    choice, actor = case.get("form", "choice"), case.people[IDEBURNAS]
    for row in choice.weighed.filter(form__in=WEIGHED):
        speaks_for, against = WEIGHED[row.form]
        form_choices.weigh(row, actor=actor, speaks_for=speaks_for, speaks_against=against)
    for row in choice.answers.select_related("criterion"):
        answer, evidence = ANSWERS[row.criterion.number]
        form_choices.answer(row, actor=case.people[CITYS], answer=answer, evidence=evidence)
    for row in choice.red_flags.select_related("criterion"):
        applies, reason = FLAGS[row.criterion.number]
        form_choices.judge(row, actor=case.people[CITYS], applies=applies, reason=reason)


def propose(case: Case) -> None:
    """The conclusion is written, and the city's coordinator says yes."""
    choice, actor = case.get("form", "choice"), case.people[CITYS]
    form_choices.conclude(
        choice,
        actor=actor,
        outcome="partnership",
        conclusion=CONCLUSION,
        judged_by="Samordnarna, med stadens jurist",
        judged_on=date(2015, 2, 10),
        review_on=date(2017, 4, 3),
    )
    form_choices.propose(choice, actor=actor)


def settle(case: Case) -> None:
    """The coordinator of the idéburna settles it."""
    form_choices.settle(case.get("form", "choice"), actor=case.people[IDEBURNAS])


def citys_decision(case: Case) -> None:
    """The board commissions the director, on the paper of 7 March 2015."""
    party_decisions.register(
        case.party("goteborg"),
        actor=case.people["representant.goteborg"],
        kind=Kind.PARTICIPATE,
        level=Level.POLITICAL,
        decided_by="Social resursnämnd",
        decided_on=date(2015, 3, 25),
        registry_number=DNR,
        wording=(
            "Förvaltningsdirektören får i uppdrag att ingå partnerskapet med de namngivna organisationerna enligt "
            "bifogade avtal. Underlag: tjänsteutlåtande 2015-03-07."
        ),
        delegated_to="Förvaltningsdirektören",
        is_illustrative=True,
    )


def decision(case: Case, key: str, day: date) -> None:
    """An organisation's board decides to take part."""
    _own(case, key, day, Kind.PARTICIPATE, WORDING.format(case.organisations[key].name))


def extension(case: Case, key: str, day: date) -> None:
    """An organisation's board decides to extend."""
    text = "Partnerskapet förlängs till och med den 30 april 2022."
    _own(case, key, day, Kind.EXTEND, text, agreement=case.get("agreement", "extension"))


def _own(case: Case, key: str, day: date, kind: str, wording: str, **values: object) -> None:
    party_decisions.register(
        case.party(key),
        actor=case.people[f"representant.{key}"],
        kind=kind,
        level=Level.BOARD,
        decided_by=BOARD,
        decided_on=day,
        wording=wording,
        delegated_to="Firmatecknaren",
        is_illustrative=True,
        **values,
    )


def unfinished(case: Case) -> None:
    """The second partnership has begun to look back at its choice, before it widens."""
    actor = case.people["representant.jouren"]
    skr = CriteriaSet.objects.filter(name="SKR:s kriterier 2017")
    choice = form_choices.begin(case.partnership, actor=actor, sets=skr, is_illustrative=True)
    row = choice.answers.get(criterion__number="K3")
    text = "Föreningen har volontärer, kommunen når dem som utsatts för brott."
    form_choices.answer(row, actor=actor, answer="met", evidence=text)
    row = choice.answers.get(criterion__number="K1")
    text = "Föreningen får också ett föreningsbidrag. De två hålls isär i redovisningen."
    form_choices.answer(row, actor=actor, answer="partly", evidence=text)
    flag = choice.red_flags.get(criterion__number="5")
    form_choices.judge(flag, actor=actor, applies="yes")
    form = choice.weighed.get(form="grant")
    against = "Kommunen var inte med och formade stödet."
    form_choices.weigh(form, actor=actor, speaks_for="Så började vi.", speaks_against=against)
