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
    outside = Party.objects.filter(commitments__agreement=agreement).exclude(agreement_parties__agreement=agreement)
    names = [party.name for party in outside.distinct().select_related("organisation", "unit").order_by("pk")]
    text = _("%(party)s is not one of the agreement's parties, but something is written about what it brings.")
    return [text % {"party": name} for name in names]
