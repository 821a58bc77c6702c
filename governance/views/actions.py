"""Pages of actions: what a meeting has given people to do."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance import actions
from governance.forms.decisions import ActionForm
from governance.models import ActionItem
from partnerships import access, clock, frame
from partnerships.lists import Column, Filter, Listing
from partnerships.models import swedish
from partnerships.views.acts import came_from

from . import acts
from .acts import get_and_post


@require_GET
def action_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What meetings have given people to do, in the bodies that the reader may see."""
    partnership = frame.seen(request, slug)
    rows = ActionItem.objects.visible_to(request.user).filter(body__partnership=partnership)
    states = {"open": Q(done_on__isnull=True), "done": Q(done_on__isnull=False)}
    listing = Listing(
        request,
        actions.with_people(rows),
        _columns(),
        name="atgarder",
        search=("title", "person__name", "party__organisation__name"),
        search_label=_("Search actions"),
        filters=[
            Filter("state", _("State"), [("open", _("Open")), ("done", _("Done"))], states.__getitem__),
            Filter("whose", _("Whose"), [("mine", _("My actions"))], lambda _value: Q(person=request.user.pk)),
            Filter("body", _("Body"), acts.bodies_to_choose(request, partnership)),
        ],
        sort="due_on",
    )
    if listing.response:
        return listing.response
    held = access.keys_with(request.user, "complete_action")
    shown = listing.context["page_obj"].object_list
    may_complete = any(one.body_id in held or one.person_id == request.user.pk for one in shown)
    more = {"completes": held, "may_complete": may_complete, "today": clock.today()}
    context = frame.context(request, partnership, "bodies", **more, **listing.context)
    return render(request, "governance/action_list.html", context)


def _columns() -> list[Column]:
    return [
        Column("title", _("What"), lambda one: one.title, (swedish("title"),)),
        Column("party", _("Responsible party"), lambda one: one.party.name, (swedish("party__organisation__name"),)),
        Column("person", _("Responsible person"), lambda one: one.person.name if one.person else ""),
        Column("due_on", _("Due on"), lambda one: one.due_on, ("due_on",)),
        Column("done_on", _("Done on"), lambda one: one.done_on, ("done_on",)),
        Column("body", _("Body"), lambda one: one.body.name, (swedish("body__name"),)),
    ]


@get_and_post
def action_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give somebody something to do."""
    item = acts.item_of(request, slug, pk)
    acts.need(request, item.body, "keep_minutes")
    form = ActionForm(request.POST if request.method == "POST" else None, item=item)
    return acts.form_page(
        request,
        item.body,
        form,
        lambda: actions.assign(item, actor=request.user, **form.cleaned_data),
        to=f"{item.meeting.get_absolute_url()}#item-{item.pk}",
        meeting=item.meeting,
        title=_("New action"),
        submit=_("Give the action"),
    )


def _action_of(request: HttpRequest, slug: str, pk: int) -> ActionItem:
    rows = actions.with_people(ActionItem.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk, body__partnership=frame.seen(request, slug))


@require_POST
def action_done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mark an action as done."""
    action = _action_of(request, slug, pk)
    acts.attempt(request, lambda: actions.mark_done(action, actor=request.user), _("The action is done."))
    return redirect(_back(request, slug))


@require_POST
def action_reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open an action again."""
    action = _action_of(request, slug, pk)
    acts.attempt(request, lambda: actions.reopen(action, actor=request.user), _("The action is open again."))
    return redirect(_back(request, slug))


def _back(request: HttpRequest, slug: str) -> str:
    """Where the reader came from, if it is one of our own pages; else the list of actions."""
    return came_from(request) or reverse("governance:action_list", args=[slug])
