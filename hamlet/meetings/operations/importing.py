from datetime import date, datetime
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.meetings.models import AgendaItem, Meeting
from hamlet.meetings.operations.forward import WrongTime
from hamlet.meetings.rules import ItemKind, State, Way


@transaction.atomic
def move_in_meeting(
    *,
    group: Any,
    starts_at: datetime,
    ends_at: datetime,
    way: Way,
    place: str,
    minutes: str = "",
    approved_on: date | None = None,
    by: Any,
) -> Meeting:
    """Records a meeting that was held before this service was: nobody is told of it, and no agenda is filled.

    With a day of approval its record is closed, under the name of whoever brings it in; without one its minutes are still owed.
    """
    if ends_at <= starts_at:
        raise WrongTime("A meeting cannot end before it begins")
    if Meeting.objects.standing().filter(group=group, starts_at=starts_at).exists():
        raise WrongTime(f"{group} meets at that time already")
    given: dict[str, Any] = {"group": group, "starts_at": starts_at, "ends_at": ends_at, "way": way.value, "place": place}
    if approved_on:
        given |= {"state": State.APPROVED.value, "approved_on": approved_on, "approved_by": by}
    else:
        given |= {"state": State.HELD.value, "minutes_by": by if minutes else None}
    meeting = Meeting.objects.create(**given)
    if minutes and not approved_on:
        meeting.writers.add(by)
    title = "Minutes" if minutes else "The meeting"
    AgendaItem.objects.create(meeting=meeting, position=1, kind=ItemKind.ORDINARY.value, title=title, minute=minutes)
    record("meetings.moved_in", by=by, subject=meeting, starts_at=starts_at)
    return meeting
