"""Proposing a version, taking it back, and approving it for an organisation. The last approval makes it hold."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import AnalysisApproval, Mandate, NeedsAnalysis, Party, User

from . import approvals
from .text import digest
from .writing import take_back

Status = NeedsAnalysis.Status

PROPOSE = steps.Step("analysis.propose", NeedsAnalysis, "write_analysis", (Status.DRAFT,), Status.PROPOSED)
RETURN = steps.Step("analysis.return", NeedsAnalysis, "write_analysis", (Status.PROPOSED,))
APPROVE = steps.Step("analysis.approve", NeedsAnalysis, "", (Status.PROPOSED,))
CONCLUDE = steps.Step("analysis.conclude", NeedsAnalysis, "write_analysis", (Status.PROPOSED,))


def propose(analysis: NeedsAnalysis, *, actor: User, version: int | None = None, authority: str = "") -> NeedsAnalysis:
    """Freeze the text and ask every organisation in the dialogue to approve it.

    With `version`, refused if it has been changed since: nobody proposes what he or she has not seen.
    """
    with PROPOSE.take(analysis.pk, actor=actor, authority=authority) as act:
        locked = act.obj
        if version is not None and version != locked.version:
            raise steps.StepRefused(_("The text has changed since you opened the page. Read it anew first."))
        faults = not_ready(locked)
        if faults:
            raise steps.StepRefused(" ".join([_("The analysis cannot be proposed yet."), *faults]))
        locked.round, locked.text_hash, locked.proposed_at = locked.round + 1, digest(locked), clock.now()
        for party in Party.objects.filter(partnership=locked.partnership_id).able_to_sign().for_list():
            act.notify(
                access.people_with("approve_analysis", party.organisation),
                key=f"analysis:{locked.pk}:approve:{locked.round}:{party.pk}",
                text=gettext_lazy("The joint analysis in %(partnership)s waits for your organisation's approval."),
                url=locked.get_absolute_url(),
                partnership=locked.partnership.name,
            )
    return locked


def not_ready(analysis: NeedsAnalysis) -> list[str]:
    """What a version lacks to be proposed, each as a sentence."""
    talking = Party.objects.filter(partnership=analysis.partnership_id).able_to_sign()
    faults = []
    if not analysis.challenge.strip():
        faults.append(_("It does not say what the challenge is."))
    if set(talking.values_list("organisation__side", flat=True)) != {access.PUBLIC, access.IDEBUREN}:
        faults.append(_("It needs organisations on both sides in the dialogue."))
    return faults


def return_to_draft(analysis: NeedsAnalysis, *, actor: User, reason: str) -> NeedsAnalysis:
    """Take a proposed version back. Its approvals are void; those who had given them are told."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with RETURN.take(analysis.pk, actor=actor, authority=reason) as act:
        take_back(act, act.obj)
    return act.obj


def approve(analysis: NeedsAnalysis, *, actor: User, party: Party, text_hash: str | None = None) -> AnalysisApproval:
    """Approve the proposed text for `party`, on the actor's own valid mandate. The last approval makes it hold.

    With `text_hash`, refused unless that is the text which is proposed: nobody approves what he or she has not seen.
    """
    with APPROVE.take(analysis.pk, actor=actor, scope=party) as act:
        locked = act.obj
        access.require(actor, "approve_analysis", party.organisation)
        if text_hash is not None and text_hash != locked.text_hash:
            raise steps.StepRefused(
                _("The text has changed since you opened the page. Read it anew before you approve it.")
            )
        _may_approve(locked, party)
        approval = act.save(
            AnalysisApproval(
                analysis=locked, round=locked.round, party=party, person=actor, mandate=_mandate(actor, party),
                at=clock.now(), text_hash=locked.text_hash,
            )
        )  # fmt: skip
        if not approvals.missing(locked):
            _settle(act)
    return approval


def _may_approve(analysis: NeedsAnalysis, party: Party) -> None:
    talking = Party.objects.filter(partnership=analysis.partnership_id).able_to_sign()
    if not talking.filter(pk=party.pk).exists():
        raise steps.StepRefused(_("%(party)s is not in the dialogue.") % {"party": party.name})
    if approvals.valid_approvals(analysis).filter(party=party).exists():
        raise steps.StepRefused(_("%(party)s has already approved.") % {"party": party.name})
    if digest(analysis) != analysis.text_hash:
        raise steps.StepRefused(_("The text is not the one that was proposed. Ask a coordinator to take it back."))


def _mandate(actor: User, party: Party) -> Mandate:
    mandate = (
        Mandate.objects.valid_on(clock.today())
        .filter(person=actor, organisation=party.organisation_id, role=Mandate.Role.REPRESENTATIVE)
        .first()
    )
    if mandate is None:
        raise PermissionDenied(access.refusal("approve_analysis"))
    return mandate


def conclude(analysis: NeedsAnalysis, *, actor: User) -> NeedsAnalysis:
    """Record that all who are left have approved, when the one that was waited for takes part no more."""
    with CONCLUDE.take(analysis.pk, actor=actor) as act:
        lacking = approvals.missing(act.obj)
        if lacking:
            names = "; ".join(party.name for party in lacking)
            raise steps.StepRefused(_("It still waits for: %(names)s.") % {"names": names})
        _settle(act)
    return act.obj


def _settle(act: steps.Act) -> None:
    """Everybody has approved: let the version hold, and tell everyone."""
    analysis = act.obj
    analysis.status, analysis.approved_at = Status.APPROVED, clock.now()
    act.notify(
        access.people_with("view_partnership", analysis.partnership),
        key=f"analysis:{analysis.pk}:approved",
        text=gettext_lazy(
            "All organisations have approved version %(number)s of the joint analysis in %(partnership)s."
        ),
        url=analysis.get_absolute_url(),
        number=str(analysis.number),
        partnership=analysis.partnership.name,
    )
