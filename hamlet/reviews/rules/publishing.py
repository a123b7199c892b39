"""When a review may be completed and published, and how what is public may change before its time. No Django."""

from datetime import date
from enum import StrEnum

from hamlet.reviews.rules.statutory import ReviewKind


class Change(StrEnum):
    CORRECT = "Correct what is published"
    WITHDRAW = "Withdraw it from the public site"


def lacking(kind: ReviewKind, *, findings: int, recommendations: int, versions: int) -> list[str]:
    """What a review must hold before it is completed, and does not. A local child safeguarding practice review is a report with its
    analysis and its recommended improvements; a learning review found something at least.
    """
    held = {"a finding": findings, "a recommendation": recommendations, "a version of the report": versions}
    asked = held if kind is ReviewKind.LCSPR else {"a finding": findings}
    return [what for what, count in asked.items() if count == 0]


def went_too_late(copies_sent_on: date, copies_due_on: date) -> bool:
    """Whether copies went later than the day that leaves the whole of the working days before publication."""
    return copies_sent_on > copies_due_on
