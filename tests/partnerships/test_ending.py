"""How an agreement ends: one party's notice or rescission, all parties' agreement, or a day that has passed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import agreements, clock, steps
from partnerships.models import Agreement, AgreementEnd, LogEvent, Notification
from tests.factories import PASSWORD, login
from tests.partnerships.test_agreements import beginning, newcomer, propose, sign, write

DAY = date(2017, 10, 31)


@pytest.fixture
def it(world, travel):
    """An agreement of three parties from May 2015 to April 2020 with six months' notice; today is 31 October 2017."""
    with clock.travel(date(2015, 3, 1)):
        made = beginning()
        propose(made)
        sign(made, made.city, made.ngo, made.gole)
    travel(DAY)
    for one in (made.city, made.ngo, made.gole):
        one.party = made.partnership.parties.get(organisation=one.organisation)
    return made


def notice(it, who=None, **values):
    who = who or it.city
    values = {"reason": "Beslut i nämnden", "clause": "§ 25", **values}
    return agreements.give_notice(it.draft, actor=who.signatory, party=who.party, **values)


def state(it):
    it.draft.refresh_from_db()
    return it.draft.status


# -- Notice -----------------------------------------------------------------------------------------------------------
def test_notice_ends_the_agreement_with_its_annexes_when_its_last_day_has_passed(it, travel):
    amendment = agreements.create(it.partnership, actor=it.lead, kind="amendment", title="Fler", parent=it.draft)
    write(amendment, "Bakgrund", "Ny lag.", it.lead)
    agreements.propose(amendment, actor=it.lead)
    end = notice(it)
    assert (end.last_day, end.name, end.given_on) == (date(2018, 4, 30), "Staden signatory", DAY)
    assert state(it) == "in_force"
    assert agreements.end_of(it.draft) == end
    assert "Staden har sagt upp" in end.sentence
    assert Notification.objects.filter(person=it.gole.reader, key=f"end:{end.pk}:given").count() == 1
    travel(date(2018, 4, 30))
    assert agreements.end_what_has_passed() == 0
    travel(date(2018, 5, 1))
    call_command("end_agreements")
    assert agreements.end_what_has_passed() == 0
    assert state(it) == "terminated"
    it.annex.refresh_from_db()
    amendment.refresh_from_db()
    assert (it.annex.status, amendment.status) == ("terminated", "draft")
    event = LogEvent.objects.get(action="agreement.end")
    assert event.actor is None
    assert not [task for task in agreements.tasks_for(it.lead) if "Fler" in task.title]
    assert agreements.create(it.partnership, actor=it.lead, kind="main", title="Nytt").number == 2


def test_notice_is_the_signatorys(it):
    for person in (it.lead, it.ngo.representative, it.ngo.reader, it.ngo.signatory):
        with pytest.raises(PermissionDenied):
            agreements.give_notice(it.draft, actor=person, party=it.city.party, reason="x", clause="§ 25")
    with pytest.raises(steps.StepRefused, match="Ange skälet"):
        notice(it, reason=" ")
    with pytest.raises(steps.StepRefused, match="en parts uppsägning"):
        notice(it, clause="")
    with pytest.raises(steps.StepRefused, match="tidigast"):
        notice(it, last_day=date(2018, 4, 29))
    notice(it, last_day=date(2018, 12, 31))
    with pytest.raises(steps.StepRefused, match="redan"):
        notice(it)
    assert AgreementEnd.objects.count() == 1


def test_an_annex_or_a_draft_gets_no_notice(it, world):
    elsewhere = {"actor": world.alfa.city.signatory, "party": world.alfa.city.party, "reason": "x", "clause": "§ 25"}
    with clock.travel(date(2021, 1, 1)), pytest.raises(steps.StepRefused, match="inte en av"):
        agreements.give_notice(it.draft, **elsewhere)
    draft = agreements.create(it.partnership, actor=it.lead, kind="main", title="Nästa")
    with pytest.raises(steps.StepRefused, match="som gäller"):
        agreements.give_notice(draft, actor=it.city.signatory, party=it.city.party, reason="x", clause="§ 25")


