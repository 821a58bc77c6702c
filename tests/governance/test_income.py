"""What has come into the fund, by month and by service, and the months that are shown when none are asked for."""

from datetime import date
from decimal import Decimal

import pytest

from governance import contributions, income
from partnerships import monthly_reports
from partnerships.models import Service
from tests.governance import pot


@pytest.fixture
def it(world, travel):
    travel(pot.DAY)
    return pot.fill(world.alfa)


def test_a_month_is_told_by_when_the_days_were(it, travel):
    pot.book(it, pot.JANUARY, 100)
    travel(date(2025, 1, 10))
    pot.book(it, pot.FEBRUARY, 20)
    months = income.by_month(it.fund, 2024)
    assert [(row.days, row.amount, row.accumulated) for row in months[:3]] == [
        (100, 5_000, 5_000),
        (20, 1_000, 6_000),
        (0, 0, 6_000),
    ]
    assert income.by_month(it.fund, 2024, on=pot.DAY)[1].days == 0
    assert income.years(it.fund) == [2024]


def test_in_january_the_latest_months_are_last_years(it, travel):
    assert income.latest_months(it.fund) == []
    assert income.pictures([]) == []
    assert income.period([]) == ""
    pot.book(it, pot.JANUARY, 100)
    travel(date(2025, 1, 10))
    pot.book(it, pot.MARCH, 20)
    shown = income.latest_months(it.fund)
    assert [(row.month, row.days) for row in shown] == [(pot.JANUARY, 100), (pot.FEBRUARY, 0), (pot.MARCH, 20)]
    assert [row.month for row in income.latest_months(it.fund, on=pot.DAY)] == [pot.JANUARY]
    assert len(income.pictures(shown)) == 2


def test_the_sum_so_far_counts_what_came_before_the_months_shown(it, travel):
    pot.book(it, pot.JANUARY, 100)
    travel(date(2025, 3, 10))
    pot.book(it, date(2025, 2, 1), 20)
    shown = income.latest_months(it.fund)
    assert (shown[0].month, shown[-1].month, len(shown)) == (pot.MARCH, date(2025, 2, 1), 12)
    assert shown[0].accumulated == 5_000
    assert shown[-1].accumulated == 6_000
    assert [row.month for row in income.without_empty_ends(shown)] == [date(2025, 2, 1)]


def given(it, on=None):
    rows = income.by_service(it.fund, Service.objects.all(), on).order_by("name")
    return [(row.name, row.given, row.given_days, row.given_months) for row in rows]


def test_each_service_is_told_with_its_days_and_kronor_corrections_counted(it, travel):
    assert given(it) == []
    other = pot.home(it, "Annat boende", of=it.ngo2)
    january = pot.book(it, pot.JANUARY, 100)
    pot.book(it, pot.FEBRUARY, 20)
    pot.book(it, pot.JANUARY, 7, other)
    assert given(it) == [("Annat boende", Decimal(350), 7, 1), ("Boendet", Decimal(6_000), 120, 2)]
    travel(date(2024, 5, 2))
    draft = monthly_reports.correct(january, actor=it.ngo.representative, days=90)
    contributions.confirm(monthly_reports.submit(draft, actor=it.ngo.representative), actor=it.city.economist)
    assert given(it)[1] == ("Boendet", Decimal(5_500), 110, 2)
    assert given(it, on=pot.DAY)[1] == ("Boendet", Decimal(6_000), 120, 2)
    assert given(it, on=date(2024, 4, 9)) == []
