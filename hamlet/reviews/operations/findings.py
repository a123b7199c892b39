from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.foundations.references import Reference
from hamlet.learning import operations as learning
from hamlet.learning.rules.recommendations import SourceKind
from hamlet.reviews.models import Advice, Finding, RapidReview, StatutoryReview
from hamlet.reviews.operations.incidents import NotSaid
from hamlet.reviews.rules.statutory import Answer

SOURCE = "A review"


class OwnWork(Refusal):
    """The reviewer does not answer their own recommendation."""


class AnsweredAlready(Refusal):
    """The recommendation was accepted or rejected before."""


@transaction.atomic
def add_finding(*, review: StatutoryReview, text: str, made_with: UUID | None = None, by: Any) -> Finding:
    if made := made_once(Finding, made_with):
        return made
    finding = Finding.objects.create(review=review, text=text, **({"made_with": made_with} if made_with else {}))
    record("reviews.finding_added", by=by, subject=review.case)
    return finding


@transaction.atomic
def add_advice(
    *,
    review: StatutoryReview,
    text: str,
    agencies: Iterable[Any],
    outcome: str,
    measure: str,
    finding: Finding | None = None,
    made_with: UUID | None = None,
    by: Any,
) -> Advice:
    """Adds a recommendation: to whom, to what end, how it will be measured. It waits for the partnership's answer."""
    if made := made_once(Advice, made_with):
        return made
    given = {"made_with": made_with} if made_with else {}
    advice = Advice.objects.create(review=review, finding=finding, text=text, outcome=outcome, measure=measure, **given)
    advice.agencies.set(agencies)
    record("reviews.advice_added", by=by, subject=review.case)
    return advice


def _waiting(advice: Advice, seen_version: int | None, by: Any) -> Advice:
    advice = locked(advice, seen_version)
    if advice.answer != Answer.WAITING.value:
        raise AnsweredAlready(f"It was {advice.answer.lower()} on {advice.answered_on:%-d %B %Y}")
    if advice.review.reviewer_id == by.pk:
        raise OwnWork("Somebody other than the reviewer answers a recommendation")
    return advice


@transaction.atomic
def accept_advice(
    *, advice: Advice, themes: Iterable[Any] = (), reasons: str = "", on: date, seen_version: int | None, by: Any
) -> Advice:
    """Accepts a recommendation: it enters the one action plan, which calls its source "A review" and no more.

    It was found on the day that its review was completed, or on the day of this answer when that comes first.
    """
    advice = _waiting(advice, seen_version, by)
    review = advice.review
    row = learning.add_recommendation(
        text=advice.text,
        source_kind=SourceKind.LOCAL_REVIEW,
        source=Reference("reviews.case", str(review.case_id), SOURCE, ""),
        found_on=min(on, review.completed_on or on),
        agencies=advice.agencies.all(),
        outcome=advice.outcome,
        measure=advice.measure,
        themes=themes,
        by=by,
    )
    learning.accept_recommendation(recommendation=row, reasons=reasons, on=on, seen_version=None, by=by)
    _answer(advice, Answer.ACCEPTED, reasons, on, by)
    advice.plan_reference = row.reference
    advice.save(update_fields=["plan_reference"])
    record("reviews.advice_accepted", by=by, subject=review.case, reference=row.reference)
    return advice


@transaction.atomic
def reject_advice(*, advice: Advice, reasons: str, on: date, seen_version: int | None, by: Any) -> Advice:
    """Rejects a recommendation, with reasons."""
    if not reasons.strip():
        raise NotSaid("Say why it is rejected")
    advice = _waiting(advice, seen_version, by)
    _answer(advice, Answer.REJECTED, reasons, on, by)
    record("reviews.advice_rejected", by=by, subject=advice.review.case)
    return advice


def _answer(advice: Advice, answer: Answer, reasons: str, on: date, by: Any) -> None:
    advice.answer, advice.reasons, advice.answered_on, advice.answered_by = answer.value, reasons, on, by
    advice.save(update_fields=["answer", "reasons", "answered_on", "answered_by", "version"])


@transaction.atomic
def recommend_from_rapid_review(
    *,
    review: RapidReview,
    text: str,
    agencies: Iterable[Any],
    outcome: str,
    measure: str,
    themes: Iterable[Any],
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Any:
    """Puts a recommendation of a rapid review into the one plan, where it waits for an answer. Its source is "A rapid review"."""
    row = learning.add_recommendation(
        text=text,
        source_kind=SourceKind.RAPID_REVIEW,
        source=Reference("reviews.case", str(review.case_id), "A rapid review", ""),
        found_on=on,
        agencies=agencies,
        outcome=outcome,
        measure=measure,
        themes=themes,
        made_with=made_with,
        by=by,
    )
    record("reviews.learning_recommended", by=by, subject=review.case, reference=row.reference)
    return row
