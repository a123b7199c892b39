"""The stages of a case that have pages of their own: each offers a line for the case's page through the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hamlet.foundations.people.rules import AgencyKind
from hamlet.governance.rules import Partner
from hamlet.reviews.models import AgencySummary, Case, RapidReview, StatutoryReview
from hamlet.reviews.rules.cases import ASKS, CRITERIA, National, Outcome, Section, differ


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


def standing(summary: AgencySummary, conflicted: bool, day: Any) -> tuple[str, str]:
    """How an agency's summary stands, and the colour of it."""
    if summary.withdrawn_on:
        return "No longer asked", "grey"
    if summary.sent_on:
        return "Sent", "green"
    if conflicted:
        return "Needs another author", "red"
    if summary.closed_on:
        return "Not sent", "grey"
    return ("Late", "red") if summary.late(day) else ("Being written", "yellow")


def education_was_asked(review: RapidReview) -> bool:
    return review.summaries.asked().filter(agency__kind=AgencyKind.EDUCATION.value).exists()


def said_by_partner(review: RapidReview) -> dict[Partner, tuple[Outcome, National]]:
    """What each safeguarding partner decided that has, on the recommendation as it stands."""
    rows = review.partner_decisions.current()
    return {Partner(row.partner): (Outcome(row.outcome), National(row.national)) for row in rows}


def parts_of(review: RapidReview, day: Any) -> dict[str, Any]:
    """All of a rapid review as its page shows it: timetable, summaries, parts, recommendation, decisions, the earlier ones too. Eight queries."""
    written = {row.section: row for row in review.sections.select_related("by")}
    answers = {row.criterion: row for row in review.criteria.current()}
    summaries = review.summaries.select_related("agency", "author").order_by("agency__name", "id")
    conflicted = set(review.summaries.unsent().with_conflict().values_list("pk", flat=True))
    decided = list(review.partner_decisions.select_related("person").order_by("id"))
    said = {Partner(row.partner): (Outcome(row.outcome), National(row.national)) for row in decided if not row.superseded_on}
    return {
        "tasks": review.tasks.select_related("done_by").order_by("due_on", "id"),
        "summaries": [(row, standing(row, row.pk in conflicted, day)) for row in summaries],
        "sections": [(row.value, row.name.lower(), ASKS[row], written.get(row.value)) for row in Section],
        "criteria": [(row, answers[row.key]) for row in CRITERIA if row.key in answers],
        "decisions": [row for row in decided if not row.superseded_on],
        "earlier": [row for row in decided if row.superseded_on],
        "rounds": review.earlier_rounds.select_related("decided_at", "again_by").order_by("id"),
        "they_differ": differ(said),
        "no_education": not any(row.agency.kind == AgencyKind.EDUCATION.value and not row.withdrawn_on for row in summaries),
    }
