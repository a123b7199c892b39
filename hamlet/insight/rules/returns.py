"""How a return stands, when it is due, and when its figures count. No Django."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hamlet.insight.rules.periods import Quarter

DUE_AFTER = timedelta(days=30)  # the partnership's own rule: a return is due thirty days after its quarter ended
REMIND_BEFORE = timedelta(days=7)
REMIND_EVERY = timedelta(days=7)


class State(StrEnum):
    ASKED = "Asked"
    SENT = "Waits for sign-off"
    COMPLETE = "Complete"


class Standing(StrEnum):
    """Where a figure stands: it waits until its return is complete, stands, or was replaced by a later one."""

    WAITING = "Waiting"
    STANDING = "Standing"
    REPLACED = "Replaced"


class Fresh(StrEnum):
    """What the freshness picture says of one agency and one quarter."""

    NOT_ASKED = "Not asked"
    OPEN = "Not due yet"
    LATE = "Late"
    SIGNING = "Waits for sign-off"
    IN_PART = "In part"
    BEHIND = "Earlier quarter"
    ELSEWHERE = "Larger area"
    ON_TIME = "On time"
    CAME_LATE = "Came late"


COLOURS = {
    Fresh.NOT_ASKED: "grey",
    Fresh.OPEN: "blue",
    Fresh.LATE: "red",
    Fresh.SIGNING: "yellow",
    Fresh.IN_PART: "orange",
    Fresh.BEHIND: "orange",
    Fresh.ELSEWHERE: "purple",
    Fresh.ON_TIME: "green",
    Fresh.CAME_LATE: "turquoise",
}

MEANINGS = {
    Fresh.NOT_ASKED: "The agency was asked for nothing.",
    Fresh.OPEN: "Asked, and there is time until the day shown.",
    Fresh.LATE: "Nothing was sent by the day shown, on which it was due.",
    Fresh.SIGNING: "Sent on the day shown; the agency’s second person has not signed it off.",
    Fresh.IN_PART: "Sent, with fewer figures than were asked.",
    Fresh.BEHIND: "Complete, but a figure is of an earlier quarter than was asked.",
    Fresh.ELSEWHERE: "Complete, but a figure is of a larger area than was asked.",
    Fresh.ON_TIME: "Complete, and sent by the day it was due.",
    Fresh.CAME_LATE: "Complete, and sent after the day it was due.",
}


def due_on(quarter: Quarter) -> date:
    return quarter.ends_on + DUE_AFTER


@dataclass(frozen=True)
class Came:
    """What is known of one agency's return: how many figures were asked, came, and came for an earlier quarter or a larger area."""

    state: State
    due_on: date
    sent_on: date | None = None
    asked: int = 0
    came: int = 0
    behind: int = 0
    elsewhere: int = 0


def freshness(came: Came | None, today: date) -> Fresh:
    """The worst that is true of a return comes first: nothing came, not signed, incomplete, of another quarter or area, late."""
    if came is None:
        return Fresh.NOT_ASKED
    if came.state is State.ASKED:
        return Fresh.LATE if today > came.due_on else Fresh.OPEN
    if came.state is State.SENT:
        return Fresh.SIGNING
    if came.came < came.asked:
        return Fresh.IN_PART
    if came.behind or came.elsewhere:
        return Fresh.BEHIND if came.behind else Fresh.ELSEWHERE
    return Fresh.CAME_LATE if came.sent_on and came.sent_on > came.due_on else Fresh.ON_TIME


def reminder(due: date, today: date) -> tuple[str, str] | None:
    """What the reminder of a day says, and the key that keeps it from being said twice; None when it is too early for one."""
    if today > due:
        return "Figures are late", f"late.{(today - due) // REMIND_EVERY}"
    if today == due:
        return "Figures are due today", "today"
    return (f"Figures are due on {due:%-d %B}", "soon") if due - today <= REMIND_BEFORE else None
