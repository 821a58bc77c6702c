"""What the pages of bodies, meetings and decisions share: a form, one domain call, and where it leads."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.models import AgendaItem, Body, Meeting
from partnerships import access, frame
from partnerships.models import Partnership, swedish
from partnerships.views.acts import attempt, done, get_and_post, theirs, version_of

__all__ = ["attempt", "done", "get_and_post", "theirs", "version_of"]


def body_of(request: HttpRequest, slug: str, pk: int) -> Body:
    """The body if the reader may see it, else 404."""
    rows = Body.objects.visible_to(request.user).select_related("partnership__lead_unit")
    return get_object_or_404(rows, pk=pk, partnership=frame.seen(request, slug))


def meeting_of(request: HttpRequest, slug: str, pk: int) -> Meeting:
    """The meeting if the reader may see it, else 404."""
    rows = Meeting.objects.visible_to(request.user).select_related("body__partnership__lead_unit", "minutes")
    return get_object_or_404(rows, pk=pk, body__partnership=frame.seen(request, slug))


def item_of(request: HttpRequest, slug: str, pk: int) -> AgendaItem:
    """The agenda item if the reader may see it, else 404."""
    rows = AgendaItem.objects.visible_to(request.user).select_related("meeting__body__partnership", "meeting__minutes")
    return get_object_or_404(rows, pk=pk, meeting__body__partnership=frame.seen(request, slug))


def bodies_to_choose(request: HttpRequest, partnership: Partnership) -> list[tuple[str, str]]:
    """The bodies to choose among: only those that the reader may see."""
    rows = Body.objects.visible_to(request.user).filter(partnership=partnership).order_by(swedish("name"), "pk")
    return [(str(one.pk), one.name) for one in rows]


def need(request: HttpRequest, body: Body, *names: str) -> set[str]:
    """What the reader may do with the body and its partnership; 403 unless one of `names` is among it."""
    actions = access.actions_for(request.user, body.partnership, body)
    if names and not actions & set(names):
        raise PermissionDenied(access.refusal(*names))
    return actions


def form_page(
    request: HttpRequest,
    body: Body,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    to: str,
    said: str = "",
    template: str = "governance/meeting_form.html",
    version: int | None = None,
    **rest: Any,
) -> HttpResponse:
    """A page with one form and one act behind it: done and on to `to`, or shown again with what is wrong."""
    if request.method == "POST" and done(form, act):
        if said:
            messages.success(request, said)
        return redirect(to)
    conflict = getattr(form, "conflict", None)
    more = {
        "body": body,
        "form": form,
        "cancel_url": to,
        "version": conflict.version if conflict is not None else version_of(request, version),
        "theirs": theirs(form, conflict),
        **rest,
    }
    return render(
        request,
        template,
        frame.context(request, body.partnership, "bodies", body, **more),
        status=422 if request.method == "POST" else 200,
    )
