"""The pack of a Learning Reflection Session, written by the system: each recommendation then and now, its evidence, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from hamlet.foundations.publishing.content import Content, Heading, Paragraph, Table
from hamlet.learning import queries as learning
from hamlet.reviews.models import PublishedReview, Session


@dataclass(frozen=True)
class Reflected:
    """One recommendation of the review at its publication and now. `evidence` is what holds it up now, in words."""

    reference: str
    url: str
    text: str
    then: str
    now: str
    evidence_then: int
    evidence: tuple[str, ...]
    gaps: tuple[str, ...]
    recommendation: Any


def pack_of(session: Session, day: date) -> list[Reflected]:
    """Then is the day of publication, or the day of completion where nothing was published."""
    review = session.review
    published = PublishedReview.objects.filter(case=review.case_id).values_list("published_on", flat=True).first()
    then = published or review.completed_on or review.commissioned_on
    rows = list(learning.recommendations_from("reviews.case", str(review.case_id)))
    stood = learning.standing_then_and_now([row.pk for row in rows], then, day)
    return [reflected(row, *stood[row.pk], day) for row in rows]


def reflected(row: Any, before: Any, after: Any, day: date) -> Reflected:
    words = tuple(f"{item.kind}, {item.speaks_of:%-d %B %Y}" for item in after.evidence)
    gaps = tuple(learning.still_missing(row, None, day))
    return Reflected(
        row.reference,
        row.get_absolute_url(),
        row.text,
        before.rung or "Not accepted yet",
        after.rung or "Not accepted yet",
        len(before.evidence),
        words,
        gaps,
        row,
    )


def pack_content(session: Session, day: date) -> Content:
    """The pack as a document: each recommendation then and now, what holds it up, what is missing, what was decided."""
    decided = {row.reference: str(row.decided) for row in session.reflections.all()}
    blocks: list[Any] = []
    for row in pack_of(session, day):
        said = (
            ("At publication", f"{row.then}, evidence: {row.evidence_then}"),
            ("Now", row.now),
            ("Evidence now", "; ".join(row.evidence) or "None"),
            ("Missing for the next rung", " ".join(row.gaps) or "Nothing"),
            ("Decided", decided.get(row.reference, "Not yet")),
        )
        blocks += [Heading(1, f"{row.reference}: {row.text}"), Table(f"{row.reference}, then and now", ("What", "How"), said)]
    title = f"Learning Reflection Session, {session.planned_on:%-d %B %Y}"
    empty = (Paragraph("The review made no recommendation that was accepted."),)
    return Content(title, tuple(blocks) or empty, "Official-Sensitive", publisher=settings.PARTNERSHIP["name"])


def pack_words(rows: Iterable[Reflected]) -> str:
    """The pack as it was on the day, in paragraphs: what the record keeps."""
    return "\n\n".join(
        f"{row.reference}: {row.text} Then: {row.then}. Now: {row.now}. "
        f"Evidence now: {'; '.join(row.evidence) or 'none'}. Missing: {' '.join(row.gaps) or 'nothing'}"
        for row in rows
    )
