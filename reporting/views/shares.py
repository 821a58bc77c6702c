"""The sheet that shows what each party brings, planned and actual, on the page and as a document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import clock, frame
from partnerships.agreements import outcomes
from partnerships.lists import EXPORTS, Column, Listing
from partnerships.models import Agreement, Partnership
from partnerships.templatetags.iop import org_side
from partnerships.views.commitments import PARTY, columns, filters
from reporting import documents
from reporting.shares import Line, agreed_in, beside, sheet_of, years_of

from .documents import pdf


def year_asked(request: HttpRequest, years: list[int]) -> int | None:
    """The year in the address; without one this year, or the latest that has anything; None: all years."""
    if "year" in request.GET:
        return next((one for one in years if str(one) == request.GET["year"]), None)
    today = clock.today().year
    return today if today in years or not years else years[0]


@require_GET
def shares(request: HttpRequest, slug: str) -> HttpResponse:
    """What each party brings and each side's share, for a year or all, with every commitment below."""
    partnership = frame.seen(request, slug)
    years = years_of(partnership)
    year = year_asked(request, years)
    request.GET = request.GET.copy()
    request.GET["year"] = str(year or "")
    sheet = sheet_of(partnership, year)
    if request.GET.get("sheet") in EXPORTS:
        name = f"{slug}-insatser-{year}" if year else f"{slug}-insatser"
        return EXPORTS[request.GET["sheet"]](name, sheet_columns(year), [*sheet.lines, *sheet.sides, sheet.whole])
    found = agreed_in(partnership)
    listing = Listing(
        request,
        found.select_related(*PARTY, "agreement", "replaces"),
        columns(),
        name=f"{slug}-ataganden",
        search=("description", "basis", "unit", "party__organisation__name"),
        search_label=_("Search commitments"),
        filters=filters(agreed_in(partnership)),
        sort="party",
    )
    if listing.response:
        return listing.response
    more = {
        **listing.context,
        "year": year,
        "years": years,
        "sheet": sheet,
        "beside": beside(partnership, year),
        "sheet_exports": [(_("Excel"), _query(year, "xlsx")), ("CSV", _query(year, "csv"))],
        "tasks": list(outcomes.tasks_for(request.user, partnership)),
        "own_parties": outcomes.parties_of(request.user, partnership),
        "main": main_of(partnership),
    }
    return render(request, "reporting/shares.html", frame.context(request, partnership, "agreements", **more))


def _query(year: int | None, kind: str) -> str:
    return f"?year={year or ''}&sheet={kind}"


def main_of(partnership: Partnership) -> Agreement | None:
    """The partnership agreement that holds, is waiting or is being written; else the latest there was."""
    alive = [Agreement.Status.DRAFT, Agreement.Status.PROPOSED, Agreement.Status.IN_FORCE]
    rows = partnership.agreements.filter(kind=Agreement.Kind.MAIN).order_by("-number")
    return rows.filter(status__in=alive).first() or rows.first()


def name_of(line: Line) -> str:
    """Whose line it is."""
    if line.party is not None:
        return line.party.name
    return {"public": _("The public side"), "ideburen": _("The idéburen side")}.get(line.side, _("All parties"))


def sheet_columns(year: int | None) -> list[Column]:
    """The columns of the sheet as a spreadsheet."""

    def sums(what: str, words: str) -> list[Column]:
        def of(name: str) -> Any:
            return lambda line: getattr(getattr(line, what), name)

        return [
            Column(f"{what}_money", _("Money, kr, %(what)s") % {"what": words}, of("money")),
            Column(f"{what}_in_kind", _("In kind, kr, %(what)s") % {"what": words}, of("in_kind")),
            Column(f"{what}_hours", _("Hours, %(what)s") % {"what": words}, of("hours")),
            Column(f"{what}_time", _("Hours, kr, %(what)s") % {"what": words}, of("time")),
            Column(f"{what}_sum", _("Sum, kr, %(what)s") % {"what": words}, of("total")),
            Column(
                f"{what}_share", _("Share, %%, %(what)s") % {"what": words}, lambda line: getattr(line, f"{what}_share")
            ),
        ]

    return [
        Column("year", _("Year"), lambda line: year or _("all years")),
        Column("party", _("Party"), name_of),
        Column("side", _("Side"), lambda line: org_side(line.side)),
        *sums("planned", _("planned")),
        *sums("brought", _("brought")),
    ]


@require_GET
def shares_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet as a document, for the year in the address or all."""
    partnership = frame.seen(request, slug)
    return pdf(documents.shares_of(partnership, year_asked(request, years_of(partnership))))
