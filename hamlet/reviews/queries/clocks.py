"""The clock of a case as its page shows it, and the days on which clocks start."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.queries import bank_calendar
from hamlet.governance.rules import GroupKind
from hamlet.meetings.queries import last_meeting_day, next_meeting_day
from hamlet.reviews.models import Case, ClockRule, Deadline, PublishedReview, RapidReview, StatutoryReview
from hamlet.reviews.rules import clocks
from hamlet.reviews.rules.cases import Told
from hamlet.reviews.rules.clocks import Starts, Stops
from hamlet.reviews.rules.picture import Picture, Span, picture

# What stops a clock on a day that is typed on the case itself, and may be mistyped.
CORRECTABLE_STOPS = frozenset({Stops.NOTIFIED.value, Stops.PARTNERS_TOLD.value, Stops.SENT_TO_PANEL.value})


@dataclass(frozen=True)
class ClockRow:
    """One date of a case as its page shows it."""

    title: str
    whose: str
    words: str
    started_on: date
    due_on: date
    stopped_on: date | None
    stopped_by: str
    set_aside_on: date | None
    standing: str
    colour: str
    citation: str
    force: str
    changes: tuple[Any, ...]
    correctable: int | None  # the clock whose day of being done is put right on the case, if it has one


def title_of(deadline: Deadline) -> str:
    """The name of the date, of a case that is loaded with it: where the national Panel is not told, the notification says who is."""
    state_only = deadline.rule.stops == Stops.NOTIFIED.value and deadline.case.told == Told.STATE.value
    return clocks.NOTIFY_STATE if state_only else deadline.rule.title


def clock_of(case: Case, today: date, days: Calendar) -> list[ClockRow]:
    """Every date of the case in the order in which they fall, each with how it stands and where it comes from. Two queries."""
    rows = case.deadlines.select_related("rule", "stopped_by", "case").prefetch_related("changes").order_by("due_on", "id")
    return [clock_row(deadline, deadline.standing(today, days)) for deadline in rows]


def clock_row(deadline: Deadline, standing: clocks.Standing) -> ClockRow:
    rule = deadline.rule
    return ClockRow(
        title=title_of(deadline),
        whose=rule.whose,
        words=rule.words,
        started_on=deadline.started_on,
        due_on=deadline.due_on,
        stopped_on=deadline.stopped_on,
        stopped_by=str(deadline.stopped_by) if deadline.stopped_by else "",
        set_aside_on=None if deadline.stopped_on else deadline.set_aside_on,
        standing=standing.value,
        colour=clocks.COLOURS[standing],
        citation=rule.citation,
        force=rule.force,
        changes=tuple(deadline.changes.all()),
        correctable=deadline.pk if deadline.stopped_on and rule.stops in CORRECTABLE_STOPS else None,
    )


def clock_picture(rows: list[ClockRow], today: date) -> Picture | None:
    spans = [
        Span(row.title, row.started_on, row.due_on, row.stopped_on or row.set_aside_on, row.colour, row.standing) for row in rows
    ]
    return picture(spans, today)


def pauses_of(rule: ClockRule) -> list[clocks.Suspended]:
    return [clocks.Suspended(row.first, row.last) for row in rule.suspensions.all()]


def started_by(event: str, case: Case) -> date | None:
    """The day on which what starts a clock happened in the case; None when it has not."""
    rapid = RapidReview.objects.filter(case=case).first()
    review = StatutoryReview.objects.filter(case=case).first()
    published = PublishedReview.objects.filter(case=case).first()
    days = {
        Starts.AWARE: case.aware_on or case.referred_on,
        Starts.NOTIFIED: case.notified_on,
        Starts.DECIDED: rapid.decided_on if rapid and review else None,
        Starts.COMPLETED: review.completed_on if review else None,
        Starts.PUBLICATION_PLANNED: review.planned_on if review else None,
        Starts.PUBLISHED: published.published_on if published else None,
    }
    return days.get(Starts(event))


@dataclass(frozen=True)
class GroupClock:
    """When the Rapid Review Working Group last met, by when it meets again by the partnership's rule, and when that is planned."""

    met_on: date | None
    due_on: date | None
    planned_on: date | None
    standing: str
    colour: str
    citation: str


def working_group_clock(today: date) -> GroupClock | None:
    """The six weeks of the Rapid Review Working Group; None when no rule for it is in force."""
    rules = clocks.in_force(ClockRule.objects.filter(key="working-group").prefetch_related("suspensions"), today)
    if not rules:
        return None
    met_on = last_meeting_day(GroupKind.RAPID_REVIEW_WORKING, today)
    planned_on = next_meeting_day(GroupKind.RAPID_REVIEW_WORKING, today)
    if met_on is None:
        return GroupClock(None, None, planned_on, "It has not met yet", "grey", rules[0].citation)
    due_on = clocks.due(rules[0], met_on, bank_calendar(), pauses_of(rules[0]))
    standing = clocks.standing(rules[0].sense, due_on, None, today, bank_calendar())
    return GroupClock(met_on, due_on, planned_on, standing.value, clocks.COLOURS[standing], rules[0].citation)
