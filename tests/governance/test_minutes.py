"""Minutes: writing, the round of approval, and what stands afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from governance import minutes, seats
from governance.minutes_text import canonical_text, hash_of
from governance.models import Minutes
from partnerships import clock, steps
from partnerships.models import LogEvent, Notification, User
from partnerships.steps import EditConflict, StepRefused
from tests.factories import login
from tests.governance import stage


@pytest.fixture
def alfa(world):
    return world.alfa


@pytest.fixture
def draft(alfa):
    return minutes.begin(stage.held(alfa), actor=alfa.ngo.secretary)


# -- Writing ----------------------------------------------------------------------------------------------------------
def test_minutes_begin_once_with_a_text_for_each_item(alfa, draft):
    assert draft.items.count() == draft.meeting.items.count()
    with pytest.raises(StepRefused):
        minutes.begin(draft.meeting, actor=alfa.ngo.secretary)


def test_the_second_of_two_writers_sees_the_first_ones_text(alfa, draft):
    item = draft.meeting.items.first()
    seen = minutes.text_version(draft)
    minutes.write(draft, actor=alfa.ngo.secretary, version=seen, texts={item: "Sekreterarens text"})
    with pytest.raises(EditConflict):
        minutes.write(draft, actor=alfa.city.chair, version=seen, texts={item: "Ordförandens text"})
    with pytest.raises(EditConflict) as conflict:
        minutes.write(draft, actor=alfa.city.chair, version=None, texts={item: "Min text"}, versions={item: 1})
    assert conflict.value.current.text == "Sekreterarens text"
    assert stage.texts(draft)[item] == "Sekreterarens text"


def test_two_write_under_different_items_at_once(alfa, draft):
    first, second = draft.meeting.items.order_by("position")[:2]
    minutes.write(draft, actor=alfa.ngo.secretary, version=None, texts={first: "Ett"}, versions={first: 1})
    minutes.write(draft, actor=alfa.city.chair, version=None, texts={second: "Två"}, versions={second: 1})
    assert (stage.texts(draft)[first], stage.texts(draft)[second]) == ("Ett", "Två")


def test_members_do_not_write(alfa, draft):
    with pytest.raises(PermissionDenied):
        minutes.write(draft, actor=alfa.ngo2.representative, version=1, opening="Vi")


# -- Approvers and circulation ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("names", [["city.chair"], ["ngo.representative"], []])
def test_approvers_are_named_from_each_side(alfa, draft, names):
    named = [stage.seat_of(alfa, getattr(getattr(alfa, who), role)) for who, role in (n.split(".") for n in names)]
    with pytest.raises(StepRefused):
        minutes.name_approvers(draft, actor=alfa.ngo.secretary, seats=named)


def test_the_secretary_is_not_an_approver(alfa, draft):
    named = [stage.seat_of(alfa, alfa.city.chair), stage.seat_of(alfa, alfa.ngo.secretary)]
    with pytest.raises(StepRefused):
        minutes.name_approvers(draft, actor=alfa.ngo.secretary, seats=named)


def test_minutes_are_not_circulated_without_approvers_or_with_an_open_decision(alfa):
    meeting = stage.held(alfa)
    decision = stage.opened(meeting, alfa, city="supports")
    draft = minutes.begin(meeting, actor=alfa.ngo.secretary)
    with pytest.raises(StepRefused):
        minutes.circulate(draft, actor=alfa.ngo.secretary)
    named = [stage.seat_of(alfa, alfa.city.chair), stage.seat_of(alfa, alfa.ngo.representative)]
    minutes.name_approvers(draft, actor=alfa.ngo.secretary, seats=named)
    with pytest.raises(StepRefused):
        minutes.circulate(draft, actor=alfa.ngo.secretary)
    assert decision.status == "open"


def test_circulating_freezes_the_text_and_tells_the_approvers(alfa):
    it = stage.circulated(alfa)
    assert it.minutes.status == "circulated"
    assert it.minutes.round == 1
    text = canonical_text(it.minutes)
    assert it.minutes.text_hash == hash_of(text)
    for words in ("Mötet öppnades.", "§ 1/", "Läxhjälp får pengar", "Birgitta", "Styrgruppen"):
        assert words in text
    told = set(Notification.objects.filter(key__contains="circulated").values_list("person", flat=True))
    assert told == {alfa.city.chair.pk, alfa.ngo.representative.pk}


def test_a_later_change_of_name_does_not_change_what_was_circulated(alfa, travel):
    it = stage.circulated(alfa)
    travel(clock.today() + timedelta(days=3))
    steps.edit(
        alfa.ngo2.organisation,
        actor=alfa.ngo2.representative,
        right="edit_organisation",
        values={"name": "Birgittas vänner"},
    )
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, name="Nya styrgruppen")
    again = Minutes.objects.get(pk=it.minutes.pk)
    assert hash_of(canonical_text(again)) == again.text_hash


# -- Approval ---------------------------------------------------------------------------------------------------------
def test_one_side_is_not_enough(alfa):
    it = stage.circulated(alfa)
    assert minutes.approve(it.minutes, actor=alfa.city.chair).status == "circulated"
    it.meeting.refresh_from_db()
    assert it.meeting.status == "held"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE governance_minutes SET status = 'approved', approved_at = now() WHERE id = %s", [it.minutes.pk]
        )


def test_with_both_sides_the_minutes_are_approved_and_the_meeting_closed(alfa):
    it = stage.approved(alfa)
    assert (it.minutes.status, it.meeting.status) == ("approved", "closed")
    assert {row.side for row in it.minutes.approvals.all()} == {"public", "ideburen"}


def test_only_named_approvers_approve(alfa):
    it = stage.circulated(alfa)
    for actor in (alfa.ngo2.representative, alfa.ngo.secretary, alfa.city.coordinator):
        with pytest.raises(PermissionDenied):
            minutes.approve(it.minutes, actor=actor)


def test_an_approver_whose_seat_has_ended_cannot_approve(alfa):
    it = stage.circulated(alfa)
    seats.end(stage.seat_of(alfa, alfa.city.chair), actor=alfa.ngo.secretary, on=clock.today())
    with pytest.raises(PermissionDenied):
        minutes.approve(it.minutes, actor=alfa.city.chair)


def test_nobody_approves_twice_in_a_round(alfa):
    it = stage.circulated(alfa)
    minutes.approve(it.minutes, actor=alfa.city.chair)
    with pytest.raises(StepRefused):
        minutes.approve(it.minutes, actor=alfa.city.chair)


def test_a_change_after_circulation_voids_the_approvals(alfa):
    it = stage.circulated(alfa)
    minutes.approve(it.minutes, actor=alfa.city.chair)
    with pytest.raises(StepRefused):
        minutes.write(it.minutes, actor=alfa.ngo.secretary, version=None, texts={it.item: "Annat"})
    with pytest.raises(StepRefused):
        minutes.return_to_draft(it.minutes, actor=alfa.ngo.representative, reason=" ")
    returned = minutes.return_to_draft(it.minutes, actor=alfa.ngo.representative, reason="Fel namn")
    minutes.write(
        returned, actor=alfa.ngo.secretary, version=minutes.text_version(returned), texts={it.item: "Rättat."}
    )
    again = minutes.circulate(returned, actor=alfa.ngo.secretary)
    assert again.round == 2
    assert again.text_hash != it.minutes.text_hash
    assert minutes.approve(again, actor=alfa.ngo.representative).status == "circulated"
    assert minutes.approve(again, actor=alfa.city.chair).status == "approved"


def test_a_member_who_is_no_approver_does_not_send_minutes_back(alfa):
    with pytest.raises(PermissionDenied):
        minutes.return_to_draft(stage.circulated(alfa).minutes, actor=alfa.ngo2.representative, reason="Nej")


# -- Afterwards -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE governance_minutes SET opening = 'x' WHERE id = %(minutes)s",
        "UPDATE governance_minutes SET status = 'draft' WHERE id = %(minutes)s",
        "UPDATE governance_minutes SET text_hash = 'x' WHERE id = %(minutes)s",
        "DELETE FROM governance_minutes WHERE id = %(minutes)s",
        "UPDATE governance_minutesitem SET text = 'x' WHERE minutes_id = %(minutes)s",
        "UPDATE governance_attendance SET presence = 'absent' WHERE meeting_id = %(meeting)s",
        "UPDATE governance_agendaitem SET title = 'x' WHERE meeting_id = %(meeting)s",
        "UPDATE governance_meeting SET place = 'x' WHERE id = %(meeting)s",
        "UPDATE governance_minutesapproval SET side = 'public' WHERE minutes_id = %(minutes)s",
        "DELETE FROM governance_minutesapproval WHERE minutes_id = %(minutes)s",
        "DELETE FROM governance_minutesapprover WHERE minutes_id = %(minutes)s",
    ],
)
def test_the_database_refuses_to_change_approved_minutes(alfa, sql):
    it = stage.approved(alfa)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"minutes": it.minutes.pk, "meeting": it.meeting.pk})


def test_addenda_are_numbered_and_stand(alfa):
    it = stage.approved(alfa)
    made = [minutes.add_addendum(it.minutes, actor=alfa.ngo.secretary, text=text) for text in ("Ett", "Två")]
    assert [one.number for one in made] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_minutesaddendum SET text = 'x' WHERE id = %s", [made[0].pk])
    with pytest.raises(PermissionDenied):
        minutes.add_addendum(it.minutes, actor=alfa.ngo2.representative, text="Tre")


def test_addenda_are_for_approved_minutes(alfa, draft):
    with pytest.raises(StepRefused):
        minutes.add_addendum(draft, actor=alfa.ngo.secretary, text="Tillägg")


def test_every_act_is_in_the_log_of_the_partnership(alfa):
    stage.approved(alfa)
    acts = set(LogEvent.objects.filter(chain=alfa.partnership.chain).values_list("action", flat=True))
    assert acts >= {
        "meeting.plan", "meeting.hold", "decision.open", "decision.positions", "decision.close", "minutes.begin",
        "minutes.write", "minutes.approvers", "minutes.circulate", "minutes.approve",
    }  # fmt: skip


def test_what_waits_for_whom(alfa):
    meeting = stage.held(alfa)
    [task] = minutes.tasks_for(alfa.ngo.secretary)
    assert task.due_on == clock.today() + timedelta(days=14)
    assert list(minutes.tasks_for(alfa.city.chair)) == []
    it = stage.circulated(alfa)
    assert len(list(minutes.tasks_for(alfa.city.chair))) == 1
    assert len(list(minutes.tasks_for(alfa.ngo.secretary, meeting=meeting))) == 1
    minutes.approve(it.minutes, actor=alfa.city.chair)
    assert list(minutes.tasks_for(alfa.city.chair)) == []


def test_a_person_keeps_in_the_minutes_the_name_of_the_day_they_were_circulated(world, client):
    """A later change of name changes neither what is waiting for approval nor what was approved."""
    alfa = world.alfa
    it = stage.circulated(alfa)
    person, old = alfa.city.chair, alfa.city.chair.name
    User.objects.filter(pk=person.pk).update(name="Nygift Namnbyte")
    minutes.approve(it.minutes, actor=person)
    record = minutes.approve(it.minutes, actor=alfa.ngo.representative)
    assert record.status == "approved"
    record = Minutes.objects.get(pk=record.pk)
    assert hash_of(canonical_text(record)) == record.text_hash
    assert old in canonical_text(record)
    assert "Nygift" not in canonical_text(record)
    page = login(client, alfa.observer).get(it.meeting.get_absolute_url()).content.decode()
    assert page.count(old) >= 2  # the roll and the approvers
    assert "Nygift" not in page.split("<footer")[0].split("<main")[1]
    event = LogEvent.objects.filter(action="minutes.circulate").latest("pk")
    assert old not in str(event.changes)


def test_minutes_that_are_circulated_anew_take_the_names_of_that_day(world):
    alfa = world.alfa
    it = stage.circulated(alfa)
    record = minutes.return_to_draft(it.minutes, actor=alfa.ngo.secretary, reason="Fel")
    User.objects.filter(pk=alfa.city.chair.pk).update(name="Nygift Namnbyte")
    assert "Nygift Namnbyte" in canonical_text(Minutes.objects.get(pk=record.pk))
    record = minutes.circulate(record, actor=alfa.ngo.secretary)
    assert "Nygift Namnbyte" in record.names.values()
