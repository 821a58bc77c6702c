"""What happened outside: the new form of housing in 2016, and the state's review of its reimbursement."""

from datetime import date

from governance.models import Meeting
from reporting import context_events

from .story import AFTERNOON, MORNING, NOON, Case, Story

STEERING = "steering"


def gather(story: Story, case: Case) -> None:
    """One that led to the amendment, and one that the parties have consulted about and not settled."""
    story.at(date(2016, 1, 11), NOON, note, case, "housing", {
        "kind": "law", "title": "Stödboende blir en egen boendeform", "happened_on": date(2016, 1, 1),
        "source": "Ändring i socialtjänstlagen från den 1 januari 2016",
        "changes": "Unga 16–20 år kan bo i stödboende. Staten ersätter 1\u00a0000\u00a0kr per dygn i stället för "
        "1\u00a0900\u00a0kr i HVB. Boendena och målgruppen behöver ses över.",
    })  # fmt: skip
    story.at(date(2016, 1, 12), MORNING, call, case, "housing", date(2016, 3, 8))
    story.at(date(2016, 3, 9), MORNING, hold, case, "housing", date(2016, 3, 8))
    story.at(date(2016, 6, 23), MORNING, settle, case)
    story.at(date(2016, 10, 24), NOON, note, case, "rates", {
        "kind": "rates", "title": "Staten ser över ersättningen till kommunerna", "happened_on": date(2016, 10, 21),
        "changes": "En lägre ersättning kan ändra förutsättningarna för boendena och för potten.",
    })  # fmt: skip
    story.at(date(2016, 10, 25), MORNING, call, case, "rates", date(2016, 11, 15))
    story.at(date(2016, 11, 16), AFTERNOON, hold, case, "rates", date(2016, 11, 15))


def note(case: Case, key: str, values: dict[str, object]) -> None:
    """A party's representative notes it."""
    actor = case.people["representant.bracke"]
    made = context_events.note(case.partnership, actor=actor, is_illustrative=True, **values)
    case.keep("context", key, made)


def call(case: Case, key: str, due_on: date) -> None:
    """The city's coordinator asks the joint steering group to take it up."""
    body = case.get("body", STEERING)
    context_events.call_for(
        case.get("context", key), actor=case.people["samordnare.goteborg"], body=body, due_on=due_on
    )


def hold(case: Case, key: str, on: date) -> None:
    """It has been taken up."""
    meeting = Meeting.objects.get(body=case.get("body", STEERING), starts_at__date=on)
    context_events.hold(case.get("context", key), actor=case.people["samordnare.goteborg"], meeting=meeting)


def settle(case: Case) -> None:
    """The amendment answers it."""
    context_events.settle(
        case.get("context", "housing"),
        actor=case.people["samordnare.goteborg"],
        outcome="amendment",
        agreement=case.get("agreement", "amendment"),
        conclusion="Tilläggsavtal 1 vidgar målgruppen och ger 200 platser, så att stödboende ryms.",
    )
