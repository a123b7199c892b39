"""What the room tells others: the desk, the yearly report, the report of a rapid review."""

import io
from datetime import date, datetime, timedelta

import docx
import pytest
from pypdf import PdfReader

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.operations import give_seat
from hamlet.governance.rules import Capacity, GroupKind
from hamlet.meetings import operations as meetings
from hamlet.meetings.rules import Came
from hamlet.reviews import operations, queries
from hamlet.reviews.models import Case
from hamlet.reviews.queries.cases import road_of
from hamlet.reviews.queries.clocks import working_group_clock
from hamlet.reviews.rules.cases import National, Outcome, Section, Told
from hamlet.reviews.rules.chronology import Row
from hamlet.reviews.rules.statutory import Quality
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY

pytestmark = pytest.mark.django_db
YEAR = (date(2022, 4, 1), date(2023, 3, 31), date(2023, 7, 1))


def evidence(item):
    return next(row for row in queries.report_evidence(*YEAR) if row.item == item)


def duties(person, today=TODAY):
    person.powers = powers_on(person, today)
    return [(duty.title, duty.state) for duty in queries.duties(person, today)]


def test_desk_of_the_panels_chair_shows_the_dates_that_are_owed(world):
    factories.referred(world)

    assert duties(world["chair"]) == [
        ("Notify the national Panel: SI-2022-001", "soon"),
        ("Tell the safeguarding partners: SI-2022-001", "soon"),
        ("Send the rapid review to the national Panel: SI-2022-001", "open"),
        ("Decide who is told: SI-2022-001", "due"),
    ]
    assert duties(world["chair"], date(2022, 11, 23))[0] == ("Notify the national Panel: SI-2022-001", "late")


def test_desk_of_a_partner_asks_for_the_decision_until_it_is_given(world):
    review = factories.recommended(world)
    assert duties(world["police"]) == [("Decide for your partner: SI-2022-001", "due")]

    given = {"outcome": Outcome.LCSPR, "national": National.NO, "reason": "So", "on": TODAY, "seen_version": None}
    operations.decide_for_partner(review=review, **given, by=world["police"])
    assert duties(world["police"]) == []


def test_desk_of_an_author_shows_their_part_and_nothing_of_the_case(world):
    factories.asked(world, due_on=date(2022, 11, 20))

    assert duties(world["author"]) == [("Your agency's summary", "due")]
    assert duties(world["author"], date(2022, 11, 21)) == [("Your agency's summary", "late")]
    assert duties(world["school"]) == []


def test_report_counts_dates_kept_late_and_overdue(world):
    factories.notified(world, aware_on=date(2022, 11, 1))

    rows = dict((row[0], row[1:]) for row in evidence("statutory_dates").rows)
    assert rows == {
        "Notify the national Panel": ("0", "1", "0"),
        "Send the rapid review to the national Panel": ("0", "0", "1"),
        "Tell the safeguarding partners": ("0", "0", "1"),
    }


def test_report_counts_incidents_and_decisions_and_says_no_words(world):
    factories.sent(world, Outcome.LEARNING)
    factories.decided(world, told=Told.NOBODY)

    assert dict(evidence("serious_incidents").rows) == {
        "Referred": "2",
        "Notified nationally": "1",
        "Criteria not met": "1",
        "Withdrawn": "0",
        "Still open": "1",
    }
    assert dict(evidence("rapid_reviews").rows)[Outcome.LEARNING.value] == "1"
    assert factories.CANARY not in repr(queries.report_evidence(*YEAR))


@pytest.fixture
def reported(world):
    summary = factories.asked(world, review=factories.recommended(world))
    review = summary.review
    operations.hold_name(case=review.case, name="Testname Exampleton", stands_for="Child 1", by=world["chair"])
    text = "Testname was seen by nobody"
    operations.write_section(review=review, section=Section.VOICE, text=text, seen_version=None, by=world["chair"])
    factories.sent_part(world, summary, Row(date(2022, 11, 7), None, "Exampleton missed school", "Register"))
    return review.case


def test_report_as_pdf_has_pseudonyms_and_the_marking_on_each_page(world, enter, reported):
    response = enter(world["manager"]).get(f"{reported.get_absolute_url()}rapid-review.pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]

    assert all("OFFICIAL-SENSITIVE" in page for page in pages)
    assert "Child 1 was seen by nobody" in " ".join(" ".join(pages).split())
    assert not any(name in " ".join(pages) for name in ("Testname", "Exampleton"))
    assert response["Content-Disposition"] == 'attachment; filename="rapid-review.pdf"'


def test_report_as_word_has_pseudonyms_and_the_marking(world, enter, reported):
    response = enter(world["manager"]).get(f"{reported.get_absolute_url()}rapid-review.docx")
    document = docx.Document(io.BytesIO(response.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert "OFFICIAL-SENSITIVE" in document.sections[0].footer.paragraphs[0].text
    assert "Child 1 was seen by nobody" in text
    assert "Child 1 missed school" in cells
    assert "Testname" not in text + cells and "Exampleton" not in text + cells


def test_road_shows_where_a_case_stands(world):
    case = Case.objects.get(pk=factories.recommended(world).case_id)

    assert [state for _, state in road_of(case)] == ["done", "done", "done", "now", "to-do", "to-do", "to-do"]
    assert road_of(factories.decided(world, told=Told.NOBODY)) == []


def working_group_met(world, day):
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    group = factories.group("working", GroupKind.RAPID_REVIEW_WORKING)
    by = system_person()
    seat = give_seat(group=group, capacity=Capacity.MEMBER, person=world["health"], starts_on=factories.BEGAN, by=by)
    meeting = meetings.plan_meeting(group=group, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), by=by)
    meetings.record_attendance(meeting=meeting, came={seat.pk: (Came.PRESENT, "")}, seen_version=None, by=by)
    meetings.hold_meeting(meeting=meeting, seen_version=None, by=by)


def test_working_group_meets_again_within_six_weeks(world):
    assert working_group_clock(TODAY).standing == "It has not met yet"
    working_group_met(world, date(2022, 10, 11))

    found = working_group_clock(TODAY)
    assert (found.met_on, found.due_on, found.planned_on) == (date(2022, 10, 11), date(2022, 11, 22), None)
    assert working_group_clock(date(2022, 11, 23)).standing == "Overdue"
    assert found.citation == "The partnership's own rule: annual report 2022–23"


def test_keepers_hear_once_that_a_review_is_to_be_looked_at_again(world):
    review = factories.commissioned(world)
    Notice.objects.all().delete()
    for days in (41, 42, 43, 50):
        operations.remind_checks(TODAY + timedelta(days=days), system_person())
    assert Notice.objects.filter(person=world["manager"]).count() == 1

    given = {"on_time": True, "quality": Quality.GOOD, "note": "Read", "on": TODAY + timedelta(days=51), "by": world["manager"]}
    operations.check_progress(review=review, **given)
    operations.remind_checks(TODAY + timedelta(days=52), system_person())
    assert Notice.objects.filter(person=world["manager"]).count() == 1


def test_report_counts_commissioned_reviews_and_sessions(world):
    factories.published(world)

    assert evidence("practice_reviews").rows[0] == ("Local child safeguarding practice review", "1", "1", "1")
    assert evidence("learning_sessions").rows == (
        ("Learning session", "0", "0", "0"),
        ("Learning Reflection Session", "0", "0", "0"),
    )
