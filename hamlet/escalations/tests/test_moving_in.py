"""A whole partnership moves in from its own spreadsheets, in the order that the page gives."""

from datetime import UTC, date, datetime

import pytest

from hamlet.escalations.models import Escalation
from hamlet.foundations.access.models import Grant
from hamlet.foundations.audit.models import Event
from hamlet.foundations.moving_in.queries import importers
from hamlet.foundations.moving_in.tests.sheets import FILES, checked, moved_in
from hamlet.foundations.notices.models import Notice
from hamlet.governance.models import Group, Seat
from hamlet.learning.models import Action, Recommendation
from hamlet.meetings.models import Meeting


@pytest.fixture
def manager(person_factory):
    return person_factory("Partnership Manager")


@pytest.fixture
def house(manager):
    return {importer.key: moved_in(importer.key, FILES[importer.key], manager) for importer in importers()}


def test_every_kind_moves_in_whole_and_nobody_is_told(house):
    counts = {key: (upload.new_count, upload.problem_count) for key, upload in house.items()}

    assert counts == {key: (len(rows) - 1, 0) for key, rows in FILES.items()}
    assert not Notice.objects.exists()


def test_all_of_it_twice_changes_nothing(house, manager):
    before = Event.objects.exclude(verb__startswith="moving_in.").count()
    again = [moved_in(importer.key, FILES[importer.key], manager) for importer in importers()]

    assert [upload.new_count for upload in again] == [0] * len(again)
    assert Event.objects.exclude(verb__startswith="moving_in.").count() == before


def test_group_reports_to_a_later_row_and_seats_give_their_access(house):
    assert Group.objects.get(slug="exploitation").reports_to.slug == "executive"
    assert Group.objects.get(slug="executive").quorum_rule == "All three safeguarding partners"
    roles = Grant.objects.filter(person__email="nurse@example.org").values_list("role", flat=True)
    assert set(roles) == {"Executive member", "Representative of a safeguarding partner"}
    assert Seat.objects.get(person=None).post_title == "Vacant post of the police"


def test_meeting_keeps_its_day_and_its_approved_minutes(house, manager):
    held, planned = Meeting.objects.order_by("starts_at")

    assert (held.state, held.approved_on, held.approved_by) == ("Minutes approved", date(2022, 7, 19), manager)
    assert held.starts_at == datetime(2022, 6, 7, 13, 0, tzinfo=UTC)
    assert held.items.get().minute == "Illustrative: the tool was agreed."
    assert (planned.state, planned.items.count()) == ("Draft", 2)


def test_actions_keep_their_references_and_share_a_theme(house):
    done, opened = Action.objects.order_by("id")

    assert (done.reference, done.state, done.closed_on, done.closing_note) == ("QA/7", "Done", date(2022, 9, 1), "Sent")
    assert (opened.reference, opened.state) == ("A-0001", "Open")
    assert done.theme == opened.theme


def test_recommendations_keep_their_days_answers_and_themes(house):
    accepted, rejected, waiting = Recommendation.objects.order_by("id")

    assert (accepted.rung, accepted.reached_on, accepted.source_label) == ("Agreed", date(2022, 6, 9), "Audit of 2022")
    assert sorted(accepted.themes.values_list("name", flat=True)) == ["Visits", "Words"]
    assert (rejected.answer, rejected.answer_reasons, rejected.answered_on) == ("Rejected", "Not ours", date(2022, 6, 7))
    assert (waiting.answer, waiting.themes.get().name) == ("Waiting for an answer", "Words")


def test_escalation_keeps_its_number_its_days_and_the_answer(house):
    row = Escalation.objects.get()
    answer = row.answers.get()

    assert (row.number, row.sent_on, row.answered_on) == ("E-2022-001", date(2022, 6, 8), date(2022, 7, 1))
    assert (answer.kind, answer.official_on) == ("Agreed", date(2022, 7, 1))
    assert list(row.steps.order_by("id").values_list("on", flat=True)) == [date(2022, 6, 8), date(2022, 7, 1)]
    assert sorted(row.agencies.values_list("slug", flat=True)) == ["ccg", "icb"]


