"""Somebody is invited by e-mail and arrives with the mandate that the invitation was to, without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from partnerships import clock
from partnerships.models import Invitation, Mandate
from tests.browser.clicks import follow, submit, text_of
from tests.factories import save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS, OTHER = "nanna.ny@ansgar.example", "olle.ny@ansgar.example"


def test_an_invited_economist_arrives_with_the_mandate(site, visit):
    alfa = site.alfa
    representative = visit(alfa.ngo.representative, java_script_enabled=False)
    link = invite(representative, alfa, ADDRESS)
    page = visit(java_script_enabled=False)
    accept(page, alfa, link)
    mandate = Mandate.objects.get(person__email=ADDRESS)
    assert (mandate.role, mandate.organisation) == ("economist", alfa.ngo.organisation)
    assert mandate.valid_from == clock.today()
    sees_the_partnership(page, alfa)
    representative.reload()
    assert "Nanna Ny" in text_of(representative)
    for window in (page, visit(java_script_enabled=False)):
        window.goto(link)
        assert "Länken fungerar inte" in window.inner_text("h1")
    assert Mandate.objects.filter(person__email=ADDRESS).count() == 1


def test_an_expired_link_says_so_and_a_new_one_works(site, visit):
    alfa = site.alfa
    representative = visit(alfa.ngo.representative, java_script_enabled=False)
    old = invite(representative, alfa, OTHER)
    save(Invitation.objects.get(email=OTHER), expires_on=clock.today() - timedelta(days=1))
    page = visit(java_script_enabled=False)
    page.goto(old)
    says = text_of(page)
    assert "Länken fungerar inte" in says
    assert "blivit för gammal" in says
    assert alfa.ngo.organisation.name not in says
    representative.reload()
    row = representative.locator("main tr, main li", has_text=OTHER)
    assert "Gått ut" in row.first.inner_text()
    row.first.get_by_role("link", name="Skicka igen").click()
    submit(representative)
    page.goto(link_in(mail.outbox[-1]))
    assert "Du är inbjuden" in text_of(page)
    page.goto(old)
    assert "Länken fungerar inte" in text_of(page)


def invite(page, alfa, address):
    """From the organisation's page to the link in the mail; a limit for an economist is refused beside its field."""
    page.goto("/")
    page.locator("nav").get_by_role("link", name="Organisationer").click()
    follow(page, alfa.ngo.organisation.name)
    follow(page, "Bjud in en person")
    page.fill("input[name=email]", address)
    page.get_by_label("Ekonom").check()
    page.fill("input[name=limit_amount]", "100")
    submit(page)
    assert "Bara en firmatecknare har en beloppsgräns." in text_of(page)
    assert page.input_value("input[name=email]") == address
    page.fill("input[name=limit_amount]", "")
    submit(page)
    (letter,) = [one for one in mail.outbox if address in one.recipients()]
    assert alfa.ngo.representative.name in letter.body
    return link_in(letter)


def link_in(letter):
    """The path of the link: the test's own server stands elsewhere."""
    return re.search(r"https?://[^/]+(/inbjudan/\S+)", letter.body)[1]


def accept(page, alfa, link):
    """A name and a password that is good enough; then one is logged in."""
    page.goto(link)
    says = text_of(page)
    assert alfa.ngo.organisation.name in says
    assert "konom" in says
    page.fill("input[name=name]", "Nanna Ny")
    page.fill("input[name=password]", "1234")
    page.fill("input[name=repeated]", "1234")
    submit(page)
    assert page.locator(".ds-error-summary").is_visible()
    assert page.input_value("input[name=name]") == "Nanna Ny"
    page.fill("input[name=password]", "tre trötta tranor")
    page.fill("input[name=repeated]", "tre trötta tranor")
    submit(page)
    assert page.locator("h1").inner_text() == alfa.ngo.organisation.name


def sees_the_partnership(page, alfa):
    """What the mandate gives: the partnership is there."""
    page.goto("/")
    follow(page, alfa.partnership.name)
    assert page.locator("h1").inner_text() == alfa.partnership.name
