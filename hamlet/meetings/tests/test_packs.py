from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.operations import note_scan
from hamlet.foundations.documents.queries import content_of
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.publishing.content import Paragraph
from hamlet.foundations.records import ChangedMeanwhile, Refusal
from hamlet.foundations.references import StandingPaper
from hamlet.learning.operations import add_action
from hamlet.meetings import operations
from hamlet.meetings.models import Pack, Paper
from hamlet.meetings.operations.agenda import NotNow
from hamlet.meetings.rules import Way
from hamlet.meetings.tests.factories import (
    NOW,
    SOON,
    TODAY,
    blank_pdf,
    bookmarks,
    circulated,
    paper,
    pdf,
    planned,
    text,
    took_place,
    world,
)
from tests.racing import at_once

CANARY = "CanaryOnlyForThePanel"


@pytest.fixture
def item(meeting, world):
    return operations.add_item(meeting=meeting, title="School attendance", presenter="Head of Service", by=world["chair"])


def test_pack_is_one_pdf_with_contents_bookmarks_agenda_papers_and_arising(meeting, item, world):
    paper(item, pdf("What the paper says"))
    add_action(
        title="Write to schools",
        owner=world["member"],
        due_on=date(2022, 12, 1),
        raised_on=TODAY,
        group_id=meeting.group_id,
        by=world["chair"],
    )
    pack = circulated(meeting)

    assert bookmarks(pack)[:4] == ["Contents", "Agenda", "Matters arising", "3. The paper"]
    said = text(pack)
    expected = ("School attendance", "Head of Service", "What the paper says", "Write to schools", "A-0001")
    assert [words for words in expected if words not in said] == []
    meeting.refresh_from_db()
    assert (meeting.state, pack.number, pack.changes) == ("Circulated", 1, "")


def test_everyone_in_the_group_is_told_in_neutral_words(meeting):
    circulated(meeting)

    told = Notice.objects.values_list("person__post_title", "subject").order_by("person__post_title")
    assert list(told) == [(post, "Papers for a meeting") for post in ("Chair", "Member", "Secretary")]


def test_late_paper_makes_pack_two_that_says_what_changed_and_leaves_pack_one(meeting, item):
    first = circulated(meeting)
    before = content_of(Document.objects.on(first).get())
    paper(item, pdf("Late news"), title="Late figures")
    second = circulated(meeting)

    assert (second.number, second.changes) == (2, "New paper: Late figures")
    assert "What changed since the last one" in text(second)
    assert "Late news" in text(second)
    assert content_of(Document.objects.on(first).get()) == before
    assert Notice.objects.filter(key__contains="pack.2").count() == 3


def test_withdrawn_paper_leaves_the_next_pack_and_stays_in_the_first(meeting, item, world):
    held = paper(item, pdf("Withdrawn words"))
    first = circulated(meeting)
    operations.withdraw_paper(paper=held, at=NOW, by=world["chair"])
    second = circulated(meeting)

    assert second.changes == "Paper withdrawn: The paper"
    assert ("Withdrawn words" in text(first), "Withdrawn words" in text(second)) == (True, False)


def test_pack_in_which_nothing_changed_is_not_circulated_again(meeting):
    circulated(meeting)
    with pytest.raises(NotNow, match="Nothing has changed since pack 1"):
        circulated(meeting)


def test_moved_and_changed_agenda_are_said_in_the_next_pack(meeting, world):
    circulated(meeting)
    starts_at = SOON + timedelta(days=1)
    given = {"way": Way.VIDEO, "place": "", "link": ""}
    operations.move_meeting(
        meeting=meeting,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **given,
        seen_version=None,
        by=world["chair"],
    )
    operations.add_item(meeting=meeting, title="A new item", by=world["chair"])

    assert circulated(meeting).changes == "The time was changed\nHow or where it meets was changed\nNew item: A new item"


def test_restricted_paper_stays_outside_the_pack_with_its_title(meeting, item):
    paper(item, pdf(CANARY), title=CANARY, marking=Marking.RESTRICTED)
    pack = circulated(meeting)

    assert CANARY not in text(pack) + str(bookmarks(pack)) + str(pack.manifest)
    assert "A restricted paper" in text(pack)


def test_paper_that_is_no_pdf_is_named_in_the_pack(meeting, item):
    paper(item, b"Plain words", name="figures.txt", kind="text/plain")

    assert "This paper is a separate file (figures.txt)" in text(circulated(meeting))


