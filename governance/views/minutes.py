"""Pages of minutes: writing, approvers, the round of approval, addenda."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance import minutes
from governance.forms.meetings import AddendumForm, ApproveForm, ApproversForm, OpeningForm, ReasonForm, TextForm
from governance.models import Meeting, Minutes, MinutesAddendum

from . import acts
from .acts import get_and_post


def _minutes_of(request: HttpRequest, slug: str, pk: int) -> tuple[Meeting, Minutes]:
    """The meeting with its minutes if the reader may see them, else 404."""
    meeting = acts.meeting_of(request, slug, pk)
    if not hasattr(meeting, "minutes"):
        raise Http404
    return meeting, meeting.minutes


@require_POST
def minutes_begin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin the minutes."""
    meeting = acts.meeting_of(request, slug, pk)
    acts.attempt(request, lambda: minutes.begin(meeting, actor=request.user))
    return redirect(f"{meeting.get_absolute_url()}#minutes")


@get_and_post
def minutes_write(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Save what the minutes say under one item; after a conflict, both texts are shown."""
    item = acts.item_of(request, slug, pk)
    acts.need(request, item.body, "keep_minutes")
    if not hasattr(item, "minutes_item"):
        raise Http404
    row = item.minutes_item
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": row.text})
    seen = {item: acts.version_of(request, row.version)}
    return acts.form_page(
        request,
        item.body,
        form,
        lambda: minutes.write(
            row.minutes, actor=request.user, version=None, texts={item: form.cleaned_data["text"]}, versions=seen
        ),
        to=f"{item.meeting.get_absolute_url()}#item-{item.pk}",
        said=_("The text is saved."),
        version=row.version,
        meeting=item.meeting,
        title=item.body.record_words["of_item"] % {"item": item},
        submit=_("Save the text"),
    )


@get_and_post
def minutes_opening(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Save the opening of the minutes."""
    meeting, record = _minutes_of(request, slug, pk)
    acts.need(request, meeting.body, "keep_minutes")
    form = OpeningForm(request.POST if request.method == "POST" else None, initial={"text": record.opening})
    version = acts.version_of(request, record.version)
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: minutes.write(
            record, actor=request.user, version=version, opening=form.cleaned_data["text"], versions={}
        ),
        to=f"{meeting.get_absolute_url()}#minutes",
        said=_("The text is saved."),
        version=record.version,
        meeting=meeting,
        title=meeting.body.record_words["opening"],
        submit=_("Save the text"),
    )


@get_and_post
def minutes_approvers(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name who approves the minutes."""
    meeting, record = _minutes_of(request, slug, pk)
    acts.need(request, meeting.body, "keep_minutes")
    named = list(record.approvers.values_list("seat", flat=True))
    form = ApproversForm(request.POST if request.method == "POST" else None, meeting=meeting, initial={"seats": named})
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: minutes.name_approvers(record, actor=request.user, seats=form.cleaned_data["seats"]),
        to=f"{meeting.get_absolute_url()}#approval",
        meeting=meeting,
        title=meeting.body.record_words["name_approvers"],
        submit=_("Save"),
    )


@get_and_post
def minutes_circulate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send the minutes for approval."""
    meeting, record = _minutes_of(request, slug, pk)
    acts.need(request, meeting.body, "keep_minutes")
    words = meeting.body.record_words
    names = record.approvers.values_list("seat__person__name", flat=True).order_by("pk")
    return acts.form_page(
        request,
        meeting.body,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: minutes.circulate(record, actor=request.user),
        to=f"{meeting.get_absolute_url()}#approval",
        said=words["sent"],
        meeting=meeting,
        title=words["send"],
        submit=words["send"],
        what=words["freezes"],
        whom=", ".join(names) or words["none_named"],
        stays=words["change_returns"],
        text=minutes.canonical_text(record),
    )


@get_and_post
def minutes_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take circulated minutes back to draft, for whoever keeps them and for a named approver."""
    meeting, record = _minutes_of(request, slug, pk)
    is_approver = record.approvers.filter(seat__person=request.user).exists()
    acts.need(request, meeting.body, "keep_minutes", *(["approve_minutes"] if is_approver else []))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: minutes.return_to_draft(record, actor=request.user, **form.cleaned_data),
        to=f"{meeting.get_absolute_url()}#approval",
        meeting=meeting,
        title=_("Back to draft"),
        submit=_("Take back to draft"),
        tone="danger",
        what=meeting.body.record_words["return_voids"],
        stays=meeting.body.record_words["return_keeps"],
    )


@get_and_post
def minutes_approve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Read the exact text and approve it, with the password given anew."""
    meeting, record = _minutes_of(request, slug, pk)
    acts.need(request, meeting.body, "approve_minutes")
    words = meeting.body.record_words
    if not record.approvers.filter(seat__person=request.user).exists():
        raise PermissionDenied(words["only_named"])
    form = ApproveForm(request.POST if request.method == "POST" else None, actor=request.user, body=meeting.body)
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: minutes.approve(record, actor=request.user),
        to=f"{meeting.get_absolute_url()}#approval",
        said=words["you_approved"],
        template="governance/minutes_approve.html",
        meeting=meeting,
        record=record,
        text=minutes.canonical_text(record),
        not_out=words["not_out"] % {"state": record.get_status_display()},
        title=words["approve"],
        submit=words["approve"],
    )


@get_and_post
def minutes_addendum(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a correction beside approved minutes."""
    meeting, record = _minutes_of(request, slug, pk)
    acts.need(request, meeting.body, "keep_minutes")
    form = AddendumForm(request.POST or None, meeting=meeting, instance=MinutesAddendum(minutes=record))
    return acts.form_page(
        request,
        meeting.body,
        form,
        lambda: minutes.add_addendum(record, actor=request.user, **form.cleaned_data),
        to=f"{meeting.get_absolute_url()}#addenda",
        meeting=meeting,
        title=_("Add an addendum"),
        submit=_("Add it"),
        intro=meeting.body.record_words["addendum_stands"],
    )
