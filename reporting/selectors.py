"""What the pages across the apps show: read models, in a number of queries that does not grow with the rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import ledger
from governance.models import Decision, Fund, FundMovement, Grant, Meeting
from partnerships import access, agreements, clock, frame, tasks
from partnerships.models import Agreement, Notification, Partnership, Party, PhasePeriod
from partnerships.templatetags.iop import day, kr, moment

from .sentences import meeting_name
from .waits import waits_in

#: How many of each are shown where a page gives the nearest or the latest.
FEW = 5
AHEAD = (Meeting.Status.PLANNED, Meeting.Status.CALLED)


# -- My day -----------------------------------------------------------------------------------------------------------
def my_day(user: Any) -> dict[str, Any]:
    """What waits for a person, what is coming, what has been said, and where the person takes part."""
    partnerships = list(
        Partnership.objects.visible_to(user)
        .prefetch_related(Prefetch("phases", PhasePeriod.objects.valid_on(clock.today()).order_by("valid_from", "pk")))
        .order_by("name", "pk")
    )
    unread = Notification.objects.filter(person=user, read_at=None).order_by("-at", "-pk")
    return {
        "tasks": tasks.waiting_for(user),
        "meetings": [_coming(meeting) for meeting in meetings_ahead(user)[:FEW]],
        "unread": unread[:20],
        "partnerships": [{"partnership": one, "phases": _tags(one.phases.all())} for one in partnerships],
        "may_start": not partnerships and access.may_somewhere(user, "start_partnership"),
    }


def meetings_ahead(user: Any) -> QuerySet:
    """Meetings from today on of the bodies that `user` may read, soonest first."""
    start = timezone.make_aware(datetime.combine(clock.today(), time.min))
    rows = Meeting.objects.visible_to(user).filter(status__in=AHEAD, starts_at__gte=start)
    return rows.select_related("body__partnership").order_by("starts_at", "pk")


def _tags(phases: Any) -> list[dict[str, Any]]:
    return [{"label": phase.get_phase_display(), "tone": frame.TONES[phase.phase]} for phase in phases]


@dataclass(frozen=True)
class Coming:
    """Something with a date that lies ahead: what the lists of what comes next show."""

    on: date
    when: str
    title: str
    url: str
    note: str = ""


def _coming(meeting: Meeting) -> Coming:
    on = timezone.localtime(meeting.starts_at).date()
    words = [meeting.place, meeting.get_status_display()]
    note = ", ".join(str(word) for word in words if word)
    return Coming(on, moment(meeting.starts_at, "long"), meeting_name(meeting), meeting.get_absolute_url(), note)


# -- Overview ---------------------------------------------------------------------------------------------------------
def overview(partnership: Partnership, user: Any) -> dict[str, Any]:
    """Everything that the first page of a partnership shows."""
    today = clock.today()
    prefetch_related_objects([partnership], "phases")
    parties = list(Party.objects.filter(partnership=partnership).for_list())
    fund = Fund.objects.filter(partnership=partnership).first()
    agreement = main_agreement(partnership)
    return {
        "tasks": tasks.waiting_for(user, partnership),
        "waits": waits_in(partnership, user),
        "parties": [party for party in parties if party.status in Party.INSIDE],
        "story": story(parties),
        "phase_rows": _phases(partnership),
        "today": today,
        "fund": fund,
        "pot": pot(fund, today) if fund else [],
        "agreement": agreement,
        "deadlines": deadlines(partnership, user, agreement, today),
        "decisions": latest_decisions(partnership, user),
    }


def first_steps(
    partnership: Partnership, inside: list[Party], agreement: Agreement | None, actions: set[str]
) -> list[tasks.Task]:
    """What a new partnership begins with, for those who may do it: parties on both sides, then an agreement."""
    if "manage_parties" in actions and len({party.organisation.side for party in inside}) < 2:
        url = reverse("partnerships:party_propose", args=[partnership.slug])
        reason = _("a partnership has parties on both sides")
        return [tasks.Task(_("Propose the organisations that you want to talk with"), url, reason)]
    if "draft_agreement" in actions and agreement is None:
        url = reverse("partnerships:agreement_new", args=[partnership.slug])
        return [tasks.Task(_("Begin the partnership agreement"), url, _("the parties write it together"))]
    return []


def pot(fund: Fund, on: date) -> list[tuple[str, str, str]]:
    """The fund in four figures on a day, each with how it came about: (label, amount, note)."""
    sums = ledger.balances(fund, on)
    booked = FundMovement.objects.filter(fund=fund, booked_on__lte=on)
    facts = booked.aggregate(
        grants=Count("grant", distinct=True), first=Min("report__month"), last=Max("report__month")
    )
    given = _("for %(first)s to %(last)s") % {key: day(facts[key], "month") for key in ("first", "last")}
    count = ngettext("%(n)s grant", "%(n)s grants", facts["grants"]) % {"n": facts["grants"]}
    return [
        (_("Contributed"), kr(sums.contributed), given if facts["first"] else ""),
        (_("Granted"), kr(sums.granted), count if facts["grants"] else ""),
        (_("Paid out"), kr(sums.paid), _("of what has been granted") if sums.paid else ""),
        (_("Available"), kr(sums.available), _("on %(day)s") % {"day": day(on, "long")}),
    ]


def main_agreement(partnership: Partnership) -> Agreement | None:
    """The agreement that the partnership rests on: the one in force, else the one being made, else the latest."""
    rows = Agreement.objects.filter(partnership=partnership, kind=Agreement.Kind.MAIN)
    rows = rows.prefetch_related("children").order_by("-number")
    order = {Agreement.Status.IN_FORCE: 0, Agreement.Status.PROPOSED: 1, Agreement.Status.DRAFT: 2}
    found = min(rows, key=lambda row: order.get(row.status, 3), default=None)
    if found:
        found.partnership = partnership  # its address takes no further query
    return found


def _phases(partnership: Partnership) -> list[dict[str, Any]]:
    return [
        {
            "label": capfirst(row.get_phase_display()),
            "tone": frame.TONES[row.phase],
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }
        for row in frame.in_time(partnership.phases.all())
    ]


def story(parties: list[Party]) -> list[tuple[date, Party, str]]:
    """How the parties came and went, in time order: (day, party, what happened)."""
    told = []
    for party in parties:
        if party.joined_on:
            told.append((party.joined_on, party, _("became a party")))
        if party.status == Party.Status.LEFT:
            told.append((party.left_on, party, _("left the partnership")))
        elif party.status == Party.Status.DECLINED:
            told.append((party.left_on or party.proposed_on, party, _("declined to take part")))
    return sorted(told, key=lambda one: (one[0], one[1].pk))


def deadlines(partnership: Partnership, user: Any, agreement: Agreement | None, today: date) -> list[Coming]:
    """What comes next in the partnership, soonest first."""
    coming = [_coming(meeting) for meeting in meetings_ahead(user).filter(body__partnership=partnership)[:FEW]]
    if agreement is not None and agreement.status == Agreement.Status.IN_FORCE:
        url = agreement.get_absolute_url()
        for on, title in (
            (agreements.last_day_to_give_notice(agreement), _("Last day to give notice of the agreement")),
            (agreements.effective_end(agreement), _("The agreement's last day")),
        ):
            if on is not None and on >= today:
                coming.append(Coming(on, day(on, "long"), title, url))
    due = Grant.objects.filter(fund__partnership=partnership, report_due_on__gte=today).select_related("proposal")
    for grant in due.order_by("report_due_on", "pk")[:FEW]:
        url = reverse("governance:grant", args=[partnership.slug, grant.pk])
        title = _("Account of %(title)s") % {"title": grant.proposal.title}
        coming.append(Coming(grant.report_due_on, day(grant.report_due_on, "long"), title, url))
    return sorted(coming, key=lambda one: one.on)[:FEW]


def latest_decisions(partnership: Partnership, user: Any) -> QuerySet:
    """The latest decisions with an outcome, of the bodies that `user` may read."""
    rows = Decision.objects.visible_to(user).filter(body__partnership=partnership, status=Decision.Status.CLOSED)
    return rows.select_related("body").order_by("-decided_on", "-year", "-number", "-pk")[:FEW]
