"""Which organisations have approved the text as it stands, and which are waited for."""

from typing import NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef

from partnerships.models import AnalysisApproval, NeedsAnalysis, Party

Status = NeedsAnalysis.Status


class Standing(NamedTuple):
    """An organisation that is to approve, or has approved, and its approval of the text as it stands."""

    party: Party
    approval: AnalysisApproval | None


def valid_approvals(analysis: NeedsAnalysis) -> models.QuerySet[AnalysisApproval]:
    """The approvals that count: those of the present round. A draft has none."""
    return AnalysisApproval.objects.filter(analysis=analysis, round=F("analysis__round")).exclude(
        analysis__status=Status.DRAFT
    )


def standing(analysis: NeedsAnalysis) -> list[Standing]:
    """Who approves, in list order, each with its approval: who is in the dialogue now; of an approved one who was."""
    given = {row.party_id: row for row in valid_approvals(analysis).select_related("person", "mandate")}
    parties = Party.objects.filter(partnership=analysis.partnership_id)
    if analysis.status == Status.APPROVED:
        parties = parties.filter(pk__in=list(given))
    else:
        parties = parties.filter(models.Q(status__in=Party.TALKING) | models.Q(pk__in=list(given)))
    return [Standing(party, given.get(party.pk)) for party in parties.for_list()]


def missing(analysis: NeedsAnalysis) -> list[Party]:
    """The organisations in the dialogue that have not approved the text as it stands."""
    talking = Party.objects.filter(partnership=analysis.partnership_id).able_to_sign()
    return list(talking.exclude(pk__in=valid_approvals(analysis).values("party")).for_list())


def unapproved(parties: models.QuerySet[Party]) -> models.QuerySet[Party]:
    """Those of the parties that have still to approve what is proposed in their partnership. One query."""
    proposed = NeedsAnalysis.objects.filter(partnership=OuterRef("partnership"), status=Status.PROPOSED)
    approved = AnalysisApproval.objects.filter(
        analysis__partnership=OuterRef("partnership"),
        analysis__status=Status.PROPOSED,
        round=F("analysis__round"),
        party=OuterRef("pk"),
    )
    return parties.filter(Exists(proposed), ~Exists(approved), status__in=Party.TALKING)


def voiding(analysis: NeedsAnalysis) -> tuple[int, int] | None:
    """How many of how many have approved what a change would take back now; None if it is not proposed."""
    if analysis.status != Status.PROPOSED:
        return None
    rows = standing(analysis)
    return sum(1 for row in rows if row.approval), len(rows)


def state_of(analysis: NeedsAnalysis) -> str:
    """What a page shows of how far the version has come, to notice on saving that it has moved on."""
    return f"{analysis.status}:{analysis.round}:{valid_approvals(analysis).count()}"
