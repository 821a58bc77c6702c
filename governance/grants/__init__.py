"""The shared fund's rules, the parties' proposals, and what decisions grant them."""

from .decided import may_enter_decisions, usable_decisions
from .fund import edit_fund, open_fund, set_rule
from .granting import accept, give_back, grant, requestable
from .proposals import decline_proposal, draft_proposal, edit_proposal, submit_proposal
from .tasks import tasks_for

__all__ = [
    "accept",
    "decline_proposal",
    "draft_proposal",
    "edit_fund",
    "edit_proposal",
    "give_back",
    "grant",
    "may_enter_decisions",
    "open_fund",
    "requestable",
    "set_rule",
    "submit_proposal",
    "tasks_for",
    "usable_decisions",
]
