"""One partnership's whole life, from the first thought to its extension: what people do, and what is true after it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from governance import contributions, decisions, grants, ledger, meetings, minutes, payments, seats
from governance.models import Body, Grant, PaymentRequest
from partnerships import access, agreements, clock, initiative, log, monthly_reports, offerings, parties
from partnerships.models import Agreement, LogEvent, Partnership, Party
from partnerships.steps import StepRefused
from reporting import history
from tests import factories


@pytest.fixture
def people(db):
    """A city, two associations with everybody they need, and a third that comes along later."""
    made = SimpleNamespace()
    roles = ("representative", "signatory", "economist", "economist2")
    for name, side in [("city", access.PUBLIC), ("north", "ideburen"), ("south", "ideburen"), ("late", "ideburen")]:
        one = SimpleNamespace(organisation=factories.organisation(side, name.title()))
        for role in roles:
            vars(one)[role] = factories.person(f"{name} {role}")
            factories.mandate(vars(one)[role], one.organisation, role.removesuffix("2"))
        vars(made)[name] = one
    return made


def party_of(partnership, one):
    return Party.objects.get(partnership=partnership, organisation=one.organisation)


def write_and_sign(draft, people, *, signing, text):
    """The coordinator fills in a section and proposes; everybody signs, and nothing holds until the last one has."""
    writer = people.city.representative
    section = draft.sections.order_by("position").first() or agreements.add_section(draft, actor=writer, heading="Text")
    agreements.edit_section(section, actor=writer, heading=section.heading or "Text", body=text)
    proposed = agreements.propose(Agreement.objects.get(pk=draft.pk), actor=writer)
    for one in signing:
        assert Agreement.objects.get(pk=draft.pk).status == Agreement.Status.PROPOSED
        agreements.sign(proposed, actor=one.signatory, party=party_of(draft.partnership, one))
    return Agreement.objects.get(pk=draft.pk)


def meet_and_decide(body, secretary, title, wording, positions):
    """A called and held meeting with one decision; its approved minutes."""
    meeting = meetings.plan(body, actor=secretary, starts_at=clock.now(), place="Stadshuset")
    item = meetings.add_item(meeting, actor=secretary, kind="decision", title=title)
    meetings.call(meeting, actor=secretary)
    taken = list(body.seats.select_related("party", "person"))
    meetings.hold(meeting, actor=secretary, presence=dict.fromkeys(taken, "present"))
    decision = decisions.open_decision(item, actor=secretary, title=title, wording=wording)
    with pytest.raises(StepRefused):  # nobody has said anything yet
        decisions.close(decision, actor=secretary)
    decisions.set_positions(decision, actor=secretary, positions=positions)
    decision = decisions.close(decision, actor=secretary)
    record = minutes.begin(meeting, actor=secretary)
    minutes.write(record, actor=secretary, version=minutes.text_version(record), texts={item: "Frågan behandlades."})
    approvers = list(minutes.may_approve(meeting))
    minutes.name_approvers(record, actor=secretary, seats=approvers)
    record = minutes.circulate(record, actor=secretary)
    for number, seat in enumerate(approvers, 1):
        record = minutes.approve(record, actor=seat.person)
        assert (record.status == "approved") is (number == len(approvers))
    return decision


def test_a_partnership_from_the_first_thought_to_its_extension(people, travel):
    city, north, south, late = people.city, people.north, people.south, people.late

    # January 2024. The city starts an initiative about a challenge. It is in dialogue; nobody is a party of anything.
    travel(date(2024, 1, 10))
    partnership = initiative.start(
        actor=city.representative,
        organisation=city.organisation,
        name="Ensamkommande unga",
        slug="unga",
        challenge="Unga utan vuxna omkring sig",
        phase_from=clock.today(),
    )
    assert party_of(partnership, city).status == Party.Status.IN_DIALOGUE
    assert not Partnership.objects.visible_to(north.representative).filter(pk=partnership.pk).exists()

    # It asks two associations. They may read from the moment they are asked.
    for one in (north, south):
        asked = parties.propose(partnership, actor=city.representative, organisation=one.organisation)
        assert Partnership.objects.visible_to(one.representative).filter(pk=partnership.pk).exists()
        parties.begin_dialogue(asked, actor=city.representative)
    assert not Partnership.objects.visible_to(late.representative).filter(pk=partnership.pk).exists()

    # February. They write an agreement and all three sign: now they are parties.
    travel(date(2024, 2, 1))
    draft = agreements.create(
        partnership, actor=city.representative, kind="main", title="Avtal", ends_on=date(2026, 12, 31)
    )
    main = write_and_sign(draft, people, signing=[city, north, south], text="Vi gör det tillsammans.")
    assert (main.status, main.in_force_on) == (Agreement.Status.IN_FORCE, date(2024, 2, 1))
    assert {party_of(partnership, one).status for one in (city, north, south)} == {Party.Status.PARTY}
    assert party_of(partnership, north).joined_on == date(2024, 2, 1)
    with pytest.raises(StepRefused):  # what is signed stands still
        agreements.edit_section(main.sections.first(), actor=city.representative, heading="Nytt", body="Nytt")

    # March. A steering group meets and agrees on a rule for the fund: 50 kronor for each day.
    travel(date(2024, 3, 14))
    steering = seats.open_body(
        Body(partnership=partnership, kind="steering", name="Styrgruppen"), actor=city.representative
    )
    for one, office in [(city, "chair"), (north, "secretary"), (south, "member")]:
        seats.give(
            steering,
            actor=city.representative,
            person=one.representative,
            party=party_of(partnership, one),
            office=office,
            valid_from=clock.today(),
        )
    all_three = {party_of(partnership, one): ("supports", "") for one in (city, north, south)}
    decision = meet_and_decide(steering, north.representative, "Regel för potten", "50 kr per dygn", all_three)
    assert (decision.number, decision.outcome) == (1, "adopted")
    fund = grants.open_fund(partnership, actor=city.representative, name="Potten", holder=party_of(partnership, city))
    rule = grants.set_rule(
        fund, actor=city.representative, rate=Decimal(50), valid_from=date(2024, 4, 1), decision=decision
    )

    # April. North's home houses young people for 600 days and reports it; the city confirms in May. The fund grows.
    travel(date(2024, 3, 20))
    home = offerings.create(
        party_of(partnership, north),
        actor=north.representative,
        name="Boendet",
        kind="housing",
        status="active",
        contributes=True,
    )
    offerings.share(home, actor=north.representative)
    offerings.set_capacity(home, actor=north.representative, capacity=20, valid_from=date(2024, 4, 1))
    travel(date(2024, 5, 6))
    report = monthly_reports.save_draft(home, actor=north.representative, month=date(2024, 4, 1), days=600)
    assert ledger.balances(fund).contributed == 0
    report = monthly_reports.submit(report, actor=north.representative)
    assert ledger.balances(fund).contributed == 0
    report = contributions.confirm(report, actor=city.economist)
    assert ledger.balances(fund).available == Decimal(30_000)
    movement = ledger.movements(fund).get()
    assert (movement.report, movement.rule, movement.amount) == (report, rule, Decimal(30_000))

    # South asks for 12 000 kronor of it. It takes no part when the others decide.
    proposal = grants.draft_proposal(
        fund,
        actor=south.representative,
        party=party_of(partnership, south),
        title="Läxhjälp",
        need="Läxor",
        amount=Decimal(12_000),
    )
    proposal = grants.submit_proposal(proposal, actor=south.representative)
    travel(date(2024, 5, 20))
    without_south = {**all_three, party_of(partnership, south): ("disqualified", "Eget förslag")}
    second = meet_and_decide(steering, north.representative, "Läxhjälp", "Läxhjälpen får 12 000 kr", without_south)
    assert second.number == 2
    grant = grants.grant(proposal, actor=city.representative, decision=second, amount=Decimal(12_000))
    assert ledger.balances(fund) == ledger.Balances(
        contributed=Decimal(30_000), available=Decimal(18_000), committed=Decimal(12_000), paid=Decimal(0)
    )

    # June. South accepts and asks for its money; two different people at the city attest and pay.
    travel(date(2024, 6, 10))
    grant = grants.accept(grant, actor=south.signatory)
    payment = payments.request(grant, actor=south.economist, amount=Decimal(12_000))
    payment = payments.attest(payment, actor=city.economist)
    with pytest.raises(StepRefused):
        payments.pay(payment, actor=city.economist, paid_on=clock.today(), reference="BG 1")
    payments.pay(payment, actor=city.economist2, paid_on=clock.today(), reference="BG 1")
    assert PaymentRequest.objects.get().status == PaymentRequest.Status.PAID
    assert Grant.objects.get().status == Grant.Status.PAID
    assert ledger.balances(fund).paid == Decimal(12_000)
    assert [part.contribution for part in ledger.trace(grant).parts] == [movement]
    assert ledger.faults(fund) == []

    # September. A fourth joins by an amendment that all four sign; the first agreement still holds.
    travel(date(2024, 9, 1))
    newcomer = parties.propose(partnership, actor=city.representative, organisation=late.organisation)
    parties.begin_dialogue(newcomer, actor=city.representative)
    amendment = agreements.create(
        partnership, actor=city.representative, kind="amendment", title="Late kommer med", parent=main
    )
    amendment = write_and_sign(amendment, people, signing=[city, north, south, late], text="Late är part.")
    assert amendment.status == Agreement.Status.IN_FORCE
    assert (party_of(partnership, late).status, party_of(partnership, late).joined_on) == ("party", date(2024, 9, 1))
    assert Agreement.objects.get(pk=main.pk).status == Agreement.Status.IN_FORCE

    # October 2026. The agreement would end with the year; an extension signed by all lets it go on for two more.
    travel(date(2026, 10, 1))
    main = Agreement.objects.get(pk=main.pk)
    assert agreements.effective_end(main) == date(2026, 12, 31)
    extension = agreements.create(
        partnership,
        actor=city.representative,
        kind="extension",
        title="Två år till",
        parent=main,
        ends_on=date(2028, 12, 31),
    )
    assert agreements.effective_end(Agreement.objects.get(pk=main.pk)) == date(2026, 12, 31)
    write_and_sign(extension, people, signing=[city, north, south, late], text="Avtalet gäller två år till.")
    assert agreements.effective_end(Agreement.objects.get(pk=main.pk)) == date(2028, 12, 31)

    # And all of it stands in the log, unbroken, for every party to read alike.
    told = [
        list(history.of_partnership(partnership, one.representative).values_list("pk", flat=True))
        for one in (city, north, south, late)
    ]
    assert told[0]
    assert all(one == told[0] for one in told)
    assert {"partnership.start", "agreement.sign", "decision.close", "proposal.grant", "payment.pay"} <= set(
        LogEvent.objects.values_list("action", flat=True)
    )
    assert log.verify(partnership.chain) is None
