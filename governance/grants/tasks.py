"""What waits for whom with proposals and grants."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.models import (
    FundProposal,
    Grant,
)
from partnerships import access, clock
from partnerships.models import Partnership, User
from partnerships.tasks import Task
from partnerships.templatetags.iop import kr

ProposalStatus = FundProposal.Status


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Proposals that wait to be decided on, drafts of one's own, and grants to accept."""
    within = {} if partnership is None else {"fund__partnership": partnership}
    proposals = FundProposal.objects.filter(**within)
    if access.may_somewhere(user, "manage_fund"):
        led = proposals.filter(fund__partnership__in=access.objects_with(user, "manage_fund"))
        submitted = led.filter(status=ProposalStatus.SUBMITTED).order_by("submitted_at", "pk")
        for title, url, at, amount in _addresses(submitted):
            words = _("Bring the proposal to a decision: %(title)s") % {"title": title}
            reason = _("%(amount)s from the fund") % {"amount": kr(amount)}
            yield Task(words, url, reason, since=at and clock.day_of(at))
    if access.may_somewhere(user, "edit_proposal"):
        own = proposals.visible_to(user).filter(party__organisation__in=access.objects_with(user, "edit_proposal"))
        for title, url, _at, _amount in _addresses(own.filter(status=ProposalStatus.DRAFT).order_by("pk")):
            yield Task(_("Finish and submit the proposal: %(title)s") % {"title": title}, url, _("draft"))
    if access.may_somewhere(user, "accept_grant"):
        given = Grant.objects.visible_to(user).filter(
            status=Grant.Status.DECIDED,
            proposal__party__organisation__in=access.objects_with(user, "accept_grant"),
            **within,
        )
        for one in given.select_related("proposal", "fund__partnership").order_by("granted_on", "pk"):
            title = _("Accept the terms of the grant: %(title)s") % {"title": one.proposal.title}
            yield Task(title, one.get_absolute_url(), kr(one.amount), since=one.granted_on)


def _addresses(proposals: QuerySet) -> Iterator[tuple[str, str, datetime | None, Decimal]]:
    columns = ("title", "fund__partnership__slug", "pk", "submitted_at", "amount")
    for title, slug, pk, at, amount in proposals.values_list(*columns):
        yield title, reverse("governance:proposal", args=[slug, pk]), at, amount
