"""A fund under way: a home that reports, a rule of 50 kr a day, and decisions to grant by."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from governance import contributions, grants
from governance.models import AgendaItem, Decision, Meeting, Position
from partnerships import clock, monthly_reports, offerings
from tests import factories

RATE = Decimal(50)
DAY = date(2024, 4, 10)
JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def fill(alfa):
    """Open world.alfa's fund with a rule and a home called Boendet that has reported nothing yet."""
    it = SimpleNamespace(alfa=alfa, city=alfa.city, ngo=alfa.ngo, ngo2=alfa.ngo2)
    it.meeting = factories.save(Meeting(body=alfa.steering, starts_at=factories.MEETING_AT))
    it.item = factories.save(AgendaItem(meeting=it.meeting, position=1, kind="decision", title="Potten"))
    factories.save(it.meeting, status="called", called_at=clock.now())
    factories.save(it.meeting, status="held")
    it.decision = decide(it)
    it.fund = grants.open_fund(alfa.partnership, actor=alfa.city.coordinator, name="Potten", holder=alfa.city.party)
    it.rule = grants.set_rule(
        it.fund, actor=alfa.city.coordinator, rate=RATE, valid_from=date(2023, 1, 1), decision=it.decision
    )
    it.home = home(it)
    return it


def home(it, name="Boendet", of=None):
    """A shared, active home that contributes to the fund."""
    of = of or it.ngo
    made = offerings.create(
        of.party, actor=of.representative, name=name, kind="housing", status="active", contributes=True
    )
    return offerings.share(made, actor=of.representative)


def decide(it, outcome="adopted", **stances):
    """A closed decision; every member supports it but for `stances` (ngo="disqualified")."""
    made = factories.save(
        Decision(body=it.alfa.steering, item=it.item, year=2024, title="Beslut", wording="Så här"), root=it.meeting
    )
    for name in ("city", "ngo", "ngo2", "ngo3"):
        stance = stances.get(name, "supports")
        reason = "Egen ansökan" if stance in ("disqualified", "reservation") else ""
        if stance:
            factories.save(Position(decision=made, party=getattr(it.alfa, name).party, stance=stance, reason=reason))
    return factories.save(made, status="closed", outcome=outcome, decided_on=factories.MEETING_AT.date())


def report(it, month, days, service=None):
    """A month reported and submitted by the home."""
    service = service or it.home
    actor = next(one for one in it.alfa.members if one.party == service.party).representative
    draft = monthly_reports.save_draft(service, actor=actor, month=month, days=days)
    return monthly_reports.submit(draft, actor=actor)


def book(it, month, days, service=None):
    """A month reported and confirmed."""
    return contributions.confirm(report(it, month, days, service), actor=it.city.economist)


def propose(it, amount, of=None, title="Läxhjälp"):
    """A submitted proposal of the second NGO."""
    of = of or it.ngo2
    draft = grants.draft_proposal(
        it.fund, actor=of.representative, party=of.party, title=title, need="Läxor", amount=amount
    )
    return grants.submit_proposal(draft, actor=of.representative)


def grant(it, amount, title="Läxhjälp"):
    """A proposal granted by a decision that the proposer kept out of."""
    proposal = propose(it, amount, title=title)
    decision = decide(it, ngo2="disqualified")
    return grants.grant(proposal, actor=it.city.coordinator, decision=decision, amount=amount)
