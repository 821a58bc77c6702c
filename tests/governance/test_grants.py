"""Rules, proposals, and what a decision grants."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance import grants, ledger, payments
from governance.models import FundMovement, FundProposal, FundRule, Grant, Ratification
from partnerships import steps
from partnerships.models import Notification
from partnerships.steps import StepRefused
from tests import factories
from tests.governance import pot


@pytest.fixture
def it(world, travel):
    travel(pot.DAY)
    return pot.fill(world.alfa)


def give(it, proposal, amount, actor=None, **stances):
    decision = pot.decide(it, **({"ngo2": "disqualified"} | stances))
    return grants.grant(proposal, actor=actor or it.city.coordinator, decision=decision, amount=Decimal(amount))


# -- The fund and its rules -------------------------------------------------------------------------------------------
def test_there_is_one_fund(it):
    with pytest.raises(StepRefused):
        grants.open_fund(it.alfa.partnership, actor=it.city.coordinator, name="En till")


def test_an_earlier_rule_ceases_when_the_next_begins(it):
    new = grants.set_rule(
        it.fund, actor=it.ngo.coordinator, rate=Decimal(60), valid_from=date(2024, 7, 1), decision=it.decision
    )
    it.rule.refresh_from_db()
    assert it.rule.valid_until == new.valid_from
    assert FundRule.objects.valid_on(date(2024, 6, 30)).get() == it.rule
    assert FundRule.objects.valid_on(date(2024, 7, 1)).get() == new


def test_a_rule_does_not_reach_back_over_confirmed_months(it):
    pot.book(it, pot.MARCH, 10)
    with pytest.raises(StepRefused, match="mars 2024"):
        grants.set_rule(
            it.fund, actor=it.city.coordinator, rate=Decimal(60), valid_from=pot.FEBRUARY, decision=it.decision
        )


def test_a_rule_rests_on_an_adopted_decision(it):
    with pytest.raises(StepRefused):
        grants.set_rule(
            it.fund,
            actor=it.city.coordinator,
            rate=Decimal(60),
            valid_from=date(2024, 7, 1),
            decision=pot.decide(it, outcome="postponed"),
        )


def test_an_ngo_representative_sets_no_rule(it):
    with pytest.raises(PermissionDenied):
        grants.set_rule(
            it.fund,
            actor=it.ngo.representative,
            rate=Decimal(60),
            valid_from=date(2024, 7, 1),
            decision=it.decision,
        )


# -- Proposals --------------------------------------------------------------------------------------------------------
def test_a_draft_is_the_organisations_own(it):
    draft = grants.draft_proposal(
        it.fund, actor=it.ngo2.representative, party=it.ngo2.party, title="A", need="B", amount=Decimal(1)
    )
    seen = FundProposal.objects.visible_to
    assert draft in seen(it.ngo2.reader)
    assert draft not in seen(it.city.coordinator)
    assert draft not in seen(it.ngo.representative)
    grants.submit_proposal(draft, actor=it.ngo2.representative)
    assert draft in seen(it.city.coordinator)


def test_a_submitted_proposal_stays(it):
    proposal = pot.propose(it, 1_000)
    with pytest.raises(StepRefused):
        grants.edit_proposal(proposal, actor=it.ngo2.representative, amount=Decimal(2_000))


def test_two_who_edit_are_told_of_each_other(it):
    draft = grants.draft_proposal(
        it.fund, actor=it.ngo2.representative, party=it.ngo2.party, title="A", need="B", amount=Decimal(1)
    )
    grants.edit_proposal(draft, actor=it.ngo2.representative, version=draft.version, title="Först")
    with pytest.raises(steps.EditConflict) as conflict:
        grants.edit_proposal(draft, actor=it.ngo2.representative, version=draft.version, title="Sedan")
    assert conflict.value.current.title == "Först"


def test_nobody_proposes_for_another_party(it):
    with pytest.raises(PermissionDenied):
        grants.draft_proposal(
            it.fund, actor=it.ngo.representative, party=it.ngo2.party, title="A", need="B", amount=Decimal(1)
        )


# -- Grants -----------------------------------------------------------------------------------------------------------
def test_a_grant_commits_the_money(it):
    pot.book(it, pot.MARCH, 100)
    given = give(it, pot.propose(it, 3_000), 2_500)
    assert (given.amount, given.proposal.status, given.status) == (2_500, "granted", "decided")
    assert ledger.balances(it.fund) == ledger.Balances(*map(Decimal, (5_000, 2_500, 2_500, 0)))


def test_no_more_is_granted_than_there_is(it):
    pot.book(it, pot.MARCH, 100)
    proposal = pot.propose(it, 6_000)
    with pytest.raises(StepRefused, match="5.000"):
        give(it, proposal, 5_001)
    assert not Grant.objects.exists()
    proposal.refresh_from_db()
    assert proposal.status == "submitted"
    assert give(it, proposal, 5_000).amount == 5_000


def test_the_database_refuses_too_much_as_well(it, monkeypatch):
    pot.book(it, pot.MARCH, 100)
    proposal = pot.propose(it, 6_000)
    monkeypatch.setattr(ledger, "balances", lambda fund: ledger.Balances(*[Decimal(10**6)] * 4))
    with pytest.raises(IntegrityError, match="less available"), transaction.atomic():
        give(it, proposal, 5_001)
    assert FundMovement.objects.count() == 1


def test_one_decision_one_grant(it):
    pot.book(it, pot.MARCH, 100)
    decision = pot.decide(it, ngo2="disqualified")
    first, second = pot.propose(it, 100), pot.propose(it, 100, title="Fotboll")
    grants.grant(first, actor=it.city.coordinator, decision=decision, amount=Decimal(100))
    with pytest.raises(StepRefused):
        grants.grant(second, actor=it.city.coordinator, decision=decision, amount=Decimal(100))


@pytest.mark.parametrize("stance", ["supports", "reservation", "blocks"])
def test_the_proposer_keeps_out_of_the_decision(it, stance):
    pot.book(it, pot.MARCH, 100)
    with pytest.raises(StepRefused, match="jäv"):
        give(it, pot.propose(it, 100), 100, ngo2=stance)


@pytest.mark.parametrize("stance", ["disqualified", "stands_aside", ""])
def test_a_proposer_outside_the_count_may_be_granted(it, stance):
    pot.book(it, pot.MARCH, 100)
    assert give(it, pot.propose(it, 100), 100, ngo2=stance).pk


@pytest.mark.parametrize("outcome", ["rejected", "postponed", "referred_back"])
def test_only_an_adopted_decision_grants(it, outcome):
    pot.book(it, pot.MARCH, 100)
    with pytest.raises(StepRefused):
        give(it, pot.propose(it, 100), 100, outcome=outcome)


def test_a_decision_that_waits_for_ratification_does_not_grant(it):
    pot.book(it, pot.MARCH, 100)
    decision = pot.decide(it, ngo2="disqualified")
    factories.save(Ratification(decision=decision, party=it.city.party))
    with pytest.raises(StepRefused):
        grants.grant(pot.propose(it, 100), actor=it.city.coordinator, decision=decision, amount=Decimal(100))


def test_the_bodys_secretary_enters_the_grant_too(it):
    pot.book(it, pot.MARCH, 100)
    assert give(it, pot.propose(it, 100), 100, actor=it.ngo.secretary).pk


@pytest.mark.parametrize("who", ["representative", "signatory", "economist"])
def test_a_partys_people_enter_no_grant(it, who):
    pot.book(it, pot.MARCH, 100)
    with pytest.raises(PermissionDenied):
        give(it, pot.propose(it, 100), 100, actor=getattr(it.ngo2, who))


def test_a_proposal_is_declined_by_a_rejecting_decision(it):
    proposal = pot.propose(it, 100)
    with pytest.raises(StepRefused):
        grants.decline_proposal(proposal, actor=it.city.coordinator, decision=pot.decide(it))
    declined = grants.decline_proposal(proposal, actor=it.city.coordinator, decision=pot.decide(it, outcome="rejected"))
    assert declined.status == "declined"


def test_the_partys_signatory_accepts_the_terms(it):
    pot.book(it, pot.MARCH, 100)
    given = give(it, pot.propose(it, 100), 100)
    with pytest.raises(PermissionDenied):
        grants.accept(given, actor=it.ngo.signatory)
    assert [task.url for task in grants.tasks_for(it.ngo2.signatory)] == [given.get_absolute_url()]
    assert grants.accept(given, actor=it.ngo2.signatory).status == "accepted"
    assert list(grants.tasks_for(it.ngo2.signatory)) == []


# -- Money given back -------------------------------------------------------------------------------------------------
def test_what_is_not_needed_goes_back_as_decided(it):
    pot.book(it, pot.JANUARY, 100)
    given = grants.accept(pot.grant(it, 3_000), actor=it.ngo2.signatory)
    payments.request(given, actor=it.ngo2.economist, amount=Decimal(1_000))
    back = {"actor": it.city.coordinator, "decision": given.decision}
    with pytest.raises(StepRefused, match="2"):
        grants.give_back(given, amount=Decimal(2_001), **back)
    with pytest.raises(StepRefused):
        grants.give_back(given, amount=Decimal(0), **back)
    with pytest.raises(StepRefused):
        grants.give_back(
            given, actor=it.city.coordinator, decision=pot.decide(it, outcome="rejected"), amount=Decimal(1)
        )
    for stranger in (it.ngo2.economist, it.ngo2.signatory, it.city.economist, it.alfa.observer):
        with pytest.raises(PermissionDenied):
            grants.give_back(given, actor=stranger, decision=given.decision, amount=Decimal(500))
    given = grants.give_back(given, amount=Decimal(500), seen=1, **back)
    with pytest.raises(StepRefused):  # the same return, entered by two people at once
        grants.give_back(given, amount=Decimal(500), seen=1, **back)
    assert ledger.balances(it.fund).available == 2_500
    assert [row.amount for row in ledger.returns().filter(grant=given)] == [500]
    assert given.status == Grant.Status.ACCEPTED
    assert ledger.faults(it.fund) == []


def test_a_grant_with_nothing_left_is_finished(it):
    pot.book(it, pot.JANUARY, 100)
    given = pot.grant(it, 3_000)
    keeper = it.ngo.secretary  # of the body that decided
    given = grants.give_back(given, actor=keeper, decision=given.decision, amount=Decimal(3_000))
    assert given.status == Grant.Status.PAID
    assert Notification.objects.filter(person=it.ngo2.economist, key__startswith="grant.release:").exists()
    with pytest.raises(StepRefused):
        grants.give_back(given, actor=keeper, decision=given.decision, amount=Decimal(1))
