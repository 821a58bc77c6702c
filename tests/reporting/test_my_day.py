"""Min dag: what waits, what is coming, what has been said."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import meetings
from partnerships import clock, tasks
from partnerships.models import Notification
from tests import factories
from tests.factories import login
from tests.governance import stage

ADDRESS = "/"


@pytest.fixture(autouse=True)
def in_may(travel):
    travel(date(2024, 5, 2))


def page(client, person):
    person.language = "en"
    person.save(update_fields=["language"])
    response = login(client, person).get(ADDRESS, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def told(person, key="a", text="Something is new"):
    return Notification.objects.create(person=person, key=key, text=text, url="/", at=clock.now())


def test_the_address_is_the_first_one():
    assert reverse("reporting:my_day") == ADDRESS


def test_whoever_is_not_logged_in_is_asked_to(client, db):
    assert client.get(ADDRESS).status_code == 302


def test_what_waits_comes_first_with_its_date(world, client):
    alfa = world.alfa
    at = timezone.make_aware(datetime(2024, 5, 14, 9))
    meeting = stage.planned(alfa, at)
    found = page(client, alfa.ngo.secretary)
    assert "This waits for you" in found
    assert meeting.get_absolute_url() in found
    assert "Nothing waits for you here." in page(client, alfa.city.reader)


def test_next_meetings_are_those_of_bodies_one_may_read(world, client):
    alfa = world.alfa
    at = clock.now() + timedelta(days=3)
    meetings.plan(alfa.room, actor=alfa.ngo.coordinator, starts_at=at, place="Hemliga köket")
    stage.planned(alfa, at)
    inside, outside = page(client, alfa.ngo2.representative), page(client, alfa.city.reader)
    assert "Hemliga köket" in inside
    assert "Hemliga köket" not in outside
    assert alfa.room.name not in outside
    assert "Rum 1" in outside


def test_news_is_read_by_pressing_a_button(world, client):
    reader = world.alfa.city.reader
    first, second = told(reader), told(reader, "b", "Something else")
    others = told(world.alfa.ngo.reader)
    assert "Something is new" in page(client, reader)
    assert Notification.objects.filter(read_at=None).count() >= 3
    address = reverse("reporting:mark_read")
    assert client.get(address).status_code == 405
    assert client.post(address, {"notification": first.pk}).status_code == 302
    assert "Something is new" not in page(client, reader)
    assert "Something else" in page(client, reader)
    client.post(address, {"notification": others.pk})
    others.refresh_from_db()
    assert others.read_at is None
    client.post(address)
    second.refresh_from_db()
    assert second.read_at == clock.now()


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "\x00", "²", "1 or 1"])
def test_nonsense_marks_nothing(world, client, value):
    reader = world.alfa.city.reader
    one = told(reader)
    login(client, reader).post(reverse("reporting:mark_read"), {"notification": value})
    one.refresh_from_db()
    assert one.read_at is None


def test_whoever_is_in_no_partnership_is_told_what_to_do(world, client):
    assert "invites you by e-mail" in page(client, world.outsider)
    starter = factories.person("Ny")
    factories.mandate(starter, factories.organisation("ideburen", "Nya föreningen"), "representative")
    found = page(client, starter)
    assert reverse("partnerships:partnership_new") in found


def test_the_page_costs_little_and_no_more_with_more_rows(world, client, monkeypatch, django_assert_max_num_queries):
    alfa = world.alfa
    who = alfa.ngo.secretary
    page(client, who)
    with monkeypatch.context() as patch, django_assert_max_num_queries(15):
        patch.setattr(tasks, "waiting_for", lambda *_: [])  # each part of the product answers for its own
        client.get(ADDRESS)
    with django_assert_max_num_queries(50) as few:
        client.get(ADDRESS)
    for days in range(1, 8):
        stage.planned(alfa, clock.now() + timedelta(days=days))
        told(who, f"k{days}")
    with django_assert_max_num_queries(len(few)):
        client.get(ADDRESS)
