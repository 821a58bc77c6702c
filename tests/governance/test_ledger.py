"""The books: balances, following one krona, and finding what does not agree."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from governance import contributions, grants, ledger, payments
from governance.models import FundMovement
from partnerships import monthly_reports
from tests.governance import pot


@pytest.fixture
def it(world, travel):
    travel(pot.DAY)
    return pot.fill(world.alfa)


def test_four_figures_agree(it):
    pot.book(it, pot.JANUARY, 100)
    given = grants.accept(pot.grant(it, 3_000), actor=it.ngo2.signatory)
    asked = payments.request(given, actor=it.ngo2.economist, amount=Decimal(1_000))
    asked = payments.attest(asked, actor=it.city.economist)
    payments.pay(asked, actor=it.city.economist2, paid_on=pot.DAY, reference="1")
    assert ledger.balances(it.fund) == ledger.Balances(
        contributed=Decimal(5_000), available=Decimal(2_000), committed=Decimal(2_000), paid=Decimal(1_000)
    )
    assert ledger.faults(it.fund) == []


def test_balances_at_the_end_of_a_day(it, travel):
    pot.book(it, pot.JANUARY, 100)
    travel(date(2024, 5, 10))
    pot.book(it, pot.FEBRUARY, 10)
    assert ledger.balances(it.fund, on=pot.DAY).contributed == 5_000
    assert ledger.balances(it.fund).contributed == 5_500
    assert ledger.balances(it.fund, on=date(2024, 4, 9)).contributed == 0


def test_balances_cost_one_query(it, django_assert_num_queries):
    with django_assert_num_queries(1):
        ledger.balances(it.fund)


def test_vouchers_run_without_gaps(it):
    for month, days in ((pot.JANUARY, 10), (pot.FEBRUARY, 20), (pot.MARCH, 30)):
        pot.book(it, month, days)
    assert list(ledger.movements(it.fund).values_list("number", flat=True)) == [1, 2, 3]


def test_a_movement_stays(it):
    pot.book(it, pot.JANUARY, 10)
    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(FundMovement.objects.filter(fund=it.fund))


# -- Following one krona ----------------------------------------------------------------------------------------------
def test_the_oldest_money_is_used_first(it):
    for month, days in ((pot.JANUARY, 40), (pot.FEBRUARY, 30), (pot.MARCH, 100)):
        pot.book(it, month, days)
    first, second = pot.grant(it, 3_000), pot.grant(it, 2_000, "Fotboll")
    assert [(part.contribution.report.month, part.amount) for part in ledger.trace(first).parts] == [
        (pot.JANUARY, 2_000),
        (pot.FEBRUARY, 1_000),
    ]
    assert [(part.contribution.report.month, part.amount) for part in ledger.trace(second).parts] == [
        (pot.FEBRUARY, 500),
        (pot.MARCH, 1_500),
    ]


def test_the_parts_add_up_to_the_grant_and_the_payments(it):
    pot.book(it, pot.JANUARY, 33)
    pot.book(it, pot.FEBRUARY, 100)
    given = grants.accept(pot.grant(it, 4_000), actor=it.ngo2.signatory)
    for amount in (1_000, 2_500):
        asked = payments.request(given, actor=it.ngo2.economist, amount=Decimal(amount))
        asked = payments.attest(asked, actor=it.city.economist)
        payments.pay(asked, actor=it.city.economist2, paid_on=pot.DAY, reference="1")
    found = ledger.trace(given)
    assert (found.total, found.paid, found.left) == (4_000, 3_500, 500)
    for movement, parts in found.payments:
        assert sum(part.amount for part in parts) == movement.amount


def test_a_correction_takes_from_its_own_month_first(it):
    report = pot.book(it, pot.JANUARY, 40)
    pot.book(it, pot.FEBRUARY, 40)
    contributions.confirm(
        monthly_reports.submit(
            monthly_reports.correct(report, actor=it.ngo.representative, days=10), actor=it.ngo.representative
        ),
        actor=it.city.economist,
    )
    parts = ledger.trace(pot.grant(it, 1_000)).parts
    assert [(part.contribution.report.month, part.amount) for part in parts] == [
        (pot.JANUARY, 500),
        (pot.FEBRUARY, 500),
    ]


def test_what_was_granted_stays_and_the_next_money_meets_the_shortfall(it):
    report = pot.book(it, pot.JANUARY, 40)
    given = pot.grant(it, 2_000)
    draft = monthly_reports.correct(report, actor=it.ngo.representative, days=10)
    contributions.confirm(monthly_reports.submit(draft, actor=it.ngo.representative), actor=it.city.economist)
    assert ledger.balances(it.fund).is_overdrawn
    pot.book(it, pot.FEBRUARY, 40)
    assert ledger.trace(given).total == 2_000
    parts = ledger.trace(pot.grant(it, 500, "Fotboll")).parts
    assert [(part.contribution.report.month, part.amount) for part in parts] == [(pot.FEBRUARY, 500)]
    assert ledger.balances(it.fund).available == 0


def test_released_money_can_be_granted_again(it):
    pot.book(it, pot.JANUARY, 40)
    given = pot.grant(it, 2_000)
    grants.give_back(given, actor=it.city.coordinator, decision=pot.decide(it), amount=Decimal(500))
    assert ledger.trace(given).total == 1_500
    assert ledger.trace(pot.grant(it, 500, "Fotboll")).total == 500
    assert ledger.faults(it.fund) == []


# -- Checking ---------------------------------------------------------------------------------------------------------
def test_the_check_says_that_the_books_agree(it):
    pot.book(it, pot.JANUARY, 40)
    out = StringIO()
    call_command("check_fund", stdout=out)
    assert "stämmer" in out.getvalue()


@pytest.mark.parametrize(
    ("table", "trigger", "sql"),
    [
        (
            "governance_fundmovement",
            "append_only",
            "UPDATE governance_fundmovement SET amount = amount + 1 WHERE number = 1",
        ),
        ("governance_fundmovement", "append_only", "DELETE FROM governance_fundmovement WHERE number = 1"),
        ("governance_fundmovement", "append_only", "UPDATE governance_fundmovement SET amount = 1 WHERE number = 2"),
        ("governance_fundmovement", "append_only", "UPDATE governance_fundmovement SET amount = 1 WHERE number = 3"),
        ("partnerships_servicereport", "guards", "UPDATE partnerships_servicereport SET days = days + 1"),
    ],
)
def test_the_check_finds_a_planted_fault(it, without_trigger, table, trigger, sql):
    pot.book(it, pot.JANUARY, 100)
    given = grants.accept(pot.grant(it, 3_000), actor=it.ngo2.signatory)
    asked = payments.attest(
        payments.request(given, actor=it.ngo2.economist, amount=Decimal(1_000)), actor=it.city.economist
    )
    payments.pay(asked, actor=it.city.economist2, paid_on=pot.DAY, reference="1")
    assert ledger.faults(it.fund) == []
    with without_trigger(table, trigger), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ledger.faults(it.fund)
    with pytest.raises(CommandError) as refused:
        call_command("check_fund", "--partnership", it.alfa.slug, stderr=StringIO())
    assert refused.value.returncode == 2


def test_the_check_does_not_know_a_partnership(db):
    with pytest.raises(CommandError, match="finns|There is no"):
        call_command("check_fund", "--partnership", "nowhere")
