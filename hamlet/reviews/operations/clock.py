from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews.models import Case, ClockCorrection, ClockRule, ClockSuspension, Deadline, DeadlineChange
from hamlet.reviews.queries.cases import pauses_of
from hamlet.reviews.rules.clocks import Starts, Stops, due, in_force

CORRECTABLE = ("length", "unit", "source", "confirmed")


class WrongDay(Refusal):
    """A day that cannot be: in the future, or before what must come first."""


def in_the_past(day: date, on: date, about: str) -> None:
    if day > on:
        error = WrongDay("The date must be today or in the past")
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
    held = set(case.deadlines.values_list("rule_id", flat=True))
    for rule in rules_of(case):
        if rule.starts != event.value or rule.pk in held:
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
def take_up_clocks(*, case: Case, by: Any) -> None:
    """Takes up again what was set aside, with the dates it had: the clock ran on meanwhile."""
    for deadline in case.deadlines.filter(stopped_on=None).exclude(set_aside_on=None).select_related("rule"):
        deadline.set_aside_on = None
        deadline.save(update_fields=["set_aside_on"])
        record("reviews.clock_started", by=by, subject=case, title=deadline.rule.title, due_on=deadline.due_on)


def _move(deadline: Deadline, days: Calendar, on: date, why: str, by: Any) -> None:
    """Works a date out anew. What it was stays on record."""
    now = due(deadline.rule, deadline.started_on, days, pauses_of(deadline.rule))
    if now == deadline.due_on:
        return
    was, deadline.due_on = deadline.due_on, now
    deadline.save(update_fields=["started_on", "due_on"])
    DeadlineChange.objects.create(deadline=deadline, changed_on=on, was=was, now=now, why=why[:400])
    record("reviews.date_moved", by=by, subject=deadline.case, title=deadline.rule.title, was=was, now=now)


def _recalculate(rows: Any, on: date, why: str, by: Any) -> None:
    days = calendar()
    for deadline in rows.running().select_related("rule", "case").prefetch_related("rule__suspensions").order_by("id"):
        _move(deadline, days, on, why, by)


@transaction.atomic
def recalculate_open_dates(*, on: date, why: str, by: Any) -> None:
    """A bank holiday was proclaimed or taken back: open dates are worked out anew and keep what they were; done ones stay."""
    _recalculate(Deadline.objects.all(), on, why, by)


@transaction.atomic
def correct_awareness(*, case: Case, aware_on: date, why: str, on: date, seen_version: int | None, by: Any) -> Case:
    """Corrects the day on which the local authority became aware: what runs from it is worked out anew."""
    in_the_past(aware_on, on, "aware_on")
    case = locked(case, seen_version)
    found = changes(case, aware_on=aware_on)
    case.save(update_fields=["aware_on", "version"])
    record("reviews.awareness_corrected", by=by, subject=case, changes=found)
    days = calendar()
    rows = case.deadlines.running().filter(rule__starts=Starts.AWARE.value)
    for deadline in rows.select_related("rule").prefetch_related("rule__suspensions"):
        deadline.started_on = aware_on
        deadline.save(update_fields=["started_on"])
        _move(deadline, days, on, why, by)
    return case


@transaction.atomic
def correct_rule(*, rule: ClockRule, why: str, on: date, seen_version: int | None, by: Any, **given: Any) -> ClockRule:
    """Corrects a rule's `length`, `unit`, `source` or `confirmed`. Open dates move with it; each shows old, new and why."""
    rule = locked(rule, seen_version)
    before = f"{rule.words}. {rule.citation}"
    found = changes(rule, **{name: given[name] for name in CORRECTABLE})
    rule.save(update_fields=[*found, "version"])
    after = f"{rule.words}. {rule.citation}"
    ClockCorrection.objects.create(rule=rule, corrected_on=on, by=by, before=before[:400], after=after[:400], why=why)
    record("reviews.rule_corrected", by=by, subject=rule, before=before, after=after, changes=found)
    _recalculate(Deadline.objects.filter(rule=rule), on, f"The rule was corrected: {why}", by)
    return rule


@transaction.atomic
def suspend_rule(
    *, rule: ClockRule, first: date, last: date, reason: str, on: date, made_with: UUID | None = None, by: Any
) -> ClockSuspension:
    """Records days on which a rule did not run, both included. Open dates move by them."""
    made = made_once(ClockSuspension, made_with)
    if made:
        return made
    if last < first:
        raise WrongDay("The last day must be the same as or after the first day")
    given = {"made_with": made_with} if made_with else {}
    suspension = ClockSuspension.objects.create(rule=rule, first=first, last=last, reason=reason, **given)
    record("reviews.rule_suspended", by=by, subject=rule, first=first, last=last)
    _recalculate(Deadline.objects.filter(rule=rule), on, f"The rule did not run from {first:%-d %B %Y} to {last:%-d %B %Y}", by)
    return suspension
