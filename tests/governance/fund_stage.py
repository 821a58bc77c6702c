"""A fund with a rule, services and reports, made through the product's own calls."""

from datetime import date
from decimal import Decimal

from governance import contributions, decisions, grants
from partnerships import monthly_reports, offerings
from tests.governance import stage

JANUARY = date(2024, 1, 1)


def fund(alfa, rate="50"):
    """The fund of alfa with a rule from January 2024, resting on an adopted decision."""
    opened = grants.open_fund(alfa.partnership, actor=alfa.city.coordinator, name="Potten", holder=alfa.city.party)
    decision = stage.adopted(stage.held(alfa), alfa, "Avsättning")
    grants.set_rule(opened, actor=alfa.city.coordinator, rate=Decimal(rate), valid_from=JANUARY, decision=decision)
    return opened


def home(alfa, member="ngo", name="Boende A"):
    """A contributing, shared service of a member."""
    of = getattr(alfa, member)
    service = offerings.create(
        of.party, actor=of.representative, name=name, kind="housing", status="active", contributes=True
    )
    return offerings.share(service, actor=of.representative)


def submitted(alfa, service, days, month=JANUARY, member="ngo"):
    """A submitted report of a month."""
    of = getattr(alfa, member)
    report = monthly_reports.save_draft(service, actor=of.representative, month=month, days=days)
    return monthly_reports.submit(report, actor=of.representative)


def confirmed(alfa, service, days, month=JANUARY, member="ngo"):
    """A confirmed report of a month."""
    return contributions.confirm(submitted(alfa, service, days, month, member), actor=alfa.city.economist)


def corrected(alfa, report, days, member="ngo"):
    """The correction of a confirmed report, confirmed in its turn."""
    of = getattr(alfa, member)
    revision = monthly_reports.correct(report, actor=of.representative, days=days)
    monthly_reports.submit(revision, actor=of.representative)
    return contributions.confirm(revision, actor=alfa.city.economist)


def proposal(alfa, of_fund, amount, member="ngo", title="Läxhjälp"):
    """A submitted proposal."""
    of = getattr(alfa, member)
    draft = grants.draft_proposal(
        of_fund, actor=of.representative, party=of.party, title=title, need="Behov", amount=Decimal(amount)
    )
    return grants.submit_proposal(draft, actor=of.representative)


def decision_without(alfa, member="ngo", title="Läxhjälp"):
    """An adopted decision in which the member was disqualified."""
    stances = dict.fromkeys(stage.ALL, "supports") | {member: "disqualified"}
    decision = stage.opened(stage.held(alfa), alfa, title, **stances)
    return decisions.close(decision, actor=alfa.ngo.secretary)


def granted(alfa, of_fund, amount, member="ngo", title="Läxhjälp"):
    """A grant of `amount` to a member."""
    return grants.grant(
        proposal(alfa, of_fund, amount, member, title),
        actor=alfa.city.coordinator,
        decision=decision_without(alfa, member, title),
        amount=Decimal(amount),
    )
