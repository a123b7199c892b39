from datetime import date, datetime, timedelta

import pytest

from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import GroupKind
from hamlet.meetings import operations, queries
from hamlet.meetings.rules import Came
from hamlet.meetings.tests.factories import SOON, TODAY, circulated, paper, planned, took_place

YEAR = (date(2022, 4, 1), date(2023, 3, 31))


def came(meeting, world, **how):
    rows = {world.seats[key].pk: (value, "Deputy" if value is Came.DEPUTY else "") for key, value in how.items()}
    operations.record_attendance(meeting=meeting, came=rows, seen_version=None, by=world["chair"])


def two_meetings(world):
    first = took_place(world.groups["executive"], datetime(2022, 9, 6, 14, tzinfo=LONDON))
    second = took_place(world.groups["executive"], datetime(2022, 11, 8, 14, tzinfo=LONDON))
    came(first, world, council=Came.PRESENT, health=Came.DEPUTY, police=Came.APOLOGIES)
    came(second, world, council=Came.PRESENT, health=Came.ABSENT)
    planned(world.groups["executive"])


def test_attendance_counts_presence_and_deputies_at_meetings_that_were_held(world):
    two_meetings(world)
    seats = [world.seats[key].pk for key in ("council", "health", "police")]

    assert queries.attendance_of(seats, *YEAR) == dict(zip(seats, [(2, 2), (1, 2), (0, 1)], strict=True))
    assert queries.attendance_of(seats[:1], date(2022, 9, 6), date(2022, 9, 6)) == {seats[0]: (1, 1)}
    assert queries.attendance_of(seats, date(2022, 9, 7), date(2022, 11, 7)) == {}


def test_attendance_by_partner_names_all_three_though_one_never_sat(world):
    assert queries.attendance_by_partner(*YEAR) == [("Local authority", 0, 0), ("Health", 0, 0), ("Police", 0, 0)]
    two_meetings(world)
    assert queries.attendance_by_partner(*YEAR) == [("Local authority", 2, 2), ("Health", 1, 2), ("Police", 0, 1)]


def test_only_meetings_that_took_place_can_be_cited_and_only_the_groups_own(world):
    held, to_come = took_place(world.groups["forum"]), planned(world.groups["forum"])
    elsewhere = took_place(world.groups["panel"])

    assert queries.meeting_choices(world.groups["forum"]) == [(held.pk, "Meeting of 8 November 2022")]
    found = [queries.held_meeting(world.groups["forum"], row.pk) for row in (held, to_come, elsewhere)]
    assert found == [held, None, None]


def test_day_of_a_meeting_is_londons(world):
    late = planned(world.groups["forum"], datetime(2022, 7, 1, 0, 30, tzinfo=LONDON))

    assert queries.meeting_day(late) == date(2022, 7, 1)


@pytest.mark.parametrize(
    ("key", "marking", "opens"),
    [
        ("member", Marking.OFFICIAL_SENSITIVE, True),
        ("member", Marking.RESTRICTED, True),
        ("insider", Marking.OFFICIAL, False),
        ("stranger", Marking.OFFICIAL, False),
    ],
)
def test_paper_and_pack_open_for_those_who_see_the_meeting(world, meeting, key, marking, opens):
    held = paper(operations.add_item(meeting=meeting, title="Item", by=world["chair"]), marking=marking)
    pack = circulated(meeting)
    found = [queries.may_open_document(world.empowered(key), Document.objects.on(on).get()) for on in (held, pack)]

    assert found == [opens, opens]


def test_paper_of_a_record_that_is_gone_opens_for_nobody(world):
    stray = Document(on_kind="meetings.paper", on_id="999999", marking=Marking.OFFICIAL.value)

    assert queries.may_open_document(world.empowered("chair"), stray) is False


@pytest.mark.parametrize(
    ("days", "title", "state"),
    [
        (30, "Circulate the pack: Forum", "open"),
        (10, "Circulate the pack: Forum", "soon"),
        (-1, "Record who came: Forum", "late"),
    ],
)
def test_duty_grows_urgent_as_the_meeting_nears(world, days, title, state):
    planned(world.groups["forum"], datetime(2022, 11, 15, 14, tzinfo=LONDON) + timedelta(days=days))

    assert [(duty.title, duty.state) for duty in queries.duties(world.empowered("chair"), TODAY)] == [(title, state)]


def test_minutes_to_approve_are_owed_by_whoever_did_not_write_them(world):
    meeting = took_place(world.groups["forum"])
    item = meeting.items.first()
    operations.write_minute(item=item, text="Said", seen_version=None, by=world["chair"])
    operations.write_minute(item=item, text="Said, and corrected", seen_version=None, by=world["secretary"])

    assert queries.duties(world.empowered("chair"), TODAY) == []


def test_forward_plan_shows_the_last_agenda_that_was_not_cancelled(world):
    operations.plan_ahead(group=world.groups["forum"], title="Duty", month=11, by=world["chair"])
    first = planned(world.groups["forum"])
    assert [row.last_at for row in queries.forward_plan()] == [SOON]

    operations.cancel_meeting(meeting=first, reason="Half-term", seen_version=None, by=world["chair"])
    assert [row.last_at for row in queries.forward_plan()] == [None]


def test_next_meeting_of_a_kind_is_the_first_to_come_that_was_not_cancelled(world):
    kind = GroupKind(world.groups["forum"].kind)
    assert queries.next_meeting_day(kind, TODAY) is None
    first = planned(world.groups["forum"], SOON)
    planned(world.groups["forum"], SOON + timedelta(days=42))
    took_place(world.groups["executive"])
    day = SOON.astimezone(LONDON).date()

    assert queries.next_meeting_day(kind, TODAY) == queries.next_meeting_day(kind, day) == day
    operations.cancel_meeting(meeting=first, reason="No quorum", seen_version=None, by=world["chair"])
    assert queries.next_meeting_day(kind, TODAY) == day + timedelta(days=42)
