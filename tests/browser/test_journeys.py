"""A day's work of each role, by clicking as a person would; most of it without JavaScript."""

import pytest

from governance.models import FundMovement, Minutes
from partnerships import agreements, clock
from partnerships.models import Agreement, ServiceReport, Signature
from tests.browser.clicks import submit
from tests.factories import PASSWORD
from tests.governance import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_coordinator_logs_in_and_finds_the_partnership(site, visit):
    page = visit(java_script_enabled=False)
    page.goto("/")
    page.fill("input[name=login]", site.alfa.city.coordinator.email)
    page.fill("input[name=password]", "fel lösenord")
    submit(page)
    assert page.locator("[data-color=danger], .ds-error-summary").first.is_visible()
    page.fill("input[name=login]", site.alfa.city.coordinator.email)
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    assert page.locator("h1").inner_text() == "Min dag"
    page.click("nav >> text=Partnerskap")
    page.click(f"main >> text={site.alfa.partnership.name}")
    assert page.locator("h1").inner_text() == site.alfa.partnership.name


def test_the_last_signatory_puts_an_agreement_in_force(site, visit):
    alfa = site.alfa
    for waiting in Agreement.objects.filter(partnership=alfa.partnership, status="proposed"):
        waiting = agreements.return_to_draft(waiting, actor=alfa.city.coordinator, reason="Först den andra")
        agreements.drop(waiting, actor=alfa.city.coordinator, reason="Först den andra")
    main = site.furnished.agreement
    made = agreements.create(
        alfa.partnership, actor=alfa.city.coordinator, kind="amendment", title="Fler platser", parent=main
    )
    agreements.add_section(made, actor=alfa.city.coordinator, heading="Ändring", body="Platserna blir tvåhundra.")
    made = agreements.propose(made, actor=alfa.city.coordinator)
    for of in (alfa.city, alfa.ngo, alfa.ngo2):
        agreements.sign(made, actor=of.signatory, party=of.party)
    page = visit(alfa.ngo3.signatory, java_script_enabled=False)
    page.goto("/")
    page.locator("main a", has_text="Fler platser").first.click()
    if "underteckna" not in page.url:
        page.locator("main a[href*=underteckna]").first.click()
    assert "Platserna blir tvåhundra." in page.inner_text("main")
    page.fill("input[name=password]", "fel")
    submit(page)
    assert Signature.objects.filter(agreement=made).count() == 3
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    made.refresh_from_db()
    assert made.status == Agreement.Status.IN_FORCE
    assert made.in_force_on == clock.today()


def test_a_report_goes_from_the_home_to_the_fund(site, visit):
    alfa = site.alfa
    service = site.furnished.service
    before = FundMovement.objects.count()
    page = visit(alfa.ngo.representative, java_script_enabled=False)
    page.goto(f"{service.get_absolute_url()}rapport/?month=2021-03")
    page.fill("input[name=days]", "inte ett tal")
    submit(page)
    assert page.input_value("input[name=days]") == "inte ett tal"
    page.fill("input[name=days]", "31")
    submit(page)
    page.locator("main a[href$='skicka/']").first.click()
    submit(page)
    report = ServiceReport.objects.get(service=service, month="2021-03-01")
    assert report.status == ServiceReport.Status.SUBMITTED
    other = visit(alfa.city.economist, java_script_enabled=False)
    other.goto("/")
    other.locator("main a[href$='rapporter/']").first.click()
    other.locator("main form[method=get] button[type=submit]", has_text="valda").click()
    submit(other)
    report.refresh_from_db()
    assert report.status == ServiceReport.Status.CONFIRMED
    assert FundMovement.objects.count() > before


def test_minutes_take_an_approver_from_each_side(site, visit):
    alfa = site.alfa
    it = stage.circulated(alfa)
    for person in (alfa.city.chair, alfa.ngo.representative):
        page = visit(person, java_script_enabled=False)
        page.goto(f"{it.meeting.get_absolute_url()}protokoll/justera/")
        page.check("main input[type=checkbox]")
        page.fill("input[name=password]", PASSWORD)
        submit(page)
        record = Minutes.objects.get(pk=it.minutes.pk)
        expected = Minutes.Status.CIRCULATED if person == alfa.city.chair else Minutes.Status.APPROVED
        assert record.status == expected


def test_an_observer_reads_and_is_offered_nothing_to_change(site, visit):
    page = visit(site.alfa.observer)
    for part in ("", "parter/", "avtal/", "tjanster/", "organ/", "fond/", "historik/"):
        page.goto(f"/partnerskap/{site.alfa.slug}/{part}")
        assert page.locator("h1").is_visible()
        assert page.locator("main form[method=post]").count() == 0, part


def test_the_keyboard_is_enough_and_shows_where_it_is(site, visit):
    page = visit(site.alfa.ngo.representative)
    page.goto("/konto/jag/")
    focused, hidden = set(), []
    for _step in range(30):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
            const box = one.getBoundingClientRect();
            return [one.outerHTML.slice(0, 80), style.outlineStyle + style.boxShadow, box.width * box.height]; }"""
        )
        if state[0].startswith("<body"):  # past the last stop: the browser's own bar
            break
        focused.add(state[0])
        if state[1] == "nonenone" or state[2] == 0:
            hidden.append(state)
    assert hidden == []
    assert len(focused) > 8
