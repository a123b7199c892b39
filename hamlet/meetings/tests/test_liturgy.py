"""Every act of the room through its page: done, done twice, with an empty form, with a stale one, with the wrong verb."""

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.documents.rules import Marking
from hamlet.meetings import operations
from hamlet.meetings.models import AgendaItem, Paper
from hamlet.meetings.tests.factories import NOW, SOON, TODAY, attended, circulated, page_of, paper, planned, took_place

STALE = "Someone changed this since you opened it"
WHEN = {"on_0": "30", "on_1": "11", "on_2": "2022", "begins": "10", "lasts": "60", "way": "By video"}
DUE = {"due_on_0": "1", "due_on_1": "12", "due_on_2": "2022"}
ITEM = {"title": "School attendance", "minutes_allowed": "15", "position": "1"}


@pytest.fixture
def item(meeting, world):
    return operations.add_item(meeting=meeting, title="Figures", by=world["chair"])


def raised(world, group):
    given = {"group": world.groups[group], "title": "Transport", "detail": "", "raised_on": TODAY}
    return operations.raise_concern(**given, by=world["member"])


@pytest.fixture
def places(world, meeting, item):
    """The address of every act, on records that are in the state for it."""
    held = took_place(world.groups["forum"])
    minuted = took_place(world.groups["forum"], SOON.replace(month=10))
    operations.write_minute(item=minuted.items.first(), text="Said", seen_version=None, by=world["secretary"])
    begun = attended(planned(world.groups["forum"], NOW))
    concern = raised(world, "forum")
    of_held = f"/meetings/items/{held.items.first().pk}/"
    return {
        "move": page_of(meeting, "move/"),
        "cancel": page_of(meeting, "cancel/"),
        "circulate": page_of(meeting, "circulate/"),
        "add item": page_of(meeting, "items/new/"),
        "change item": f"/meetings/items/{item.pk}/change/",
        "remove item": f"/meetings/items/{item.pk}/remove/",
        "add paper": f"/meetings/items/{item.pk}/papers/new/",
        "attendance": page_of(held, "attendance/"),
        "hold": page_of(begun, "held/"),
        "minute": f"{of_held}minutes/",
        "decide": f"{of_held}decisions/new/",
        "give action": f"{of_held}actions/new/",
        "carry": f"{of_held}carry/",
        "approve": page_of(minuted, "approve/"),
        "move concern": f"/meetings/concerns/{concern.pk}/move/",
    }


def typed(what, world):
    said = {
        "move": WHEN,
        "cancel": {"reason": "Half-term"},
        "add item": ITEM,
        "change item": ITEM,
        "minute": {"text": "It was said"},
        "decide": {"text": "Go on", "reasons": "It works"},
        "give action": {"title": "Write to schools", "owner": world["member"].pk, **DUE},
        "move concern": {"state": "Watched", "outcome": "Looked at each term"},
    }
    return said.get(what, {})


DONE = [
    ("move", "meetings.meeting_moved"),
    ("cancel", "meetings.meeting_cancelled"),
    ("circulate", "meetings.pack_circulated"),
    ("add item", "meetings.item_added"),
    ("change item", "meetings.item_changed"),
    ("remove item", "meetings.item_removed"),
    ("attendance", "meetings.attendance_recorded"),
    ("hold", "meetings.meeting_held"),
    ("minute", "meetings.minutes_written"),
    ("decide", "meetings.decision_recorded"),
    ("give action", "meetings.action_given"),
    ("carry", "meetings.item_carried"),
    ("approve", "meetings.minutes_approved"),
    ("move concern", "meetings.concern_moved"),
]


@pytest.mark.parametrize(("what", "verb"), DONE)
def test_chair_does_it_and_it_stands_in_the_trail(world, enter, places, what, verb):
    client = enter(world["chair"])
    last = Event.objects.latest("id").pk
    response = client.post(places[what], typed(what, world))

    assert (response.status_code, response["Location"].startswith("/meetings/")) == (302, True)
    assert Event.objects.filter(pk__gt=last, verb=verb, by=world["chair"]).count() == 1
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("cancel", "This meeting was cancelled already, so it cannot be cancelled"),
        ("circulate", "Nothing has changed since pack 1 was circulated"),
        ("hold", "This meeting was held already"),
        ("approve", "The minutes of this meeting are approved: its record is closed"),
    ],
)
def test_second_time_gets_a_sentence(world, enter, places, what, sentence):
    client = enter(world["chair"])
    client.post(places[what], typed(what, world))

    assert sentence in client.post(places[what], typed(what, world)).content.decode()


@pytest.mark.parametrize(
    "what", ["move", "cancel", "circulate", "change item", "attendance", "hold", "minute", "approve", "move concern"]
)
def test_stale_form_changes_nothing(world, enter, places, what):
    before = Event.objects.filter(verb__startswith="meetings.").count()
    html = enter(world["chair"]).post(places[what], {**typed(what, world), "seen_version": "0"}).content.decode()

    assert STALE in html
    assert Event.objects.filter(verb__startswith="meetings.").count() == before


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("move", "Enter the day"),
        ("cancel", "Say why it is cancelled"),
        ("add item", "Enter the item"),
        ("change item", "Enter its place"),
        ("add paper", "Choose the file"),
        ("minute", "Write what was said"),
        ("decide", "Give the reasons"),
        ("give action", "Choose who owns it"),
        ("move concern", "Say what became of it"),
    ],
)
def test_empty_form_names_what_is_missing(world, enter, places, what, sentence):
    html = enter(world["chair"]).post(places[what], {}).content.decode()

    assert sentence in html
    assert "<title>Error: " in html