def test_notice_is_taken_back_when_all_consent_and_the_giver_begins(it):
    end = notice(it)
    with pytest.raises(steps.StepRefused, match="Bara den part"):
        agreements.take_back(end, actor=it.ngo.signatory, party=it.ngo.party)
    with pytest.raises(PermissionDenied):
        agreements.take_back(end, actor=it.city.representative, party=it.city.party)
    agreements.take_back(end, actor=it.city.signatory, party=it.city.party, words="Nytt beslut")
    agreements.take_back(end, actor=it.ngo.signatory, party=it.ngo.party)
    with pytest.raises(steps.StepRefused, match="redan"):
        agreements.take_back(end, actor=it.ngo.signatory, party=it.ngo.party)
    end.refresh_from_db()
    assert end.status == "given"
    agreements.take_back(end, actor=it.gole.signatory, party=it.gole.party)
    end.refresh_from_db()
    assert end.status == "withdrawn"
    assert agreements.end_of(it.draft) is None
    with pytest.raises(steps.StepRefused, match="inte längre"):
        agreements.take_back(end, actor=it.gole.signatory, party=it.gole.party)
    assert notice(it).status == "given"


# -- Rescission -------------------------------------------------------------------------------------------------------
def test_rescission_at_once_ends_the_agreement_and_is_contested(it):
    end = agreements.rescind(it.draft, actor=it.ngo.signatory, party=it.ngo.party, reason="Ersättningen uteblev")
    assert (end.status, state(it)) == ("effective", "terminated")
    assert end.last_day == DAY
    with pytest.raises(steps.StepRefused, match="Ange skälet"):
        agreements.answer(end, actor=it.city.representative, party=it.city.party, stance="contests")
    with pytest.raises(steps.StepRefused, match="en annan"):
        agreements.answer(end, actor=it.ngo.representative, party=it.ngo.party, stance="accepts")
    with pytest.raises(PermissionDenied):
        agreements.answer(end, actor=it.city.reader, party=it.city.party, stance="accepts")
    agreements.answer(end, actor=it.city.representative, party=it.city.party, stance="contests", words="Den betalades")
    assert [row.get_stance_display() for row in end.answers.all()] == ["bestrider det"]


def test_rescission_on_a_day(it, travel):
    day = DAY + timedelta(days=30)
    with pytest.raises(steps.StepRefused, match="före den dag"):
        agreements.rescind(
            it.draft, actor=it.ngo.signatory, party=it.ngo.party, reason="x", last_day=DAY - timedelta(days=1)
        )
    agreements.rescind(it.draft, actor=it.ngo.signatory, party=it.ngo.party, reason="x", last_day=day)
    assert state(it) == "in_force"
    travel(day + timedelta(days=1))
    assert agreements.end_what_has_passed() == 1
    assert state(it) == "terminated"


# -- Expiry -----------------------------------------------------------------------------------------------------------
def test_a_term_runs_out_unless_it_is_extended(it, travel):
    extension = agreements.create(
        it.partnership, actor=it.lead, kind="extension", title="Två år", parent=it.draft, ends_on=date(2022, 4, 30)
    )
    write(extension, "Bakgrund", "Det går bra.", it.lead)
    agreements.propose(extension, actor=it.lead)
    for one in (it.city, it.ngo, it.gole):
        agreements.sign(extension, actor=one.signatory, party=one.party)
    travel(date(2020, 5, 1))
    assert agreements.end_what_has_passed() == 0
    travel(date(2022, 4, 30))
    assert agreements.end_what_has_passed() == 0
    travel(date(2022, 5, 2))
    assert agreements.end_what_has_passed() == 1
    end = AgreementEnd.objects.get()
    assert (end.kind, end.last_day, end.status, end.party, end.person) == (
        "expiry", date(2022, 4, 30), "effective", None, None,
    )  # fmt: skip
    extension.refresh_from_db()
    assert (state(it), extension.status) == ("ended", "ended")
    assert agreements.end_what_has_passed() == 0


