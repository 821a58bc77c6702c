"""What a signatory has read, and what has changed since.

Opening a page tells nothing: a text has been seen when the signatory says so, or has signed it.
"""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from partnerships import access, clock, differences, steps
from partnerships.models import Agreement, Party, Signature, TextSeen, User

from .package import Status, lock, root_pk
from .versions import changes_between


class Seen(NamedTuple):
    """A text that a person has read or signed, and when."""

    at: datetime
    round: int
    text_hash: str
    is_signed: bool


def mark_read(agreement: Agreement, *, actor: User, text_hash: str) -> None:
    """Record that the actor, a signatory of one of the parties, has read the proposed text with `text_hash`.

    Once a round: to say it again changes nothing.
    """
    party = party_signed_for(actor, agreement)
    with steps.record("agreement.read", actor=actor, right="sign", scope=party) as act:
        root = lock(agreement)
        if root.status != Status.PROPOSED or text_hash != root.text_hash:
            raise steps.StepRefused(_("The text has changed since you opened the page. Read it anew."))
        if not TextSeen.objects.filter(agreement=root, round=root.round, person=actor).exists():
            act.touch(root)
            act.save(TextSeen(agreement=root, round=root.round, person=actor, at=clock.now(), text_hash=text_hash))


def party_signed_for(actor: User, agreement: Agreement) -> Party:
    """The contracting party that `actor` may sign for, the first if several. Raises PermissionDenied without one."""
    own = Party.objects.filter(
        agreement_parties__agreement=root_pk(agreement), organisation__in=access.objects_with(actor, "sign")
    )
    party = own.select_related("organisation", "partnership").order_by("pk").first()
    if party is None:
        raise PermissionDenied(access.refusal("sign"))
    return party


def last_seen(agreement: Agreement, person: User) -> Seen | None:
    """The text of the package that `person` read or signed last, in whatever round. Two queries."""
    found = [
        Seen(row.at, row.round, row.text_hash, model is Signature)
        for model in (TextSeen, Signature)
        for row in model._base_manager.filter(agreement=root_pk(agreement), person=person)
    ]
    return max(found, default=None)


def changes_since(agreement: Agreement, seen: Seen) -> list[differences.Change]:
    """What became of each part of the package since a person saw it; nothing if it is the very same text."""
    if seen.text_hash == agreement.text_hash:
        return []
    return changes_between(agreement, seen.at, clock.now())
