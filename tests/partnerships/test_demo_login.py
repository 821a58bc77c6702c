"""The demo's list of people and one-click login, which exist with the flag only."""

import sys
from datetime import date
from importlib import import_module, reload

import pytest
from django.conf import settings as current
from django.urls import clear_url_caches, resolve
from django.urls.exceptions import Resolver404

from partnerships import clock, parties
from tests import factories
from tests.factories import mandate, party, person, role

PEOPLE, LOGIN = "/demo/", "/demo/login/"


def _load_addresses():
    """Read the addresses anew, as a start of the program does."""
    reload(sys.modules["iop.urls"]) if "iop.urls" in sys.modules else import_module("iop.urls")
    if current.ROOT_URLCONF != "iop.urls":
        reload(import_module(current.ROOT_URLCONF))
    clear_url_caches()


@pytest.fixture
def demo(settings):
    """A demo: the flag on, and its addresses."""
    settings.DEMO = True
    _load_addresses()
    with clock.travel(date(2024, 5, 2)):
        yield
    settings.DEMO = False
    _load_addresses()


@pytest.mark.parametrize("address", [PEOPLE, LOGIN])
def test_without_the_flag_there_is_nothing(db, client, address):
    person("Anna", email="anna@demo.iop.example")
    with pytest.raises(Resolver404):
        resolve(address)
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "anna@demo.iop.example"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("view", ["people", "login"])
def test_without_the_flag_even_the_view_refuses(db, rf, view):
    from django.http import Http404

    from iop.demo import views

    request = rf.post(LOGIN, {"email": "x@demo.iop.example"}) if view == "login" else rf.get(PEOPLE)
    with pytest.raises(Http404):
        getattr(views, view)(request)


def test_one_click(demo, db, client):
    anna = person("Anna", email="anna@demo.iop.example")
    assert "anna@demo.iop.example" in client.get(PEOPLE).content.decode()
    response = client.post(LOGIN, {"email": "anna@demo.iop.example"})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(anna.pk)


@pytest.mark.parametrize("email", ["anna@example.org", "", "\x00@demo.iop.example", "nobody@demo.iop.example"])
def test_only_the_demos_own_people_can_be_chosen(demo, db, client, email):
    person("Anna", email="anna@example.org")
    assert client.post(LOGIN, {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert client.get(LOGIN).status_code == 405


def test_people_stand_where_their_roles_belong(demo, world, client):
    def one(name):
        return person(name, email=f"{name.lower()}@demo.iop.example")

    role(one("Sam"), world.alfa.partnership, "coordinator", world.alfa.city.organisation)
    role(one("Oda"), world.alfa.partnership, "observer")
    mandate(one("Rut"), world.alfa.ngo.organisation, "representative")
    mandate(one("Eko"), world.alfa.city.organisation, "economist")
    mandate(one("Bea"), world.beta.ngo.organisation, "signatory")
    for name, body, office in [("Ord", world.alfa.steering, "secretary"), ("Rum", world.alfa.room, "member")]:
        sitting = one(name)
        mandate(sitting, world.alfa.ngo.organisation, "reader")
        factories.seat(body, sitting, world.alfa.ngo.party, office, actor=world.alfa.ngo.coordinator)
    left = party(world.alfa.partnership, factories.organisation("ideburen", "FC Gole"), status="proposed")
    mandate(one("Gol"), left.organisation, "representative")
    parties.decline(left, actor=world.alfa.city.coordinator, reason="Hellre som vän")
    one("Ensam")
    response = client.get(PEOPLE)
    found = {group["key"]: [row["person"].name for row in group["people"]] for group in response.context["groups"]}
    assert found == {
        "lead": ["Sam"], "chair": ["Ord"], "public": ["Eko"], "ideburen": ["Rum", "Rut"], "observer": ["Oda"],
        "gone": ["Gol"], "other": ["Bea"], "none": ["Ensam"],
    }  # fmt: skip
    assert "De idéburnas rum" not in response.content.decode()


def test_the_list_costs_the_same_however_many_there_are(demo, world, client, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(10) as queries:
            assert client.get(PEOPLE).status_code == 200
        return len(queries)

    mandate(person("Anna", email="a@demo.iop.example"), world.alfa.ngo.organisation, "reader")
    few = cost()
    for number in range(20):
        made = factories.organisation("ideburen", f"Förening {number}")
        party(world.alfa.partnership, made)
        mandate(person(f"P{number}", email=f"{number}@demo.iop.example"), made, "reader")
    assert cost() == few
