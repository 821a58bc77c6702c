"""What waits for whom in a partnership, for everybody who may see it: each step that somebody has still to take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import actions, meetings
from governance.models import (
    ActionItem,
    Decision,
    FundProposal,
    Grant,
    Meeting,
    Minutes,
    MinutesApproval,
    MinutesApprover,
    PaymentRequest,
    Ratification,
)
from partnerships import agreements, analyses, clock, form_choices, perspectives, winding
from partnerships.agreements import conditions, turns
from partnerships.models import Agreement, Condition, FormChoice, Partnership, Party, ServiceReport, Side
from partnerships.templatetags.iop import kr

from . import context_events
from .sentences import person_name

#: How many of each kind are told.
FEW = 10


@dataclass(frozen=True)
class Wait:
    """A step that is still to be taken, where, and by whom."""

    title: str
    url: str
    who: tuple[str, ...]
    due_on: date | None = None


def waits_in(partnership: Partnership, user: Any) -> list[Wait]:
    """What somebody has still to do in `partnership`, as far as `user` may see it; what has a day first.

    Drafts of one organisation are not told: they are its own.
    """
    sources = (
        _views,
        _analyses,
        _winding,
        _forms,
        _signatures,
        _approvals,
        _ratifications,
        _actions,
        _reports,
        _proposals,
        _money,
        _conditions,
        _context,
        _turns,
    )
    found = [wait for source in sources for wait in source(partnership, user)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max))


def _views(partnership: Partnership, _user: Any) -> Iterator[Wait]:
    """Who is to tell how it sees the challenge. Whether anybody has begun to write is the organisation's own."""
    lacking = perspectives.waited_for(Party.objects.filter(partnership=partnership)).for_list()
    if names := tuple(party.name for party in lacking):
        url = reverse("partnerships:perspective_list", args=[partnership.slug])
        yield Wait(_("Tell how they see the challenge"), url, names)


def _analyses(partnership: Partnership, _user: Any) -> Iterator[Wait]:
    lacking = analyses.unapproved(Party.objects.filter(partnership=partnership)).for_list()
    if names := tuple(party.name for party in lacking):
        yield Wait(_("Approve the joint analysis"), analyses.address(partnership), names)


def _forms(partnership: Partnership, user: Any) -> Iterator[Wait]:
    rows = FormChoice.objects.visible_to(user).filter(partnership=partnership, status=FormChoice.Status.PROPOSED)
    for choice in rows.select_related("proposed_for"):
        is_public = form_choices.waits_for_side(choice) == Side.PUBLIC
        who = _("the public side's coordinator") if is_public else _("the idéburen side's coordinator")
        url = reverse("partnerships:form_choice_one", args=[partnership.slug, choice.pk])
        yield Wait(_("Settle the choice of form"), url, (who,))


def _signatures(partnership: Partnership, user: Any) -> Iterator[Wait]:
    rows = agreements.unsigned(Agreement.objects.visible_to(user).filter(partnership=partnership))
    lacking: dict[Agreement, list[str]] = {}
    for row in rows.order_by("agreement", "pk"):
        lacking.setdefault(row.agreement, []).append(row.party.name)
    for agreement, parties in lacking.items():
        url = reverse("partnerships:agreement", args=[partnership.slug, agreement.pk])
        yield Wait(_("Sign “%(title)s”") % {"title": agreement.title}, url, tuple(parties))


def _winding(partnership: Partnership, user: Any) -> Iterator[Wait]:
    for one in winding.due_near(partnership, clock.today() + timedelta(days=winding.AHEAD_DAYS))[:FEW]:
        who = one.party.name if one.party else _("the coordinators")
        yield Wait(one.title, winding.item_url(one), (who,), one.due_on)


def _turns(partnership: Partnership, user: Any) -> Iterator[Wait]:
    drafts = Agreement.objects.visible_to(user).packages().filter(partnership=partnership, status="draft")
    rows = {row.pk: row for row in drafts.order_by("pk")[:FEW]}
    for key, turn in turns.turns(rows.values()).items():
        url = reverse("partnerships:agreement", args=[partnership.slug, key])
        title = _("Write “%(title)s”") % {"title": rows[key].title}
        yield Wait(title, url, tuple(party.name for party in turn.parties) or (turn.who,), turn.due_on)


