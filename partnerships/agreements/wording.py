"""Proposed wording: a party proposes, whoever may write the text takes it in or answers. Never taken in silently.

Taking it in needs nothing more than the right to write: what binds is that every party signs (ADR 0020).
"""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, differences, steps
from partnerships.models import Agreement, AgreementSection, Party, User, WordingProposal

from .drafting import reopen, require_writing, writing
from .package import Kind, Status, address, lock, root_of
from .sections import lock_section, place_section, take_out

ANSWER = steps.Step("wording.answer", WordingProposal, "", ("open",), "answered")
WITHDRAW = steps.Step("wording.withdraw", WordingProposal, "", ("open",), "withdrawn")
UNDER_WAY = (Status.DRAFT, Status.PROPOSED)


def party_of(actor: User, agreement: Agreement) -> Party | None:
    """The party of the partnership that `actor` acts for, if any."""
    organisation = access.acting_organisation(actor, agreement.partnership)
    rows = Party.objects.filter(partnership=agreement.partnership_id, organisation=organisation)
    return rows.order_by("-pk").first() if organisation else None


def require_under_way(agreement: Agreement) -> None:
    """Raise StepRefused unless the package is a draft or waits for signatures."""
    if root_of(agreement).status not in UNDER_WAY:
        raise steps.StepRefused(
            _("The text of an agreement changes in draft only. What is in force is changed by an amendment.")
        )


# -- Proposing --------------------------------------------------------------------------------------------------------
def propose_wording(
    agreement: Agreement,
    *,
    actor: User,
    reason: str,
    section: AgreementSection | None = None,
    heading: str = "",
    body: str = "",
    is_removal: bool = False,
    position: int | None = None,
) -> WordingProposal:
    """Propose another wording for `section`, that it goes, or without one a new section. The text stays as it is."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with steps.record("wording.propose", actor=actor, right="propose_wording", scope=agreement.partnership) as act:
        lock(agreement)
        require_under_way(Agreement.objects.select_related("parent").get(pk=agreement.pk))
        kind = WordingProposal.Kind.NEW
        basis_heading = basis_body = ""
        if section is not None:
            locked = lock_section(section)
            kind = WordingProposal.Kind.REMOVE if is_removal else WordingProposal.Kind.CHANGE
            basis_heading, basis_body = locked.heading, locked.body
            if is_removal:
                heading, body = locked.heading, ""
            elif (heading, body) == (locked.heading, locked.body):
                raise steps.StepRefused(_("This is how the section reads already."))
        made = WordingProposal(
            agreement=agreement, section=section, party=party_of(actor, agreement), kind=kind, reason=reason,
            basis_heading=basis_heading, basis_body=basis_body, heading=heading, body=body, position=position,
            proposed_by=actor, proposed_at=clock.now(),
        )  # fmt: skip
        act.save(made)
        act.notify(
            writers_of(agreement),
            key=f"wording:{made.pk}:proposed",
            text=gettext_lazy("%(who)s proposes wording in “%(title)s”: %(heading)s."),
            url=address_of_talk(made),
            who=made.party.name if made.party else actor.name,
            title=agreement.title,
            heading=made.heading,
        )
    return made


def writers_of(agreement: Agreement) -> QuerySet[User]:
    """Those who may write the text: the coordinators, and for an annex its party's representatives."""
    people = access.people_with("draft_agreement", agreement.partnership)
    if agreement.kind == Kind.ANNEX and agreement.party:
        people = people | access.people_with("edit_annex", agreement.party.organisation)
    return people.distinct()


def address_of_talk(row: Any) -> str:
    """The page where a proposal or a comment is talked through."""
    if row.section_id is None:
        return f"{address(row.agreement)}forslag/{row.pk}/"
    return f"{address(row.agreement)}avsnitt/{row.section_id}/samtal/"


# -- What it would make of the text -----------------------------------------------------------------------------------
class Outcome(NamedTuple):
    """What a proposal would make of its section as it stands now. `is_clear`: nobody has to choose between texts."""

    current: AgreementSection | None
    heading: str
    body: str
    has_moved_on: bool
    is_clear: bool


def outcome_of(proposal: WordingProposal, current: AgreementSection | None) -> Outcome:
    """The proposed text, with what has been changed in the section since it was proposed where both can stand.

    `current` is the section as it stands, None if it is new or has gone.
    """
    basis, mine = (proposal.basis_heading, proposal.basis_body), (proposal.heading, proposal.body)
    if proposal.kind == WordingProposal.Kind.NEW or current is None:
        return Outcome(None, *mine, False, proposal.kind == WordingProposal.Kind.NEW)
    has_moved_on = basis != (current.heading, current.body)
    if proposal.kind == WordingProposal.Kind.REMOVE:
        return Outcome(current, current.heading, current.body, has_moved_on, not has_moved_on)
    heading = differences.merged(basis[0], current.heading, mine[0])
    body = differences.merged(basis[1], current.body, mine[1])
    is_clear = heading is not None and body is not None
    return Outcome(
        current,
        mine[0] if heading is None else heading,
        mine[1] if body is None else body,
        has_moved_on,
        is_clear,
    )


