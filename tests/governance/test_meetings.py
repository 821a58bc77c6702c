"""Meetings: planning, the agenda, the notice, attendance and quorum."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance import decisions, meetings, minutes, seats
from governance.models import Attendance
from partnerships import clock
from partnerships.models import Notification
from partnerships.steps import EditConflict, StepRefused
from tests.factories import login, seat
from tests.governance import stage

STANDING = 4


@pytest.fixture
def alfa(world):
    return world.alfa


def titles(meeting):
    return list(meeting.items.order_by("position").values_list("title", flat=True))


# -- Planning and agenda ----------------------------------------------------------------------------------------------
def test_a_planned_meeting_has_the_standing_items_and_a_number(alfa):
    first, second = stage.planned(alfa), stage.planned(alfa)
    assert (first.number, second.number) == (1, 2)
    assert len(titles(first)) == STANDING
    assert list(first.items.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]


def test_what_comes_of_an_invented_meeting_is_marked_as_invented(alfa):
    def told(is_illustrative):
        given = {"actor": alfa.ngo.secretary, "starts_at": clock.now(), "is_illustrative": is_illustrative}
        meeting = meetings.plan(alfa.steering, **given)
        meetings.hold(meeting, actor=alfa.ngo.secretary, presence={})
        record, decision = minutes.begin(meeting, actor=alfa.ngo.secretary), stage.opened(meeting, alfa)
        return {row.is_illustrative for row in (meeting, record, decision)}

    assert (told(is_illustrative=True), told(is_illustrative=False)) == ({True}, {False})


def test_new_items_come_before_other_business(alfa):
    meeting = stage.planned(alfa)
    last = titles(meeting)[-1]
    stage.item_of(meeting, alfa, "Ny fråga")
    assert titles(meeting)[-2:] == ["Ny fråga", last]


def test_a_member_proposes_for_the_own_party_and_withdraws_only_its_own(alfa):
    meeting = stage.planned(alfa)
    mine = meetings.add_item(meeting, actor=alfa.ngo2.representative, title="Vår fråga", proposer=alfa.city.party)
    assert mine.proposer == alfa.ngo2.party
    with pytest.raises(PermissionDenied):
        meetings.remove_item(mine, actor=alfa.ngo3.representative)
    with pytest.raises(PermissionDenied):
        meetings.edit_item(mine, actor=alfa.ngo3.representative, title="Deras fråga")
    meetings.edit_item(mine, actor=alfa.ngo2.representative, title="Vår bättre fråga")
    meetings.remove_item(mine, actor=alfa.ngo2.representative)
    assert len(titles(meeting)) == STANDING


def test_people_without_a_seat_propose_nothing(alfa):
    with pytest.raises(PermissionDenied):
        meetings.add_item(stage.planned(alfa), actor=alfa.observer, title="Fråga")


def test_members_propose_until_the_meeting_is_held(alfa):
    with pytest.raises(StepRefused):
        meetings.add_item(stage.held(alfa), actor=alfa.ngo2.representative, title="Sen fråga")


def test_an_item_moves_and_the_numbers_stay_without_gaps(alfa):
    meeting = stage.planned(alfa)
    first, second, third, fourth = meeting.items.order_by("position")
    meetings.move_item(third, actor=alfa.ngo.secretary, by=-1)
    assert titles(meeting) == [first.title, third.title, second.title, fourth.title]
    meetings.move_item(first, actor=alfa.ngo.secretary, by=-1)
    assert titles(meeting)[0] == first.title
    meetings.remove_item(second, actor=alfa.ngo.secretary)
    assert list(meeting.items.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_two_who_edit_an_item_do_not_overwrite_each_other(alfa):
    item = stage.item_of(stage.planned(alfa), alfa)
    meetings.edit_item(item, actor=alfa.ngo.secretary, version=item.version, title="Den första")
    with pytest.raises(EditConflict) as conflict:
        meetings.edit_item(item, actor=alfa.city.chair, version=item.version, title="Den andra")
    assert conflict.value.current.title == "Den första"


def test_a_postponed_item_follows_to_the_next_meeting_once(alfa):
    meeting = stage.held(alfa)
    decision = stage.opened(meeting, alfa, "Uppskjuten fråga", city="supports")
    decisions.close(decision, actor=alfa.ngo.secretary, outcome="postponed")
    following = stage.planned(alfa, stage.ahead(30))
    item = following.items.get(title="Uppskjuten fråga")
    assert item.carried_from == decision.item
    assert not stage.planned(alfa, stage.ahead(60)).items.filter(title="Uppskjuten fråga").exists()


def test_a_postponed_item_goes_to_a_meeting_that_is_already_planned(alfa):
    meeting, following = stage.held(alfa), stage.planned(alfa, stage.ahead(30))
    decision = stage.opened(meeting, alfa, "Uppskjuten fråga", city="supports")
    decisions.close(decision, actor=alfa.ngo.secretary, outcome="postponed")
    assert following.items.get(title="Uppskjuten fråga").carried_from == decision.item


def test_items_of_a_cancelled_meeting_wait_for_the_next(alfa):
    meeting = stage.planned(alfa)
    item = stage.item_of(meeting, alfa)
    meetings.cancel(meeting, actor=alfa.ngo.secretary, reason="Snö")
    following = stage.planned(alfa, stage.ahead(30))
    assert following.items.get(carried_from=item).title == item.title
    assert following.items.count() == STANDING + 1


# -- The notice -------------------------------------------------------------------------------------------------------
def test_calling_tells_everybody_with_a_seat_but_the_caller(alfa):
    meeting = stage.planned(alfa, stage.ahead(30))
    meetings.call(meeting, actor=alfa.ngo.secretary)
    told = set(
        Notification.objects.filter(key__startswith=f"meeting-{meeting.pk}-called").values_list("person", flat=True)
    )
    assert told == set(alfa.steering.seats.exclude(person=alfa.ngo.secretary).values_list("person", flat=True))
    assert Notification.objects.first().url == meeting.get_absolute_url()


@pytest.mark.parametrize(("days", "late"), [(11, 0), (10, 0), (9, 1), (3, 7)])
def test_a_late_notice_is_counted_but_not_refused(alfa, days, late):
    meeting = stage.planned(alfa, stage.ahead(days))
    assert meetings.days_late(meeting) == late
    called = meetings.call(meeting, actor=alfa.ngo.secretary)
    assert called.status == "called"
    assert meetings.days_late(called) == late


def test_a_meeting_is_called_once(alfa):
    meeting = stage.planned(alfa, stage.ahead(30))
    meetings.call(meeting, actor=alfa.ngo.secretary)
    with pytest.raises(StepRefused):
        meetings.call(meeting, actor=alfa.ngo.secretary)


def test_members_do_not_call(alfa):
    with pytest.raises(PermissionDenied):
        meetings.call(stage.planned(alfa), actor=alfa.ngo2.representative)


# -- Attendance and quorum --------------------------------------------------------------------------------------------
def test_seats_not_named_are_absent(alfa):
    meeting = stage.held(alfa, absent=("ngo2",))
    absent = Attendance.objects.get(meeting=meeting, presence="absent")
    assert absent.seat.party == alfa.ngo2.party


def test_attendance_is_not_recorded_before_the_day(alfa):
    with pytest.raises(StepRefused):
        meetings.hold(stage.planned(alfa, stage.ahead(3)), actor=alfa.ngo.secretary, presence={})


def test_a_seat_of_another_body_is_not_in_the_roll(alfa):
    stranger = alfa.room.seats.first()
    with pytest.raises(StepRefused):
        meetings.hold(stage.planned(alfa), actor=alfa.ngo.secretary, presence={stranger: "present"})


def test_only_chair_and_secretary_record_attendance(alfa):
    with pytest.raises(PermissionDenied):
        meetings.hold(stage.planned(alfa), actor=alfa.city.coordinator, presence={})


@pytest.mark.parametrize(
    ("absent", "parties", "both", "met"),
    [
        ((), 4, True, True),
        (("ngo2", "ngo3"), 2, True, True),
        (("ngo2", "ngo3"), 3, True, False),
        (("city",), 2, True, False),
        (("city",), 2, False, True),
        (("ngo", "ngo2", "ngo3"), 1, True, False),
        (("city", "ngo", "ngo2", "ngo3"), 1, False, False),
    ],
)
def test_quorum_follows_the_rule_of_the_body(alfa, absent, parties, both, met):
    seats.edit_body(
        alfa.steering,
        actor=alfa.city.coordinator,
        version=alfa.steering.version,
        quorum_parties=parties,
        quorum_both_sides=both,
    )
    meeting = stage.held(alfa, absent=absent)
    found = meetings.quorum(meeting)
    assert found.met is met
    assert len(found.parties) == 4 - len(absent)
    assert str(4 - len(absent)) in found.explanation


def test_somebody_who_left_before_an_item_is_not_counted_on_it(alfa):
    meeting = stage.held(alfa)
    item = stage.item_of(meeting, alfa)
    for one in alfa.steering.seats.filter(party=alfa.city.party):
        meetings.set_presence(meeting, actor=alfa.ngo.secretary, seat=one, presence="absent", item=item)
    assert meetings.quorum(meeting).met
    assert not meetings.quorum(meeting, item=item).met


def test_co_opted_people_do_not_count(alfa):
    seat(alfa.steering, alfa.observer, None, "co_opted", actor=alfa.city.coordinator)
    meeting = stage.planned(alfa)
    presence = {one: "present" for one in alfa.steering.seats.filter(office="co_opted")}
    meeting = meetings.hold(meeting, actor=alfa.ngo.secretary, presence=presence)
    assert meetings.quorum(meeting).parties == []


def test_attendance_that_a_decision_was_counted_on_stands(alfa):
    meeting = stage.held(alfa)
    stage.adopted(meeting, alfa)
    with pytest.raises(StepRefused):
        meetings.set_presence(
            meeting, actor=alfa.ngo.secretary, seat=stage.seat_of(alfa, alfa.city.chair), presence="absent"
        )


# -- What waits -------------------------------------------------------------------------------------------------------
def test_calling_becomes_a_task_when_the_notice_draws_near(alfa):
    meeting = stage.planned(alfa, stage.ahead(30))
    assert list(meetings.tasks_for(alfa.ngo.secretary)) == []
    meetings.edit(meeting, actor=alfa.ngo.secretary, starts_at=stage.ahead(15), place="")
    [task] = meetings.tasks_for(alfa.ngo.secretary, alfa.partnership)
    assert task.due_on == clock.today() + timedelta(days=5)
    assert list(meetings.tasks_for(alfa.city.coordinator)) == []
    assert list(meetings.tasks_for(alfa.ngo2.representative)) == []


def test_open_actions_are_shown_at_later_meetings_until_these_are_over(alfa, client):
    from governance import actions

    def shows(meeting):
        page = login(client, alfa.ngo2.representative).get(meeting.get_absolute_url()).content.decode()
        return "Skriv rutinen" in page

    earlier, meeting = stage.planned(alfa, stage.ahead(-30)), stage.held(alfa)
    actions.assign(meeting.items.first(), actor=alfa.ngo.secretary, title="Skriv rutinen", party=alfa.ngo.party)
    following = stage.planned(alfa, stage.ahead(30))
    assert [shows(one) for one in (earlier, meeting, following)] == [False, True, True]
    meetings.cancel(following, actor=alfa.ngo.secretary)
    assert not shows(following)


def test_a_closed_meeting_shows_its_own_actions_alone(alfa, client):
    from governance import actions

    earlier = stage.held(alfa)
    actions.assign(earlier.items.first(), actor=alfa.ngo.secretary, title="Skriv rutinen", party=alfa.ngo.party)
    it = stage.approved(alfa)
    actions.assign(it.item, actor=alfa.ngo.secretary, title="Boka lokal", party=alfa.ngo.party)
    it.meeting.refresh_from_db()
    page = login(client, alfa.ngo2.representative).get(it.meeting.get_absolute_url()).content.decode()
    assert it.meeting.status == "closed"
    assert ("Boka lokal" in page, "Skriv rutinen" in page) == (True, False)
