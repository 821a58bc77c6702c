"""Agreements: their text while it is written, the package that is signed, and the signatures.

A package is an agreement with its annexes. It is proposed, signed, taken back and put in force as a whole: one text,
one hash. Whoever changes a word of a proposed package takes it back in the same act, and its signatures are void.
"""

from .amending import (
    Conflict,
    change_section,
    changes,
    conflicts,
    drop,
    in_effect,
    insert_section,
    resolve,
    strike_section,
    term_conflict,
)
from .consolidated import Chapter, Clause, as_it_reads, days_of_change
from .drafting import TERMS, add_annex, create, edit_terms, open_amendment, require_writing, set_parties
from .ending import (
    answer,
    earliest_last_day,
    end_of,
    end_what_has_passed,
    ending_url,
    ends_of,
    give_notice,
    may_take_back,
    rescind,
    take_back,
)
from .milestone import milestones
from .order import order_of, set_order
from .package import address, annexes_of
from .proposing import left_out, not_ready, propose, return_to_draft
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
from .terms import effective_end, further_terms, last_day_to_give_notice, latest, months_before, with_terms
from .text import digest, frozen_at, package_text

__all__ = [
    "Chapter",
    "Clause",
    "Conflict",
    "Seen",
    "Standing",
    "TERMS",
    "add_annex",
    "add_section",
    "address",
    "annexes_of",
    "answer",
    "as_it_reads",
    "change_section",
    "changes",
    "changes_since",
    "conflicts",
    "create",
    "days_of_change",
    "digest",
    "drop",
    "earliest_last_day",
    "edit_section",
    "edit_terms",
    "effective_end",
    "end_of",
    "end_what_has_passed",
    "ending_url",
    "ends_of",
    "frozen_at",
    "further_terms",
    "give_notice",
    "in_effect",
    "in_order",
    "insert_section",
    "last_day_to_give_notice",
    "last_seen",
    "latest",
    "left_out",
    "mark_read",
    "may_take_back",
    "milestones",
    "missing",
    "months_before",
    "move_section",
    "next_steps",
    "not_ready",
    "open_amendment",
    "order_of",
    "package_text",
    "propose",
    "remove_section",
    "require_writing",
    "rescind",
    "resolve",
    "return_to_draft",
    "set_order",
    "set_parties",
    "sign",
    "standing",
    "state_of",
    "strike_section",
    "take_back",
    "tasks_for",
    "term_conflict",
    "unsigned",
    "valid_signatures",
    "voiding",
    "waited_for",
    "with_signing",
    "with_terms",
]
