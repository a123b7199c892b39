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
from hamlet.reviews.operations.clock import WrongDay, in_the_past, start_clock, stop_clock
from hamlet.reviews.operations.incidents import NotSaid, move
from hamlet.reviews.rules.cases import Section, Stage, Told
from hamlet.reviews.rules.clocks import Starts, Stops

SOURCE = "A rapid review"


class AlreadySent(Refusal):
    """The rapid review has gone to the national Panel and is closed to change."""


@transaction.atomic
def record_notification(*, case: Case, notified_on: date, reference: str, on: date, seen_version: int | None, by: Any) -> Case:
    """Records that the notification was submitted to the national system, with its reference: hamlet itself notifies nobody.

    Stops the clock of the notification; when the national Panel was told, begins the rapid review and lays out its timetable.
    """
    in_the_past(notified_on, on, "notified_on")
    case = locked(case, seen_version)
    if case.aware_on and notified_on < case.aware_on:
        error = WrongDay("The notification cannot be sent before the local authority became aware")
        error.about = "notified_on"
        raise error
    if not reference.strip():
        raise NotSaid("Enter the reference that the national system gave")
    case.notified_on, case.notification_reference = notified_on, reference
    rapid = case.told == Told.PANEL.value
    move(case, Stage.RAPID_REVIEW if rapid else Stage.NOTIFIED, "notified_on", "notification_reference")
    stop_clock(case=case, event=Stops.NOTIFIED, on=notified_on, by=by)
    record("reviews.notified", by=by, subject=case, notified_on=notified_on)
    if rapid:
        start_clock(case=case, event=Starts.NOTIFIED, on=notified_on, by=by)
        _begin_rapid_review(case, by)
    return case


def _begin_rapid_review(case: Case, by: Any) -> RapidReview:
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
    *, review: RapidReview, title: str, owner: Any, due_on: date, on: date, made_with: UUID | None = None, by: Any
) -> Any:
    """Immediate learning becomes an action the same day. The plan calls its source "A rapid review", and no more."""
    source = Reference("reviews.case", str(review.case_id), SOURCE, "")
    given = {"title": title, "owner": owner, "due_on": due_on, "raised_on": on, "source": source}
    action = add_action(**given, made_with=made_with, by=by)
    record("reviews.immediate_action_added", by=by, subject=review.case, action=action.reference)
    return action
