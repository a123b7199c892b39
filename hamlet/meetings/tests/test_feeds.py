from datetime import date, datetime, timedelta

import icalendar
import pytest

from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance import operations as governance
from hamlet.governance.rules import Capacity
from hamlet.meetings import operations
from hamlet.meetings.models import Feed
from hamlet.meetings.tests.factories import SOON, TODAY, circulated, paper, planned


def feed_of(world, key="member", group=None):
    return operations.make_feed(group=group, made_on=TODAY, by=world[key])


def events(client, secret):
    response = client.get(f"/meetings/feed/{secret}.ics")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_feed_holds_ones_groups_meetings_and_no_others(world, client):
    mine = planned(world.groups["forum"])
    planned(world.groups["panel"])

    assert [event["UID"] for event in events(client, feed_of(world)[1])] == [f"meeting-{mine.pk}@hamlet"]


def test_feed_of_one_group_leaves_the_others_out(world, client):
    governance.give_seat(
        group=world.groups["panel"],
        capacity=Capacity.MEMBER,
        person=world["member"],
        starts_on=date(2022, 1, 1),
        by=system_person(),
    )
    planned(world.groups["panel"])
    forum = planned(world.groups["forum"])

    assert len(events(client, feed_of(world)[1])) == 2
    assert [event["UID"] for event in events(client, feed_of(world, group=world.groups["forum"])[1])] == [
        f"meeting-{forum.pk}@hamlet"
    ]


def test_feed_tells_no_title_group_or_place(world, client):
    meeting = planned(world.groups["forum"], place="CanaryRoom")
    paper(operations.add_item(meeting=meeting, title="CanaryItem", by=world["chair"]), title="CanaryPaper")
    circulated(meeting)
    response = client.get(f"/meetings/feed/{feed_of(world)[1]}.ics")

    assert b"Canary" not in response.content
    assert world.groups["forum"].name.encode() not in response.content
    assert b"SUMMARY:Partnership meeting" in response.content


@pytest.mark.parametrize("day", [date(2022, 10, 28), date(2022, 10, 31), date(2023, 3, 24), date(2023, 3, 27)])
def test_feed_shows_the_same_hour_on_both_sides_of_the_clock_change(world, client, day):
    planned(world.groups["forum"], datetime(day.year, day.month, day.day, 14, tzinfo=LONDON))
    event = events(client, feed_of(world)[1])[0]

    assert event.start.astimezone(LONDON).strftime("%d %H:%M") == f"{day:%d} 14:00"
    assert event.start.utcoffset() == (timedelta(hours=1) if day < date(2022, 10, 30) or day > date(2023, 3, 26) else timedelta())
    assert str(event["DTSTART"].params["TZID"]) == "Europe/London"


def test_feed_carries_its_time_zone(world, client):
    planned(world.groups["forum"])
    calendar = icalendar.Calendar.from_ical(client.get(f"/meetings/feed/{feed_of(world)[1]}.ics").content)

    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]


def test_moved_meeting_keeps_its_identity_and_says_that_it_changed(world, client):
    meeting, (_, secret) = planned(world.groups["forum"]), feed_of(world)
    before = events(client, secret)[0]
    operations.cancel_meeting(meeting=meeting, reason="Half-term", seen_version=None, by=world["chair"])
    after = events(client, secret)[0]

    assert after["UID"] == before["UID"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_revoked_feed_is_gone_and_unknown_ones_never_were(world, client):
    feed, secret = feed_of(world)
    operations.revoke_feed(feed=feed, revoked_on=TODAY, by=world["member"])

    assert client.get(f"/meetings/feed/{secret}.ics").status_code == 404
    assert client.get("/meetings/feed/nothing.ics").status_code == 404


def test_feed_stops_when_the_seat_ends(world, client):
    planned(world.groups["forum"], SOON)
    _, secret = feed_of(world)
    governance.end_seat(seat=world.seats["member"], ends_on=date(2022, 11, 14), seen_version=None, by=system_person())

    assert events(client, secret) == []


def test_feed_of_a_person_whose_access_ended_is_gone(world, client):
    _, secret = feed_of(world)
    world["member"].is_active = False
    world["member"].save(update_fields=["is_active"])

    assert client.get(f"/meetings/feed/{secret}.ics").status_code == 404


def test_secret_is_shown_once_and_never_kept(world, enter):
    html = enter(world["member"]).post("/meetings/feeds/", {}).content.decode()
    secret = html.split("/meetings/feed/")[1].split(".ics")[0]

    assert Feed.objects.get().secret_sha256 != secret
    assert secret not in enter(world["member"]).get("/meetings/feeds/").content.decode()


def test_person_revokes_only_their_own_feed(world, enter):
    feed, _ = feed_of(world)

    assert enter(world["chair"]).post(f"/meetings/feeds/{feed.pk}/revoke/").status_code == 404
    assert enter(world["member"]).post(f"/meetings/feeds/{feed.pk}/revoke/")["Location"] == "/meetings/feeds/"
    feed.refresh_from_db()
    assert feed.revoked_on == TODAY
