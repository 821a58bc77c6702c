"""The shared fund: what is in it, how that came about, its rules and its books."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance import contributions, grants, income, ledger, payments
from governance.forms.fund import FundForm, RuleForm
from governance.models import Fund, FundMovement, Grant
from partnerships import access, clock, frame
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, Party, Service
from partnerships.views.acts import form_page, get_and_post, posted, version_of

Account = FundMovement.Account
FEW = 20  # services on the fund's own page
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


def fund_of(request: HttpRequest, partnership: Partnership) -> Fund:
    """The partnership's fund, else 404."""
    rows = Fund.objects.visible_to(request.user).select_related("partnership", "holder__organisation", "holder__unit")
    return get_object_or_404(rows, partnership=partnership)


def day_in(text: str) -> date | None:
    """The day that was asked for; nonsense counts as none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


@require_GET
def fund(request: HttpRequest, slug: str) -> HttpResponse:
    """What the fund holds on a day, month by month, what it has been given to, and by which rule it grows."""
    partnership = frame.seen(request, slug)
    fund = (
        Fund.objects.filter(partnership=partnership)
        .select_related("partnership", "holder__organisation", "holder__unit")
        .first()
    )
    if fund is None:
        return render(request, "governance/fund_empty.html", frame.context(request, partnership, "fund"))
    asked = request.GET.get("per", "")
    on = day_in(asked)
    years = income.years(fund)
    year = _year(request, years)
    shown = income.without_empty_ends(income.by_month(fund, year, on)) if year else income.latest_months(fund, on)
    balances = ledger.balances(fund, on)
    services = list(income.by_service(fund, Service.objects.visible_to(request.user), on)[: FEW + 1])
    more = {
        "fund": fund,
        "on": on or clock.today(),
        "asked_on": on,
        "asked_wrong": bool(asked) and on is None,
        "balances": balances,
        "year": year,
        "years": sorted(years),
        "months": shown,
        "period": income.period(shown),
        "days": sum(month.days for month in shown),
        "given": sum((month.amount for month in shown), ledger.ZERO),
        "pictures": income.pictures(shown),
        "services": income.with_share(services[:FEW], balances.contributed),
        "more_services": len(services) > FEW,
        "rules": fund.rules.select_related("decision__body__partnership").order_by("-valid_from", "-pk"),
        "grants": _grants(fund),
        "own_parties": Party.objects.current()
        .filter(partnership=partnership, organisation__in=access.objects_with(request.user, "edit_proposal"))
        .select_related("organisation", "unit"),
        "tasks": _tasks(request.user, partnership),
    }
    return render(request, "governance/fund.html", frame.context(request, partnership, "fund", **more))


def _year(request: HttpRequest, years: list[int]) -> int | None:
    """The year that was asked for; without one, the latest months are shown."""
    asked = request.GET.get("ar", "")
    is_year = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if is_year and int(asked) in years else None


def _grants(fund: Fund) -> Any:
    rows = Grant.objects.filter(fund=fund).select_related(
        "proposal__party__organisation", "proposal__party__unit", "decision__body__partnership", "fund__partnership"
    )
    return ledger.with_progress(rows).order_by("granted_on", "pk")


def _tasks(user: Any, partnership: Partnership) -> list[Any]:
    return [task for noun in (contributions, grants, payments) for task in noun.tasks_for(user, partnership)]


@get_and_post
def fund_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the fund."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "manage_fund", partnership)
    form = FundForm(posted(request), partnership=partnership, initial={"name": _("The shared fund")})
    home = reverse("governance:fund", args=[slug])
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: grants.open_fund(partnership, actor=request.user, **form.cleaned_data),
        to=home,
        title=_("Open the shared fund"),
        submit=_("Open the fund"),
        back=home,
        crumbs=[(_("Fund"), home)],
    )


@get_and_post
def fund_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the fund is called, is for, and who holds its money."""
    partnership = frame.seen(request, slug)
    fund = fund_of(request, partnership)
    access.require(request.user, "manage_fund", fund)
    initial = {name: getattr(fund, name) for name in FundForm.base_fields}
    form = FundForm(posted(request), partnership=partnership, initial=initial)
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: grants.edit_fund(
            fund, actor=request.user, version=version_of(request, fund.version), **form.cleaned_data
        ),
        to=fund.get_absolute_url(),
        title=_("Edit the fund"),
        submit=_("Save"),
        back=fund.get_absolute_url(),
        said=_("Saved."),
        version=fund.version,
        crumbs=[(_("Fund"), fund.get_absolute_url())],
    )


@get_and_post
def rule_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a contribution rule, as decided."""
    partnership = frame.seen(request, slug)
    fund = fund_of(request, partnership)
    access.require(request.user, "manage_fund", fund)
    form = RuleForm(posted(request), decisions=grants.usable_decisions(partnership))
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: grants.set_rule(fund, actor=request.user, **form.cleaned_data),
        to=fund.get_absolute_url(),
        title=_("Enter a contribution rule"),
        submit=_("Enter the rule"),
        back=fund.get_absolute_url(),
        said=_("The rule is entered."),
        crumbs=[(_("Fund"), fund.get_absolute_url())],
        intro=_("A rule rests on an adopted joint decision. The rule before ends the day the new one begins."),
    )


@require_GET
def movement_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The fund's books, voucher by voucher."""
    partnership = frame.seen(request, slug)
    fund = fund_of(request, partnership)
    listing = Listing(
        request,
        ledger.movements(fund),
        _columns(),
        name=f"{slug}-fondens-poster",
        search=(
            "report__service__name",
            "report__service__party__organisation__name",
            "grant__proposal__title",
            "grant__proposal__party__organisation__name",
            "payment__reference",
        ),
        search_label=_("Search the books"),
        filters=[
            Filter("from_account", _("From"), Account.choices),
            Filter("to_account", _("To"), Account.choices),
            Filter("service", _("Service"), _services(request, fund), lambda key: Q(report__service=key)),
        ],
        sort="-number",
    )
    if listing.response:
        return listing.response
    more = {**listing.context, "fund": fund, "balances": ledger.balances(fund)}
    return render(request, "governance/movement_list.html", frame.context(request, partnership, "fund", **more))


def _services(request: HttpRequest, fund: Fund) -> list[tuple[str, str]]:
    rows = income.by_service(fund, Service.objects.visible_to(request.user))
    return [(str(row.pk), f"{row.name}, {row.party.name}") for row in rows]


def _columns() -> list[Column]:
    return [
        Column("number", _("Voucher"), lambda row: row.number, ("number",)),
        Column("booked_on", _("Booked on"), lambda row: row.booked_on, ("booked_on", "number")),
        Column("from_account", _("From"), lambda row: row.get_from_account_display()),
        Column("to_account", _("To"), lambda row: row.get_to_account_display()),
        Column("amount", _("Amount, kr"), lambda row: row.amount, ("amount", "number")),
        Column("about", _("About"), _about),
        Column("days", _("Placement days"), lambda row: row.explanation.get("days")),
        Column("rate", _("Rate, kr"), lambda row: row.rule.rate if row.rule else None),
        Column("corrects", _("Corrects voucher"), lambda row: row.corrects.number if row.corrects else None),
        Column("illustrative", _("Illustrative"), lambda row: _("yes") if _is_invented(row) else _("no")),
    ]


def _about(row: FundMovement) -> str:
    if row.report:
        return f"{row.report.service.name}, {row.report.month:%Y-%m}"
    return row.grant.proposal.title if row.grant else ""


def _is_invented(row: FundMovement) -> bool:
    return bool(row.report and row.report.is_illustrative or row.grant and row.grant.is_illustrative)
