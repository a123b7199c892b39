from datetime import date
from typing import Any

from hamlet.foundations.references import Reference
from hamlet.reviews.models import PublishedReview, ReportVersion, StatutoryReview
from hamlet.reviews.queries.cases import openable
from hamlet.reviews.queries.progress import next_check_of


def may_open_document(user: Any, document: Any) -> bool:
    """A version of a report: for those to whom its case opens at once; whoever is not assigned gives the reason on its page first."""
    version = ReportVersion.objects.filter(pk=document.on_id).select_related("review").first()
    return version is not None and openable(user, user.powers.day).filter(pk=version.review.case_id, opens_at_once=True).exists()


def published_references() -> list[Reference]:
    """The reviews on the public site, newest first: their public titles, nothing of a case."""
    rows = PublishedReview.objects.public().order_by("-published_on", "-id")
    return [
        Reference(
            "reviews.publishedreview", str(row.pk), f"{row.title}, published {row.published_on:%-d %B %Y}", row.get_absolute_url()
        )
        for row in rows[:10]
    ]


def parts_of(review: StatutoryReview) -> dict[str, Any]:
    """What hangs on a commissioned review, as its page shows it."""
    return {
        "agencies": review.agencies.order_by("name"),
        "checks": review.checks.select_related("by").order_by("-checked_on", "-id"),
        "delays": review.delays.order_by("-id"),
        "findings": review.findings.prefetch_related("agencies").order_by("id"),
        "advice": review.advice.select_related("finding").prefetch_related("agencies").order_by("id"),
        "commission_changes": review.commission_changes.select_related("by").order_by("-changed_on", "-id"),
        "sessions": review.sessions.order_by("planned_on", "id"),
        "next_check": next_check_of(review),
    }


def late_and_untold(review: StatutoryReview, today: date) -> bool:
    """Whether its publication is overdue while nobody recorded that the national Panel and the Secretary of State were told why."""
    return review.case.deadlines.overdue(today).filter(rule__key="publication").exists() and not review.delays.exists()
