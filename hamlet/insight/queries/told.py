"""What was said of an indicator."""

from dataclasses import dataclass

from hamlet.insight.models import Annotation, Commentary, Indicator


@dataclass(frozen=True)
class Told:
    annotations: list[Annotation]
    commentaries: list[Commentary]
    answers: dict[str, list[Commentary]]


def said_of(indicator: Indicator) -> Told:
    """Explanations, commentary and answers to the challenge questions, newest first; each question with its answers. Two queries."""
    annotations = list(indicator.annotations.select_related("said_by").order_by("-quarter_on", "-id"))
    rows = list(indicator.commentaries.select_related("said_by", "agency").order_by("-quarter_on", "-id"))
    answers = {question: [row for row in rows if row.question == question] for question in indicator.questions}
    return Told(annotations, [row for row in rows if not row.question], answers)
