"""Proposing a package for signing, and taking it back."""

from django.utils.translation import gettext as _

from partnerships import access, clock, steps
from partnerships.models import Agreement, AgreementSection, Party, User

from . import old, rows
from .amending import change_faults, subject_faults
from .drafting import take_back
from .order import ask_next
from .package import Kind, Status, annexes_of, root_pk
from .sections import number_sections
from .terms import effective_end
from .text import digest

PROPOSE = steps.Step("agreement.propose", Agreement, "propose_agreement", (Status.DRAFT,))
RETURN = steps.Step("agreement.return", Agreement, "propose_agreement", (Status.PROPOSED,))


def propose(agreement: Agreement, *, actor: User, authority: str = "") -> Agreement:
    """Freeze the package and ask those to sign whose turn it is. Sections without text are left out.

    Raises StepRefused with a list of what is missing.
    """
    if agreement.kind == Kind.ANNEX:
        raise steps.StepRefused(_("An annex is proposed with its agreement."))
    with PROPOSE.take(agreement.pk, actor=actor, authority=authority) as act:
        root = act.obj
        faults = not_ready(root)
        if faults:
            raise steps.StepRefused(" ".join([_("The agreement cannot be proposed yet."), *faults]))
        annexes = list(annexes_of(root))
        for row in [root, *annexes]:
            _drop_empty_sections(act, row)
        text_hash = digest(root)
        for row in [*annexes, root]:
            row.status, row.round, row.text_hash = Status.PROPOSED, row.round + 1, text_hash
            row.proposed_on = clock.today()
            act.save(row)
        ask_next(act, root)
    return root


def _drop_empty_sections(act: steps.Act, agreement: Agreement) -> None:
    rows = list(agreement.sections.select_related("target").order_by("position"))
    kept = [row for row in rows if says_something(row)]
    for row in rows:
        if row not in kept:
            act.delete(row)
    number_sections(act, kept)


def left_out(agreement: Agreement) -> list[AgreementSection]:
    """The sections of the package that fall away when it is proposed."""
    rows = AgreementSection.objects.filter(agreement__in=[agreement, *annexes_of(agreement)]).select_related("target")
    return [one for one in rows.order_by("agreement", "position") if not says_something(one)]


def says_something(section: AgreementSection) -> bool:
    """Whether a section belongs in the text: it has words, strikes some out, or has others than what it replaces."""
    if section.effect == AgreementSection.Effect.REPLACES and section.target:
        same = (section.heading, section.body) == (section.target.heading, section.target.body)
        return bool(section.body.strip()) and not same
    return bool(section.body.strip()) or section.effect == AgreementSection.Effect.STRIKES


def not_ready(agreement: Agreement) -> list[str]:
    """What a package lacks to be proposed, each as a sentence."""
    between = list(Party.objects.filter(agreement_parties__agreement=agreement).select_related("organisation", "unit"))
    outside = (
        Party.objects.filter(partnership=agreement.partnership_id).current().exclude(pk__in=[p.pk for p in between])
    )
    faults = []
    if not agreement.title.strip():
        faults.append(_("It has no title."))
    if {party.organisation.side for party in between} != {access.PUBLIC, access.IDEBUREN}:
        faults.append(_("It needs parties on both sides."))
    for party in between:
        if party.status not in Party.INSIDE:
            faults.append(_("%(party)s no longer takes part: take it out of the agreement.") % {"party": party.name})
    for party in outside.select_related("organisation", "unit"):
        faults.append(_("%(party)s is a party and has to be in the agreement.") % {"party": party.name})
    faults += rows.left_over(agreement) + old.faults(agreement)
    if not any(says_something(one) for one in agreement.sections.select_related("target")):
        faults.append(_("No section has any text."))
    if agreement.dropped_on:
        faults.append(_("This draft has been laid aside. Begin a new one."))
    return faults + subject_faults(agreement, between) + change_faults(agreement) + _term_faults(agreement)


def _term_faults(agreement: Agreement) -> list[str]:
    if agreement.kind == Kind.MAIN or agreement.parent is None:
        return []
    if agreement.parent.status != Status.IN_FORCE:
        return [_("The agreement it belongs to is no longer in force.")]
    if agreement.kind == Kind.ENDING and agreement.ends_on is None:
        return [_("An agreement to end needs a last day.")]
    if agreement.kind != Kind.EXTENSION:
        return []
    if agreement.ends_on is None:
        return [_("An extension needs a new last day.")]
    end = effective_end(agreement.parent)
    if end is not None and agreement.ends_on <= end:
        return [_("The new last day does not lie after the present one, %(date)s.") % {"date": end}]
    return []


def return_to_draft(agreement: Agreement, *, actor: User, reason: str) -> Agreement:
    """Take a proposed package back. Its signatures are void; those who had signed are told."""
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with RETURN.take(root_pk(agreement), actor=actor, authority=reason) as act:
        take_back(act, act.obj)
    return act.obj
