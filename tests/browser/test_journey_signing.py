"""The parties sign in a fixed order, without JavaScript: who is not on turn reads, and is told when it is."""

import pytest

from partnerships import agreements
from partnerships.models import Agreement
from tests.browser.clicks import follow, submit, text_of
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_city_signs_last(site, visit):
    alfa = site.alfa
    made = Agreement.objects.get(partnership=alfa.partnership, kind="amendment", status="proposed")
    agreements.return_to_draft(made, actor=alfa.city.coordinator, reason="Ordningen")
    at, no_scripts = made.get_absolute_url(), {"java_script_enabled": False}

    leader = visit(alfa.city.coordinator, **no_scripts)
    leader.goto(at)
    assert "De skriver under i vilken ordning som helst." in text_of(leader)
    follow(leader, "Ändra ordningen")
    leader.check("input[value=ideburna_first]")
    submit(leader)
    assert "De skriver under efter nummer:" in text_of(leader)
    agreements.propose(Agreement.objects.get(pk=made.pk), actor=alfa.city.coordinator)

    city = visit(alfa.city.signatory, **no_scripts)
    city.goto(at)
    assert "turen kommer senare" in text_of(city)
    follow(city, "Läs texten")
    assert "Inte er tur än" in text_of(city)
    assert city.locator("input[name=password]").count() == 0
    city.get_by_role("button", name="Jag har läst texten").click()
    assert "Inget i den har ändrats sedan dess." in text_of(city)

    for of in (alfa.ngo2, alfa.ngo3):
        agreements.sign(Agreement.objects.get(pk=made.pk), actor=of.signatory, party=of.party)
    ngo = visit(alfa.ngo.signatory, **no_scripts)
    ngo.goto(at)
    follow(ngo, "Läs och skriv under")
    assert "enkel elektronisk underskrift" in text_of(ngo)
    ngo.fill("input[name=password]", PASSWORD)
    submit(ngo)
    assert "Kvitto" in text_of(ngo)

    city.goto("/")
    assert city.locator(f"main li.notice a[href='{at}']", has_text="väntar på din organisations underskrift").count()
    city.goto(at)
    follow(city, "Läs och skriv under")
    city.fill("input[name=password]", PASSWORD)
    submit(city)
    assert Agreement.objects.get(pk=made.pk).status == "in_force"
