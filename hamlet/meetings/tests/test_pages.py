from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.working_days.clock import LONDON
from hamlet.meetings import operations
from hamlet.meetings.models import Ahead, Concern, Meeting
from hamlet.meetings.rules import State
from hamlet.meetings.tests.factories import NOW, attended, blank_pdf, page_of, planned, took_place

WHEN = {"on_0": "29", "on_1": "11", "on_2": "2022", "begins": "14.30", "lasts": "90", "way": "By video"}
CANARY = "CanaryOnlyForThePanel"
LISTS = ["/meetings/", "/meetings/decisions/", "/meetings/concerns/", "/meetings/plan/", "/meetings/feeds/"]
OF_MEETING = ["", "move/", "cancel/", "items/new/", "circulate/", "attendance/", "held/", "approve/"]
OF_ITEM = ["remove/", "carry/", "papers/new/", "minutes/", "decisions/new/", "actions/new/"]


@pytest.fixture
def meeting(world):
    return planned(world.groups["forum"])


def test_secretary_plans_a_meeting(world, enter):
    response = enter(world["secretary"]).post("/meetings/new/", {**WHEN, "group": world.groups["forum"].pk})
    meeting = Meeting.objects.get()

    assert response["Location"] == meeting.get_absolute_url()
    assert meeting.starts_at == datetime(2022, 11, 29, 14, 30, tzinfo=LONDON)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on_0": "31", "on_1": "2"}, "Day must be a real date"),
        ({"begins": "25:99"}, "Begins must be a time, like 14:00"),
        ({"lasts": "0"}, "Lasts, in minutes"),
        ({"link": "http://example.org"}, "The link must begin with https://"),
        ({"group": ""}, "Choose the group"),
    ],
)
def test_what_cannot_be_is_said_in_words(world, enter, change, sentence):
    typed = {**WHEN, "group": world.groups["forum"].pk, "place": "Town hall", **change}
    html = enter(world["secretary"]).post("/meetings/new/", typed).content.decode()

    assert sentence in html
    assert "Town hall" in html
    assert Meeting.objects.count() == 0


def test_chair_of_another_group_is_not_offered_this_one(world, enter):
    response = enter(world["insider"]).post("/meetings/new/", {**WHEN, "group": world.groups["forum"].pk})

    assert "Choose" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_series_is_planned_from_its_page(world, enter):
    typed = {"frequency": "Every six weeks", "first_on_0": "8", "first_on_1": "11", "first_on_2": "2022", "count": "3"}
    typed |= {"begins": "14:00", "lasts": "120", "way": "In person", "group": world.groups["forum"].pk}
    response = enter(world["chair"]).post("/meetings/series/new/", typed)

    assert (response["Location"], Meeting.objects.count()) == ("/meetings/", 3)


def test_meeting_goes_from_agenda_to_approved_minutes_through_its_pages(world, enter, meeting):
    chair, url = world["chair"], page_of(meeting)
    enter(chair).post(f"{url}items/new/", {"title": "School attendance", "minutes_allowed": "15"})
    item = meeting.items.get(title="School attendance")
    upload = SimpleUploadedFile("paper.pdf", blank_pdf(), "application/pdf")
    typed = {"title": "Figures", "marking": Marking.OFFICIAL.value, "upload": upload}
    enter(chair).post(f"/meetings/items/{item.pk}/papers/new/", typed)
    meeting.refresh_from_db()
    enter(chair).post(f"{url}circulate/", {"seen_version": meeting.version})
    seats = {f"came_{seat.pk}": "Present" for seat in meeting.group.seats.all()}
    enter(chair).post(f"{url}attendance/", seats)
    Meeting.objects.update(starts_at=NOW - timedelta(days=1))
    enter(chair).post(f"{url}held/", {})
    enter(world["secretary"]).post(f"/meetings/items/{item.pk}/minutes/", {"text": "It was said"})
    enter(chair).post(f"{url}approve/", {})

    meeting.refresh_from_db()
    assert (meeting.state, meeting.packs.count(), meeting.approved_by) == (State.APPROVED.value, 1, chair)
    html = enter(world["member"]).get(url).content.decode()
    assert "It was said" in html


