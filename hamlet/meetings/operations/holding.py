from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once, one_at_a_time
from hamlet.foundations.references import Reference
from hamlet.governance.queries import seats_on
from hamlet.governance.rules import Capacity, QuorumRule
from hamlet.learning.operations import add_action
from hamlet.meetings.models import AgendaItem, Attendance, Decision, Meeting
from hamlet.meetings.operations.agenda import NotNow
from hamlet.meetings.operations.forward import TO_COME, day_of, once
from hamlet.meetings.operations.planning import tell_group
from hamlet.meetings.rules import ATTENDED, Came, Place, State, decision_number, may_follow, quorum, stands

COUNTED = {Capacity.CHAIR.value, Capacity.MEMBER.value}


class OwnMinutes(Refusal):
    """Nobody approves the minutes that they wrote."""


class NotOfThisMeeting(Refusal):
    """The seat was not held in this group on that day."""


@transaction.atomic
def record_attendance(*, meeting: Meeting, came: dict[int, tuple[Came, str]], seen_version: int | None, by: Any) -> Meeting:
    """Records who came by seat: `came` maps a seat's id to how, and to the deputy's post. Works out the quorum again.

    A seat that is left out is not recorded: what was recorded of it before is taken back.
    """
    meeting = locked(meeting, seen_version)
    if meeting.state not in (State.DRAFT.value, State.CIRCULATED.value, State.HELD.value):
        raise NotNow(f"{stands(meeting.state)}: its attendance is closed to change")
    seats = {seat.pk: seat for seat in seats_on(day_of(meeting), meeting.group)}
    if not set(came) <= set(seats):
        raise NotOfThisMeeting("One of those seats was not held in this group on that day")
    for identity, (how, deputy) in came.items():
        if how is Came.DEPUTY and not deputy.strip():
            raise NotOfThisMeeting(f"Enter the post of the deputy who came for {seats[identity].post_title}")
        given = {"came": how.value, "deputy": deputy if how is Came.DEPUTY else ""}
        Attendance.objects.update_or_create(meeting=meeting, seat_id=identity, defaults=given)
    meeting.attendances.filter(seat_id__in=set(seats) - set(came)).delete()
    set_quorum(meeting, seats)
    meeting.save(update_fields=["quorum_reached", "quorum_sentence", "version"])
    record("meetings.attendance_recorded", by=by, subject=meeting)
    return meeting


def set_quorum(meeting: Meeting, seats: dict[int, Any]) -> None:
    how = {row.seat_id: Came(row.came) for row in meeting.attendances.all()}
    places = [Place(seat.partner, how.get(pk) in ATTENDED) for pk, seat in seats.items() if seat.capacity in COUNTED]
    answer = quorum(QuorumRule(meeting.group.quorum_rule), meeting.group.quorum_number, places)
    meeting.quorum_reached, meeting.quorum_sentence = answer.reached, answer.sentence


@transaction.atomic
def hold_meeting(*, meeting: Meeting, seen_version: int | None, at: datetime | None = None, by: Any) -> Meeting:
    """Records that the meeting took place. A meeting without a quorum may be held; its page and minutes say so.

    With `at` (the moment at which this is recorded) it refuses a meeting that has not begun.
    """
    meeting = locked(meeting, seen_version)
    if not may_follow(State(meeting.state), State.HELD):
        raise NotNow(f"{stands(meeting.state)} already")
    if at and at < meeting.starts_at:
        raise NotNow("This meeting has not begun yet")
    if not meeting.attendances.exists():
        raise NotNow("Record who came first")
    meeting.state = State.HELD.value
    meeting.save(update_fields=["state", "version"])
    record("meetings.meeting_held", by=by, subject=meeting)
    return meeting


def held(meeting: Meeting, seen_version: int | None = None) -> Meeting:
    meeting = locked(meeting, seen_version)
    if meeting.state != State.HELD.value:
        said = "record that it was held first" if meeting.state in TO_COME else "its record is closed"
        raise NotNow(f"{stands(meeting.state)}: {said}")
    return meeting


