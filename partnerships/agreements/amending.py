"""What an amendment or extension does to sections in effect: copied, written, compared, and merged by a person."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from partnerships import clock, steps
from partnerships.models import Agreement, AgreementSection, Party, User

from .consolidated import Clause, as_it_reads, clauses_of
from .drafting import reopen, writing
from .package import Kind, Status
from .sections import number_sections
from .terms import effective_end

Effect, Subject = AgreementSection.Effect, Agreement.Subject

DROP = steps.Step("agreement.drop", Agreement, "draft_agreement", (Status.DRAFT,))


class Conflict(NamedTuple):
    """A section of a draft whose target no longer is the text in effect; `theirs` is None if nothing stands there."""

    ours: AgreementSection
    base: AgreementSection
    theirs: AgreementSection | None


def changes(agreement: Agreement) -> list[AgreementSection]:
    """The sections of a package that change the agreement, in order, with what they change."""
    rows = agreement.sections.exclude(effect=Effect.OWN).select_related("target__agreement__party__organisation")
    return list(rows.order_by("position"))


def conflicts(agreement: Agreement) -> list[Conflict]:
    """Where the text in effect has become another since this draft's copy of it was taken."""
    mine = [one for one in changes(agreement) if one.target_id and one.effect != Effect.ADDS]
    if not mine or agreement.parent is None or agreement.status not in (Status.DRAFT, Status.PROPOSED):
        return []
    clause_of: dict[int, Clause] = {}
    for chapter in as_it_reads(agreement.parent):
        for clause in chapter.clauses:
            clause_of |= {section.pk: clause for section in clause.lineage}
    found = []
    for section in mine:
        base = section.target
        known: AgreementSection | None = base
        while known is not None and known.pk not in clause_of:
            known = known.target  # what it had been based on holds no more: what stood there before holds again
        theirs = clause_of[known.pk].section if known is not None else None
        if base is not None and (theirs is None or theirs.pk != base.pk):
            found.append(Conflict(section, base, theirs))
    return found


def term_conflict(agreement: Agreement) -> bool:
    """Whether the agreement's last day has become another since the draft's own was written."""
    if not agreement.ends_on or not agreement.based_on_end or agreement.parent is None:
        return False
    return agreement.based_on_end != effective_end(agreement.parent)


def change_faults(agreement: Agreement) -> list[str]:
    """What an amendment or extension lacks to be proposed or signed, each as a sentence."""
    faults = [
        _("“%(heading)s” has been changed in the agreement since the copy was taken: decide how it shall read.")
        % {"heading": one.ours.heading}
        for one in conflicts(agreement)
    ]
    if term_conflict(agreement):
        faults.append(_("The agreement's last day has become another since this was written: save the terms anew."))
    return faults


def subject_faults(agreement: Agreement, between: Iterable[Party]) -> list[str]:
    """What an amendment says that it is about, but says nothing of."""
    faults = []
    told = (agreement.ends_on, agreement.notice_months, agreement.extension_kind or None)
    if Subject.TERM in agreement.subjects and all(one is None for one in told) and not changes(agreement):
        faults.append(_("It is about the term, but says nothing new of it."))
    if Subject.TARGET_GROUP in agreement.subjects and not agreement.target_group.strip():
        faults.append(_("It is about the target group: write the new one among the terms."))
    if Subject.PARTIES in agreement.subjects and all(one.status == Party.Status.PARTY for one in between):
        faults.append(_("It is about parties that join, but none of its parties is new."))
    return faults


# -- Choosing what is changed ------------------------------------------------------------------------------------------
def in_effect(main: Agreement) -> list[AgreementSection]:
    """The sections in effect that can be changed, in the order of the text, each with its agreement."""
    found = []
    for _chapter, clause in clauses_of(as_it_reads(main)):
        if clause.section is not None:
            found.append(clause.section)
    return found


def change_section(
    agreement: Agreement, *, actor: User, target: AgreementSection, seen: str | None = None, authority: str = ""
) -> AgreementSection:
    """Take a copy of a section in effect, to be written anew."""
    copied = AgreementSection(effect=Effect.REPLACES, target=target, heading=target.heading, body=target.body)
    return _add(agreement, copied, actor=actor, seen=seen, authority=authority, action="section.copy")


