"""The shared fund's statement of account on a day."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from governance import income, ledger
from governance.models import Fund, FundMovement, Grant
from partnerships.templatetags.iop import SPACE, day, kr
from reporting.selectors import pot

from .paper import Document, base, fact, file_name, last_event

Account = FundMovement.Account


def statement_of(fund: Fund, on: date | None = None) -> Document:
    """How the fund stood at the end of the day `on`; without one, after the latest booked movement."""
    booked = FundMovement.objects.filter(fund=fund)
    if on is not None:
        booked = booked.filter(booked_on__lte=on)
    last = booked.order_by("number").last()
    event = last_event(last or fund, chain=fund.partnership.chain)
    on = on or (last.booked_on if last else event.at.date())
    vouchers = ledger.movements(fund).filter(booked_on__year=on.year, booked_on__lte=on).order_by("number")
    months = income.latest_months(fund, on)
    granted = _grants(fund, on)
    context = base(
        fund.partnership,
        event,
        title=_("%(fund)s on %(day)s") % {"fund": fund.name, "day": day(on, "long").replace(" ", SPACE)},
        facts=_facts(fund, on),
        year=on.year,
        on=on,
        balances=pot(fund, on),
        months=months,
        period=income.period(months),
        pictures=income.pictures(months),
        sum_days=sum(month.days for month in months),
        sum_amount=sum((month.amount for month in months), ledger.ZERO),
        grants=granted,
        any_returned=any(row["returned"] for row in granted),
        vouchers=[_voucher(row) for row in vouchers],
    )
    filename = file_name(fund.partnership.registry_number, fund.name, _("statement"), on.isoformat())
    return Document("pdf/fund_statement.html", context, event.at, filename)


def _facts(fund: Fund, on: date) -> list[dict[str, str]]:
    facts = [fact(_("Balance at the end of"), day(on, "long"))]
    rule = fund.rules.valid_on(on).first()
    if rule:
        facts.append(fact(_("Contribution"), rule_in_words(rule)))
    if fund.holder:
        facts.append(fact(_("Holds the money"), fund.holder.name))
    return facts


def rule_in_words(rule: Any) -> str:
    """50 kr for each placement day."""
    return _("%(rate)s for each %(basis)s") % {"rate": kr(rule.rate), "basis": rule.get_basis_display()}


def _grants(fund: Fund, on: date) -> list[dict[str, Any]]:
    """What has been granted by that day, with what was paid and what is left to pay then."""
    rows = Grant.objects.filter(fund=fund, granted_on__lte=on).select_related(
        "proposal__party__organisation", "proposal__party__unit", "decision__body"
    )
    booked = FundMovement.objects.filter(fund=fund, grant__isnull=False, booked_on__lte=on).values("grant")
    released = ledger.total(Q(from_account=Account.COMMITTED, to_account=Account.AVAILABLE))
    booked = booked.annotate(paid=ledger.into(Account.PAID), returned=released, left=ledger.into(Account.COMMITTED))
    sums = {row["grant"]: row for row in booked.order_by("grant")}
    nothing = dict.fromkeys(("paid", "returned", "left"), ledger.ZERO)
    return [
        {
            "title": row.proposal.title,
            "party": row.proposal.party.name,
            "decision": f"§ {row.decision.number}/{row.decision.year}",
            "amount": row.amount,
            **{key: sums.get(row.pk, nothing)[key] for key in nothing},
        }
        for row in rows.order_by("granted_on", "pk")
    ]


def _voucher(row: FundMovement) -> dict[str, Any]:
    return {
        "number": row.number,
        "booked_on": row.booked_on,
        "from": row.get_from_account_display(),
        "to": row.get_to_account_display(),
        "what": _what(row),
        "amount": row.amount,
    }


def _what(row: FundMovement) -> str:
    """What a movement is about, in a line."""
    if row.report:
        words = {"service": row.report.service.name, "month": day(row.report.month, "month")}
        if row.corrects:
            return _("%(service)s, %(month)s, corrects voucher %(number)s") % {**words, "number": row.corrects.number}
        return _("%(service)s, %(month)s") % words
    title = row.grant.proposal.title if row.grant else ""
    if row.payment and row.payment.reference:
        return _("%(title)s, bank reference %(reference)s") % {"title": title, "reference": row.payment.reference}
    return f"{title}, §{SPACE}{row.decision.number}/{row.decision.year}" if row.decision else title
