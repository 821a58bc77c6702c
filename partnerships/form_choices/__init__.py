"""The choice of form of cooperation (val av samverkansform), Forum's key 1.

A draft is weighed by the coordinators together, proposed by one of them and settled by one from the other side. Then it
never changes; a review begins a new one that copies it. What is open warns and never blocks.
"""

from .settling import propose, return_to_draft, settle, waits_for_side
from .standing import Point, next_point, open_points, suggestions, unmet
from .tasks import milestones, next_steps, tasks_for
from .weighing import address, answer, begin, choose_sets, conclude, judge, latest, offered, weigh

__all__ = [
    "Point",
    "address",
    "answer",
    "begin",
    "choose_sets",
    "conclude",
    "judge",
    "latest",
    "milestones",
    "next_point",
    "next_steps",
    "offered",
    "open_points",
    "propose",
    "return_to_draft",
    "settle",
    "suggestions",
    "tasks_for",
    "unmet",
    "waits_for_side",
    "weigh",
]
