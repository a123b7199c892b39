from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked
from hamlet.foundations.references import Reference
from hamlet.foundations.working_days.queries import calendar
from hamlet.learning.operations import add_action
from hamlet.reviews.models import Case, RapidReview, ReviewSection, Task, TimetableStep
from hamlet.reviews.operations.identifying import expect_nobody_named
from hamlet.reviews.rules.cases import Section

SOURCE = "A rapid review"


class AlreadySent(Refusal):
    """The rapid review has gone to the national Panel and is closed to change."""


def begin_rapid_review(case: Case, by: Any) -> RapidReview:
    """Begins the rapid review that follows from a notification, and lays out its timetable from the template."""
    clock = case.deadlines.filter(rule__key="rapid-review").first()
    started_on = clock.started_on if clock else case.notified_on or case.referred_on
    review = RapidReview.objects.create(case=case, started_on=started_on)
    days = calendar()
    Task.objects.bulk_create(
        Task(
            review=review,
            title=step.title,
            whose=step.whose,
            first_day=step.first_day,
            last_day=step.last_day,
            begins_on=days.after(started_on, step.first_day),
            due_on=days.after(started_on, step.last_day),
            asks_agencies=step.asks_agencies,
        )
        for step in TimetableStep.objects.filter(ended_on=None).order_by("first_day", "last_day", "id")
    )
    record("reviews.rapid_review_begun", by=by, subject=case)
    return review


def open_review(review: RapidReview, seen_version: int | None) -> RapidReview:
    """The review, locked, unless it has gone to the national Panel."""
    review = locked(review, seen_version)
    if review.sent_on:
        raise AlreadySent(f"It was sent to the national Panel on {review.sent_on:%-d %B %Y}, and is closed to change")
    return review


@transaction.atomic
def finish_task(*, task: Task, on: date, by: Any) -> Task:
    review = open_review(task.review, None)
    review.save(update_fields=["version"])
    task.done_on, task.done_by = on, by
    task.save(update_fields=["done_on", "done_by"])
    record("reviews.task_done", by=by, subject=review.case, title=task.title)
    return task


@transaction.atomic
def reopen_task(*, task: Task, by: Any) -> Task:
    """Takes back that a step was done: it was recorded by mistake."""
    review = open_review(task.review, None)
    review.save(update_fields=["version"])
    task.done_on = task.done_by = None
    task.save(update_fields=["done_on", "done_by"])
    record("reviews.task_reopened", by=by, subject=review.case, title=task.title)
    return task


@transaction.atomic
def write_section(*, review: RapidReview, section: Section, text: str, seen_version: int | None, by: Any) -> ReviewSection:
    """Writes one of the parts that every rapid review must hold. `seen_version` is the section's own, None before it was written."""
    review = open_review(review, None)
    review.save(update_fields=["version"])
    held = ReviewSection.objects.filter(review=review, section=section.value).first()
    if held:
        held = locked(held, seen_version)
        held.text, held.by = text, by
        held.save(update_fields=["text", "by", "version"])
    else:
        held = ReviewSection.objects.create(review=review, section=section.value, text=text, by=by)
    record("reviews.section_written", by=by, subject=review.case, section=section.value)
    return held


@transaction.atomic
def add_immediate_action(
    *,
    review: RapidReview,
    title: str,
    owner: Any,
    due_on: date,
    names_nobody: bool = False,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Any:
    """Immediate learning becomes an action the same day. The plan calls its source "A rapid review", and no more. Refuses words that
    could identify somebody unless `names_nobody`.
    """
    confirmed = expect_nobody_named(review.case, (title,), names_nobody)
    source = Reference("reviews.case", str(review.case_id), SOURCE, "")
    given = {"title": title, "owner": owner, "due_on": due_on, "raised_on": on, "source": source}
    action = add_action(**given, made_with=made_with, by=by)
    record("reviews.immediate_action_added", by=by, subject=review.case, action=action.reference, confirmed=confirmed)
    return action
