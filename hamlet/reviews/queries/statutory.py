from typing import Any

from hamlet.foundations.references import Reference
from hamlet.reviews.models import PublishedReview, ReportVersion
from hamlet.reviews.queries.cases import openable


def may_open_document(user: Any, document: Any) -> bool:
    """A version of a report: for those to whom its case opens at once; whoever is not assigned gives the reason on its page first."""
    version = ReportVersion.objects.filter(pk=document.on_id).select_related("review").first()
    return version is not None and openable(user, user.powers.day).filter(pk=version.review.case_id, opens_at_once=True).exists()


def published_references() -> list[Reference]:
    """The reviews on the public site, newest first: their public titles, nothing of a case."""
    rows = PublishedReview.objects.filter(taken_down_on=None).order_by("-published_on", "-id")
    return [
        Reference(
            "reviews.publishedreview", str(row.pk), f"{row.title}, published {row.published_on:%-d %B %Y}", row.get_absolute_url()
        )
        for row in rows[:10]
    ]
