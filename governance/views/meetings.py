"""Pages of meetings: planning, the agenda, the notice and attendance."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from governance import meetings, seats
from governance.forms.meetings import CancelForm, ItemForm, MeetingForm
from governance.models import AgendaItem, Meeting
from partnerships import access, frame

from . import acts, meeting_page
from .acts import get_and_post


@require_GET
def meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One meeting, from plan to approved minutes."""
    meeting = acts.meeting_of(request, slug, pk)
    context = frame.context(request, meeting.partnership, "bodies", meeting.body)
    context |= meeting_page.contents(meeting, request.user, context["actions"])
    return render(request, "governance/meeting.html", context)


@get_and_post
def meeting_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Plan a meeting; the agenda is begun by itself."""
    body = acts.body_of(request, slug, pk)
    acts.need(request, body, "call_meeting")
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(meetings.plan(body, actor=request.user, **form.cleaned_data))
    return acts.form_page(
        request,
        body,
        form,
        lambda: None,
        to=body.get_absolute_url(),
        title=_("Plan a meeting"),
        submit=_("Plan the meeting"),
        intro=_("The agenda begins with the standing items and what earlier meetings left undone."),
    )


@get_and_post
def meeting_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a meeting to another time or place."""
    meeting = acts.meeting_of(request, slug, pk)
    acts.need(request, meeting.body, "call_meeting")
    form = MeetingForm(request.POST or None, initial=MeetingForm.initial_of(meeting))
    version = acts.version_of(request, meeting.version)
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: meetings.edit(meeting, actor=request.user, version=version, **form.cleaned_data),
        to=meeting.get_absolute_url(),
        version=meeting.version,
        meeting=meeting,
        title=_("Change time or place"),
        submit=_("Save"),
    )


@get_and_post
def meeting_call(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Call a meeting: confirm, with a warning when the notice is late."""
    meeting = acts.meeting_of(request, slug, pk)
    acts.need(request, meeting.body, "call_meeting")
    form = forms.Form(request.POST if request.method == "POST" else None)
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: meetings.call(meeting, actor=request.user),
        to=meeting.get_absolute_url(),
        said=_("The meeting is called."),
        meeting=meeting,
        title=_("Call the meeting"),
        submit=_("Call the meeting"),
        what=_("Everybody with a seat gets the notice with time, place and a link to the agenda."),
        whom=_("Those with a seat in %(body)s") % {"body": meeting.body},
        stays=_("The agenda can still be changed until the meeting is held."),
        warning=late_warning(meeting),
    )


def late_warning(meeting: Meeting) -> str:
    """Words about a notice that comes later than the body's rule; empty when it is in time."""
    late = meetings.days_late(meeting)
    if not late:
        return ""
    text = ngettext(
        "The notice is %(n)s day late: by the body's rule the meeting should have been called by %(day)s.",
        "The notice is %(n)s days late: by the body's rule the meeting should have been called by %(day)s.",
        late,
    )
    return text % {"n": late, "day": formats.date_format(meetings.call_by(meeting), "Y-m-d")}


@get_and_post
def meeting_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a meeting."""
    meeting = acts.meeting_of(request, slug, pk)
    acts.need(request, meeting.body, "call_meeting")
    form = CancelForm(request.POST if request.method == "POST" else None)
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: meetings.cancel(meeting, actor=request.user, **form.cleaned_data),
        to=meeting.get_absolute_url(),
        meeting=meeting,
        title=_("Cancel the meeting"),
        submit=_("Cancel the meeting"),
        tone="danger",
        what=_("The meeting is cancelled. Those who have been called are told."),
        whom=_("Those with a seat in %(body)s") % {"body": meeting.body},
        stays=_("Proposed items follow to the next meeting. A cancelled meeting cannot be taken up again."),
    )


@get_and_post
def meeting_roll(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record who is there; afterwards, correct it."""
    meeting = acts.meeting_of(request, slug, pk)
    acts.need(request, meeting.body, "keep_minutes")
    form = meeting_page.roll_form(meeting, request.POST if request.method == "POST" else None)
    act = meetings.hold if meeting.status in meetings.AHEAD else meetings.set_presences
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: act(meeting, actor=request.user, presence=form.presence),
        to=meeting.get_absolute_url(),
        template="governance/meeting_roll.html",
        meeting=meeting,
        title=_("Attendance"),
    )


# -- The agenda -------------------------------------------------------------------------------------------------------
@get_and_post
def item_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put an item on the agenda."""
    meeting = acts.meeting_of(request, slug, pk)
    leads = "call_meeting" in acts.need(request, meeting.body, "call_meeting", "propose_item")
    form = ItemForm(request.POST or None, meeting=meeting, leads=leads, instance=AgendaItem(meeting=meeting))
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: meetings.add_item(meeting, actor=request.user, **form.cleaned_data),
        to=f"{meeting.get_absolute_url()}#agenda",
        meeting=meeting,
        title=_("New item") if leads else _("Propose an item"),
        submit=_("Put it on the agenda"),
    )


def _own_item(request: HttpRequest, slug: str, pk: int) -> tuple[AgendaItem, bool]:
    """An item that the reader may change, and whether as leader of the meeting; else 404 or 403."""
    item = acts.item_of(request, slug, pk)
    may = acts.need(request, item.body, "call_meeting", "propose_item")
    if not meetings.may_change(item, may, seats.seat_of(request.user, item.body)):
        raise PermissionDenied(access.refusal("call_meeting"))
    return item, "call_meeting" in may


@get_and_post
def item_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an item on the agenda."""
    item, leads = _own_item(request, slug, pk)
    form = ItemForm(request.POST or None, meeting=item.meeting, leads=leads, instance=acts.item_of(request, slug, pk))
    version = acts.version_of(request, item.version)
    return acts.form_page(
        request,
        item.body,
        form,
        lambda: meetings.edit_item(item, actor=request.user, version=version, **form.cleaned_data),
        to=f"{item.meeting.get_absolute_url()}#agenda",
        version=item.version,
        meeting=item.meeting,
        title=_("Edit the item"),
        submit=_("Save"),
    )


@require_POST
def item_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move an item one step up or down."""
    item = acts.item_of(request, slug, pk)
    by = -1 if request.POST.get("to") == "up" else 1
    acts.attempt(request, lambda: meetings.move_item(item, actor=request.user, by=by))
    return redirect(f"{item.meeting.get_absolute_url()}#agenda")


@get_and_post
def item_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    item, _leads = _own_item(request, slug, pk)
    return acts.form_page(
        request,
        item.body,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: meetings.remove_item(item, actor=request.user),
        to=f"{item.meeting.get_absolute_url()}#agenda",
        meeting=item.meeting,
        title=_("Remove the item"),
        submit=_("Remove the item"),
        tone="danger",
        what=_("“%(item)s” is taken off the agenda.") % {"item": item.title},
        stays=_("It stays in the history."),
    )


@get_and_post
def item_roll(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record who was there when one item was dealt with."""
    item = acts.item_of(request, slug, pk)
    acts.need(request, item.body, "keep_minutes")
    form = meeting_page.roll_form(item.meeting, request.POST if request.method == "POST" else None, item)
    return acts.form_page(
        request,
        item.body,
        form,
        lambda: meetings.set_presences(item.meeting, actor=request.user, presence=form.presence, item=item),
        to=item.meeting.get_absolute_url(),
        template="governance/meeting_roll.html",
        meeting=item.meeting,
        title=_("Attendance at item %(item)s") % {"item": item},
    )
