"""Money from the fund passes three pairs of hands, without JavaScript."""

import pytest

from governance.models import PaymentRequest
from tests.browser.clicks import follow, submit, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_payment_takes_three_people(site, visit):
    alfa = site.alfa
    request_payment(visit(alfa.ngo.economist, java_script_enabled=False), alfa)
    payment = PaymentRequest.objects.latest("pk")
    attesting = visit(alfa.city.economist, java_script_enabled=False)
    attest(attesting)
    the_attester_is_not_let_pay(attesting, alfa, payment)
    pay(visit(alfa.city.economist2, java_script_enabled=False))
    payment.refresh_from_db()
    people = (payment.requested_by, payment.attested_by, payment.paid_by)
    assert people == (alfa.ngo.economist, alfa.city.economist, alfa.city.economist2)
    the_fund_says(visit(alfa.observer, java_script_enabled=False), alfa)


def request_payment(page, alfa):
    """From the fund's page; more than is left is refused and what was typed stays."""
    page.goto("/")
    follow(page, alfa.partnership.name)
    follow(page, "Potten", exact=True)
    follow(page, "Läxhjälp")
    follow(page, "Rekvirera pengar")
    assert page.input_value("input[name=amount]").replace("\xa0", "").startswith("2000")
    page.fill("input[name=amount]", "2 000,50")
    page.fill("[name=note]", "Vårterminen")
    submit(page)
    assert "2 000 kr" in text_of(page)
    assert page.input_value("[name=note]") == "Vårterminen"
    page.fill("input[name=amount]", "1 500,50")
    submit(page)
    assert "Pengarna är rekvirerade." in text_of(page)
    assert "499,50 kr" in text_of(page)


def attest(page):
    """From what waits on one's own day."""
    page.goto("/")
    follow(page, "Attestera 1 500,50 kr")
    if "attestera" not in page.url:
        follow(page, "Attestera 1 500,50 kr")
    assert "Vårterminen" in text_of(page)
    submit(page)
    assert "Utbetalningen är attesterad." in text_of(page)


def the_attester_is_not_let_pay(page, alfa, payment):
    """The page offers it to somebody else; who goes there nonetheless is told why not."""
    assert "Någon annan betalar." in text_of(page)
    assert page.locator("main a", has_text="För in som betald").count() == 0
    page.goto(f"/partnerskap/{alfa.slug}/fond/utbetalningar/{payment.pk}/betala/")
    page.fill("input[name=reference]", "Bankgiro 12")
    submit(page)
    assert "Tre olika personer rekvirerar, attesterar och betalar." in text_of(page)
    assert page.input_value("input[name=reference]") == "Bankgiro 12"
    assert PaymentRequest.objects.get(pk=payment.pk).status == "attested"


def pay(page):
    """The third pair of hands."""
    page.goto("/")
    follow(page, "Betala 1 500,50 kr")
    follow(page, "För in att 1 500,50 kr har betalats")
    page.fill("input[name=reference]", "Bankgiro 12")
    submit(page)
    says = text_of(page)
    assert "Utbetalningen är bokförd." in says
    assert "Bankgiro 12" in says


def the_fund_says(page, alfa):
    """The same figures for everybody: 10 000 in, 2 500,50 out, the rest of the grant set aside."""
    page.goto(f"/partnerskap/{alfa.slug}/fond/")
    facts = page.locator("main dl.facts").inner_text().replace("\xa0", " ")
    for figure in ("10 000 kr", "499,50 kr", "2 500,50 kr", "7 000 kr"):
        assert figure in facts


def test_a_coordinator_gives_back_what_a_grant_does_not_need(site, visit):
    alfa, grant = site.alfa, site.furnished.grant
    page = visit(alfa.city.coordinator, java_script_enabled=False)
    page.goto(grant.get_absolute_url())
    follow(page, "Återför pengar till potten")
    page.fill("input[name=amount]", "9 999")
    page.select_option("select[name=decision]", str(grant.decision_id))
    submit(page)
    assert "2 000 kr" in text_of(page)
    assert page.input_value("input[name=amount]") == "9 999"
    page.fill("input[name=amount]", "700")
    submit(page)
    assert "Pengarna är återförda till potten." in text_of(page)
    assert "1 300 kr" in text_of(page)
    follow(page, "Historik")
    assert "återfördes" in text_of(page)
