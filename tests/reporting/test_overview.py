"""The overview of a partnership."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from governance import meetings, minutes
from partnerships import agreements, clock, tasks
from reporting import selectors
from reporting.waits import waits_in
from tests import factories
from tests.factories import leave, login
from tests.governance import fund_stage, stage
from tests.reporting.test_documents import agreement, fund  # noqa: F401  fixtures


def page(client, person, partnership, status=200):
    person.language = "en"
    person.save(update_fields=["language"])
    response = login(client, person).get(
        reverse("reporting:overview", args=[partnership.slug]), headers={"accept-language": "en"}
    )
    assert response.status_code == status
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_all_parties_see_the_same_page(world, client):
    for who in (world.alfa.city.reader, world.alfa.ngo3.representative, world.alfa.observer):
        found = page(client, who, world.alfa.partnership)
        for word in ("What Alfa is about", "Alfastad", "Ansgar", "Birgitta", "Cecilia", "Implementation"):
            assert word in found, word
    for who in (world.outsider, world.superuser, world.beta.city.coordinator):
        page(client, who, world.alfa.partnership, 404)


def test_only_those_who_may_edit_are_offered_it(world, client):
    address = reverse("partnerships:partnership_edit", args=[world.alfa.slug])
    assert address in page(client, world.alfa.city.coordinator, world.alfa.partnership)
    assert address not in page(client, world.alfa.city.reader, world.alfa.partnership)


def test_the_pot_in_four_figures(world, client, fund):  # noqa: F811
    found = page(client, world.alfa.observer, world.alfa.partnership)
    for figure in ("150 000 kr", "80 000 kr", "30 000 kr", "70 000 kr"):
        assert figure in found.replace(",", " "), figure
    assert "§ 1 50 kr" in found


def test_the_agreement_and_its_last_day_of_notice(world, client, agreement, travel):  # noqa: F811
    alfa = world.alfa
    address = reverse("reporting:agreement_summary", args=[alfa.slug, agreement.pk])
    assert address in page(client, alfa.observer, alfa.partnership)
    agreements.propose(agreement, actor=alfa.city.coordinator)
    for member in alfa.members:
        agreements.sign(agreement, actor=member.signatory, party=member.party)
    found = page(client, alfa.observer, alfa.partnership)
    assert "Last day to give notice of the agreement" in found
    assert "30 November 2031" in found
    travel(date(2031, 12, 1))
    assert "Last day to give notice of the agreement" not in page(client, alfa.observer, alfa.partnership)


def test_the_closed_room_leaves_no_trace(world, client, travel):
    alfa = world.alfa
    travel(date(2024, 5, 2))
    meetings.plan(alfa.room, actor=alfa.ngo.coordinator, starts_at=clock.now() + timedelta(days=3), place="Köket")
    assert "Köket" in page(client, alfa.ngo2.representative, alfa.partnership)
    for who in (alfa.city.coordinator, alfa.observer, alfa.ngo2.reader):
        found = page(client, who, alfa.partnership)
        assert "Köket" not in found
        assert alfa.room.name not in found


def test_the_story_tells_who_came_and_went(world, travel):
    alfa = world.alfa
    travel(date(2024, 5, 2))
    leave(alfa.ngo3.party, actor=alfa.ngo3.signatory)
    told = selectors.story(list(alfa.partnership.parties.for_list()))
    assert [(on, party.name) for on, party, _what in told][-1] == (date(2024, 5, 2), "Cecilia")
    assert [on for on, _party, _what in told] == sorted(on for on, _party, _what in told)


def test_a_new_partnership_says_what_comes_first(world, client):
    made = factories.partnership("Nytt")
    actor, city = factories.person("Anna"), factories.organisation("public", "Nystad")
    factories.role(actor, made, "coordinator", city)
    found = page(client, actor, made)
    for words in ("No parties yet", "No decisions yet.", "There is no agreement yet.", "Nothing is planned."):
        assert words in found


@pytest.mark.usefixtures("fund", "agreement")
def test_the_page_costs_little_and_no_more_with_more_rows(world, client, monkeypatch, django_assert_max_num_queries):
    alfa = world.alfa
    page(client, alfa.ngo.secretary, alfa.partnership)
    address = reverse("reporting:overview", args=[alfa.slug])
    with monkeypatch.context() as patch, django_assert_max_num_queries(36):
        patch.setattr(tasks, "waiting_for", lambda *_: [])  # each part of the product answers for its own
        client.get(address)
    with django_assert_max_num_queries(56) as few:
        client.get(address)
    for days in range(1, 6):
        stage.planned(alfa, clock.now() + timedelta(days=days))
        factories.party(alfa.partnership, factories.organisation("ideburen", f"Ny {days}"))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_everybody_sees_whose_signature_is_waited_for(world, client, agreement):  # noqa: F811
    alfa = world.alfa
    assert "Sign “" not in page(client, alfa.observer, alfa.partnership)
    agreements.propose(agreement, actor=alfa.city.coordinator)
    agreements.sign(agreement, actor=alfa.city.signatory, party=alfa.city.party)
    found = page(client, alfa.observer, alfa.partnership)
    assert f"Sign “{agreement.title}”" in found
    lacking = next(wait for wait in selectors.overview(alfa.partnership, alfa.observer)["waits"])
    assert lacking.who == tuple(one.party.name for one in alfa.members if one is not alfa.city)


def test_what_waits_is_told_of_every_kind(world):
    alfa = world.alfa
    pot = fund_stage.fund(alfa)
    record = stage.circulated(alfa)
    fund_stage.submitted(alfa, fund_stage.home(alfa), 31)
    fund_stage.proposal(alfa, pot, 1000)
    waits = waits_in(alfa.partnership, alfa.observer)
    who = [one.who for one in waits]
    assert len(waits) == 3
    assert (alfa.city.party.name, alfa.ngo.party.name) in who
    assert (gettext("the public side's economist"),) in who
    assert (gettext("a joint body"),) in who
    minutes.approve(record.minutes, actor=alfa.city.chair)
    assert (alfa.ngo.party.name,) in [one.who for one in waits_in(alfa.partnership, alfa.observer)]
    assert waits_in(alfa.partnership, world.outsider) == []


def test_a_new_partnership_says_what_comes_first_to_those_who_may_do_it(world, client):
    alfa = world.alfa
    begin, propose = (reverse(f"partnerships:{name}", args=[alfa.slug]) for name in ("agreement_new", "party_propose"))
    assert begin in page(client, alfa.city.coordinator, alfa.partnership)  # both sides are in, no agreement
    assert begin not in page(client, alfa.observer, alfa.partnership)
    alone = [party for party in alfa.partnership.parties.for_list() if party.organisation.side == "public"]
    may = {"manage_parties", "draft_agreement"}
    assert [task.url for task in selectors.first_steps(alfa.partnership, alone, None, may)] == [propose]
    assert selectors.first_steps(alfa.partnership, alone, None, set()) == []
