"""Confirming a report books what it brings."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from governance import contributions, grants, ledger
from governance.models import FundMovement
from partnerships import monthly_reports, offerings
from partnerships.models import LogEvent, ServiceReport
from partnerships.steps import StepRefused
from tests import factories
from tests.governance import pot


@pytest.fixture
def it(world, travel):
    travel(pot.DAY)
    return pot.fill(world.alfa)


def correct(it, report, days):
    draft = monthly_reports.correct(report, actor=it.ngo.representative, days=days)
    return contributions.confirm(monthly_reports.submit(draft, actor=it.ngo.representative), actor=it.city.economist)


def test_each_day_brings_fifty_kronor(it):
    report = pot.book(it, pot.MARCH, 1_020)
    movement = FundMovement.objects.get()
    assert (movement.amount, movement.from_account, movement.to_account) == (51_000, "outside", "available")
    assert (movement.report, movement.rule, movement.booked_on) == (report, it.rule, pot.DAY)
    assert movement.explanation == {"days": 1020, "rate": "50.00", "total": "51000.00", "booked_before": "0"}
    assert report.confirmed_by == it.city.economist


def test_confirming_and_booking_are_one_event(it):
    report = pot.report(it, pot.MARCH, 10)
    before = LogEvent.objects.count()
    contributions.confirm(report, actor=it.city.economist)
    assert LogEvent.objects.count() == before + 1
    event = LogEvent.objects.latest("pk")
    assert {change["model"] for change in event.changes} == {
        "partnerships.servicereport",
        "governance.fundmovement",
    }


def test_moving_days_between_months_leaves_the_sum(it):
    march, april = pot.book(it, pot.MARCH, 310), pot.book(it, pot.FEBRUARY, 290)
    before = ledger.balances(it.fund)
    less, more = correct(it, march, 279), correct(it, april, 321)
    assert ledger.balances(it.fund) == before
    out, into = FundMovement.objects.get(report=less), FundMovement.objects.get(report=more)
    assert (out.amount, out.to_account, out.corrects.report) == (1_550, "outside", march)
    assert (into.amount, into.to_account, into.corrects.report) == (1_550, "available", april)
    assert FundMovement.objects.count() == 4  # nothing was overwritten
    assert ledger.faults(it.fund) == []


def test_a_correction_of_words_moves_no_money(it):
    correct(it, pot.book(it, pot.MARCH, 310), 310)
    assert FundMovement.objects.count() == 1


def test_a_third_revision_counts_what_the_first_two_booked(it):
    second = correct(it, pot.book(it, pot.MARCH, 100), 90)
    correct(it, second, 110)
    assert ledger.balances(it.fund).contributed == 5_500


def test_a_service_that_does_not_contribute_brings_nothing(it):
    course = offerings.create(it.ngo.party, actor=it.ngo.representative, name="Kurs", kind="training", status="active")
    pot.book(it, pot.MARCH, 10, offerings.share(course, actor=it.ngo.representative))
    assert not FundMovement.objects.exists()


def test_a_month_before_the_rule_brings_nothing(it):
    pot.book(it, date(2022, 12, 1), 10)
    assert not FundMovement.objects.exists()


def test_a_new_rate_holds_from_its_day(it):
    grants.set_rule(it.fund, actor=it.city.coordinator, rate=Decimal(60), valid_from=pot.MARCH, decision=it.decision)
    pot.book(it, pot.FEBRUARY, 10)
    pot.book(it, pot.MARCH, 10)
    assert list(ledger.movements(it.fund).values_list("amount", flat=True)) == [500, 600]


def test_nobody_confirms_their_own_organisation(it):
    own = pot.home(it, "Stadens boende", of=it.city)
    report = pot.report(it, pot.MARCH, 10, own)
    with pytest.raises(StepRefused):
        contributions.confirm(report, actor=it.city.economist)
    assert not FundMovement.objects.exists()


@pytest.mark.parametrize("who", ["ngo.economist", "ngo2.representative", "city.representative", "city.coordinator"])
def test_only_the_citys_economist_confirms(it, who):
    member, role = who.split(".")
    report = pot.report(it, pot.MARCH, 10)
    with pytest.raises(PermissionDenied):
        contributions.confirm(report, actor=getattr(getattr(it.alfa, member), role))


def test_another_partnerships_economist_cannot_confirm(it, world):
    with pytest.raises(PermissionDenied):
        contributions.confirm(pot.report(it, pot.MARCH, 10), actor=world.beta.city.economist)


def test_a_report_is_confirmed_once(it):
    report = pot.book(it, pot.MARCH, 10)
    with pytest.raises(StepRefused):
        contributions.confirm(report, actor=it.city.economist)
    assert FundMovement.objects.count() == 1


def test_many_are_confirmed_together_or_not_at_all(it):
    reports = [pot.report(it, month, 10) for month in (pot.JANUARY, pot.FEBRUARY)]
    own = pot.report(it, pot.MARCH, 10, pot.home(it, "Stadens boende", of=it.city))
    with pytest.raises(StepRefused):
        contributions.confirm_many([*reports, own], actor=it.city.economist)
    assert not FundMovement.objects.exists()
    contributions.confirm_many(reports, actor=it.city.economist)
    assert ledger.balances(it.fund).contributed == 1_000


def test_a_partnership_without_a_fund_confirms_all_the_same(world, travel):
    travel(pot.DAY)
    service = factories.save(pot.offerings.Service(party=world.alfa.ngo.party, name="B", kind="housing"))
    pot.offerings.share(service, actor=world.alfa.ngo.representative)
    draft = monthly_reports.save_draft(service, actor=world.alfa.ngo.representative, month=pot.MARCH, days=3)
    report = monthly_reports.submit(draft, actor=world.alfa.ngo.representative)
    assert contributions.confirm(report, actor=world.alfa.city.economist).status == ServiceReport.Status.CONFIRMED


def test_waiting_reports_are_one_task(it):
    for month in (pot.JANUARY, pot.FEBRUARY):
        pot.report(it, month, 10)
    assert len(list(contributions.tasks_for(it.city.economist))) == 1
    assert list(contributions.tasks_for(it.ngo.economist)) == []
