"""Confirming a monthly report, which books what it brings to the shared fund."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships import access, clock, monthly_reports
from partnerships.models import Partnership, ServiceReport, User
from partnerships.steps import Act, Step, StepRefused
from partnerships.tasks import Task

from . import ledger
from .models import Fund, FundMovement, FundRule

Status = ServiceReport.Status
CONFIRM = Step(
    "report.confirm", ServiceReport, right="confirm_report", sources=(Status.SUBMITTED,), target=Status.CONFIRMED
)


@dataclass(frozen=True)
class Due:
    """What a report brings to the fund: days × rate, less what its month has brought already."""

    rule: FundRule | None
    days: int
    total: Decimal
    booked: Decimal

    @property
    def difference(self) -> Decimal:
        """What is left to book; below zero when too much was booked."""
        return self.total - self.booked

    @property
    def explanation(self) -> dict[str, Any]:
        """The sum in figures, as it is kept with the movement."""
        return {
            "days": self.days,
            "rate": str(self.rule.rate) if self.rule else "0",
            "total": str(self.total),
            "booked_before": str(self.booked),
        }


def due(report: ServiceReport, fund: Fund | None) -> Due | None:
    """What confirming the report would book; None when its service brings nothing to a fund."""
    if fund is None:
        return None
    stands = ledger.booked(report.service, report.month)
    has_movements = FundMovement.objects.filter(report__service=report.service_id, report__month=report.month).exists()
    rule = FundRule.objects.filter(fund=fund).valid_on(report.month).first()
    if not has_movements and (rule is None or not report.service.contributes):
        return None
    days = report.days or 0
    return Due(rule, days, days * rule.rate if rule else Decimal(0), stands)


def confirm(report: ServiceReport, *, actor: User) -> ServiceReport:
    """Confirm a submitted report, and book what it brings to the fund: one act, both or neither.

    Raises PermissionDenied without the right, StepRefused for one's own organisation's report or one that moved on.
    """
    with CONFIRM.take(report.pk, actor=actor) as act:
        if act.organisation is not None and act.organisation.pk == act.obj.organisation.pk:
            raise StepRefused(_("Somebody outside the organisation that reports has to confirm it."))
        act.obj.confirmed_at, act.obj.confirmed_by = clock.now(), actor
        act.save(act.obj)  # the database books for confirmed reports only
        _book(act)
        act.notify(
            access.people_with("edit_report", act.obj),
            key=f"report.confirm:{act.obj.pk}",
            text=gettext_lazy("A monthly report has been confirmed: %(service)s, %(month)s."),
            url=monthly_reports.address(act.obj),
            **monthly_reports.named(act.obj),
        )
    return act.obj


def _book(act: Act) -> None:
    report = act.obj
    fund = Fund.objects.filter(partnership=report.partnership).first()
    if fund is None:
        return
    fund = ledger.lock(fund)
    owed = due(report, fund)
    if owed is None or not owed.difference:
        return
    before = FundMovement.objects.filter(fund=fund, report__service=report.service, report__month=report.month)
    latest = before.order_by("-number").first()
    values = {"report": report, "rule": owed.rule, "explanation": owed.explanation, "corrects": latest}
    if owed.difference > 0:
        ledger.contribute(act, fund, amount=owed.difference, **values)
    else:
        ledger.correct(act, fund, amount=-owed.difference, **values)


def confirm_many(reports: Iterable[ServiceReport], *, actor: User) -> list[ServiceReport]:
    """Confirm several reports, each an act of its own: all of them or none."""
    keys = [report.pk for report in reports]
    with transaction.atomic():
        # Every lock before the first act, in one order, so that two at once cannot wait for each other.
        locked = list(ServiceReport.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        funds = Fund.objects.filter(partnership__parties__services__reports__in=keys).distinct()
        list(Fund.objects.select_for_update(of=("self",)).filter(pk__in=funds.values("pk")).order_by("pk"))
        return [confirm(report, actor=actor) for report in locked]


def waiting(user: User) -> Any:
    """Submitted reports that `user` may confirm."""
    return ServiceReport.objects.visible_to(user).filter(
        status=Status.SUBMITTED, service__party__partnership__in=access.objects_with(user, "confirm_report")
    )


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Reports that wait for the user to confirm them, one task for each partnership."""
    if not access.may_somewhere(user, "confirm_report"):
        return
    rows = waiting(user)
    if partnership is not None:
        rows = rows.filter(service__party__partnership=partnership)
    handed_in: dict[tuple[str, str], list[Any]] = {}
    path = "service__party__partnership__"
    for slug, name, at in rows.order_by("submitted_at").values_list(f"{path}slug", f"{path}name", "submitted_at"):
        handed_in.setdefault((slug, name), []).append(at)
    for (slug, name), moments in handed_in.items():
        title = ngettext("Confirm %(count)s monthly report", "Confirm %(count)s monthly reports", len(moments))
        url = reverse("governance:report_list", args=[slug])
        since = moments[0] and clock.day_of(moments[0])
        yield Task(title % {"count": len(moments)}, url, name, since=since)
