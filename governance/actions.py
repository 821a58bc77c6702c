"""Actions that a meeting gave somebody; open ones follow to the body's next meetings."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Partnership, Party, User
from partnerships.steps import StepRefused
from partnerships.tasks import Task

from . import meetings, seats
from .models import ActionItem, AgendaItem, Body, Decision, Meeting

#: An action is told of as a task this many days before it is due.
AHEAD_DAYS = 14


def assign(
    item: AgendaItem,
    *,
    actor: User,
    title: str,
    party: Party,
    person: User | None = None,
    due_on: date | None = None,
    decision: Decision | None = None,
) -> ActionItem:
    """Give a party, and perhaps one of its people, something to do."""
    body = item.body
    with steps.record("action.assign", actor=actor, right="keep_minutes", scope=body) as act:
        meeting = Meeting.objects.get(pk=item.meeting_id)
        if meeting.status not in meetings.PAST:
            raise StepRefused(_("Actions are given when the meeting is held: record who attends first."))
        if decision is not None and decision.item_id != item.pk:
            raise StepRefused(_("The decision belongs to another item."))
        if party.partnership_id != body.partnership_id:
            raise StepRefused(_("The party belongs to another partnership."))
        if person is not None and not may_do(body).filter(pk=person.pk).exists():
            raise StepRefused(
                _("%(person)s cannot read this body, so the action needs another person.") % {"person": person.name}
            )
        if due_on is not None and due_on < meetings.day_of(meeting):
            raise StepRefused(_("The day it is due lies before the meeting."))
        action = act.save(
            ActionItem(body=body, item=item, decision=decision, title=title, party=party, person=person, due_on=due_on)
        )
        if person is not None:
            text = gettext_lazy("You have something to do: %(title)s")
            seats.tell(act, body, [person], key=f"action-{action.pk}", text=text, url=_url(action), title=title)
    return action


def may_do(body: Body) -> QuerySet:
    """The people an action can be given: those with a seat, and in an open body everybody inside the partnership."""
    if body.is_members_only:
        return seats.people_in(body)
    return access.people_with("view_partnership", body)


def mark_done(action: ActionItem, *, actor: User, on: date | None = None) -> ActionItem:
    """Mark an action as done. Members of the body may, and the person it was given."""
    on = on or clock.today()
    if on > clock.today():
        raise StepRefused(_("The day it was done lies ahead."))
    return _set_done(action, actor, on)


def reopen(action: ActionItem, *, actor: User) -> ActionItem:
    """Open an action again that was marked as done."""
    return _set_done(action, actor, None)


def _set_done(action: ActionItem, actor: User, on: date | None) -> ActionItem:
    body = action.body
    own = action.person_id == actor.pk and Body.objects.visible_to(actor).filter(pk=body.pk).exists()
    with steps.record(
        "action.done" if on else "action.reopen", actor=actor, right="" if own else "complete_action", scope=body
    ) as act:
        locked = (
            ActionItem.objects.select_for_update(of=("self",)).select_related("item__meeting", "body").get(pk=action.pk)
        )
        if (locked.done_on is None) == (on is None):
            raise StepRefused(_("Somebody else has already changed this action."))
        locked.done_on, locked.done_by = on, actor if on else None
        act.save(locked)
    return locked


def open_in(body: Body) -> QuerySet:
    """The body's open actions, the soonest first."""
    return with_people(ActionItem.objects.filter(body=body, done_on__isnull=True)).order_by(*BY_DUE)


def open_before(meeting: Meeting) -> QuerySet:
    """What a meeting that lies ahead or goes on has to take up: open actions that earlier meetings gave.

    None once it is over: what is open now says nothing of what was open then.
    """
    if meeting.status not in (*meetings.AHEAD, Meeting.Status.HELD):
        return ActionItem.objects.none()
    return open_in(meeting.body).filter(item__meeting__starts_at__lt=meeting.starts_at).exclude(item__meeting=meeting)


BY_DUE = ("due_on", "pk")  # PostgreSQL puts those without a day last


def with_people(actions: QuerySet) -> QuerySet:
    """With everything a list of actions shows."""
    return actions.select_related(
        "body__partnership", "item__meeting", "decision", "party__organisation", "party__unit", "person"
    )


def _url(action: ActionItem) -> str:
    return f"{action.item.meeting.get_absolute_url()}#actions"


def tasks_for(user: User, partnership: Partnership | None = None, meeting: Meeting | None = None) -> Iterator[Task]:
    """The user's own open actions that are due within a fortnight, or have no day."""
    rows = ActionItem.objects.visible_to(user).filter(person=user, done_on__isnull=True)
    if partnership is not None:
        rows = rows.filter(body__partnership=partnership)
    if meeting is not None:
        rows = rows.filter(body=meeting.body_id)
    latest = clock.today() + timedelta(days=AHEAD_DAYS)
    shown = ("title", "due_on", "created_at", "body__name", "body__visibility")
    shown += ("body__partnership__slug", "item__meeting")
    for title, due_on, created_at, body, visibility, slug, held_at in rows.order_by(*BY_DUE).values_list(*shown):
        if due_on is None or due_on <= latest:
            url = reverse("governance:meeting", args=[slug, held_at])
            is_closed = visibility == Body.Visibility.MEMBERS
            yield Task(title, f"{url}#actions", body, due_on, clock.day_of(created_at), is_closed)
