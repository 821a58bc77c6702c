"""What the pages of bodies, meetings and decisions share: a form, one domain call, and where it leads."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from governance.models import AgendaItem, Body, Meeting
from partnerships import access, frame
from partnerships.steps import StepRefused

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


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


def need(request: HttpRequest, body: Body, *names: str) -> set[str]:
    """What the reader may do with the body and its partnership; 403 unless one of `names` is among it."""
    actions = access.actions_for(request.user, body.partnership, body)
    if names and not actions & set(names):
        raise PermissionDenied(access.refusal(*names))
    return actions


def version_of(request: HttpRequest, current: int | None = None) -> int | None:
    """The version that the reader saw; nonsense counts as an old one."""
    text = request.POST.get("version", "")
    if not text:
        return current
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the form held and the act was done; what stopped it stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except StepRefused as refused:
        form.add_error(None, str(refused))
        form.conflict = getattr(refused, "current", None)
        return False
    return True


def attempt(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    """Do an act that has no form; what stops it is told on the next page."""
    try:
        act()
    except StepRefused as refused:
        messages.error(request, str(refused))
        return False
    if said:
        messages.success(request, said)
    return True


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


def theirs(form: forms.Form, conflict: Any) -> list[tuple[str, str, str]]:
    """After an edit conflict: (label, what stands there now, what was typed) for each field that differs."""
    if conflict is None:
        return []
    rows = []
    for name, mine in form.cleaned_data.items():
        field = {"text": "opening"}.get(name, name) if not hasattr(conflict, name) else name
        now = getattr(conflict, field, None)
        if now != mine and name in form.fields:
            rows.append((form.fields[name].label, _shown(conflict, field), str(mine)))
    return rows


def _shown(obj: Any, name: str) -> str:
    display = getattr(obj, f"get_{name}_display", None)
    return str(display() if display else getattr(obj, name, ""))
