from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import changes, locked, made_once
from hamlet.foundations.working_days.clock import LONDON
from hamlet.foundations.working_days.queries import calendar
from hamlet.governance.queries import group_people
from hamlet.governance.rules import Frequency
from hamlet.meetings.models import Meeting, Series
from hamlet.meetings.operations.agenda import NotNow, changeable, fill_agenda
from hamlet.meetings.operations.forward import WrongTime, once, put_back
from hamlet.meetings.rules import State, Way, may_follow, series_days, stands


@transaction.atomic
def plan_meeting(
    *,
    group: Any,
    starts_at: datetime,
    ends_at: datetime,
    way: Way = Way.IN_PERSON,
    place: str = "",
    link: str = "",
    series: Series | None = None,
    made_with: UUID | None = None,
    by: Any,
) -> Meeting:
    """Plans one meeting and fills its agenda: standing items, matters arising, and what the forward plan holds for it.

    Refuses an end before the start and a second meeting of the group at the same time.
    """
    made = made_once(Meeting, made_with)
    if made:
        return made
    if ends_at <= starts_at:
        raise WrongTime("A meeting cannot end before it begins")
    if Meeting.objects.standing().filter(group=group, starts_at=starts_at).exists():
        raise WrongTime(f"{group} meets at that time already")
    given = {"group": group, "starts_at": starts_at, "ends_at": ends_at, "way": way.value, "place": place, "link": link}
    meeting = Meeting.objects.create(**given, series=series, **once(made_with))
    fill_agenda(meeting)
    record("meetings.meeting_planned", by=by, subject=meeting, starts_at=starts_at)
    return meeting


@transaction.atomic
def plan_series(
    *,
    group: Any,
    frequency: Frequency,
    first_on: date,
    count: int,
    begins: time,
    lasts: timedelta,
    way: Way = Way.IN_PERSON,
    place: str = "",
    made_with: UUID | None = None,
    by: Any,
) -> Series:
    """Plans `count` meetings from `first_on`, moved off bank holidays and, where the group wants it, school holidays."""
    made = made_once(Series, made_with)
    if made:
        return made
    if not 1 <= count <= 30:
        raise WrongTime("Plan between 1 and 30 meetings at once")
    series = Series.objects.create(group=group, frequency=frequency.value, first_on=first_on, count=count, **once(made_with))
    days = series_days(frequency, first_on, count, calendar(), avoid_school_holidays=group.avoids_school_holidays)
    for day in days:
        starts_at = datetime.combine(day, begins, tzinfo=LONDON)
        plan_meeting(group=group, starts_at=starts_at, ends_at=starts_at + lasts, way=way, place=place, series=series, by=by)
    record("meetings.series_planned", by=by, subject=series, count=len(days))
    return series


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    way: Way,
    place: str,
    link: str,
    seen_version: int | None,
    by: Any,
) -> Meeting:
    """Moves a meeting that is still to come, and tells its group when it was circulated already."""
    meeting = changeable(meeting, seen_version)
    if ends_at <= starts_at:
        raise WrongTime("A meeting cannot end before it begins")
    if Meeting.objects.standing().filter(group=meeting.group, starts_at=starts_at).exclude(pk=meeting.pk).exists():
        raise WrongTime("The group meets at that time already")
    changed = changes(meeting, starts_at=starts_at, ends_at=ends_at, way=way.value, place=place, link=link)
    meeting.save(update_fields=[*changed, "version"])
    record("meetings.meeting_moved", by=by, subject=meeting, changes=changed)
    if meeting.state == State.CIRCULATED.value:
        tell_group(meeting, "A meeting was moved", f"moved.{meeting.version}", by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, seen_version: int | None, by: Any) -> Meeting:
    """Cancels a meeting that is still to come and tells its group; what the forward plan gave it goes to a later agenda."""
    meeting = locked(meeting, seen_version)
    if not may_follow(State(meeting.state), State.CANCELLED):
        raise NotNow(f"{stands(meeting.state)} already, so it cannot be cancelled")
    meeting.state, meeting.cancelled_because = State.CANCELLED.value, reason
    meeting.save(update_fields=["state", "cancelled_because", "version"])
    put_back(meeting)
    record("meetings.meeting_cancelled", by=by, subject=meeting)
    tell_group(meeting, "A meeting was cancelled", "cancelled", by)
    return meeting


def tell_group(meeting: Meeting, subject: str, key: str, by: Any) -> None:
    day = meeting.starts_at.astimezone(LONDON).date()
    for person in group_people(meeting.group, day):
        notify(person=person, subject=subject, path=meeting.get_absolute_url(), key=f"meetings.{meeting.pk}.{key}", by=by)
