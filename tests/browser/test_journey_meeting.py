"""A secretary's whole meeting, from plan to approved minutes, without JavaScript."""

import pytest

from governance.models import Decision, Meeting, Minutes
from partnerships import clock
from tests.browser.clicks import follow, press, submit, text_of
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_secretary_takes_a_meeting_from_plan_to_approved_minutes(site, visit):
    alfa = site.alfa
    page = visit(alfa.ngo.secretary, java_script_enabled=False)
    meeting = plan_and_call(page, alfa)
    enter_the_roll(page, alfa, meeting)
    decide(page, alfa, meeting)
    write_and_circulate(page, alfa, meeting)
    for person, state in [(alfa.city.chair, "circulated"), (alfa.ngo2.representative, "approved")]:
        approve(visit(person, java_script_enabled=False), meeting)
        assert Minutes.objects.get(meeting=meeting).status == state
    page.reload()
    says = text_of(page)
    assert "Protokollet är justerat. Inget mer väntar på detta möte." in says
    assert "Läxhjälpen får 3 000 kr." in says
    assert page.locator("main textarea").count() == 0
    assert page.locator("main a", has_text="Nytt beslut").count() == 0
    assert page.locator("main a", has_text="Gör ett tillägg").is_visible()
    item = meeting.items.get(title="Läxhjälp")
    page.goto(f"/partnerskap/{alfa.slug}/arende/{item.pk}/text/")
    page.fill("textarea[name=text]", "Något annat")
    submit(page)
    assert "Det har redan gått vidare" in text_of(page)
    assert page.input_value("textarea[name=text]") == "Något annat"


def plan_and_call(page, alfa):
    """Today's meeting, with an item of the secretary's own."""
    page.goto("/")
    follow(page, alfa.partnership.name)
    follow(page, "Möten och beslut")
    follow(page, alfa.steering.name, exact=True)
    follow(page, "Planera ett möte")
    page.fill("input[name=time]", "00:00")
    page.fill("input[name=place]", "Stadshuset")
    submit(page)
    assert page.locator(".ds-error-summary").is_visible()
    assert page.input_value("input[name=place]") == "Stadshuset"
    page.fill("input[name=day]", clock.today().isoformat())
    submit(page)
    meeting = Meeting.objects.latest("pk")
    assert page.url.endswith(meeting.get_absolute_url())
    follow(page, "Nytt ärende")
    page.select_option("select[name=kind]", label="Beslut")
    page.fill("input[name=title]", "Läxhjälp")
    page.fill("textarea[name=proposed_wording]", "Läxhjälpen får 3 000 kr.")
    submit(page)
    follow(page, "Kalla till mötet")
    submit(page)
    assert "Kallelsen är skickad." in text_of(page)
    return meeting


def enter_the_roll(page, alfa, meeting):
    """Everybody is there but Cecilia; one row is forgotten at first."""
    page.goto("/")
    follow(page, f"Anteckna närvaron: {alfa.steering.name}, {clock.today()}")
    rows = page.locator("main table tr", has=page.locator("input[type=radio]"))
    for one in range(rows.count()):
        row = rows.nth(one)
        words = "frånvarande" if "Cecilia" in row.inner_text() else "närvarande"
        if one:
            row.get_by_label(words, exact=False).first.check()
    press(page, "Spara närvaron")
    assert Meeting.objects.get(pk=meeting.pk).status == "called"
    rows.nth(0).get_by_label("närvarande", exact=False).first.check()
    press(page, "Spara närvaron")
    assert Meeting.objects.get(pk=meeting.pk).status == "held"
    assert "Mötet är beslutsfört." in text_of(page)


def decide(page, alfa, meeting):
    """Everybody there supports; the words of the item are those of the decision."""
    item = page.locator("main li", has_text="Läxhjälp").first
    item.locator("a", has_text="Nytt beslut").click()
    assert page.input_value("textarea[name=wording]") == "Läxhjälpen får 3 000 kr."
    submit(page)
    here = page.locator("main table tr", has=page.locator("select"))
    for one in range(here.count()):
        if "Cecilia" not in here.nth(one).inner_text():
            here.nth(one).locator("select").select_option(label="Stöder")
    submit(page)
    assert "Enligt organets regel är beslutet" in text_of(page)
    submit(page)
    assert page.url.endswith(f"{meeting.get_absolute_url()}#item-{meeting.items.get(title='Läxhjälp').pk}")
    made = Decision.objects.get(item__meeting=meeting)
    assert (made.status, made.outcome) == ("closed", "adopted")


def write_and_circulate(page, alfa, meeting):
    """On the meeting's page, where closing the decision led."""
    press(page, "Påbörja protokollet")
    item = page.locator("main li", has_text="Läxhjälp").first
    item.locator("textarea").fill("Ansgar berättade om läxhjälpen.")
    item.locator("button", has_text="Spara texten").click()
    assert "Texten är sparad" in text_of(page)
    follow(page, "Utse justerare")
    page.get_by_label(str(alfa.city.chair)).check()
    submit(page)
    assert "från varje sida" in text_of(page)
    page.get_by_label(str(alfa.city.chair)).check()
    page.get_by_label(str(alfa.ngo2.representative)).check()
    submit(page)
    follow(page, "Skicka för justering")
    assert "Ansgar berättade om läxhjälpen." in text_of(page)
    submit(page)
    assert "Protokollet är skickat för justering." in text_of(page)


def approve(page, meeting):
    """From what waits on one's own day to the approval of the exact text."""
    page.goto("/")
    follow(page, "Justera protokollet")
    says = text_of(page)
    assert "Ansgar berättade om läxhjälpen." in says
    assert "Läxhjälpen får 3 000 kr." in says
    page.locator("main input[type=checkbox]").check()
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    assert "Du har justerat protokollet." in text_of(page)
