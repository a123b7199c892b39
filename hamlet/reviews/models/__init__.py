from hamlet.reviews.models.cases import Assignment, Case, Conflict, Opening, Reviewer
from hamlet.reviews.models.clocks import ClockCorrection, ClockRule, ClockSuspension, Deadline, DeadlineChange
from hamlet.reviews.models.disposal import Disposal
from hamlet.reviews.models.incidents import Child, EditionDuty, HeldName, NotificationAnswer, NotificationField
from hamlet.reviews.models.rapid import (
    AgencySummary,
    ChronologyEntry,
    CriterionAnswer,
    PartnerDecision,
    RapidReview,
    ReviewSection,
    Task,
    TimetableStep,
)

__all__ = [
    "AgencySummary",
    "Assignment",
    "Case",
    "Child",
    "ChronologyEntry",
    "ClockCorrection",
    "ClockRule",
    "ClockSuspension",
    "Conflict",
    "CriterionAnswer",
    "Deadline",
    "DeadlineChange",
    "Disposal",
    "EditionDuty",
    "HeldName",
    "NotificationAnswer",
    "NotificationField",
    "Opening",
    "PartnerDecision",
    "RapidReview",
    "ReviewSection",
    "Reviewer",
    "Task",
    "TimetableStep",
]
