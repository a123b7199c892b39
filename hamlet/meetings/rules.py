"""When a group meets, whether it has a quorum, what may happen to a meeting. No Django; `today` is an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from hamlet.foundations.working_days.calendar import Calendar
from hamlet.governance.rules import Frequency, Partner, QuorumRule


class Way(StrEnum):
    IN_PERSON = "In person"
    VIDEO = "By video"
    HYBRID = "In person and by video"


class State(StrEnum):
    DRAFT = "Draft"
    CIRCULATED = "Circulated"
    HELD = "Held"
    APPROVED = "Minutes approved"
    CANCELLED = "Cancelled"


class ItemKind(StrEnum):
    ORDINARY = "Item"
    STANDING = "Standing item"
    ARISING = "Matters arising"
    CARRIED = "Carried forward"
    DUTY = "Yearly duty"


class Came(StrEnum):
    PRESENT = "Present"
    DEPUTY = "Deputy came"
    APOLOGIES = "Apologies"
    ABSENT = "Absent"


class ConcernState(StrEnum):
    RAISED = "Raised"
    DISCUSSED = "Discussed"
    WATCHED = "Watched"
    REFERRED = "Referred"
    ESCALATED = "Escalated"
    CLOSED = "Closed"


# What may follow what. A held meeting's record is closed once its minutes are approved.
FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.CIRCULATED, State.HELD, State.CANCELLED}),
    State.CIRCULATED: frozenset({State.CIRCULATED, State.HELD, State.CANCELLED}),
    State.HELD: frozenset({State.APPROVED}),
    State.APPROVED: frozenset(),
    State.CANCELLED: frozenset(),
}
STANDS: dict[State, str] = {
    State.DRAFT: "This meeting is a draft",
    State.CIRCULATED: "The pack of this meeting is circulated",
    State.HELD: "This meeting was held",
    State.APPROVED: "The minutes of this meeting are approved",
    State.CANCELLED: "This meeting was cancelled",
}
STEPS: dict[Frequency, relativedelta] = {
    Frequency.MONTHLY: relativedelta(months=1),
    Frequency.SIX_WEEKLY: relativedelta(weeks=6),
    Frequency.TWO_MONTHLY: relativedelta(months=2),
    Frequency.QUARTERLY: relativedelta(months=3),
    Frequency.TERMLY: relativedelta(months=4),
}
ATTENDED = frozenset({Came.PRESENT, Came.DEPUTY})


def may_follow(before: State, after: State) -> bool:
    return after in FOLLOWS[before]


def stands(state: str) -> str:
    """The beginning of a sentence that says how a meeting stands."""
    return STANDS[State(state)]


def series_days(frequency: Frequency, first: date, count: int, calendar: Calendar, *, avoid_school_holidays: bool) -> list[date]:
    """The days of `count` meetings from `first` on: each moved to the next working day, and past school holidays where wanted.

    The rhythm is kept from `first`, so that one moved meeting does not push the others. Two that long holidays move to one day are one
    meeting, so that there may be fewer than `count`. A group that meets when needed has only one.
    """
    step = STEPS.get(frequency)
    steps = range(count) if step else range(min(count, 1))
    plain = [first + (step or relativedelta()) * number for number in steps]
    moved = [calendar.next_working_day(day, avoid_school_holidays=avoid_school_holidays) for day in plain]
    return list(dict.fromkeys(moved))


def listed(names: Sequence[str]) -> str:
    """ "health", "health and police", "local authority, health and police"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@dataclass(frozen=True)
class Place:
    """A seat that counts for the quorum: for which partner it sits ("" for none), and whether it or its deputy came."""

    partner: str
    attended: bool


@dataclass(frozen=True)
class Quorum:
    reached: bool
    sentence: str


def quorum(rule: QuorumRule, number: int, places: Sequence[Place]) -> Quorum:
    """Whether a meeting has its quorum, and the sentence that says so, by the group's terms."""
    came = sum(place.attended for place in places)
    if rule is QuorumRule.ALL_PARTNERS:
        missing = [partner.value for partner in Partner if not any(p.attended and p.partner == partner.value for p in places)]
        if missing:
            return Quorum(False, f"No quorum: {listed(missing).lower()} did not take part. All three partners must.")
        return Quorum(True, "Quorum: all three safeguarding partners took part.")
    wanted = number if rule is QuorumRule.NUMBER else -(-len(places) // 2)
    if came < max(wanted, 1):
        return Quorum(False, f"No quorum: {came} of {len(places)} seats took part, and {max(wanted, 1)} are needed.")
    return Quorum(True, f"Quorum: {came} of {len(places)} seats took part, and {max(wanted, 1)} are needed.")


def wanted_on(
    day: date, month: int | None, not_before: date | None, *, planned_on: date | None, taken_on: Collection[date]
) -> bool:
    """Whether a meeting on `day` takes up what was planned ahead and stood on the agendas of `taken_on`.

    A parked item is taken once; a yearly duty once a year, by the first meeting after its month began, so that a group which does not
    meet in that month does it at its next meeting. A month that was over when the duty was planned is not made up for.
    """
    if month is None:
        return not taken_on and not_before is not None and not_before <= day
    begins = date(day.year - (day.month < month), month, 1)
    if planned_on and begins < planned_on.replace(day=1):
        return False
    return not any(begins <= taken < begins + relativedelta(years=1) for taken in taken_on)


REMIND_BEFORE = timedelta(days=5)
FEED_REACH = timedelta(days=400)


def decision_number(year: int, serial: int) -> str:
    """ "D-2022-014": unique for ever, by the year in which it was made."""
    return f"D-{year}-{serial:03}"


SENTENCES = {
    "meetings.series_planned": "planned {count} meetings",
    "meetings.meeting_planned": "planned the meeting",
    "meetings.meeting_moved": "moved the meeting",
    "meetings.moved_in": "brought the meeting in from earlier records",
    "meetings.meeting_cancelled": "cancelled the meeting",
    "meetings.item_added": "put an item on the agenda",
    "meetings.item_changed": "changed an item of the agenda",
    "meetings.item_removed": "took an item off the agenda",
    "meetings.item_carried": "carried an item forward",
    "meetings.paper_added": "added a paper",
    "meetings.paper_withdrawn": "withdrew a paper",
    "meetings.pack_circulated": "circulated pack {number}",
    "meetings.attendance_recorded": "recorded who came",
    "meetings.meeting_held": "recorded that the meeting was held",
    "meetings.minutes_written": "wrote minutes",
    "meetings.minutes_approved": "approved the minutes",
    "meetings.decision_recorded": "recorded the decision {number}",
    "meetings.decision_released": "released the decision {number} to every group",
    "meetings.decision_withheld": "withheld the decision {number} from the other groups",
    "meetings.action_given": "gave an action",
    "meetings.concern_raised": "raised a concern",
    "meetings.concern_moved": "recorded what became of the concern: {state}",
    "meetings.planned_ahead": "put something in the forward plan",
    "meetings.taken_out_of_plan": "took something out of the forward plan",
    "meetings.feed_made": "made a calendar feed",
    "meetings.feed_revoked": "revoked a calendar feed",
}
