"""Decisions: the parties' positions, the outcome by the body's rule, and ratification at home."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Partnership, Party, Side, User
from partnerships.steps import Step, StepRefused
from partnerships.tasks import Task

from . import meetings, seats
from .models import AgendaItem, Body, Decision, Meeting, Position, Ratification

CLOSE = Step("decision.close", Decision, "keep_minutes", ("open",), "closed")

Outcome, Stance = Decision.Outcome, Position.Stance
#: What the secretary may choose instead of the outcome that the rule gives.
LATER = (Outcome.POSTPONED, Outcome.REFERRED_BACK)
NEEDS_REASON = (Stance.RESERVATION, Stance.DISQUALIFIED)


def open_decision(item: AgendaItem, *, actor: User, title: str, wording: str, conditions: str = "") -> Decision:
    """Open a decision under an item of a meeting that is being held. It gets its § at once."""
    with steps.record("decision.open", actor=actor, right="keep_minutes", scope=item.body) as act:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        if meeting.status != Meeting.Status.HELD:
            raise StepRefused(_("Decisions are recorded when the meeting is held: record who attends first."))
        meetings.refuse_if_circulated(meeting)
        return act.save(
            Decision(
                body=item.body,
                item=item,
                year=meetings.day_of(meeting).year,
                title=title,
                wording=wording,
                conditions=conditions,
                is_illustrative=meeting.is_illustrative,
            )
        )


def edit(decision: Decision, *, actor: User, version: int | None = None, **values: str) -> Decision:
    """Change title, wording or conditions while positions are being recorded."""
    if values.keys() - {"title", "wording", "conditions"}:
        raise TypeError("only title, wording and conditions can be edited")
    if decision.status != Decision.Status.OPEN:
        raise StepRefused(_("The decision is closed and does not change."))
    return steps.edit(decision, actor=actor, right="keep_minutes", values=values, version=version)


# -- Positions --------------------------------------------------------------------------------------------------------
def set_position(decision: Decision, *, actor: User, party: Party, stance: str, reason: str = "") -> Position:
    """Record a party's position. A reservation and a conflict of interest (jäv) need a reason."""
    return set_positions(decision, actor=actor, positions={party: (stance, reason)})[0]


def set_positions(decision: Decision, *, actor: User, positions: Mapping[Party, tuple[str, str]]) -> list[Position]:
    """Record several parties' positions in one act; an empty stance takes a position back."""
    with steps.record(
        "decision.positions", actor=actor, right="keep_minutes", scope=decision.body, root=decision
    ) as act:
        locked = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if locked.status != Decision.Status.OPEN:
            raise StepRefused(_("The decision is closed and does not change."))
        entitled = set(parties_of(decision))
        present = {row.party_id: row for row in Position.objects.filter(decision=locked)}
        saved = []
        for party, (stance, reason) in positions.items():
            _check(party, stance, reason, entitled)
            row = present.get(party.pk)
            if not stance:
                if row is not None:
                    act.delete(row)
                continue
            row = row or Position(decision=locked, party=party)
            row.stance, row.reason = stance, reason.strip()
            saved.append(act.save(row))
    return saved


def _check(party: Party, stance: str, reason: str, entitled: set[Party]) -> None:
    if party not in entitled:
        raise StepRefused(_("%(party)s has no seat in the body and takes no position.") % {"party": party.name})
    if stance and stance not in Stance.values:
        raise StepRefused(_("Choose one of the positions."))
    if stance in NEEDS_REASON and not reason.strip():
        raise StepRefused(
            _("%(party)s: a reservation and a conflict of interest need a reason.") % {"party": party.name}
        )


def parties_of(decision: Decision) -> QuerySet:
    """The parties that take a position: those with a seat in the body on the day of the meeting."""
    return seats.parties_on(decision.body, meetings.day_of(decision.item.meeting))


# -- The outcome ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Finding:
    """What a rule makes of the positions, with the arithmetic in words."""

    outcome: str
    explanation: str


