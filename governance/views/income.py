"""What each service has given the shared fund."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance import income, ledger
from partnerships import frame
from partnerships.lists import Column, Listing
from partnerships.models import Service, swedish

from .fund import day_in, fund_of


@require_GET
def service_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every service that has brought something in: days, kronor and share, by party and name, never ranked."""
    partnership = frame.seen(request, slug)
    fund = fund_of(request, partnership)
    on = day_in(request.GET.get("per", ""))
    given = ledger.balances(fund, on).contributed
    listing = Listing(
        request,
        income.by_service(fund, Service.objects.visible_to(request.user), on),
        _columns(given),
        name=f"{slug}-potten-tjanster",
        search=("name", "party__organisation__name"),
        search_label=_("Search services"),
        sort="party",
    )
    if listing.response:
        return listing.response
    rows = income.with_share(listing.context["page_obj"], given)
    more = {**listing.context, "fund": fund, "rows": rows, "given": given, "on": on}
    return render(request, "governance/income_services.html", frame.context(request, partnership, "fund", **more))


def _columns(given: Any) -> list[Column]:
    return [
        Column(
            "party", _("Party"), lambda row: row.party.name, (swedish("party__organisation__name"), swedish("name"))
        ),
        Column("name", _("Service"), lambda row: row.name, (swedish("name"),)),
        Column("months", _("Months"), lambda row: row.given_months),
        Column("days", _("Placement days"), lambda row: row.given_days),
        Column("given", _("Contribution, kr"), lambda row: row.given),
        Column("share", _("Share, per cent"), lambda row: income.share(row.given, given)),
    ]
