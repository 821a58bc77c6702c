"""The fund and the rules by which it grows."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from governance import ledger
from governance.models import Decision, Fund, FundRule
from partnerships import steps
from partnerships.models import Partnership, Party, ServiceReport, User
from partnerships.monthly_reports import month_name
from partnerships.steps import StepRefused

from .decided import must_hold


def open_fund(
    partnership: Partnership, *, actor: User, name: str, purpose: str = "", holder: Party | None = None
) -> Fund:
    """Open the partnership's shared fund. There is one."""
    with steps.record("fund.open", actor=actor, right="manage_fund", scope=partnership) as act:
        Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
        if Fund.objects.filter(partnership=partnership).exists():
            raise StepRefused(_("The partnership already has a shared fund."))
        if holder is not None and holder.partnership_id != partnership.pk:
            raise StepRefused(_("The party belongs to another partnership."))
        return act.save(Fund(partnership=partnership, name=name, purpose=purpose, holder=holder))


def edit_fund(fund: Fund, *, actor: User, version: int | None = None, **values: Any) -> Fund:
    """Change the fund's name, purpose or holder."""
    if values.keys() - {"name", "purpose", "holder"}:
        raise TypeError("only name, purpose and holder can be edited")
    return steps.edit(fund, actor=actor, right="manage_fund", values=values, version=version)


def set_rule(fund: Fund, *, actor: User, rate: Decimal, valid_from: date, decision: Decision) -> FundRule:
    """Let each placement day bring `rate` kronor from `valid_from`, as decided; the earlier rule ceases that day.

    A month whose report is confirmed has been booked by the rule of its day, so a new rule begins after it.
    """
    with steps.record("fund.set_rule", actor=actor, right="manage_fund", scope=fund, authority=str(decision)) as act:
        ledger.lock(fund)
        must_hold(decision, fund)
        if rate <= 0:
            raise StepRefused(_("The rate is above 0."))
        earlier = FundRule.objects.filter(fund=fund)
        if earlier.filter(valid_from__gte=valid_from).exists():
            raise StepRefused(_("There is already a rule from this day or later."))
        confirmed = ServiceReport.objects.filter(
            service__party__partnership=fund.partnership_id,
            service__contributes=True,
            status=ServiceReport.Status.CONFIRMED,
            month__gte=valid_from,
        )
        if confirmed.exists():
            latest = confirmed.latest("month").month
            raise StepRefused(
                _("Reports up to %(month)s are already confirmed. Choose a later day.") % {"month": month_name(latest)}
            )
        current = earlier.valid_on(valid_from).first()
        if current is not None:
            current.valid_until = valid_from
            act.save(current)
        return act.save(FundRule(fund=fund, rate=rate, valid_from=valid_from, decision=decision))
