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
        section = AgreementSection(agreement=agreement, heading=heading, body=body, help_text=help_text)
        place_section(act, section, position)
    return section


def place_section(act: steps.Act, section: AgreementSection, position: int | None = None) -> None:
    """Put a new section in, last or at `position`, as part of an act on its locked draft."""
    rows = list(section.agreement.sections.order_by("position"))
    place = len(rows) if position is None else max(0, min(position - 1, len(rows)))
    rows.insert(place, section)
    section.position = 0  # never the number that it gets: so that it is saved
    number_sections(act, rows)


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
        locked = lock_section(section, version)
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
        locked = lock_section(section)
        reopen(act, root, seen)
        take_out(act, locked)


def take_out(act: steps.Act, section: AgreementSection) -> None:
    """Delete a locked section and number those that remain, as part of an act on its locked draft."""
    rows = section.agreement.sections.exclude(pk=section.pk).order_by("position")
    act.delete(section)
    number_sections(act, rows)


def lock_section(section: AgreementSection, version: int | None = None) -> AgreementSection:
    """The section, locked. Raises EditConflict if it has been changed since `version`, StepRefused if it has gone."""
    locked = AgreementSection.objects.select_for_update(of=("self",)).filter(pk=section.pk).first()
    if locked is None:
        raise steps.StepRefused(_("The section has been removed."))
    if version is not None and locked.version != version:
        raise steps.EditConflict(locked)
    return locked


def number_sections(act: steps.Act, rows: Iterable[AgreementSection]) -> None:
    """Let the sections stand as 1, 2, 3 … in the order of `rows`."""
    for position, row in enumerate(rows, 1):
        if row.pk is None or row.position != position:
            row.position = position
            act.save(row)