def _approvals(partnership: Partnership, user: Any) -> Iterator[Wait]:
    done = MinutesApproval.objects.filter(
        minutes=OuterRef("minutes"), round=OuterRef("minutes__round"), seat=OuterRef("seat")
    )
    rows = MinutesApprover.objects.filter(
        ~Exists(done),
        minutes__status=Minutes.Status.CIRCULATED,
        minutes__meeting__in=Meeting.objects.visible_to(user).filter(body__partnership=partnership).values("pk"),
    ).select_related("minutes__meeting__body", "seat__person", "seat__party__organisation", "seat__party__unit")
    lacking: dict[Meeting, list[str]] = {}
    for row in rows.order_by("minutes__meeting__starts_at", "pk"):
        who = row.seat.party.name if row.seat.party else person_name(row.seat.person)
        lacking.setdefault(row.minutes.meeting, []).append(who)
    for meeting, people in list(lacking.items())[:FEW]:
        url = reverse("governance:meeting", args=[partnership.slug, meeting.pk])
        named = {"body": meeting.body.name, "day": meetings.day_of(meeting).isoformat()}
        yield Wait(meeting.body.record_words["to_approve"] % named, url, tuple(people))


def _ratifications(partnership: Partnership, user: Any) -> Iterator[Wait]:
    rows = Ratification.objects.filter(
        decided_on__isnull=True,
        decision__in=Decision.objects.visible_to(user).filter(body__partnership=partnership).values("pk"),
    ).select_related("decision", "party__organisation", "party__unit")
    for row in rows.order_by("decision__decided_on", "pk")[:FEW]:
        url = reverse("governance:decision", args=[partnership.slug, row.decision_id])
        yield Wait(_("Decide at home: %(decision)s") % {"decision": row.decision}, url, (row.party.name,))


def _actions(partnership: Partnership, user: Any) -> Iterator[Wait]:
    latest = clock.today() + timedelta(days=actions.AHEAD_DAYS)
    rows = ActionItem.objects.visible_to(user).filter(
        body__partnership=partnership, done_on__isnull=True, due_on__lte=latest
    )
    for row in rows.select_related("item", "party__organisation", "party__unit").order_by("due_on", "pk")[:FEW]:
        url = f"{reverse('governance:meeting', args=[partnership.slug, row.item.meeting_id])}#actions"
        yield Wait(row.title, url, (row.party.name,), row.due_on)


def _reports(partnership: Partnership, user: Any) -> Iterator[Wait]:
    submitted = ServiceReport.objects.visible_to(user).filter(
        service__party__partnership=partnership, status=ServiceReport.Status.SUBMITTED
    )
    if count := submitted.count():
        title = ngettext("Confirm %(count)s monthly report", "Confirm %(count)s monthly reports", count)
        url = reverse("governance:report_list", args=[partnership.slug])
        yield Wait(title % {"count": count}, f"{url}?status=submitted", (_("the public side's economist"),))


def _proposals(partnership: Partnership, user: Any) -> Iterator[Wait]:
    rows = FundProposal.objects.visible_to(user).filter(
        fund__partnership=partnership, status=FundProposal.Status.SUBMITTED
    )
    for pk, title in rows.order_by("submitted_at", "pk").values_list("pk", "title")[:FEW]:
        url = reverse("governance:proposal", args=[partnership.slug, pk])
        yield Wait(_("Decide on the proposal: %(title)s") % {"title": title}, url, (_("a joint body"),))


def _conditions(partnership: Partnership, user: Any) -> Iterator[Wait]:
    found = Condition.objects.visible_to(user).filter(agreement__partnership=partnership)
    for row in conditions.waiting_in(found)[:FEW]:
        who = row.watcher.name if row.watcher else _("a coordinator")
        yield Wait(_("Check: %(condition)s") % {"condition": row.text}, conditions.address(row), (who,), row.next_on)


def _context(partnership: Partnership, user: Any) -> Iterator[Wait]:
    for event in context_events.waiting(partnership)[:FEW]:
        who = event.body.name if event.body and event.status == "called" else _("the coordinators")
        due = event.due_on if event.status == "called" else None
        yield Wait(context_events.next_step(event), event.get_absolute_url(), (who,), due)


def _money(partnership: Partnership, user: Any) -> Iterator[Wait]:
    given = Grant.objects.visible_to(user).filter(fund__partnership=partnership, status=Grant.Status.DECIDED)
    for grant in given.select_related("proposal__party__organisation", "proposal__party__unit").order_by("pk")[:FEW]:
        title = _("Accept the terms of the grant: %(title)s") % {"title": grant.proposal.title}
        yield Wait(title, reverse("governance:grant", args=[partnership.slug, grant.pk]), (grant.proposal.party.name,))
    Status = PaymentRequest.Status
    asked = PaymentRequest.objects.visible_to(user).filter(
        grant__fund__partnership=partnership, status__in=[Status.REQUESTED, Status.ATTESTED]
    )
    for one in asked.select_related("grant__proposal").order_by("requested_at", "pk")[:FEW]:
        title = _("Attest %(sum)s to %(what)s") if one.status == Status.REQUESTED else _("Pay %(sum)s to %(what)s")
        words = {"sum": kr(one.amount), "what": one.grant.proposal.title}
        url = reverse("governance:grant", args=[partnership.slug, one.grant_id])
        yield Wait(title % words, url, (_("the public side's economist"),))
