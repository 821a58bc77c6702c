"""The joint analysis: written together, approved by every organisation, in versions."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import analyses, mandates, parties, perspectives, road, tasks
from partnerships.models import AnalysisApproval, NeedsAnalysis, Notification, Partnership, User
from partnerships.steps import EditConflict, StepRefused
from tests.factories import PASSWORD, login, mandate, organisation, party, person
from tests.partnerships.test_perspectives import tell


@pytest.fixture
def draft(world):
    """A draft that could be proposed."""
    made = analyses.begin(world.alfa.partnership, actor=world.alfa.city.coordinator)
    return analyses.write(made, actor=world.alfa.ngo.coordinator, known="Det vi vet", goals="Ett hem")


@pytest.fixture
def proposed(world, draft):
    """The same, proposed."""
    return analyses.propose(draft, actor=world.alfa.city.coordinator)


def approve(analysis, *members):
    for one in members:
        analyses.approve(analysis, actor=one.representative, party=one.party)
    analysis.refresh_from_db()
    return analysis


# -- Writing ----------------------------------------------------------------------------------------------------------
def test_the_first_begins_with_the_description_and_the_words_that_are_brought_in(world):
    alfa = world.alfa
    view = tell(alfa.ngo, sees="Unga utan sammanhang", brings="Volontärer", fears="Rösten")
    made = analyses.begin(alfa.partnership, actor=alfa.ngo.coordinator, bring=[view])
    assert (made.number, made.status, made.challenge) == (1, "draft", "What Alfa is about")
    assert "**Ansgar:** Unga utan sammanhang" in made.known
    assert "**Ansgar:** Volontärer" in made.contributions
    assert "**Ansgar:** Rösten" in made.unknown
    assert made.goals == ""


def test_coordinators_of_both_sides_write_and_nobody_else(world, draft):
    alfa = world.alfa
    for one in (alfa.city.coordinator, alfa.ngo.coordinator):
        analyses.write(draft, actor=one, known=f"Skrivet av {one.pk}")
    for one in (alfa.city.representative, alfa.ngo.signatory, alfa.observer, world.beta.city.coordinator):
        with pytest.raises(PermissionDenied):
            analyses.write(draft, actor=one, known="x")
        with pytest.raises(PermissionDenied):
            analyses.begin(alfa.partnership, actor=one)
        with pytest.raises(PermissionDenied):
            analyses.propose(draft, actor=one)
        with pytest.raises(PermissionDenied):
            analyses.discard(draft, actor=one)


def test_there_is_one_open_version_at_a_time(world, draft):
    with pytest.raises(StepRefused):
        analyses.begin(world.alfa.partnership, actor=world.alfa.city.coordinator)


def test_what_lacks_a_challenge_or_a_side_is_not_proposed(world, draft):
    alfa = world.alfa
    analyses.write(draft, actor=alfa.city.coordinator, challenge=" ")
    with pytest.raises(StepRefused):
        analyses.propose(draft, actor=alfa.city.coordinator)
    own = organisation("public", "Ensam")
    starter = person("Starter")
    mandate(starter, own, "representative")
    from partnerships import initiative

    lonely = initiative.start(actor=starter, organisation=own, name="Ensam", slug="ensam", challenge="Ensamhet")
    made = analyses.begin(lonely, actor=starter)
    with pytest.raises(StepRefused):
        analyses.propose(made, actor=starter)


def test_only_a_draft_never_proposed_is_thrown_away(world, proposed):
    alfa = world.alfa
    with pytest.raises(StepRefused):
        analyses.discard(proposed, actor=alfa.city.coordinator)
    analyses.return_to_draft(proposed, actor=alfa.city.coordinator, reason="Mer att säga")
    with pytest.raises(StepRefused):
        analyses.discard(proposed, actor=alfa.city.coordinator)
    beta = world.beta
    made = analyses.begin(beta.partnership, actor=beta.city.coordinator)
    analyses.discard(made, actor=beta.ngo.coordinator)
    assert not NeedsAnalysis.objects.filter(partnership=beta.partnership).exists()
    assert analyses.begin(beta.partnership, actor=beta.city.coordinator).number == 1


# -- Approving --------------------------------------------------------------------------------------------------------
def test_it_holds_when_every_organisation_has_approved_the_same_text(world, proposed):
    alfa = world.alfa
    assert approve(proposed, *alfa.members[:3]).status == "proposed"
    assert [one.name for one in analyses.missing(proposed)] == ["Cecilia"]
    assert approve(proposed, alfa.ngo3).status == "approved"
    assert {one.text_hash for one in proposed.approvals.all()} == {analyses.digest(proposed)}
    assert {one.name for one in proposed.approvals.all()} == {
        f"{one.organisation.name} representative" for one in alfa.members
    }
    told = Notification.objects.filter(key=f"analysis:{proposed.pk}:approved").values_list("person", flat=True)
    assert {alfa.city.reader.pk, alfa.observer.pk, alfa.ngo2.economist.pk} <= set(told)
    with pytest.raises(StepRefused):
        analyses.write(proposed, actor=alfa.city.coordinator, known="x")


def test_only_representatives_with_a_mandate_that_day_approve(world, proposed):
    alfa = world.alfa
    for one in (alfa.ngo.signatory, alfa.ngo.reader, alfa.ngo.coordinator, alfa.city.representative, world.superuser):
        with pytest.raises(PermissionDenied):
            analyses.approve(proposed, actor=one, party=alfa.ngo.party)
    other = person("Other")
    mandate(other, alfa.ngo.organisation, "representative")
    mandates.end(alfa.ngo.representative.mandates.get(), actor=other, on=date.today())
    with pytest.raises(PermissionDenied):
        analyses.approve(proposed, actor=alfa.ngo.representative, party=alfa.ngo.party)
    analyses.approve(proposed, actor=other, party=alfa.ngo.party)
    with pytest.raises(StepRefused):
        analyses.approve(proposed, actor=other, party=alfa.ngo.party)


def test_a_draft_and_a_text_one_has_not_seen_are_not_approved(world, draft):
    alfa = world.alfa
    with pytest.raises(StepRefused):
        analyses.approve(draft, actor=alfa.ngo.representative, party=alfa.ngo.party)
    with pytest.raises(StepRefused):
        analyses.propose(draft, actor=alfa.city.coordinator, version=draft.version - 1)
    analyses.propose(draft, actor=alfa.city.coordinator)
    with pytest.raises(StepRefused):
        analyses.approve(draft, actor=alfa.ngo.representative, party=alfa.ngo.party, text_hash="0" * 64)


def test_who_changes_a_word_takes_it_back_and_voids_the_approvals_in_one_act(world, proposed):
    alfa = world.alfa
    approve(proposed, alfa.city, alfa.ngo2)
    before = alfa.partnership.chain.events.count()
    again = analyses.write(proposed, actor=alfa.ngo.coordinator, known="Nya ord")
    assert (again.status, again.proposed_at) == ("draft", None)
    assert alfa.partnership.chain.events.count() == before + 1
    assert not analyses.valid_approvals(again).exists()
    told = Notification.objects.filter(key=f"analysis:{proposed.pk}:returned:1").values_list("person", flat=True)
    assert set(told) == {alfa.city.representative.pk, alfa.ngo2.representative.pk}

    second = analyses.propose(again, actor=alfa.city.coordinator)
    assert second.round == 2
    assert len(analyses.missing(second)) == 4, "what was approved in the first round does not count"
    assert AnalysisApproval.objects.filter(analysis=proposed).count() == 2, "and stays"
    assert approve(second, *alfa.members).status == "approved"


def test_nothing_changed_voids_nothing(world, proposed):
    approve(proposed, world.alfa.city)
    same = analyses.write(proposed, actor=world.alfa.city.coordinator, known=proposed.known)
    assert same.status == "proposed"


def test_taking_it_back_asks_for_a_reason(world, proposed):
    with pytest.raises(StepRefused):
        analyses.return_to_draft(proposed, actor=world.alfa.city.coordinator, reason=" ")
    with pytest.raises(PermissionDenied):
        analyses.return_to_draft(proposed, actor=world.alfa.city.representative, reason="x")
    assert analyses.return_to_draft(proposed, actor=world.alfa.ngo.coordinator, reason="x").status == "draft"


def test_who_comes_into_the_dialogue_meanwhile_is_waited_for_too(world, proposed):
    alfa = world.alfa
    new = organisation("ideburen", "Frida")
    somebody = person("Frida representative")
    mandate(somebody, new, "representative")
    incoming = party(alfa.partnership, new, "in_dialogue")
    assert approve(proposed, *alfa.members).status == "proposed"
    analyses.approve(proposed, actor=somebody, party=incoming)
    proposed.refresh_from_db()
    assert proposed.status == "approved"


def test_when_the_last_one_goes_a_coordinator_records_that_all_have_approved(world, proposed, client):
    alfa = world.alfa
    new = organisation("ideburen", "Frida")
    incoming = party(alfa.partnership, new, "in_dialogue")
    approve(proposed, *alfa.members)
    with pytest.raises(StepRefused):
        analyses.conclude(proposed, actor=alfa.city.coordinator)
    parties.decline(incoming, actor=alfa.city.coordinator, reason="Har inte tid")
    with pytest.raises(PermissionDenied):
        analyses.conclude(proposed, actor=alfa.city.representative)
    assert any("Registrera" in one.title for one in analyses.tasks_for(alfa.city.coordinator))
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:analysis_conclude", args=[alfa.slug])
    assert url in client.get(reverse("partnerships:analysis", args=[alfa.slug])).content.decode()
    assert client.post(url).status_code == 302
    proposed.refresh_from_db()
    assert proposed.status == "approved"


def test_the_next_version_begins_as_a_copy_and_the_approved_one_stays(world, proposed):
    alfa = world.alfa
    first = approve(proposed, *alfa.members)
    text = analyses.analysis_text(first)
    with pytest.raises(StepRefused):
        analyses.begin(alfa.partnership, actor=alfa.city.coordinator, occasion=" ")
    second = analyses.begin(alfa.partnership, actor=alfa.city.coordinator, occasion="Målgruppen är bredare")
    assert (second.number, second.known) == (2, first.known)
    analyses.write(second, actor=alfa.city.coordinator, known="Något annat")
    first.refresh_from_db()
    assert analyses.analysis_text(first) == text
    assert analyses.digest(first) == first.text_hash


def test_the_text_is_the_same_in_every_language(world, proposed):
    from django.utils import translation

    with translation.override("en"):
        assert analyses.digest(proposed) == proposed.text_hash
    assert analyses.analysis_text(proposed).startswith("GEMENSAM BEHOVSANALYS, VERSION 1\n\nSamhällsutmaningen\n")


# -- Two at once ------------------------------------------------------------------------------------------------------
def test_two_who_write_at_once_see_both_texts(client, world, draft):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:analysis_write", args=[alfa.slug])
    page = client.get(url)
    data = {name: getattr(draft, name) for name in analyses.PARTS}
    data |= {"known": "Min text", "version": page.context["version"], "seen": analyses.state_of(draft)}
    analyses.write(draft, actor=alfa.ngo.coordinator, known="Deras text")
    with pytest.raises(EditConflict):
        analyses.write(draft, actor=alfa.city.coordinator, version=draft.version, known="x")

    response = client.post(url, data)
    words = response.content.decode()
    assert response.status_code == 422
    assert "Deras text" in words
    assert "Min text" in words
    again = client.post(url, data | {"version": response.context["version"]})
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.known == "Min text"


def test_an_approval_given_while_one_writes_is_not_voided_unseen(client, world, proposed):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:analysis_write", args=[alfa.slug])
    client.get(url)
    data = {name: getattr(proposed, name) for name in analyses.PARTS}
    data |= {"known": "Nytt", "version": proposed.version, "seen": analyses.state_of(proposed)}
    approve(proposed, alfa.ngo)
    response = client.post(url, data)
    assert response.status_code == 422
    assert "Nytt" in response.content.decode()
    proposed.refresh_from_db()
    assert proposed.status == "proposed"
    fresh = response.context["form"]["seen"].value()
    assert client.post(url, data | {"version": response.context["version"], "seen": fresh}).status_code == 302
    proposed.refresh_from_db()
    assert proposed.status == "draft"


def test_what_is_written_on_an_approved_version_is_not_lost(client, world, proposed):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:analysis_write", args=[alfa.slug])
    data = {"challenge": "Mina ord", "version": proposed.version, "seen": analyses.state_of(proposed)}
    approve(proposed, *alfa.members)
    assert client.get(url).status_code == 302
    response = client.post(url, data | {"version": proposed.version})
    assert response.status_code == 422
    assert "Mina ord" in response.content.decode()


# -- Pages ------------------------------------------------------------------------------------------------------------
def test_the_words_of_a_view_are_brought_in_and_nothing_is_saved_by_it(client, world, draft):
    alfa = world.alfa
    view = tell(alfa.ngo2, sees="Vi ser ensamhet", hopes="Vänner")
    tell(alfa.ngo3, sees="Annat")
    perspectives.write(alfa.ngo.party, actor=alfa.ngo.representative, sees="Hemligstenen")
    login(client, alfa.city.coordinator)
    url = reverse("partnerships:analysis_write", args=[alfa.slug])
    page = client.get(url).content.decode()
    assert "Vi ser ensamhet" in page
    assert "Hemligstenen" not in page
    data = {"challenge": "Min nya text", "known": "Redan här", "version": draft.version, "bring": view.pk}
    response = client.post(url, data)
    words = response.content.decode()
    assert response.status_code == 200
    assert "Min nya text" in words
    assert "Redan här\n\n**Birgitta:** Vi ser ensamhet" in words
    draft.refresh_from_db()
    assert draft.known == "Det vi vet"
    hidden = perspectives.draft(alfa.ngo.party)
    assert "Hemligstenen" not in client.post(url, data | {"bring": hidden.pk}).content.decode()


def test_the_whole_way_through_the_pages(client, world):
    alfa = world.alfa
    here = [alfa.slug]
    tell(alfa.ngo)

    def at(name, *more):
        return reverse(f"partnerships:analysis_{name}" if name else "partnerships:analysis", args=[*here, *more])

    login(client, alfa.city.coordinator)
    page = client.get(at(""))
    assert at("begin") in page.content.decode()
    view = perspectives.latest(alfa.ngo.party)
    assert client.post(at("begin"), {"bring": [view.pk]}).status_code == 302
    made = NeedsAnalysis.objects.get()
    data = {"challenge": "Ensamhet bland unga", "known": made.known, "version": made.version}
    data["seen"] = analyses.state_of(made)
    bad = client.post(at("write"), data | {"goals": "Om 811228-9874"})
    assert bad.status_code == 422
    assert client.post(at("write"), data).status_code == 302
    assert client.get(at("propose")).status_code == 200
    assert client.post(at("propose")).status_code == 302
    made.refresh_from_db()
    for one in alfa.members:
        login(client, one.representative)
        url = at("approve", one.party.pk)
        assert url in {task.url for task in tasks.waiting_for(one.representative)}
        assert made.text_hash in client.get(url).content.decode()
        wrong = client.post(url, {"password": "fel", "text_hash": made.text_hash})
        assert wrong.status_code == 422
        assert client.post(url, {"password": PASSWORD, "text_hash": made.text_hash}).status_code == 302
    made.refresh_from_db()
    assert made.status == "approved"
    assert client.get(at("approve", alfa.ngo.party.pk)).status_code == 403
    login(client, alfa.ngo.coordinator)
    assert client.post(at("begin"), {"occasion": ""}).status_code == 422
    assert client.post(at("begin"), {"occasion": "Det nya", "bring": []}).status_code == 302
    second = NeedsAnalysis.objects.get(number=2)
    analyses.write(second, actor=alfa.ngo.coordinator, goals="Ett hem åt alla")
    words = client.get(at("compare")).content.decode()
    assert "<ins>" in words
    assert "Ett hem åt alla" in words
    assert client.get(at("compare"), {"fran": "1", "till": "1"}).status_code == 200
    assert client.get(at("compare"), {"fran": "x", "till": "9" * 40}).status_code == 200
    assert client.get(at("version", 1)).status_code == 200
    assert client.get(at("version", 3)).status_code == 404


def test_the_text_as_it_stood_on_a_day(client, world, travel):
    alfa = world.alfa
    travel(date(2021, 3, 1))
    User.objects.update(rights_valid_on=None)
    first = analyses.begin(alfa.partnership, actor=alfa.city.coordinator)
    approve(analyses.propose(first, actor=alfa.city.coordinator), *alfa.members)
    travel(date(2022, 3, 1))
    second = analyses.begin(alfa.partnership, actor=alfa.city.coordinator, occasion="Det nya")
    approve(analyses.propose(second, actor=alfa.city.coordinator), *alfa.members)
    login(client, alfa.observer)
    url = reverse("partnerships:analysis", args=[alfa.slug])
    for asked, number in (("2021-02-28", None), ("2021-03-01", 1), ("2022-02-28", 1), ("2022-03-01", 2)):
        shown = client.get(url, {"den": asked}).context["analysis"]
        assert (shown.number if shown else None) == number, asked
    assert client.get(url, {"den": "igår"}).context["day_form"].errors


def test_the_pages_as_each_role(client, world, proposed):
    alfa = world.alfa
    read = [reverse(f"partnerships:analysis{name}", args=[alfa.slug]) for name in ("", "_compare")]
    read.append(reverse("partnerships:analysis_version", args=[alfa.slug, 1]))
    led = ("write", "begin", "propose", "return", "conclude", "discard")
    lead = [reverse(f"partnerships:analysis_{name}", args=[alfa.slug]) for name in led]
    approving = reverse("partnerships:analysis_approve", args=[alfa.slug, alfa.ngo.party.pk])
    for somebody in (alfa.city.coordinator, alfa.ngo.representative, alfa.ngo.reader, alfa.observer):
        login(client, somebody)
        assert [client.get(url).status_code for url in read] == [200] * 3
        expected = 200 if somebody == alfa.city.coordinator else 403
        assert [client.get(url).status_code for url in lead] == [expected] * 6
        assert client.get(approving).status_code == (200 if somebody == alfa.ngo.representative else 403)
    for somebody in (world.beta.city.coordinator, world.outsider, world.superuser):
        login(client, somebody)
        assert {client.get(url).status_code for url in [*read, *lead, approving]} == {404}


# -- What waits -------------------------------------------------------------------------------------------------------
def test_what_waits_for_whom(world, draft):
    alfa = world.alfa
    assert any("föreslå" in one.title for one in analyses.tasks_for(alfa.ngo.coordinator))
    assert not list(analyses.tasks_for(alfa.ngo.representative))
    proposed = analyses.propose(draft, actor=alfa.city.coordinator)
    assert not list(analyses.tasks_for(alfa.ngo.coordinator)), "now it waits for the organisations"
    assert len(list(analyses.tasks_for(alfa.ngo.representative))) == 1
    assert not list(analyses.tasks_for(alfa.ngo.signatory))
    asked = Notification.objects.filter(key__startswith=f"analysis:{proposed.pk}:approve:1:")
    assert {one.person for one in asked} == {one.representative for one in alfa.members}
    approve(proposed, alfa.ngo)
    assert not list(analyses.tasks_for(alfa.ngo.representative))


def test_the_road_tells_how_far_it_has_come(world):
    alfa = world.alfa

    def state():
        return next(one for one in road.milestones(alfa.partnership, alfa.observer) if "behovsanalys" in one.url).state

    assert state() == "not_begun"
    made = analyses.begin(alfa.partnership, actor=alfa.city.coordinator)
    assert state() == "under_way"
    approve(analyses.propose(made, actor=alfa.city.coordinator), *alfa.members)
    assert state() == "done"


def test_the_history_tells_each_act_in_words(client, world, proposed):
    alfa = world.alfa
    approve(proposed, *alfa.members)
    url = reverse("reporting:object_history", args=["partnerships.needsanalysis", proposed.pk])
    words = login(client, alfa.observer).get(url).content.decode()
    for part in ("började på version 1", "skrev i version 1", "föreslog version 1", "godkände"):
        assert part in words
    partnership = Partnership.objects.get(pk=alfa.partnership.pk)
    whole = client.get(reverse("reporting:history", args=[partnership.slug]), {"kind": "partnerships.needsanalysis"})
    assert "godkände" in whole.content.decode()
