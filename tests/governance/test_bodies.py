"""Bodies and seats: opening, rules, giving and ending, and their pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance import minutes, seats
from governance.models import Body, Seat
from partnerships import access, clock, mandates
from partnerships.steps import EditConflict, StepRefused
from tests.factories import login, mandate, person, seat
from tests.governance import stage


@pytest.fixture
def alfa(world):
    return world.alfa


NEW = {
    "kind": "working",
    "visibility": "partnership",
    "name": "Arbetsgruppen",
    "decision_rule": "consensus",
    "quorum_parties": 2,
    "quorum_both_sides": "on",
    "notice_days": 10,
    "minutes_form": "protokoll",
    "minutes_days": 14,
}


# -- Opening and rules ------------------------------------------------------------------------------------------------
def test_a_coordinator_opens_a_body(alfa, client):
    login(client, alfa.city.coordinator)
    answer = client.post(reverse("governance:body_new", args=[alfa.slug]), NEW)
    body = Body.objects.get(name="Arbetsgruppen")
    assert answer.url == body.get_absolute_url()
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "change", [{"kind": "ngo_steering"}, {"visibility": "members"}, {"name": ""}, {"notice_days": "x"}]
)
def test_the_city_opens_no_room_and_nonsense_is_told_beside_the_field(alfa, client, change):
    login(client, alfa.city.coordinator)
    before = Body.objects.count()
    assert client.post(reverse("governance:body_new", args=[alfa.slug]), NEW | change).status_code == 422
    assert Body.objects.count() == before


def test_a_reader_opens_nothing(alfa, client):
    login(client, alfa.ngo.reader)
    assert client.get(reverse("governance:body_new", args=[alfa.slug])).status_code == 403


def test_the_ngos_coordinator_opens_a_room_and_becomes_its_secretary(alfa, client):
    login(client, alfa.ngo.coordinator)
    values = NEW | {
        "kind": "ngo_steering",
        "visibility": "members",
        "name": "Nya rummet",
        "decision_rule": "both_sides",
    }
    client.post(reverse("governance:body_new", args=[alfa.slug]), values)
    room = Body.objects.get(name="Nya rummet")
    assert (room.decision_rule, room.quorum_both_sides) == ("consensus", False)
    assert room.seats.get().office == "secretary"
    assert room.chain != alfa.partnership.chain


def test_rules_are_edited_with_a_version(alfa):
    seen = alfa.steering.version
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, version=seen, notice_days=14)
    with pytest.raises(EditConflict):
        seats.edit_body(alfa.steering, actor=alfa.ngo.coordinator, version=seen, notice_days=7)
    with pytest.raises(PermissionDenied):
        seats.edit_body(alfa.steering, actor=alfa.ngo.representative, notice_days=7)


def test_a_conflict_shows_both_texts(alfa, client):
    login(client, alfa.ngo.coordinator)
    url = reverse("governance:body_edit", args=[alfa.slug, alfa.steering.pk])
    seen = alfa.steering.version
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, mandate_text="Stadens ord")
    values = {name: value for name, value in NEW.items() if name not in ("kind", "visibility")}
    answer = client.post(url, values | {"version": seen, "mandate_text": "De idéburnas ord"})
    assert answer.status_code == 422
    assert {"Stadens ord", "De idéburnas ord"} <= {word for row in answer.context["theirs"] for word in row}
    current = Body.objects.get(pk=alfa.steering.pk)
    assert current.mandate_text == "Stadens ord"
    answer = client.post(url, values | {"version": answer.context["version"], "mandate_text": "Bådas ord"})
    assert answer.status_code == 302
    assert Body.objects.get(pk=alfa.steering.pk).mandate_text == "Bådas ord"


def test_the_rules_stand_still_while_positions_are_recorded(alfa):
    stage.opened(stage.held(alfa), alfa, city="supports")
    with pytest.raises(StepRefused):
        seats.edit_body(alfa.steering, actor=alfa.city.coordinator, decision_rule="both_sides")
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, mandate_text="Får ändras")


# -- Seats ------------------------------------------------------------------------------------------------------------
def test_a_seat_is_given_on_the_page(alfa, client):
    login(client, alfa.ngo.secretary)
    url = reverse("governance:seat_new", args=[alfa.slug, alfa.steering.pk])
    key = f"{alfa.ngo2.reader.pk}-{alfa.ngo2.party.pk}"
    values = {"who": key, "office": "substitute", "valid_from": clock.today().isoformat()}
    assert client.post(url, values).status_code == 302
    assert alfa.steering.seats.get(person=alfa.ngo2.reader).party == alfa.ngo2.party
    assert client.post(url, values).status_code == 422  # twice
    for wrong in ({"who": "1-1"}, {"office": "king"}, {"valid_from": "0001-01-01"}, {"authority": "\x00"}):
        assert client.post(url, values | wrong).status_code == 422


def test_an_observer_is_co_opted_or_nothing(alfa, client):
    login(client, alfa.ngo.secretary)
    url = reverse("governance:seat_new", args=[alfa.slug, alfa.steering.pk])
    values = {"who": f"{alfa.observer.pk}-", "office": "member", "valid_from": clock.today().isoformat()}
    assert client.post(url, values).status_code == 422
    assert client.post(url, values | {"office": "co_opted"}).status_code == 302


def test_a_seat_that_ends_today_gives_nothing_today(alfa, client):
    one = stage.seat_of(alfa, alfa.ngo.secretary)
    assert access.may(alfa.ngo.secretary, "keep_minutes", alfa.steering)
    seats.end(one, actor=alfa.city.chair, on=clock.today())
    assert not access.may(alfa.ngo.secretary, "keep_minutes", alfa.steering)
    login(client, alfa.ngo.secretary)
    assert client.get(reverse("governance:meeting_new", args=[alfa.slug, alfa.steering.pk])).status_code == 403


def test_members_give_and_end_no_seats(alfa, client):
    login(client, alfa.ngo2.representative)
    assert client.get(reverse("governance:seat_new", args=[alfa.slug, alfa.steering.pk])).status_code == 403
    url = reverse("governance:seat_end", args=[alfa.slug, alfa.steering.seats.first().pk])
    assert client.post(url, {"on": clock.today().isoformat()}).status_code == 403


def test_the_page_shows_both_sides_also_when_one_is_empty(alfa, client):
    for one in alfa.steering.seats.filter(party=alfa.city.party):
        seats.end(one, actor=alfa.ngo.secretary, on=clock.today())
    page = login(client, alfa.ngo.secretary).get(alfa.steering.get_absolute_url())
    assert [len(group["seats"]) for group in page.context["sides"]] == [0, 4]


def test_a_person_who_goes_to_the_public_side_leaves_the_room(alfa):
    assert access.may(alfa.ngo3.representative, "view_body", alfa.room)
    mandate(alfa.ngo3.representative, alfa.city.organisation, "reader")
    assert not access.may(alfa.ngo3.representative, "view_body", alfa.room)


def test_nobody_of_the_public_side_gets_a_seat_in_the_room(alfa):
    for who, party, office in [
        (alfa.city.reader, alfa.city.party, "member"),
        (alfa.city.reader, None, "co_opted"),
        (alfa.observer, None, "co_opted"),
    ]:
        with pytest.raises(StepRefused):
            seat(alfa.room, who, party, office, actor=alfa.ngo.coordinator)
    choices = {who for who, _party in seats.may_sit(alfa.room, clock.today())}
    assert not choices & {alfa.city.reader, alfa.city.coordinator, alfa.observer}


def test_a_seat_follows_the_mandate(alfa, client):
    """Whoever ceases to act for the party has no rights through its seat the same day, and gets them back with it."""
    chair, city = alfa.city.chair, alfa.city
    (held,) = chair.mandates.all()
    login(client, chair)
    assert access.may(chair, "keep_minutes", alfa.steering)
    mandates.end(held, actor=city.representative, on=clock.today())
    assert access.roles_held(chair, clock.today()) == set()
    assert not access.may(chair, "keep_minutes", alfa.steering)
    assert client.get(alfa.steering.get_absolute_url()).status_code == 404
    assert seats.seat_of(chair, alfa.steering) is None
    assert chair not in seats.people_in(alfa.steering)
    page = login(client, alfa.ngo.secretary).get(alfa.steering.get_absolute_url()).content.decode()
    assert page.count("inget mandat nu") == 1  # the seat stands there, to be ended
    mandate(chair, city.organisation, "reader", clock.today())
    assert access.may(chair, "keep_minutes", alfa.steering)
    assert "inget mandat nu" not in client.get(alfa.steering.get_absolute_url()).content.decode()


def test_a_mandate_that_ends_at_midnight_takes_the_seat_with_it(alfa, client):
    chair, tomorrow = alfa.city.chair, clock.today() + timedelta(days=1)
    mandates.end(chair.mandates.get(), actor=alfa.city.representative, on=tomorrow)
    assert login(client, chair).get(alfa.steering.get_absolute_url()).status_code == 200
    with clock.travel(tomorrow):
        assert client.get(alfa.steering.get_absolute_url()).status_code == 404


def test_a_coordinator_sits_for_the_party_until_the_role_ends(alfa):
    keeper = alfa.ngo.coordinator  # secretary of the room, without any mandate
    assert access.may(keeper, "keep_minutes", alfa.room)
    mandates.end_role(keeper.partnership_roles.get(), actor=keeper, on=clock.today())
    assert not access.may(keeper, "keep_minutes", alfa.room)


def test_a_seat_takes_a_mandate_for_that_very_party(alfa):
    secretary = {"actor": alfa.ngo.secretary}
    for who, party, office in [
        (person("Nobody"), alfa.ngo.party, "member"),
        (alfa.ngo2.economist, alfa.ngo.party, "member"),
        (person("Nobody else"), None, "co_opted"),
    ]:
        with pytest.raises(StepRefused, match="mandat"):
            seat(alfa.steering, who, party, office, **secretary)
    late = person("Late")
    mandate(late, alfa.ngo.organisation, "reader", clock.today() + timedelta(days=10))
    with pytest.raises(StepRefused, match="mandat"):
        seat(alfa.steering, late, alfa.ngo.party, **secretary)
    seat(alfa.steering, late, alfa.ngo.party, valid_from=clock.today() + timedelta(days=10), **secretary)
    assert not access.may(late, "propose_item", alfa.steering)
    seat(alfa.steering, alfa.observer, None, "co_opted", **secretary)


def test_whose_mandate_has_ended_is_not_counted(alfa):
    meeting = stage.planned(alfa)
    sitting = seats.seats_on(alfa.steering, clock.today()).count()
    for one in alfa.ngo3.representative.mandates.all():
        mandates.end(one, actor=alfa.ngo3.representative, on=clock.today())
    assert seats.seats_on(alfa.steering, clock.today()).count() == sitting - 1
    assert alfa.ngo3.party not in seats.parties_on(alfa.steering, clock.today())
    assert alfa.ngo3.representative.pk not in minutes.may_approve(meeting).values_list("person", flat=True)


def test_seats_are_dated(alfa):
    tomorrow = clock.today() + timedelta(days=1)
    given = seat(alfa.steering, alfa.ngo2.economist, alfa.ngo2.party, actor=alfa.ngo.secretary, valid_from=tomorrow)
    assert not access.may(alfa.ngo2.economist, "propose_item", alfa.steering)
    with clock.travel(tomorrow):
        access.sync(alfa.ngo2.economist)
        assert access.may(alfa.ngo2.economist, "propose_item", alfa.steering)
    with pytest.raises(StepRefused):
        seats.end(given, actor=alfa.ngo.secretary, on=clock.today())
    assert Seat.objects.get(pk=given.pk).valid_until is None


def test_the_list_shows_bodies_next_meeting_and_office(alfa, client):
    meeting = stage.planned(alfa, stage.ahead(3))
    page = login(client, alfa.ngo.secretary).get(reverse("governance:body_list", args=[alfa.slug]))
    [row] = page.context["rows"]
    assert (row["body"], row["next"], row["seat"].office) == (alfa.steering, meeting, "secretary")
