from datetime import date

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.learning.models import Action
from hamlet.meetings import operations
from hamlet.meetings.models import AgendaItem, Concern, Decision
from hamlet.meetings.operations import agenda, concerns, holding
from hamlet.meetings.rules import Came, ConcernState, State
from hamlet.meetings.tests.factories import NOW, SOON, TODAY, approved, attended, circulated, planned, took_place, world
from tests.racing import at_once

KEY = "12345678-1234-5678-1234-567812345678"


def came(meeting, **how):
    seats = {seat.person.post_title.lower(): seat.pk for seat in meeting.group.seats.select_related("person")}
    return {seats[key]: value for key, value in how.items()}


def record(meeting, world, **how):
    given = {"came": came(meeting, **how), "seen_version": None, "by": world["chair"]}
    return operations.record_attendance(meeting=meeting, **given)


def test_deputies_count_for_the_quorum_and_a_missing_partner_breaks_it(world):
    meeting = planned(world.groups["executive"])
    here, deputy, away = (Came.PRESENT, ""), (Came.DEPUTY, "Head of Service"), (Came.APOLOGIES, "")

    assert record(meeting, world, council=here, health=deputy, police=here).quorum_reached
    found = record(meeting, world, council=here, health=deputy, police=away)
    assert found.quorum_sentence == "No quorum: police did not take part. All three partners must."


def test_deputy_is_named_by_post_and_a_seat_of_another_group_refused(world):
    meeting = planned(world.groups["executive"])
    with pytest.raises(holding.NotOfThisMeeting, match="Enter the post of the deputy who came for Police"):
        record(meeting, world, police=(Came.DEPUTY, " "))
    with pytest.raises(holding.NotOfThisMeeting, match="not held in this group"):
        given = {"came": {world.seats["member"].pk: (Came.PRESENT, "")}, "seen_version": None, "by": world["chair"]}
        operations.record_attendance(meeting=meeting, **given)


def test_meeting_is_held_after_it_began_and_only_once(world):
    meeting = planned(world.groups["forum"])
    given = {"meeting": meeting, "seen_version": None, "by": world["chair"]}
    with pytest.raises(agenda.NotNow, match="Record who came first"):
        operations.hold_meeting(**given)
    attended(meeting)
    with pytest.raises(agenda.NotNow, match="has not begun yet"):
        operations.hold_meeting(**given, at=NOW)
    operations.hold_meeting(**given, at=SOON)
    with pytest.raises(agenda.NotNow, match="was held already"):
        operations.hold_meeting(**given, at=SOON)


def test_nobody_approves_minutes_that_they_wrote_even_one_item_of(world):
    meeting = took_place(world.groups["forum"])
    first, second = meeting.items.order_by("position")
    operations.write_minute(item=first, text="Said", seen_version=None, by=world["chair"])
    operations.write_minute(item=second, text="Said too", seen_version=None, by=world["secretary"])
    given = {"meeting": meeting, "approved_on": TODAY, "seen_version": None}

    for wrote in ("chair", "secretary"):
        with pytest.raises(holding.OwnMinutes):
            operations.approve_minutes(**given, by=world[wrote])
    operations.approve_minutes(**given, by=world["member"])
    meeting.refresh_from_db()
    assert (meeting.state, meeting.approved_by) == (State.APPROVED.value, world["member"])


def test_whoever_wrote_first_does_not_approve_though_another_corrected_every_word(world):
    meeting = took_place(world.groups["forum"])
    for wrote in ("chair", "secretary"):
        operations.write_minute(item=meeting.items.first(), text=f"Said {wrote}", seen_version=None, by=world[wrote])

    with pytest.raises(holding.OwnMinutes):
        operations.approve_minutes(meeting=meeting, approved_on=TODAY, seen_version=None, by=world["chair"])


def test_approved_record_is_closed(world):
    meeting = approved(took_place(world.groups["forum"]), world["secretary"], world["chair"])
    item = meeting.items.first()

    for act in (
        lambda: operations.write_minute(item=item, text="More", seen_version=None, by=world["chair"]),
        lambda: operations.record_decision(item=item, text="No", reasons="None", released=False, by=world["chair"]),
        lambda: record(meeting, world, member=(Came.ABSENT, "")),
    ):
        with pytest.raises(agenda.NotNow, match="closed"):
            act()


def test_minutes_need_to_be_written_before_they_are_approved(world):
    with pytest.raises(agenda.NotNow, match="No minutes are written yet"):
        operations.approve_minutes(
            meeting=took_place(world.groups["forum"]), approved_on=TODAY, seen_version=None, by=world["chair"]
        )


def decide(meeting, by, released=False, **given):
    rest = {"text": "Fund the tool kit", "reasons": "It works", "released": released, **given}
    return operations.record_decision(item=meeting.items.first(), **rest, by=by)


def test_decisions_are_numbered_and_a_double_click_makes_one(world):
    meeting = took_place(world.groups["executive"])
    first, again, second = (decide(meeting, world["council"], **key) for key in ({"made_with": KEY}, {"made_with": KEY}, {}))

    assert (first, first.number, second.number) == (again, "D-2022-001", "D-2022-002")
    assert Decision.objects.count() == 2