# -- Answering --------------------------------------------------------------------------------------------------------
def accept(
    proposal: WordingProposal,
    *,
    actor: User,
    heading: str | None = None,
    body: str | None = None,
    version: int | None = None,
    answer: str = "",
    seen: str | None = None,
) -> WordingProposal:
    """Take a proposed wording into the text, with `heading` and `body` as they are to stand, in one act.

    Takes a proposed package back first: its signatures are void. If the section is another than when the wording was
    proposed, `version` says which the text was made for. Raises EditConflict if it has been changed since then.
    """
    agreement = Agreement.objects.select_related("partnership", "parent", "party__organisation").get(
        pk=proposal.agreement_id
    )
    with writing(agreement, actor=actor, action="wording.accept", authority=proposal.reason) as (act, root):
        locked = _open(proposal)
        act.touch(locked)
        section = None if locked.kind == locked.Kind.NEW else _section_of(locked, version)
        reopen(act, root, seen)
        heading, body = (
            locked.heading if heading is None else heading,
            locked.body if body is None else body,
        )
        if section is None:
            place_section(act, AgreementSection(agreement=agreement, heading=heading, body=body), locked.position)
        elif locked.kind == locked.Kind.REMOVE:
            take_out(act, section)
        else:
            section.heading, section.body = heading, body
            act.save(section)
        _close(act, locked, locked.Status.ACCEPTED, answer)
        _tell(act, locked, gettext_lazy("Your wording in “%(title)s” has been taken in: %(heading)s."))
    return locked


def _open(proposal: WordingProposal) -> WordingProposal:
    locked = WordingProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.status != locked.Status.OPEN:
        raise steps.StepRefused(
            _("This has already moved on: it is now “%(state)s”.") % {"state": locked.get_status_display()}
        )
    return locked


def _section_of(proposal: WordingProposal, version: int | None) -> AgreementSection:
    section = lock_section(AgreementSection(pk=proposal.section_id), version)
    has_moved_on = (proposal.basis_heading, proposal.basis_body) != (section.heading, section.body)
    if version is None and has_moved_on:
        raise steps.EditConflict(section)
    return section


def _close(act: steps.Act, proposal: WordingProposal, status: str, answer: str) -> None:
    proposal.status, proposal.answer = status, answer
    proposal.answered_by, proposal.answered_at = act.actor, clock.now()
    act.save(proposal)


def answer(proposal: WordingProposal, *, actor: User, answer: str) -> WordingProposal:
    """Say no to a proposed wording, with the reason. Those who may write the text may."""
    if not answer.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with ANSWER.take(proposal.pk, actor=actor, scope=proposal.agreement.partnership) as act:
        require_writing(actor, act.obj.agreement)
        act.obj.answer, act.obj.answered_by, act.obj.answered_at = answer, actor, clock.now()
        _tell(act, act.obj, gettext_lazy("Your wording in “%(title)s” has been answered: %(heading)s."))
    return act.obj


def withdraw(proposal: WordingProposal, *, actor: User) -> WordingProposal:
    """Take back a proposed wording: the one who proposed it, or a representative of the same party."""
    with WITHDRAW.take(proposal.pk, actor=actor, scope=proposal.agreement.partnership) as act:
        require_own(actor, act.obj, act.obj.proposed_by_id)
        act.obj.answered_by, act.obj.answered_at = actor, clock.now()
    return act.obj


def require_own(actor: User, row: Any, author_id: int) -> None:
    """Raise PermissionDenied unless `actor` wrote the row or represents its party, and may still propose wording."""
    if actor.pk == author_id:
        access.require_any(actor, ("propose_wording", row.partnership), ("comment_agreement", row.partnership))
    elif row.party is not None:
        access.require(actor, "edit_annex", row.party.organisation)
    else:
        access.require(actor, "draft_agreement", row.partnership)


def _tell(act: steps.Act, proposal: WordingProposal, text: Any) -> None:
    act.notify(
        [proposal.proposed_by],
        key=f"wording:{proposal.pk}:{proposal.status}",
        text=text,
        url=address(proposal.agreement) if proposal.kind == proposal.Kind.REMOVE else address_of_talk(proposal),
        title=proposal.agreement.title,
        heading=proposal.heading,
    )
