"""Where the public side's economist confirms monthly reports."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from governance import contributions
from governance.models import Fund
from partnerships import access, frame, monthly_reports
from partnerships.forms.services import ReasonForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, ServiceReport, swedish
from partnerships.templatetags.iop import kr, number
from partnerships.views.acts import form_page, get_and_post, posted

Status = ServiceReport.Status
RELATED = ("service__party__organisation", "service__party__unit", "service__party__partnership")
OPEN_TO_ALL = [choice for choice in Status.choices if choice[0] != Status.DRAFT]


@require_GET
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The submitted and confirmed reports; with the right, tick those to confirm."""
    partnership = frame.seen(request, slug)
    rows = ServiceReport.objects.visible_to(request.user).filter(service__party__partnership=partnership)
    rows = rows.exclude(status=Status.DRAFT)
    months = list(rows.order_by("-month").values_list("month", flat=True).distinct()[:60])
    listing = Listing(
        request,
        rows.select_related(*RELATED),
        _columns(),
        name=f"{slug}-rapporter",
        search=("service__name", "service__party__organisation__name"),
        search_label=_("Search reports"),
        filters=[
            Filter("status", _("Status"), OPEN_TO_ALL),
            Filter("month", _("Month"), [(f"{one:%Y-%m-%d}", monthly_reports.month_name(one)) for one in months]),
        ],
        sort="-month",
    )
    if listing.response:
        return listing.response
    tasks = list(contributions.tasks_for(request.user, partnership))
    may_choose = tasks and any(row.status == Status.SUBMITTED for row in listing.context["page_obj"])
    more = {**listing.context, "tasks": tasks, "may_choose": may_choose}
    return render(request, "governance/report_list.html", frame.context(request, partnership, "services", **more))


def _columns() -> list[Column]:
    return [
        Column("month", _("Month"), lambda row: row.month, ("month", swedish("service__name"), "revision")),
        Column("service", _("Service"), lambda row: row.service.name, (swedish("service__name"), "month")),
        Column(
            "party", _("Party"), lambda row: row.service.party.name, (swedish("service__party__organisation__name"),)
        ),
        Column("revision", _("Revision"), lambda row: row.revision),
        Column("days", _("Placement days"), lambda row: row.days, ("days",)),
        Column("participants", _("Participants"), lambda row: row.participants),
        Column("hours", _("Hours"), lambda row: row.hours),
        Column("status", _("Status"), lambda row: row.get_status_display(), ("status",)),
        Column("submitted_at", _("Submitted"), lambda row: row.submitted_at, ("submitted_at",)),
        Column("confirmed_at", _("Confirmed"), lambda row: row.confirmed_at, ("confirmed_at",)),
    ]


def _crumbs(slug: str) -> list[tuple[str, str]]:
    return [
        (_("Services"), reverse("partnerships:service_list", args=[slug])),
        (_("Reports"), reverse("governance:report_list", args=[slug])),
    ]


def _waiting(request: HttpRequest, partnership: Partnership) -> Any:
    rows = ServiceReport.objects.visible_to(request.user).filter(
        service__party__partnership=partnership, status=Status.SUBMITTED
    )
    return rows.select_related(*RELATED).order_by("month", "pk")


def _worth(reports: list[ServiceReport]) -> Decimal:
    """What confirming the reports will book, in kr."""
    fund = Fund.objects.filter(partnership=reports[0].partnership).first() if reports else None
    owed = [contributions.due(report, fund) for report in reports]
    return sum((one.difference for one in owed if one is not None), Decimal(0))


@get_and_post
def reports_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm the ticked reports together: first the page that says what will be booked, then the act."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "confirm_report", partnership)
    ticked = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in ticked.getlist("report")[:500] if key.isascii() and key.isdigit() and len(key) < 15]
    reports = list(_waiting(request, partnership).filter(pk__in=keys))
    form = KeysForm(posted(request), keys=[one.pk for one in reports])
    days = sum(one.days or 0 for one in reports)
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: contributions.confirm_many(reports, actor=request.user),
        to=reverse("governance:report_list", args=[slug]),
        title=_("Confirm monthly reports"),
        submit=_("Confirm the reports"),
        back=reverse("governance:report_list", args=[slug]),
        said=_("The reports are confirmed."),
        crumbs=_crumbs(slug),
        what=ngettext(
            "%(count)d report with %(days)s placement days is confirmed. That is %(amount)s for the shared fund.",
            "%(count)d reports with %(days)s placement days are confirmed. That is %(amount)s for the shared fund.",
            len(reports),
        )
        % {"count": len(reports), "days": number(days), "amount": kr(_worth(reports))},
        whom="; ".join(f"{one.service.name}, {monthly_reports.month_name(one.month)}" for one in reports),
        stays=_("A confirmed report stays. A later correction books its difference."),
    )


class KeysForm(forms.Form):
    """The ticked reports, carried from the list to the confirming page; at least one."""

    report = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, keys: list[int], **kwargs: Any) -> None:
        super().__init__(*args, initial={"report": keys}, **kwargs)
        self.fields["report"].choices = [(key, key) for key in keys]
        self.fields["report"].error_messages["required"] = _("Tick at least one report in the list.")
        self.fields["report"].error_messages["invalid_choice"] = _("Some of the reports no longer wait.")


def _report(request: HttpRequest, slug: str, pk: int) -> ServiceReport:
    rows = ServiceReport.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk, service__party__partnership__slug=slug)


@get_and_post
def report_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm one report, or go on to send it back."""
    partnership = frame.seen(request, slug)
    report = _report(request, slug, pk)
    access.require(request.user, "confirm_report", report)
    form = forms.Form(posted(request))
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: contributions.confirm(report, actor=request.user),
        to=monthly_reports.address(report),
        title=_("Confirm %(service)s, %(month)s")
        % {"service": report.service.name, "month": monthly_reports.month_name(report.month)},
        submit=_("Confirm the report"),
        back=monthly_reports.address(report),
        said=_("The report is confirmed."),
        crumbs=_crumbs(slug),
        template="governance/report_confirm.html",
        report=report,
        what=_("%(days)s placement days are confirmed. That is %(amount)s for the shared fund.")
        % {"days": report.days or 0, "amount": kr(_worth([report]))},
        whom=report.service.party.name,
        stays=_("A confirmed report stays. A later correction books its difference."),
    )


@get_and_post
def report_send_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send a report back, saying why."""
    partnership = frame.seen(request, slug)
    report = _report(request, slug, pk)
    access.require(request.user, "confirm_report", report)
    form = ReasonForm(posted(request))
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: monthly_reports.send_back(report, actor=request.user, reason=form.cleaned_data["reason"]),
        to=reverse("governance:report_list", args=[slug]),
        title=_("Send back %(service)s, %(month)s")
        % {"service": report.service.name, "month": monthly_reports.month_name(report.month)},
        submit=_("Send back"),
        back=monthly_reports.address(report),
        said=_("The report is sent back."),
        crumbs=_crumbs(slug),
        intro=_("The owner gets the report back as a draft, with your reason in its history."),
    )
