"""How the extension and the second case's amendment are talked through: comments, proposed wording, whose turn."""

from datetime import date

from partnerships.agreements import comments, turns, wording
from partnerships.models import AgreementSection

from .story import AFTERNOON, NOON, Case, Story

TERMS = "Villkor under den nya tiden"


def gather(story: Story, case: Case) -> None:
    """Write the talk about the extension into the story, between its first text and the day when it is proposed."""
    story.at(date(2017, 1, 12), NOON, ask, case)
    story.at(date(2017, 1, 13), NOON, propose, case)
    story.at(date(2017, 1, 16), AFTERNOON, answer, case)
    story.at(date(2017, 2, 2), AFTERNOON, propose_late, case)


def section(case: Case, heading: str) -> AgreementSection:
    """A section of the extension as it stands."""
    return case.get("agreement", "extension").sections.select_related("agreement__partnership").get(heading=heading)


def ask(case: Case) -> None:
    """An idéburen party asks, and hands the turn back."""
    extension = case.get("agreement", "extension")
    city, party = case.people["samordnare.goteborg"], case.people["representant.raddabarnen"]
    turns.hand_over(
        extension, actor=city, party=case.party("raddabarnen"), note="Läs villkoren.", due_on=date(2017, 1, 18)
    )
    asked = comments.comment(section(case, TERMS), actor=party, text="Vad händer om staten ändrar ersättningen?")
    comments.reply(asked, actor=city, text="Vi tar upp det i samverkansgruppen.")
    case.keep("comment", "terms", asked)


def propose(case: Case) -> None:
    """Two proposals: one on the background, one that will be answered."""
    party = case.people["representant.raddabarnen"]
    for key, heading, more, reason in [
        ("background", "Bakgrund", " Ungdomarna har fått lämna synpunkter på stödet.", "Deras röst saknas."),
        ("economy", "Ekonomi", " Avsättningen till potten höjs till 60 kr.", "Fler insatser än pengarna räcker till."),
    ]:
        found = section(case, heading)
        made = wording.propose_wording(
            found.agreement, actor=party, section=found, heading=heading, body=found.body + more, reason=reason
        )
        case.keep("wording", key, made)


def answer(case: Case) -> None:
    """The one is taken in, the other answered; the turn goes back to the coordinators."""
    city, party = case.people["samordnare.goteborg"], case.people["representant.raddabarnen"]
    wording.accept(case.get("wording", "background"), actor=city)
    wording.answer(
        case.get("wording", "economy"), actor=city, answer="Potten behöver ett eget beslut i styrgruppen först."
    )
    turns.hand_over(case.get("agreement", "extension"), actor=party, party=None, note="Vi är klara.")
    comments.resolve(case.get("comment", "terms"), actor=party)


def propose_late(case: Case) -> None:
    """While the signatures come in, one more proposal waits for its answer."""
    found = section(case, TERMS)
    wording.propose_wording(
        found.agreement, actor=case.people["representant.rodakorset"], section=found, heading=TERMS,
        body=found.body + " Parterna ses senast en månad efter beskedet.", reason="Så att frågan inte blir liggande.",
    )  # fmt: skip
    comments.comment(found, actor=case.people["representant.im"], text="Hinner alla med på en månad?")
