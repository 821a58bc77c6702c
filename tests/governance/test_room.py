"""The wall: a members-only body does not exist for anybody without a seat in it."""

import pytest
from django.urls import reverse

from governance import actions, decisions, meetings, minutes, seats
from partnerships import clock
from partnerships.models import LogEvent, Notification
from tests.factories import SENTINEL, login
from tests.governance import stage

NAME = "De idéburnas rum"


@pytest.fixture
def alfa(world):
    return world.alfa


@pytest.fixture
def room(alfa):
    """A meeting in the room with a decision, an action and minutes that wait for approval; with its addresses."""
    keeper = alfa.ngo.coordinator
    ahead = meetings.plan(alfa.room, actor=keeper, starts_at=stage.ahead(5), place=SENTINEL)
    ahead = meetings.call(ahead, actor=keeper)
    meeting = meetings.plan(alfa.room, actor=keeper, starts_at=clock.now())
    item = meetings.add_item(meeting, actor=keeper, kind="decision", title=f"{SENTINEL} fråga")
    taken = alfa.room.seats.select_related("party", "person")
    meeting = meetings.hold(meeting, actor=keeper, presence=dict.fromkeys(taken, "present"))
    decision = decisions.open_decision(item, actor=keeper, title=f"{SENTINEL} beslut", wording=SENTINEL)
    parties = [alfa.ngo.party, alfa.ngo2.party, alfa.ngo3.party]
    decisions.set_positions(decision, actor=keeper, positions={one: ("supports", "") for one in parties})
    decision = decisions.close(decision, actor=keeper, ratify_by=[alfa.ngo.party])
    action = actions.assign(
        item, actor=keeper, title=f"{SENTINEL} uppdrag", party=alfa.ngo2.party, person=alfa.ngo2.representative
    )
    record = minutes.begin(meeting, actor=keeper)
    minutes.name_approvers(record, actor=keeper, seats=[alfa.room.seats.get(person=alfa.ngo2.representative)])
    minutes.circulate(record, actor=keeper)
    row = decision.ratifications.get()
    seat = alfa.room.seats.first()
    one = {"body": alfa.room, "meeting": meeting, "item": item, "decision": decision, "seat": seat}
    names = {
        "body": ["body", "body_edit", "seat_new", "meeting_new"],
        "seat": ["seat_end"],
        "meeting": [
            "meeting", "meeting_edit", "meeting_call", "meeting_cancel", "meeting_roll", "item_new", "minutes_begin",
            "minutes_opening", "minutes_approvers", "minutes_circulate", "minutes_return", "minutes_approve",
            "minutes_addendum",
        ],
        "item": ["item_edit", "item_move", "item_remove", "item_roll", "minutes_write", "decision_new", "action_new"],
        "decision": ["decision", "decision_edit", "decision_positions", "decision_close"],
    }  # fmt: skip
    urls = [
        reverse(f"governance:{name}", args=[alfa.slug, one[key].pk]) for key, group in names.items() for name in group
    ]
    urls += [reverse("governance:ratification", args=[alfa.slug, row.pk])]
    urls += [reverse(f"governance:{name}", args=[alfa.slug, action.pk]) for name in ("action_done", "action_reopen")]
    return urls


def strangers(alfa):
    return [
        alfa.city.coordinator, alfa.city.representative, alfa.city.chair, alfa.city.signatory, alfa.observer,
        alfa.ngo.secretary, alfa.ngo.signatory, alfa.ngo2.signatory,
    ]  # fmt: skip


def test_every_address_is_404_for_everybody_without_a_seat(alfa, room, client):
    for stranger in strangers(alfa):
        login(client, stranger)
        for url in room:
            answers = {client.get(url).status_code, client.post(url, {}).status_code}
            assert answers <= {404, 405}, (stranger, url)  # 405: the address takes no such request, whatever its key
            assert 404 in answers, (stranger, url)


def test_no_list_count_search_or_filter_speaks_of_it(alfa, room, client):
    lists = ["body_list", "decision_list", "action_list"]
    for stranger in strangers(alfa):
        login(client, stranger)
        for name in lists:
            for query in ("", f"?q={SENTINEL}", f"?body={alfa.room.pk}", "?format=csv"):
                page = client.get(reverse(f"governance:{name}", args=[alfa.slug]) + query)
                text = page.content.decode().replace(f'value="{SENTINEL}"', "").replace(f"q={SENTINEL}", "")
                assert page.status_code == 200
                assert SENTINEL not in text, (stranger, name, query)
                assert NAME not in text, (stranger, name, query)


def test_the_members_see_it(alfa, room, client):
    login(client, alfa.ngo2.representative)
    assert NAME in client.get(reverse("governance:body_list", args=[alfa.slug])).content.decode()
    assert SENTINEL in client.get(reverse("governance:decision_list", args=[alfa.slug])).content.decode()
    assert client.get(alfa.room.get_absolute_url()).status_code == 200


def test_notices_hold_no_content_and_reach_members_only(alfa, room):
    members = set(seats.people_in(alfa.room).values_list("pk", flat=True))
    told = list(Notification.objects.all())
    assert told
    for one in told:
        assert one.url == "/"
        assert SENTINEL not in one.text
        assert NAME not in one.text
        assert one.person_id in members


def test_its_acts_stand_in_a_log_of_its_own(alfa, room):
    mine = LogEvent.objects.filter(chain=alfa.room.chain)
    assert mine.filter(action="minutes.circulate").exists()
    theirs = LogEvent.objects.filter(chain=alfa.partnership.chain)
    assert not theirs.filter(object_type="governance.body", object_id=alfa.room.pk).exists()
    assert SENTINEL not in str(list(theirs.values_list("changes", flat=True)))


def test_nothing_of_it_waits_for_people_without_a_seat(alfa, room):
    for stranger in strangers(alfa):
        for source in (meetings, minutes, decisions, actions):
            assert list(source.tasks_for(stranger)) == []


def test_its_approver_approves_and_one_side_is_enough_there(alfa, room):
    from governance.models import Minutes

    record = Minutes.objects.get(meeting__body=alfa.room)
    assert minutes.approve(record, actor=alfa.ngo2.representative).status == "approved"


def test_a_seat_that_ends_today_closes_the_door_today(alfa, room, client):
    seat = alfa.room.seats.get(person=alfa.ngo3.representative)
    login(client, alfa.ngo3.representative)
    assert client.get(alfa.room.get_absolute_url()).status_code == 200
    seats.end(seat, actor=alfa.ngo.coordinator, on=clock.today())
    assert client.get(alfa.room.get_absolute_url()).status_code == 404
    assert NAME not in client.get(reverse("governance:body_list", args=[alfa.slug])).content.decode()
