"""What happens outside: noted by any party, called for consultation in a body, held, and what it led to."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import seats
from governance.models import Body, Decision, Meeting
from partnerships import access, steps
from partnerships.models import Agreement, Partnership, User
from partnerships.tasks import Task

from .models import ContextEvent

Status, Outcome = ContextEvent.Status, ContextEvent.Outcome
RIGHT = "note_context"
CALL = steps.Step("context.call", ContextEvent, RIGHT, (Status.NOTED,), Status.CALLED)
HOLD = steps.Step("context.hold", ContextEvent, RIGHT, (Status.CALLED,), Status.HELD)
SETTLE = steps.Step("context.settle", ContextEvent, RIGHT, (Status.NOTED, Status.HELD), Status.SETTLED)
#: What can be corrected until it is settled.
FIELDS = frozenset({"kind", "title", "happened_on", "source", "changes"})


def note(partnership: Partnership, *, actor: User, authority: str = "", **values: Any) -> ContextEvent:
    """Note what has happened outside; everybody in the partnership is told."""
    with steps.record("context.note", actor=actor, right=RIGHT, scope=partnership, authority=authority) as act:
        made = act.save(ContextEvent(partnership=partnership, **values))
        act.notify(
            access.people_with("view_partnership", partnership),
            key=f"context:{made.pk}:noted",
            text=gettext_lazy("Something has happened outside %(partnership)s: %(title)s."),
            url=made.get_absolute_url(),
            partnership=partnership.name,
            title=made.title,
        )
    return made


def edit(event: ContextEvent, *, actor: User, version: int | None = None, **values: Any) -> ContextEvent:
    """Correct what stands about it. Raises EditConflict if somebody else did since `version`."""
    if event.status == Status.SETTLED:
        raise steps.StepRefused(_("It is settled and stays as it is."))
    if values.keys() - FIELDS:
        raise TypeError("not a field of a context event")
    return steps.edit(event, actor=actor, right=RIGHT, values=values, version=version, action="context.edit")


def call_for(event: ContextEvent, *, actor: User, body: Body, due_on: date) -> ContextEvent:
    """Say that it calls for renegotiation: which body takes it up, and by when."""
    if body.is_members_only or body.partnership_id != event.partnership_id:
        raise steps.StepRefused(_("Choose a body that all parties can read."))
    with CALL.take(event.pk, actor=actor) as act:
        act.obj.body, act.obj.due_on = body, due_on
        act.notify(
            seats.people_in(body),
            key=f"context:{event.pk}:called",
            text=gettext_lazy("“%(title)s” is to be taken up in %(body)s by %(day)s."),
            url=act.obj.get_absolute_url(),
            title=event.title,
            body=body.name,
            day=due_on.isoformat(),
        )
    return act.obj


def hold(event: ContextEvent, *, actor: User, meeting: Meeting) -> ContextEvent:
    """Say at which meeting of the body the parties have consulted."""
    with HOLD.take(event.pk, actor=actor) as act:
        if meeting.body_id != act.obj.body_id or meeting.status not in (Meeting.Status.HELD, Meeting.Status.CLOSED):
            raise steps.StepRefused(_("Choose a meeting of the body that has been held."))
        act.obj.meeting = meeting
    return act.obj


def settle(
    event: ContextEvent,
    *,
    actor: User,
    outcome: str,
    conclusion: str,
    agreement: Agreement | None = None,
    decision: Decision | None = None,
) -> ContextEvent:
    """Say what it led to, and why. What only has been noted, and calls for nothing, leads to nothing."""
    with SETTLE.take(event.pk, actor=actor, authority=conclusion) as act:
        if act.obj.meeting_id is None and outcome != Outcome.NOTHING:
            raise steps.StepRefused(_("First the parties consult: say which body takes it up."))
        if not conclusion.strip():
            raise steps.StepRefused(_("Say why: the reason stays in the history."))
        if (outcome == Outcome.AMENDMENT and agreement is None) or (outcome == Outcome.DECISION and decision is None):
            raise steps.StepRefused(_("Say which one it led to."))
        act.obj.outcome, act.obj.conclusion = outcome, conclusion
        act.obj.agreement = agreement if outcome == Outcome.AMENDMENT else None
        act.obj.decision = decision if outcome == Outcome.DECISION else None
    return act.obj


def waiting(partnership: Partnership | None = None) -> models.QuerySet[ContextEvent]:
    """Those that the parties have still to take up or to settle."""
    rows = ContextEvent.objects.filter(status__in=[Status.CALLED, Status.HELD]).select_related("partnership", "body")
    rows = rows if partnership is None else rows.filter(partnership=partnership)
    return rows.order_by("due_on", "pk")


def next_step(event: ContextEvent) -> str:
    """What has still to be done with it, in words."""
    words = _("Take up “%(title)s”") if event.status == Status.CALLED else _("Say what “%(title)s” led to")
    return words % {"title": event.title}


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """For coordinators: consultations to hold and to settle. One query."""
    led = access.objects_with(user, "edit_partnership")
    for event in waiting(partnership).filter(partnership__in=led):
        due = event.due_on if event.status == Status.CALLED else None
        yield Task(next_step(event), event.get_absolute_url(), _("Something has happened outside"), due)
