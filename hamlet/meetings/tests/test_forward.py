from datetime import datetime, timedelta

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.working_days.clock import LONDON
from hamlet.meetings import operations
from hamlet.meetings.models import Ahead
from hamlet.meetings.operations import agenda, forward
from hamlet.meetings.tests.factories import SOON, TODAY, planned

LATER = SOON + timedelta(days=42)


def titles(meeting):
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def ahead_of(world, **given):
    rest = {"group": world.groups["forum"], "title": "Yearly duty", **given}
    return operations.plan_ahead(**rest, by=world["chair"])


def test_cancelled_meeting_says_why_and_gives_back_what_the_plan_gave_it(world):
    given = {"group": world.groups["forum"], "title": "Review the terms of reference", "not_before": TODAY}
    ahead = operations.plan_ahead(**given, by=world["chair"])
    first, second = planned(world.groups["forum"]), planned(world.groups["forum"], LATER)
    assert "Review the terms of reference" in titles(first)

    operations.cancel_meeting(meeting=first, reason="Half-term", seen_version=None, by=world["chair"])
    assert [item.meeting for item in ahead.items.order_by("id")] == [first, second]
    with pytest.raises(agenda.NotNow, match="cannot be cancelled"):
        operations.cancel_meeting(meeting=first, reason="Again", seen_version=None, by=world["chair"])


def test_yearly_duty_comes_once_in_its_month(world):
    operations.plan_ahead(group=world.groups["forum"], title="Yearly duty", month=11, by=world["chair"])
    first, second = planned(world.groups["forum"]), planned(world.groups["forum"], SOON + timedelta(days=1))
    next_year = planned(world.groups["forum"], SOON + timedelta(days=365))

    assert [("Yearly duty" in titles(meeting)) for meeting in (first, second, next_year)] == [True, False, True]


@pytest.mark.parametrize("given", [{}, {"month": 11, "not_before": TODAY}])
def test_forward_plan_takes_a_month_or_a_day(world, given):
    with pytest.raises(forward.WrongTime, match="one of the two"):
        operations.plan_ahead(group=world.groups["forum"], title="Either", **given, by=world["chair"])


def test_item_planned_ahead_goes_on_an_agenda_that_stands_already(world):
    meeting = planned(world.groups["forum"])
    operations.plan_ahead(group=world.groups["forum"], title="Parked", not_before=TODAY, on=TODAY, by=world["chair"])

    assert titles(meeting)[-1] == "Parked"


def test_duty_of_a_month_without_a_meeting_is_done_at_the_next(world):
    ahead_of(world, month=12, on=TODAY)
    meetings = [planned(world.groups["forum"], datetime(2022, month, 29, 14, tzinfo=LONDON)) for month in (11,)]
    meetings += [planned(world.groups["forum"], datetime(2023, month, 28, 14, tzinfo=LONDON)) for month in (2, 5)]

    assert [("Yearly duty" in titles(meeting)) for meeting in meetings] == [False, True, False]


def test_duty_of_this_year_moves_on_though_next_years_is_planned_already(world):
    ahead = ahead_of(world, month=11)
    first, second = planned(world.groups["forum"]), planned(world.groups["forum"], LATER)
    next_year = planned(world.groups["forum"], SOON + timedelta(days=365))
    operations.cancel_meeting(meeting=first, reason="Half-term", seen_version=None, by=world["chair"])

    assert set(ahead.items.values_list("meeting", flat=True)) == {first.pk, second.pk, next_year.pk}


def test_item_taken_off_goes_to_the_next_agenda_that_is_planned(world):
    first, second = planned(world.groups["forum"]), planned(world.groups["forum"], LATER)
    ahead_of(world, title="Parked", not_before=TODAY, on=TODAY)
    operations.remove_item(item=first.items.get(title="Parked"), by=world["chair"])

    assert [("Parked" in titles(meeting)) for meeting in (first, second)] == [False, True]


def test_what_is_out_of_the_plan_is_taken_up_no_more(world):
    ahead = ahead_of(world, month=11)
    operations.take_out_of_plan(ahead=ahead, ended_on=TODAY, by=world["chair"])
    operations.take_out_of_plan(ahead=ahead, ended_on=TODAY + timedelta(days=1), by=world["chair"])

    assert "Yearly duty" not in titles(planned(world.groups["forum"]))
    assert Ahead.objects.get().ended_on == TODAY
    assert set(Event.objects.about(ahead).values_list("verb", flat=True)) == {
        "meetings.planned_ahead",
        "meetings.taken_out_of_plan",
    }


def test_plan_shows_when_each_was_last_on_an_agenda_and_loses_what_ended(world, enter):
    kept, ended = ahead_of(world, title="Kept duty", month=11), ahead_of(world, title="Ended duty", month=11)
    planned(world.groups["forum"])
    client = enter(world["chair"])
    address = f"/meetings/plan/{ended.pk}/end/"
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == "/meetings/plan/"
    html = client.get("/meetings/plan/").content.decode()

    assert ("Kept duty" in html, "Ended duty" in html, "29 Nov 2022" in html) == (True, False, True)
    assert client.post(address).status_code == 404
    assert enter(world["member"]).post(f"/meetings/plan/{kept.pk}/end/").status_code == 403
    assert enter(world["insider"]).post(f"/meetings/plan/{kept.pk}/end/").status_code == 404
