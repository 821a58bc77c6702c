"""In which order the parties sign: who may when, who is asked, and what pages, tasks and documents say of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import agreements, mandates, steps
from partnerships.models import Agreement, AgreementParty, LogEvent, Notification, Signature
from reporting import waits
from tests import factories
from tests.factories import PASSWORD, login


@pytest.fixture
def it(world):
    """Alfa with a draft between its four parties."""
    alfa = world.alfa
    alfa.agreement = agreements.create(alfa.partnership, actor=alfa.city.coordinator, kind="main", title="Avtalet")
    section = alfa.agreement.sections.order_by("position").first()
    agreements.edit_section(section, actor=alfa.city.coordinator, body="Vi gör det tillsammans.")
    return alfa


def ngos_first(it):
    """Birgitta alone, then the other two NGOs, the city last."""
    turns = {it.ngo2.party.pk: 2, it.ngo.party.pk: 5, it.ngo3.party.pk: 5, it.city.party.pk: 9}
    agreements.set_order(it.agreement, actor=it.ngo.coordinator, turns=turns)


def propose(it):
    it.agreement = agreements.propose(Agreement.objects.get(pk=it.agreement.pk), actor=it.city.coordinator)


def sign(it, *members):
    for one in members:
        agreements.sign(it.agreement, actor=one.signatory, party=one.party)


def asked(it):
    rows = Notification.objects.filter(key__startswith=f"agreement:{it.agreement.pk}:sign:{it.agreement.round}:")
    return {row.person for row in rows}


def at(name, it, *args):
    return reverse(f"partnerships:{name}", args=[it.slug, it.agreement.pk, *args])


# -- The rule ---------------------------------------------------------------------------------------------------------
def test_without_an_order_everybody_may_sign_at_once(it):
    propose(it)
    assert asked(it) == {one.signatory for one in it.members}
    assert all(row.is_next for row in agreements.standing(it.agreement))
    sign(it, it.city, it.ngo3, it.ngo, it.ngo2)
    assert Agreement.objects.get(pk=it.agreement.pk).status == "in_force"


def test_each_is_asked_and_signs_in_its_turn(it):
    ngos_first(it)
    rows = agreements.standing(it.agreement)
    assert [(row.party.name, row.turn) for row in rows] == [
        ("Birgitta", 1), ("Ansgar", 2), ("Cecilia", 2), ("Alfastad", 3)
    ]  # fmt: skip
    propose(it)
    assert asked(it) == {it.ngo2.signatory}
    for early in (it.city, it.ngo):
        with pytest.raises(steps.StepRefused, match="Birgitta"):
            sign(it, early)
    sign(it, it.ngo2)
    assert asked(it) == {it.ngo2.signatory, it.ngo.signatory, it.ngo3.signatory}
    sign(it, it.ngo3)
    with pytest.raises(steps.StepRefused, match="Ansgar"):
        sign(it, it.city)
    sign(it, it.ngo)
    assert asked(it) == {one.signatory for one in it.members}
    sign(it, it.city)
    assert Agreement.objects.get(pk=it.agreement.pk).status == "in_force"


def test_the_database_keeps_the_order(it):
    ngos_first(it)
    propose(it)
    with pytest.raises(IntegrityError, match="in that order"), transaction.atomic():
        factories.sign(it.agreement, it.city)
    factories.sign(it.agreement, it.ngo2)
    assert Signature.objects.get().party == it.ngo2.party


def test_tasks_and_waits_are_those_of_whose_turn_it_is(it):
    ngos_first(it)
    propose(it)
    it.agreement.refresh_from_db()

    def sees(member):
        tasks = list(agreements.tasks_for(member.signatory))
        return any(task.url == at("agreement_sign", it, member.party.pk) for task in tasks)

    def waited_for():
        (wait,) = [one for one in waits.waits_in(it.partnership, it.observer) if "Avtalet" in one.title]
        listed = agreements.with_signing(Agreement.objects.filter(pk=it.agreement.pk)).get()
        assert {party.name for party in agreements.waited_for(listed)} == set(wait.who)
        return set(wait.who)

    assert [sees(one) for one in (it.ngo2, it.ngo, it.city)] == [True, False, False]
    assert waited_for() == {"Birgitta"}
    sign(it, it.ngo2)
    assert [sees(one) for one in (it.ngo2, it.ngo, it.city)] == [False, True, False]
    assert waited_for() == {"Ansgar", "Cecilia"}


def test_a_new_round_keeps_the_order_and_asks_from_the_beginning(it):
    ngos_first(it)
    propose(it)
    sign(it, it.ngo2)
    agreements.return_to_draft(it.agreement, actor=it.city.coordinator, reason="Ett fel")
    propose(it)
    assert asked(it) == {it.ngo2.signatory}


def test_who_is_taken_out_leaves_no_gap(it):
    ngos_first(it)
    agreements.set_parties(it.agreement, actor=it.city.coordinator, parties=[it.ngo2.party, it.city.party])
    assert [row.turn for row in agreements.standing(it.agreement)] == [1, 2]


# -- Setting it -------------------------------------------------------------------------------------------------------
def test_only_a_coordinator_sets_it_and_only_in_a_draft(it):
    turns = {it.city.party.pk: 2}
    for who in (it.ngo.signatory, it.ngo.representative, it.observer):
        with pytest.raises(PermissionDenied):
            agreements.set_order(it.agreement, actor=who, turns=turns)
    before = agreements.digest(it.agreement)
    agreements.set_order(it.agreement, actor=it.city.coordinator, turns=turns)
    assert agreements.digest(it.agreement) == before, "the order is no part of the text"
    assert LogEvent.objects.filter(action="agreement.set_order").count() == 1
    propose(it)
    with pytest.raises(steps.StepRefused, match="utkast"):
        agreements.set_order(it.agreement, actor=it.city.coordinator, turns={it.city.party.pk: 1})
    row = AgreementParty.objects.get(agreement=it.agreement, party=it.city.party)
    with pytest.raises(IntegrityError, match="in draft only"), transaction.atomic():
        AgreementParty.objects.filter(pk=row.pk).update(turn=1)


def test_an_annex_has_no_order(it):
    annex = agreements.add_annex(it.agreement, actor=it.city.coordinator, party=it.ngo.party)
    with pytest.raises(steps.StepRefused):
        agreements.set_order(annex, actor=it.city.coordinator, turns={})


def test_two_set_it_at_once(client, it):
    page = login(client, it.city.coordinator).get(at("agreement_order", it))
    seen = page.context["form"]["seen"].value()
    ngos_first(it)
    answer = client.post(at("agreement_order", it), {"seen": seen, "how": "free"})
    assert answer.status_code == 422
    assert agreements.standing(it.agreement)[-1].turn == 3, "the other's order stands"


def test_the_page_sets_each_of_the_three_ways(client, it):
    login(client, it.city.coordinator)

    def post(how, **numbers):
        seen = agreements.order_of(it.agreement)
        answer = client.post(at("agreement_order", it), {"seen": seen, "how": how, **numbers})
        return answer, {row.party.name: row.turn for row in agreements.standing(it.agreement)}

    assert post("ideburna_first")[1] == {"Ansgar": 1, "Birgitta": 1, "Cecilia": 1, "Alfastad": 2}
    assert client.get(at("agreement_order", it)).context["form"]["how"].value() == "ideburna_first"
    numbers = {f"turn_{one.party.pk}": str(place) for place, one in enumerate(it.members, 1)}
    assert post("numbers", **numbers)[1] == {"Alfastad": 1, "Ansgar": 2, "Birgitta": 3, "Cecilia": 4}
    assert set(post("free")[1].values()) == {1}
    for wrong in ("", "0", "17", "x"):
        answer, turns = post("numbers", **{**numbers, f"turn_{it.ngo.party.pk}": wrong})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [f"turn_{it.ngo.party.pk}"]
        assert set(turns.values()) == {1}
    propose(it)
    assert client.get(at("agreement_order", it)).status_code == 302
    assert login(client, it.ngo.signatory).get(at("agreement_order", it)).status_code == 403


# -- What people see --------------------------------------------------------------------------------------------------
def test_the_pages_say_whose_turn_it_is(client, it):
    ngos_first(it)
    login(client, it.city.coordinator)
    assert "1. Birgitta. 2. Ansgar; Cecilia. 3. Alfastad." in client.get(at("agreement_propose", it)).content.decode()
    propose(it)
    page = client.get(at("agreement", it)).content.decode()
    assert "Väntar på underskrift av: Birgitta." in page
    assert "Därefter: Ansgar; Cecilia; Alfastad." in page
    assert page.count("står på tur") == 1
    early = login(client, it.city.signatory).get(at("agreement_sign", it, it.city.party.pk))
    assert "Först skriver Birgitta under." in early.content.decode()
    assert 'name="password"' not in early.content.decode()
    data = {"password": PASSWORD, "text_hash": it.agreement.text_hash}
    assert client.post(at("agreement_sign", it, it.city.party.pk), data).status_code == 422
    on_time = login(client, it.ngo2.signatory).post(at("agreement_sign", it, it.ngo2.party.pk), data)
    assert on_time.status_code == 302


def test_the_sheet_says_the_number(client, it, monkeypatch):
    monkeypatch.setattr("reporting.pdf.html_to_pdf", lambda html, *, created: html.encode())
    ngos_first(it)
    propose(it)
    sheet = login(client, it.observer).get(reverse("reporting:agreement_signed", args=[it.slug, it.agreement.pk]))
    assert sheet.content.decode().count("Skriver under som nummer") == 4


def test_the_sheet_has_the_mandate_with_its_limit_and_basis(client, it, monkeypatch):
    monkeypatch.setattr("reporting.pdf.html_to_pdf", lambda html, *, created: html.encode())
    other = factories.person("Ny firmatecknare")
    mandates.grant(
        actor=it.ngo.representative, person=other, organisation=it.ngo.organisation, role="signatory",
        valid_from=factories.START, limit_amount=500_000, authority="Styrelsen 2020-01-01 § 4",
    )  # fmt: skip
    propose(it)
    agreements.sign(it.agreement, actor=other, party=it.ngo.party)
    sign(it, it.city)
    sheet = login(client, it.observer).get(reverse("reporting:agreement_signed", args=[it.slug, it.agreement.pk]))
    says = sheet.content.decode().replace("\xa0", " ")
    for word in ("Ny firmatecknare", "Firmatecknare", "Beloppsgräns: 500 000 kr", "Grund: Styrelsen 2020-01-01 § 4"):
        assert word in says
    assert says.count("Grund:") == 1
    assert "egen inloggning med lösenord" in says
    assert it.agreement.text_hash in says
    assert "enkel elektronisk underskrift" in says
