"""The road to one agreement, what changes in it and how it ends: what people do, and what is true after it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from partnerships import (
    agreements,
    analyses,
    clock,
    form_choices,
    initiative,
    log,
    mandates,
    parties,
    party_decisions,
    perspectives,
    winding,
)
from partnerships.agreements import commitments, ending, order, withdrawal
from partnerships.models import Agreement, LogEvent, NeedsAnalysis, Party
from partnerships.steps import StepRefused
from tests.test_worked_example import party_of, people, write_and_sign  # noqa: F401 - a fixture

STATUS = Agreement.Status


@pytest.mark.usefixtures("db")
def test_from_the_challenge_to_the_last_day(people, travel):  # noqa: F811
    city, north, south, late = people.city, people.north, people.south, people.late
    three = [city, north, south]

    # January 2024. North starts from a challenge, and asks the city and South to think with it.
    travel(date(2024, 1, 10))
    iop = initiative.start(
        actor=north.representative, organisation=north.organisation, name="Unga", slug="unga", challenge="Ensamma unga"
    )
    for one in (city, south):
        asked = parties.propose(iop, actor=north.representative, organisation=one.organisation)
        parties.begin_dialogue(asked, actor=north.representative)
    mandates.give_role(
        actor=north.representative, partnership=iop, person=city.representative, role="coordinator",
        organisation=city.organisation, valid_from=clock.today(),
    )  # fmt: skip

    # Each writes how it sees the challenge. Nobody reads it before it is shared.
    for one in three:
        perspectives.write(party_of(iop, one), actor=one.representative, sees="Unga utan vuxna")
        assert perspectives.latest(party_of(iop, one)) is None
        perspectives.share(party_of(iop, one), actor=one.representative)
        assert perspectives.latest(party_of(iop, one)).sees == "Unga utan vuxna"

    # They write one analysis. It holds when all three have approved the same text, and then stands still.
    analysis = analyses.begin(iop, actor=north.representative)
    analysis = analyses.write(analysis, actor=city.representative, challenge="Unga behöver vuxna omkring sig")
    analysis = analyses.propose(analysis, actor=north.representative)
    for one in three:
        assert NeedsAnalysis.objects.get().status == NeedsAnalysis.Status.PROPOSED
        analyses.approve(analysis, actor=one.representative, party=party_of(iop, one))
    assert NeedsAnalysis.objects.get().status == NeedsAnalysis.Status.APPROVED
    with pytest.raises(StepRefused):
        analyses.write(NeedsAnalysis.objects.get(), actor=city.representative, challenge="Något annat")

    # The choice of form: one side proposes it, the other settles it.
    choice = form_choices.begin(iop, actor=city.representative, sets=form_choices.offered(iop))
    choice = form_choices.conclude(
        choice, actor=city.representative, outcome="partnership", conclusion="Ingen löser det ensam."
    )
    choice = form_choices.propose(choice, actor=city.representative)
    with pytest.raises(StepRefused):
        form_choices.settle(choice, actor=city.representative)
    assert form_choices.settle(choice, actor=north.representative).status == "settled"

    # Each party decides at home, and enters its own decision only.
    for one in three:
        level = "political" if one is city else "board"
        party_decisions.register(
            party_of(iop, one), actor=one.representative, kind="participate", level=level, decided_by="Styrelsen",
            decided_on=date(2024, 1, 10), wording="Vi deltar.",
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        party_decisions.register(
            party_of(iop, south), actor=city.representative, kind="participate", level="board", decided_by="Styrelsen",
            decided_on=date(2024, 1, 10),
        )  # fmt: skip

    # February. The agreement says what each brings; the associations sign first, the city last.
    travel(date(2024, 2, 1))
    draft = agreements.create(
        iop, actor=city.representative, kind="main", title="Avtal", starts_on=date(2024, 2, 1),
        ends_on=date(2026, 12, 31), notice_months=6,
    )  # fmt: skip
    commitments.add(
        draft, actor=city.representative,
        rows_of=[{
            "party": party_of(iop, north), "kind": "hours", "description": "Volontärer", "unit": "timmar",
            "starts_on": date(2024, 2, 1), "ends_on": date(2024, 12, 31), "quantity": Decimal(100),
            "unit_value": Decimal(220), "basis": "Schablon",
        }],
    )  # fmt: skip
    order.set_order(
        draft, actor=city.representative, turns={party_of(iop, one).pk: 2 if one is city else 1 for one in three}
    )
    section = draft.sections.order_by("position").first()
    agreements.edit_section(section, actor=city.representative, heading="Syfte", body="Vi gör det tillsammans.")
    proposed = agreements.propose(Agreement.objects.get(pk=draft.pk), actor=city.representative)
    with pytest.raises(StepRefused):
        agreements.sign(proposed, actor=city.signatory, party=party_of(iop, city))
    for one in (north, south, city):
        agreements.sign(proposed, actor=one.signatory, party=party_of(iop, one))
    main = Agreement.objects.get(pk=draft.pk)
    assert main.status == STATUS.IN_FORCE

    # September. Late joins by an amendment about the parties, and is bound from the day that all four have signed.
    travel(date(2024, 9, 1))
    asked = parties.propose(iop, actor=city.representative, organisation=late.organisation)
    parties.begin_dialogue(asked, actor=city.representative)
    joining = agreements.create(
        iop, actor=city.representative, kind="amendment", title="Late kommer med", parent=main, subjects=["parties"]
    )
    with pytest.raises(StepRefused):  # one at a time
        agreements.create(iop, actor=city.representative, kind="amendment", title="Ett till", parent=main)
    joining = write_and_sign(joining, people, signing=[*three, late], text="Late är part.")
    assert (party_of(iop, late).status, party_of(iop, late).joined_on) == (Party.Status.PARTY, date(2024, 9, 1))

    # 2025. South gives notice and leaves when its six months have run; the others go on.
    travel(date(2025, 2, 28))
    leaving = withdrawal.give(party_of(iop, south), actor=south.signatory, reason="Vi har inte folk nog.")
    assert leaving.leaves_on == date(2025, 8, 28)
    travel(leaving.leaves_on)
    withdrawal.take_effect(leaving)
    assert party_of(iop, south).status == Party.Status.LEFT
    assert Agreement.objects.get(pk=main.pk).status == STATUS.IN_FORCE

    # 2026. They agree to end early. The agreement holds until its new last day, and not a day longer.
    travel(date(2026, 3, 1))
    to_end = agreements.create(
        iop, actor=city.representative, kind="ending", title="Vi slutar i förtid",
        parent=Agreement.objects.get(pk=main.pk), ends_on=date(2026, 6, 30),
    )  # fmt: skip
    write_and_sign(to_end, people, signing=[city, north, late], text="Avtalet upphör den 30 juni 2026.")
    plan = winding.begin(iop, actor=city.representative)
    assert plan.items.exists()
    item = plan.items.filter(party=party_of(iop, north)).first()
    item = winding.mark_done(item, actor=north.representative)
    with pytest.raises((PermissionDenied, StepRefused)):
        winding.verify(item, actor=north.representative)
    winding.verify(item, actor=late.representative)
    travel(date(2026, 6, 30))
    assert ending.end_what_has_passed() == 0
    travel(date(2026, 7, 1))
    assert ending.end_what_has_passed() == 1
    assert ending.end_what_has_passed() == 0
    assert Agreement.objects.get(pk=main.pk).status in (STATUS.ENDED, STATUS.TERMINATED)

    # All of it stands in the log, unbroken.
    told = set(LogEvent.objects.values_list("action", flat=True))
    assert {
        "perspective.share", "analysis.approve", "form.settle", "own_decision.enter", "agreement.set_order",
        "agreement.sign", "withdrawal.give", "party.leave", "winding.begin",
    } <= told  # fmt: skip
    assert log.verify(iop.chain) is None
