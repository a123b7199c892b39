"""The clocks of a case: they start, stop, are set aside and taken up, and move when the days that they count do."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews.models import AgencySummary, Case, ClockRule, Deadline, DeadlineChange, RapidReview
from hamlet.reviews.queries.clocks import pauses_of
from hamlet.reviews.rules.clocks import Starts, Stops, due, in_force


class WrongDay(Refusal):
    """A day that cannot be: in the future, or before what must come first."""


def in_the_past(day: date, on: date, about: str) -> None:
    if day > on:
        refuse_day("The date must be today or in the past", about)


def not_before(day: date, earliest: date | None, sentence: str, about: str) -> None:
    if earliest is not None and day < earliest:
        refuse_day(f"{sentence}, on {earliest:%-d %B %Y}", about)


def refuse_day(sentence: str, about: str) -> None:
    error = WrongDay(sentence)
    error.about = about
    raise error


def rules_of(case: Case) -> list[ClockRule]:
    """The rules by which the case is judged: those in force on the day on which the local authority became aware."""
    rows = ClockRule.objects.prefetch_related("suspensions").order_by("in_force_from", "id")
    return in_force(rows, case.aware_on or case.referred_on)


@transaction.atomic
def start_clock(*, case: Case, event: Starts, on: date, by: Any) -> list[Deadline]:
    """Starts every clock of the case that `event` starts, by the rules in force when the case began. A clock starts once."""
    days, made = calendar(), []
    held = set(case.deadlines.values_list("rule__key", flat=True))
    for rule in rules_of(case):
        if rule.starts != event.value or rule.key in held:
            continue
        due_on = due(rule, on, days, pauses_of(rule))
        made.append(Deadline.objects.create(case=case, rule=rule, started_on=on, due_on=due_on))
        record("reviews.clock_started", by=by, subject=case, title=rule.title, due_on=due_on)
    return made


@transaction.atomic
def stop_clock(*, case: Case, event: Stops, on: date, by: Any) -> list[Deadline]:
    """Stops every running clock of the case that `event` stops, on the day `on`, by the person `by`."""
    stopped = list(case.deadlines.running().filter(rule__stops=event.value).select_related("rule"))
    for deadline in stopped:
        deadline.stopped_on, deadline.stopped_by = on, by
        deadline.save(update_fields=["stopped_on", "stopped_by"])
        record("reviews.clock_stopped", by=by, subject=case, title=deadline.rule.title, on=on)
    return stopped


@transaction.atomic
def set_aside_clocks(*, case: Case, on: date, keys: frozenset[str] | None = None, by: Any) -> None:
    """Sets aside the case's running clocks, or those of the given keys: what they measured is no longer owed."""
    rows = case.deadlines.running().select_related("rule")
    for deadline in rows.filter(rule__key__in=keys) if keys else rows:
        deadline.set_aside_on = on
        deadline.save(update_fields=["set_aside_on"])
        record("reviews.clock_set_aside", by=by, subject=case, title=deadline.rule.title)


@transaction.atomic
def take_up_clocks(*, case: Case, on: date, by: Any) -> None:
    """Takes up again what was set aside. The clock ran on meanwhile, and by the bank holidays and rules that hold now."""
    days = calendar()
    rows = case.deadlines.filter(stopped_on=None).exclude(set_aside_on=None)
    for deadline in rows.select_related("rule", "case").prefetch_related("rule__suspensions"):
        deadline.set_aside_on = None
        deadline.save(update_fields=["set_aside_on"])
        record("reviews.clock_started", by=by, subject=case, title=deadline.rule.title, due_on=deadline.due_on)
        work_out(deadline, days, on, "It was taken up again", by)


def work_out(deadline: Deadline, days: Calendar, on: date, why: str, by: Any) -> bool:
    """Works out anew the day on which a date is due, and says whether it moved. What it was stays on record."""
    now = due(deadline.rule, deadline.started_on, days, pauses_of(deadline.rule))
    if now == deadline.due_on:
        return False
    was, deadline.due_on = deadline.due_on, now
    deadline.save(update_fields=["rule", "started_on", "due_on"])
    DeadlineChange.objects.create(deadline=deadline, changed_on=on, was=was, now=now, why=why[:400])
    record("reviews.date_moved", by=by, subject=deadline.case, title=deadline.rule.title, was=was, now=now)
    return True


def move_steps(review: RapidReview, days: Calendar, on: date, why: str, by: Any) -> int:
    """Lays out anew the steps of the timetable that are still to be done, and the summaries asked for by their days."""
    moved = 0
    for task in review.tasks.filter(done_on=None, first_day__isnull=False, last_day__isnull=False):
        begins_on = days.after(review.started_on, int(task.first_day or 0))
        due_on = days.after(review.started_on, int(task.last_day or 0))
        if (begins_on, due_on) == (task.begins_on, task.due_on):
            continue
        if task.asks_agencies:
            AgencySummary.objects.filter(review=review, sent_on=None, due_on=task.due_on).update(due_on=due_on)
        record("reviews.step_moved", by=by, subject=review.case, title=task.title, was=task.due_on, now=due_on)
        task.was_due_on, task.begins_on, task.due_on, task.moved_because = task.due_on, begins_on, due_on, why[:400]
        task.save(update_fields=["was_due_on", "begins_on", "due_on", "moved_because"])
        moved += 1
    return moved


@transaction.atomic
def recalculate_open_dates(*, on: date, why: str, by: Any) -> int:
    """A bank holiday was proclaimed or taken back: open dates and steps are worked out anew and keep what they were; done ones
    stay. Returns how many moved.
    """
    days = calendar()
    rows = Deadline.objects.running().select_related("rule", "case").prefetch_related("rule__suspensions").order_by("id")
    moved = sum(work_out(deadline, days, on, why, by) for deadline in rows)
    reviews = RapidReview.objects.filter(sent_on=None, case__withdrawn_on=None).select_related("case").order_by("id")
    return moved + sum(move_steps(review, days, on, why, by) for review in reviews)


@transaction.atomic
def restart_clock(*, case: Case, key: str, started_on: date, why: str, on: date, by: Any) -> None:
    """Works a clock of the case out anew from another day, whether it was stopped or not. What it was stays on record."""
    days = calendar()
    rows = case.deadlines.filter(rule__key=key, set_aside_on=None)
    for deadline in rows.select_related("rule", "case").prefetch_related("rule__suspensions"):
        deadline.started_on = started_on
        deadline.save(update_fields=["started_on"])
        work_out(deadline, days, on, why, by)


@transaction.atomic
def resume_clock(*, case: Case, key: str, later_by: timedelta, why: str, on: date, by: Any) -> None:
    """Lets a clock of what must last run on, so much longer as it did not last. What it was stays on record."""
    for deadline in case.deadlines.filter(rule__key=key, set_aside_on=None).select_related("rule", "case"):
        was, deadline.due_on = deadline.due_on, deadline.due_on + later_by
        deadline.stopped_on, deadline.stopped_by = None, None
        deadline.save(update_fields=["due_on", "stopped_on", "stopped_by"])
        DeadlineChange.objects.create(deadline=deadline, changed_on=on, was=was, now=deadline.due_on, why=why[:400])
        record("reviews.date_moved", by=by, subject=case, title=deadline.rule.title, was=was, now=deadline.due_on)


def day_of_rule(case: Case, key: str, on: date, otherwise: date) -> date:
    """The day that the rule of this key gives for the case from the day `on`; `otherwise` where none was in force."""
    rule = next((row for row in rules_of(case) if row.key == key), None)
    return due(rule, on, calendar(), pauses_of(rule)) if rule else otherwise