def find(rule: str, stances: Mapping[Party, str]) -> Finding:
    """Apply a decision rule to the positions of the parties that count: present, and not disqualified."""
    supports = [party for party, stance in stances.items() if stance == Stance.SUPPORTS]
    opposes = [party for party, stance in stances.items() if stance == Stance.BLOCKS]
    if rule == Body.Rule.CONSENSUS:
        is_adopted, how = _consensus(supports, opposes)
    elif rule == Body.Rule.MAJORITY:
        is_adopted, how = _majority(supports, len(stances))
    else:
        is_adopted, how = _both_sides(supports, opposes)
    return Finding(Outcome.ADOPTED if is_adopted else Outcome.REJECTED, how)


def _consensus(supports: list[Party], opposes: list[Party]) -> tuple[bool, str]:
    how = _("Consensus takes that somebody supports and nobody opposes: %(for)s support, %(against)s oppose.")
    return bool(supports) and not opposes, how % {"for": len(supports), "against": len(opposes)}


def _majority(supports: list[Party], counting: int) -> tuple[bool, str]:
    how = _("More than half of the parties present must support: %(for)s of %(all)s do, %(needed)s are needed.")
    needed = counting // 2 + 1
    return len(supports) >= needed, how % {"for": len(supports), "all": counting, "needed": needed}


def _both_sides(supports: list[Party], opposes: list[Party]) -> tuple[bool, str]:
    words, agree = [], True
    for side in Side:
        ayes = sum(party.organisation.side == side for party in supports)
        noes = sum(party.organisation.side == side for party in opposes)
        agree = agree and ayes > noes
        words.append(
            _("on %(side)s %(for)s support and %(against)s oppose")
            % {"side": side.in_words, "for": ayes, "against": noes}
        )
    how = _("On each side more must support than oppose: %(sides)s.")
    return agree, how % {"sides": "; ".join(words)}


def weigh(decision: Decision) -> tuple[meetings.Quorum, Finding, list[Party]]:
    """Quorum and outcome as the positions stand now, and the parties present whose position is missing."""
    positions = {row.party_id: row for row in decision.positions.select_related("party__organisation", "party__unit")}
    disqualified = [row.party for row in positions.values() if row.stance == Stance.DISQUALIFIED]
    quorum = meetings.quorum(decision.item.meeting, item=decision.item, without=disqualified)
    stances = {party: positions[party.pk].stance if party.pk in positions else "" for party in quorum.parties}
    finding = find(decision.body.decision_rule, stances)
    words = [finding.explanation]
    if disqualified:
        names = ", ".join(party.name for party in disqualified)
        words.append(_("Disqualified and not counted: %(parties)s.") % {"parties": names})
    return (
        quorum,
        Finding(finding.outcome, " ".join([*words, quorum.explanation])),
        [party for party, stance in stances.items() if not stance],
    )


def close(decision: Decision, *, actor: User, outcome: str | None = None, ratify_by: Iterable[Party] = ()) -> Decision:
    """Close the decision with the outcome that the body's rule gives, or postponed or referred back.

    Refused without a quorum (unless postponed) and while a party present has no position. Each of `ratify_by` must
    decide at home before an adopted decision is effective.
    """
    with CLOSE.take(decision.pk, actor=actor) as act:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=act.obj.item.meeting_id)
        with translation.override(settings.LANGUAGE_CODE):
            quorum, finding, missing = weigh(act.obj)
        _may_close(meeting, quorum, finding, missing, outcome)
        act.obj.outcome = outcome or finding.outcome
        act.obj.explanation = finding.explanation if act.obj.outcome == finding.outcome else _why_later(act.obj)
        act.obj.decided_on = meetings.day_of(meeting)
        _await_ratification(act, list(ratify_by))
        act.save(act.obj)
        ahead = meetings.next_ahead(act.obj.body, meeting.starts_at)
        if act.obj.outcome in LATER and ahead is not None:
            meetings.carry_over(act, ahead)
    return act.obj


