"""Adding the books up again, against reports, rules, grants and payments."""

from collections.abc import Iterator

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from governance.models import Fund, FundMovement, FundRule, Grant, PaymentRequest
from partnerships.models import Service, ServiceReport

from .balance import IN, OUT, ZERO, Account, total


def faults(fund: Fund) -> list[str]:
    """Every way in which the books differ from reports × rules, grants and payments. Empty when they agree."""
    return [*_gaps(fund), *_report_faults(fund), *_grant_faults(fund), *_payment_faults(fund)]


def latest_confirmed(reports: QuerySet) -> QuerySet:
    """The latest confirmed revision for each service and month."""
    confirmed = reports.filter(status=ServiceReport.Status.CONFIRMED)
    return confirmed.order_by("service", "month", "-revision").distinct("service", "month")


def _gaps(fund: Fund) -> Iterator[str]:
    numbers = FundMovement.objects.filter(fund=fund).order_by("number").values_list("number", flat=True)
    for expected, number in enumerate(numbers, start=1):
        if number != expected:
            yield _("Voucher %(expected)s is missing.") % {"expected": expected}
            return


def _report_faults(fund: Fund) -> Iterator[str]:
    moves = FundMovement.objects.filter(fund=fund, report__isnull=False)
    sums = {
        (row["report__service"], row["report__month"]): row["came"] - row["went"]
        for row in moves.values("report__service", "report__month").annotate(came=total(IN), went=total(OUT)).order_by()
    }
    rules = list(FundRule.objects.filter(fund=fund))
    contributed_then = (
        Service.history.model.objects.filter(id=OuterRef("service"), history_date__lte=OuterRef("confirmed_at"))
        .order_by("-history_date", "-history_id")
        .values("contributes")[:1]
    )
    reports = ServiceReport.objects.filter(service__party__partnership=fund.partnership_id)
    for report in latest_confirmed(reports).annotate(contributed=Subquery(contributed_then)).select_related("service"):
        key = (report.service_id, report.month)
        is_booked = key in sums
        stands = sums.pop(key, ZERO)
        rate = next((rule.rate for rule in rules if rule.is_valid_on(report.month)), ZERO)
        expected = (report.days or 0) * rate if report.contributed or is_booked else ZERO
        if stands != expected:
            yield _("%(service)s %(month)s: %(booked)s kr is booked, the report gives %(expected)s kr.") % {
                "service": report.service.name,
                "month": f"{report.month:%Y-%m}",
                "booked": stands,
                "expected": expected,
            }
    for (service_id, month), amount in sums.items():
        yield _("Service %(service)s %(month)s: %(booked)s kr is booked without a confirmed report.") % {
            "service": service_id,
            "month": f"{month:%Y-%m}",
            "booked": amount,
        }


def _grant_faults(fund: Fund) -> Iterator[str]:
    grants = Grant.objects.filter(fund=fund).select_related("proposal").order_by("pk")
    for grant in grants.annotate(
        committed=Coalesce(
            Sum("movements__amount", filter=Q(movements__to_account=Account.COMMITTED)),
            Value(ZERO),
            output_field=DecimalField(),
        ),
        spent=Coalesce(
            Sum("movements__amount", filter=Q(movements__from_account=Account.COMMITTED)),
            Value(ZERO),
            output_field=DecimalField(),
        ),
    ):
        if grant.committed != grant.amount or grant.spent > grant.committed:
            yield _(
                "Grant %(grant)s: %(amount)s kr is granted, %(committed)s kr committed, %(spent)s kr taken out."
            ) % {
                "grant": grant.proposal.title,
                "amount": grant.amount,
                "committed": grant.committed,
                "spent": grant.spent,
            }


def _payment_faults(fund: Fund) -> Iterator[str]:
    payments = PaymentRequest.objects.filter(grant__fund=fund).select_related("movement").order_by("pk")
    for payment in payments:
        booked_amount = payment.movement.amount if hasattr(payment, "movement") else ZERO
        expected = payment.amount if payment.status == PaymentRequest.Status.PAID else ZERO
        if booked_amount != expected:
            yield _("Payment %(payment)s: %(booked)s kr is booked, %(expected)s kr was paid.") % {
                "payment": payment.pk,
                "booked": booked_amount,
                "expected": expected,
            }
