"""The winding-down plan: begun when an end is known, done by its owners, verified by others."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import agreements, steps, tasks, winding
from partnerships.models import AgreementEnd, PhasePeriod, WindingDown, WindingItem
from tests.factories import login

DAY = date(2026, 3, 1)


@pytest.fixture
def plan(world, furnished):
    """Alfa's own plan, begun the way people do, beside which there is no other."""
    winding.lay_aside(furnished.winding, actor=world.alfa.city.coordinator, reason="Bara ett exempel")
    return winding.begin(world.alfa.partnership, actor=world.alfa.ngo.coordinator)


def item_of(plan, title, party=None):
    return plan.items.filter(title__startswith=title, party=party).order_by("pk").first()


def test_a_plan_is_begun_when_an_end_is_known(world, furnished):
    alfa = world.alfa
    with pytest.raises(steps.StepRefused, match="redan"):
        winding.begin(alfa.partnership, actor=alfa.city.coordinator)
    with pytest.raises(PermissionDenied):
        winding.begin(alfa.partnership, actor=alfa.city.representative)
    with pytest.raises(steps.StepRefused, match="avsluta avtalet"):
        winding.begin(world.beta.partnership, actor=world.beta.city.coordinator)


def test_items_are_made_for_all_for_each_party_and_for_each_service(plan, world, furnished):
    alfa = world.alfa
    own = plan.items.filter(title="Personal och lokaler")
    assert {one.party for one in own} == {one.party for one in alfa.members}
    of_service = item_of(plan, "Plan för verksamheten", alfa.ngo.party)
    assert (of_service.service, of_service.title) == (furnished.service, "Plan för verksamheten: Boendet Ansgar")
    assert item_of(plan, "Pottens saldo").due_on == date(2100, 3, 31)
    assert PhasePeriod.objects.filter(partnership=alfa.partnership, phase="winding_down").count() == 1


def test_the_owner_marks_as_done_and_another_party_verifies(plan, world):
    alfa = world.alfa
    own = item_of(plan, "Personal och lokaler", alfa.ngo.party)
    for person in (alfa.city.coordinator, alfa.ngo2.representative, alfa.ngo.reader):
        with pytest.raises(PermissionDenied):
            winding.mark_done(own, actor=person)
    winding.mark_done(own, actor=alfa.ngo.representative, note="Alla har nytt arbete")
    with pytest.raises(steps.StepRefused, match="annan part"):
        winding.verify(own, actor=alfa.ngo.representative)
    with pytest.raises(steps.StepRefused):
        winding.mark_done(own, actor=alfa.ngo.representative)
    made = winding.verify(own, actor=alfa.ngo2.representative)
    assert (made.status, made.verified_for, made.note) == ("verified", alfa.ngo2.party, "Alla har nytt arbete")
    with pytest.raises(steps.StepRefused):
        winding.reopen(own, actor=alfa.city.coordinator)
    with pytest.raises(steps.StepRefused, match="intygat"):
        winding.edit_item(made, actor=alfa.city.coordinator, note="x")


def test_what_the_system_counts_is_not_typed(plan, world):
    alfa = world.alfa
    for name, title in (("actions", "Öppna åtgärder"), ("grants", "Beviljade"), ("balance", "Pottens saldo")):
        item = item_of(plan, title)
        assert not winding.left_in(alfa.partnership)[name].is_clear
        with pytest.raises(steps.StepRefused, match="Inte än"):
            winding.mark_done(item, actor=alfa.city.coordinator)
    assert "Hemlig" not in str(winding.left_in(alfa.partnership))
    assert winding.left_in(alfa.partnership)["actions"].words.startswith("1 ")
    done = winding.mark_done(item_of(plan, "Avsättningarna"), actor=alfa.city.coordinator)
    assert done.done_for == alfa.city.party


def test_an_item_can_be_added_changed_and_not_needed(plan, world):
    alfa = world.alfa
    made = winding.add_item(plan, actor=alfa.city.coordinator, title="Tack till volontärerna", party=alfa.ngo2.party)
    assert made.position == plan.items.count()
    with pytest.raises(steps.StepRefused, match="annat partnerskap"):
        winding.add_item(plan, actor=alfa.city.coordinator, title="x", party=world.beta.city.party)
    winding.edit_item(made, actor=alfa.ngo.coordinator, version=made.version, due_on=DAY)
    with pytest.raises(steps.EditConflict):
        winding.edit_item(made, actor=alfa.ngo.coordinator, version=made.version, due_on=None)
    with pytest.raises(steps.StepRefused, match="skälet"):
        winding.not_needed(made, actor=alfa.ngo.coordinator, reason=" ")
    assert winding.not_needed(made, actor=alfa.ngo.coordinator, reason="Inga volontärer").status == "not_needed"
    assert winding.reopen(made, actor=alfa.ngo.coordinator).status == "open"
    winding.lay_aside(plan, actor=alfa.ngo.coordinator, reason="Det går vidare")
    with pytest.raises(steps.StepRefused, match="undanlagd"):
        winding.mark_done(made, actor=alfa.ngo2.representative)