@transaction.atomic
def write_minute(*, item: AgendaItem, text: str, seen_version: int | None, by: Any) -> AgendaItem:
    """Writes what was said under an item. Whoever ever wrote some of it will not be the one who approves."""
    meeting = held(item.meeting)
    item = locked(item, seen_version)
    item.minute, item.minute_by = text, by
    item.save(update_fields=["minute", "minute_by", "version"])
    meeting.minutes_by = by
    meeting.save(update_fields=["minutes_by", "version"])
    meeting.writers.add(by)
    record("meetings.minutes_written", by=by, subject=meeting)
    return item


@transaction.atomic
def record_decision(
    *, item: AgendaItem, text: str, reasons: str, released: bool, made_with: UUID | None = None, by: Any
) -> Decision:
    """Records a numbered decision with its reasons. `released` lets an Executive's decision go into every group's next pack."""
    made = made_once(Decision, made_with)
    if made:
        return made
    meeting = held(item.meeting)
    if released and not meeting.group.is_executive:
        raise NotNow("Only decisions of the Executive are released to every group")
    day = day_of(meeting)
    number = next_decision(day.year)
    given = {"meeting": meeting, "item": item, "text": text, "reasons": reasons, "released": released}
    decision = Decision.objects.create(number=number, decided_on=day, **given, **once(made_with))
    record("meetings.decision_recorded", by=by, subject=meeting, number=number)
    return decision


@transaction.atomic
def release_decision(*, decision: Decision, released: bool, seen_version: int | None, by: Any) -> Decision:
    """Releases a decision of the Executive, with its reasons, to every group; or withholds it, until the minutes are approved."""
    decision = locked(decision, seen_version)
    if released and not decision.meeting.group.is_executive:
        raise NotNow("Only decisions of the Executive are released to every group")
    if not released and decision.meeting.state == State.APPROVED.value:
        raise NotNow("The minutes are approved, and groups may have been told: a released decision stays released")
    decision.released = released
    decision.save(update_fields=["released", "version"])
    verb = "meetings.decision_released" if released else "meetings.decision_withheld"
    record(verb, by=by, subject=decision.meeting, number=decision.number)
    return decision


def next_decision(year: int) -> str:
    """The year's next number: two at once never share one."""
    one_at_a_time("meetings.decision.number")
    last = Decision.objects.filter(number__startswith=f"D-{year}-").order_by("-id").first()
    return decision_number(year, int(last.number.rpartition("-")[2]) + 1 if last else 1)


@transaction.atomic
def give_action(*, item: AgendaItem, title: str, owner: Any, due_on: date, made_with: UUID | None = None, by: Any) -> Any:
    """Gives an action at a meeting: it goes to the one action plan, and comes back as matters arising until it is done."""
    meeting = held(item.meeting)
    source = Reference("meetings.meeting", str(meeting.pk), f"{meeting.group.name}, {meeting}", meeting.get_absolute_url())
    action = add_action(
        title=title,
        owner=owner,
        due_on=due_on,
        raised_on=day_of(meeting),
        group_id=meeting.group_id,
        source=source,
        made_with=made_with,
        by=by,
    )
    record("meetings.action_given", by=by, subject=meeting)
    return action


@transaction.atomic
def approve_minutes(*, meeting: Meeting, approved_on: date, seen_version: int | None, by: Any) -> Meeting:
    """Approves the minutes and closes the record of the meeting. Whoever wrote any of them cannot."""
    meeting = held(meeting, seen_version)
    if meeting.minutes_by_id is None:
        raise NotNow("No minutes are written yet")
    if meeting.was_written_by(by):
        raise OwnMinutes("You wrote these minutes: somebody else approves them")
    meeting.state, meeting.approved_by, meeting.approved_on = State.APPROVED.value, by, approved_on
    meeting.save(update_fields=["state", "approved_by", "approved_on", "version"])
    record("meetings.minutes_approved", by=by, subject=meeting)
    tell_group(meeting, "Minutes of a meeting", "approved", by)
    return meeting
