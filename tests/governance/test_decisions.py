"""Decisions: positions, the outcome by each rule, jäv, ratification, and what the database refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from governance import decisions, seats
from governance.models import Decision, Position, Ratification
from partnerships import clock
from partnerships.models import Notification
from partnerships.steps import StepRefused
from tests.governance import stage

YES, NO, ASIDE, RESERVED, JAV = "supports", "blocks", "stands_aside", "reservation", "disqualified"


@pytest.fixture
def alfa(world):
    return world.alfa


def ruled(alfa, rule):
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, version=alfa.steering.version, decision_rule=rule)
    return stage.held(alfa)


# -- The rules --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "city", "ngo", "ngo2", "ngo3", "outcome"),
    [
        # Consensus: somebody supports and nobody opposes.
        ("consensus", YES, YES, YES, YES, "adopted"),
        ("consensus", YES, ASIDE, ASIDE, RESERVED, "adopted"),
        ("consensus", ASIDE, ASIDE, ASIDE, ASIDE, "rejected"),
        ("consensus", YES, YES, YES, NO, "rejected"),
        ("consensus", RESERVED, RESERVED, RESERVED, RESERVED, "rejected"),
        ("consensus", YES, JAV, YES, YES, "adopted"),
        # Majority of the parties: more than half of those that count.
        ("majority_of_parties", YES, YES, YES, NO, "adopted"),
        ("majority_of_parties", YES, YES, NO, NO, "rejected"),
        ("majority_of_parties", NO, YES, YES, YES, "adopted"),
        ("majority_of_parties", YES, YES, JAV, NO, "adopted"),  # two of three
        ("majority_of_parties", YES, ASIDE, ASIDE, JAV, "rejected"),
        ("majority_of_parties", YES, YES, ASIDE, RESERVED, "rejected"),
        # Both sides agree: on each side more support than oppose.
        ("both_sides", YES, YES, YES, NO, "adopted"),
        ("both_sides", YES, YES, NO, ASIDE, "rejected"),
        ("both_sides", NO, YES, YES, YES, "rejected"),
        ("both_sides", ASIDE, YES, YES, YES, "rejected"),
        ("both_sides", YES, NO, NO, NO, "rejected"),
        ("both_sides", YES, YES, ASIDE, RESERVED, "adopted"),
    ],
)
def test_the_outcome_follows_the_rule_of_the_body(alfa, rule, city, ngo, ngo2, ngo3, outcome):
    decision = stage.opened(ruled(alfa, rule), alfa, city=city, ngo=ngo, ngo2=ngo2, ngo3=ngo3)
    decision = decisions.close(decision, actor=alfa.ngo.secretary)
    assert decision.outcome == outcome
    assert decision.decided_on == clock.today()


@pytest.mark.parametrize(
    ("rule", "figures"),
    [("consensus", ["3", "1"]), ("majority_of_parties", ["3", "4"]), ("both_sides", ["1", "0", "2"])],
)
def test_the_explanation_names_the_arithmetic(alfa, rule, figures):
    decision = stage.opened(ruled(alfa, rule), alfa, city=YES, ngo=YES, ngo2=YES, ngo3=NO)
    decision = decisions.close(decision, actor=alfa.ngo.secretary)
    assert all(figure in decision.explanation for figure in figures)


def test_absent_parties_are_not_counted(alfa):
    alfa_rule = "majority_of_parties"
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, version=alfa.steering.version, decision_rule=alfa_rule)
    meeting = stage.held(alfa, absent=("ngo3",))
    decision = stage.opened(meeting, alfa, city=YES, ngo=YES, ngo2=NO)
    assert decisions.close(decision, actor=alfa.ngo.secretary).outcome == "adopted"


def test_every_party_present_has_a_position_before_the_decision_is_closed(alfa):
    decision = stage.opened(stage.held(alfa), alfa, city=YES, ngo=YES, ngo2=YES)
    with pytest.raises(StepRefused, match="Cecilia"):
        decisions.close(decision, actor=alfa.ngo.secretary)


def test_the_secretary_cannot_choose_against_the_rule(alfa):
    decision = stage.opened(stage.held(alfa), alfa, city=YES, ngo=YES, ngo2=YES, ngo3=NO)
    with pytest.raises(StepRefused):
        decisions.close(decision, actor=alfa.ngo.secretary, outcome="adopted")
    assert decisions.close(decision, actor=alfa.ngo.secretary, outcome="referred_back").outcome == "referred_back"


# -- Quorum and jäv ---------------------------------------------------------------------------------------------------
def test_without_a_quorum_a_decision_can_only_be_postponed(alfa):
    meeting = stage.held(alfa, absent=("city",))
    decision = stage.opened(meeting, alfa, ngo=YES, ngo2=YES, ngo3=YES)
    for outcome in (None, "referred_back"):
        with pytest.raises(StepRefused):
            decisions.close(decision, actor=alfa.ngo.secretary, outcome=outcome)
    assert decisions.close(decision, actor=alfa.ngo.secretary, outcome="postponed").outcome == "postponed"


def test_a_disqualified_party_leaves_the_quorum(alfa):
    decision = stage.opened(stage.held(alfa), alfa, city=JAV, ngo=YES, ngo2=YES, ngo3=YES)
    with pytest.raises(StepRefused):
        decisions.close(decision, actor=alfa.ngo.secretary)


def test_a_disqualified_party_is_named_in_the_explanation(alfa):
    decision = stage.opened(stage.held(alfa), alfa, city=YES, ngo=JAV, ngo2=YES, ngo3=YES)
    assert "Ansgar" in decisions.close(decision, actor=alfa.ngo.secretary).explanation


# -- Positions --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("stance", [RESERVED, JAV])
def test_a_reservation_and_jav_need_a_reason(alfa, stance):
    decision = stage.opened(stage.held(alfa), alfa)
    with pytest.raises(StepRefused):
        decisions.set_position(decision, actor=alfa.ngo.secretary, party=alfa.ngo.party, stance=stance, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(decision=decision, party=alfa.ngo.party, stance=stance)


def test_a_party_without_a_seat_takes_no_position(alfa, world):
    decision = stage.opened(stage.held(alfa), alfa)
    with pytest.raises(StepRefused):
        decisions.set_position(decision, actor=alfa.ngo.secretary, party=world.beta.ngo.party, stance=YES)


def test_members_and_coordinators_record_nothing(alfa):
    decision = stage.opened(stage.held(alfa), alfa)
    for actor in (alfa.ngo2.representative, alfa.city.coordinator):
        with pytest.raises(PermissionDenied):
            decisions.set_position(decision, actor=actor, party=alfa.ngo.party, stance=YES)


def test_a_closed_decision_and_its_positions_stand(alfa):
    decision = stage.adopted(stage.held(alfa), alfa)
    with pytest.raises(StepRefused):
        decisions.set_position(decision, actor=alfa.ngo.secretary, party=alfa.ngo.party, stance=NO)
    with pytest.raises(StepRefused):
        decisions.close(decision, actor=alfa.ngo.secretary)
    for sql in (
        "UPDATE governance_position SET stance = 'blocks' WHERE decision_id = %s",
        "DELETE FROM governance_position WHERE decision_id = %s",
        "UPDATE governance_decision SET wording = 'x' WHERE id = %s",
        "DELETE FROM governance_decision WHERE id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [decision.pk])


def test_numbers_run_within_body_and_year(alfa):
    meeting = stage.held(alfa)
    made = [stage.adopted(meeting, alfa, title) for title in ("Ett", "Två")]
    assert [(one.number, one.year) for one in made] == [(1, clock.today().year), (2, clock.today().year)]


def test_a_decision_needs_a_held_meeting(alfa):
    meeting = stage.planned(alfa)
    item = stage.item_of(meeting, alfa)
    with pytest.raises(StepRefused):
        decisions.open_decision(item, actor=alfa.ngo.secretary, title="T", wording="W")


# -- Ratification -----------------------------------------------------------------------------------------------------
def test_a_decision_is_effective_when_every_party_asked_has_ratified(alfa):
    decision = stage.adopted(stage.held(alfa), alfa, ratify_by=[alfa.city.party])
    assert not decisions.is_effective(decision)
    row = decision.ratifications.get()
    [task] = decisions.tasks_for(alfa.city.signatory)
    assert task.url.startswith(decision.get_absolute_url())
    with pytest.raises(PermissionDenied):
        decisions.ratify(
            row, actor=alfa.ngo.signatory, decided_by="Styrelsen", decided_on=clock.today(), reference="§ 1"
        )
    later = clock.today() + timedelta(days=1)
    with pytest.raises(StepRefused):
        decisions.ratify(row, actor=alfa.city.signatory, decided_by="Nämnden", decided_on=later, reference="§ 1")
    decisions.ratify(row, actor=alfa.city.signatory, decided_by="Nämnden", decided_on=clock.today(), reference="§ 1")
    assert decisions.is_effective(Decision.objects.get(pk=decision.pk))
    assert list(decisions.tasks_for(alfa.city.signatory)) == []
    with pytest.raises(StepRefused):
        decisions.ratify(row, actor=alfa.city.signatory, decided_by="N", decided_on=clock.today(), reference="§ 2")


def test_only_an_adopted_decision_waits_for_ratification(alfa):
    decision = stage.opened(stage.held(alfa), alfa, city=NO, ngo=YES, ngo2=YES, ngo3=YES)
    with pytest.raises(StepRefused):
        decisions.close(decision, actor=alfa.ngo.secretary, ratify_by=[alfa.city.party])
    assert not Ratification.objects.exists()
    assert not Notification.objects.filter(key__startswith="ratify").exists()
