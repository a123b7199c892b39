"""The rapid review as a document: what goes to the national Panel. Always with pseudonyms, the marking on each page."""

from datetime import date
from typing import Any

from hamlet.foundations.publishing.content import Content, Heading, Paragraph, Table, paragraphs
from hamlet.reviews.models import RapidReview
from hamlet.reviews.queries.chronology import chronology, names_of
from hamlet.reviews.rules.cases import CRITERIA, Section
from hamlet.reviews.rules.chronology import pseudonymised

MARKING = "OFFICIAL-SENSITIVE: safeguarding"


def said(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "–"


def report_content(review: RapidReview, publisher: str) -> Content:
    """The whole rapid review, every text with pseudonyms."""
    names = names_of(review.case)
    written = {row.section: row.text for row in review.sections.all()}
    blocks: list[Any] = [dates(review)]
    for section in Section:
        blocks.append(Heading(1, section.value))
        text = pseudonymised(written.get(section.value, ""), names)
        blocks += paragraphs(text) or [Paragraph("Not written yet.")]
    blocks += [*decision(review, names), *chronology_table(review)]
    return Content("Rapid review", tuple(blocks), str(review.case), f"{MARKING} · {review.case}", publisher=publisher)


def dates(review: RapidReview) -> Table:
    case = review.case
    rows = (
        ("The local authority became aware", said(case.aware_on)),
        ("The notification was sent", said(case.notified_on)),
        ("The safeguarding partners were told", said(case.partners_told_on)),
        ("The safeguarding partners decided", said(review.decided_on)),
        ("Sent to the national Panel", said(review.sent_on)),
    )
    return Table("Dates", ("What", "When"), rows)


def decision(review: RapidReview, names: list[tuple[str, str]]) -> list[Any]:
    answers = {row.criterion: row for row in review.criteria.all()}
    if not review.outcome and not answers:
        return []
    rows = tuple(
        (row.question, "Yes" if answers[row.key].met else "No", pseudonymised(answers[row.key].reason, names))
        for row in CRITERIA
        if row.key in answers
    )
    blocks: list[Any] = [Heading(1, "The decision of the safeguarding partners")]
    if review.outcome:
        reason = pseudonymised(review.decided_because or review.recommended_because, names)
        blocks += [Paragraph(f"{review.outcome}. {review.national}."), *paragraphs(reason)]
    blocks.append(Table("The criteria of regulation 11", ("Question", "Answer", "Reason"), rows))
    return blocks


def chronology_table(review: RapidReview) -> list[Any]:
    entries = chronology(review, named=False)
    rows = tuple(
        (said(entry.on) + (f" {entry.at:%H:%M}" if entry.at else ""), entry.agency, entry.what, entry.source or "–")
        for entry in entries
    )
    if not rows:
        return []
    return [Heading(1, "Combined chronology"), Table("All agencies", ("When", "Agency", "What happened", "Source"), rows)]
