"""How duties are laid out on the desk. No Django; `today` is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hamlet.foundations.access.rules import Permission, Powers
from hamlet.foundations.references import Duty

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Pile:
    """Duties that belong together, the earliest first. `kind` is "late", "soon", "later" or "open"."""

    title: str
    kind: str
    duties: tuple[Duty, ...]


PILES = (("late", "Late"), ("soon", "Soon"), ("later", "Later"), ("open", "Whenever you can"))


def pile_of(duty: Duty, today: date) -> str:
    """Where a duty lies: its room's word goes first, then its day: late from the day after, soon within seven days."""
    if duty.state in ("late", "soon"):
        return duty.state
    if duty.due_on is None:
        return "open"
    if duty.due_on < today:
        return "late"
    return "soon" if duty.due_on - today <= SOON else "later"


def piles(duties: Iterable[Duty], today: date) -> list[Pile]:
    """The piles that have something in them, the late first. What two rooms name by the same page and title is shown once."""
    unique = {(duty.title, duty.url): duty for duty in duties}.values()
    found = sorted(unique, key=lambda duty: (duty.due_on or date.max, duty.room, duty.title))
    rows = [(title, kind, tuple(duty for duty in found if pile_of(duty, today) == kind)) for kind, title in PILES]
    return [Pile(title, kind, held) for title, kind, held in rows if held]


def when(duty: Duty, today: date) -> str:
    """ "due", "was due" or "since", before the duty's day: what is waiting since a day is not late by that alone."""
    if duty.due_on is None or duty.due_on >= today:
        return "due"
    return "was due" if pile_of(duty, today) == "late" else "since"


@dataclass(frozen=True)
class Shortcut:
    title: str
    address: str
    permission: Permission
    about: str


# What one can do from the desk: shown only to those who may. `address` is the name of a route.
SHORTCUTS = (
    Shortcut(
        "Draft an escalation",
        "escalations:new",
        Permission.ESCALATIONS_DRAFT,
        "What your group cannot solve alone, for the Executive to answer.",
    ),
    Shortcut(
        "Raise a theme or concern",
        "meetings:raise_concern",
        Permission.CONCERNS_RAISE,
        "For your group to talk about. You hear what became of it.",
    ),
    Shortcut("See your meetings", "meetings:meetings", Permission.MEETINGS_READ, "Packs, minutes and what comes next."),
    Shortcut("Plan a meeting", "meetings:plan", Permission.MEETINGS_MANAGE, "Its day, its agenda and its pack."),
    Shortcut("Add an action", "learning:add", Permission.ACTIONS_MANAGE, "To the one plan that every group works from."),
    Shortcut("Find a decision", "meetings:decisions", Permission.DECISIONS_READ, "Numbered, with its reasons."),
    Shortcut("Write the yearly report", "annual_report:reports", Permission.REPORTS_EDIT, "Drawn from what the groups recorded."),
    Shortcut("Comment on the yearly report", "annual_report:reports", Permission.REPORTS_SCRUTINISE, "Before it is signed."),
    Shortcut(
        "Bring records with you", "moving_in:start", Permission.MOVING_IN, "From spreadsheets, checked before anything is kept."
    ),
    Shortcut("Invite someone", "people:invite", Permission.PEOPLE_MANAGE, "Nobody signs up by themselves."),
    Shortcut("See who may see what", "people:access", Permission.ACCESS_READ, "And because of which seat."),
    Shortcut("Read about the groups", "governance:groups", Permission.PARTNERSHIP_READ, "Who sits where, and what each is for."),
)


def shortcuts(powers: Powers, most: int = 6) -> list[Shortcut]:
    """The first few things that these powers allow."""
    return [shortcut for shortcut in SHORTCUTS if powers.may(shortcut.permission)][:most]
