"""Monthly reports of services: draft → submitted by the owner → confirmed by the public side, or sent back."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, clock, steps
from .models import Partnership, Service, ServiceCapacity, ServiceReport, User
from .steps import Step, StepRefused
from .tasks import Task

Status = ServiceReport.Status
#: More than this in one month is a slip of the finger.
MOST = 100_000
EARLIEST = date(2000, 1, 1)
DUE_DAY = 15  # of the month after
COUNTS = ("days", "participants", "hours")

SUBMIT = Step("report.submit", ServiceReport, right="edit_report", sources=(Status.DRAFT,), target=Status.SUBMITTED)
SEND_BACK = Step(
    "report.send_back", ServiceReport, right="confirm_report", sources=(Status.SUBMITTED,), target=Status.DRAFT
)


# -- Months -----------------------------------------------------------------------------------------------------------
def month_before(day: date) -> date:
    """The first day of the month before that of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def due_on(month: date) -> date:
    """The day by which a month is reported."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=DUE_DAY)


# -- What can be so ---------------------------------------------------------------------------------------------------
def problems(month: date, **counts: Any) -> dict[str, str]:
    """What cannot be so, by field: a month to come, negative or impossibly large numbers."""
    found = {}
    if month.day != 1 or month < EARLIEST:
        found["month"] = _("Choose a month.")
    elif month > clock.today():
        found["month"] = _("This month has not begun.")
    for name, value in counts.items():
        if value is not None and value < 0:
            found[name] = _("A number here cannot be below 0.")
        elif value is not None and value > MOST:
            found[name] = _("This is more than a month can hold. Is there a digit too many?")
    return found


def doubt(report: ServiceReport, capacities: Any = None) -> str:
    """What makes one wonder about a report, though it may be right: more days than there were places. Empty if nothing.

    `capacities`: the service's capacity rows if they are at hand.
    """
    rows = list(ServiceCapacity.objects.filter(service=report.service_id)) if capacities is None else capacities
    if report.days is None or not rows:
        return ""
    days_in_month = monthrange(report.month.year, report.month.month)[1]
    days = (report.month + timedelta(days=n) for n in range(days_in_month))
    room = sum(row.capacity for day in days for row in rows if row.is_valid_on(day))
    if report.days <= room:
        return ""
    return _("%(days)s days are reported; the capacity was %(room)s. Say why in the words if it is right.") % {
        "days": report.days,
        "room": room,
    }


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise StepRefused(" ".join(dict.fromkeys(found.values())))


# -- Writing ----------------------------------------------------------------------------------------------------------
def save_draft(
    service: Service,
    *,
    actor: User,
    month: date,
    days: int | None = None,
    participants: int | None = None,
    hours: Decimal | None = None,
    words: str = "",
    version: int | None = None,
    is_illustrative: bool | None = None,
) -> ServiceReport:
    """Write the month's draft, or begin it. A draft is seen by its own organisation only.

    Raises EditConflict when the draft has been changed since `version`, StepRefused when the month is submitted or
    confirmed, or when a number cannot be so.
    """
    values = {"days": days, "participants": participants, "hours": hours, "words": words}
    with steps.record("report.draft", actor=actor, right="edit_report", scope=service, root=service) as act:
        _refuse(problems(month, days=days, participants=participants, hours=hours))
        Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
        reports = ServiceReport.objects.filter(service=service, month=month)
        report = reports.order_by("-revision").select_for_update(of=("self",)).first()
        if report is None:
            report = ServiceReport(
                service=service,
                month=month,
                is_illustrative=service.is_illustrative if is_illustrative is None else is_illustrative,
            )
        elif report.status != Status.DRAFT:
            raise StepRefused(
                _("The month is already submitted. It can be sent back if something is wrong.")
                if report.status == Status.SUBMITTED
                else _("The month is confirmed. Correct it with a new revision.")
            )
        elif version is not None and report.version != version:
            raise steps.EditConflict(report)
        for name, value in values.items():
            setattr(report, name, value)
        act.save(report)
    return report


def submit(report: ServiceReport, *, actor: User) -> ServiceReport:
    """Hand the report over: from now on the partnership sees it, and the public side is asked to confirm it."""
    with SUBMIT.take(report.pk, actor=actor) as act:
        if all(getattr(act.obj, name) is None for name in COUNTS):
            raise StepRefused(_("Fill in days, participants or hours."))
        if act.obj.service.shared_at is None:
            raise StepRefused(_("Share the service first: until then only your own organisation sees it."))
        act.obj.submitted_at = clock.now()
        act.notify(
            access.people_with("confirm_report", act.obj),
            key=f"report.submit:{act.obj.pk}:{act.obj.version}",
            text=gettext_lazy("A monthly report waits to be confirmed: %(service)s, %(month)s."),
            url=address(act.obj),
            **named(act.obj),
        )
    return act.obj


def send_back(report: ServiceReport, *, actor: User, reason: str) -> ServiceReport:
    """Ask the owner to look again. The report is a draft once more; the reason stays in its history."""
    if not reason.strip():
        raise StepRefused(_("Say what should be looked at again."))
    with SEND_BACK.take(report.pk, actor=actor, authority=reason.strip()) as act:
        act.obj.submitted_at = None
        act.notify(
            access.people_with("edit_report", act.obj),
            key=f"report.send_back:{act.obj.pk}:{act.obj.version}",
            text=gettext_lazy("A monthly report has been sent back: %(service)s, %(month)s."),
            url=address(act.obj),
            **named(act.obj),
        )
    return act.obj


def discard(report: ServiceReport, *, actor: User) -> None:
    """Throw a draft away; history keeps it. What has been submitted stays."""
    with steps.record("report.discard", actor=actor, right="edit_report", scope=report, root=report.service) as act:
        locked = ServiceReport.objects.select_for_update(of=("self",)).filter(pk=report.pk).first()
        if locked is None or locked.status != Status.DRAFT:
            raise StepRefused(_("Only a draft can be thrown away."))
        act.delete(locked)


def correct(report: ServiceReport, *, actor: User, **values: Any) -> ServiceReport:
    """Begin a correction of a confirmed month: a draft of its next revision. The confirmed one stays as it is.

    `values` (days, participants, hours, words) replace those of the confirmed report.
    """
    unknown = values.keys() - {*COUNTS, "words"}
    if unknown:
        raise TypeError(f"not a field of a report: {', '.join(sorted(unknown))}")
    with steps.record("report.correct", actor=actor, right="edit_report", scope=report, root=report.service) as act:
        Service.objects.select_for_update(of=("self",)).get(pk=report.service_id)
        latest = ServiceReport.objects.filter(service=report.service_id, month=report.month).latest("revision")
        if latest.status != Status.CONFIRMED:
            raise StepRefused(
                _("The month is not confirmed yet: change the report itself.")
                if latest.revision == report.revision
                else _("A correction of this month has already been begun.")
            )
        merged = {name: values.get(name, getattr(latest, name)) for name in COUNTS}
        _refuse(problems(report.month, **merged))
        return act.save(
            ServiceReport(
                service=latest.service,
                month=latest.month,
                revision=latest.revision + 1,
                words=values.get("words", ""),
                is_illustrative=latest.is_illustrative,
                **merged,
            )
        )


# -- Reading ----------------------------------------------------------------------------------------------------------
def address(report: ServiceReport) -> str:
    """The page of a report."""
    return reverse("partnerships:report", args=[report.partnership.slug, report.pk])


def month_name(month: date) -> str:
    """A month in words, in the reader's language."""
    return format_date(month, "F Y")


