"""The road from the challenge to an agreement: the page "Initiativ"."""

import pytest
from django.urls import reverse

from partnerships import agreements, initiative, parties, road
from tests.factories import login, mandate, organisation, person


def the_road(partnership, user):
    return {one.title: one.state for one in road.milestones(partnership, user)}


def starter_of(side, name):
    made = organisation(side, name)
    someone = person(f"{name} representative")
    mandate(someone, made, "representative")
    return made, someone


@pytest.mark.parametrize(("mine", "others"), [("public", "ideburen"), ("ideburen", "public")])
def test_either_side_starts_and_is_led_to_the_road(client, db, mine, others):
    own, starter = starter_of(mine, "Åmål")
    other, _theirs = starter_of(others, "Åsa")
    login(client, starter)
    data = {"challenge": "Unga som kommit ensamma", "name": "Ny", "organisation": own.pk}
    response = client.post(reverse("partnerships:partnership_new"), data, follow=True)
    assert response.redirect_chain[-1][0] == reverse("partnerships:initiative", args=["ny"])
    page = response.content.decode()
    assert "Unga som kommit ensamma" in page
    assert "Åmål startade initiativet" in page
    assert reverse("partnerships:party_propose", args=["ny"]) in page

    made = own.parties.get().partnership
    title = "Organisationerna som tar sig an den"
    assert the_road(made, starter)[title] == "under_way"
    parties.begin_dialogue(parties.propose(made, actor=starter, organisation=other), actor=starter)
    assert the_road(made, starter)[title] == "done"


def test_the_road_ends_in_an_agreement_in_force(world, furnished):
    alfa = world.alfa
    reader = alfa.ngo.reader
    assert the_road(alfa.partnership, reader)["Avtalet"] == "done"
    beta = world.beta
    assert the_road(beta.partnership, beta.ngo.reader)["Avtalet"] == "not_begun"
    agreements.create(beta.partnership, actor=beta.city.coordinator, kind="main", title="Avtal")
    assert the_road(beta.partnership, beta.ngo.reader)["Avtalet"] == "under_way"


def test_everyone_in_the_partnership_reads_the_road_and_nobody_else(client, world):
    url = reverse("partnerships:initiative", args=[world.alfa.slug])
    for one in (world.alfa.city.coordinator, world.alfa.ngo3.signatory, world.alfa.observer):
        assert login(client, one).get(url).status_code == 200
    for one in (world.beta.city.coordinator, world.outsider, world.superuser):
        assert login(client, one).get(url).status_code == 404


def test_only_who_may_is_asked_to_propose_parties(client, world):
    url = reverse("partnerships:initiative", args=[world.alfa.slug])
    propose = reverse("partnerships:party_propose", args=[world.alfa.slug])
    assert propose in login(client, world.alfa.ngo.coordinator).get(url).content.decode()
    assert propose not in login(client, world.alfa.ngo.reader).get(url).content.decode()


def test_places_give_the_order(world, monkeypatch):
    monkeypatch.setattr(road, "_sources", {})

    def a_milestone(name):
        return lambda _partnership, _user: [road.Milestone(name, "/", road.State.DONE)]

    road.register(road.Place.AGREEMENT, a_milestone("last"))
    road.register(road.Place.FORM, a_milestone("second"))
    road.register(road.Place.CHALLENGE, initiative.milestones)
    titles = [one.title for one in road.milestones(world.alfa.partnership, world.alfa.ngo.reader)]
    assert titles[1:] == ["second", "last"]
