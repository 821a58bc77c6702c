"""Drafting together: proposed wording, comments on sections, and whose turn it is to write."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from partnerships import agreements, clock, differences, steps
from partnerships.agreements import comments, talk, turns, wording
from partnerships.models import LogEvent, Notification, WordingProposal
from tests.factories import login
from tests.partnerships.test_agreements import START, beginning, propose, write

TEXT = st.lists(st.sampled_from(["en", "två", "tre", "fyra", "\n\n"])).map(" ".join)


@pytest.fixture
def it(db):
    with clock.travel(START):
        made = beginning()
        made.section = made.draft.sections.get(heading="Syfte")
        yield made


def proposed(it, body="Att barn ska bli sedda.", **more):
    values = {"section": it.section, "heading": it.section.heading, "body": body, "reason": "Tydligare", **more}
    return wording.propose_wording(it.draft, actor=it.ngo.representative, **values)


def standing(it):
    it.section.refresh_from_db()
    return it.section.body


# -- Merging ----------------------------------------------------------------------------------------------------------
@given(base=TEXT, text=TEXT)
def test_a_change_alone_is_made(base, text):
    assert differences.merged(base, base, text) == text
    assert differences.merged(base, text, base) == text
    assert differences.merged(base, text, text) == text


def test_changes_of_different_words_are_both_made():
    base = "Staden betalar femtio kronor och parterna rapporterar varje månad till styrgruppen."
    ours, theirs = base.replace("femtio", "sextio"), base.replace("månad", "vecka")
    assert differences.merged(base, ours, theirs) == ours.replace("månad", "vecka")
    assert differences.merged(base, ours, base.replace("femtio", "åttio")) is None


# -- Proposed wording -------------------------------------------------------------------------------------------------
def test_a_party_proposes_and_a_coordinator_takes_it_in_as_one_act(it):
    made = proposed(it)
    assert standing(it) == "Att unga ska bli sedda."
    assert Notification.objects.filter(person=it.lead, key__startswith="wording:").exists()
    before = LogEvent.objects.count()
    done = wording.accept(made, actor=it.lead)
    assert LogEvent.objects.count() == before + 1
    assert LogEvent.objects.latest("pk").object_id == it.draft.pk
    assert (done.status, standing(it)) == ("accepted", "Att barn ska bli sedda.")


def test_a_new_section_and_one_that_goes(it):
    number = it.draft.sections.count()
    new = wording.propose_wording(
        it.draft, actor=it.ngo.representative, heading="Barnets rätt", body="Först.", position=1, reason="Saknas"
    )
    wording.accept(new, actor=it.lead)
    assert it.draft.sections.get(position=1).heading == "Barnets rätt"
    gone = wording.propose_wording(
        it.draft, actor=it.ngo.representative, section=it.section, is_removal=True, reason="Står i bakgrunden"
    )
    wording.accept(gone, actor=it.lead)
    assert it.draft.sections.count() == number
    assert list(it.draft.sections.order_by("position").values_list("position", flat=True)) == list(range(1, number + 1))


def test_what_has_been_changed_since_is_never_overwritten_in_silence(it):
    made = proposed(it)
    write(it.draft, "Syfte", "Att unga ska bli sedda och hörda.", it.lead)
    with pytest.raises(steps.EditConflict):
        wording.accept(made, actor=it.lead)
    it.section.refresh_from_db()
    outcome = wording.outcome_of(made, it.section)
    assert (outcome.has_moved_on, outcome.is_clear) == (True, True)
    assert outcome.body == "Att barn ska bli sedda och hörda."
    old = it.section.version
    write(it.draft, "Syfte", "Att unga ska bli sedda, hörda och trodda.", it.lead)
    with pytest.raises(steps.EditConflict):
        wording.accept(made, actor=it.lead, body=outcome.body, version=old)
    assert WordingProposal.objects.get(pk=made.pk).status == "open"
    wording.accept(
        made, actor=it.lead, body="Att barn ska bli trodda.", version=it.draft.sections.get(heading="Syfte").version
    )
    assert standing(it) == "Att barn ska bli trodda."


def test_a_section_that_has_gone_takes_nothing_in(it):
    made = proposed(it)
    agreements.remove_section(it.section, actor=it.lead)
    with pytest.raises(steps.StepRefused):
        wording.accept(made, actor=it.lead)
    wording.answer(made, actor=it.lead, answer="Avsnittet är borta.")


def test_taking_in_voids_the_signatures_on_what_was_proposed(it):
    propose(it)
    it.section = it.draft.sections.get(heading="Syfte")
    agreements.sign(it.draft, actor=it.city.signatory, party=it.city.party)
    made = proposed(it)
    it.draft.refresh_from_db()
    assert it.draft.status == "proposed"
    wording.accept(made, actor=it.lead)
    it.draft.refresh_from_db()
    assert it.draft.status == "draft"
    assert not agreements.valid_signatures(it.draft).exists()


def test_who_may(it):
    made = proposed(it)
    with pytest.raises(PermissionDenied):
        wording.accept(made, actor=it.ngo.representative)
    with pytest.raises(PermissionDenied):
        wording.answer(made, actor=it.gole.representative, answer="Nej")
    with pytest.raises(PermissionDenied):
        wording.withdraw(made, actor=it.gole.representative)
    with pytest.raises(PermissionDenied):
        wording.propose_wording(it.draft, actor=it.ngo.reader, section=it.section, heading="x", reason="x")
    assert wording.withdraw(made, actor=it.ngo.representative).status == "withdrawn"
    with pytest.raises(steps.StepRefused):
        wording.accept(made, actor=it.lead)


def test_the_party_whose_annex_it_is_takes_in_what_is_proposed_there(it):
    section = it.annex.sections.get(heading="Ekonomi")
    made = wording.propose_wording(
        it.annex, actor=it.city.representative, section=section, heading="Ekonomi", body="100 timmar.", reason="Saknas"
    )
    assert wording.accept(made, actor=it.ngo.representative).status == "accepted"


def test_answered_once(it):
    made = proposed(it)
    with pytest.raises(steps.StepRefused):
        wording.answer(made, actor=it.lead, answer=" ")
    assert wording.answer(made, actor=it.lead, answer="Vi behåller ordet.").status == "answered"
    with pytest.raises(steps.StepRefused):
        wording.answer(made, actor=it.lead, answer="Igen")


# -- Comments ---------------------------------------------------------------------------------------------------------
def test_a_comment_keeps_its_words_and_is_resolved_by_who_asked_or_a_coordinator(it):
    made = comments.comment(it.section, actor=it.ngo.representative, text="Vilka unga?", quote="unga ska")
    comments.reply(made, actor=it.city.representative, text="Alla.")
    assert talk.unresolved(it.draft)[0]["n"] == 1
    with pytest.raises(PermissionDenied):
        comments.resolve(made, actor=it.gole.representative)
    assert comments.resolve(made, actor=it.ngo.representative).status == "resolved"
    assert talk.unresolved(it.draft) == []
    assert comments.reopen(made, actor=it.lead).status == "open"
    agreements.remove_section(it.section, actor=it.lead)
    assert talk.unresolved(it.draft)[0]["heading"] == "Syfte"


def test_words_that_do_not_stand_there_and_replies_to_replies_are_refused(it):
    with pytest.raises(steps.StepRefused):
        comments.comment(it.section, actor=it.ngo.representative, text="?", quote="något annat")
    made = comments.comment(it.section, actor=it.ngo.representative, text="?")
    answer = comments.reply(made, actor=it.lead, text="!")
    with pytest.raises(steps.StepRefused):
        comments.reply(answer, actor=it.lead, text="!!")
    with pytest.raises(PermissionDenied):
        comments.comment(it.section, actor=it.ngo.reader, text="?")


# -- Whose turn -------------------------------------------------------------------------------------------------------
def turn(it):
    it.draft.refresh_from_db()
    return turns.turns([it.draft])[it.draft.pk]


def test_the_turn_is_worked_out_until_somebody_says(it):
    assert [party.name for party in turn(it).parties] == ["Missionen"]
    made = proposed(it)
    assert turn(it).parties == ()
    wording.withdraw(made, actor=it.ngo.representative)
    turns.hand_over(it.draft, actor=it.lead, party=it.gole.party, note="Läs", due_on=date(2015, 3, 9))
    assert turn(it).who == "FC Gole"
    assert [task.due_on for task in agreements.tasks_for(it.gole.representative)] == [date(2015, 3, 9)]
    assert not any("Partnerskapsavtal" in task.title for task in agreements.tasks_for(it.lead))
    with pytest.raises(steps.StepRefused):
        turns.hand_over(it.draft, actor=it.ngo.representative, party=None)
    turns.hand_over(it.draft, actor=it.gole.representative, party=None)
    assert turn(it).parties == ()


@pytest.mark.parametrize("who", ["coordinators", "ngo", "gole"])
def test_the_list_is_narrowed_to_whose_turn_it_is(it, client, who):
    def shown():
        chosen = who if who == "coordinators" else str(getattr(it, who).party.pk)
        page = client.get(reverse("partnerships:agreement_list", args=[it.partnership.slug]), {"turn": chosen})
        return [row.pk for row, _waited, _turn in page.context["rows"]]

    login(client, it.lead)
    assert shown() == ([it.draft.pk] if who == "ngo" else [])
    turns.hand_over(it.draft, actor=it.lead, party=it.gole.party)
    assert shown() == ([it.draft.pk] if who == "gole" else [])
    turns.hand_over(it.draft, actor=it.lead, party=None)
    assert shown() == ([it.draft.pk] if who == "coordinators" else [])


# -- Pages ------------------------------------------------------------------------------------------------------------
def at(name, row, *more):
    return reverse(f"partnerships:{name}", args=[row.partnership.slug, row.pk, *more])


def test_on_the_pages_from_proposal_to_text(it, client):
    login(client, it.ngo.representative)
    url = at("section_wording", it.draft, it.section.pk)
    assert client.post(url, {"heading": "Syfte", "body": "Nytt"}).status_code == 422
    sent = {"heading": "Syfte", "body": "Att alla unga ska bli sedda.", "reason": "Alla"}
    assert client.post(url, sent).status_code == 302
    made = WordingProposal.objects.get()
    client.post(at("section_talk", it.draft, it.section.pk), {"text": "Vilka?", "quote": "unga"})
    page = client.get(at("agreement", it.draft)).content.decode()
    assert at("section_talk", it.draft, it.section.pk) in page
    assert client.get(at("wording_accept", it.draft, made.pk)).status_code == 403

    write(it.draft, "Syfte", "Att unga ska bli sedda och hörda.", it.lead)
    login(client, it.lead)
    page = client.get(at("wording_accept", it.draft, made.pk))
    assert page.context["form"].initial["body"] == "Att alla unga ska bli sedda och hörda."
    version = page.context["version"]
    write(it.draft, "Syfte", "Att unga ska bli sedda, hörda och trodda.", it.lead)
    sent = {"heading": "Syfte", "body": "Att alla unga ska bli sedda.", "version": version}
    refused = client.post(at("wording_accept", it.draft, made.pk), sent)
    assert refused.status_code == 422
    assert "hörda och trodda" in refused.content.decode()
    assert (
        client.post(
            at("wording_accept", it.draft, made.pk), {**sent, "version": refused.context["version"]}
        ).status_code
        == 302
    )
    assert standing(it) == "Att alla unga ska bli sedda."
    assert client.get(at("agreement_wordings", it.draft), {"format": "csv"}).status_code == 200


def test_a_reader_reads_and_an_outsider_finds_nothing(it, client):
    made = proposed(it)
    talked = comments.comment(it.section, actor=it.ngo.representative, text="Vilka?")
    login(client, it.gole.reader)
    for url in (
        at("wording", it.draft, made.pk),
        at("section_talk", it.draft, it.section.pk),
        at("agreement", it.draft),
    ):
        assert client.get(url).status_code == 200
    assert client.post(at("comment_resolve", it.draft, talked.pk)).status_code == 403
    assert client.post(at("wording_withdraw", it.draft, made.pk)).status_code == 403
    assert client.post(at("agreement_turn", it.draft), {"who": "coordinators"}).status_code == 403
