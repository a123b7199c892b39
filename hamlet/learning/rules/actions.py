"""When an action is late or soon, and what may happen to it. No Django; `today` is an argument."""

from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    OPEN = "Open"
    DONE = "Done"
    STOPPED = "Stopped"


class Standing(StrEnum):
    LATE = "Late"
    SOON = "Due soon"
    ON_TIME = "On time"
    DONE = "Done"
    STOPPED = "Stopped"


COLOURS = {
    Standing.LATE: "red",
    Standing.SOON: "yellow",
    Standing.ON_TIME: "green",
    Standing.DONE: "blue",
    Standing.STOPPED: "grey",
}
SOON = timedelta(days=14)
REMIND_BEFORE = timedelta(days=7)
ASK_BEFORE = timedelta(days=10)  # owners are asked for an update this long before the working group meets


def reference_of(number: int) -> str:
    """ "A-0001", "A-12345"."""
    return f"A-{number:04}"


def number_of(reference: str) -> int | None:
    """The number behind a reference of ours; None for one of another shape, which an action that moved in may keep."""
    digits = reference.removeprefix("A-")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 0
    return number if number and reference_of(number) == reference else None


def standing(state: State, due_on: date, today: date) -> Standing:
    """How an action stands on a day: late from the day after it was due, soon within fourteen days of it."""
    if state is not State.OPEN:
        return Standing(state.value)
    if due_on < today:
        return Standing.LATE
    return Standing.SOON if due_on - today <= SOON else Standing.ON_TIME


def reminder(due_on: date, today: date) -> str:
    """The key of the reminder owed today, or "": one from seven days before, one when late, then one a week."""
    if due_on < today:
        return f"late.{(today - due_on).days // 7}"
    return "soon" if due_on - today <= REMIND_BEFORE else ""
