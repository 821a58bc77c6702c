"""What has come into the shared fund: month by month, and service by service. Only reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partnerships.models import Service, ServiceReport, swedish
from partnerships.templatetags.iop import day

from . import charts
from .ledger import IN, OUT, ZERO, latest_confirmed, total
from .models import Fund, FundMovement

YEAR = 12


@dataclass(frozen=True)
class Month:
    """What one month's reports brought in, and the sum so far."""

    month: date
    days: int
    amount: Decimal
    accumulated: Decimal


def _booked(fund: Fund, on: date | None) -> QuerySet:
    rows = FundMovement.objects.filter(fund=fund, report__isnull=False)
    return rows if on is None else rows.filter(booked_on__lte=on)


# -- By month ---------------------------------------------------------------------------------------------------------
def years(fund: Fund) -> list[int]:
    """The years whose months have brought something in, latest first."""
    return [one.year for one in _booked(fund, None).dates("report__month", "year", order="DESC")]


def by_month(fund: Fund, year: int, on: date | None = None) -> list[Month]:
    """The year's twelve months: days and kronor by the month they concern, whenever they were booked."""
    return _months(fund, [date(year, number, 1) for number in range(1, YEAR + 1)], on)


def latest_months(fund: Fund, on: date | None = None) -> list[Month]:
    """The twelve months up to the latest that has brought something in; the sum so far counts from the fund's start.

    Months before the first that brought anything are left out. Empty when nothing has come in.
    """
    booked = _booked(fund, on)
    ends = booked.order_by("report__month").values_list("report__month", flat=True)
    first, last = ends.first(), ends.last()
    if first is None or last is None:
        return []
    count = min(YEAR, 12 * (last.year - first.year) + last.month - first.month + 1)
    numbers = [12 * last.year + last.month - 1 - back for back in range(count)]
    shown = [date(number // 12, number % 12 + 1, 1) for number in reversed(numbers)]
    before = booked.filter(report__month__lt=shown[0]).aggregate(came=total(IN), went=total(OUT))
    return _months(fund, shown, on, before["came"] - before["went"])


def without_empty_ends(months: list[Month]) -> list[Month]:
    """The months from the first to the last that has something."""
    filled = [index for index, one in enumerate(months) if one.amount or one.days]
    return months[filled[0] : filled[-1] + 1] if filled else []


def _months(fund: Fund, shown: list[date], on: date | None, accumulated: Decimal = ZERO) -> list[Month]:
    rows = _booked(fund, on).filter(report__month__range=(shown[0], shown[-1]))
    amounts = {
        row["report__month"]: row["came"] - row["went"]
        for row in rows.values("report__month").annotate(came=total(IN), went=total(OUT)).order_by()
    }
    days: dict[date, int] = {}
    with_money = ServiceReport.objects.filter(movements__in=rows).values_list("service", "month")
    same = ServiceReport.objects.filter(
        service__party__partnership=fund.partnership_id, month__range=(shown[0], shown[-1])
    )
    if on is not None:
        same = same.filter(confirmed_at__date__lte=on)
    months_with_money = set(with_money)
    for service_id, month, count in latest_confirmed(same).values_list("service", "month", "days"):
        if (service_id, month) in months_with_money:
            days[month] = days.get(month, 0) + (count or 0)
    result = []
    for month in shown:
        accumulated += amounts.get(month, ZERO)
        result.append(Month(month, days.get(month, 0), amounts.get(month, ZERO), accumulated))
    return result


def period(months: Sequence[Month]) -> str:
    """The months in words: January 2016 – November 2016."""
    if not months:
        return ""
    words = {"first": day(months[0].month, "month"), "last": day(months[-1].month, "month")}
    return words["last"] if len(months) == 1 else _("%(first)s – %(last)s") % words


def pictures(months: Sequence[Month]) -> list[tuple[str, SafeString]]:
    """The months as two pictures with their captions: what each brought, and the sum so far."""
    points = [charts.Point(date_format(one.month, "M"), one.amount, one.accumulated) for one in months]
    if not points:
        return []
    words = {"period": period(months)}
    return [
        (_("Each month"), charts.bars(points, _("Contributions to the fund each month, %(period)s") % words)),
        (_("The sum so far"), charts.line(points, _("The fund's contributions added up, %(period)s") % words)),
    ]


# -- By service -------------------------------------------------------------------------------------------------------
def by_service(fund: Fund, services: QuerySet[Service], on: date | None = None) -> QuerySet:
    """Those of `services` that have brought something in, with `given` kronor, `given_days` and `given_months`.

    By party and name: it is no ranking.
    """
    own = _booked(fund, on).filter(report__service=OuterRef("pk")).order_by().values("report__service")
    confirmed = ServiceReport.objects.filter(status=ServiceReport.Status.CONFIRMED)
    if on is not None:
        confirmed = confirmed.filter(confirmed_at__date__lte=on)
    same_month = confirmed.filter(service=OuterRef("service"), month=OuterRef("month"))
    gave = _booked(fund, on).filter(report__service=OuterRef("service"), report__month=OuterRef("month"))
    counted = confirmed.filter(
        Exists(gave), ~Exists(same_month.filter(revision__gt=OuterRef("revision"))), service=OuterRef("pk")
    )
    days = counted.order_by().values("service").annotate(days_sum=Sum("days")).values("days_sum")
    months = own.annotate(months=Count("report__month", distinct=True)).values("months")
    rows = services.filter(Exists(own), party__partnership=fund.partnership_id).annotate(
        given=Coalesce(
            Subquery(own.annotate(came=total(IN), went=total(OUT)).annotate(sum=F("came") - F("went")).values("sum")),
            Value(ZERO),
            output_field=DecimalField(),
        ),
        given_days=Coalesce(Subquery(days), 0, output_field=IntegerField()),
        given_months=Subquery(months, output_field=IntegerField()),
    )
    named = rows.select_related("party__organisation", "party__unit")
    return named.order_by(swedish("party__organisation__name"), swedish("name"), "pk")


def share(amount: Decimal, whole: Decimal) -> Decimal | None:
    """A part in per cent of all that has come in; nothing when nothing has."""
    return round(100 * amount / whole, 1) if whole > 0 else None


def with_share(services: Iterable[Any], whole: Decimal) -> list[tuple[Any, Decimal | None]]:
    """Each row of `by_service` with its share."""
    return [(one, share(one.given, whole)) for one in services]
