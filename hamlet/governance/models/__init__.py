from hamlet.governance.models.seating import Appointment, ChairTerm, Group, Lead, PartnerTenure, Seat
from hamlet.governance.models.work import (
    Achievement,
    Arrangements,
    Challenge,
    Edition,
    LackOfProgress,
    PlanItem,
    Priority,
    Slippage,
)

__all__ = [
    "Achievement",
    "Appointment",
    "Arrangements",
    "ChairTerm",
    "Challenge",
    "Edition",
    "Group",
    "LackOfProgress",
    "Lead",
    "PartnerTenure",
    "PlanItem",
    "Priority",
    "Seat",
    "Slippage",
]
