"""What pages with a form share: check it, make one domain call, and go on or say what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from partnerships import frame
from partnerships.models import Partnership
from partnerships.steps import StepRefused

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> Any:
    """What was sent, or None while the page is only read: the data a form is bound to."""
    return request.POST if request.method == "POST" else None


def came_from(request: HttpRequest) -> str:
    """The address in `next` if it is a page of our own, else nothing."""
    to = request.POST.get("next") or request.GET.get("next", "")
    is_own = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if is_own else ""


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
    return not form.errors


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
    partnership: Partnership,
    section: str,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    to: Callable[[], str] | str,
    title: str,
    submit: str,
    back: str,
    said: str = "",
    version: int | None = None,
    template: str = "partnerships/form_page.html",
    scopes: tuple[Any, ...] = (),
    **rest: Any,
) -> HttpResponse:
    """A page with one form and one act behind it: done and on to `to`, or shown again (422) with what is wrong.

    After an edit conflict both texts are shown, and the next save is on top of the current one.
    """
    if request.method == "POST" and done(form, act):
        if said:
            messages.success(request, said)
        return redirect(to() if callable(to) else to)
    conflict = getattr(form, "conflict", None)
    more = {
        "form": form,
        "title": title,
        "submit": submit,
        "cancel_url": back,
        "version": conflict.version if conflict is not None else version_of(request, version),
        "theirs": theirs(form, conflict),
        **rest,
    }
    context = frame.context(request, partnership, section, *scopes, **more)
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def theirs(form: forms.Form, conflict: Any) -> list[tuple[str, str, str]]:
    """After an edit conflict: (label, what stands there now, what was typed) for each field that differs.

    A form whose field has another name than the model's says so in `columns`.
    """
    if conflict is None:
        return []
    rows, columns = [], getattr(form, "columns", {})
    for name, mine in form.cleaned_data.items():
        column = columns.get(name, name)
        if name in form.fields and getattr(conflict, column, None) != mine:
            rows.append((form[name].label, _shown(conflict, column), str(mine)))
    return rows


def _shown(obj: Any, name: str) -> str:
    display = getattr(obj, f"get_{name}_display", None)
    return str(display() if display else getattr(obj, name, ""))
