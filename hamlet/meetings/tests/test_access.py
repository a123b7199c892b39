from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.rules import Marking
from hamlet.meetings import operations, queries
from hamlet.meetings.models import Decision, Meeting
from hamlet.meetings.tests.factories import SOON, TODAY, approved, circulated, page_of, paper, planned, took_place

CANARY = "CanaryOnlyForThePanel"
LISTS = ["/meetings/", "/meetings/decisions/", "/meetings/concerns/", "/meetings/plan/", "/meetings/feeds/"]
OF_MEETING = ["", "move/", "cancel/", "items/new/", "circulate/", "attendance/", "held/", "approve/"]
OF_ITEM = ["remove/", "carry/", "papers/new/", "minutes/", "decisions/new/", "actions/new/"]


@pytest.mark.parametrize("act", OF_MEETING)
def test_meeting_of_a_restricted_group_does_not_exist_for_others(world, enter, act):
    meeting = planned(world.groups["panel"])

    assert enter(world["chair"]).get(page_of(meeting, act)).status_code == 404
    if act != "approve/":
        assert enter(world["insider"]).get(page_of(meeting, act)).status_code == 200


@pytest.mark.parametrize("act", OF_MEETING[1:])
def test_member_reads_and_does_nothing_else(world, enter, meeting, act):
    assert enter(world["member"]).get(page_of(meeting)).status_code == 200
    assert enter(world["member"]).post(page_of(meeting, act), {}).status_code == 403


@pytest.mark.parametrize("act", OF_ITEM)
def test_member_does_nothing_to_an_item(world, enter, meeting, act):
    item = meeting.items.first()

    assert enter(world["member"]).post(f"/meetings/items/{item.pk}/{act}", {}).status_code == 403
    assert enter(world["chair"]).get(f"/meetings/items/{item.pk}/{act}").status_code == 200
    assert enter(world["chair"]).get(f"/meetings/items/999999/{act}").status_code == 404


@pytest.mark.parametrize(
    "path", [*LISTS, "/meetings/new/", "/meetings/series/new/", "/meetings/concerns/new/", "/meetings/plan/new/"]
)
def test_stranger_signs_in_first_and_a_young_scrutineer_is_refused(world, client, sign_in, path):
    assert client.get(path)["Location"].startswith("/account/login/")
    sign_in(client, Role.YOUNG_SCRUTINEER)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", [*LISTS[:4], "/meetings/999999/"])
def test_page_that_only_shows_refuses_a_post(world, enter, path):
    assert enter(world["chair"]).post(path).status_code == 405


@pytest.mark.parametrize("act", OF_MEETING)
def test_unknown_meeting_is_not_found(world, enter, act):
    assert enter(world["chair"]).get(f"/meetings/999999/{act}").status_code == 404


def planted(world):
    """What only the restricted panel may know of: a meeting with a place, an item, papers, a decision, a concern and a plan."""
    panel, by = world.groups["panel"], world["insider"]
    meeting = planned(panel, place=CANARY)
    item = operations.add_item(meeting=meeting, title=CANARY, by=by)
    paper(item, title=CANARY, by=by)
    circulated(meeting, by)
    held = took_place(panel)
    given = {"text": CANARY, "reasons": CANARY, "released": False}
    operations.record_decision(item=held.items.first(), **given, by=by)
    operations.raise_concern(group=panel, title=CANARY, detail=CANARY, raised_on=TODAY, by=by)
    operations.plan_ahead(group=panel, title=CANARY, month=3, by=by)
    return meeting


@pytest.mark.parametrize("key", ["chair", "member", "council"])
def test_restricted_group_leaks_by_no_side_door(world, enter, key):
    planted(world)
    client = enter(world[key])
    pages = [*LISTS, "/desk/", "/meetings/?past=1", f"/meetings/decisions/?search={CANARY[:6]}", "/groups/", "/actions/"]
    pages += [f"/documents/{document.pk}/" for document in Document.objects.all()]

    assert [path for path in pages if CANARY in client.get(path).content.decode(errors="replace")] == []
    assert [client.get(path).status_code for path in pages if path.startswith("/documents/")] == [404, 404]
    insider = enter(world["insider"])
    assert [CANARY in insider.get(path).content.decode() for path in LISTS[1:4]] == [True, True, True]


def test_opening_a_restricted_groups_meeting_stands_in_the_trail(world, enter):
    meeting = planned(world.groups["panel"])
    enter(world["insider"]).get(page_of(meeting))

    assert Event.objects.about(meeting).filter(verb="audit.opened", by=world["insider"]).count() == 1


def test_restricted_paper_opens_for_the_groups_members_only(world, enter, meeting, sign_in, client):
    held = paper(operations.add_item(meeting=meeting, title="Item", by=world["chair"]), title=CANARY, marking=Marking.RESTRICTED)
    document = Document.objects.on(held).get()
    assert enter(world["member"]).get(f"/documents/{document.pk}/").status_code == 200

    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.get(f"/documents/{document.pk}/").status_code == 404


def count(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("path", LISTS)
def test_list_costs_the_same_with_one_row_and_with_thirty(world, enter, path):
    client = enter(world["chair"])
    fill(world, 1)
    few = count(client, path)
    fill(world, 30)

    assert count(client, path) == few


def fill(world, rows):
    for _ in range(rows):
        number = Meeting.objects.count()
        planned(world.groups["forum"], SOON + timedelta(days=number))
        given = {"group": world.groups["forum"], "by": world["chair"]}
        operations.raise_concern(title="Theme", detail="", raised_on=TODAY, **given)
        operations.plan_ahead(title="Later", month=6, **given)
        meeting = took_place(world.groups["forum"], SOON - timedelta(days=number + 20))
        Decision.objects.create(number=f"D-2021-{number}", meeting=meeting, text="Go on", reasons="It works", decided_on=TODAY)


def test_meeting_page_costs_the_same_however_long_its_agenda(world, enter, meeting):
    client = enter(world["chair"])
    paper(operations.add_item(meeting=meeting, title="The first", by=world["chair"]))
    few = count(client, page_of(meeting))
    for number in range(20):
        paper(operations.add_item(meeting=meeting, title=f"Item {number}", by=world["chair"]))

    assert count(client, page_of(meeting)) == few


def test_past_meetings_are_a_list_of_their_own(world, enter):
    took_place(world.groups["forum"])
    client = enter(world["member"])

    assert "8 November 2022" in client.get("/meetings/?past=1").content.decode()
    assert "8 November 2022" not in client.get("/meetings/").content.decode()


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("chair", ["Circulate the pack: Forum", "Write the minutes: Forum"]),
        ("member", []),
        ("council", []),
    ],
)
def test_duties_are_those_of_each_seat(world, key, titles):
    planned(world.groups["forum"])
    took_place(world.groups["forum"])

    assert sorted(duty.title for duty in queries.duties(world.empowered(key), TODAY)) == titles


def test_report_counts_meetings_attendance_and_decisions_without_a_word(world):
    meeting = approved(took_place(world.groups["executive"]), world["council"], world["health"])
    took_place(world.groups["forum"])
    Decision.objects.create(number="D-2022-009", meeting=meeting, text=CANARY, reasons=CANARY, decided_on=TODAY)
    found = queries.report_evidence(TODAY.replace(month=4), TODAY, TODAY)

    assert [(row.item, row.count) for row in found] == [("meetings", 2), ("attendance", 3), ("decisions", 1)]
    assert found[1].rows == (("Local authority", "1", "1"), ("Health", "1", "1"), ("Police", "1", "1"))
    assert CANARY not in str(found)