def test_pages_of_a_held_meeting_record_decisions_and_actions(world, enter):
    meeting = took_place(world.groups["forum"])
    item = meeting.items.first()
    enter(world["chair"]).post(f"/meetings/items/{item.pk}/decisions/new/", {"text": "Go on", "reasons": "It works"})
    due = {"due_on_0": "1", "due_on_1": "12", "due_on_2": "2022"}
    given = {"title": "Write to schools", "owner": world["member"].pk, **due}
    enter(world["chair"]).post(f"/meetings/items/{item.pk}/actions/new/", given)

    html = enter(world["member"]).get(page_of(meeting)).content.decode()
    assert "D-2022-001" in html
    assert "Matters arising" in html
    assert html.count("Write to schools") == 2


def test_decision_is_found_by_its_number_and_by_its_words(world, enter):
    meeting = took_place(world.groups["forum"])
    given = {"text": "Fund the tool kit", "reasons": "It works", "released": False}
    operations.record_decision(item=meeting.items.first(), **given, by=world["chair"])
    member = enter(world["member"])

    assert "Fund the tool kit" in member.get("/meetings/decisions/D-2022-001/").content.decode()
    assert "D-2022-001" in member.get("/meetings/decisions/?search=tool+kit").content.decode()
    assert "D-2022-001" not in member.get("/meetings/decisions/?search=bicycles").content.decode()
    assert member.get("/meetings/decisions/D-2022-999/").status_code == 404
    assert enter(world["insider"]).get("/meetings/decisions/D-2022-001/").status_code == 404


def test_concern_is_raised_moved_and_told_back(world, enter):
    typed = {"group": world.groups["forum"].pk, "title": "Transport to school"}
    enter(world["member"]).post("/meetings/concerns/new/", typed)
    concern = Concern.objects.get()
    url = concern.get_absolute_url()
    assert enter(world["member"]).post(f"{url}move/", {"state": "Closed", "outcome": "No"}).status_code == 403

    enter(world["chair"]).post(f"{url}move/", {"state": "Referred", "outcome": "To the council", "seen_version": 1})
    assert "To the council" in enter(world["member"]).get(url).content.decode()
    assert enter(world["insider"]).get(url).status_code == 404


def test_concern_form_says_first_what_to_do_for_a_child_at_risk(world, enter):
    html = enter(world["member"]).get("/meetings/concerns/new/").content.decode()

    assert html.index("If a child is at risk now") < html.index('<form method="post" novalidate')


def test_forward_plan_is_kept_from_its_page(world, enter):
    typed = {"group": world.groups["forum"].pk, "title": "Review the terms", "month": "11"}
    assert enter(world["chair"]).post("/meetings/plan/new/", typed)["Location"] == "/meetings/plan/"
    assert Ahead.objects.get().month == 11

    html = enter(world["chair"]).post("/meetings/plan/new/", {**typed, "month": ""}).content.decode()
    assert "one of the two" in html


def test_stale_form_says_that_someone_was_first_and_keeps_what_was_typed(world, enter, meeting):
    item = meeting.items.first()
    attended(meeting)
    operations.hold_meeting(meeting=meeting, seen_version=None, by=world["chair"])
    operations.write_minute(item=item, text="First", seen_version=None, by=world["secretary"])
    typed = {"text": "My own long minute", "seen_version": "1"}
    html = enter(world["chair"]).post(f"/meetings/items/{item.pk}/minutes/", typed).content.decode()

    assert "Someone changed this since you opened it" in html
    assert "My own long minute" in html


def test_second_circulation_of_the_same_form_makes_no_second_pack(world, enter, meeting):
    for _ in range(2):
        response = enter(world["chair"]).post(page_of(meeting, "circulate/"), {"seen_version": "1"})

    assert "Someone changed this since you opened it" in response.content.decode()
    assert meeting.packs.count() == 1


def test_program_named_pdf_and_a_huge_file_get_a_sentence(world, enter, meeting):
    item = operations.add_item(meeting=meeting, title="Figures", by=world["chair"])
    for content, sentence in ((b"MZ\x90\x00", "is not"), (blank_pdf() + b"0" * (30 * 1024 * 1024), "is 30 MB")):
        upload = SimpleUploadedFile("paper.pdf", content, "application/pdf")
        typed = {"title": "Figures", "marking": Marking.OFFICIAL.value, "upload": upload}
        html = enter(world["chair"]).post(f"/meetings/items/{item.pk}/papers/new/", typed).content.decode()
        assert f"paper.pdf {sentence}" in html
    assert Document.objects.count() == 0
