"""Meetings: the agenda, the notice, who was there, and whether they could decide."""

from .agenda import add_item, carry_over, edit_item, left_undone, may_change, move_item, remove_item
from .attendance import Quorum, hold, parties_present, presence_at, quorum, quorum_of, set_presence, set_presences
from .calling import call, call_by, cancel, days_late, edit, next_ahead, plan
from .lifecycle import AHEAD, PAST, day_of, refuse_if_circulated
from .tasks import led_by, tasks_for

__all__ = [
    "AHEAD",
    "PAST",
    "Quorum",
    "add_item",
    "call",
    "call_by",
    "cancel",
    "carry_over",
    "day_of",
    "days_late",
    "edit",
    "edit_item",
    "hold",
    "led_by",
    "left_undone",
    "may_change",
    "move_item",
    "next_ahead",
    "parties_present",
    "plan",
    "presence_at",
    "quorum",
    "quorum_of",
    "refuse_if_circulated",
    "remove_item",
    "set_presence",
    "set_presences",
    "tasks_for",
]