def test_who_is_reminded(plan, world, travel):
    alfa = world.alfa
    winding.add_item(plan, actor=alfa.city.coordinator, title="Nycklarna", party=alfa.ngo.party, due_on=DAY)
    travel(DAY)
    assert "Nycklarna" in [one.title for one in winding.tasks_for(alfa.ngo.representative)]
    assert "Nycklarna" not in [one.title for one in winding.tasks_for(alfa.ngo2.representative)]
    page = reverse("reporting:overview", args=[alfa.slug])
    assert tasks.waiting_for(alfa.ngo.representative)
    assert page


def test_the_coordinators_are_asked_to_plan(world, furnished, travel):
    end = AgreementEnd.objects.get()
    WindingDown.objects.all()
    assert not [one for one in winding.tasks_for(world.alfa.city.coordinator) if "avveckl" in one.url]
    assert winding.end_in_sight(world.alfa.partnership) == end
    assert agreements.end_of(furnished.agreement) == end


def test_pages(plan, world, client):
    alfa = world.alfa
    url = reverse("partnerships:winding", args=[alfa.slug])
    own = item_of(plan, "Personal och lokaler", alfa.ngo.party)
    for person in (alfa.ngo.representative, alfa.city.coordinator, alfa.observer):
        page = login(client, person).get(url)
        assert page.status_code == 200
        assert client.get(winding.item_url(own)).status_code == 200
    for query in ({"q": "potten"}, {"sort": "-due_on"}, {"status": "open"}, {"party": alfa.ngo.party.pk}):
        assert client.get(url, query).status_code == 200
    assert client.get(url, {"format": "xlsx"}).status_code == 200
    login(client, alfa.ngo.representative)
    both = plan.items.filter(party=alfa.ngo.party, check_name="")[:2]
    stranger = item_of(plan, "Personal och lokaler", alfa.ngo2.party)
    client.post(url, {"item": [*(one.pk for one in both), stranger.pk, "x", "9" * 30]})
    assert [WindingItem.objects.get(pk=one.pk).status for one in (*both, stranger)] == ["done", "done", "open"]
    assert client.get(reverse("partnerships:winding_item_done", args=[alfa.slug, stranger.pk])).status_code == 403
    login(client, alfa.ngo2.representative)
    verify = reverse("partnerships:winding_item_verify", args=[alfa.slug, both[0].pk])
    assert client.get(verify).status_code == 200
    assert client.post(verify).status_code == 302
    login(client, alfa.city.coordinator)
    for name, data in (("winding_item_edit", {"title": "Ny"}), ("winding_item_not_needed", {"reason": "Nej"})):
        at = reverse(f"partnerships:{name}", args=[alfa.slug, stranger.pk])
        assert client.get(at).status_code == 200
        assert client.post(at, {}).status_code == 422
        assert client.post(at, data).status_code == 302
    at = reverse("partnerships:winding_item_reopen", args=[alfa.slug, stranger.pk])
    assert client.post(at).status_code == 302
    assert client.post(reverse("partnerships:winding_add", args=[alfa.slug]), {"title": "Mer"}).status_code == 302
    assert client.post(reverse("partnerships:winding_begin", args=[alfa.slug])).status_code == 422
    aside = reverse("partnerships:winding_lay_aside", args=[alfa.slug])
    assert client.post(aside, {"reason": "Det går vidare"}).status_code == 302
    assert client.get(reverse("partnerships:winding_begin", args=[alfa.slug])).status_code == 200
    assert client.post(reverse("partnerships:winding_begin", args=[alfa.slug])).status_code == 302
    for outsider in (world.outsider, world.beta.city.coordinator):
        assert login(client, outsider).get(url).status_code == 404


def test_the_page_costs_the_same_for_many(plan, world, client, django_assert_max_num_queries):
    url = reverse("partnerships:winding", args=[world.alfa.slug])
    login(client, world.alfa.city.coordinator)
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    for number in range(15):
        winding.add_item(plan, actor=world.alfa.city.coordinator, title=f"Mer {number}", party=world.alfa.ngo.party)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
