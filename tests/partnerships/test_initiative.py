"""Starting a partnership, its description and its phases."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import access, clock, initiative
from partnerships.models import Partnership, PartnershipRole, Party
from partnerships.steps import EditConflict, StepRefused
from tests.factories import login, mandate, organisation, person


@pytest.fixture
def city(db):
    return organisation("public", "Åmåls kommun")


@pytest.fixture
def starter(city):
    someone = person("Starter")
    mandate(someone, city, "representative")
    return someone


def test_starting_makes_the_organisation_in_dialogue_and_the_starter_coordinator(city, starter):
    made = initiative.start(actor=starter, organisation=city, name="Ny", slug="ny", challenge="Ensamhet")

    assert made.parties.get().status == Party.Status.IN_DIALOGUE
    assert made.roles.get().person == starter
    assert access.may(starter, "draft_agreement", made)
    assert made.chain.events.count() == 1, "one act"


def test_starting_takes_the_right_on_that_very_organisation(city, starter):
    with pytest.raises(PermissionDenied):
        initiative.start(
            actor=starter, organisation=organisation("public", "Annan"), name="Ny", slug="ny", challenge="x"
        )
    assert not Partnership.objects.exists()


def test_an_address_is_used_once(city, starter):
    initiative.start(actor=starter, organisation=city, name="Ny", slug="ny", challenge="x")
    with pytest.raises(StepRefused):
        initiative.start(actor=starter, organisation=city, name="Ny", slug="ny", challenge="x")


def test_the_page_begins_with_the_challenge_and_makes_the_short_name(client, city, starter):
    login(client, starter)
    page = client.get(reverse("partnerships:partnership_new"))
    assert list(page.context["form"].fields)[0] == "challenge"

    data = {"challenge": "Unga som kommit ensamma", "name": "Åmåls ö", "organisation": city.pk}
    response = client.post(reverse("partnerships:partnership_new"), data)

    made = Partnership.objects.get()
    assert (response.status_code, made.slug) == (302, "amals-o")
    assert made.phases.get().phase == "initiation"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "bad",
    [{"challenge": ""}, {"name": "x" * 161}, {"organisation": "999999999999"}, {"slug": "å ä"}, {"name": "a\x00b"}],
)
def test_what_is_typed_wrongly_stays_and_nothing_is_started(client, city, starter, bad):
    login(client, starter)
    data = {"challenge": "Ensamhet bland unga", "name": "Ny", "organisation": city.pk, **bad}
    response = client.post(reverse("partnerships:partnership_new"), data)
    assert response.status_code == 422
    assert not Partnership.objects.exists()


def test_who_has_nothing_to_start_for_is_refused(client, world):
    assert login(client, world.alfa.ngo.reader).get(reverse("partnerships:partnership_new")).status_code == 403


def test_the_list_shows_ones_own_partnerships_only(client, world):
    page = login(client, world.alfa.ngo.reader).get(reverse("partnerships:partnership_list"))
    assert "Alfa" in page.content.decode()
    assert "Beta" not in page.content.decode()
    assert login(client, world.outsider).get(reverse("partnerships:partnership_list")).status_code == 200
    for kind in ("csv", "xlsx"):
        assert client.get(reverse("partnerships:partnership_list"), {"format": kind}).status_code == 200


def test_the_list_costs_the_same_for_many(client, starter, city, django_assert_max_num_queries):
    url = reverse("partnerships:partnership_list")
    login(client, starter)
    initiative.start(actor=starter, organisation=city, name="P", slug="p", challenge="x")
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for number in range(15):
        initiative.start(actor=starter, organisation=city, name=f"P{number}", slug=f"p{number}", challenge="x")
    with django_assert_max_num_queries(100) as many:
        client.get(url)
    assert len(many) == len(few)


def test_two_who_edit_at_once_see_both_texts(client, world):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:partnership_edit", args=[alfa.slug])
    data = {"challenge": "Min text", "name": "Alfa", "version": alfa.partnership.version}
    initiative.edit(alfa.partnership, actor=alfa.ngo.coordinator, challenge="Deras text")

    response = client.post(url, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Deras text" in page
    assert "Min text" in page

    again = client.post(url, {**data, "version": response.context["version"]})
    assert again.status_code == 302
    assert Partnership.objects.get(pk=alfa.partnership.pk).challenge == "Min text"


def test_editing_is_for_coordinators(client, world):
    url = reverse("partnerships:partnership_edit", args=[world.alfa.slug])
    assert login(client, world.alfa.ngo.reader).get(url).status_code == 403
    assert login(client, world.beta.city.coordinator).get(url).status_code == 404
    with pytest.raises(EditConflict):
        initiative.edit(world.alfa.partnership, actor=world.alfa.city.coordinator, version=99, name="X")


def test_phases_may_overlap_but_not_end_before_they_begin(client, world):
    alfa = world.alfa
    first = initiative.set_phase(
        alfa.partnership, actor=alfa.city.coordinator, phase="adaptation", valid_from=date(2021, 1, 1)
    )
    with pytest.raises(StepRefused):
        initiative.edit_phase(first, actor=alfa.city.coordinator, valid_until=date(2020, 1, 1))
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:phase_edit", args=[alfa.slug, first.pk])
    data = {"phase": "adaptation", "valid_from": "2021-01-01", "valid_until": "2022-01-01", "version": first.version}
    assert client.post(url, {**data, "valid_until": "1999-01-01"}).status_code == 422
    assert client.post(url, data).status_code == 302
    first.refresh_from_db()
    assert first.valid_until == date(2022, 1, 1)
    new = reverse("partnerships:phase_new", args=[alfa.slug])
    assert client.post(new, {"phase": "winding_down", "valid_from": f"{clock.today()}"}).status_code == 302
    assert PartnershipRole.objects.filter(partnership=alfa.partnership).exists()
