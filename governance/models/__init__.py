"""The models of how they decide and what they share, one module for each noun."""

from .body import Body, BodyUserObjectPermission, Seat
from .decision import ActionItem, Decision, Position, Ratification
from .fund import Fund, FundMovement, FundProposal, FundRule, Grant, PaymentRequest
from .meeting import (
    AgendaItem,
    Attendance,
    Meeting,
    Minutes,
    MinutesAddendum,
    MinutesApproval,
    MinutesApprover,
    MinutesItem,
)

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "Body",
    "BodyUserObjectPermission",
    "Decision",
    "Fund",
    "FundMovement",
    "FundProposal",
    "FundRule",
    "Grant",
    "Meeting",
    "Minutes",
    "MinutesAddendum",
    "MinutesApproval",
    "MinutesApprover",
    "MinutesItem",
    "PaymentRequest",
    "Position",
    "Ratification",
    "Seat",
]
