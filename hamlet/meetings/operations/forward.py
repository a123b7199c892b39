"""The rolling forward plan: yearly duties and parked items, which agendas take up when their time has come."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.foundations.working_days.clock import LONDON, moments
from hamlet.meetings.models import AgendaItem, Ahead, Meeting
from hamlet.meetings.rules import ItemKind, State, wanted_on

TO_COME = [State.DRAFT.value, State.CIRCULATED.value]


class WrongTime(Refusal):
    """The times do not follow each other, or the group meets then already."""


def day_of(meeting: Meeting) -> date:
    return meeting.starts_at.astimezone(LONDON).date()


def once(made_with: UUID | None) -> dict[str, UUID]:
    return {"made_with": made_with} if made_with else {}


def append_item(meeting: Meeting, **given: Any) -> AgendaItem:
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, position=last + 1, **given)


def take_from_forward_plan(meeting: Meeting) -> None:
    """Yearly duties, and parked items whose time has come, each once."""
    rows = Ahead.objects.standing().select_for_update(of=("self",)).filter(group=meeting.group)
    for ahead in rows.order_by("id"):
        take(ahead, meeting)


def take(ahead: Ahead, meeting: Meeting) -> bool:
    """Puts what was planned ahead on the agenda of a meeting that wants it."""
    held = AgendaItem.objects.filter(ahead=ahead).exclude(meeting__state=State.CANCELLED.value).select_related("meeting")
    taken_on = [day_of(item.meeting) for item in held]
    wanted = wanted_on(day_of(meeting), ahead.month, ahead.not_before, planned_on=ahead.planned_on, taken_on=taken_on)
    if wanted:
        kind = ItemKind.DUTY if ahead.month else ItemKind.ORDINARY
        append_item(meeting, kind=kind.value, title=ahead.title, ahead=ahead)
    return wanted


def place(ahead: Ahead, after: date) -> None:
    """Puts it on the first agenda after a day that wants it, of those that are planned already."""
    rows = Meeting.objects.filter(group=ahead.group, state__in=TO_COME, starts_at__gt=moments(after, after)[1]).order_by(
        "starts_at"
    )
    for meeting in rows:
        if take(ahead, meeting):
            return


def put_back(meeting: Meeting) -> None:
    """What the forward plan gave to a meeting that will not be goes to a later one."""
    given = Ahead.objects.standing().select_for_update(of=("self",)).filter(pk__in=meeting.items.values("ahead"))
    for ahead in given.order_by("id"):
        place(ahead, day_of(meeting))


@transaction.atomic
def plan_ahead(
    *,
    group: Any,
    title: str,
    month: int | None = None,
    not_before: date | None = None,
    on: date | None = None,
    made_with: UUID | None = None,
    by: Any,
) -> Ahead:
    """Puts a yearly duty (a month, 1 to 12) or an item parked until a day into the group's forward plan: one of the two.

    With `on` (the day on which it is done) it also goes on the first agenda after that day which wants it and is planned already,
    and a yearly duty begins with that day's month.
    """
    made = made_once(Ahead, made_with)
    if made:
        return made
    if (month is None) == (not_before is None):
        raise WrongTime("Give a month for a yearly duty, or a day from which the item may come: one of the two")
    given = {"group": group, "title": title, "month": month, "not_before": not_before, "planned_on": on}
    ahead = Ahead.objects.create(**given, **once(made_with))
    if on:
        place(ahead, on)
    record("meetings.planned_ahead", by=by, subject=ahead)
    return ahead


@transaction.atomic
def take_out_of_plan(*, ahead: Ahead, ended_on: date, by: Any) -> Ahead:
    """Ends a yearly duty or a parked item: no later agenda takes it up. Where it stands already it stays."""
    ahead = locked(ahead, None)
    ahead.ended_on = ahead.ended_on or ended_on
    ahead.save(update_fields=["ended_on", "version"])
    record("meetings.taken_out_of_plan", by=by, subject=ahead)
    return ahead
