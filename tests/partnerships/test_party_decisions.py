"""Each party's own decisions, and whom one has invited or considered."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import agreements, clock, considered, form_choices, parties, party_decisions, road, tasks
from partnerships.models import ConsideredOrganisation, Notification, PartyDecision
from partnerships.steps import EditConflict, StepRefused
from tests.factories import PDF, login, mandate, organisation, person, save

VALUES = {"kind": "participate", "level": "board", "decided_by": "Styrelsen", "wording": "Vi deltar"}


def url(name, *keys):
    return reverse(f"partnerships:{name}", args=keys)


def enter(member, **values):
    values = {**VALUES, "decided_on": date(2024, 3, 1), **values}
    return party_decisions.register(member.party, actor=member.representative, **values)


# -- Who may, and what stays ------------------------------------------------------------------------------------------
def test_only_the_party_s_own_representative_enters_it(world):
    alfa = world.alfa
    made = enter(alfa.ngo)
    assert (made.party, made.entered_by) == (alfa.ngo.party, alfa.ngo.representative)
    for stranger in (alfa.ngo2.representative, alfa.city.coordinator, alfa.ngo.coordinator, alfa.ngo.signatory):
        with pytest.raises(PermissionDenied):
            party_decisions.register(alfa.ngo.party, actor=stranger, decided_on=date(2024, 3, 1), **VALUES)
    assert Notification.objects.filter(person=alfa.city.coordinator, key=f"own_decision:{made.pk}").exists()


def test_what_cannot_be_is_refused(world):
    alfa = world.alfa
    with pytest.raises(StepRefused):
        enter(alfa.ngo, decided_on=clock.today() + timedelta(days=1))
    with pytest.raises(StepRefused):
        enter(alfa.ngo, level="political")
    assert enter(alfa.city, level="political", decided_by="Socialnämnden").level == "political"
    save(alfa.ngo2.party, status="left", left_on=clock.today(), reason="Ny inriktning")
    with pytest.raises(StepRefused):
        enter(alfa.ngo2)


def test_a_mistake_is_corrected_by_a_new_row_once(world):
    first = enter(world.alfa.ngo)
    second = enter(world.alfa.ngo, corrects=first, paragraph="41")
    assert list(PartyDecision.objects.current()) == [second]
    with pytest.raises(StepRefused):
        enter(world.alfa.ngo, corrects=first)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PartyDecision.objects.filter(pk=first.pk).update(wording="x")
    with pytest.raises(IntegrityError, match="same party"), transaction.atomic():
        enter(world.alfa.ngo2, corrects=second)


def test_the_reference_is_written_as_it_is_spoken():
    assert PartyDecision(paragraph="41", registry_number="0193/15").reference == "§ 41, dnr 0193/15"
    assert PartyDecision(registry_number="0193/15").reference == "dnr 0193/15"
    assert PartyDecision().reference == ""


# -- What is missing --------------------------------------------------------------------------------------------------
def test_who_has_decided_nothing_about_an_agreement_is_named(world, furnished):
    alfa = world.alfa
    everybody = {one.party for one in alfa.members}
    assert set(party_decisions.missing(furnished.amendment)) == everybody, "to take part is not to change"
    enter(alfa.ngo, kind="change", agreement=furnished.amendment)
    assert set(party_decisions.missing(furnished.amendment)) == everybody - {alfa.ngo.party}
    wrong = enter(alfa.ngo2, kind="change", agreement=furnished.amendment)
    enter(alfa.ngo2, corrects=wrong, kind="change", agreement=furnished.draft)
    assert alfa.ngo2.party in party_decisions.missing(furnished.amendment), "corrected away"


def test_to_take_part_is_enough_for_who_is_no_party_yet(world):
    beta = world.beta
    coming = organisation("ideburen", "Ny")
    someone = person("Ny representative")
    mandate(someone, coming, "representative")
    party = parties.propose(beta.partnership, actor=beta.city.coordinator, organisation=coming)
    party = parties.begin_dialogue(party, actor=beta.city.coordinator)
    main = agreements.create(beta.partnership, actor=beta.city.coordinator, kind="main", title="Avtal")
    assert party in party_decisions.missing(main)
    party_decisions.register(party, actor=someone, decided_on=date(2024, 3, 1), **VALUES)
    assert party not in party_decisions.missing(main)


def test_a_representative_has_a_task_while_something_waits_for_signatures(world, furnished):
    alfa = world.alfa
    mine = [task for task in tasks.waiting_for(alfa.ngo.representative, alfa.partnership) if "beslut" in task.url]
    assert [task.url.split("?")[0] for task in mine] == [url("party_decision_new", alfa.slug, alfa.ngo.party.pk)]
    enter(alfa.ngo, kind="change", agreement=furnished.amendment)
    left = tasks.waiting_for(alfa.ngo.representative, alfa.partnership)
    assert not [task for task in left if "beslut-att-delta" in task.url]


def test_it_warns_where_one_proposes_and_signs_and_stops_nobody(client, world, furnished):
    alfa, amendment = world.alfa, furnished.amendment
    address = url("agreement_sign", alfa.slug, amendment.pk, alfa.ngo3.party.pk)
    page = login(client, alfa.ngo3.signatory).get(address).content.decode()
    assert url("party_decision_list", alfa.slug) in page
    assert 'name="text_hash"' in page
    ready = url("agreement_propose", alfa.slug, furnished.draft.pk)
    assert login(client, alfa.city.coordinator).get(ready).status_code == 200


def test_it_is_a_milestone(world):
    alfa = world.alfa
    for member in alfa.members:
        enter(member)
    states = {one.url: one.state for one in road.milestones(alfa.partnership, alfa.observer)}
    assert states[url("party_decision_list", alfa.slug)] == road.State.DONE


# -- Pages ------------------------------------------------------------------------------------------------------------
def test_a_decision_is_entered_and_corrected_through_the_pages(client, world):
    alfa = world.alfa
    login(client, alfa.ngo.representative)
    start = url("party_decision_list", alfa.slug)
    address = url("party_decision_new", alfa.slug, alfa.ngo.party.pk)
    assert address in client.get(start).content.decode()
    data = {**VALUES, "decided_on": "2024-03-01", "paragraph": "§ 12", "registry_number": "0193/15"}
    assert client.post(address, {**data, "wording": ""}).status_code == 422
    assert client.post(address, {**data, "level": "political"}).status_code == 422
    assert client.post(address, {**data, "decided_on": "2098-01-01"}).status_code == 422
    assert not PartyDecision.objects.exists()
    file = SimpleUploadedFile("Protokoll.pdf", PDF)
    assert client.post(address, {**data, "file": file}).status_code == 302
    made = PartyDecision.objects.get()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "§ 12, dnr 0193/15" in page
    assert "Protokoll.pdf" in page
    again = url("party_decision_correct", alfa.slug, made.pk)
    assert client.post(again, {**data, "paragraph": "13"}).status_code == 302
    newest = PartyDecision.objects.current().get()
    assert (newest.corrects, newest.document) == (made, made.document)
    assert again not in client.get(made.get_absolute_url()).content.decode()
    for kind in ("csv", "xlsx"):
        assert client.get(start, {"format": kind}).status_code == 200


def test_every_page_answers_each_reader_as_it_should(client, world, furnished):
    alfa, made = world.alfa, furnished.party_decision
    pages = [
        url("party_decision_list", alfa.slug),
        made.get_absolute_url(),
        url("party_decision_new", alfa.slug, alfa.ngo.party.pk),
        url("party_decision_correct", alfa.slug, made.pk),
        url("considered_list", alfa.slug),
        url("considered_new", alfa.slug),
        url("considered_edit", alfa.slug, furnished.considered.pk),
    ]
    expected = {
        alfa.ngo.representative: [200, 200, 200, 200, 200, 403, 403],
        alfa.city.coordinator: [200, 200, 403, 403, 200, 200, 200],
        alfa.ngo2.representative: [200, 200, 403, 403, 200, 403, 403],
        alfa.observer: [200, 200, 403, 403, 200, 403, 403],
        world.beta.ngo.representative: [404] * 7,
        world.superuser: [404] * 7,
    }
    for reader, codes in expected.items():
        login(client, reader)
        assert [client.get(page).status_code for page in pages] == codes, reader.name


# -- Considered organisations -----------------------------------------------------------------------------------------
def test_coordinators_note_whom_they_asked(client, world):
    alfa = world.alfa
    login(client, alfa.ngo.coordinator)
    address = url("considered_new", alfa.slug)
    data = {"name": "Frivilliga Dykare", "on": "2024-03-01", "how": "invited", "answer": "no", "reason": "Hann inte"}
    assert client.post(address, {**data, "name": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    row = ConsideredOrganisation.objects.get()
    page = login(client, alfa.ngo2.representative).get(url("considered_list", alfa.slug)).content.decode()
    assert "Frivilliga Dykare" in page
    assert "Hann inte" in page
    with pytest.raises(PermissionDenied):
        considered.edit(row, actor=alfa.ngo2.representative, answer="yes")
    considered.edit(row, actor=alfa.city.coordinator, answer="yes")
    with pytest.raises(EditConflict):
        considered.edit(row, actor=alfa.ngo.coordinator, version=row.version, answer="none")


def test_one_that_is_registered_here_is_called_what_it_is_called(world):
    alfa = world.alfa
    values = {"on": date(2024, 3, 1), "how": "open"}
    row = considered.add(alfa.partnership, actor=alfa.city.coordinator, organisation=alfa.ngo.organisation, **values)
    assert row.name == alfa.ngo.organisation.name
    with pytest.raises(StepRefused):
        considered.add(alfa.partnership, actor=alfa.city.coordinator, name=" ", **values)


def test_the_lists_can_be_searched_sorted_and_fetched_and_cost_the_same(client, world, django_assert_max_num_queries):
    alfa = world.alfa
    login(client, alfa.ngo.representative)
    values = {"name": "Förening", "on": date(2024, 3, 1), "how": "open"}
    considered.add(alfa.partnership, actor=alfa.city.coordinator, **values)
    enter(alfa.ngo)
    for name in ("considered_list", "party_decision_list"):
        client.get(url(name, alfa.slug))
        with django_assert_max_num_queries(40) as few:
            client.get(url(name, alfa.slug))
        for number in range(12):
            considered.add(alfa.partnership, actor=alfa.city.coordinator, **{**values, "name": f"Förening {number}"})
            enter(alfa.ngo, paragraph=f"{number}")
        with django_assert_max_num_queries(len(few)):
            assert client.get(url(name, alfa.slug)).status_code == 200
    page = client.get(url("considered_list", alfa.slug), {"q": "Förening 7", "sort": "name"})
    assert {row.name for row in page.context["page_obj"]} == {"Förening 7"}
    for kind in ("csv", "xlsx"):
        assert client.get(url("considered_list", alfa.slug), {"format": kind}).status_code == 200


def test_when_the_form_is_settled_those_who_have_not_decided_are_asked_to(world, furnished):
    alfa = world.alfa
    enter(alfa.ngo2)
    choice = form_choices.propose(furnished.form_choice, actor=alfa.ngo.coordinator)
    form_choices.settle(choice, actor=alfa.city.coordinator)
    asked = Notification.objects.filter(key__startswith=f"form:{choice.pk}:decide:").values_list("person", flat=True)
    assert set(asked) == {alfa.city.representative.pk, alfa.ngo3.representative.pk}, "Ansgar and Birgitta have decided"
