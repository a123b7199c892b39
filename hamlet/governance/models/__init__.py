from hamlet.governance.models.seating import Appointment, ChairTerm, Deputy, Group, GroupBefore, Lead, PartnerTenure, Seat
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
    "Deputy",
    "Edition",
    "Group",
    "GroupBefore",
    "LackOfProgress",
    "Lead",
    "PartnerTenure",
    "PlanItem",
    "Priority",
    "Seat",
    "Slippage",
]
