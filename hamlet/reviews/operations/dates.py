"""The rules of the statutory dates, as the partnership keeps them: corrected, added when an edition changes, suspended."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews.models import Case, ClockCorrection, ClockRule, ClockSuspension, Deadline
from hamlet.reviews.operations.clock import WrongDay, work_out
from hamlet.reviews.operations.judging import NothingCorrected, judge_anew
from hamlet.reviews.rules.clocks import clashing

CORRECTABLE = (
    *("length", "unit", "sense", "starts", "stops", "whose", "source", "force", "confirmed", "edition"),
    *("in_force_from", "in_force_to"),
)
# What decides which rule a case is judged by, and from when: a change of these judges every case of that date anew.
DECIDING = frozenset({"starts", "in_force_from", "in_force_to"})
DAY = timedelta(days=1)


class TwoRules(Refusal):
    """Two rules of the same date would be in force on the same day."""


def _alone(rule: ClockRule) -> None:
    others = ClockRule.objects.filter(key=rule.key).exclude(pk=rule.pk)
    if rule.in_force_to and rule.in_force_to < rule.in_force_from:
        raise WrongDay("The last day in force must be the same as or after the first")
    if other := clashing(rule.key, rule.in_force_from, rule.in_force_to, others):
        raise TwoRules(f"{other} is in force on some of those days: a case is judged by one rule")


def _put_on_record(rule: ClockRule, before: str, after: str, why: str, on: date, by: Any) -> None:
    ClockCorrection.objects.create(rule=rule, corrected_on=on, by=by, before=before[:400], after=after[:400], why=why)
    record("reviews.rule_corrected", by=by, subject=rule, before=before[:400], after=after[:400])


@transaction.atomic
def correct_rule(*, rule: ClockRule, why: str, on: date, seen_version: int | None, by: Any, **given: Any) -> ClockRule:
    """Corrects what a rule says: every part of it but its name. The rule was always so, it was only written down wrongly: dates
    that were done by it are judged by it too, and each date that moves shows old, new and why.
    """
    rule = locked(rule, seen_version)
    before = rule.said
    found = changes(rule, **{name: given[name] for name in CORRECTABLE if name in given})
    if not found:
        raise NothingCorrected("Nothing differs from what the rule says already")
    _alone(rule)
    rule.save(update_fields=[*found, "version"])
    _put_on_record(rule, before, rule.said, why, on, by)
    reason = f"The rule was corrected: {why}"
    if DECIDING & found.keys():
        _judge_all(rule.key, on, reason, by)
    else:
        _work_out_all(Deadline.objects.filter(rule=rule), on, reason, by)
    return rule


def _judge_all(key: str, on: date, why: str, by: Any) -> None:
    for case in _concerned(key):
        judge_anew(case, on, why, by)


def _concerned(key: str) -> list[Case]:
    """The cases that hold a date of this key, and those still open, which may owe one now."""
    with_date = Deadline.objects.filter(rule__key=key).values("case_id")
    rows = Case.objects.held().open() | Case.objects.held().filter(pk__in=with_date)
    return list(rows.select_for_update(of=("self",)).order_by("id"))


def _work_out_all(rows: Any, on: date, why: str, by: Any) -> None:
    days = calendar()
    rows = rows.filter(case__disposed_on=None).select_related("rule", "case").prefetch_related("rule__suspensions")
    for deadline in rows.order_by("id"):
        work_out(deadline, days, on, why, by)


@transaction.atomic
def add_rule(
    *, like: ClockRule | None, title: str, in_force_from: date, on: date, made_with: UUID | None = None, by: Any, **given: Any
) -> ClockRule:
    """A new edition changes a date, `like` the rule that it had (which then ends the day before), or brings one of its own.

    Cases that began from that day on are judged anew. Refuses a second rule for the same days.
    """
    made = made_once(ClockRule, made_with)
    if made:
        return made
    key = like.key if like else slugify(title)[:40]
    same = ClockRule.objects.filter(key=key)
    before = same.filter(in_force_from__lt=in_force_from).order_by("-in_force_from").first()
    later = same.filter(in_force_from__gt=in_force_from).order_by("in_force_from").first()
    if before and (before.in_force_to is None or before.in_force_to >= in_force_from):
        _end(before, in_force_from - DAY, on, by)
    rule = ClockRule(key=key, title=like.title if like else title, in_force_from=in_force_from, **given)
    rule.in_force_to = later.in_force_from - DAY if later else None
    if made_with:
        rule.made_with = made_with
    _alone(rule)
    rule.save()
    record("reviews.rule_added", by=by, subject=rule, title=rule.title, in_force_from=in_force_from)
    _judge_all(key, on, f"A new rule: {rule}", by)
    return rule


def _end(rule: ClockRule, last: date, on: date, by: Any) -> None:
    rule = locked(rule, None)
    before, rule.in_force_to = rule.said, last
    rule.save(update_fields=["in_force_to", "version"])
    _put_on_record(rule, before, rule.said, "Another rule follows it", on, by)


@transaction.atomic
def suspend_rule(
    *, rule: ClockRule, first: date, last: date, reason: str, on: date, made_with: UUID | None = None, by: Any
) -> ClockSuspension:
    """Records days on which a rule did not run, both included. Open dates move by them."""
    made = made_once(ClockSuspension, made_with)
    if made:
        return made
    _in_order(first, last)
    given = {"made_with": made_with} if made_with else {}
    suspension = ClockSuspension.objects.create(rule=rule, first=first, last=last, reason=reason, **given)
    record("reviews.rule_suspended", by=by, subject=rule, first=first, last=last)
    _work_out_open(rule, on, f"The rule did not run from {first:%-d %B %Y} to {last:%-d %B %Y}", by)
    return suspension


def _in_order(first: date, last: date) -> None:
    if last < first:
        raise WrongDay("The last day must be the same as or after the first day")


def _work_out_open(rule: ClockRule, on: date, why: str, by: Any) -> None:
    _work_out_all(Deadline.objects.filter(rule=rule).running(), on, why, by)


@transaction.atomic
def change_suspension(
    *,
    suspension: ClockSuspension,
    first: date,
    last: date,
    reason: str,
    mistaken: bool,
    why: str,
    on: date,
    seen_version: int | None,
    by: Any,
) -> ClockRule:
    """Ends a suspension on another day or mends it; `mistaken` takes it back altogether. What it said stays with the rule."""
    suspension = locked(suspension, seen_version)
    rule, before = suspension.rule, f"Did not run {suspension}: {suspension.reason}"
    _in_order(first, last)
    if mistaken:
        suspension.delete()
        after = "It ran on those days"
    else:
        if not changes(suspension, first=first, last=last, reason=reason):
            raise NothingCorrected("Nothing differs from what was recorded")
        suspension.save(update_fields=["first", "last", "reason", "version"])
        after = f"Did not run {suspension}: {suspension.reason}"
    _put_on_record(rule, before, after, why, on, by)
    _work_out_open(rule, on, f"The days on which the rule did not run were corrected: {why}", by)
    return rule
