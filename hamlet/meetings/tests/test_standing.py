from datetime import date, timedelta

import pytest
from django.conf import settings

from hamlet.governance.rules import GroupKind
from hamlet.learning.operations import add_action
from hamlet.meetings import operations
from hamlet.meetings.rules import Came, ConcernState
from hamlet.meetings.tests.factories import SOON, TODAY, approved, bookmarks, circulated, planned, text, took_place

CANARY = "CanaryOnlyForThePanel"


def decided(world, text="The tool kit is funded", released=True, approve=True):
    meeting = took_place(world.groups["executive"])
    given = {"text": text, "reasons": "It works in schools", "released": released}
    operations.record_decision(item=meeting.items.first(), **given, by=world["council"])
    return approved(meeting, world["council"], world["health"]) if approve else meeting


def test_released_decision_enters_every_groups_next_pack_once(world, meeting):
    decided(world)
    first = circulated(meeting)
    second = circulated(planned(world.groups["forum"], SOON + timedelta(days=42)))

    assert "It works in schools" in text(first)
    assert "Decisions of the Executive" in bookmarks(first)
    assert "It works in schools" not in text(second)


@pytest.mark.parametrize(("released", "approve"), [(False, True), (True, False)])
def test_decision_that_is_not_released_or_not_approved_stays_out(world, meeting, released, approve):
    decided(world, released=released, approve=approve)

    assert "It works in schools" not in text(circulated(meeting))


def test_every_groups_pack_holds_the_escalation_tracker(world, meeting):
    assert "Escalation tracker" in bookmarks(circulated(meeting))
    assert "3. Escalation tracker" in bookmarks(circulated(planned(world.groups["executive"])))


def test_standing_items_belong_to_kinds_of_groups_and_to_papers_that_are_made(world):
    assert {kind for kind, _, _, _ in settings.STANDING_ITEMS} <= set(GroupKind)
    quality = planned(world.groups["quality"])
    found = list(quality.items.exclude(standing_key="").values_list("title", "standing_key", "source_url"))

    assert found == [
        ("The action plan: progress and late actions", "learning.actions", "/actions/"),
        ("The dashboard: what moved, what is missing", "insight.quarter", "/data/quarters/newest/"),
    ]


def action(world, group, title, due_on):
    given = {"owner": world["member"], "due_on": due_on, "raised_on": date(2022, 9, 1), "by": world["chair"]}
    return add_action(title=title, group_id=world.groups[group].pk, **given)


def test_quality_groups_pack_holds_progress_and_late_actions_but_the_restricted_groups(world):
    action(world, "forum", "Write to schools", date(2022, 11, 1))
    action(world, "forum", "Publish the guide", date(2022, 12, 24))
    action(world, "panel", CANARY, date(2022, 11, 1))
    pack = circulated(planned(world.groups["quality"]))
    said = text(pack)

    assert "3. The action plan" in bookmarks(pack)
    assert [words in said for words in ("Write to schools", "Publish the guide", CANARY)] == [True, False, False]


def test_action_of_the_last_meeting_comes_back_until_it_is_done(world):
    last = took_place(world.groups["forum"])
    given = {"title": "Write to schools", "owner": world["member"], "due_on": date(2022, 11, 28)}
    operations.give_action(item=last.items.first(), **given, by=world["chair"])

    assert "Write to schools Member 28 November 2022 Late" in text(circulated(planned(world.groups["forum"])))


def test_last_minutes_go_into_the_next_pack_and_their_approval_makes_another(world, meeting):
    last = took_place(world.groups["forum"])
    first = circulated(meeting)
    operations.write_minute(item=last.items.first(), text="Members spoke of transport", seen_version=None, by=world["secretary"])
    second = circulated(meeting)
    operations.approve_minutes(meeting=last, approved_on=TODAY, seen_version=None, by=world["chair"])
    third = circulated(meeting)

    assert "Minutes of the last meeting" not in bookmarks(first)
    assert "Minutes of the last meeting" in bookmarks(second)
    assert "Members spoke of transport" in text(second)
    assert ("Not approved yet" in text(second), "Approved on 15 November 2022" in text(third)) == (True, True)
    assert (second.changes, third.changes) == (
        "New minutes: Meeting of 8 November 2022",
        "Minutes changed: Meeting of 8 November 2022",
    )


def test_last_minutes_say_who_came_and_that_there_was_no_quorum(world):
    last = took_place(world.groups["executive"])
    came = {seat.pk: (Came.APOLOGIES if seat.partner == "Police" else Came.PRESENT, "") for seat in last.group.seats.all()}
    operations.record_attendance(meeting=last, came=came, seen_version=None, by=world["council"])
    operations.write_minute(item=last.items.first(), text="Said", seen_version=None, by=world["council"])

    assert "No quorum: police did not take part" in text(circulated(planned(world.groups["executive"])))


def raised(world, group, title):
    return operations.raise_concern(group=world.groups[group], title=title, detail="", raised_on=TODAY, by=world["member"])


def test_open_concerns_of_the_group_stand_in_its_pack(world, meeting):
    raised(world, "forum", "Transport to school")
    closed = raised(world, "forum", "Lost files")
    raised(world, "panel", CANARY)
    given = {"outcome": "Over", "changed_on": TODAY, "seen_version": None, "by": world["chair"]}
    operations.move_concern(concern=closed, state=ConcernState.CLOSED, **given)
    said = text(circulated(meeting))

    assert [words in said for words in ("Transport to school", "Lost files", CANARY)] == [True, False, False]
