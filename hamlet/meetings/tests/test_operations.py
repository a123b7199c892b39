from datetime import date, datetime, time, timedelta

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import Frequency
from hamlet.meetings import operations
from hamlet.meetings.models import Meeting, Series
from hamlet.meetings.operations import agenda, forward
from hamlet.meetings.rules import Way
from hamlet.meetings.tests.factories import SOON, circulated, planned, took_place

KEY = "12345678-1234-5678-1234-567812345678"
LATER = SOON + timedelta(days=42)
SERIES = {"frequency": Frequency.SIX_WEEKLY, "first_on": date(2022, 11, 8), "begins": time(14), "lasts": timedelta(hours=2)}


def verbs(subject):
    return list(Event.objects.about(subject).order_by("id").values_list("verb", flat=True))


def titles(meeting):
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def test_planned_meeting_has_its_standing_items(world):
    forum, executive = planned(world.groups["forum"]), planned(world.groups["executive"])

    assert titles(forum) == ["Welcome, apologies and the last minutes", "Matters arising: open actions"]
    assert titles(executive) == [*titles(forum), "Escalation tracker", "What changed for children?"]
    assert verbs(forum) == ["meetings.meeting_planned"]


def test_double_click_plans_one(world):
    assert planned(world.groups["forum"], made_with=KEY) == planned(world.groups["forum"], made_with=KEY)
    assert Meeting.objects.count() == 1


def test_group_does_not_meet_twice_at_once_nor_backwards(world):
    planned(world.groups["forum"])

    with pytest.raises(forward.WrongTime, match="meets at that time already"):
        planned(world.groups["forum"])
    with pytest.raises(forward.WrongTime, match="cannot end before it begins"):
        operations.plan_meeting(group=world.groups["forum"], starts_at=SOON, ends_at=SOON, by=world["chair"])


def test_cancelled_meeting_gives_its_hour_free_again(world):
    first = planned(world.groups["forum"])
    operations.cancel_meeting(meeting=first, reason="By mistake", seen_version=None, by=world["chair"])

    assert planned(world.groups["forum"]) != first


def test_series_is_planned_at_the_same_hour_on_both_sides_of_the_clock_change(world):
    given = {**SERIES, "first_on": date(2022, 10, 11), "count": 2}
    operations.plan_series(group=world.groups["forum"], **given, by=world["chair"])

    begins = [meeting.starts_at.astimezone(LONDON).strftime("%H:%M") for meeting in Meeting.objects.all()]
    assert begins == ["14:00", "14:00"]
    assert len({meeting.starts_at.hour for meeting in Meeting.objects.all()}) == 2


@pytest.mark.parametrize("count", [0, 31])
def test_series_is_of_a_sensible_length(world, count):
    with pytest.raises(forward.WrongTime, match="between 1 and 30"):
        operations.plan_series(group=world.groups["forum"], **SERIES, count=count, by=world["chair"])
    assert Series.objects.count() == 0


def test_series_that_would_meet_an_existing_meeting_plans_nothing(world):
    planned(world.groups["forum"], datetime(2022, 12, 20, 14, tzinfo=LONDON))

    with pytest.raises(forward.WrongTime):
        operations.plan_series(group=world.groups["forum"], **SERIES, count=3, by=world["chair"])
    assert Meeting.objects.count() == 1


def move(meeting, world, starts_at=LATER, **given):
    rest = {"way": Way.VIDEO, "place": "", "link": "", "seen_version": None, **given}
    return operations.move_meeting(
        meeting=meeting, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **rest, by=world["chair"]
    )


def test_moved_meeting_is_told_once_it_was_circulated(world):
    meeting = planned(world.groups["forum"])
    move(meeting, world)
    assert Notice.objects.count() == 0

    circulated(meeting)
    move(meeting, world, starts_at=LATER + timedelta(days=1))
    assert Notice.objects.filter(subject="A meeting was moved").count() == 3


