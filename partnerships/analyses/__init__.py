"""The joint analysis of needs: written by the coordinators of both sides, approved by every organisation, in versions.

A version is proposed, approved and taken back as a whole: one text, one hash. Whoever changes a word of a proposed
version takes it back in the same act, and its approvals are void. An approved version stays.
"""

from .approvals import Standing, missing, standing, state_of, unapproved, valid_approvals, voiding
from .approving import approve, conclude, not_ready, propose, return_to_draft
from .tasks import address, milestones, next_steps, tasks_for
from .text import PART_OF, analysis_text, bring_in, digest
from .writing import PARTS, begin, discard, open_in, write

__all__ = [
    "PARTS",
    "PART_OF",
    "Standing",
    "address",
    "analysis_text",
    "approve",
    "begin",
    "bring_in",
    "conclude",
    "digest",
    "discard",
    "milestones",
    "missing",
    "next_steps",
    "not_ready",
    "open_in",
    "propose",
    "return_to_draft",
    "standing",
    "state_of",
    "tasks_for",
    "unapproved",
    "valid_approvals",
    "voiding",
    "write",
]
