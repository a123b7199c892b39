from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.foundations.references import Reference
from hamlet.learning import operations as learning
from hamlet.learning.rules.recommendations import SourceKind
from hamlet.reviews.models import Advice, Finding, RapidReview, StatutoryReview
from hamlet.reviews.operations.commissioning import under_way
from hamlet.reviews.operations.identifying import expect_nobody_named
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.rules.statutory import Answer

SOURCE = "A review"


class OwnWork(Refusal):
    """The reviewer does not answer their own recommendation."""


class AnsweredAlready(Refusal):
    """The recommendation was accepted or rejected before."""


def _expect_said(outcome: str, measure: str) -> None:
    if not outcome.strip():
        raise NotSaid("Say what should be different")
    if not measure.strip():
        raise NotSaid("Say how it will be measured")


@transaction.atomic
def add_finding(
    *,
    review: StatutoryReview,
    text: str,
    agencies: Iterable[Any],
    outcome: str,
    measure: str,
    made_with: UUID | None = None,
    by: Any,
) -> Finding:
    """Adds a finding: whom it concerns, what should come of it, how that will be measured. Refused once the review is completed."""
    if made := made_once(Finding, made_with):
        return made
    _expect_said(outcome, measure)
    review = under_way(review, None)
    given = {"made_with": made_with} if made_with else {}
    finding = Finding.objects.create(review=review, text=text, outcome=outcome, measure=measure, **given)
    finding.agencies.set(agencies)
    record("reviews.finding_added", by=by, subject=review.case)
    return finding


def _open_finding(finding: Finding, seen_version: int | None) -> Finding:
    """A finding may change until one of the recommendations that follow from it has an answer, or the review is completed."""
    finding = locked(finding, seen_version)
    under_way(finding.review, None)
    if finding.withdrawn_on:
        raise NotNow("The finding was withdrawn")
    if finding.advice.filter(answer__in=(Answer.ACCEPTED.value, Answer.REJECTED.value)).exists():
        raise NotNow("A recommendation that follows from this finding has its answer: the finding is closed to change")
    return finding


@transaction.atomic
def change_finding(
    *,
    finding: Finding,
    text: str,
    agencies: Iterable[Any],
    outcome: str,
    measure: str,
    seen_version: int | None,
    by: Any,
) -> Finding:
    finding = _open_finding(finding, seen_version)
    _expect_said(outcome, measure)
    found = changes(finding, text=text, outcome=outcome, measure=measure)
    finding.save(update_fields=["text", "outcome", "measure", "version"])
    finding.agencies.set(agencies)
    record("reviews.finding_changed", by=by, subject=finding.review.case, parts=", ".join(found))
    return finding


@transaction.atomic
def withdraw_finding(*, finding: Finding, because: str, on: date, seen_version: int | None, by: Any) -> Finding:
    """Withdraws a finding, with the reason. Refused while a recommendation that follows from it waits for an answer."""
    finding = _open_finding(finding, seen_version)
    if not because.strip():
        raise NotSaid("Say why it is withdrawn")
    if finding.advice.filter(answer=Answer.WAITING.value).exists():
        raise NotNow("Withdraw the recommendations that follow from this finding first")
    finding.withdrawn_on, finding.withdrawn_because = on, because
    finding.save(update_fields=["withdrawn_on", "withdrawn_because", "version"])
    record("reviews.finding_withdrawn", by=by, subject=finding.review.case)
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
    _expect_said(outcome, measure)
    review = under_way(review, None)
    given = {"made_with": made_with} if made_with else {}
    advice = Advice.objects.create(review=review, finding=finding, text=text, outcome=outcome, measure=measure, **given)
    advice.agencies.set(agencies)
    record("reviews.advice_added", by=by, subject=review.case)
    return advice


def _unanswered(advice: Advice, seen_version: int | None) -> Advice:
    advice = locked(advice, seen_version)
    if advice.answer != Answer.WAITING.value:
        raise AnsweredAlready(f"It was {advice.answer.lower()} on {advice.answered_on:%-d %B %Y}")
    return advice


def _waiting(advice: Advice, seen_version: int | None, by: Any) -> Advice:
    advice = _unanswered(advice, seen_version)
    if advice.review.reviewer_id == by.pk:
        raise OwnWork("Somebody other than the reviewer answers a recommendation")
    return advice


@transaction.atomic
def change_advice(
    *,
    advice: Advice,
    text: str,
    agencies: Iterable[Any],
    outcome: str,
    measure: str,
    finding: Finding | None,
    seen_version: int | None,
    by: Any,
) -> Advice:
    """Corrects a recommendation that has no answer yet."""
    advice = _unanswered(advice, seen_version)
    _expect_said(outcome, measure)
    found = changes(advice, text=text, outcome=outcome, measure=measure, finding=finding)
    advice.save(update_fields=["text", "outcome", "measure", "finding", "version"])
    advice.agencies.set(agencies)
    record("reviews.advice_changed", by=by, subject=advice.review.case, parts=", ".join(found))
    return advice


@transaction.atomic
def withdraw_advice(*, advice: Advice, because: str, on: date, seen_version: int | None, by: Any) -> Advice:
    """Withdraws a recommendation that has no answer yet, with the reason."""
    if not because.strip():
        raise NotSaid("Say why it is withdrawn")
    advice = _unanswered(advice, seen_version)
    _answer(advice, Answer.WITHDRAWN, because, on, by)
    record("reviews.advice_withdrawn", by=by, subject=advice.review.case)
    return advice


@transaction.atomic
def accept_advice(
    *,
    advice: Advice,
    themes: Iterable[Any] = (),
    reasons: str = "",
    names_nobody: bool = False,
    on: date,
    seen_version: int | None,
    by: Any,
) -> Advice:
    """Accepts a recommendation: it enters the one action plan, which calls its source "A review" and no more. Refuses words that could
    identify somebody unless `names_nobody`.

    It was found on the day that its review was completed, or on the day of this answer when that comes first.
    """
    advice = _waiting(advice, seen_version, by)
    review = advice.review
    confirmed = expect_nobody_named(review.case, (advice.text, advice.outcome, advice.measure, reasons), names_nobody)
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
    record("reviews.advice_accepted", by=by, subject=review.case, reference=row.reference, confirmed=confirmed)
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
    names_nobody: bool = False,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Any:
    """Puts a recommendation of a rapid review into the one plan, where it waits for an answer. Its source is "A rapid review". Refuses
    words that could identify somebody unless `names_nobody`.
    """
    confirmed = expect_nobody_named(review.case, (text, outcome, measure), names_nobody)
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
    record("reviews.learning_recommended", by=by, subject=review.case, reference=row.reference, confirmed=confirmed)
    return row
