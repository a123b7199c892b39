from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.working_days.queries import bank_calendar
from hamlet.reviews.models import Case, Session, StatutoryReview
from hamlet.reviews.operations.clock import in_the_past, start_clock
from hamlet.reviews.operations.commissioning import under_way
from hamlet.reviews.operations.incidents import NotNow, move
from hamlet.reviews.rules.cases import Stage
from hamlet.reviews.rules.clocks import Starts
from hamlet.reviews.rules.publishing import lacking
from hamlet.reviews.rules.statutory import Answer, ReviewKind, SessionKind


@transaction.atomic
def complete_review(
    *, review: StatutoryReview, completed_on: date, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Completes a review once it holds what a review of its kind must and each of its recommendations has an answer. Its learning
    session is planned within two weeks.
    """
    in_the_past(completed_on, on, "completed_on")
    review = under_way(review, seen_version)
    expect_whole(review)
    review.completed_on = completed_on
    review.save(update_fields=["completed_on", "version"])
    case = Case.objects.select_for_update().get(pk=review.case_id)
    case.version += 1
    move(case, Stage.COMPLETED)
    made = start_clock(case=case, event=Starts.COMPLETED, on=completed_on, by=by)
    if made:
        plan_session(review, SessionKind.LEARNING, made[0].due_on, by)
    record("reviews.review_completed", by=by, subject=case)
    return review


def expect_whole(review: StatutoryReview) -> None:
    counts = {
        "findings": review.findings.filter(withdrawn_on=None).count(),
        "recommendations": review.advice.exclude(answer=Answer.WITHDRAWN.value).count(),
        "versions": review.versions.count(),
    }
    if missing := lacking(ReviewKind(review.kind), **counts):
        raise NotNow(f"Add {' and '.join(missing)} first")
    if review.advice.filter(answer=Answer.WAITING.value).exists():
        raise NotNow("Accept or reject each recommendation first")


def plan_session(review: StatutoryReview, kind: SessionKind, due_on: date, by: Any) -> Session:
    session, fresh = Session.objects.get_or_create(
        review=review, kind=kind.value, defaults={"planned_on": bank_calendar().last_working_day(due_on), "due_on": due_on}
    )
    if fresh:
        session.agencies.set(review.agencies.all())
        record("reviews.session_planned", by=by, subject=review.case, kind=kind.value.lower())
    return session
