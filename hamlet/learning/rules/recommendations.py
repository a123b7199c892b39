"""Where recommendations come from, how they are answered and what of their source may be said. No Django."""

from enum import StrEnum


class SourceKind(StrEnum):
    LOCAL_REVIEW = "Local review"
    NATIONAL_REVIEW = "National review"
    RAPID_REVIEW = "Rapid review"
    AUDIT = "Audit"
    INSPECTION = "Inspection"
    JOINT = "Joint recommendation"


class Answer(StrEnum):
    WAITING = "Waiting for an answer"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class Doing(StrEnum):
    """How far the actions behind a recommendation are."""

    NONE = "No action yet"
    OPEN = "Actions open"
    DONE = "Actions closed"


DISSOLVED = "Dissolved"  # where a joint one stands whose parts were taken apart again
# Reviews of a case: which one it is stays with those who may read the reviews.
OF_A_CASE = frozenset({SourceKind.LOCAL_REVIEW, SourceKind.RAPID_REVIEW})
SAFE_LABELS = {
    SourceKind.LOCAL_REVIEW: "A local review",
    SourceKind.NATIONAL_REVIEW: "A national review",
    SourceKind.RAPID_REVIEW: "A rapid review",
    SourceKind.AUDIT: "An audit",
    SourceKind.INSPECTION: "An inspection",
    SourceKind.JOINT: "Several sources, joined",
}
ANSWER_COLOURS = {Answer.WAITING: "yellow", Answer.ACCEPTED: "green", Answer.REJECTED: "grey"}


def reference_of(number: int) -> str:
    """ "R-0001", "R-12345"."""
    return f"R-{number:04}"


def source_shown(kind: SourceKind, label: str, may_read_reviews: bool) -> str:
    """What is said of where a recommendation comes from: of a case, nothing but that there was a review."""
    if kind in OF_A_CASE and not may_read_reviews:
        return SAFE_LABELS[kind]
    return label or SAFE_LABELS[kind]


def doing(actions: int, opened: int) -> Doing:
    if not actions:
        return Doing.NONE
    return Doing.OPEN if opened else Doing.DONE
