"""What waits for whom with the joint analysis, and how far it has come on the road."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, clock
from partnerships.models import NeedsAnalysis, Partnership, Party, User
from partnerships.road import Milestone, State
from partnerships.tasks import Task
from partnerships.templatetags.iop import day

from .approvals import missing, unapproved

Status = NeedsAnalysis.Status


def address(partnership: Partnership) -> str:
    """The address of the partnership's joint analysis."""
    return reverse("partnerships:analysis", args=[partnership.slug])


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Approvals to give; for coordinators drafts to propose, and what all who are left have approved. Two queries."""
    within = {} if partnership is None else {"partnership": partnership}
    yield from _to_approve(user, Party.objects.filter(**within))
    led = NeedsAnalysis.objects.filter(partnership__in=access.objects_with(user, "write_analysis"), **within)
    rows: Any = _with_waiting(led.open()).select_related("partnership").order_by("pk")
    for analysis in rows:
        reason = analysis.partnership.name
        if analysis.status == Status.DRAFT:
            title = _("Write the joint analysis and propose it for approval")
            yield Task(title, address(analysis.partnership), reason)
        elif not analysis.is_waiting:
            title = _("Record that all have approved the joint analysis")
            yield Task(title, address(analysis.partnership), reason, since=clock.day_of(analysis.proposed_at))


def _to_approve(user: User, parties: models.QuerySet[Party]) -> Iterator[Task]:
    if not access.may_somewhere(user, "approve_analysis"):
        return
    own = unapproved(parties.filter(organisation__in=access.objects_with(user, "approve_analysis")))
    proposed = NeedsAnalysis.objects.filter(partnership=OuterRef("partnership"), status=Status.PROPOSED)
    rows = own.annotate(proposed_at=models.Subquery(proposed.values("proposed_at")[:1]))
    for party in rows.select_related("partnership", "organisation", "unit").order_by("pk"):
        yield Task(
            _("Approve the joint analysis"),
            reverse("partnerships:analysis_approve", args=[party.partnership.slug, party.pk]),
            _("for %(party)s in %(partnership)s") % {"party": party.name, "partnership": party.partnership.name},
            since=clock.day_of(party.proposed_at),
        )


def _with_waiting(analyses: models.QuerySet[NeedsAnalysis]) -> models.QuerySet[NeedsAnalysis]:
    """Each with whether somebody has still to approve it."""
    return analyses.annotate(is_waiting=Exists(unapproved(Party.objects.filter(partnership=OuterRef("partnership")))))


def next_steps(user: User, partnership: Partnership) -> list[Task]:
    """What waits for `user` with the joint analysis of `partnership`."""
    return list(tasks_for(user, partnership))


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """The joint analysis: not begun, being written, waiting for approval, or approved. Four queries at most."""
    rows = list(NeedsAnalysis.objects.filter(partnership=partnership).order_by("-number")[:2])
    words = []
    approved = next((one for one in rows if one.status == Status.APPROVED), None)
    if approved:
        named = {"number": approved.number, "day": day(approved.approved_at, "long")}
        words.append(_("Version %(number)s was approved by all on %(day)s.") % named)
    current = next((one for one in rows if one.status in NeedsAnalysis.OPEN), None)
    if current and current.status == Status.DRAFT:
        words.append(_("Version %(number)s is being written.") % {"number": current.number})
    elif current:
        names = "; ".join(party.name for party in missing(current)) or _("a coordinator")
        words.append(_("Version %(number)s waits for: %(names)s.") % {"number": current.number, "names": names})
    if not rows:
        words.append(_("What do we know together, what not, what do we want, and what can each of us bring?"))
    state = State.UNDER_WAY if current else State.DONE if approved else State.NOT_BEGUN
    yield Milestone(_("The joint analysis"), address(partnership), state, " ".join(words))