# -- What all sign ----------------------------------------------------------------------------------------------------
def to_end(it, day):
    made = agreements.create(it.partnership, actor=it.lead, kind="ending", title="Vi slutar", parent=it.draft)
    write(made, "Bakgrund", "Behovet har minskat.", it.lead)
    with pytest.raises(steps.StepRefused, match="sista dag"):
        agreements.propose(made, actor=it.lead)
    agreements.edit_terms(made, actor=it.lead, ends_on=day)
    made = agreements.propose(made, actor=it.lead)
    assert "ÖVERENSKOMMELSE OM UPPHÖRANDE 1" in agreements.package_text(made)
    for one in (it.city, it.ngo, it.gole):
        agreements.sign(made, actor=one.signatory, party=one.party)
    return made


def test_all_parties_agree_to_end_and_an_earlier_notice_lapses(it, travel):
    given = notice(it)
    made = to_end(it, date(2018, 9, 30))
    end = agreements.end_of(it.draft)
    assert (end.kind, end.by_agreement_id, end.last_day) == ("agreed", made.pk, date(2018, 9, 30))
    given.refresh_from_db()
    assert given.status == "lapsed"
    travel(date(2018, 5, 1))
    assert agreements.end_what_has_passed() == 0
    travel(date(2018, 10, 1))
    assert agreements.end_what_has_passed() == 1
    made.refresh_from_db()
    assert (state(it), made.status) == ("ended", "ended")


def test_an_agreed_day_that_has_passed_ends_it_with_the_last_signature(it):
    to_end(it, DAY - timedelta(days=1))
    assert state(it) == "ended"


@pytest.mark.parametrize(("first_day", "status"), [(None, "superseded"), (date(2018, 1, 1), "in_force")])
def test_a_new_agreement_takes_the_place_of_the_old(it, travel, first_day, status):
    new = agreements.create(it.partnership, actor=it.lead, kind="main", title="Nästa", starts_on=first_day)
    with pytest.raises(steps.StepRefused, match="redan"):
        agreements.create(it.partnership, actor=it.lead, kind="main", title="En till")
    write(new, "Syfte", "Att fortsätta.", it.lead)
    agreements.propose(new, actor=it.lead)
    assert state(it) == "in_force"
    for one in (it.city, it.ngo, it.gole):
        agreements.sign(new, actor=one.signatory, party=one.party)
    new.refresh_from_db()
    assert (new.status, state(it)) == ("in_force", status)
    assert agreements.end_of(it.draft).last_day == (first_day or DAY) - timedelta(days=1)
    travel(date(2018, 1, 1))
    agreements.end_what_has_passed()
    assert state(it) == "superseded"


def test_an_answer_keeps_the_name_it_was_given_in(furnished):
    assert furnished.end.answers.get().name == furnished.end_answer.person.name


def test_two_agreements_in_force_are_refused(it, without_trigger):
    new = agreements.create(it.partnership, actor=it.lead, kind="main", title="Nästa")
    write(new, "Syfte", "Att fortsätta.", it.lead)
    agreements.propose(new, actor=it.lead)
    for one in (it.city, it.ngo):
        agreements.sign(new, actor=one.signatory, party=one.party)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreements.ending, "after_force", lambda act, root: None)
        with transaction.atomic():
            agreements.sign(new, actor=it.gole.signatory, party=it.gole.party)
            with pytest.raises(IntegrityError, match="one main agreement"):
                transaction.get_connection().check_constraints()
            transaction.set_rollback(True)
        with without_trigger("partnerships_agreement", "one_main"):
            agreements.sign(new, actor=it.gole.signatory, party=it.gole.party)


def test_what_lies_under_an_ended_agreement_never_comes_into_force(it, without_trigger):
    made = agreements.create(it.partnership, actor=it.lead, kind="amendment", title="Fler", parent=it.draft)
    write(made, "Bakgrund", "Ny lag.", it.lead)
    agreements.propose(made, actor=it.lead)
    for one in (it.city, it.ngo):
        agreements.sign(made, actor=one.signatory, party=one.party)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreements.ending, "take_back_to_draft", lambda act, root: None)
        agreements.rescind(it.draft, actor=it.ngo.signatory, party=it.ngo.party, reason="Avtalsbrott")
    with pytest.raises(IntegrityError, match="while that is in force"), transaction.atomic():
        agreements.sign(made, actor=it.gole.signatory, party=it.gole.party)
    with without_trigger("partnerships_agreement", "begins_under"):
        agreements.sign(made, actor=it.gole.signatory, party=it.gole.party)


