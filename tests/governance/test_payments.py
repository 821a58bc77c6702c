"""Requested, attested, paid: by three different people."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance import grants, ledger, payments
from governance.models import PaymentRequest
from partnerships import access
from partnerships.models import User
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


def test_the_same_form_sent_twice_asks_once(it, client):
    url = reverse("governance:payment_request", args=[it.alfa.slug, it.grant.pk])
    factories.login(client, it.ngo2.economist)
    data = {"amount": "500", "note": "Mars", "version": client.get(url).context["version"]}
    assert client.post(url, data).status_code == 302
    again = client.post(url, data)
    assert (again.status_code, "formuläret två gånger" in again.content.decode()) == (422, True)
    assert PaymentRequest.objects.count() == 1
    payments.refuse(PaymentRequest.objects.get(), actor=it.city.economist, reason="Fel belopp")
    assert client.post(url, data).status_code == 422  # an old page stays old
    assert client.post(url, data | {"version": client.get(url).context["version"]}).status_code == 302


def test_only_the_economists_of_the_party_with_the_grant_request(it):
    """Whichever side it is on: to ask for one's own money is the party's own matter, and others attest and pay."""
    of_the_city = grants.accept(city_grant(it), actor=it.city.signatory)
    for grant, expected in [
        (it.grant, {it.ngo2.economist}),
        (of_the_city, {it.city.economist, it.city.economist2}),
    ]:
        may = {one for one in User.objects.all() if access.may(one, "request_payment", grant)}
        assert may == expected
        for one in User.objects.exclude(pk__in=[person.pk for person in expected]):
            with pytest.raises(PermissionDenied):
                payments.request(grant, actor=one, amount=Decimal(1))
    assert not PaymentRequest.objects.exists()


def city_grant(it):
    proposal = pot.propose(it, 500, of=it.city, title="Stadens del")
    decision = pot.decide(it, city="disqualified")
    return grants.grant(proposal, actor=it.city.coordinator, decision=decision, amount=Decimal(500))


def test_a_grant_of_the_public_side_takes_three_of_its_people(it):
    of_the_city = grants.accept(city_grant(it), actor=it.city.signatory)
    payment = payments.request(of_the_city, actor=it.city.economist, amount=Decimal(500))
    payment = payments.attest(payment, actor=it.city.economist2)
    for same in (it.city.economist, it.city.economist2):
        with pytest.raises(StepRefused, match="Tre olika"):
            pay(it, payment, actor=same)
    third = factories.person("Third")
    factories.mandate(third, it.city.organisation, "economist")
    assert pay(it, payment, actor=third).status == "paid"


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
