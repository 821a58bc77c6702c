"""Pages to read the joint analysis: as it stands, its versions, and what differs between them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import analyses, clock, differences, frame
from partnerships.forms.analyses import AnalysisForm, DayForm
from partnerships.models import NeedsAnalysis, Partnership

Status = NeedsAnalysis.Status


def versions_of(request: HttpRequest, partnership: Partnership) -> list[NeedsAnalysis]:
    """The versions that the reader may see, the newest first; each knows its partnership."""
    rows = list(NeedsAnalysis.objects.visible_to(request.user).filter(partnership=partnership).order_by("-number"))
    for one in rows:
        one.partnership = partnership
    return rows


def crumbs_of(slug: str, *, below: bool = True) -> list[tuple[str, str]]:
    """The way to the joint analysis; with `below`, itself as the last link."""
    crumbs = [(_("Initiative"), reverse("partnerships:initiative", args=[slug]))]
    return [*crumbs, (_("Joint analysis"), reverse("partnerships:analysis", args=[slug]))] if below else crumbs


# -- One version ------------------------------------------------------------------------------------------------------
@require_GET
def analysis(request: HttpRequest, slug: str) -> HttpResponse:
    """The version that is being written or approved, else the one that holds; with a day, the one that held then."""
    partnership = frame.seen(request, slug)
    versions = versions_of(request, partnership)
    form = DayForm(request.GET if "den" in request.GET else None)
    if form.is_bound and form.is_valid():
        on = form.cleaned_data["den"]
        then = [one for one in versions if one.approved_at and clock.day_of(one.approved_at) <= on]
        return _page(request, partnership, versions, next(iter(then), None), form, on=on)
    return _page(request, partnership, versions, next(iter(versions), None), form)


@require_GET
def analysis_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version."""
    partnership = frame.seen(request, slug)
    versions = versions_of(request, partnership)
    rows = NeedsAnalysis.objects.visible_to(request.user).filter(partnership=partnership)
    found = get_object_or_404(rows, number=number)
    return _page(request, partnership, versions, next(one for one in versions if one.pk == found.pk), DayForm())


def _page(
    request: HttpRequest,
    partnership: Partnership,
    versions: list[NeedsAnalysis],
    shown: NeedsAnalysis | None,
    form: DayForm,
    **more: Any,
) -> HttpResponse:
    newest = next(iter(versions), None)
    holds = next((one for one in versions if one.status == Status.APPROVED), None)
    standing = analyses.standing(shown) if shown and shown.status != Status.DRAFT else []
    is_open = shown is not None and shown.status in NeedsAnalysis.OPEN
    is_present = shown == newest and not more
    context = frame.context(request, partnership, "initiative")
    context |= {
        "analysis": shown,
        "holds": holds,
        "versions": versions,
        "standing": standing,
        "approved": sum(1 for row in standing if row.approval),
        "faults": analyses.not_ready(shown) if shown and shown.status == Status.DRAFT else [],
        "tasks": analyses.next_steps(request.user, partnership) if is_present else [],
        "waiting": _waits_for(shown, standing) if is_present else "",
        "may_write": "write_analysis" in context["actions"] and is_open,
        "may_begin": "write_analysis" in context["actions"] and (newest is None or newest.status == Status.APPROVED),
        "may_discard": bool(shown and shown.status == Status.DRAFT and not shown.round),
        "may_conclude": is_open and bool(standing) and all(row.approval for row in standing),
        "day_form": form,
        "crumbs": crumbs_of(partnership.slug, below=shown != newest),
        **more,
    }
    return render(request, "partnerships/analysis.html", context)


def _waits_for(shown: NeedsAnalysis | None, standing: list[analyses.Standing]) -> str:
    if shown is None:
        return _("The coordinators begin it, once the organisations have told how they see the challenge.")
    if shown.status == Status.DRAFT:
        return _("The coordinators of both sides write it and propose it for approval.")
    if shown.status == Status.PROPOSED:
        names = "; ".join(row.party.name for row in standing if row.approval is None)
        return _("It waits for the approval of: %(names)s.") % {"names": names or _("a coordinator")}
    return _("Nothing waits here. When the picture has changed, a new version is begun as a copy of this one.")


# -- Two versions -----------------------------------------------------------------------------------------------------
@require_GET
def analysis_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between two versions, word by word: the two newest unless others are asked for."""
    partnership = frame.seen(request, slug)
    versions = versions_of(request, partnership)
    numbers = {str(one.number): one for one in versions}
    new = numbers.get(request.GET.get("till", ""), next(iter(versions), None))
    before = next((one for one in versions if new and one.number < new.number), new)
    old = numbers.get(request.GET.get("fran", ""), before)
    changes = differences.compare(_parts(old), _parts(new)) if old and new else []
    more = {
        "versions": versions,
        "old": old,
        "new": new,
        "changes": changes,
        "differs": any(one.is_told for one in changes),
        "crumbs": crumbs_of(slug),
    }
    context = frame.context(request, partnership, "initiative", **more)
    return render(request, "partnerships/analysis_compare.html", context)


def _parts(one: NeedsAnalysis) -> list[differences.Part]:
    labels = {name: str(AnalysisForm.base_fields[name].label) for name in analyses.PARTS}
    return [differences.Part(name, labels[name], text) for name, _heading, text in one.parts]
