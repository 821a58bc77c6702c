"""Pages where a choice of form is written: one form, one criterion, one red flag at a time, and the conclusion."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships import access, form_choices, frame
from partnerships.forms.form_choices import AnswerForm, ConclusionForm, FlagForm, WeighForm
from partnerships.models import CriterionAnswer, Partnership, RedFlag, WeighedForm

from .acts import form_page, get_and_post, posted, version_of
from .form_choices import SECTION, choice_of, crumbs_of

Row = WeighedForm | CriterionAnswer | RedFlag


def _row_of(request: HttpRequest, slug: str, pk: int, model: type[Any], *load: str) -> tuple[Partnership, Any]:
    """The partnership and the row if the reader may see them, else 404; 403 for who may not write."""
    partnership = frame.seen(request, slug)
    rows = model.objects.filter(choice__partnership=partnership).select_related("choice__partnership", *load)
    row = get_object_or_404(rows, pk=pk)
    access.require(request.user, "choose_form", partnership)
    return partnership, row


def _point_page(
    request: HttpRequest,
    partnership: Partnership,
    row: Row,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    name: str,
    title: str,
    anchor: str,
    **more: Any,
) -> HttpResponse:
    """The page of one row. Once saved it leads to the next that is open; if it was done before, back to the choice."""
    following = form_choices.next_point(row)
    back = f"{form_choices.address(row.choice)}#{anchor}"
    to = (
        back
        if row.is_done or following is None
        else reverse(f"partnerships:{name}", args=[partnership.slug, following.pk])
    )
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        act,
        to=to,
        title=title,
        submit=_("Save") if to == back else _("Save and go on to the next"),
        back=back,
        said=_("Saved."),
        version=row.version,
        crumbs=crumbs_of(partnership.slug, row.choice),
        template="partnerships/form_choice_point.html",
        **more,
    )


@get_and_post
def weighed_form(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What speaks for and against one form."""
    partnership, row = _row_of(request, slug, pk, WeighedForm)
    form = WeighForm(posted(request), initial={"speaks_for": row.speaks_for, "speaks_against": row.speaks_against})
    version = version_of(request, row.version)
    return _point_page(
        request,
        partnership,
        row,
        form,
        lambda: form_choices.weigh(row, actor=request.user, version=version, **form.cleaned_data),
        name="weighed_form",
        title=capfirst(row.get_form_display()),
        anchor="weighed",
        intro=_("In short. A form that nothing is said about counts as not weighed."),
    )


@get_and_post
def criterion_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One criterion: its words, the evidence to ask for, and the answer."""
    partnership, row = _row_of(request, slug, pk, CriterionAnswer, "criterion__criteria_set", "document")
    initial = {"answer": row.answer, "evidence": row.evidence, "link": row.link}
    form = AnswerForm(posted(request), request.FILES or None, initial=initial, has_document=row.document_id is not None)
    version = version_of(request, row.version)
    return _point_page(
        request,
        partnership,
        row,
        form,
        lambda: form_choices.answer(row, actor=request.user, version=version, **form.values()),
        name="criterion_answer",
        title=_("Criterion %(number)s") % {"number": row.criterion.number},
        anchor="criteria",
        criterion=row.criterion,
        document=row.document,
    )


@get_and_post
def red_flag(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One red flag: whether it applies, and the reason."""
    partnership, row = _row_of(request, slug, pk, RedFlag, "criterion__criteria_set")
    form = FlagForm(posted(request), initial={"applies": row.applies, "reason": row.reason})
    version = version_of(request, row.version)
    return _point_page(
        request,
        partnership,
        row,
        form,
        lambda: form_choices.judge(row, actor=request.user, version=version, **form.cleaned_data),
        name="red_flag",
        title=_("Red flag %(number)s") % {"number": row.criterion.number},
        anchor="flags",
        criterion=row.criterion,
        suggestion=form_choices.suggestions(row.choice, [row]).get(row.pk, ""),
    )


@get_and_post
def form_choice_conclude(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form chosen and why."""
    partnership, choice = choice_of(request, slug, pk)
    access.require(request.user, "choose_form", partnership)
    initial = {name: getattr(choice, name) for name in ConclusionForm.base_fields}
    form = ConclusionForm(posted(request), initial=initial)
    version = version_of(request, choice.version)
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        lambda: form_choices.conclude(choice, actor=request.user, version=version, **form.cleaned_data),
        to=f"{form_choices.address(choice)}#conclusion",
        title=_("Conclusion"),
        submit=_("Save"),
        back=f"{form_choices.address(choice)}#conclusion",
        said=_("Saved."),
        version=choice.version,
        crumbs=crumbs_of(slug, choice),
    )