def test_only_the_executive_releases_decisions(world):
    with pytest.raises(agenda.NotNow, match="Only decisions of the Executive"):
        decide(took_place(world.groups["forum"]), world["chair"], released=True)


def release(decision, by, released=True, seen_version=None):
    return operations.release_decision(decision=decision, released=released, seen_version=seen_version, by=by)


def test_decision_is_withheld_until_the_minutes_are_approved_and_released_at_any_time(world):
    meeting = took_place(world.groups["executive"])
    first, second = (decide(meeting, world["council"], released=released) for released in (True, False))
    assert release(first, world["council"], released=False, seen_version=1).released is False
    with pytest.raises(ChangedMeanwhile):
        release(first, world["council"], seen_version=1)

    approved(meeting, world["council"], world["health"])
    assert release(second, world["council"]).released is True
    with pytest.raises(agenda.NotNow, match="stays released"):
        release(second, world["council"], released=False)
    verbs = Event.objects.about(meeting).filter(verb__startswith="meetings.decision_").values_list("verb", flat=True)
    assert list(verbs.order_by("id"))[2:] == ["meetings.decision_withheld", "meetings.decision_released"]


def test_decision_of_another_group_is_not_released_later_either(world):
    with pytest.raises(agenda.NotNow, match="Only decisions of the Executive"):
        release(decide(took_place(world.groups["forum"]), world["chair"]), world["chair"])


def test_action_of_a_meeting_goes_to_the_one_plan(world):
    meeting = took_place(world.groups["forum"])
    given = {"title": "Write to schools", "owner": world["member"], "due_on": date(2022, 12, 1)}
    action = operations.give_action(item=meeting.items.first(), **given, made_with=KEY, by=world["chair"])

    assert operations.give_action(item=meeting.items.first(), **given, made_with=KEY, by=world["chair"]) == action
    found = Action.objects.get()
    assert (found.group, found.source_kind, found.source_id) == (meeting.group, "meetings.meeting", str(meeting.pk))
    assert found.raised_on == date(2022, 11, 8)


def concern_of(world):
    return operations.raise_concern(
        group=world.groups["forum"], title="Transport", detail="", raised_on=TODAY, made_with=KEY, by=world["member"]
    )


def test_whoever_raised_a_concern_is_told_what_became_of_it(world):
    concern = concern_of(world)
    assert concern_of(world) == concern
    given = {"concern": concern, "changed_on": TODAY, "seen_version": 1, "by": world["chair"]}
    operations.move_concern(state=ConcernState.REFERRED, outcome="To the council", **given)

    assert list(Notice.objects.values_list("person__post_title", "subject")) == [("Member", "Something you raised has moved")]
    with pytest.raises(ChangedMeanwhile):
        operations.move_concern(state=ConcernState.CLOSED, outcome="Over", **given)


def test_every_step_of_a_concern_is_kept_with_its_words(world):
    concern = concern_of(world)
    for state, outcome in ((ConcernState.DISCUSSED, "Heard in full"), (ConcernState.WATCHED, "Looked at each term")):
        given = {"changed_on": TODAY, "seen_version": None, "by": world["chair"]}
        operations.move_concern(concern=concern, state=state, outcome=outcome, **given)

    steps = concern.steps.order_by("id").values_list("state", "outcome", "on", "by__post_title")
    assert list(steps) == [("Discussed", "Heard in full", TODAY, "Chair"), ("Watched", "Looked at each term", TODAY, "Chair")]


@pytest.mark.parametrize(("state", "outcome"), [(ConcernState.RAISED, "Nothing"), (ConcernState.CLOSED, " ")])
def test_concern_moves_with_words_only(world, state, outcome):
    with pytest.raises(concerns.NothingSaid):
        operations.move_concern(
            concern=concern_of(world), state=state, outcome=outcome, changed_on=TODAY, seen_version=None, by=world["chair"]
        )
    assert Concern.objects.get().state == ConcernState.RAISED.value


def test_near_meeting_is_told_once_and_only_when_it_was_circulated(world):
    planned(world.groups["panel"])
    circulated(planned(world.groups["forum"]))
    for day in (date(2022, 11, 23), date(2022, 11, 24), date(2022, 11, 25)):
        operations.remind_members(day, world["chair"])

    assert Notice.objects.filter(subject="A meeting is near").count() == 3


def test_nothing_is_written_when_the_trail_cannot_be(world, monkeypatch):
    def fails(*args, **given):
        raise RuntimeError("the trail is full")

    meeting = planned(world.groups["forum"])
    monkeypatch.setattr(Event.objects, "create", fails)
    with pytest.raises(RuntimeError):
        operations.add_item(meeting=meeting, title="Lost", by=world["chair"])
    assert AgendaItem.objects.filter(title="Lost").count() == 0


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_never_share_a_number():
    made = world()
    meeting, numbers = took_place(made.groups["executive"]), []

    at_once(*(lambda: numbers.append(decide(meeting, made["council"]).number),) * 3)
    assert sorted(numbers) == ["D-2022-001", "D-2022-002", "D-2022-003"]
