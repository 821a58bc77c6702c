"""A coordinator changes what has been agreed, without JavaScript."""

import pytest

from partnerships import agreements
from partnerships.models import Agreement
from tests.browser.clicks import follow, submit, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_coordinator_proposes_an_amendment_and_takes_back_its_text(site, visit):
    alfa = site.alfa
    for waiting in Agreement.objects.filter(partnership=alfa.partnership, status="proposed"):
        waiting = agreements.return_to_draft(waiting, actor=alfa.city.coordinator, reason="Först den andra")
        agreements.drop(waiting, actor=alfa.city.coordinator, reason="Först den andra")
    page = visit(alfa.city.coordinator, java_script_enabled=False)
    made = draft(page, alfa)
    propose(page, made)
    for one in (alfa.city, alfa.ngo):
        agreements.sign(Agreement.objects.get(pk=made.pk), actor=one.signatory, party=one.party)
    change_the_text(page, made)
    signatory = visit(alfa.ngo.signatory, java_script_enabled=False)
    signatory.goto("/")
    notice = signatory.locator(f"main li.notice a[href='{made.get_absolute_url()}']", has_text="Din underskrift")
    assert notice.count() == 1
    propose(page, made)
    signatory.reload()
    follow(signatory, "Fler platser")
    if "underteckna" not in signatory.url:
        follow(signatory, "Skriv under")
    assert "Platserna blir trehundra." in text_of(signatory)


def draft(page, alfa):
    """From the list of agreements: a title, one of the suggested sections, and one of one's own."""
    page.goto("/")
    follow(page, alfa.partnership.name)
    follow(page, "Avtal", exact=True)
    follow(page, "Partnerskapsavtal", exact=True)
    follow(page, "Nytt tilläggsavtal")
    page.fill("input[name=title]", "")
    submit(page)
    assert page.locator(".ds-error-summary").is_visible()
    page.fill("input[name=title]", "Fler platser")
    page.check("input[name=subjects][value=services]")
    submit(page)
    assert "Utkastet är påbörjat" in text_of(page)
    made = Agreement.objects.get(title="Fler platser")
    assert page.url.endswith(made.get_absolute_url())
    write_first_section(page)
    page.fill("textarea[name=body]", "Platserna blir tvåhundra.")
    submit(page)
    follow(page, "Nytt avsnitt")
    page.fill("input[name=heading]", "Från när")
    page.fill("textarea[name=body]", "Från nästa månad. Frågor till 19640823-3234.")
    submit(page)
    assert "personnummer" in text_of(page)
    assert page.input_value("input[name=heading]") == "Från när"
    page.fill("textarea[name=body]", "Från nästa månad.")
    submit(page)
    assert {"Platserna blir tvåhundra.", "Från nästa månad."} <= set(made.sections.values_list("body", flat=True))
    return made


def write_first_section(page):
    """The link beside the heading."""
    page.locator("section[aria-labelledby=section-1]").get_by_role("link", name="Skriv").click()


def propose(page, made):
    """The page says first what will happen."""
    follow(page, "Lägg fram för underskrift")
    submit(page)
    assert "Avtalet väntar på underskrifter." in text_of(page)
    assert Agreement.objects.get(pk=made.pk).status == "proposed"


def change_the_text(page, made):
    """Two have signed: saving says that their signatures are void, before and after."""
    page.reload()
    assert "2 av 4 har skrivit under." in text_of(page)
    write_first_section(page)
    assert "underskrifterna gäller inte längre" in text_of(page)
    page.fill("textarea[name=body]", "Platserna blir trehundra.")
    submit(page)
    made.refresh_from_db()
    assert made.status == "draft"
    assert made.signatures.count() == 2
    says = text_of(page)
    assert "Platserna blir trehundra." in says
    assert "De skriver under när texten har lagts fram." in says
