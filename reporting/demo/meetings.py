"""How a meeting of the demo goes: planned, called, held, recorded and approved, each by the right person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from governance import actions, decisions, meetings, minutes, seats
from governance.models import AgendaItem, Attendance, Decision, Meeting, Minutes, Position, Ratification, Seat
from partnerships import clock

from .story import AFTERNOON, MORNING, NOON, Case, Story, moment, workday

Stance = Position.Stance
START = time(13)


@dataclass(frozen=True)
class Action:
    """What somebody was asked to do, and when it was done."""

    title: str
    party: str
    person: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class AtHome:
    """How a party decided at home on what the body had adopted."""

    decided_by: str
    decided_on: date
    reference: str


@dataclass(frozen=True)
class Item:
    """An item of the agenda with what the minutes say; `wording` makes it a decision.

    `positions` names the parties that do not simply support: stance and reason. `is_carried`: it came from an earlier
    meeting. `ratify_by` names the parties that decide at home, None while that waits. `after` is what follows from the
    closed decision.
    """

    title: str
    text: str
    kind: str = AgendaItem.Kind.INFORMATION
    basis: str = ""
    wording: str = ""
    conditions: str = ""
    proposer: str = ""
    positions: dict[str, tuple[str, str]] = field(default_factory=dict)
    outcome: str | None = None
    is_carried: bool = False
    actions: tuple[Action, ...] = ()
    ratify_by: dict[str, AtHome | None] = field(default_factory=dict)
    after: Callable[[Case, Decision], Any] | None = None


@dataclass(frozen=True)
class Script:
    """A whole meeting. `approvers` empty: the minutes are not yet sent; `is_recorded` False: it is called.

    `standing`: what the minutes say on opening, the last minutes, open actions and other business.
    """

    body: str
    day: date
    place: str
    items: tuple[Item, ...]
    standing: tuple[str, str, str, str] = ("", "", "", "")
    approvers: tuple[str, ...] = ()
    opening: str = ""
    absent: tuple[str, ...] = ()
    approve_after: tuple[int, ...] = (6, 8)
    is_recorded: bool = True
    addendum: tuple[int, str] | None = None
    starts: time = START

    @property
    def key(self) -> str:
        """By what the case finds the meeting again."""
        return f"{self.body} {self.day}"


def play(story: Story, case: Case, script: Script) -> None:
    """Write a meeting into the story."""
    day = script.day
    story.at(day - timedelta(days=28), NOON, plan, case, script)
    story.at(day - timedelta(days=15), AFTERNOON, prepare, case, script)
    story.at(day - timedelta(days=14), MORNING, call, case, script)
    if script.is_recorded:
        record(story, case, script)


def record(story: Story, case: Case, script: Script) -> None:
    """Write what follows from the meeting's day on into the story."""
    day = script.day
    story.at(day, script.starts, hold, case, script)
    for item in script.items:
        if item.wording:
            story.at(day, AFTERNOON, decide, case, script, item)
        follow(story, case, script, item)
    story.at(day + timedelta(days=1), MORNING, write, case, script)
    if script.approvers:
        story.at(workday(day + timedelta(days=3)), MORNING, circulate, case, script)
    for who, after in zip(script.approvers, script.approve_after, strict=False):
        story.at(workday(day + timedelta(days=after)), NOON, approve, case, script, who)
    if script.addendum:
        after, text = script.addendum
        story.at(workday(day + timedelta(days=after)), AFTERNOON, add, case, script, text)


def follow(story: Story, case: Case, script: Script, item: Item) -> None:
    """Write what an item led to into the story: decisions at home, and actions done."""
    for party, home in item.ratify_by.items():
        if home:
            story.at(home.decided_on, AFTERNOON, ratify, case, script, item, party, home)
    for action in item.actions:
        if action.done_on:
            story.at(action.done_on, AFTERNOON, done, case, script, action)


def _leader(case: Case, script: Script) -> Any:
    sitting = Seat.objects.valid_on(clock.today()).filter(body=case.made["body", script.body])
    return sitting.select_related("person").get(office=Seat.Office.SECRETARY).person


def plan(case: Case, script: Script) -> Meeting:
    """The secretary plans the meeting."""
    meeting = meetings.plan(
        case.get("body", script.body),
        actor=_leader(case, script),
        starts_at=moment(script.day, script.starts),
        place=script.place,
        is_illustrative=True,
    )
    return case.keep("meeting", script.key, meeting)


