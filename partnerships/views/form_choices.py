"""Pages of the choice of form: to read it, to begin it, and to settle it together."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, form_choices, frame
from partnerships.forms.form_choices import SetsForm
from partnerships.forms.services import ReasonForm
from partnerships.models import CriteriaSet, FormChoice, Partnership
from partnerships.models.criteria import CriteriaKind

from .acts import form_page, get_and_post, posted

Status = FormChoice.Status
SECTION = "initiative"


def crumbs_of(slug: str, choice: FormChoice | None = None) -> list[tuple[str, str]]:
    """The way to the choice of form, and with `choice` to that one."""
    crumbs = [
        (_("Initiative"), reverse("partnerships:initiative", args=[slug])),
        (_("The choice of form"), reverse("partnerships:form_choice", args=[slug])),
    ]
    return [*crumbs, (str(choice), form_choices.address(choice))] if choice else crumbs


def choice_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, FormChoice]:
    """The partnership and the choice of form if the reader may see them, else 404."""
    partnership = frame.seen(request, slug)
    rows = partnership.form_choices.select_related("partnership", "proposed_for", "settled_for")
    return partnership, get_object_or_404(rows, pk=pk)


# -- Reading ----------------------------------------------------------------------------------------------------------
@require_GET
def form_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest choice of form; before there is one, what it is for."""
    partnership = frame.seen(request, slug)
    return _page(request, partnership, form_choices.latest(partnership), crumbs_of(slug)[:1])


@require_GET
def form_choice_one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One choice of form, also an earlier one."""
    partnership, choice = choice_of(request, slug, pk)
    return _page(request, partnership, choice, crumbs_of(slug))


def _page(request: HttpRequest, partnership: Partnership, choice: FormChoice | None, crumbs: Any) -> HttpResponse:
    questions = form_choices.offered(partnership, CriteriaKind.QUESTIONS).prefetch_related("criteria")
    more: dict[str, Any] = {"choice": choice, "crumbs": crumbs, "questions": questions}
    if choice is not None:
        open_points = form_choices.open_points(choice)
        more |= {
            "weighed": choice.weighed.order_by("pk"),
            "answers": choice.answers.select_related("criterion__criteria_set", "document").order_by("pk"),
            "flags": choice.red_flags.select_related("criterion").order_by("pk"),
            "open_points": open_points,
            "tasks": form_choices.next_steps(request.user, choice),
            "waiting": _waits_for(choice, bool(open_points)),
            "sets": choice.sets,
            "others": partnership.form_choices.exclude(pk=choice.pk).order_by("-number"),
            "is_newest": not partnership.form_choices.filter(number__gt=choice.number).exists(),
        }
    return render(request, "partnerships/form_choice.html", frame.context(request, partnership, SECTION, **more))


def _waits_for(choice: FormChoice, is_open: bool) -> str:
    if choice.status == Status.DRAFT:
        if is_open:
            return _("The coordinators weigh the forms together, and then settle the choice with one from each side.")
        return _("Everything is written. A coordinator says yes for one side, then one from the other side settles it.")
    if choice.status == Status.PROPOSED:
        who = _("the public side") if form_choices.waits_for_side(choice) == access.PUBLIC else _("the idéburen side")
        return _("Waits for a coordinator from %(side)s to settle it.") % {"side": who}
    return _("Nothing waits here. The choice is settled by both sides.")


# -- Beginning --------------------------------------------------------------------------------------------------------
@get_and_post
def form_choice_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the choice of form, or the review of the one that is settled."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "choose_form", partnership)
    before = form_choices.latest(partnership)
    offered = form_choices.offered(partnership)
    chosen = [one.pk for one in before.sets if one.kind == CriteriaKind.CRITERIA] if before else list(offered[:1])
    form = SetsForm(posted(request), offered=offered, initial={"sets": chosen})
    made: list[FormChoice] = []
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        lambda: made.append(form_choices.begin(partnership, actor=request.user, **form.cleaned_data)),
        to=lambda: form_choices.address(made[0]),
        title=_("Review the choice of form") if before else _("Begin the choice of form"),
        submit=_("Begin"),
        back=reverse("partnerships:form_choice", args=[slug]),
        said=_("The choice of form has begun. Weigh the forms, judge the criteria and write the conclusion."),
        crumbs=crumbs_of(slug),
        intro=_("The review begins as a copy of the choice that is settled, which stays as it was.") if before else "",
    )


@get_and_post
def form_choice_sets(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change which criteria a draft is judged by."""
    partnership, choice = choice_of(request, slug, pk)
    access.require(request.user, "choose_form", partnership)
    used = [one.pk for one in choice.sets if one.kind == CriteriaKind.CRITERIA]
    offered = form_choices.offered(partnership) | CriteriaSet.objects.filter(pk__in=used)
    form = SetsForm(posted(request), offered=offered, initial={"sets": used})
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        lambda: form_choices.choose_sets(choice, actor=request.user, **form.cleaned_data),
        to=form_choices.address(choice),
        title=_("Criteria to judge by"),
        submit=_("Save"),
        back=form_choices.address(choice),
        said=_("Saved."),
        crumbs=crumbs_of(slug, choice),
        intro=_("If you take out a set, its answers go out of the draft. They stay in the history."),
    )


# -- Settling ---------------------------------------------------------------------------------------------------------
@get_and_post
def form_choice_propose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the choice is ready, for one's own side."""
    return _step_page(
        request,
        slug,
        pk,
        forms.Form(posted(request)),
        form_choices.propose,
        title=_("Say yes for your side"),
        submit=_("Say yes for your side"),
        said=_("Your side has said yes. The coordinators of the other side have been told."),
        what=_("The choice of form is frozen and waits for a coordinator from the other side, who settles it."),
        stays=_("It can be taken back to draft until then."),
    )


@get_and_post
def form_choice_settle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the choice is settled, for the other side."""
    return _step_page(
        request,
        slug,
        pk,
        forms.Form(posted(request)),
        form_choices.settle,
        title=_("Settle the choice of form"),
        submit=_("Settle the choice of form"),
        said=_("The choice of form is settled by both sides."),
        what=_("You say yes for your side. With that the choice of form is settled by both."),
        stays=_("It never changes after that. When things change, you review it: a new choice begins as a copy."),
    )


@get_and_post
def form_choice_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that a proposed choice goes back to draft."""
    return _step_page(
        request,
        slug,
        pk,
        ReasonForm(request.POST or None),
        form_choices.return_to_draft,
        title=_("Take back to draft"),
        submit=_("Take back to draft"),
        said=_("The choice of form is a draft again."),
        what=_("The choice of form can be written again. The yes that was said for one side is void."),
        stays=_("The coordinators are told. The reason stays in the history."),
    )


def _step_page(
    request: HttpRequest, slug: str, pk: int, form: forms.Form, step: Any, *, said: str, **words: Any
) -> HttpResponse:
    partnership, choice = choice_of(request, slug, pk)
    access.require(request.user, "choose_form", partnership)
    open_points = form_choices.open_points(choice) if choice.status == Status.DRAFT else []
    if open_points:
        lead = _("Still open. It does not stop you, but it is seen by whoever reads the choice:")
        words["warning"] = " ".join([lead, *(point.text for point in open_points)])
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        lambda: step(choice, actor=request.user, **form.cleaned_data),
        to=form_choices.address(choice),
        back=form_choices.address(choice),
        said=said,
        crumbs=crumbs_of(slug, choice),
        whom=capfirst(choice.get_outcome_display()) or _("No form has been chosen yet."),
        **words,
    )
