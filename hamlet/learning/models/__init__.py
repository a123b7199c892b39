from hamlet.learning.models.actions import Action, ActionUpdate, Theme, UpdateRequest
from hamlet.learning.models.briefings import Briefing
from hamlet.learning.models.ladder import Evidence, RungChange, RungProposal
from hamlet.learning.models.recommendations import Link, Recommendation

__all__ = [
    "Action",
    "ActionUpdate",
    "Briefing",
    "Evidence",
    "Link",
    "Recommendation",
    "RungChange",
    "RungProposal",
    "Theme",
    "UpdateRequest",
]
