"""Pages of what happens outside, and of the consultation that it takes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, frame
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership
from partnerships.views.acts import form_page, get_and_post, version_of
from reporting import context_events
from reporting.forms.context import CallForm, HoldForm, NoteForm, SettleForm
from reporting.models import ContextEvent

Status = ContextEvent.Status


def _event_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, ContextEvent]:
    partnership = frame.seen(request, slug)
    rows = ContextEvent.objects.visible_to(request.user).filter(partnership=partnership)
    return partnership, get_object_or_404(
        rows.select_related("partnership", "body", "meeting__body", "agreement", "decision__body"), pk=pk
    )


def _crumbs(slug: str) -> list[tuple[str, str]]:
    return [(_("What happens outside"), reverse("reporting:context_list", args=[slug]))]


@require_GET
def context_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What has happened outside, the latest first."""
    partnership = frame.seen(request, slug)
    listing = Listing(
        request,
        ContextEvent.objects.filter(partnership=partnership).select_related("body"),
        _columns(),
        name=f"{slug}-omvarld",
        search=("title", "changes", "source"),
        search_label=_("Search what has happened outside"),
        filters=[
            Filter("kind", _("Kind"), ContextEvent.Kind.choices),
            Filter("status", _("Status"), Status.choices),
        ],
        sort="-happened_on",
    )
    if listing.response:
        return listing.response
    context = frame.context(request, partnership, "overview", **listing.context)
    return render(request, "reporting/context_list.html", context)


def _columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), lambda one: one.happened_on, ("happened_on", "pk")),
        Column("title", _("What happened"), lambda one: one.title, ("title", "pk")),
        Column("kind", _("Kind"), lambda one: one.get_kind_display(), ("kind", "pk")),
        Column("status", _("Status"), lambda one: one.get_status_display(), ("status", "pk")),
        Column("body", _("Taken up in"), lambda one: one.body.name if one.body else ""),
        Column("due_on", _("By"), lambda one: one.due_on, ("due_on", "pk")),
        Column("source", _("Source"), lambda one: one.source),
        Column("changes", _("What it changes for us"), lambda one: one.changes),
        Column("outcome", _("What it led to"), lambda one: one.get_outcome_display()),
        Column("conclusion", _("Why"), lambda one: one.conclusion),
    ]


@require_GET
def context_event(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One event: what it changes, who takes it up, and what it led to."""
    partnership, event = _event_of(request, slug, pk)
    url = event.get_absolute_url()
    more = {
        "event": event,
        "crumbs": _crumbs(slug),
        "tasks": [task for task in context_events.tasks_for(request.user, partnership) if task.url == url],
        "waiting": _waits_for(event),
    }
    context = frame.context(request, partnership, "overview", **more)
    return render(request, "reporting/context_event.html", context)


def _waits_for(event: ContextEvent) -> str:
    if event.status == Status.NOTED:
        return _("Somebody says whether the parties have to consult about it, or that it leads to nothing.")
    if event.status == Status.CALLED:
        return _("The body takes it up; then the meeting is named here.")
    if event.status == Status.HELD:
        return _("A coordinator or a representative says what it led to.")
    return _("Nothing waits here. It is settled.")


@get_and_post
def context_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Note what has happened outside."""
    partnership = frame.seen(request, slug)
    access.require(request.user, context_events.RIGHT, partnership)
    form = NoteForm(request.POST or None)
    made: list[ContextEvent] = []
    return form_page(
        request,
        partnership,
        "overview",
        form,
        lambda: made.append(context_events.note(partnership, actor=request.user, **form.cleaned_data)),
        to=lambda: made[0].get_absolute_url(),
        title=_("Note what has happened outside"),
        submit=_("Note it"),
        back=reverse("reporting:context_list", args=[slug]),
        said=_("It is noted, and everybody in the partnership has been told."),
        crumbs=_crumbs(slug),
    )


@get_and_post
def context_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct what stands about it."""
    partnership, event = _event_of(request, slug, pk)
    initial = {name: getattr(event, name) for name in NoteForm.base_fields}
    form = NoteForm(request.POST or None, initial=initial)
    version = version_of(request, event.version)
    act = lambda data: context_events.edit(event, actor=request.user, version=version, **data)  # noqa: E731
    return _page(request, partnership, event, form, act, _("Edit"), _("Save"), _("Saved."), version=event.version)


@get_and_post
def context_call(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which body takes it up, and by when."""
    partnership, event = _event_of(request, slug, pk)
    form = CallForm(request.POST or None, partnership=partnership)
    act = lambda data: context_events.call_for(event, actor=request.user, **data)  # noqa: E731
    said = _("The people of the body have been told.")
    return _page(request, partnership, event, form, act, _("Call for consultation"), _("Call for consultation"), said)


@get_and_post
def context_hold(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say at which meeting it was taken up."""
    partnership, event = _event_of(request, slug, pk)
    form = HoldForm(request.POST or None, event=event)
    act = lambda data: context_events.hold(event, actor=request.user, **data)  # noqa: E731
    return _page(request, partnership, event, form, act, _("It has been taken up"), _("Save"), _("Saved."))


@get_and_post
def context_settle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what it led to."""
    partnership, event = _event_of(request, slug, pk)
    form = SettleForm(request.POST or None, event=event)
    act = lambda data: context_events.settle(event, actor=request.user, **data)  # noqa: E731
    return _page(request, partnership, event, form, act, _("What it led to"), _("Save"), _("It is settled."))


def _page(
    request: HttpRequest,
    partnership: Partnership,
    event: ContextEvent,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    title: str,
    submit: str,
    said: str,
    **rest: Any,
) -> HttpResponse:
    access.require(request.user, context_events.RIGHT, partnership)
    url = event.get_absolute_url()
    crumbs = [*_crumbs(partnership.slug), (event.title, url)]
    return form_page(
        request,
        partnership,
        "overview",
        form,
        lambda: act(form.cleaned_data),
        to=url,
        title=title,
        submit=submit,
        back=url,
        said=said,
        crumbs=crumbs,
        **rest,
    )
