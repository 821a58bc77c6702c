"""Actions: who gets them, who marks them as done, and when they become tasks."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance import actions, meetings
from partnerships import clock
from partnerships.models import Notification
from partnerships.steps import StepRefused
from tests.governance import stage


@pytest.fixture
def alfa(world):
    return world.alfa


def given(alfa, **values):
    values.setdefault("party", alfa.ngo2.party)
    item = stage.held(alfa).items.first()
    return actions.assign(item, actor=alfa.ngo.secretary, title="Skriv rutinen", **values)


def test_an_action_is_given_and_told(alfa):
    action = given(alfa, person=alfa.ngo2.representative, due_on=clock.today() + timedelta(days=7))
    assert Notification.objects.filter(person=alfa.ngo2.representative, key=f"action-{action.pk}").exists()
    assert list(actions.open_in(alfa.steering)) == [action]


def test_it_is_done_and_opened_again(alfa):
    action = given(alfa)
    done = actions.mark_done(action, actor=alfa.ngo3.representative)
    assert (done.done_on, done.done_by) == (clock.today(), alfa.ngo3.representative)
    with pytest.raises(StepRefused):
        actions.mark_done(action, actor=alfa.ngo3.representative)
    assert actions.reopen(action, actor=alfa.ngo3.representative).done_on is None


def test_people_without_a_seat_mark_only_their_own(alfa):
    with pytest.raises(PermissionDenied):
        actions.mark_done(given(alfa), actor=alfa.ngo2.economist)
    mine = given(alfa, person=alfa.ngo2.economist)
    assert actions.mark_done(mine, actor=alfa.ngo2.economist).done_on


def test_it_is_not_done_tomorrow(alfa):
    with pytest.raises(StepRefused):
        actions.mark_done(given(alfa), actor=alfa.ngo.secretary, on=clock.today() + timedelta(days=1))


def test_only_the_keeper_of_minutes_gives_actions(alfa):
    item = stage.held(alfa).items.first()
    with pytest.raises(PermissionDenied):
        actions.assign(item, actor=alfa.ngo2.representative, title="T", party=alfa.ngo.party)


def test_a_party_of_another_partnership_gets_none(alfa, world):
    with pytest.raises(StepRefused):
        given(alfa, party=world.beta.ngo.party)
    with pytest.raises(StepRefused):
        given(alfa, person=world.beta.ngo.representative)


def test_an_action_of_the_room_is_given_to_its_members_only(alfa):
    meeting = meetings.plan(alfa.room, actor=alfa.ngo.coordinator, starts_at=clock.now())
    meeting = meetings.hold(meeting, actor=alfa.ngo.coordinator, presence={})
    for stranger in (alfa.city.representative, alfa.ngo.signatory):
        with pytest.raises(StepRefused):
            actions.assign(
                meeting.items.first(), actor=alfa.ngo.coordinator, title="T", party=alfa.ngo.party, person=stranger
            )


@pytest.mark.parametrize(("days", "tasks"), [(7, 1), (14, 1), (15, 0), (None, 1)])
def test_an_action_becomes_a_task_a_fortnight_before_it_is_due(alfa, days, tasks):
    due_on = clock.today() + timedelta(days=days) if days is not None else None
    given(alfa, person=alfa.ngo2.representative, due_on=due_on)
    assert len(list(actions.tasks_for(alfa.ngo2.representative, alfa.partnership))) == tasks
    assert list(actions.tasks_for(alfa.ngo3.representative)) == []
