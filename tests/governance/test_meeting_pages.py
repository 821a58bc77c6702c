"""The pages of meetings, minutes, decisions and actions, from plan to addendum, as people use them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import actions, decisions, minutes
from governance.models import ActionItem, Decision, Meeting
from partnerships import clock
from tests.factories import PASSWORD, login
from tests.governance import stage


@pytest.fixture
def alfa(world):
    return world.alfa


def url(name, alfa, pk):
    return reverse(f"governance:{name}", args=[alfa.slug, pk])


def test_a_meeting_from_plan_to_addendum(alfa, client):
    """The secretary's whole way, page by page."""
    login(client, alfa.ngo.secretary)
    when = {"day": clock.today().isoformat(), "time": "00:01", "place": "Stadshuset"}
    page = client.post(url("meeting_new", alfa, alfa.steering.pk), when)
    meeting = Meeting.objects.get()
    assert page.url == meeting.get_absolute_url()
    new = {"kind": "decision", "title": "Läxhjälp", "proposed_wording": "Läxhjälpen får pengar", "basis": "Behovet"}
    client.post(url("item_new", alfa, meeting.pk), new)
    item = meeting.items.get(title="Läxhjälp")
    client.post(url("item_move", alfa, item.pk), {"to": "up"})
    assert client.post(url("meeting_call", alfa, meeting.pk)).status_code == 302
    assert "Läxhjälp" in client.get(page.url).content.decode()
    roll = {f"seat_{one.pk}": "present" for one in alfa.steering.seats.all()}
    assert client.post(url("meeting_roll", alfa, meeting.pk), {}).status_code == 422
    assert client.post(url("meeting_roll", alfa, meeting.pk), roll).status_code == 302
    assert client.post(url("minutes_begin", alfa, meeting.pk)).status_code == 302
    assert client.post(url("minutes_opening", alfa, meeting.pk), {"text": "Välkomna", "version": 1}).status_code == 302
    assert client.post(url("minutes_write", alfa, item.pk), {"text": "Vi talade.", "version": 1}).status_code == 302
    page = client.post(url("decision_new", alfa, item.pk), {"title": "Läxhjälp", "wording": "Får pengar"})
    decision = Decision.objects.get()
    assert page.url == url("decision_positions", alfa, decision.pk)
    stances = {f"stance_{party.pk}": "supports" for party in stage.members(alfa).values()}
    wrong = stances | {f"stance_{alfa.ngo.party.pk}": "reservation"}
    assert client.post(page.url, wrong).status_code == 422
    assert client.post(page.url, wrong | {f"reason_{alfa.ngo.party.pk}": "För dyrt"}).status_code == 302
    assert client.get(url("decision_close", alfa, decision.pk)).status_code == 200
    ask = {"outcome": "", "ratify_by": [alfa.city.party.pk]}
    assert client.post(url("decision_close", alfa, decision.pk), ask).status_code == 302
    decision.refresh_from_db()
    assert decision.outcome == "adopted"
    todo = {"title": "Skriv rutinen", "party": alfa.ngo.party.pk}
    assert client.post(url("action_new", alfa, item.pk), todo).status_code == 302
    assert client.post(url("minutes_approvers", alfa, meeting.pk), {"seats": []}).status_code == 422
    named = [stage.seat_of(alfa, who).pk for who in (alfa.city.chair, alfa.ngo.representative)]
    assert client.post(url("minutes_approvers", alfa, meeting.pk), {"seats": named}).status_code == 302
    assert client.get(url("minutes_circulate", alfa, meeting.pk)).status_code == 200
    assert client.post(url("minutes_circulate", alfa, meeting.pk)).status_code == 302
    for person in (alfa.city.chair, alfa.ngo.representative):
        login(client, person)
        shown = client.get(url("minutes_approve", alfa, meeting.pk)).content.decode()
        assert "För dyrt" in shown
        assert meeting.minutes.text_hash in shown
        wrong = {"is_read": "on", "password": "fel"}
        assert client.post(url("minutes_approve", alfa, meeting.pk), wrong).status_code == 422
        good = {"is_read": "on", "password": PASSWORD}
        assert client.post(url("minutes_approve", alfa, meeting.pk), good).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "closed"
    login(client, alfa.ngo.secretary)
    assert client.post(url("minutes_addendum", alfa, meeting.pk), {"text": "Ett tillägg"}).status_code == 302
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Ett tillägg" in page
    assert "<textarea" not in page
    row = decision.ratifications.get()
    login(client, alfa.city.signatory)
    home = {"decided_by": "Nämnden", "decided_on": clock.today().isoformat(), "reference": "§ 1"}
    assert client.post(url("ratification", alfa, row.pk), home | {"decided_on": "2099-01-01"}).status_code == 422
    assert client.post(url("ratification", alfa, row.pk), home).status_code == 302
    assert decisions.is_effective(Decision.objects.get())


def test_two_secretaries_lose_nothing(alfa, client):
    record = minutes.begin(stage.held(alfa), actor=alfa.ngo.secretary)
    item = record.meeting.items.first()
    login(client, alfa.city.chair)
    minutes.write(record, actor=alfa.ngo.secretary, version=1, texts={item: "Sekreterarens text"})
    answer = client.post(url("minutes_write", alfa, item.pk), {"text": "Ordförandens text", "version": 1})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Sekreterarens text" in shown
    assert "Ordförandens text" in shown
    again = {"text": "Bådas text", "version": answer.context["version"]}
    assert client.post(url("minutes_write", alfa, item.pk), again).status_code == 302
    assert stage.texts(record)[item] == "Bådas text"


