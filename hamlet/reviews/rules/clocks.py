"""The statutory clock: which rule holds, when a thing is due, how it stands. Day 0 is the day on which the clock starts."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from hamlet.foundations.working_days.calendar import Calendar

DAY = timedelta(days=1)


class Starts(StrEnum):
    AWARE = "The local authority became aware"
    NOTIFIED = "The notification was sent to the national Panel"
    DECIDED = "A review was decided on"
    PUBLICATION_PLANNED = "The day planned for publication"
    CHECKED = "The review was commissioned, or last looked at"
    COMPLETED = "The review was completed"
    PUBLISHED = "The report was published"
    MET = "The working group met"


class Stops(StrEnum):
    NOTIFIED = "The notification is sent to the national Panel"
    PARTNERS_TOLD = "The safeguarding partners are told"
    SENT_TO_PANEL = "The rapid review is sent to the national Panel"
    PUBLISHED = "The report is published"
    COPIES_SENT = "Copies are with the national Panel, the Secretary of State and Ofsted"
    TAKEN_DOWN = "The report leaves the public site"
    CHECKED = "The review's time and quality are looked at"
    SESSION_HELD = "The learning session is held"
    REFLECTION_HELD = "The Learning Reflection Session is held"
    MET = "The working group meets again"


class Unit(StrEnum):
    WORKING_DAYS = "working days"
    DAYS = "calendar days"
    MONTHS = "months"
    YEARS = "years"


class Force(StrEnum):
    LAW = "Law"
    GUIDANCE = "Statutory guidance"
    PANEL = "Guidance of the national Panel"
    LOCAL = "Local rule"


class Sense(StrEnum):
    BY = "By then at the latest"
    AHEAD = "That long before, at the latest"
    NOT_BEFORE = "Not before then"


class Standing(StrEnum):
    RUNNING = "Running"
    SOON = "Due soon"
    OVERDUE = "Overdue"
    ON_TIME = "On time"
    LATE = "Late"
    KEPT = "Kept until then"
    ENDED_EARLY = "Ended early"
    SET_ASIDE = "Set aside"


COLOURS = {
    Standing.RUNNING: "blue",
    Standing.SOON: "yellow",
    Standing.OVERDUE: "red",
    Standing.ON_TIME: "green",
    Standing.LATE: "orange",
    Standing.KEPT: "green",
    Standing.ENDED_EARLY: "red",
    Standing.SET_ASIDE: "grey",
}
SOON_WORKING_DAYS = 2
SOON_DAYS = 28


class Rule(Protocol):
    """What a clock needs to know of its rule: a row of the table, or a seed."""

    key: str
    length: int
    unit: str
    sense: str
    in_force_from: date
    in_force_to: date | None


R = TypeVar("R", bound=Rule)


# What runs from the day on which abuse or neglect came to be suspected, where that was later than the incident was known.
FROM_SUSPICION = frozenset({"notification", "rapid-review"})


@dataclass(frozen=True)
class Suspended:
    """Days on which a rule did not run, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day: 31 August and six months give 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(rule: Rule, started_on: date, calendar: Calendar, suspended: Iterable[Suspended] = ()) -> date:
    """The day on which what the rule asks for is due. Days of suspension do not count; the starting day is day zero.

    A rule that counts AHEAD gives the latest day that leaves the whole length before the start.
    """
    pauses = tuple(suspended)
    unit, step = Unit(rule.unit), -1 if rule.sense == Sense.AHEAD.value else 1
    if unit in (Unit.MONTHS, Unit.YEARS):
        months = rule.length * (12 if unit is Unit.YEARS else 1)
        return put_off(started_on, add_months(started_on, step * months), pauses)
    day, left = started_on, rule.length
    while left > 0:
        day += step * DAY
        counts = unit is Unit.DAYS or calendar.is_working_day(day)
        left -= counts and not any(pause.holds(day) for pause in pauses)
    return day


def put_off(started_on: date, due_on: date, pauses: tuple[Suspended, ...]) -> date:
    """A day reckoned in months, later by every suspended day between the start and it."""
    day = started_on
    while day < due_on:
        day += DAY
        if any(pause.holds(day) for pause in pauses):
            due_on += DAY
    return due_on


def in_force(rules: Iterable[R], case_started_on: date) -> list[R]:
    """The rules by which a case is judged: those in force on the day it started, one of each key."""
    found = {}
    for rule in sorted(rules, key=lambda row: row.in_force_from):
        if rule.in_force_from <= case_started_on and (rule.in_force_to is None or case_started_on <= rule.in_force_to):
            found[rule.key] = rule
    return list(found.values())


def clashing(key: str, first: date, last: date | None, others: Iterable[R]) -> R | None:
    """The rule of the same key that is in force on one of the days from `first` to `last` (without end when None), if any."""
    for other in others:
        begins_before_the_end = last is None or other.in_force_from <= last
        ends_after_the_start = other.in_force_to is None or other.in_force_to >= first
        if other.key == key and begins_before_the_end and ends_after_the_start:
            return other
    return None


# What the notification is called where the national Panel is not told of it: a looked-after child or a care leaver, without suspicion.
NOTIFY_STATE = "Notify the Secretary of State and Ofsted"


def standing(sense: str, due_on: date, stopped_on: date | None, today: date, calendar: Calendar) -> Standing:
    """How a clock stands on a day. What is due on a day may be done all that day."""
    if sense == Sense.NOT_BEFORE.value:
        return kept(due_on, stopped_on, today)
    if stopped_on:
        return Standing.ON_TIME if stopped_on <= due_on else Standing.LATE
    if today > due_on:
        return Standing.OVERDUE
    near = calendar.between(today, due_on) <= SOON_WORKING_DAYS
    return Standing.SOON if near else Standing.RUNNING


def kept(due_on: date, stopped_on: date | None, today: date) -> Standing:
    if stopped_on:
        return Standing.KEPT if stopped_on >= due_on else Standing.ENDED_EARLY
    return Standing.KEPT if today >= due_on else Standing.RUNNING


def words(length: int, unit: str, sense: str) -> str:
    """ "within 15 working days", "at least 7 working days before", "for at least 1 year"."""
    said = f"{length} {unit if length != 1 else unit.removesuffix('s')}"
    forms = {Sense.BY: f"within {said}", Sense.AHEAD: f"at least {said} before", Sense.NOT_BEFORE: f"for at least {said}"}
    return forms[Sense(sense)]
