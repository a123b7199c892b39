"""The agenda: standing items, matters arising, items added, changed, removed and carried."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.meetings.models import AgendaItem, Meeting
from hamlet.meetings.operations.forward import TO_COME, append_item, day_of, once, place, take_from_forward_plan
from hamlet.meetings.rules import ItemKind, stands

FIXED = {ItemKind.STANDING.value, ItemKind.ARISING.value}
FAR = 10_000


class NotNow(Refusal):
    """The meeting is not in a state in which this may happen."""


def changeable(meeting: Meeting, seen_version: int | None = None) -> Meeting:
    meeting = locked(meeting, seen_version)
    if meeting.state not in TO_COME:
        raise NotNow(f"{stands(meeting.state)}: its agenda is closed to change")
    return meeting


def fill_agenda(meeting: Meeting) -> None:
    append_item(meeting, kind=ItemKind.STANDING.value, title="Welcome, apologies and the last minutes")
    append_item(meeting, kind=ItemKind.ARISING.value, title="Matters arising: open actions")
    for kind, title, key, url in settings.STANDING_ITEMS:
        if kind == meeting.group.kind:
            given = {"standing_key": key, "source_label": "As it stands now", "source_url": url}
            append_item(meeting, kind=ItemKind.STANDING.value, title=title, **given)
    take_from_forward_plan(meeting)


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
def change_item(*, item: AgendaItem, position: int, seen_version: int | None, by: Any, **words: Any) -> AgendaItem:
    """Changes an item's `words` (title, note, presenter, minutes_allowed) and its place on an agenda that is still to come.

    A standing item keeps its title. A place after the last is the last.
    """
    meeting = changeable(item.meeting)
    item = locked(item, seen_version)
    if item.kind in FIXED and words.get("title", item.title) != item.title:
        raise NotNow("A standing item keeps its title")
    changed = changes(item, **words)
    item.save(update_fields=[*changed, "version"])
    order = [row for row in meeting.items.order_by("position") if row.pk != item.pk]
    order.insert(max(position, 1) - 1, item)
    number(meeting, order)
    record("meetings.item_changed", by=by, subject=meeting)
    return item


def number(meeting: Meeting, order: list[AgendaItem]) -> None:
    """Numbers the agenda in this order; first out of the way, since no two items share a place."""
    meeting.items.update(position=F("position") + FAR)
    for place_, row in enumerate(order, 1):
        row.position = place_
    AgendaItem.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Any) -> None:
    """Takes an item without papers off the agenda of a meeting that is still to come.

    What the forward plan gave goes to the next agenda that is planned, or waits for one.
    """
    meeting = changeable(item.meeting)
    if item.papers.exists() or item.kind in FIXED:
        raise NotNow("A standing item and one with papers stay on the agenda")
    ahead = item.ahead
    item.delete()
    number(meeting, list(meeting.items.order_by("position")))
    if ahead and not ahead.ended_on:
        place(ahead, day_of(meeting))
    record("meetings.item_removed", by=by, subject=meeting)


@transaction.atomic
def carry_forward(*, item: AgendaItem, by: Any) -> AgendaItem:
    """Puts an item of a meeting that was held or cancelled on the agenda of the group's next one. Refuses when none is planned."""
    meeting = locked(item.meeting, None)
    if meeting.state in TO_COME:
        raise NotNow("This meeting is still to come: its items are carried once it was held or cancelled")
    after = Meeting.objects.filter(group=meeting.group, starts_at__gt=meeting.starts_at)
    following = after.filter(state__in=TO_COME).order_by("starts_at").first()
    if following is None:
        raise NotNow("Plan the group's next meeting first: then the item can be carried to it")
    following = changeable(following)
    already = AgendaItem.objects.filter(meeting=following, carried_from=item).first()
    if already:
        return already
    given = {"source_label": f"Carried from the meeting of {day_of(meeting):%-d %B %Y}"}
    given["source_url"] = meeting.get_absolute_url()
    carried = append_item(following, kind=ItemKind.CARRIED.value, title=item.title, note=item.note, carried_from=item, **given)
    record("meetings.item_carried", by=by, subject=meeting)
    return carried
