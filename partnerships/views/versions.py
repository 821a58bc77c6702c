"""Pages of an agreement's versions: which there are, what differs between two, and the text as it stood on a day."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from partnerships import agreements, clock, frame
from partnerships.agreements import versions
from partnerships.forms.fields import Day
from partnerships.models import Agreement

from .agreements import agreement_of, crumbs_of


def package_of(request: HttpRequest, slug: str, pk: int) -> tuple[Any, Agreement]:
    """As `agreement_of`, for what has versions: an annex's are those of its agreement."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind == Agreement.Kind.ANNEX:
        raise Http404
    return partnership, agreement


@require_GET
def agreement_versions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Each moment at which the text is worth looking at, the latest first."""
    partnership, agreement = package_of(request, slug, pk)
    found = versions.versions_of(agreement)
    more = {
        "agreement": agreement,
        "versions": found[::-1],
        "chosen": versions.worth_comparing(found),
        "crumbs": crumbs_of(agreement, slug),
        "form": DayForm(initial={"day": clock.today()}),
    }
    context = frame.context(request, partnership, "agreements", **more)
    return render(request, "partnerships/agreement_versions.html", context)


@require_GET
def agreement_difference(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What differs between the versions in the address, the earlier first; by itself those most likely meant."""
    partnership, agreement = package_of(request, slug, pk)
    old, new = two_versions(request, agreement)
    changes = versions.changes_between(agreement, old.at, new.at)
    more = {
        "agreement": agreement,
        "old": old,
        "new": new,
        "changes": changes,
        "told": versions.told(changes),
        "crumbs": crumbs_of(agreement, slug),
    }
    context = frame.context(request, partnership, "agreements", **more)
    return render(request, "partnerships/agreement_difference.html", context)


def two_versions(request: HttpRequest, agreement: Agreement) -> tuple[versions.Version, versions.Version]:
    """The versions named by `from` and `to` in the address, in order of time; 404 for a name that none has."""
    found = versions.versions_of(agreement)
    by_name = {str(one.number): one for one in found}
    try:
        chosen = [by_name[request.GET[name]] for name in ("from", "to") if name in request.GET]
    except KeyError:
        raise Http404 from None
    old, new = sorted(chosen if len(chosen) == 2 else versions.worth_comparing(found), key=lambda one: one.number)
    return old, new


class DayForm(forms.Form):
    """The day as of which a text is read."""

    day = Day(label=gettext_lazy("Day"))


def asked_day(request: HttpRequest, agreement: Agreement) -> tuple[DayForm, list[Any]]:
    """The form with the day in the address, and the package as it stood then; nothing with an error beside the day."""
    form = DayForm(request.GET if "day" in request.GET else {"day": clock.today().isoformat()})
    if not form.is_valid():
        return form, []
    if form.cleaned_data["day"] > clock.today():
        form.add_error("day", _("The day has not come yet."))
        return form, []
    documents = versions.package_as_of(agreement, versions.end_of(form.cleaned_data["day"]))
    if not documents:
        form.add_error("day", _("The agreement had not been begun on that day."))
    return form, documents


@require_GET
def agreement_on_day(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The whole text as it stood at the end of a day."""
    partnership, agreement = package_of(request, slug, pk)
    form, documents = asked_day(request, agreement)
    more = {
        "agreement": agreement,
        "form": form,
        "day": form.cleaned_data.get("day"),
        "documents": documents,
        "terms": versions.terms_in_words(documents[0].row) if documents else [],
        "crumbs": crumbs_of(agreement, slug),
        "is_now": agreements.package_text(agreement) == versions.wording(documents) if documents else False,
    }
    context = frame.context(request, partnership, "agreements", **more)
    status = 200 if documents else 422
    return render(request, "partnerships/agreement_on_day.html", context, status=status)