def prepare(case: Case, script: Script) -> None:
    """Items come onto the agenda: a party's own from its member, the others from the secretary."""
    meeting = case.get("meeting", script.key)
    for item in script.items:
        if item.is_carried:
            continue
        actor = case.people[f"representant.{item.proposer}"] if item.proposer else _leader(case, script)
        meetings.add_item(
            meeting,
            actor=actor,
            title=item.title,
            kind=AgendaItem.Kind.DECISION if item.wording else item.kind,
            basis=item.basis,
            proposed_wording=item.wording,
        )


def call(case: Case, script: Script) -> None:
    """Everybody with a seat is called."""
    meetings.call(case.get("meeting", script.key), actor=_leader(case, script))


def hold(case: Case, script: Script) -> None:
    """The meeting is held; the secretary records who is there and begins the minutes."""
    meeting = case.get("meeting", script.key)
    away = {case.people[who].pk for who in script.absent}
    presence = {
        seat: Attendance.Presence.ABSENT if seat.person_id in away else Attendance.Presence.PRESENT
        for seat in seats.seats_on(meeting.body, script.day)
    }
    meetings.hold(meeting, actor=_leader(case, script), presence=presence)
    case.keep("minutes", script.key, minutes.begin(meeting, actor=_leader(case, script)))


def item_of(case: Case, script: Script, title: str) -> AgendaItem:
    """The item on the meeting's agenda."""
    return AgendaItem.objects.select_related("meeting__body__partnership").get(
        meeting=case.made["meeting", script.key], title=title
    )


def decide(case: Case, script: Script, item: Item) -> None:
    """A decision is opened, the parties' positions recorded, and it is closed."""
    on_agenda, actor = item_of(case, script, item.title), _leader(case, script)
    decision = decisions.open_decision(
        on_agenda, actor=actor, title=item.title, wording=item.wording, conditions=item.conditions
    )
    present = meetings.parties_present(on_agenda.meeting)
    special = {case.party(key).pk: position for key, position in item.positions.items()}
    if item.outcome != Decision.Outcome.POSTPONED:
        decisions.set_positions(
            decision,
            actor=actor,
            positions={party: special.get(party.pk, (Stance.SUPPORTS, "")) for party in present},
        )
    at_home = [case.party(key) for key in item.ratify_by]
    closed = decisions.close(decision, actor=actor, outcome=item.outcome, ratify_by=at_home)
    case.keep("decision", f"{script.key} {item.title}", closed)
    if item.after:
        item.after(case, closed)


def ratify(case: Case, script: Script, item: Item, party: str, home: AtHome) -> None:
    """The party enters what it has decided at home."""
    decision = case.made["decision", f"{script.key} {item.title}"]
    decisions.ratify(
        Ratification.objects.get(decision=decision, party=case.party(party)),
        actor=case.people[f"firmatecknare.{party}"],
        decided_by=home.decided_by,
        decided_on=home.decided_on,
        reference=home.reference,
    )


def write(case: Case, script: Script) -> None:
    """The secretary writes the minutes, names the approvers and gives out what is to be done."""
    actor, record = _leader(case, script), case.get("minutes", script.key)
    rows = list(AgendaItem.objects.filter(meeting=record.meeting).order_by("position"))
    texts = {item_of(case, script, item.title): item.text for item in script.items}
    first, last_minutes, open_actions, other = script.standing
    texts |= {rows[0]: first, rows[1]: last_minutes, rows[2]: open_actions, rows[-1]: other}
    minutes.write(record, actor=actor, version=None, opening=script.opening, texts=texts)
    for item in script.items:
        for action in item.actions:
            given = actions.assign(
                item_of(case, script, item.title),
                actor=actor,
                title=action.title,
                party=case.party(action.party),
                person=case.people[action.person],
                due_on=action.due_on,
            )
            case.keep("action", action.title, given)


def circulate(case: Case, script: Script) -> None:
    """The minutes are sent to their approvers."""
    record, actor = case.get("minutes", script.key), _leader(case, script)
    named = Seat.objects.filter(
        body=record.meeting.body, person__in=[case.people[who] for who in script.approvers], valid_until=None
    )
    minutes.name_approvers(record, actor=actor, seats=named)
    minutes.circulate(Minutes.objects.get(pk=record.pk), actor=actor)


def approve(case: Case, script: Script, who: str) -> None:
    """An approver approves."""
    record = case.get("minutes", script.key)
    if record.status == Minutes.Status.CIRCULATED:  # in a room of one side the first approval is enough
        minutes.approve(record, actor=case.people[who])


def add(case: Case, script: Script, text: str) -> None:
    """The secretary adds a correction to approved minutes."""
    minutes.add_addendum(case.get("minutes", script.key), actor=_leader(case, script), text=text)


def done(case: Case, script: Script, action: Action) -> None:
    """What somebody was asked to do has been done."""
    actions.mark_done(case.get("action", action.title), actor=case.people[action.person])
