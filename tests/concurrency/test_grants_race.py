"""Two grants at the same moment do not spend the same money."""

import threading
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections

from governance import grants, ledger
from governance.models import Fund, FundMovement, Grant
from partnerships import clock
from partnerships.steps import StepRefused
from tests import factories
from tests.governance import pot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def it():
    with clock.travel(pot.DAY):
        made = pot.fill(factories.world().alfa)
        pot.book(made, pot.MARCH, 100)  # 5,000 kr
        made.proposals = [pot.propose(made, 3_000, title=title) for title in ("Läxhjälp", "Fotboll")]
        made.decisions = [pot.decide(made, ngo2="disqualified") for _proposal in made.proposals]
    return made


def grant_both(it, monkeypatch):
    """Grant both proposals at once, each waiting for the other when it has read the balance; what came of it."""
    barrier, plain, outcomes = threading.Barrier(2, timeout=1), ledger.balances, []

    def slow(fund, on=None):
        found = plain(fund, on)
        with suppress(threading.BrokenBarrierError):  # the other one is kept out by the lock
            barrier.wait()
        return found

    def run(proposal, decision):
        try:
            with clock.travel(pot.DAY):
                grants.grant(proposal, actor=it.city.coordinator, decision=decision, amount=Decimal(3_000))
            outcomes.append("granted")
        except (StepRefused, IntegrityError) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connections.close_all()

    monkeypatch.setattr(ledger, "balances", slow)
    threads = [threading.Thread(target=run, args=pair) for pair in zip(it.proposals, it.decisions, strict=True)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    monkeypatch.setattr(ledger, "balances", plain)
    return sorted(outcomes)


def test_the_second_is_refused_in_words(it, monkeypatch):
    assert grant_both(it, monkeypatch) == ["StepRefused", "granted"]
    assert Grant.objects.count() == 1
    assert ledger.balances(it.fund).available == 2_000


def test_without_the_lock_the_database_still_refuses(it, monkeypatch):
    monkeypatch.setattr(ledger, "lock", lambda fund: Fund.objects.get(pk=fund.pk))
    assert grant_both(it, monkeypatch) == ["IntegrityError", "granted"]
    assert ledger.balances(it.fund).available == 2_000


def test_control_without_lock_and_trigger_the_money_is_spent_twice(it, monkeypatch):
    monkeypatch.setattr(ledger, "lock", lambda fund: Fund.objects.get(pk=fund.pk))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE governance_fundmovement DISABLE TRIGGER guards")
        cursor.execute(  # the control needs the numbers that the trigger gives
            "CREATE SEQUENCE control_number START 1000; "
            "ALTER TABLE governance_fundmovement ALTER COLUMN number SET DEFAULT nextval('control_number')"
        )
    plain = FundMovement.save

    def numbered(self, *args, **kwargs):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT nextval('control_number')")
            self.number = cursor.fetchone()[0]
        plain(self, *args, **kwargs)

    monkeypatch.setattr(FundMovement, "save", numbered)
    try:
        assert grant_both(it, monkeypatch) == ["granted", "granted"]
        assert ledger.balances(it.fund).available == -1_000
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE governance_fundmovement ALTER COLUMN number DROP DEFAULT")
            cursor.execute("DROP SEQUENCE control_number")
            cursor.execute("ALTER TABLE governance_fundmovement ENABLE TRIGGER guards")
