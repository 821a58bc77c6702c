"""Money in, set aside and out: right to the öre, and impossible to overdraw."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance import contributions, grants, income, ledger, payments
from governance.models import FundMovement, Grant, Position
from partnerships import clock, monthly_reports, offerings
from partnerships.models import Service, ServiceReport
from partnerships.steps import StepRefused
from tests.governance import fund_stage as stage

FEBRUARY = date(2024, 2, 1)


@pytest.fixture
def alfa(world, travel):
    travel(date(2024, 6, 3))
    return world.alfa


def test_a_confirmed_report_books_days_times_rate(alfa):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    movement = FundMovement.objects.get()
    assert (movement.amount, movement.from_account, movement.to_account) == (Decimal("31000"), "outside", "available")
    assert movement.explanation["days"] == 620
    assert ledger.balances(fund).available == Decimal("31000")
    assert list(ledger.faults(fund)) == []


def test_a_correction_books_the_difference_and_what_it_corrects_stays(alfa):
    fund = stage.fund(alfa)
    first, second = stage.home(alfa), stage.home(alfa, "ngo2", "Boende B")
    one, other = stage.confirmed(alfa, first, 620), stage.confirmed(alfa, second, 310, member="ngo2")
    stage.corrected(alfa, one, 589)
    stage.corrected(alfa, other, 341, "ngo2")
    amounts = list(FundMovement.objects.order_by("number").values_list("from_account", "amount"))
    assert amounts == [
        ("outside", Decimal("31000")),
        ("outside", Decimal("15500")),
        ("available", Decimal("1550")),
        ("outside", Decimal("1550")),
    ]
    assert FundMovement.objects.get(number=3).corrects.number == 1
    assert [month.days for month in income.by_month(fund, 2024)][:2] == [930, 0]
    assert ledger.balances(fund).contributed == Decimal("46500")
    assert list(ledger.faults(fund)) == []


def test_the_first_of_the_month_decides_the_rate(alfa):
    fund = stage.fund(alfa)
    decision = stage.decision_without(alfa, "ngo3", "Ny sats")
    grants.set_rule(
        fund, actor=alfa.city.coordinator, rate=Decimal("60"), valid_from=date(2024, 1, 15), decision=decision
    )
    home = stage.home(alfa)
    stage.confirmed(alfa, home, 10)
    stage.confirmed(alfa, home, 10, FEBRUARY)
    assert [month.amount for month in income.by_month(fund, 2024)][:2] == [Decimal("500"), Decimal("600")]


def test_the_one_who_reported_does_not_confirm(alfa):
    stage.fund(alfa)
    report = stage.submitted(alfa, stage.home(alfa), 620)
    with pytest.raises(PermissionDenied):
        contributions.confirm(report, actor=alfa.ngo.economist)
    with pytest.raises(PermissionDenied):
        contributions.confirm(report, actor=alfa.city.coordinator)


def test_nobody_else_edits_a_service_or_its_report(alfa):
    home = stage.home(alfa)
    for stranger in (alfa.ngo2.representative, alfa.city.representative, alfa.city.coordinator, alfa.ngo.reader):
        with pytest.raises(PermissionDenied):
            offerings.edit(home, actor=stranger, name="Vårt")
        with pytest.raises(PermissionDenied):
            monthly_reports.save_draft(home, actor=stranger, month=stage.JANUARY, days=1)


def test_a_draft_is_its_organisations_own(alfa):
    service = offerings.create(alfa.ngo.party, actor=alfa.ngo.representative, name="Ny", kind="voice")
    assert Service.objects.visible_to(alfa.ngo.reader).filter(pk=service.pk).exists()
    assert not Service.objects.visible_to(alfa.city.coordinator).filter(pk=service.pk).exists()
    home = stage.home(alfa)
    report = monthly_reports.save_draft(home, actor=alfa.ngo.representative, month=stage.JANUARY, days=1)
    assert not ServiceReport.objects.visible_to(alfa.city.economist).filter(pk=report.pk).exists()


def test_a_grant_never_exceeds_what_is_available(alfa):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    with pytest.raises(StepRefused, match="31"):
        stage.granted(alfa, fund, "31001")
    stage.granted(alfa, fund, "31000", title="Annat")
    assert ledger.balances(fund) == ledger.Balances(Decimal("31000"), Decimal(0), Decimal("31000"), Decimal(0))


def test_the_database_refuses_what_the_program_forgot(alfa, monkeypatch):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    rich = ledger.Balances(*(Decimal(10**6),) * 4)
    monkeypatch.setattr(ledger, "balances", lambda fund: rich)
    with pytest.raises(IntegrityError, match="less available"), transaction.atomic():
        stage.granted(alfa, fund, "31001")


def test_a_party_takes_no_part_in_its_own_grant(alfa):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    decision = stage.decision_without(alfa, "ngo2")
    assert Position.objects.get(decision=decision, party=alfa.ngo.party).stance == "supports"
    with pytest.raises(StepRefused):
        grants.grant(
            stage.proposal(alfa, fund, "100"), actor=alfa.city.coordinator, decision=decision, amount=Decimal("100")
        )


def test_one_decision_gives_one_grant(alfa):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    decision = stage.decision_without(alfa)
    first, second = stage.proposal(alfa, fund, "100"), stage.proposal(alfa, fund, "100", title="Två")
    grants.grant(first, actor=alfa.city.coordinator, decision=decision, amount=Decimal("100"))
    with pytest.raises(StepRefused):
        grants.grant(second, actor=alfa.city.coordinator, decision=decision, amount=Decimal("100"))


def test_payment_takes_three_people_and_goes_in_parts(alfa):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    grant = stage.granted(alfa, fund, "1000")
    with pytest.raises(StepRefused):
        payments.request(grant, actor=alfa.ngo.economist, amount=Decimal("400"))
    grants.accept(grant, actor=alfa.ngo.signatory)
    for part in ("400", "600"):
        payment = payments.request(grant, actor=alfa.ngo.economist, amount=Decimal(part))
        payments.attest(payment, actor=alfa.city.economist)
        with pytest.raises(StepRefused):
            payments.pay(payment, actor=alfa.city.economist, paid_on=clock.today(), reference="BG 1")
        payments.pay(payment, actor=alfa.city.economist2, paid_on=clock.today(), reference="BG 1")
    assert Grant.objects.get().status == "paid"
    assert ledger.balances(fund).paid == Decimal("1000")
    assert list(ledger.faults(fund)) == []
    with pytest.raises(StepRefused):
        payments.request(grant, actor=alfa.ngo.economist, amount=Decimal("1"))


def test_a_refused_request_can_be_made_again(alfa):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    grant = grants.accept(stage.granted(alfa, fund, "1000"), actor=alfa.ngo.signatory)
    payment = payments.request(grant, actor=alfa.ngo.economist, amount=Decimal("1000"))
    assert grants.requestable(grant) == 0
    payments.refuse(payment, actor=alfa.city.economist, reason="Fel konto")
    assert grants.requestable(grant) == 1000


def test_a_krona_is_followed_to_the_oldest_contribution(alfa):
    fund = stage.fund(alfa)
    home = stage.home(alfa)
    stage.confirmed(alfa, home, 10)
    stage.confirmed(alfa, home, 10, FEBRUARY)
    first, second = stage.granted(alfa, fund, "700"), stage.granted(alfa, fund, "300", "ngo2", "Två")
    assert [(part.contribution.number, part.amount) for part in ledger.trace(first).parts] == [(1, 500), (2, 200)]
    assert [(part.contribution.number, part.amount) for part in ledger.trace(second).parts] == [(2, 300)]


def test_a_correction_may_reveal_an_overdraft_which_stops_new_grants(alfa):
    fund = stage.fund(alfa)
    report = stage.confirmed(alfa, stage.home(alfa), 20)
    stage.granted(alfa, fund, "1000")
    stage.corrected(alfa, report, 10)
    assert ledger.balances(fund).available == -500
    with pytest.raises(StepRefused):
        stage.granted(alfa, fund, "1", "ngo2", "Två")


def test_a_planted_fault_is_named(alfa, without_trigger):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    with without_trigger("governance_fundmovement", "append_only"):
        FundMovement.objects.update(amount=Decimal("31001"))
    assert len(list(ledger.faults(fund))) == 1