def _may_close(
    meeting: Meeting, quorum: meetings.Quorum, finding: Finding, missing: list[Party], outcome: str | None
) -> None:
    meetings.refuse_if_circulated(meeting)
    if outcome == Outcome.POSTPONED:
        return
    if not quorum.met:
        raise StepRefused(
            _("There is no quorum, so the decision can only be postponed. %(why)s") % {"why": quorum.explanation}
        )
    if outcome == Outcome.REFERRED_BACK:
        return
    if missing:
        names = ", ".join(party.name for party in missing)
        raise StepRefused(_("Record the position of every party present. Missing: %(parties)s.") % {"parties": names})
    if outcome and outcome != finding.outcome:
        raise StepRefused(_("The body's rule gives another outcome. %(why)s") % {"why": finding.explanation})


def _why_later(decision: Decision) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        if decision.outcome == Outcome.POSTPONED:
            return _("The item was postponed. It follows to the next meeting.")
        return _("The item was referred back for more work. It follows to the next meeting.")


def _await_ratification(act: steps.Act, parties: list[Party]) -> None:
    decision = act.obj
    if parties and decision.outcome != Outcome.ADOPTED:
        raise StepRefused(_("Only an adopted decision waits for ratification."))
    for party in parties:
        if party.partnership_id != decision.partnership.pk:
            raise StepRefused(_("The party belongs to another partnership."))
        act.save(Ratification(decision=decision, party=party))
        people = access.people_with("ratify", party.organisation)
        if decision.body.is_members_only:
            people = people.filter(pk__in=seats.people_in(decision.body))
        text = gettext_lazy("A decision waits for ratification at home: %(decision)s")
        seats.tell(
            act,
            decision.body,
            people,
            key=f"ratify-{decision.pk}-{party.pk}",
            text=text,
            decision=str(decision),
            url=decision.get_absolute_url(),
        )


# -- Ratification -----------------------------------------------------------------------------------------------------
def ratify(
    ratification: Ratification, *, actor: User, decided_by: str, decided_on: date, reference: str
) -> Ratification:
    """Enter that the party has decided at home. It stays as entered."""
    if not Body.objects.visible_to(actor).filter(pk=ratification.body.pk).exists():
        access.require(actor, "view_body", ratification)
    with steps.record("decision.ratify", actor=actor, right="ratify", scope=ratification) as act:
        locked = (
            Ratification.objects.select_for_update(of=("self",))
            .select_related("decision__body")
            .get(pk=ratification.pk)
        )
        if locked.decided_on is not None:
            raise StepRefused(_("The party's decision has already been entered. It stays as entered."))
        if decided_on > clock.today():
            raise StepRefused(_("The day of the decision lies ahead."))
        if not decided_by.strip():
            raise StepRefused(_("Say who decided."))
        locked.decided_by, locked.decided_on, locked.reference = decided_by, decided_on, reference
        locked.entered_by = actor
        act.save(locked)
    return locked


def is_effective(decision: Decision) -> bool:
    """Whether the decision is adopted and ratified by every party it waits for."""
    return (
        decision.status == Decision.Status.CLOSED
        and decision.outcome == Outcome.ADOPTED
        and not any(row.decided_on is None for row in decision.ratifications.all())
    )


def with_waiting(decisions: QuerySet) -> QuerySet:
    """Decisions annotated with `waits`: whether a party has still to decide at home."""
    waiting = Ratification.objects.filter(decision=OuterRef("pk"), decided_on__isnull=True)
    return decisions.annotate(waits=Exists(waiting))


def tasks_for(user: User, partnership: Partnership | None = None, meeting: Meeting | None = None) -> Iterator[Task]:
    """Decisions that wait for the user's organisation to decide at home."""
    if not access.may_somewhere(user, "ratify"):
        return
    rows = Ratification.objects.filter(
        decided_on__isnull=True,
        party__organisation__in=access.objects_with(user, "ratify"),
        decision__in=Decision.objects.visible_to(user),
    ).select_related("decision__body__partnership", "party__organisation", "party__unit")
    if partnership is not None:
        rows = rows.filter(decision__body__partnership=partnership)
    if meeting is not None:
        rows = rows.filter(decision__item__meeting=meeting)
    for row in rows.order_by("decision__decided_on", "pk"):
        yield Task(
            _("Enter the decision at home: %(decision)s") % {"decision": row.decision},
            f"{row.decision.get_absolute_url()}#ratification",
            row.party.name,
            since=row.decision.decided_on,
            is_closed=row.decision.body.is_members_only,
        )