def test_wrong_verb_is_refused_everywhere(world, enter, places):
    client = enter(world["chair"])

    assert {what: client.put(address).status_code for what, address in places.items()} == dict.fromkeys(places, 405)
    assert client.get("/meetings/feeds/1/revoke/").status_code == 405


def test_stranger_is_sent_to_sign_in_from_every_act(client, places):
    found = {what: client.post(address)["Location"].startswith("/account/login/") for what, address in places.items()}

    assert found == dict.fromkeys(places, True)


def test_chair_of_another_group_finds_no_act_of_a_group_that_is_not_theirs(world, enter, places):
    client = enter(world["insider"])

    assert {what: client.post(address).status_code for what, address in places.items()} == dict.fromkeys(places, 404)


def test_double_click_on_a_form_that_creates_makes_one(world, enter, places, meeting):
    client, key = enter(world["chair"]), {"made_with": "12345678-1234-5678-1234-567812345678"}
    before = meeting.items.count()
    for _ in range(2):
        assert client.post(places["add item"], {**ITEM, **key}).status_code == 302

    assert meeting.items.count() == before + 1


def test_paper_is_withdrawn_once_and_is_gone_from_the_page(world, enter, meeting, item):
    held = paper(item, title="Figures of the term", marking=Marking.OFFICIAL)
    client, address = enter(world["chair"]), f"/meetings/papers/{held.pk}/withdraw/"
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == page_of(meeting)
    html = client.get(page_of(meeting)).content.decode()

    assert (Paper.objects.standing().count(), "Figures of the term" in html) == (0, False)
    assert client.post(address).status_code == 404


def test_item_that_is_gone_is_not_found_the_second_time(world, enter, places, item):
    client = enter(world["chair"])
    client.post(places["remove item"])

    assert client.post(places["remove item"]).status_code == 404
    assert not AgendaItem.objects.filter(pk=item.pk).exists()


def test_decision_of_the_executive_is_released_from_its_page_by_who_keeps_it(world, enter, sign_in, client):
    meeting = took_place(world.groups["executive"])
    given = {"text": "Fund the tool kit", "reasons": "It works", "released": False}
    decision = operations.record_decision(item=meeting.items.first(), **given, by=world["council"])
    address = f"{decision.get_absolute_url()}release/"
    assert enter(world["council"]).get(address).status_code == 403
    assert enter(world["chair"]).post(address, {"released": "on"}).status_code == 404
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert STALE in client.post(address, {"released": "on", "seen_version": "0"}).content.decode()
    assert client.post(address, {"released": "on"})["Location"] == decision.get_absolute_url()
    decision.refresh_from_db()
    assert decision.released is True


def test_quorum_is_said_of_a_meeting_that_took_place_only(world, enter, meeting):
    seat = world.seats["chair"].pk
    enter(world["chair"]).post(page_of(meeting, "attendance/"), {f"came_{seat}": "Apologies"})
    held = took_place(world.groups["forum"])
    enter(world["chair"]).post(page_of(held, "attendance/"), {f"came_{seat}": "Apologies"})
    client = enter(world["member"])

    pages = [client.get(page_of(row)).content.decode() for row in (meeting, held)]
    assert [html.count("No quorum") for html in pages] == [0, 2]


def test_whoever_wrote_the_minutes_reads_why_they_cannot_approve_them(world, enter):
    held = took_place(world.groups["forum"])
    operations.write_minute(item=held.items.first(), text="Said", seen_version=None, by=world["chair"])
    html = enter(world["chair"]).get(page_of(held)).content.decode()

    assert ("somebody else approves them" in html, "Approve the minutes</" in html) == (True, False)
    assert "You wrote these minutes" in enter(world["chair"]).post(page_of(held, "approve/")).content.decode()


@pytest.mark.parametrize("words", ["d-2022-001", "tool kit", "because schools"])
def test_decision_is_found_by_number_text_and_reasons(world, enter, words):
    held = took_place(world.groups["forum"])
    given = {"text": "Fund the tool kit", "reasons": "Because schools asked", "released": False}
    operations.record_decision(item=held.items.first(), **given, by=world["chair"])
    html = enter(world["member"]).get("/meetings/decisions/", {"search": words}).content.decode()

    assert "D-2022-001" in html
    assert "D-2022-001" not in enter(world["member"]).get("/meetings/decisions/", {"search": "bicycles"}).content.decode()


def test_opening_a_restricted_groups_decision_and_concern_stands_in_the_trail(world, enter):
    held = took_place(world.groups["panel"])
    given = {"text": "Go on", "reasons": "It works", "released": False}
    decision = operations.record_decision(item=held.items.first(), **given, by=world["insider"])
    concern = raised(world, "panel")
    for record in (decision, concern):
        assert enter(world["insider"]).get(record.get_absolute_url()).status_code == 200

    assert [Event.objects.about(row).filter(verb="audit.opened").count() for row in (decision, concern)] == [1, 1]


def test_pack_says_on_the_page_what_changed(world, enter, meeting, item):
    circulated(meeting)
    paper(item, title="Late figures")
    circulated(meeting)

    html = enter(world["member"]).get(page_of(meeting)).content.decode()
    assert html.count("New paper: Late figures") == 1
