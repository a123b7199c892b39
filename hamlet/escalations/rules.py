"""What may happen to an escalation, how long it waits, and what text looks like a case. No Django; `today` is an argument."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from hamlet.governance.rules import Partner


class State(StrEnum):
    DRAFT = "Draft"
    SENT = "Waiting for an answer"
    ANSWERED = "Answered"
    COME_BACK = "Come back to"
    ACCEPTED = "Answer accepted"
    CLOSED = "Closed"
    WITHDRAWN = "Withdrawn"


class AnswerKind(StrEnum):
    AGREED = "Agreed"
    AGREED_IN_PART = "Agreed in part"
    NOT_AGREED = "Not agreed"
    MORE_INFORMATION = "More information needed"


class Urgency(StrEnum):
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


# What may follow what: a group comes back to an answer as often as it must, and closing needs an outcome.
FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.ANSWERED: frozenset({State.ACCEPTED, State.COME_BACK}),
    State.COME_BACK: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
WAITING = frozenset({State.SENT, State.COME_BACK})
OPEN = WAITING | {State.ANSWERED, State.ACCEPTED}
COLOURS = {
    State.DRAFT: "grey",
    State.SENT: "yellow",
    State.COME_BACK: "orange",
    State.ANSWERED: "blue",
    State.ACCEPTED: "turquoise",
    State.CLOSED: "green",
    State.WITHDRAWN: "grey",
}


# Whose turn it is, in words, for whoever has nothing to do there.
NEXT = {
    State.DRAFT: "The group finishes it, and its chair or secretary sends it.",
    State.SENT: "The Executive answers next.",
    State.COME_BACK: "The Executive answers again next.",
    State.ANSWERED: "The group accepts the answer next, or comes back to it.",
    State.ACCEPTED: "The group closes it next, once it can say what came of it.",
}


def may_follow(before: State, after: State) -> bool:
    return after in FOLLOWS[before]


def is_overdue(state: State, answer_by: date | None, today: date) -> bool:
    """Whether the Executive owes an answer since before today."""
    return state in WAITING and answer_by is not None and answer_by < today


def becomes_official(minuted: bool, agreed: set[Partner]) -> bool:
    """An answer is the Executive's when it is minuted at a meeting, or all three partners have agreed it between meetings."""
    return minuted or agreed == set(Partner)


@dataclass(frozen=True)
class Silence:
    """How long an escalation has been going, from sending to its close or today, and how long nothing has happened to it."""

    age_days: int
    silent_days: int


def silence(sent_on: date, last_step_on: date, closed_on: date | None, today: date) -> Silence:
    """In calendar days, never less than none. What is closed is not silent: it is over."""
    if closed_on:
        return Silence(max((closed_on - sent_on).days, 0), 0)
    return Silence(max((today - sent_on).days, 0), max((today - last_step_on).days, 0))


@dataclass(frozen=True)
class Figures:
    """Of the escalations looked at: how many wait, how many are overdue, and the days that answers took (None without any)."""

    sent: int
    waiting: int
    overdue: int
    median_days: int | None
    longest_days: int | None


def days_to_answer(sent_on: date | None, answered_on: date) -> int:
    return max((answered_on - sent_on).days, 0) if sent_on else 0


@dataclass(frozen=True)
class Tally:
    """How many escalations share a state and the days that their answer took (None without one): so many sent, so many past their day."""

    state: State
    days: int | None
    count: int
    sent: int
    past: int


def figures(tallies: Iterable[Tally]) -> Figures:
    """Days are calendar days from sending to the first answer."""
    rows = list(tallies)
    days = [row.days for row in rows if row.days is not None for _ in range(row.count)]
    return Figures(
        sent=sum(row.sent for row in rows),
        waiting=sum(row.count for row in rows if row.state in WAITING),
        overdue=sum(row.past for row in rows if row.state in WAITING),
        median_days=round(median(days)) if days else None,
        longest_days=max(days, default=None),
    )


QUIET_AFTER = timedelta(days=365)
REMIND_EVERY = timedelta(days=7)

# What in a text suggests a case or a named child, with the question that is asked. A person decides; nothing is blocked silently.
LOOKS_LIKE_A_CASE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("It holds what looks like an NHS number", re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")),
    ("It holds what looks like a pupil number", re.compile(r"\b[A-Z]\d{12}\b")),
    ("It speaks of a date of birth", re.compile(r"\b(date of birth|d\.?o\.?b\.?|born on)\b", re.I)),
    ("It gives a child's age", re.compile(r"\b(aged?\s+\d{1,2}\b|\d{1,2}[- ]year[- ]olds?\b|\d{1,2}\s+months?\s+old\b)", re.I)),
    ("It speaks of one child", re.compile(r"\b(?i:child|baby|infant|pupil|sibling|young person)\s+[A-Z]\b")),
    (
        "It names somebody's family",
        re.compile(r"\b(his|her|their) (mother|father|mum|dad|stepfather|stepmother|brother|sister)\b", re.I),
    ),
    (
        "It gives a home address",
        re.compile(r"\b\d{1,4}[a-z]?,? [A-Z][a-z]+ (Road|Street|Avenue|Lane|Close|Court|House|Gardens)\b"),
    ),
    ("It holds a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    ("It holds initials like those of a child", re.compile(r"\b(?!(?:U\.K|U\.S|e\.g|i\.e)\b)[A-Z]\.[A-Z]\.(?=\s|$|,)")),
)


def looks_like_a_case(*texts: str) -> list[str]:
    """The reasons why a text may be about one child: empty when there is none."""
    whole = "\n".join(texts)
    return [reason for reason, pattern in LOOKS_LIKE_A_CASE if pattern.search(whole)]


def number(year: int, serial: int) -> str:
    """ "E-2022-007": unique for ever, by the year in which it was sent."""
    return f"E-{year}-{serial:03}"


SENTENCES = {
    "escalations.drafted": "drafted the escalation",
    "escalations.draft_changed": "changed the draft",
    "escalations.document_added": "added a document",
    "escalations.sent": "sent the escalation to the Executive as {number}",
    "escalations.withdrawn": "withdrew the escalation",
    "escalations.answer_drafted": "drafted an answer",
    "escalations.answer_agreed": "agreed the answer for {partner}",
    "escalations.answered": "answered for the Executive: {kind}",
    "escalations.accepted": "accepted the answer",
    "escalations.came_back": "came back to the answer",
    "escalations.closed": "closed the escalation with an outcome",
    "escalations.moved_in": "brought the escalation in with its number {number}",
}