WRONG = [
    ("groups", ["Other", "Priority group", "P", "Nobody", "Monthly", "1/4/2021"], "Reports to: “Nobody” is no group on record"),
    (
        "seats",
        ["Executive", "Member", "no@example.org", "", "1/4/2021", ""],
        "Email address: “no@example.org” is no person on record",
    ),
    ("seats", ["Executive", "Member", "", "", "1/4/2021", ""], "Email address: enter the person’s email address, or the post"),
    (
        "seats",
        ["Exploitation", "Chair", "nurse@example.org", "", "1/5/2022", ""],
        "Head of Safeguarding chairs Exploitation on some",
    ),
    ("meetings", ["Exploitation", "7/6/2022", "2.30pm", "Planned", "Some", ""], "Minutes: a planned meeting has no minutes yet"),
    (
        "actions",
        ["", "T", "head@example.org", "7/6/2022", "8/6/2022", "", "", "Done", "", ""],
        "Closed on: a closed action says when",
    ),
    (
        "recommendations",
        ["T", "Audit", "", "7/6/2022", "", "", "Rejected", "", ""],
        "Reasons: a rejected recommendation says why",
    ),
    ("recommendations", ["T", "Audit", "", "7/6/2022", "", "Nobody", "", "", ""], "Agencies: “Nobody” is no agency on record"),
    ("actions", ["", "T", "head@example.org", "7/6/2022", "8/6/2022", "", "!", "", "", ""], "Theme: this holds no letter"),
    (
        "actions",
        ["", "T", "head@example.org", "7/6/2022", "8/6/2022", "", "", "", "9/6/2022", ""],
        "Closed on: an open action has no",
    ),
    (
        "actions",
        ["QA/7", "T", "head@example.org", "7/6/2022", "8/6/2022", "", "", "", "", ""],
        "Reference: another action here has",
    ),
]


@pytest.mark.parametrize(("key", "row", "sentence"), WRONG)
def test_row_that_cannot_be_says_why(house, manager, key, row, sentence):
    upload = checked(key, [FILES[key][0], row], manager)

    assert str(upload.problems()[0]).removeprefix("Row 2").lstrip(",: ").startswith(sentence)


HEAD = FILES["escalations"][0]
ESCALATION = dict(zip(HEAD, FILES["escalations"][1], strict=True)) | {"Ref": "OLD/9"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Ref": "E-2022-001", "Title": "Another"}, "Row 2, Number: another escalation here has this number"),
        ({"Ref": "E-22-1"}, "Row 2, Number: a number that begins with E- is written like E-2022-007"),
        ({"Group": "Executive"}, "Row 2, Group: the Executive answers escalations: it does not escalate to itself"),
        ({"Status": "Draft"}, "Row 2, State: only what was sent moves in: draft it here instead"),
        ({"Status": "Closed"}, "Row 2, Closed on: “Closed” needs this"),
        ({"Response": ""}, "Row 2, Reasons: “Answered” needs this"),
        ({"Answered on": "1/6/2022"}, "Row 2, Answered on: this is before it was sent"),
        ({"Status": "Waiting for an answer"}, "Row 2, Answered on: “Waiting for an answer” has no answer yet"),
        ({"Agencies": "icb; Bakers"}, "Row 2, Agencies: “Bakers” is no agency on record"),
    ],
)
def test_escalation_that_cannot_be_says_why(house, manager, change, sentence):
    upload = checked("escalations", [HEAD, list({**ESCALATION, **change}.values())], manager)

    assert [str(problem) for problem in upload.problems()] == [sentence]


def test_text_that_looks_like_a_case_is_questioned_until_somebody_looked(house, manager):
    row = list({**ESCALATION, "Issue": "The boy aged 7 waited"}.values())

    questioned = checked("escalations", [HEAD, row], manager)
    looked = checked("escalations", [[*HEAD, "Looked at"], [*row, "yes"]], manager)

    assert str(questioned.problems()[0]).startswith("Row 2, The issue: this may be about one child: it gives a child's age")
    assert (looked.new_count, looked.problem_count) == (1, 0)
