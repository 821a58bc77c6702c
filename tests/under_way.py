"""What is on its way in world.alfa: for each form that asks for a certain state, a row that is in it.

Beside `factories.furnish`, whose rows have mostly come to their end; made through the product's own calls.
"""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.urls import reverse

from governance import decisions, grants, minutes, payments
from partnerships import agreements, monthly_reports, offerings, parties
from tests import factories
from tests.governance import stage


def pages(alfa, furnished):
    """(name, address) of pages whose forms do something as the rows stand."""
    it = SimpleNamespace(alfa=alfa, furnished=furnished)
    factories.organisation("ideburen", "Dorotea", created_by=alfa.city.coordinator)  # who can propose it as a party
    for rows in (_agreements(it), _parties(it), _services(it), _minutes(it), _proposals(it), _payments(it)):
        for name, *keys in rows:
            keys = [getattr(one, "pk", one) for one in keys]
            yield name, reverse(name, args=[alfa.slug, *keys])
    report = submitted(it, "2024-04-01")
    yield "governance:reports_confirm", f"{reverse('governance:reports_confirm', args=[alfa.slug])}?report={report.pk}"


def _agreements(it):
    """The amendment proposed anew, so that its text is what is signed; a draft that can be proposed."""
    alfa, draft = it.alfa, it.furnished.draft
    leader = alfa.city.coordinator
    waiting = agreements.return_to_draft(it.furnished.amendment, actor=leader, reason="Texten")
    waiting = agreements.propose(waiting, actor=leader)
    for one in alfa.members[:3]:
        agreements.sign(waiting, actor=one.signatory, party=one.party)
    ready = agreements.create(
        alfa.partnership,
        actor=leader,
        kind="extension",
        title="Färdigt",
        parent=it.furnished.agreement,
        ends_on=date(2099, 12, 31),
    )
    section = agreements.add_section(ready, actor=leader, heading="Ändring", body="Platserna blir tvåhundra.")
    yield from (
        (f"partnerships:{name}", draft)
        for name in ("agreement", "agreement_edit", "agreement_parties", "section_new", "agreement_propose")
    )
    yield "partnerships:agreement_amend", it.furnished.agreement
    yield "partnerships:agreement_changes", draft
    yield "partnerships:agreement_drop", draft
    yield "partnerships:change_new", draft
    yield "partnerships:agreement_sign", waiting, alfa.ngo3.party
    yield "partnerships:agreement_return", waiting
    yield "partnerships:agreement_edit", waiting
    yield "partnerships:agreement_propose", ready
    yield "partnerships:agreement_order", ready
    yield "partnerships:section_order", ready
    yield "partnerships:section_edit", ready, section


def _parties(it):
    """An organisation that has been proposed."""
    made = factories.organisation("ideburen", "Elsa")
    proposed = parties.propose(it.alfa.partnership, actor=it.alfa.city.coordinator, organisation=made)
    yield "partnerships:party_begin_dialogue", proposed
    yield "partnerships:party_decline", proposed
    yield "partnerships:party", proposed


def submitted(it, month):
    """A month of the home that waits to be confirmed."""
    actor = it.alfa.ngo.representative
    day = factories.date.fromisoformat(month)
    report = monthly_reports.save_draft(it.furnished.service, actor=actor, month=day, days=10)
    return monthly_reports.submit(report, actor=actor)


def _services(it):
    """A home that is not shared yet; a report that waits, one to correct and one to throw away."""
    mine = it.alfa.ngo
    home = offerings.create(mine.party, actor=mine.representative, name="Nya hemmet", kind="housing", status="planned")
    report = submitted(it, "2024-03-01")
    yield "partnerships:service_share", home
    yield "partnerships:service_edit", home
    yield "governance:report_confirm", report
    yield "governance:report_send_back", report
    yield "partnerships:report_correct", it.furnished.report
    yield "partnerships:report_discard", it.furnished.open_report


def _minutes(it):
    """A meeting whose minutes are written, one whose minutes can be sent, and one whose minutes are out."""
    alfa, secretary = it.alfa, it.alfa.ngo.secretary
    writing = stage.held(alfa)
    decision = stage.opened(writing, alfa, "Fritid", **dict.fromkeys(stage.ALL, "supports"))
    minutes.begin(writing, actor=secretary)
    ready = stage.held(alfa)
    item = stage.item_of(ready, alfa)
    record = minutes.begin(ready, actor=secretary)
    approvers = [stage.seat_of(alfa, alfa.city.chair), stage.seat_of(alfa, alfa.ngo.representative)]
    minutes.name_approvers(record, actor=secretary, seats=approvers)
    out = stage.circulated(alfa).meeting
    yield "governance:minutes_begin", stage.held(alfa)
    yield "governance:meeting", stage.held(alfa)
    yield "governance:meeting", writing
    for name in ("meeting_roll", "minutes_opening", "minutes_approvers"):
        yield f"governance:{name}", writing
    for name in ("item_roll", "minutes_write", "decision_new", "action_new"):
        yield f"governance:{name}", item
    for name in ("decision_edit", "decision_positions", "decision_close"):
        yield f"governance:{name}", decision
    yield "governance:minutes_circulate", ready
    yield "governance:minutes_return", out
    yield "governance:minutes_approve", out


def proposed(it, title):
    """A submitted proposal of Ansgar's."""
    mine = it.alfa.ngo
    draft = grants.draft_proposal(
        it.furnished.fund, actor=mine.representative, party=mine.party, title=title, need="Rörelse", amount=Decimal(400)
    )
    return grants.submit_proposal(draft, actor=mine.representative)


def decided(it, title, of="supports"):
    """A closed decision about a proposal of Ansgar's, who is disqualified; the others support or oppose it."""
    others = {one: of for one in stage.ALL if one != "ngo"}
    decision = stage.opened(stage.held(it.alfa), it.alfa, title, ngo="disqualified", **others)
    return decisions.close(decision, actor=it.alfa.ngo.secretary)


def _proposals(it):
    """A draft, a proposal to grant and one to decline; the newest decision about each is the one to enter."""
    draft = it.furnished.draft_proposal
    yield "governance:proposal_edit", draft
    yield "governance:proposal_submit", draft
    declined = proposed(it, "Resan")
    decided(it, "Resan", of="reservation")
    yield "governance:proposal_decline", declined
    granted = proposed(it, "Fotboll")
    decided(it, "Fotboll")
    yield "governance:proposal_grant", granted


def _payments(it):
    """An accepted grant with one request to attest and one to pay."""
    alfa = it.alfa
    decision = decided(it, "Kören")
    given = grants.grant(proposed(it, "Kören"), actor=alfa.city.coordinator, decision=decision, amount=Decimal(400))
    given = grants.accept(given, actor=alfa.ngo.signatory)
    ask = [payments.request(given, actor=alfa.ngo.economist, amount=Decimal(100)) for _one in range(2)]
    yield "governance:payment_request", given
    yield "governance:grant_return", given
    yield "governance:payment_attest", ask[0]
    yield "governance:payment_refuse", ask[0]
    payments.attest(ask[1], actor=alfa.city.economist)
    yield "governance:payment_pay", ask[1]
    decided(it, "Fotboll")  # again the newest, and not used