def named(report: ServiceReport) -> dict[str, Any]:
    """Service and month of a report, for what is told of it."""
    return {"service": report.service.name, "month": lambda: month_name(report.month)}


def sent_back_because(report: ServiceReport) -> str:
    """Why a draft was sent back the last time, if it was."""
    if report.status != Status.DRAFT:
        return ""
    rows = list(report.history.order_by("-history_id").values_list("status", "history_change_reason"))
    for (status, reason), (before, _reason) in zip(rows, rows[1:], strict=False):
        if status == Status.DRAFT and before == Status.SUBMITTED:
            return reason or ""
    return ""


def reporting_services(user: User) -> Any:
    """The services that report every month and that `user` reports for."""
    return Service.objects.filter(
        Q(kind=Service.Kind.HOUSING) | Q(contributes=True),
        status=Service.Status.ACTIVE,
        shared_at__isnull=False,
        party__organisation__in=access.objects_with(user, "edit_report"),
        party__partnership__in=access.objects_with(user, "view_partnership"),
    )


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Last month's reports that the user has still to hand in, and drafts that were sent back or left."""
    if not access.may_somewhere(user, "edit_report"):
        return
    month = month_before(clock.today())
    handed_in = ServiceReport.objects.filter(service=OuterRef("pk"), month=month).exclude(
        status=Status.DRAFT, revision=1
    )
    services = reporting_services(user).filter(~Exists(handed_in)).select_related("party__partnership")
    drafts = ServiceReport.objects.filter(
        status=Status.DRAFT, service__party__organisation__in=access.objects_with(user, "edit_report")
    ).exclude(month__gte=month, revision=1)
    drafts = drafts.filter(service__in=Service.objects.visible_to(user)).select_related("service__party__partnership")
    if partnership is not None:
        services = services.filter(party__partnership=partnership)
        drafts = drafts.filter(service__party__partnership=partnership)
    words = {"month": month_name(month)}
    for service in services.order_by("name", "pk"):
        url = reverse("partnerships:month_form", args=[service.party.partnership.slug, service.pk])
        yield Task(
            _("Report %(month)s: %(service)s") % {**words, "service": service.name},
            f"{url}?month={month:%Y-%m}",
            due_on=due_on(month),
        )
    for report in drafts.order_by("month", "pk"):
        yield Task(
            _("Submit the report for %(month)s: %(service)s")
            % {"month": month_name(report.month), "service": report.service.name},
            address(report),
            _("It is a draft that only your organisation sees."),
            due_on(report.month),
        )
