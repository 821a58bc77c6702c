"""Agreements that were signed on paper before IOP: entered with their PDF, and in force when all have confirmed them.

What the parties confirm is a text like any other: a section that names the PDF by its fingerprint. So the rule holds
that an agreement is in force only when every party has signed the same text, and nobody makes one alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from partnerships import clock, documents, steps
from partnerships.models import Agreement, AgreementSection, Document, OldAgreement, Partnership, Party, User

from . import drafting
from .package import Kind, Status

#: What is written of the paper beside the agreement's own terms.
PAPER = ("signed_on", "signed_by", "former_parties", "amount_in_words")
HEADING = "Avtalet på papper"  # a Swedish document, as in `text`


def places(partnership: Partnership) -> list[str]:
    """Which kinds of agreement can be entered: a main one if there is none, else what belongs to the one in force."""
    main = main_of(partnership)
    if main is None:
        alive = Agreement.objects.filter(
            partnership=partnership, kind=Kind.MAIN, status__in=[Status.DRAFT, Status.PROPOSED]
        )
        return [] if alive.exists() else [Kind.MAIN.value]
    return [Kind.AMENDMENT.value, Kind.EXTENSION.value]


def main_of(partnership: Partnership) -> Agreement | None:
    """The partnership agreement in force."""
    return Agreement.objects.filter(partnership=partnership, kind=Kind.MAIN, status=Status.IN_FORCE).first()


def enter(
    partnership: Partnership,
    *,
    actor: User,
    kind: str,
    file: File | bytes,
    paper: Mapping[str, Any],
    parties: Iterable[Party] | None = None,
    name: str = "",
    is_illustrative: bool = False,
    **terms: Any,
) -> Agreement:
    """A draft that rests on a signed PDF. It is proposed and confirmed like any other, and then holds since its day."""
    _check(paper, terms)
    if kind not in places(partnership):
        raise steps.StepRefused(_("Such an agreement cannot be entered now: there is another one, or none to amend."))
    with steps.record("agreement.enter_old", actor=actor, right="draft_agreement", scope=partnership) as act:
        parent = None if kind == Kind.MAIN else main_of(partnership)
        agreement = drafting.create_in(
            act, partnership, kind=kind, parent=parent, parties=parties, is_illustrative=is_illustrative, **terms
        )
        document = documents.attach(
            act, file, name=name or getattr(file, "name", "") or "avtal.pdf", partnership=partnership,
            is_illustrative=is_illustrative,
        )  # fmt: skip
        act.save(OldAgreement(agreement=agreement, document=document, **{one: paper[one] for one in PAPER}))
        act.save(AgreementSection(agreement=agreement, position=1, heading=HEADING, body=wording(document, **paper)))
    return agreement


def correct(
    old: OldAgreement,
    *,
    actor: User,
    paper: Mapping[str, Any],
    file: File | bytes | None = None,
    version: int | None = None,
    seen: str | None = None,
) -> OldAgreement:
    """Change what is said of the paper, or its PDF. Takes a proposed package back first, as every change does."""
    _check(paper, {})
    with drafting.writing(old.agreement, actor=actor, action="agreement.correct_old", authority="") as (act, root):
        drafting.reopen(act, root, seen)
        locked = OldAgreement.objects.select_for_update(of=("self",)).select_related("document").get(pk=old.pk)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        before = locked.document.sha256
        if file:
            name = getattr(file, "name", "") or "avtal.pdf"
            locked.document = documents.attach(
                act, file, name=name, partnership=root.partnership, is_illustrative=root.is_illustrative
            )
        for one in PAPER:
            setattr(locked, one, paper[one])
        act.save(locked)
        sections = root.sections.order_by("position")
        section = sections.filter(body__contains=before).first() or AgreementSection(
            agreement=root, position=sections.count() + 1, heading=HEADING
        )
        section.body = wording(locked.document, **paper)
        act.save(section)
    return locked


def _check(paper: Mapping[str, Any], terms: Mapping[str, Any]) -> None:
    starts_on, ends_on = terms.get("starts_on"), terms.get("ends_on")
    if paper["signed_on"] > clock.today():
        raise steps.StepRefused(_("What is signed today or later is signed here, not entered afterwards."))
    if starts_on and ends_on and ends_on < starts_on:
        raise steps.StepRefused(_("The last day lies before the first."))


def wording(
    document: Document, *, signed_on: date, signed_by: str, former_parties: str = "", amount_in_words: str = ""
) -> str:
    """The text that is confirmed: that the PDF with this fingerprint is the agreement, and what stands on it."""
    parts = [
        f"Avtalet undertecknades på papper den {signed_on}, innan det fördes in här. Hela dess text står i den "
        f"bifogade filen {document.name} ({document.size} byte, SHA-256 {document.sha256}). Den filen är avtalet.",
        f"Undertecknat av: {signed_by.strip()}",
    ]
    if former_parties.strip():
        parts.append(f"Undertecknade också, men deltar inte längre: {former_parties.strip()}")
    if amount_in_words.strip():
        parts.append(f"Summa: {amount_in_words.strip()}")
    parts.append("Den som undertecknar här bekräftar för sin part att detta är det avtal som parten undertecknade.")
    return "\n\n".join(parts)


def old_of(agreement: Agreement) -> OldAgreement | None:
    """The paper that an agreement rests on, if it was entered afterwards."""
    return OldAgreement.objects.filter(agreement=agreement).select_related("document").first()


def faults(agreement: Agreement) -> list[str]:
    """What an agreement that rests on paper lacks to be proposed."""
    old = old_of(agreement)
    if old is None or agreement.sections.filter(body__contains=old.document.sha256).exists():
        return []
    return [_("The text no longer names the fingerprint of the PDF. Save what is said of the paper once more.")]


def held_since(agreement: Agreement) -> date | None:
    """Since when an agreement that rests on paper has held: its first day, else the day it was signed."""
    old = old_of(agreement)
    return (agreement.starts_on or old.signed_on) if old else None
