"""The fund's pages, used as the people who use them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.models import FundMovement, FundProposal, Grant, PaymentRequest
from partnerships.models import ServiceReport
from tests.factories import login
from tests.governance import fund_stage as stage


@pytest.fixture
def alfa(world, travel):
    travel(date(2024, 6, 3))
    return world.alfa


def url(name, *args):
    return reverse(f"governance:{name}", args=["alfa", *args])


def test_without_a_fund_the_page_says_what_it_is_for(alfa, client):
    login(client, alfa.city.coordinator)
    assert client.get(url("fund")).status_code == 200
    assert client.post(url("fund_new"), {"name": ""}).status_code == 422
    assert client.post(url("fund_new"), {"name": "Potten"}).status_code == 302
    assert client.post(url("fund_new"), {"name": "Två"}).status_code == 422
    login(client, alfa.ngo.representative)
    assert client.get(url("fund_new")).status_code == 403


def test_the_economist_confirms_the_chosen_reports(alfa, client):
    stage.fund(alfa)
    home = stage.home(alfa)
    report = stage.submitted(alfa, home, 620)
    login(client, alfa.city.economist)
    assert b"620" in client.get(url("report_list")).content
    page = client.get(url("reports_confirm"), {"report": [report.pk, 999]})
    assert "31\xa0000" in page.content.decode()
    assert client.post(url("reports_confirm"), {}).status_code == 422
    assert client.post(url("reports_confirm"), {"report": ["x", "9" * 40]}).status_code == 422
    assert client.post(url("reports_confirm"), {"report": [report.pk]}).status_code == 302
    assert FundMovement.objects.get().amount == Decimal("31000")
    assert client.post(url("reports_confirm"), {"report": [report.pk]}).status_code == 422
    login(client, alfa.city.coordinator)
    assert client.get(url("reports_confirm")).status_code == 403


def test_a_report_is_sent_back_with_a_reason(alfa, client):
    stage.fund(alfa)
    report = stage.submitted(alfa, stage.home(alfa), 620)
    login(client, alfa.city.economist)
    assert client.post(url("report_send_back", report.pk), {"reason": " "}).status_code == 422
    assert client.post(url("report_send_back", report.pk), {"reason": "Räkna om"}).status_code == 302
    report.refresh_from_db()
    assert report.status == ServiceReport.Status.DRAFT


def test_a_proposal_goes_all_the_way(alfa, client):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    login(client, alfa.ngo.representative)
    new = url("proposal_new", alfa.ngo.party.pk)
    assert client.post(new, {"title": "Läxhjälp", "need": "Behov", "amount": "-1"}).status_code == 422
    assert client.post(new, {"title": "Läxhjälp", "need": "Behov", "amount": "1 000,50"}).status_code == 302
    proposal = FundProposal.objects.get()
    assert proposal.amount == Decimal("1000.50")
    login(client, alfa.city.coordinator)
    assert client.get(url("proposal", proposal.pk)).status_code == 404
    login(client, alfa.ngo.representative)
    assert client.post(url("proposal_submit", proposal.pk)).status_code == 302
    decision = stage.decision_without(alfa)
    enter = url("proposal_grant", proposal.pk)
    for who, may in ((alfa.ngo.secretary, True), (alfa.ngo2.representative, False), (alfa.city.coordinator, True)):
        login(client, who)
        assert (enter in client.get(url("proposal", proposal.pk)).content.decode()) is may
        assert client.get(enter).status_code == (200 if may else 403)
    too_much = client.post(enter, {"decision": decision.pk, "amount": "99999999"})
    assert too_much.status_code == 422
    assert client.post(enter, {"decision": decision.pk, "amount": "1000"}).status_code == 302
    grant = Grant.objects.get()
    login(client, alfa.ngo.signatory)
    assert client.post(url("grant_accept", grant.pk)).status_code == 302
    login(client, alfa.ngo.economist)
    assert client.post(url("payment_request", grant.pk), {"amount": "5000"}).status_code == 422
    assert client.post(url("payment_request", grant.pk), {"amount": "600"}).status_code == 302
    payment = PaymentRequest.objects.get()
    login(client, alfa.city.economist)
    assert client.post(url("payment_attest", payment.pk)).status_code == 302
    assert client.post(url("payment_pay", payment.pk), {"paid_on": "2024-06-03"}).status_code == 422
    login(client, alfa.city.economist2)
    assert client.post(url("payment_pay", payment.pk), {"paid_on": "2024-06-03", "reference": "BG"}).status_code == 302
    for name, args in [
        ("fund", []),
        ("movement_list", []),
        ("proposal_list", []),
        ("grant", [grant.pk]),
        ("krona", [grant.pk]),
    ]:
        assert client.get(url(name, *args)).status_code == 200
    assert client.get(url("fund"), {"per": "nonsens", "ar": "x"}).status_code == 200
    assert client.get(url("movement_list"), {"format": "xlsx"}).status_code == 200
    assert "1\xa0000" in client.get(fund.get_absolute_url()).content.decode()


def test_money_is_given_back_by_who_enters_decisions(alfa, client):
    fund = stage.fund(alfa)
    stage.confirmed(alfa, stage.home(alfa), 620)
    grant = stage.granted(alfa, fund, "3000")
    enter, page = url("grant_return", grant.pk), grant.get_absolute_url()
    for person in (alfa.ngo.economist, alfa.city.economist, alfa.observer):
        login(client, person)
        assert enter not in client.get(page).content.decode()
        assert client.get(enter).status_code == 403
        assert client.post(enter, {"amount": "500", "decision": grant.decision_id}).status_code == 403
    login(client, alfa.city.coordinator)
    assert enter in client.get(page).content.decode()
    too_much = client.post(enter, {"amount": "3000,50", "decision": grant.decision_id, "version": 1})
    assert too_much.status_code == 422
    assert "3000,50" in too_much.content.decode()
    assert client.post(enter, {"amount": "500", "decision": ""}).status_code == 422
    first = {"amount": "500", "decision": grant.decision_id, "version": 1}
    assert client.post(enter, first).status_code == 302
    assert client.post(enter, first).status_code == 422  # pressed twice
    assert FundMovement.objects.filter(from_account="committed", to_account="available").count() == 1
    for address in (page, grant.decision.get_absolute_url(), url("movement_list"), fund.get_absolute_url()):
        assert "500\xa0kr" in client.get(address).content.decode(), address
    rest = {"amount": "2500", "decision": grant.decision_id, "version": 2}
    assert client.post(enter, rest).status_code == 302
    assert enter not in client.get(page).content.decode()


def test_what_each_service_gave_is_told_and_exported(alfa, client):
    fund = stage.fund(alfa)
    home, other = stage.home(alfa), stage.home(alfa, "ngo2", name="Huset")
    login(client, alfa.observer)
    assert client.get(url("income_services")).status_code == 200
    assert "\xa0kr" not in client.get(home.get_absolute_url()).content.decode()
    stage.confirmed(alfa, home, 620)
    stage.confirmed(alfa, other, 155, member="ngo2")
    for address in (url("income_services"), fund.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "80,0 %" in page or "80.0 %" in page
        assert home.get_absolute_url() in page
    page = client.get(home.get_absolute_url()).content.decode()
    assert "31\xa0000\xa0kr" in page
    assert fund.get_absolute_url() in page
    found = client.get(url("income_services"), {"q": "Huset"}).content.decode()
    assert other.get_absolute_url() in found
    assert home.get_absolute_url() not in found
    rows = client.get(url("income_services"), {"format": "csv"}).content.decode().splitlines()
    assert len(rows) == 3
    assert rows[1].endswith(";Boende A;1;620;31000,00;80,0")
    assert client.get(url("income_services"), {"per": "2023-12-31", "format": "csv"}).content.count(b"\n") == 1
    assert client.get(url("income_services"), {"per": "x"}).status_code == 200
    own = client.get(url("movement_list"), {"service": home.pk}).content.decode()
    assert own.count("<tr id=") == 1
