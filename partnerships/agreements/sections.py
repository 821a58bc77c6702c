"""The sections of a draft: added, written, moved and taken out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships import steps
from partnerships.models import Agreement, AgreementSection, User

from .drafting import reopen, writing


def add_section(
    agreement: Agreement,
    *,
    actor: User,
    heading: str,
    body: str = "",
    position: int | None = None,
    help_text: str = "",
    seen: str | None = None,
    authority: str = "",
) -> AgreementSection:
    """A new section, last or at `position` (from 1)."""
    with writing(agreement, actor=actor, action="section.add", authority=authority) as (act, root):
        reopen(act, root, seen)
        rows = list(agreement.sections.order_by("position"))
        place = len(rows) if position is None else max(0, min(position - 1, len(rows)))
        section = AgreementSection(
            agreement=agreement, position=place + 1, heading=heading, body=body, help_text=help_text
        )
        rows.insert(place, section)
        number_sections(act, rows)
    return section


def edit_section(
    section: AgreementSection,
    *,
    actor: User,
    version: int | None = None,
    heading: str | None = None,
    body: str | None = None,
    seen: str | None = None,
    authority: str = "",
) -> AgreementSection:
    """Change heading or text. Takes a proposed package back first. Raises EditConflict as `edit_terms` does."""
    with writing(section.agreement, actor=actor, action="section.edit", authority=authority) as (act, root):
        locked = _locked_section(section)
        if version is not None and locked.version != version:
            raise steps.EditConflict(locked)
        values = {name: value for name, value in (("heading", heading), ("body", body)) if value is not None}
        if all(getattr(locked, name) == value for name, value in values.items()):
            return locked
        reopen(act, root, seen)
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


def move_section(
    section: AgreementSection, *, actor: User, to: int, seen: str | None = None, authority: str = ""
) -> AgreementSection:
    """Let the section stand as number `to` (from 1); the others make room."""
    with writing(section.agreement, actor=actor, action="section.move", authority=authority) as (act, root):
        rows = list(section.agreement.sections.order_by("position"))
        place = next((index for index, row in enumerate(rows) if row.pk == section.pk), None)
        if place is None:
            raise steps.StepRefused(_("The section has been removed."))
        goal = max(0, min(to - 1, len(rows) - 1))
        if goal != place:
            reopen(act, root, seen)
            rows.insert(goal, rows.pop(place))
            number_sections(act, rows)
    return rows[goal]


def remove_section(section: AgreementSection, *, actor: User, seen: str | None = None, authority: str = "") -> None:
    """Take a section out of the text; the history keeps it."""
    with writing(section.agreement, actor=actor, action="section.remove", authority=authority) as (act, root):
        locked = _locked_section(section)
        reopen(act, root, seen)
        act.delete(locked)
        number_sections(act, section.agreement.sections.order_by("position"))


def _locked_section(section: AgreementSection) -> AgreementSection:
    locked = AgreementSection.objects.select_for_update(of=("self",)).filter(pk=section.pk).first()
    if locked is None:
        raise steps.StepRefused(_("The section has been removed."))
    return locked


def number_sections(act: steps.Act, rows: Iterable[AgreementSection]) -> None:
    """Let the sections stand as 1, 2, 3 … in the order of `rows`."""
    for position, row in enumerate(rows, 1):
        if row.pk is None or row.position != position:
            row.position = position
            act.save(row)
