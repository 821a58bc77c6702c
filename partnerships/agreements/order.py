"""In which order the parties sign, and asking those whose turn it is."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, steps
from partnerships.models import Agreement, AgreementParty, User

from .drafting import writing
from .package import Kind, Status, address
from .signatures import unsigned


def set_order(
    agreement: Agreement, *, actor: User, turns: Mapping[int, int], seen: str | None = None, authority: str = ""
) -> Agreement:
    """Let each party sign when those with a lower number have: `turns` is the party's key -> its number.

    The same number for all: in any order. In draft only. With `seen`, refused if the order is no longer that one.
    """
    with writing(agreement, actor=actor, action="agreement.set_order", authority=authority) as (act, root):
        if agreement.kind == Kind.ANNEX:
            raise steps.StepRefused(_("An annex is signed with its agreement."))
        if root.status != Status.DRAFT:
            raise steps.StepRefused(
                _("The order is set while the agreement is a draft. Take it back to draft to change it.")
            )
        rows = list(root.agreement_parties.order_by("pk"))
        if seen is not None and seen != _as_text(rows):
            raise steps.StepRefused(
                _("Somebody else has changed the order or the parties meanwhile. Open the page anew and look first.")
            )
        wanted = {row.party_id: turns.get(row.party_id, row.turn) for row in rows}
        places = {number: place for place, number in enumerate(sorted(set(wanted.values())), 1)}
        for row in rows:
            if row.turn != places[wanted[row.party_id]]:
                row.turn = places[wanted[row.party_id]]
                act.save(row)
    return root


def order_of(agreement: Agreement) -> str:
    """The order as it stands, to notice on saving that it has changed."""
    return _as_text(agreement.agreement_parties.order_by("pk"))


def _as_text(rows: Iterable[AgreementParty]) -> str:
    return " ".join(f"{row.party_id}:{row.turn}" for row in rows)


def ask_next(act: steps.Act, root: Agreement) -> None:
    """Tell the signatories of those whose turn it is that the proposed package waits for them, each once a round."""
    for row in unsigned(Agreement.objects.filter(pk=root.pk)).order_by("pk"):
        act.notify(
            access.people_with("sign", row.party.organisation),
            key=f"agreement:{root.pk}:sign:{root.round}:{row.party_id}",
            text=gettext_lazy("“%(title)s” waits for your organisation's signature."),
            url=address(root),
            title=root.title,
        )