def test_late_paper_after_the_meeting_is_refused(world):
    meeting = took_place(world.groups["forum"])
    with pytest.raises(NotNow):
        paper(meeting.items.first())
    with pytest.raises(NotNow, match="not circulated any more"):
        circulated(meeting)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("paper.pdf", b"MZ\x90\x00 this is a program", "paper.pdf is not"),
        ("paper.pdf", b"%PDF-1.7 broken", "paper.pdf"),
        ("paper.exe", b"MZ\x90\x00 this is a program", "paper.exe"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_and_nothing_kept(item, name, content, sentence):
    with pytest.raises(Refusal, match=sentence):
        paper(item, content, name=name)
    assert (Paper.objects.count(), Document.objects.count()) == (0, 0)


def test_paper_of_thirty_megabytes_is_refused_with_its_size(item, world):
    upload = SimpleUploadedFile("big.pdf", blank_pdf() + b"0" * (30 * 1024 * 1024), "application/pdf")
    with pytest.raises(Refusal, match=r"big\.pdf is 30 MB"):
        operations.add_paper(item=item, upload=upload, title="Big", marking=Marking.OFFICIAL, at=NOW, by=world["chair"])


def test_double_click_keeps_one_paper(item):
    key = "12345678-1234-5678-1234-567812345678"

    assert paper(item, made_with=key) == paper(item, made_with=key)
    assert Document.objects.count() == 1


def test_second_form_of_the_same_circulation_is_refused(meeting):
    circulated(meeting, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        circulated(meeting, seen_version=1)


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_at_once_circulate_one_pack():
    meeting = planned(world().groups["forum"])
    refused = at_once(*(lambda: circulated(meeting, seen_version=1),) * 2)
    assert (Pack.objects.count(), refused) == (1, ["ChangedMeanwhile"])


def test_agenda_in_the_pack_shows_each_paper_with_its_marking_and_the_note(meeting, item, world):
    paper(item, title="Figures", marking=Marking.OFFICIAL_SENSITIVE)
    given = {"title": item.title, "note": "Bring your own figures", "presenter": "", "minutes_allowed": 20}
    operations.change_item(item=item, position=3, **given, seen_version=None, by=world["chair"])
    said = text(circulated(meeting))

    assert [words for words in ("Figures (Official-Sensitive)", "Bring your own figures") if words not in said] == []
    assert Document.objects.get(on_kind="meetings.pack").marking == Marking.OFFICIAL_SENSITIVE.value


def test_reworded_and_reordered_items_are_said_in_the_next_pack(meeting, item, world):
    other = operations.add_item(meeting=meeting, title="Another", by=world["chair"])
    circulated(meeting)
    words = {"note": "", "presenter": "", "minutes_allowed": 10, "seen_version": None, "by": world["chair"]}
    operations.change_item(item=other, title="Another one", position=3, **words)

    assert circulated(meeting).changes == "Item changed: Another one\nThe order of the items was changed"


def test_paper_that_came_through_its_scan_makes_the_next_pack(meeting, item, settings):
    settings.VIRUS_SCANNER = "host:3310"
    held = paper(item, pdf("Late words"))
    first = circulated(meeting)
    note_scan(document=Document.objects.on(held).get(), clean=True, by=held.added_by)
    second = circulated(meeting)

    assert "waits for its virus scan" in text(first)
    assert ("Late words" in text(first), "Late words" in text(second)) == (False, True)
    assert second.changes == "Paper changed: The paper"


def test_paper_that_the_scan_refused_is_said_to_be(meeting, item, settings):
    settings.VIRUS_SCANNER = "host:3310"
    held = paper(item, pdf("Late words"))
    note_scan(document=Document.objects.on(held).get(), clean=False, by=held.added_by)
    said = text(circulated(meeting))

    assert ("The virus scan refused this paper" in said, "Late words" in said) == (True, False)


def test_standing_paper_that_changed_makes_the_next_pack_and_a_sensitive_one_marks_it(meeting, settings, monkeypatch):
    settings.STANDING_PAPERS = ["hamlet.meetings.tests.test_packs.standing"]
    first = circulated(meeting)
    with pytest.raises(NotNow, match="Nothing has changed since pack 1"):
        circulated(meeting)
    monkeypatch.setattr("hamlet.meetings.tests.test_packs.FIGURE", "4712")
    second = circulated(meeting)

    assert second.changes == "Standing paper changed: The figures"
    assert ("4711" in text(first), "4712" in text(second)) == (True, True)
    assert Document.objects.on(second).get().marking == "Official-Sensitive"


def test_sensitive_pack_opens_once_the_second_factor_was_given(meeting, settings, client, world):
    settings.STANDING_PAPERS = ["hamlet.meetings.tests.test_packs.standing"]
    address = Document.objects.on(circulated(meeting)).get().get_absolute_url()
    client.force_login(world["member"], backend="hamlet.foundations.people.sign_in.InvitedBackend")
    assert client.get(address)["Location"] == "/account/second-factor/"


FIGURE = "4711"


def standing(group, as_at):
    return StandingPaper("tests.figures", "The figures", [Paragraph(FIGURE)], as_at, sensitive=True)
