from hamlet.meetings.models.meeting import AgendaItem, Attendance, Meeting, Pack, Paper, Series
from hamlet.meetings.models.work import Ahead, Concern, ConcernStep, Decision, Feed

__all__ = [
    "AgendaItem",
    "Ahead",
    "Attendance",
    "Concern",
    "ConcernStep",
    "Decision",
    "Feed",
    "Meeting",
    "Pack",
    "Paper",
    "Series",
]
