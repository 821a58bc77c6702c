"""How organisations come into a partnership and leave it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import access, clock, parties, steps
from partnerships.models import Notification, Party, User
from partnerships.steps import StepRefused
from tests.factories import leave, login, mandate, organisation, person

SCOPES = (access.ORGANISATION, access.PARTNERSHIP, access.BODY)


@pytest.fixture
def gole(db):
    return organisation("ideburen", "FC Gole")


@pytest.fixture
def gole_signatory(gole):
    someone = person("Gole signatory")
    mandate(someone, gole, "signatory")
    return someone


@pytest.fixture
def proposed(world, gole, gole_signatory):
    return parties.propose(world.alfa.partnership, actor=world.alfa.city.coordinator, organisation=gole)


def address(name, party):
    return reverse(f"partnerships:{name}", args=[party.partnership.slug, party.pk])


def test_a_proposed_organisation_may_read_and_is_told(proposed, gole_signatory):
    assert access.may(gole_signatory, "view_partnership", proposed.partnership)
    assert Notification.objects.filter(person=gole_signatory, key=f"party:{proposed.pk}:proposed").exists()


def test_proposing_takes_a_coordinator_and_happens_once(world, proposed, gole):
    alfa = world.alfa
    with pytest.raises(PermissionDenied):
        parties.propose(alfa.partnership, actor=alfa.ngo.representative, organisation=organisation("ideburen", "X"))
    with pytest.raises(StepRefused):
        parties.propose(alfa.partnership, actor=alfa.city.coordinator, organisation=gole)


def test_the_dialogue_begins_once(world, proposed):
    task = next(iter(parties.tasks_for(world.alfa.city.coordinator, proposed.partnership)))
    assert "FC Gole" in task.title
    parties.begin_dialogue(proposed, actor=world.alfa.city.coordinator)
    with pytest.raises(StepRefused):
        parties.begin_dialogue(proposed, actor=world.alfa.city.coordinator)
    assert not list(parties.tasks_for(world.alfa.city.coordinator, proposed.partnership))


def test_declining_takes_the_reading_away_at_once(proposed, gole_signatory):
    declined = parties.decline(proposed, actor=gole_signatory, reason="Vi hinner inte")
    assert (declined.status, declined.left_on) == (Party.Status.DECLINED, clock.today())
    assert not access.may(gole_signatory, "view_partnership", proposed.partnership)


def test_rights_need_no_working_out_after_any_step(world, proposed, gole_signatory):
    def settled():
        tables = [access._table(scope).objects.values_list("user", "content_object", "permission") for scope in SCOPES]
        kept = [set(table.all()) for table in tables]
        access.sync(*User.objects.all())
        return kept == [set(table.all()) for table in tables]

    access.sync(*User.objects.all())
    alfa = world.alfa
    again = parties.propose(alfa.partnership, actor=alfa.city.coordinator, organisation=organisation("ideburen", "X"))
    assert settled()
    parties.begin_dialogue(proposed, actor=alfa.city.coordinator)
    assert settled()
    parties.decline(again, actor=alfa.city.coordinator, reason="De ringde")
    assert settled()
    with steps.record("party.join", actor=alfa.city.coordinator, scope=alfa.partnership) as act:
        party = Party.objects.get(pk=proposed.pk)
        party.status, party.joined_on = Party.Status.PARTY, clock.today()
        act.save(party)
    assert settled()
    leave(party, actor=gole_signatory)
    assert settled()


def test_a_coordinator_may_record_that_it_declined_and_propose_it_anew(world, proposed, gole):
    coordinator = world.alfa.city.coordinator
    parties.decline(proposed, actor=coordinator, reason="De ringde")
    again = parties.propose(proposed.partnership, actor=coordinator, organisation=gole)
    assert again.pk != proposed.pk


def test_nobody_else_declines_for_it(world, proposed):
    for stranger in (world.alfa.ngo.signatory, world.alfa.city.representative):
        with pytest.raises(PermissionDenied):
            parties.decline(proposed, actor=stranger, reason="Nej")


def test_leaving_takes_the_partys_own_signatory_a_reason_and_a_day_that_has_come(world):
    ngo2 = world.alfa.ngo2
    for stranger in (world.alfa.ngo.signatory, world.alfa.city.coordinator, ngo2.representative):
        with pytest.raises(PermissionDenied):
            leave(ngo2.party, actor=stranger)
    with pytest.raises(StepRefused):
        leave(ngo2.party, actor=ngo2.signatory, reason=" ")
    left = Party.objects.get(pk=leave(ngo2.party, actor=ngo2.signatory).pk)
    assert left.status == Party.Status.LEFT
    assert not access.may(ngo2.reader, "view_partnership", left.partnership)


def test_the_coordinator_of_a_party_goes_with_it_unless_it_is_the_only_one(world):
    alfa, beta = world.alfa, world.beta
    leave(alfa.ngo.party, actor=alfa.ngo.signatory)
    assert not access.may(alfa.ngo.coordinator, "draft_agreement", alfa.partnership)
    leave(beta.ngo.party, actor=beta.ngo.signatory)
    with pytest.raises(StepRefused):
        leave(beta.city.party, actor=beta.city.signatory)


def test_the_party_itself_and_the_coordinators_say_what_it_brings(world):
    party = world.alfa.ngo2.party
    parties.edit(party, actor=world.alfa.ngo2.representative, brings="Tillit")
    parties.edit(party, actor=world.alfa.city.coordinator, brings="Tillit och lokaler")
    with pytest.raises(PermissionDenied):
        parties.edit(party, actor=world.alfa.ngo.representative, brings="Inget")


def test_what_a_party_brought_stays_when_it_has_gone(client, world):
    alfa, party = world.alfa, world.alfa.ngo2.party
    leave(party, actor=alfa.ngo2.signatory)
    with pytest.raises(StepRefused):
        parties.edit(party, actor=alfa.city.coordinator, brings="Annat")
    login(client, alfa.city.coordinator)
    assert address("party_edit", party) not in client.get(address("party", party)).content.decode()
    answer = client.post(address("party_edit", party), {"brings": "Annat", "version": party.version + 1})
    assert (answer.status_code, "är inte längre med" in answer.content.decode()) == (422, True)


# -- Pages ------------------------------------------------------------------------------------------------------------
def test_every_page_answers_each_reader_as_it_should(client, world, proposed):
    alfa = world.alfa
    pages = ["party", "party_edit", "party_begin_dialogue", "party_decline"]
    expected = {
        alfa.city.coordinator: [200, 200, 200, 200],
        alfa.ngo.reader: [200, 403, 403, 403],
        alfa.ngo.signatory: [200, 403, 403, 403],
        world.outsider: [404, 404, 404, 404],
        world.superuser: [404, 404, 404, 404],
    }
    for reader, codes in expected.items():
        login(client, reader)
        assert [client.get(address(name, proposed)).status_code for name in pages] == codes, reader.name


def test_the_list_shows_sides_apart_and_who_declined(client, world, proposed, gole_signatory):
    parties.decline(proposed, actor=gole_signatory, reason="Vi hinner inte i år")
    page = login(client, world.alfa.ngo.reader).get(reverse("partnerships:party_list", args=[world.alfa.slug]))
    assert [len(rows) for _side, _heading, rows in page.context["sides"]] == [1, 3]
    assert "Vi hinner inte i år" in page.content.decode()


def test_the_list_costs_the_same_for_many(client, world, django_assert_max_num_queries):
    alfa = world.alfa
    url = reverse("partnerships:party_list", args=[alfa.slug])
    login(client, alfa.city.coordinator).get(url)
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    for number in range(12):
        parties.propose(
            alfa.partnership, actor=alfa.city.coordinator, organisation=organisation("ideburen", f"Förening {number}")
        )
    with django_assert_max_num_queries(60) as many:
        client.get(url)
    assert len(many) == len(few)


def test_a_party_is_proposed_on_the_page(client, world):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    own = organisation("ideburen", "Ny förening", created_by=alfa.city.coordinator)
    url = reverse("partnerships:party_propose", args=[alfa.slug])
    assert client.post(url, {"organisation": ""}).status_code == 422
    assert client.post(url, {"organisation": alfa.ngo.organisation.pk}).status_code == 422
    assert client.post(url, {"organisation": own.pk, "brings": "Tillit\x00"}).status_code == 422
    assert client.post(url, {"organisation": own.pk, "brings": "Tillit"}).status_code == 302
    assert client.get(url, {"organisation": "9" * 40}).status_code == 200
    assert alfa.partnership.parties.get(organisation=own).status == Party.Status.PROPOSED


def test_who_declines_is_led_to_a_page_that_can_still_be_read(client, proposed, gole_signatory):
    login(client, gole_signatory)
    data = {"reason": "Vi hinner inte", "on": f"{clock.today()}"}
    assert client.post(address("party_decline", proposed), {**data, "reason": ""}).status_code == 422
    response = client.post(address("party_decline", proposed), data, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("partnerships:partnership_list")
