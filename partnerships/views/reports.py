"""Pages where an organisation writes and submits its monthly reports."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, monthly_reports
from partnerships.forms.services import MonthRowForm, ReportForm
from partnerships.models import Service, ServiceReport
from partnerships.steps import StepRefused

from .acts import form_page, get_and_post, posted, version_of
from .services import RELATED, service_of

SERVICE = tuple(f"service__{name}" for name in RELATED)
Status = ServiceReport.Status


def month_in(text: str) -> date:
    """The month of an address ("2016-03"); nonsense is 404."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None


def report_of(request: HttpRequest, slug: str, pk: int) -> ServiceReport:
    """The report if the reader may see it, else 404."""
    rows = ServiceReport.objects.visible_to(request.user).select_related(*SERVICE, "confirmed_by")
    return get_object_or_404(rows, pk=pk, service__party__partnership__slug=slug)


def _crumbs(service: Service) -> list[tuple[str, str]]:
    slug = service.partnership.slug
    return [
        (_("Services"), reverse("partnerships:service_list", args=[slug])),
        (service.name, service.get_absolute_url()),
    ]


@require_GET
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One month's report, its revisions, what it gave the fund, and the next step."""
    partnership = frame.seen(request, slug)
    report = report_of(request, slug, pk)
    revisions = ServiceReport.objects.visible_to(request.user).filter(service=report.service, month=report.month)
    context = frame.context(request, partnership, "services", report.organisation)
    context |= {
        "report": report,
        "service": report.service,
        "revisions": revisions.order_by("revision"),
        "is_newest": not revisions.filter(revision__gt=report.revision).exists(),
        "movements": report.movements.select_related("fund__partnership", "rule"),
        "month_name": monthly_reports.month_name(report.month),
        "due_on": monthly_reports.due_on(report.month),
        "is_own_report": "edit_report" in context["actions"],
    }
    return render(request, "partnerships/report.html", context)


@get_and_post
def month_form(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the draft of one service and month (?month=2016-03; last month if nothing is said)."""
    partnership = frame.seen(request, slug)
    of_service = service_of(request, slug, pk)
    asked = request.GET.get("month", "")
    of_month = month_in(asked) if asked else monthly_reports.month_before(clock.today())
    access.require(request.user, "edit_report", of_service)
    present = ServiceReport.objects.filter(service=of_service, month=of_month).order_by("-revision").first()
    if request.method != "POST" and present and present.status != Status.DRAFT:
        return redirect(monthly_reports.address(present))
    form = ReportForm.of(present, posted(request))
    made: list[ServiceReport] = []
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: made.append(
            monthly_reports.save_draft(
                of_service,
                actor=request.user,
                month=of_month,
                version=version_of(request, present.version if present else None),
                **form.cleaned_data,
            )
        ),
        to=lambda: monthly_reports.address(made[0]),
        title=_("%(service)s, %(month)s") % {"service": of_service.name, "month": monthly_reports.month_name(of_month)},
        submit=_("Save the draft"),
        back=of_service.get_absolute_url(),
        version=present.version if present else None,
        crumbs=_crumbs(of_service),
        intro=_("Only your organisation sees the report until it is submitted."),
    )


@get_and_post
def report_submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the report is handed in."""
    partnership = frame.seen(request, slug)
    report = report_of(request, slug, pk)
    access.require(request.user, "edit_report", report)
    form = forms.Form(posted(request))
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: monthly_reports.submit(report, actor=request.user),
        to=monthly_reports.address(report),
        title=_("Submit %(service)s, %(month)s")
        % {"service": report.service.name, "month": monthly_reports.month_name(report.month)},
        submit=_("Submit"),
        back=monthly_reports.address(report),
        said=_("The report is submitted."),
        crumbs=_crumbs(report.service),
        what=_("The figures are submitted and wait for the public side to confirm them."),
        whom=_("Everyone in the partnership can read the report."),
        stays=_("It cannot be changed unless it is sent back. A confirmed report is corrected with a new one."),
    )


