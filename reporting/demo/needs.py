"""From the challenge to a joint analysis: each organisation's own view, and two versions of what they see together."""

from datetime import date

from partnerships import analyses, perspectives

from . import needs_texts as texts
from .story import AFTERNOON, MORNING, NOON, Case, Story

CITYS, IDEBURNAS = "samordnare.goteborg", "samordnare.ideburna"

#: Who shared its view on which day, before the agreement.
SHARED = {
    "bracke": date(2014, 11, 10),
    "goteborg": date(2014, 11, 17),
    "raddningsmissionen": date(2014, 11, 19),
    "skyddsvarnet": date(2014, 11, 20),
    "reningsborg": date(2014, 11, 24),
    "raddabarnen": date(2014, 11, 27),
    "im": date(2014, 12, 1),
    "rodakorset": date(2014, 12, 3),
}
SHARED_LATER = {"goteborg": date(2016, 1, 19), "raddabarnen": date(2016, 1, 21)}
SHARED_BY_NEW = {"stadsmissionen": date(2016, 4, 5), "karriarkraft": date(2016, 4, 7)}
#: Who approved which version on which day. FC Gole shared the picture, although it did not become a party.
APPROVED_FIRST = {
    "bracke": date(2015, 1, 28),
    "im": date(2015, 1, 29),
    "skyddsvarnet": date(2015, 1, 30),
    "raddningsmissionen": date(2015, 2, 2),
    "fcgole": date(2015, 2, 3),
    "reningsborg": date(2015, 2, 4),
    "rodakorset": date(2015, 2, 5),
    "raddabarnen": date(2015, 2, 9),
    "goteborg": date(2015, 2, 12),
}
APPROVED_SECOND = {
    "raddningsmissionen": date(2016, 2, 9),
    "bracke": date(2016, 2, 10),
    "skyddsvarnet": date(2016, 2, 10),
    "raddabarnen": date(2016, 2, 11),
    "im": date(2016, 2, 15),
    "reningsborg": date(2016, 2, 16),
    "rodakorset": date(2016, 2, 18),
    "goteborg": date(2016, 2, 24),
}


def gather(story: Story, case: Case) -> None:
    """Göteborg: a first analysis before the agreement, and a second when the autumn of 2015 had changed the picture."""
    for days, words in ((SHARED, texts.VIEWS), (SHARED_LATER, texts.LATER), (SHARED_BY_NEW, texts.JOINING)):
        for key, day in days.items():
            story.at(day, MORNING, tell_view, case, key, words[key])
            story.at(day, NOON, share, case, key)
    version(story, case, texts.FIRST_ANALYSIS, "", (date(2015, 1, 12), date(2015, 1, 26)), APPROVED_FIRST)
    version(story, case, texts.SECOND_ANALYSIS, texts.WHY_ANEW, (date(2016, 1, 25), date(2016, 2, 8)), APPROVED_SECOND)


def version(
    story: Story, case: Case, words: dict[str, str], occasion: str, days: tuple[date, date], approved: dict[str, date]
) -> None:
    """A version that the idéburna's coordinator begins, both write, the city's proposes and all approve."""
    begun, proposed = days
    story.at(begun, MORNING, begin, case, IDEBURNAS, occasion)
    story.at(begun, AFTERNOON, write, case, IDEBURNAS, words)
    story.at(proposed, MORNING, propose, case, CITYS)
    for key, day in approved.items():
        story.at(day, AFTERNOON, approve, case, key)


def nordby(story: Story, case: Case) -> None:
    """The second partnership: one view still a draft, and a joint analysis that waits for two of three."""
    for key, day in (("jouren", date(2017, 1, 24)), ("nordby", date(2017, 1, 25))):
        story.at(day, MORNING, tell_view, case, key, texts.NORDBY_VIEWS[key])
        story.at(day, NOON, share, case, key)
    story.at(date(2017, 1, 26), MORNING, begin, case, "representant.jouren", "")
    story.at(date(2017, 1, 26), NOON, write, case, "representant.nordby", texts.NORDBY_ANALYSIS)
    story.at(date(2017, 1, 31), NOON, propose, case, "representant.jouren")
    story.at(date(2017, 2, 1), NOON, tell_view, case, "kvinnojouren", texts.NORDBY_DRAFT)
    story.at(date(2017, 2, 2), NOON, approve, case, "jouren")


def tell_view(case: Case, key: str, words: dict[str, str]) -> None:
    """An organisation's representative writes how it sees the challenge."""
    actor = case.people[f"representant.{key}"]
    perspectives.write(case.party(key), actor=actor, is_illustrative=True, **words)


def share(case: Case, key: str) -> None:
    """The representative shares it."""
    perspectives.share(case.party(key), actor=case.people[f"representant.{key}"])


def begin(case: Case, actor: str, occasion: str) -> None:
    """A coordinator begins a version."""
    made = analyses.begin(case.partnership, actor=case.people[actor], occasion=occasion, is_illustrative=True)
    case.keep("analysis", "open", made)


def write(case: Case, actor: str, words: dict[str, str]) -> None:
    """A coordinator writes the text."""
    analyses.write(case.get("analysis", "open"), actor=case.people[actor], **words)


def propose(case: Case, actor: str) -> None:
    """A coordinator asks all to approve it."""
    analyses.propose(case.get("analysis", "open"), actor=case.people[actor])


def approve(case: Case, key: str) -> None:
    """A representative approves it for its organisation."""
    actor = case.people[f"representant.{key}"]
    analyses.approve(case.get("analysis", "open"), actor=actor, party=case.party(key))