def test_stale_form_moves_nothing(world):
    meeting = planned(world.groups["forum"])
    move(meeting, world, seen_version=1)

    with pytest.raises(ChangedMeanwhile):
        move(meeting, world, starts_at=LATER + timedelta(days=1), seen_version=1)


def test_item_is_added_removed_and_standing_ones_stay(world):
    meeting = planned(world.groups["forum"])
    item = operations.add_item(meeting=meeting, title="School attendance", by=world["chair"])
    operations.remove_item(item=item, by=world["chair"])

    assert len(titles(meeting)) == 2
    with pytest.raises(agenda.NotNow, match="stay on the agenda"):
        operations.remove_item(item=meeting.items.first(), by=world["chair"])


def test_agenda_of_a_held_meeting_is_closed(world):
    meeting = took_place(world.groups["forum"])
    with pytest.raises(agenda.NotNow, match="closed to change"):
        operations.add_item(meeting=meeting, title="Too late", by=world["chair"])


def test_item_is_carried_to_the_next_meeting_once(world):
    item = took_place(world.groups["forum"]).items.first()
    with pytest.raises(agenda.NotNow, match="Plan the group's next meeting first"):
        operations.carry_forward(item=item, by=world["chair"])

    following = planned(world.groups["forum"])
    first = operations.carry_forward(item=item, by=world["chair"])
    assert operations.carry_forward(item=item, by=world["chair"]) == first
    assert (first.meeting, first.carried_from) == (following, item)


def test_cancelled_meetings_items_can_be_carried_and_those_to_come_cannot(world):
    first, following = planned(world.groups["forum"]), planned(world.groups["forum"], LATER)
    item = operations.add_item(meeting=first, title="School attendance", by=world["chair"])
    with pytest.raises(agenda.NotNow, match="still to come"):
        operations.carry_forward(item=item, by=world["chair"])

    operations.cancel_meeting(meeting=first, reason="Half-term", seen_version=None, by=world["chair"])
    carried = operations.carry_forward(item=item, by=world["chair"])
    assert (carried.meeting, carried.source_url) == (following, first.get_absolute_url())
    assert carried.source_label == "Carried from the meeting of 29 November 2022"


def change(item, world, **given):
    words = {"title": item.title, "note": item.note, "presenter": item.presenter, "minutes_allowed": item.minutes_allowed}
    rest = {"position": item.position, "seen_version": None} | words | given
    return operations.change_item(item=item, **rest, by=world["chair"])


@pytest.mark.parametrize(
    ("position", "order"), [(1, ["C", "A", "B"]), (2, ["A", "C", "B"]), (3, ["A", "B", "C"]), (99, ["A", "B", "C"])]
)
def test_item_moves_to_its_place_and_the_others_make_room(world, position, order):
    meeting = planned(world.groups["forum"])
    items = [operations.add_item(meeting=meeting, title=title, by=world["chair"]) for title in "ABC"]
    change(items[2], world, position=position + 2)

    assert titles(meeting)[2:] == order
    assert list(meeting.items.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_item_is_reworded_and_a_standing_one_keeps_its_title(world):
    meeting = planned(world.groups["forum"])
    item = operations.add_item(meeting=meeting, title="Atendance", by=world["chair"])
    with pytest.raises(agenda.NotNow, match="keeps its title"):
        change(meeting.items.first(), world, title="Tea")

    assert change(item, world, title="Attendance", presenter="Head of Service").title == "Attendance"
    assert verbs(meeting)[-1] == "meetings.item_changed"
    with pytest.raises(ChangedMeanwhile):
        change(item, world, seen_version=1)


def test_agenda_is_numbered_without_a_hole_after_an_item_left(world):
    meeting = planned(world.groups["forum"])
    first, _ = (operations.add_item(meeting=meeting, title=title, by=world["chair"]) for title in ("First", "Second"))
    operations.remove_item(item=first, by=world["chair"])

    assert list(meeting.items.order_by("position").values_list("position", "title"))[2:] == [(3, "Second")]