# -- Pages ------------------------------------------------------------------------------------------------------------
def at(name, it, *more):
    return reverse(f"partnerships:{name}", args=[it.partnership.slug, it.draft.pk, *more])


def test_notice_on_the_page(client, it):
    login(client, it.city.signatory)
    url = at("agreement_notice", it, it.city.party.pk)
    assert client.get(at("agreement_ending", it)).status_code == 200
    page = client.get(url).content.decode()
    assert "30 april 2018" in page
    for wrong in ({}, {"last_day": "2018-04-29"}, {"clause": ""}, {"password": "fel"}, {"reason": "19640823-3234"}):
        sent = {"reach": "whole", "reason": "Beslut", "clause": "§ 25", "password": PASSWORD, **wrong}
        assert client.post(url, sent if wrong else {}).status_code == 422
    own = client.post(url, {"reach": "own"})
    assert own["Location"] == reverse("partnerships:party_leave", args=[it.partnership.slug, it.city.party.pk])
    sent = {"reach": "whole", "reason": "Beslut", "clause": "§ 25", "password": PASSWORD}
    assert client.post(url, sent).status_code == 302
    assert "har sagt upp avtalet" in client.get(it.draft.get_absolute_url()).content.decode()
    end = AgreementEnd.objects.get()
    login(client, it.ngo.representative)
    answer = at("agreement_end_answer", it, end.pk, it.ngo.party.pk)
    assert client.post(answer, {"stance": "contests", "words": ""}).status_code == 422
    assert client.post(answer, {"stance": "contests", "words": "För tidigt"}).status_code == 302
    assert "För tidigt" in client.get(at("agreement_ending", it)).content.decode()
    for one in (it.city, it.ngo, it.gole):
        login(client, one.signatory)
        back = at("agreement_end_take_back", it, end.pk, one.party.pk)
        assert client.get(back).status_code == 200
        assert client.post(back, {"password": "fel"}).status_code == 422
        assert client.post(back, {"password": PASSWORD}).status_code == 302
    end.refresh_from_db()
    assert end.status == "withdrawn"
    assert client.post(back, {"password": PASSWORD}).status_code == 422


def test_rescission_on_the_page(client, it):
    login(client, it.ngo.signatory)
    url = at("agreement_rescind", it, it.ngo.party.pk)
    assert (
        client.post(url, {"reason": "Avtalsbrott", "password": PASSWORD, "last_day": "2017-10-30"}).status_code == 422
    )
    assert client.post(url, {"reason": "Avtalsbrott", "password": PASSWORD}).status_code == 302
    page = client.get(at("agreement_ending", it)).content.decode()
    assert "Avtalsbrott" in page
    assert client.get(it.draft.get_absolute_url()).status_code == 200


def test_who_may_not(client, it, world):
    other = newcomer("ideburen", "Utanför")
    for name in ("agreement_notice", "agreement_rescind"):
        url = at(name, it, it.city.party.pk)
        for person, code in ((it.ngo.signatory, 403), (it.lead, 403), (other.signatory, 404)):
            assert login(client, person).get(url).status_code == code
    assert login(client, it.city.signatory).get(at("agreement_notice", it, world.alfa.city.party.pk)).status_code == 404
    annex = reverse("partnerships:agreement_ending", args=[it.partnership.slug, it.annex.pk])
    assert client.get(annex).status_code == 404


def test_an_ended_agreement_is_no_longer_offered_to_be_ended(client, it):
    agreements.rescind(it.draft, actor=it.ngo.signatory, party=it.ngo.party, reason="Avtalsbrott")
    page = login(client, it.city.signatory).get(at("agreement_ending", it)).content.decode()
    assert "Säg upp" not in page
    sent = {"reach": "whole", "reason": "x", "clause": "§ 25", "password": PASSWORD}
    assert client.post(at("agreement_notice", it, it.city.party.pk), sent).status_code == 422
    assert Agreement.objects.get(pk=it.draft.pk).status == "terminated"
