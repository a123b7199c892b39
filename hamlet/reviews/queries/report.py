"""The rapid review as a document: what goes to the national Panel. Always with pseudonyms, the marking on each page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hamlet.foundations.publishing.content import Content, Heading, Paragraph, Table, paragraphs
from hamlet.learning.queries import actions_from
from hamlet.reviews.models import RapidReview
from hamlet.reviews.queries.chronology import chronology, still_writing, tally_of
from hamlet.reviews.rules.cases import CRITERIA, Section
from hamlet.reviews.rules.pseudonyms import Tally

MARKING = "OFFICIAL-SENSITIVE: safeguarding"
DETAILS = ("age", "sex", "ethnicity", "disability", "legal_status", "outcome")
DETAIL_HEADINGS = ("Child", "Age", "Sex", "Ethnicity", "Disability", "Legal status", "What became of the child")
ANSWERS = {True: "Yes", False: "No", None: "Not yet considered"}


@dataclass(frozen=True)
class Report:
    """The document, and what the pseudonyms did in it: how often each stands for a name, and what was left and wants a look."""

    content: Content
    tally: Tally


def said(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "–"


def report_of(review: RapidReview, publisher: str) -> Report:
    """The whole rapid review, every text with pseudonyms."""
    tally = tally_of(review.case)
    blocks = [dates(review), *children(review, tally), *agencies(review), *sections(review, tally)]
    blocks += [*actions(review, tally), *recommendation(review, tally), *decision(review, tally), *reply(review, tally)]
    blocks += [*earlier(review, tally), *chronology_table(review, tally)]
    title = f"{MARKING} · {review.case}"
    return Report(Content("Rapid review", tuple(blocks), str(review.case), title, publisher=publisher), tally)


def report_content(review: RapidReview, publisher: str) -> Content:
    return report_of(review, publisher).content


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


def children(review: RapidReview, tally: Tally) -> list[Any]:
    """The children as "Child 1": never a name, a date of birth or a school."""
    rows = tuple(
        (str(child), *(tally(getattr(child, name)) or "–" for name in DETAILS))
        for child in review.case.children.held().order_by("position")
    )
    return [Heading(1, "The children"), Table("The children", DETAIL_HEADINGS, rows)] if rows else []


def agencies(review: RapidReview) -> list[Any]:
    """Who was asked, and who answered."""
    asked = review.summaries.asked().select_related("agency").order_by("agency__name")
    rows = tuple((row.agency.name, said(row.asked_on), said(row.sent_on) if row.sent_on else "No summary") for row in asked)
    if not rows:
        return []
    return [Heading(1, "The agencies"), Table("Agencies that were asked", ("Agency", "Asked", "Summary sent"), rows)]


def sections(review: RapidReview, tally: Tally) -> list[Any]:
    written = {row.section: row.text for row in review.sections.all()}
    blocks: list[Any] = []
    for section in Section:
        text = tally(written.get(section.value, ""))
        blocks += [Heading(1, section.value), *(paragraphs(text) or [Paragraph("Not written yet.")])]
    return blocks


def actions(review: RapidReview, tally: Tally) -> list[Any]:
    rows = tuple(
        (row.reference, tally(row.title), str(row.owner), said(row.due_on), row.state)
        for row in actions_from("reviews.case", str(review.case_id))
    )
    if not rows:
        return []
    heads = ("Action", "What", "Owner", "Due", "State")
    return [Heading(1, "Actions taken at once"), Table("Immediate actions", heads, rows)]


def recommendation(review: RapidReview, tally: Tally) -> list[Any]:
    if not review.recommended:
        return []
    who = f"Recorded on {said(review.recommended_on)} by {review.recommended_by}."
    blocks: list[Any] = [Heading(1, "The Rapid Review Panel’s recommendation")]
    blocks += [Paragraph(f"{review.recommended}. {review.recommended_national}."), Paragraph(who)]
    blocks += paragraphs(tally(review.recommended_because))
    if review.without_education:
        blocks += [Heading(2, "Why no education agency was asked"), *paragraphs(tally(review.without_education))]
    answers = {row.criterion: row for row in review.criteria.current()}
    rows = tuple(
        (row.question, ANSWERS[answers[row.key].met], tally(answers[row.key].reason)) for row in CRITERIA if row.key in answers
    )
    return [*blocks, Table("The criteria of regulation 11", ("Question", "Answer", "Reason"), rows)]


def decision(review: RapidReview, tally: Tally) -> list[Any]:
    """What the partners decided and on what basis: a meeting, or each one's decision between meetings, with their reasons."""
    said_by = tuple(
        (row.partner, row.outcome, row.national, tally(row.reason), said(row.decided_on))
        for row in review.partner_decisions.current().order_by("id")
    )
    if not review.outcome and not said_by:
        return []
    blocks: list[Any] = [Heading(1, "The decision of the safeguarding partners")]
    if review.outcome:
        basis = "Decided at a meeting of the Executive" if review.decided_at else "Agreed by all three between meetings"
        blocks += [Paragraph(f"{review.outcome}. {review.national}."), Paragraph(f"{basis}, {said(review.decided_on)}.")]
        blocks += paragraphs(tally(review.decided_because))
    if said_by and not review.decided_at:
        heads = ("Partner", "Decision", "National review", "Reasons", "When")
        blocks.append(Table("What each safeguarding partner decided", heads, said_by))
    return blocks


def reply(review: RapidReview, tally: Tally) -> list[Any]:
    if not review.replied_on:
        return []
    agrees = "The national Panel agrees." if review.panel_agrees else "The national Panel does not agree."
    blocks = [Heading(1, "The national Panel’s reply"), Paragraph(f"{agrees} {said(review.replied_on)}")]
    return [*blocks, *paragraphs(tally(review.reply)), *paragraphs(tally(review.disagreement))]


def earlier(review: RapidReview, tally: Tally) -> list[Any]:
    """What had been decided before the partners decided again, the national Panel's reply to it, and why they did."""
    blocks: list[Any] = []
    for row in review.earlier_rounds.order_by("id"):
        agrees = "The national Panel agreed" if row.panel_agrees else "The national Panel did not agree"
        blocks += [
            Heading(1, f"The decision of {said(row.decided_on)}, decided again on {said(row.again_on)}"),
            Paragraph(f"{row.outcome}. {row.national}. Sent on {said(row.sent_on)}."),
            *paragraphs(tally(row.decided_because)),
            Paragraph(f"{agrees}, {said(row.replied_on)}."),
            *paragraphs(tally(row.reply)),
            *paragraphs(tally(row.disagreement)),
            *paragraphs(tally(row.again_because)),
        ]
    return blocks


def chronology_table(review: RapidReview, tally: Tally) -> list[Any]:
    rows = tuple(
        (said(entry.on) + (f" {entry.at:%H:%M}" if entry.at else ""), entry.agency, entry.what, entry.source or "–")
        for entry in chronology(review, tally)
    )
    waiting = still_writing(review)
    note = [Paragraph(f"Without the entries of agencies whose summary was not sent: {', '.join(waiting)}.")] if waiting else []
    if not rows and not note:
        return []
    table = [Table("All agencies", ("When", "Agency", "What happened", "Source"), rows)] if rows else []
    return [Heading(1, "Combined chronology"), *note, *table]
