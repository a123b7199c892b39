"""The stages of a case that have pages of their own: each offers a line for the case's page through the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hamlet.reviews.models import Case, RapidReview, StatutoryReview
from hamlet.reviews.rules.cases import ASKS, CRITERIA, Section


@dataclass(frozen=True)
class Panel:
    """A stage in short: its heading, the words of the link, the address behind the case's own, and what is known of it."""

    heading: str
    link: str
    last: str
    rows: tuple[tuple[str, Any], ...]


def rapid_review(case: Case) -> Panel | None:
    review = RapidReview.objects.filter(case=case).first()
    if review is None:
        return None
    rows = (
        ("The Rapid Review Panel recommends", review.recommended or "Nothing yet"),
        ("The safeguarding partners decided", review.outcome or "Not yet"),
        ("Sent to the national Panel", f"{review.sent_on:%-d %B %Y}" if review.sent_on else "Not yet"),
    )
    return Panel("The rapid review", "Open the rapid review", "rapid-review/", rows)


def commissioned(case: Case) -> Panel | None:
    review = StatutoryReview.objects.filter(case=case).select_related("reviewer").first()
    if review is None:
        return None
    rows = (
        ("Reviewer", str(review.reviewer)),
        ("Completed", f"{review.completed_on:%-d %B %Y}" if review.completed_on else "Not yet"),
        ("Publication planned for", f"{review.planned_on:%-d %B %Y}" if review.planned_on else "Not planned yet"),
    )
    return Panel(review.kind, "Open the review", "review/", rows)


PANELS: list[Callable[[Case], Panel | None]] = [rapid_review, commissioned]


def panels_of(case: Case) -> list[Panel]:
    return [panel for offer in PANELS if (panel := offer(case))]


def parts_of(review: RapidReview, day: Any) -> dict[str, Any]:
    """All of a rapid review as its page shows it: timetable, summaries, parts, recommendation, decisions. Five queries."""
    written = {row.section: row for row in review.sections.select_related("by")}
    answers = {row.criterion: row for row in review.criteria.all()}
    summaries = review.summaries.select_related("agency", "author").order_by("agency__name")
    return {
        "tasks": review.tasks.select_related("done_by").order_by("due_on", "id"),
        "summaries": [(row, row.late(day)) for row in summaries],
        "sections": [(row.value, row.name.lower(), ASKS[row], written.get(row.value)) for row in Section],
        "criteria": [(row, answers[row.key]) for row in CRITERIA if row.key in answers],
        "decisions": list(review.partner_decisions.select_related("person").order_by("id")),
    }
