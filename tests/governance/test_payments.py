"""Requested, attested, paid: by three different people."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance import grants, ledger, payments
from governance.models import PaymentRequest
from partnerships.steps import StepRefused
from tests import factories
from tests.governance import pot


@pytest.fixture
def it(world, travel):
    travel(pot.DAY)
    made = pot.fill(world.alfa)
    pot.book(made, pot.MARCH, 100)
    made.grant = grants.accept(pot.grant(made, 3_000), actor=made.ngo2.signatory)
    return made


def ask(it, amount=1_000):
    return payments.request(it.grant, actor=it.ngo2.economist, amount=Decimal(amount), note="Mars")


def pay(it, payment, actor=None, paid_on=pot.DAY):
    return payments.pay(payment, actor=actor or it.city.economist2, paid_on=paid_on, reference="BG 1")


def test_a_payment_goes_through_three_hands(it):
    payment = pay(it, payments.attest(ask(it), actor=it.city.economist))
    assert {payment.requested_by, payment.attested_by, payment.paid_by} == {
        it.ngo2.economist,
        it.city.economist,
        it.city.economist2,
    }
    assert payment.movement.amount == 1_000
    assert ledger.remaining(it.grant) == 2_000


def test_the_last_part_finishes_the_grant(it):
    for amount in (1_000, 2_000):
        pay(it, payments.attest(ask(it, amount), actor=it.city.economist))
    it.grant.refresh_from_db()
    assert it.grant.status == "paid"
    with pytest.raises(StepRefused):
        ask(it, 1)


def test_the_same_person_does_not_do_two_of_the_three(it):
    factories.mandate(it.city.economist, it.ngo2.organisation, "economist")
    payment = payments.request(it.grant, actor=it.city.economist, amount=Decimal(10))
    with pytest.raises(StepRefused, match="Tre olika"):
        payments.attest(payment, actor=it.city.economist)
    attested = payments.attest(payment, actor=it.city.economist2)
    for same in (it.city.economist, it.city.economist2):
        with pytest.raises(StepRefused, match="Tre olika"):
            pay(it, attested, actor=same)


def test_the_database_wants_three_people_too(it):
    payment = payments.attest(ask(it), actor=it.city.economist)
    with pytest.raises(IntegrityError, match="payment_three_people"), transaction.atomic():
        factories.save(payment, status="paid", paid_by=it.city.economist, paid_on=pot.DAY)


def test_no_more_is_requested_than_is_left(it):
    ask(it, 2_500)
    with pytest.raises(StepRefused, match="500"):
        ask(it, 501)
    ask(it, 500)


def test_the_terms_are_accepted_first(it):
    given = pot.grant(it, 100, "Fotboll")
    with pytest.raises(StepRefused):
        payments.request(given, actor=it.ngo2.economist, amount=Decimal(1))


def test_a_refused_request_can_be_made_again(it):
    payment = ask(it, 3_000)
    with pytest.raises(StepRefused):
        payments.refuse(payment, actor=it.city.economist, reason=" ")
    refused = payments.refuse(payment, actor=it.city.economist, reason="Fel belopp")
    assert (refused.status, refused.refusal) == ("refused", "Fel belopp")
    assert ask(it, 3_000).pk


def test_a_payment_is_not_entered_before_it_is_made(it):
    payment = payments.attest(ask(it), actor=it.city.economist)
    with pytest.raises(StepRefused):
        pay(it, payment, paid_on=pot.DAY + timedelta(days=1))
    assert ledger.balances(it.fund).paid == 0


@pytest.mark.parametrize("who", ["ngo.economist", "ngo2.representative", "city.economist"])
def test_only_the_partys_economist_requests(it, who):
    member, role = who.split(".")
    with pytest.raises(PermissionDenied):
        payments.request(it.grant, actor=getattr(getattr(it.alfa, member), role), amount=Decimal(1))


def test_only_the_citys_economists_attest_and_pay(it):
    payment = ask(it)
    for one in (it.ngo.economist, it.ngo2.economist, it.city.coordinator):
        with pytest.raises(PermissionDenied):
            payments.attest(payment, actor=one)
    assert PaymentRequest.objects.get().status == "requested"


def test_tasks_follow_the_payment(it):
    payment = ask(it)
    assert len(list(payments.tasks_for(it.city.economist))) == 1
    payments.attest(payment, actor=it.city.economist)
    assert list(payments.tasks_for(it.city.economist)) == []
    assert len(list(payments.tasks_for(it.city.economist2))) == 1
