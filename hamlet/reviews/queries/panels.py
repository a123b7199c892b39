"""The parts of a case's page that follow from later stages: each is a template with its rows, offered by a function of the list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hamlet.governance.queries import partner_of
from hamlet.reviews.models import Case, RapidReview
from hamlet.reviews.rules.cases import ASKS, CRITERIA, Section


@dataclass(frozen=True)
class Panel:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


def rapid_review(case: Case, user: Any, day: date) -> Panel | None:
    """The rapid review: its timetable, the agencies' summaries, its parts, the recommendation and the decision."""
    review = RapidReview.objects.filter(case=case).select_related("recommended_by", "decided_at").first()
    if review is None:
        return None
    written = {row.section: row for row in review.sections.select_related("by")}
    answers = {row.criterion: row for row in review.criteria.all()}
    summaries = list(review.summaries.select_related("agency", "author").order_by("agency__name"))
    return Panel(
        "reviews/rapid.html",
        {
            "review": review,
            "tasks": list(review.tasks.select_related("done_by").order_by("due_on", "id")),
            "summaries": [(row, row.late(day)) for row in summaries],
            "sections": [(row.value, row.name.lower(), ASKS[row], written.get(row.value)) for row in Section],
            "criteria": [(row, answers[row.key]) for row in CRITERIA if row.key in answers],
            "decisions": list(review.partner_decisions.select_related("person").order_by("id")),
            "partner": partner_of(user, day),
        },
    )


PANELS: list[Callable[[Case, Any, date], Panel | None]] = [rapid_review]


def panels_of(case: Case, user: Any, day: date) -> list[Panel]:
    return [panel for offer in PANELS if (panel := offer(case, user, day))]
