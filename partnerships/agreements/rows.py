"""Writing the rows of an agreement's terms: what each party brings, what is owned by whom, what is to be fulfilled.

They are part of the text that is signed: written while it is a draft, by a coordinator or by the party that they are
about, and whoever changes a row of a proposed package takes it back in the same act, as with a section.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from partnerships import access, steps
from partnerships.models import Agreement, Party, User
from partnerships.models.agreed import AgreedRow

from .drafting import reopen
from .package import Kind, lock


def require_rows(actor: User, agreement: Agreement, party: Party | None) -> None:
    """Raise PermissionDenied unless `actor` may write rows about `party`: a coordinator, or for it its own people."""
    rights: list[tuple[str, Any]] = [("draft_agreement", agreement.partnership)]
    if party is not None:
        rights.append(("edit_commitment", party.organisation))
    access.require_any(actor, *rights)


@contextmanager
def writing_rows(
    agreement: Agreement, *, actor: User, parties: Iterable[Party | None], action: str, authority: str = ""
) -> Iterator[tuple[steps.Act, Agreement]]:
    """An act on the rows of a package that are about `parties`, with the package locked."""
    about = list({getattr(party, "pk", None): party for party in parties}.values())
    scope = about[0] if len(about) == 1 and about[0] is not None else agreement
    with steps.record(action, actor=actor, scope=scope, authority=authority) as act:
        for party in about:
            require_rows(actor, agreement, party)
        if agreement.kind == Kind.ANNEX:
            raise steps.StepRefused(_("This is written in the agreement, not in an annex."))
        yield act, lock(agreement)


def locked_row(row: AgreedRow, version: int | None = None) -> Any:
    """The row, locked. Raises StepRefused if it is gone, EditConflict if it was changed since `version`."""
    locked = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise steps.StepRefused(_("The row has been removed."))
    if version is not None and locked.version != version:
        raise steps.EditConflict(locked)
    return locked


def set_values(act: steps.Act, root: Agreement, locked: Any, values: dict[str, Any], seen: str | None) -> bool:
    """Set `values` on a locked row, taking a proposed package back first; False if nothing differs."""
    if all(getattr(locked, name) == value for name, value in values.items()):
        return False
    reopen(act, root, seen)
    for name, value in values.items():
        setattr(locked, name, value)
    return True


def add(
    agreement: Agreement,
    *,
    actor: User,
    made: Iterable[Any],
    action: str,
    seen: str | None = None,
    authority: str = "",
) -> list[Any]:
    """Enter new rows, all or none. Takes a proposed package back first."""
    made = list(made)
    parties = [row.writer for row in made]
    with writing_rows(agreement, actor=actor, parties=parties, action=action, authority=authority) as (act, root):
        if made:
            reopen(act, root, seen)
        for row in made:
            row.agreement = root
            for party in parties_in(row):
                between(root, party)
            act.save(row)
    return made


def edit(
    row: Any,
    *,
    actor: User,
    action: str,
    values: dict[str, Any],
    version: int | None = None,
    seen: str | None = None,
    authority: str = "",
) -> Any:
    """Set `values` on a row. Who writes it must be allowed to before and after. Raises EditConflict as sections do."""
    after = type(row)(**{**{name: getattr(row, name) for name in _party_fields(row)}, **values})
    parties = [row.writer, after.writer]
    with writing_rows(row.agreement, actor=actor, parties=parties, action=action, authority=authority) as (act, root):
        locked = locked_row(row, version)
        if set_values(act, root, locked, values, seen):
            for party in parties_in(locked):
                between(root, party)
            act.save(locked)
    return locked


def remove(row: Any, *, actor: User, action: str, seen: str | None = None, authority: str = "") -> None:
    """Take a row out of the text; the history keeps it."""
    parties = [row.writer]
    with writing_rows(row.agreement, actor=actor, parties=parties, action=action, authority=authority) as (act, root):
        locked = locked_row(row)
        reopen(act, root, seen)
        act.delete(locked)


def _party_fields(row: AgreedRow) -> list[str]:
    return [one.name for one in row._meta.concrete_fields if one.related_model is Party]


def parties_in(row: AgreedRow) -> list[Party]:
    """The parties that a row names."""
    return [party for party in (getattr(row, name) for name in _party_fields(row)) if party is not None]


def between(agreement: Agreement, party: Party) -> None:
    """Raise StepRefused unless `party` is one of the agreement's parties."""
    if not agreement.agreement_parties.filter(party=party.pk).exists():
        raise steps.StepRefused(_("%(party)s is not one of the agreement's parties.") % {"party": party.name})


def refuse(found: dict[str, str]) -> None:
    """Raise StepRefused with what is wrong, if anything is."""
    if found:
        raise steps.StepRefused(" ".join(dict.fromkeys(found.values())))


def left_over(agreement: Agreement) -> list[str]:
    """Who stands in the agreement's rows without being one of its parties, each as a sentence."""
    named: set[int] = set()
    for rows in (agreement.commitments, agreement.ownershipitems, agreement.conditions):
        for name in _party_fields(rows.model()):
            named |= set(rows.values_list(name, flat=True)) - {None}
    outside = Party.objects.filter(pk__in=named).exclude(agreement_parties__agreement=agreement)
    names = [party.name for party in outside.select_related("organisation", "unit").order_by("pk")]
    text = _("%(party)s is not one of the agreement's parties, but stands in what is agreed in rows.")
    return [text % {"party": name} for name in names]