@get_and_post
def report_correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin a correction of a confirmed month."""
    partnership = frame.seen(request, slug)
    report = report_of(request, slug, pk)
    access.require(request.user, "edit_report", report)
    form = ReportForm.of(report, posted(request))
    made: list[ServiceReport] = []
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: made.append(monthly_reports.correct(report, actor=request.user, **form.cleaned_data)),
        to=lambda: monthly_reports.address(made[0]),
        title=_("Correct %(service)s, %(month)s")
        % {"service": report.service.name, "month": monthly_reports.month_name(report.month)},
        submit=_("Save the correction as a draft"),
        back=monthly_reports.address(report),
        crumbs=_crumbs(report.service),
        intro=_("Write the right figures. What was confirmed stays; the difference is booked when this is confirmed."),
    )


@get_and_post
def report_discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throw a draft away."""
    partnership = frame.seen(request, slug)
    report = report_of(request, slug, pk)
    access.require(request.user, "edit_report", report)
    form = forms.Form(posted(request))
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: monthly_reports.discard(report, actor=request.user),
        to=report.service.get_absolute_url(),
        title=_("Throw away the draft"),
        submit=_("Throw the draft away"),
        back=monthly_reports.address(report),
        crumbs=_crumbs(report.service),
        what=_("The draft of %(month)s is thrown away.") % {"month": monthly_reports.month_name(report.month)},
        stays=_("What was written stays in the history of the service."),
        tone="danger",
    )


@get_and_post
def month(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The month of all of one's own services on one page: fill in, save, submit those that are ready."""
    partnership = frame.seen(request, slug)
    of_month = month_in(month)
    rows = _rows(request, partnership, of_month)
    if request.method == "POST" and _save(request, rows, of_month):
        return redirect(request.path)
    earlier = (of_month.replace(day=1) - date.resolution).replace(day=1) if of_month.year > 1 else of_month
    more = {
        "rows": rows,
        "month": of_month,
        "month_name": monthly_reports.month_name(of_month),
        "due_on": monthly_reports.due_on(of_month) if of_month.year < 9999 else None,
        "earlier": earlier,
    }
    status = 422 if request.method == "POST" else 200
    context = frame.context(request, partnership, "services", **more)
    return render(request, "partnerships/report_month.html", context, status=status)


def _rows(request: HttpRequest, partnership: Any, month: date) -> list[dict[str, Any]]:
    """A row for each active service that the reader reports for, with its form while the month is open."""
    mine = (
        Service.objects.visible_to(request.user)
        .filter(
            party__partnership=partnership,
            party__organisation__in=access.objects_with(request.user, "edit_report"),
        )
        .exclude(status=Service.Status.CLOSED)
    )
    reports = ServiceReport.objects.filter(service__in=mine, month=month).order_by("service", "-revision")
    newest = {one.service_id: one for one in reports.distinct("service")}
    rows = []
    for service in mine.select_related(*RELATED).order_by("kind", "name", "pk"):
        present = newest.get(service.pk)
        form = None
        if present is None or present.status == Status.DRAFT:
            initial = {name: getattr(present, name) for name in MonthRowForm.base_fields} if present else {}
            form = MonthRowForm(posted(request), initial=initial, prefix=f"s{service.pk}")
        rows.append({"service": service, "report": present, "form": form})
    return rows


def _save(request: HttpRequest, rows: list[dict[str, Any]], month: date) -> bool:
    """Save each row that was filled in, and submit them if the reader asked for that: all of them or none."""
    open_rows = [row for row in rows if row["form"] is not None]
    if not all([row["form"].is_valid() for row in open_rows]):
        return False
    is_submitting = "submit" in request.POST
    with transaction.atomic():
        count = sum(_save_row(request, row, month, is_submitting) for row in open_rows)
        if any(row["form"].errors for row in open_rows):
            transaction.set_rollback(True)
            return False
    said = (
        ngettext("%(count)d report submitted.", "%(count)d reports submitted.", count)
        if is_submitting
        else ngettext("%(count)d draft saved.", "%(count)d drafts saved.", count)
    )
    messages.success(request, said % {"count": count})
    return True


def _save_row(request: HttpRequest, row: dict[str, Any], month: date, is_submitting: bool) -> bool:
    """Save one row, unless it was left empty; what stops it stands in the row."""
    values, words = row["form"].cleaned_data, row["report"].words if row["report"] else ""
    if row["report"] is None and all(value is None for value in values.values()):
        return False
    try:
        report = monthly_reports.save_draft(row["service"], actor=request.user, month=month, words=words, **values)
        if is_submitting:
            monthly_reports.submit(report, actor=request.user)
    except StepRefused as refused:
        row["form"].add_error(None, str(refused))
        return False
    return True
