"""Agreements: their text while it is written, the package that is signed, and the signatures.

A package is an agreement with its annexes. It is proposed, signed, taken back and put in force as a whole: one text,
one hash. Whoever changes a word of a proposed package takes it back in the same act, and its signatures are void.
"""

from .drafting import TERMS, add_annex, create, edit_terms, require_writing, set_parties
from .ending import close
from .milestone import milestones
from .order import order_of, set_order
from .package import address, annexes_of
from .proposing import not_ready, propose, return_to_draft
from .reading import Seen, changes_since, last_seen, mark_read
from .sections import add_section, edit_section, move_section, remove_section
from .signatures import (
    Standing,
    in_order,
    missing,
    standing,
    state_of,
    unsigned,
    valid_signatures,
    voiding,
    waited_for,
    with_signing,
)
from .signing import sign
from .tasks import next_steps, tasks_for
from .terms import effective_end, last_day_to_give_notice, months_before
from .text import digest, frozen_at, package_text

__all__ = [
    "Seen",
    "Standing",
    "TERMS",
    "add_annex",
    "add_section",
    "address",
    "annexes_of",
    "changes_since",
    "close",
    "create",
    "digest",
    "edit_section",
    "edit_terms",
    "effective_end",
    "frozen_at",
    "in_order",
    "last_day_to_give_notice",
    "milestones",
    "last_seen",
    "mark_read",
    "missing",
    "months_before",
    "move_section",
    "next_steps",
    "not_ready",
    "order_of",
    "package_text",
    "propose",
    "remove_section",
    "require_writing",
    "return_to_draft",
    "set_order",
    "set_parties",
    "sign",
    "standing",
    "state_of",
    "tasks_for",
    "unsigned",
    "valid_signatures",
    "voiding",
    "waited_for",
    "with_signing",
]
