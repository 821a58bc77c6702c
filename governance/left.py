"""What the system itself sees is left when a partnership is wound down: counted, never typed. Only what all may see."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import winding
from partnerships.models import Partnership, ServiceReport
from partnerships.templatetags.iop import kr
from partnerships.winding import Left

from . import ledger
from .models import ActionItem, Body, Fund, FundProposal, Grant


def register() -> None:
    """Let the items of a winding-down plan rest on these counts."""
    winding.register_check("actions", actions)
    winding.register_check("reports", reports)
    winding.register_check("grants", grants)
    winding.register_check("balance", balance)


def actions(partnership: Partnership) -> Left:
    """Open actions of the joint bodies. Those of the members-only ones are their own."""
    rows = ActionItem.objects.filter(
        body__partnership=partnership, body__visibility=Body.Visibility.PARTNERSHIP, done_on__isnull=True
    )
    count = rows.count()
    words = ngettext("%(n)s action is open", "%(n)s actions are open", count) % {"n": count}
    return Left(words, reverse("governance:action_list", args=[partnership.slug]), not count)


def reports(partnership: Partnership) -> Left:
    """Monthly reports that have been handed in and wait to be confirmed."""
    rows = ServiceReport.objects.filter(service__party__partnership=partnership, status=ServiceReport.Status.SUBMITTED)
    count = rows.count()
    words = ngettext("%(n)s monthly report is unconfirmed", "%(n)s monthly reports are unconfirmed", count)
    return Left(words % {"n": count}, reverse("governance:report_list", args=[partnership.slug]), not count)


def grants(partnership: Partnership) -> Left:
    """Proposals that nobody has decided on, and grants that are not paid in full or given back."""
    proposals = FundProposal.objects.filter(fund__partnership=partnership, status=FundProposal.Status.SUBMITTED).count()
    unpaid = Grant.objects.filter(fund__partnership=partnership).exclude(status=Grant.Status.PAID).count()
    count = proposals + unpaid
    words = ngettext("%(n)s proposal or grant is not settled", "%(n)s proposals and grants are not settled", count) % {
        "n": count
    }
    return Left(words, reverse("governance:proposal_list", args=[partnership.slug]), not count)


def balance(partnership: Partnership) -> Left:
    """What stands in the shared fund: available and committed."""
    url = reverse("governance:fund", args=[partnership.slug])
    fund = Fund.objects.filter(partnership=partnership).first()
    if fund is None:
        return Left(_("There is no shared fund"), url, True)
    now = ledger.balances(fund)
    words = _("The shared fund holds %(available)s, and %(committed)s that is committed")
    return Left(
        words % {"available": kr(now.available), "committed": kr(now.committed)},
        url,
        not now.available and not now.committed,
    )
