"""What a case is judged by, put right: the day on which the authority became aware, the day on which something was done, the rules."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked
from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews.models import Case, ClockRule, Deadline, DeadlineChange, RapidReview
from hamlet.reviews.operations.clock import in_the_past, move_steps, not_before, refuse_day, rules_of, start_clock, work_out
from hamlet.reviews.queries.clocks import started_by
from hamlet.reviews.rules.cases import Stage, Told
from hamlet.reviews.rules.clocks import FROM_SUSPICION, Starts, Stops


class NothingCorrected(Refusal):
    """What is to be corrected says already what it is corrected to."""


class NotStopped(Refusal):
    """The clock has not stopped, or its day is put right where it was recorded."""


OVER = (Stage.NOT_MET.value, Stage.WITHDRAWN.value, Stage.CLOSED.value)


def judge_anew(case: Case, on: date, why: str, by: Any) -> int:
    """Puts each clock of the case, done ones too, under the rule in force for it, works its day out anew and starts what is owed
    now. A clock whose start has not come by the rule that holds now is taken back. Returns how many dates moved.
    """
    days, moved = calendar(), 0
    rules = {rule.key: rule for rule in rules_of(case)}
    for deadline in case.deadlines.select_related("rule", "case").order_by("id"):
        rule = rules.get(deadline.rule.key, deadline.rule)
        started_on = _started_on(case, deadline, rule)
        if started_on is None:
            record("reviews.clock_taken_back", by=by, subject=case, title=deadline.rule.title, due_on=deadline.due_on)
            deadline.delete()
            continue
        moved += _put_under(deadline, rule, started_on, days, on=on, why=why, by=by)
    if case.stage not in OVER:
        _start_what_is_owed(case, by)
    return moved + _lay_out(case, days, on, why, by)


def _started_on(case: Case, deadline: Deadline, rule: ClockRule) -> date | None:
    """The day on which the clock starts by this rule; None when that has not happened. What starts it as before keeps its day,
    but for the two that are put right here.
    """
    known = {Starts.AWARE.value: known_from(case, rule.key), Starts.NOTIFIED.value: case.notified_on}
    if rule.starts in known:
        return known[rule.starts]
    return deadline.started_on if rule.starts == deadline.rule.starts else started_by(rule.starts, case)


def known_from(case: Case, key: str) -> date:
    """The day from which the local authority had to act: it became aware, or came to suspect abuse or neglect only later."""
    suspected_on = case.suspected_on if key in FROM_SUSPICION else None
    return suspected_on or case.aware_on or case.referred_on


def _put_under(deadline: Deadline, rule: ClockRule, started_on: date, days: Calendar, *, on: date, why: str, by: Any) -> bool:
    if (deadline.rule_id, deadline.started_on) != (rule.pk, started_on):
        deadline.rule, deadline.started_on = rule, started_on
        deadline.save(update_fields=["rule", "started_on"])
    return work_out(deadline, days, on, why, by)


def _start_what_is_owed(case: Case, by: Any) -> None:
    start_clock(case=case, event=Starts.AWARE, on=case.aware_on or case.referred_on, by=by)
    if case.notified_on and case.told == Told.PANEL.value:
        start_clock(case=case, event=Starts.NOTIFIED, on=case.notified_on, by=by)


def _lay_out(case: Case, days: Calendar, on: date, why: str, by: Any) -> int:
    """Moves the open steps of the rapid review to where its clock starts now."""
    review = RapidReview.objects.select_for_update().filter(case=case, sent_on=None).first()
    clock = case.deadlines.filter(rule__key="rapid-review").first()
    if review is None or clock is None:
        return 0
    if review.started_on != clock.started_on:
        review.started_on = clock.started_on
        review.save(update_fields=["started_on"])
    return move_steps(review, days, on, why, by)


@transaction.atomic
def correct_awareness(*, case: Case, aware_on: date, why: str, on: date, seen_version: int | None, by: Any) -> Case:
    """Corrects the day on which the local authority became aware. The case is judged anew: by the rules in force on that day, with
    every date that runs from it, done or open, showing what it was, what it is and why.
    """
    in_the_past(aware_on, on, "aware_on")
    case = locked(case, seen_version)
    not_before(aware_on, case.incident_on, "The local authority cannot have known before it happened", "aware_on")
    for day, said in ((case.notified_on, "the notification was sent"), (case.partners_told_on, "the partners were told")):
        if day and aware_on > day:
            refuse_day(f"The local authority knew by the day on which {said}, {day:%-d %B %Y}", "aware_on")
    found = changes(case, aware_on=aware_on)
    if not found:
        raise NothingCorrected(f"It stands so already: {aware_on:%-d %B %Y}")
    case.save(update_fields=["aware_on", "version"])
    record("reviews.awareness_corrected", by=by, subject=case, changes=found)
    judge_anew(case, on, f"The day of awareness was corrected: {why}", by)
    return case


def _correct_notified(case: Case, day: date) -> None:
    not_before(day, case.aware_on, "It cannot be sent before the local authority became aware", "stopped_on")
    if case.notified_on:
        case.notifications.filter(sent_on=case.notified_on).update(sent_on=day)
    case.notified_on = day
    case.save(update_fields=["notified_on"])


def _correct_told(case: Case, day: date) -> None:
    not_before(day, case.aware_on, "They cannot be told before the local authority became aware", "stopped_on")
    case.partners_told_on = day
    case.save(update_fields=["partners_told_on"])


def _correct_sent(case: Case, day: date) -> None:
    review = RapidReview.objects.select_for_update().get(case=case)
    not_before(day, review.decided_on, "It cannot be sent before the partners decided", "stopped_on")
    if review.replied_on and day > review.replied_on:
        refuse_day(f"The national Panel replied on {review.replied_on:%-d %B %Y}", "stopped_on")
    review.sent_on = day
    review.save(update_fields=["sent_on"])


# The events whose day is typed on the case itself. The others are put right on the page of the review or of the session.
CORRECTED: dict[str, Callable[[Case, date], None]] = {
    Stops.NOTIFIED.value: _correct_notified,
    Stops.PARTNERS_TOLD.value: _correct_told,
    Stops.SENT_TO_PANEL.value: _correct_sent,
}


@transaction.atomic
def correct_stop(*, deadline: Deadline, stopped_on: date, why: str, on: date, seen_version: int | None, by: Any) -> Deadline:
    """Corrects the day on which something was done that was typed wrongly: the date shows what it was, what it is and why."""
    in_the_past(stopped_on, on, "stopped_on")
    deadline = locked(deadline, seen_version)
    act = CORRECTED.get(deadline.rule.stops)
    if deadline.stopped_on is None or act is None:
        raise NotStopped("Only the day of something that was done, and recorded on the case, is corrected here")
    if deadline.stopped_on == stopped_on:
        raise NothingCorrected(f"It stands so already: {stopped_on:%-d %B %Y}")
    was, deadline.stopped_on = deadline.stopped_on, stopped_on
    deadline.save(update_fields=["stopped_on", "version"])
    DeadlineChange.objects.create(
        deadline=deadline, of=DeadlineChange.DONE, changed_on=on, was=was, now=stopped_on, why=why[:400]
    )
    case = Case.objects.select_for_update().get(pk=deadline.case_id)
    act(case, stopped_on)
    record("reviews.stop_corrected", by=by, subject=case, title=deadline.rule.title, was=was, now=stopped_on)
    judge_anew(case, on, f"The day of what starts it was corrected: {why}", by)
    return deadline