def strike_section(
    agreement: Agreement, *, actor: User, target: AgreementSection, seen: str | None = None, authority: str = ""
) -> AgreementSection:
    """Let the amendment strike out a section in effect."""
    struck = AgreementSection(effect=Effect.STRIKES, target=target, heading=target.heading)
    return _add(agreement, struck, actor=actor, seen=seen, authority=authority, action="section.strike")


def insert_section(
    agreement: Agreement,
    *,
    actor: User,
    heading: str,
    body: str = "",
    target: AgreementSection | None = None,
    seen: str | None = None,
    authority: str = "",
) -> AgreementSection:
    """Let the amendment add a section to the agreement, after `target` or last."""
    added = AgreementSection(effect=Effect.ADDS, target=target, heading=heading, body=body)
    return _add(agreement, added, actor=actor, seen=seen, authority=authority, action="section.insert")


def _add(
    agreement: Agreement, section: AgreementSection, *, actor: User, seen: str | None, authority: str, action: str
) -> AgreementSection:
    with writing(agreement, actor=actor, action=action, authority=authority) as (act, root):
        if root.pk != agreement.pk or root.kind not in (Kind.AMENDMENT, Kind.EXTENSION) or root.parent is None:
            raise steps.StepRefused(_("Only an amendment or an extension changes sections of the agreement."))
        reopen(act, root, seen)
        if section.target_id and section.target_id not in {one.pk for one in in_effect(root.parent)}:
            raise steps.StepRefused(_("That section no longer is in effect. Choose it anew."))
        rows = list(root.sections.order_by("position"))
        if section.effect != Effect.ADDS and any(
            one.target_id == section.target_id for one in rows if one.effect in (Effect.REPLACES, Effect.STRIKES)
        ):
            raise steps.StepRefused(_("The amendment already changes this section."))
        section.agreement, section.position = root, len(rows) + 1
        number_sections(act, [*rows, section])
    return section


# -- Merging -----------------------------------------------------------------------------------------------------------
def resolve(
    section: AgreementSection,
    *,
    actor: User,
    theirs: int,
    heading: str,
    body: str,
    version: int | None = None,
    seen: str | None = None,
    authority: str = "",
) -> AgreementSection:
    """Let the section read as `heading` and `body`, on top of the text in effect that the person has seen (`theirs`).

    With `theirs` 0 nothing stands there any more, and the section becomes a new one; without a text it falls away.
    Raises EditConflict if somebody else wrote in it meanwhile, StepRefused if the text in effect is another again.
    """
    with writing(section.agreement, actor=actor, action="section.merge", authority=authority) as (act, root):
        reopen(act, root, seen)
        locked = AgreementSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        found = next((one for one in conflicts(root) if one.ours.pk == locked.pk), None)
        if found is None:
            raise steps.StepRefused(_("There is nothing to decide here any more."))
        if (found.theirs.pk if found.theirs else 0) != theirs:
            raise steps.StepRefused(_("The text in effect has changed once more. Compare anew."))
        if not body.strip() and (found.theirs is None or locked.effect == Effect.REPLACES):
            act.delete(locked)
            number_sections(act, root.sections.order_by("position"))
            return locked
        locked.target, locked.heading, locked.body = found.theirs, heading, body
        if body.strip():
            locked.effect = Effect.REPLACES if found.theirs else Effect.ADDS
        act.save(locked)
    return locked


def drop(agreement: Agreement, *, actor: User, reason: str) -> Agreement:
    """Lay a draft of an amendment or extension aside, so that another can be begun. It stays to be read."""
    if agreement.kind not in (Kind.AMENDMENT, Kind.EXTENSION):
        raise steps.StepRefused(_("Only an amendment or an extension can be laid aside."))
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with DROP.take(agreement.pk, actor=actor, authority=reason) as act:
        if act.obj.dropped_on:
            raise steps.StepRefused(_("It has already been laid aside."))
        for annex in act.obj.children.filter(kind=Kind.ANNEX, status=Status.DRAFT).order_by("pk"):
            annex.dropped_on = clock.today()
            act.save(annex)
        act.obj.dropped_on = clock.today()
    return act.obj
