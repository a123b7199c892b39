"""The agenda and what fills it: standing items, matters arising, the forward plan, items added and carried."""

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


class NotNow(Refusal):
    """The meeting is not in a state in which this may happen."""


def once(made_with: UUID | None) -> dict[str, UUID]:
    return {"made_with": made_with} if made_with else {}


def changeable(meeting: Meeting, seen_version: int | None = None) -> Meeting:
    meeting = locked(meeting, seen_version)
    if meeting.state not in TO_COME:
        raise NotNow(f"This meeting is {meeting.state.lower()}: its agenda is closed to change")
    return meeting


def fill_agenda(meeting: Meeting) -> None:
    titles = [(ItemKind.STANDING, "Welcome, apologies and the last minutes", "")]
    titles.append((ItemKind.ARISING, "Matters arising: open actions", ""))
    if meeting.group.is_executive:
        titles.append((ItemKind.STANDING, "Escalation tracker", "escalations.tracker"))
    for number, (kind, title, key) in enumerate(titles, 1):
        AgendaItem.objects.create(meeting=meeting, position=number, kind=kind.value, title=title, standing_key=key)
    take_from_forward_plan(meeting)


def take_from_forward_plan(meeting: Meeting) -> None:
    """Yearly duties of the month, and parked items whose time has come, each once."""
    for ahead in Ahead.objects.select_for_update(of=("self",)).filter(group=meeting.group).order_by("id"):
        take(ahead, meeting)


def take(ahead: Ahead, meeting: Meeting) -> bool:
    """Puts what was planned ahead on the agenda of a meeting that wants it."""
    day = meeting.starts_at.astimezone(LONDON).date()
    wanted = wanted_on(day, ahead.month, ahead.not_before, taken=ahead.taken_by_id is not None, last_taken_on=ahead.last_taken_on)
    if wanted:
        kind = ItemKind.DUTY if ahead.month else ItemKind.ORDINARY
        ahead.taken_by, ahead.last_taken_on = append_item(meeting, kind=kind.value, title=ahead.title), day
        ahead.save(update_fields=["taken_by", "last_taken_on"])
    return wanted


def place(ahead: Ahead, after: date) -> None:
    """Puts it on the first agenda after a day that wants it, of those that are planned already."""
    rows = Meeting.objects.filter(group=ahead.group, state__in=TO_COME, starts_at__gt=moments(after, after)[1]).order_by("starts_at")
    for meeting in rows:
        if take(ahead, meeting):
            return


def put_back(meeting: Meeting) -> None:
    """What the forward plan gave to a meeting that will not be goes to a later one."""
    day = meeting.starts_at.astimezone(LONDON).date()
    for ahead in Ahead.objects.select_for_update(of=("self",)).filter(taken_by__meeting=meeting).order_by("id"):
        ahead.taken_by, ahead.last_taken_on = None, None
        ahead.save(update_fields=["taken_by", "last_taken_on"])
        place(ahead, day)


def append_item(meeting: Meeting, **given: Any) -> AgendaItem:
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, position=last + 1, **given)


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    note: str = "",
    minutes_allowed: int = 10,
    presenter: str = "",
    made_with: UUID | None = None,
    by: Any,
) -> AgendaItem:
    made = made_once(AgendaItem, made_with)
    if made:
        return made
    meeting = changeable(meeting)
    given = {"title": title, "note": note, "minutes_allowed": minutes_allowed, "presenter": presenter}
    item = append_item(meeting, kind=ItemKind.ORDINARY.value, **given, **once(made_with))
    record("meetings.item_added", by=by, subject=meeting)
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Any) -> None:
    """Takes an item without papers off the agenda of a meeting that is still to come."""
    meeting = changeable(item.meeting)
    if item.papers.exists() or item.kind == ItemKind.STANDING.value:
        raise NotNow("A standing item and one with papers stay on the agenda")
    Ahead.objects.filter(taken_by=item).update(taken_by=None, last_taken_on=None)
    item.delete()
    record("meetings.item_removed", by=by, subject=meeting)


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

    With `on` (the day on which it is done) it also goes on the first agenda after that day which wants it and is planned already.
    """
    made = made_once(Ahead, made_with)
    if made:
        return made
    if (month is None) == (not_before is None):
        raise WrongTime("Give a month for a yearly duty, or a day from which the item may come: one of the two")
    ahead = Ahead.objects.create(group=group, title=title, month=month, not_before=not_before, **once(made_with))
    if on:
        place(ahead, on)
    record("meetings.planned_ahead", by=by, subject=ahead)
    return ahead


@transaction.atomic
def carry_forward(*, item: AgendaItem, by: Any) -> AgendaItem:
    """Puts an item on the agenda of the group's next meeting that is still to come. Refuses when none is planned."""
    after = Meeting.objects.filter(group=item.meeting.group, starts_at__gt=item.meeting.starts_at)
    following = after.filter(state__in=TO_COME).order_by("starts_at").first()
    if following is None:
        raise NotNow("Plan the group's next meeting first: then the item can be carried to it")
    following = changeable(following)
    already = AgendaItem.objects.filter(meeting=following, carried_from=item).first()
    if already:
        return already
    carried = append_item(following, kind=ItemKind.CARRIED.value, title=item.title, note=item.note, carried_from=item)
    record("meetings.item_carried", by=by, subject=item.meeting)
    return carried