@pytest.mark.parametrize("text", ["\x00", "x" * 20_001, "811218-9876 var med"])
def test_bad_text_is_told_beside_the_field(alfa, client, text):
    record = minutes.begin(stage.held(alfa), actor=alfa.ngo.secretary)
    login(client, alfa.ngo.secretary)
    answer = client.post(url("minutes_write", alfa, record.meeting.items.first().pk), {"text": text, "version": 1})
    assert answer.status_code == 422


@pytest.mark.parametrize("version", ["x", "²", "9" * 40, "-1"])
def test_nonsense_as_version_is_an_old_version(alfa, client, version):
    record = minutes.begin(stage.held(alfa), actor=alfa.ngo.secretary)
    login(client, alfa.ngo.secretary)
    item = record.meeting.items.first()
    answer = client.post(url("minutes_write", alfa, item.pk), {"text": "Ny", "version": version})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "when", [{"day": "0001-01-01"}, {"day": "9999-12-31"}, {"time": "25:00"}, {"place": "x" * 161}]
)
def test_a_meeting_at_an_impossible_time_is_refused(alfa, client, when):
    login(client, alfa.ngo.secretary)
    values = {"day": clock.today().isoformat(), "time": "09:00", "place": "", **when}
    assert client.post(url("meeting_new", alfa, alfa.steering.pk), values).status_code == 422


def test_a_member_who_is_no_approver_gets_403(alfa, client):
    it = stage.circulated(alfa)
    login(client, alfa.ngo2.representative)
    assert client.get(url("minutes_approve", alfa, it.meeting.pk)).status_code == 403
    good = {"is_read": "on", "password": PASSWORD}
    assert client.post(url("minutes_approve", alfa, it.meeting.pk), good).status_code == 403
    assert client.post(url("minutes_return", alfa, it.meeting.pk), {"reason": "Nej"}).status_code == 403


def test_readers_see_pages_but_change_nothing(alfa, client):
    it = stage.approved(alfa)
    action = actions.assign(it.item, actor=alfa.ngo.secretary, title="Skriv rutinen", party=alfa.ngo.party)
    login(client, alfa.observer)
    for name, pk in [("body", alfa.steering.pk), ("meeting", it.meeting.pk), ("decision", it.decision.pk)]:
        assert client.get(url(name, alfa, pk)).status_code == 200
    for name, pk in [("action_done", action.pk), ("item_move", it.item.pk), ("minutes_begin", it.meeting.pk)]:
        assert client.post(url(name, alfa, pk)).status_code == 403
    for name in ("meeting_edit", "meeting_call", "meeting_roll", "item_new", "minutes_addendum"):
        assert client.get(url(name, alfa, it.meeting.pk)).status_code == 403


def test_an_action_is_done_from_the_list_and_leads_back(alfa, client):
    item = stage.held(alfa).items.first()
    action = actions.assign(item, actor=alfa.ngo.secretary, title="Skriv rutinen", party=alfa.ngo.party)
    login(client, alfa.ngo2.representative)
    back = reverse("governance:action_list", args=[alfa.slug]) + "?state=open"
    assert "Skriv rutinen" in client.get(back).content.decode()
    assert client.post(url("action_done", alfa, action.pk), {"next": back}).url == back
    assert ActionItem.objects.get().done_on == clock.today()
    elsewhere = client.post(url("action_reopen", alfa, action.pk), {"next": "//evil.example"}).url
    assert elsewhere == reverse("governance:action_list", args=[alfa.slug])


def test_the_register_is_searched_filtered_and_exported(alfa, client):
    meeting = stage.held(alfa)
    for title in ("Läxhjälp", "Fotboll"):
        stage.adopted(meeting, alfa, title)
    login(client, alfa.ngo.reader)
    at = reverse("governance:decision_list", args=[alfa.slug])

    def titles(query):
        return {one.title for one in client.get(at + query).context["page_obj"]}

    assert titles("") == {"Läxhjälp", "Fotboll"}
    assert titles("?q=fotboll") == {"Fotboll"}
    assert titles("?outcome=rejected") == set()
    assert titles(f"?body={alfa.steering.pk}&year={clock.today().year}&outcome=adopted") == {"Läxhjälp", "Fotboll"}
    assert "Fotboll" in client.get(at + "?format=csv").content.decode()
    assert client.get(at + "?body=x&year=x&page=x&sort=x&q=%00").status_code == 200


def test_pages_cost_the_same_for_one_and_for_many(alfa, client):
    meeting = stage.held(alfa)
    minutes.begin(meeting, actor=alfa.ngo.secretary)
    stage.adopted(meeting, alfa, "Första")
    login(client, alfa.ngo.secretary)
    pages = [meeting.get_absolute_url(), alfa.steering.get_absolute_url()]
    pages += [reverse(f"governance:{name}", args=[alfa.slug]) for name in ("body_list", "decision_list", "action_list")]

    def cost():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    cost()
    before = cost()
    for number in range(6):
        decision = stage.adopted(meeting, alfa, f"Nummer {number}")
        actions.assign(decision.item, actor=alfa.ngo.secretary, title="Gör", party=alfa.ngo.party)
        stage.planned(alfa, stage.ahead(40 + number))
    after = cost()
    # The first action and the first coming meeting bring what one such row needs; more rows bring nothing.
    assert all(late - early <= 4 for early, late in zip(before, after, strict=True)), (before, after)
