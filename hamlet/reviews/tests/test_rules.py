"""What is owed, who decides, how chronologies are read and merged, what pseudonyms hide, where the picture draws."""

from datetime import UTC, date, datetime, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.governance.rules import Partner
from hamlet.reviews.rules.cases import (
    FOLLOWS,
    OVER,
    ROAD,
    Duties,
    Facts,
    Harm,
    National,
    Outcome,
    Stage,
    Status,
    Suspicion,
    Told,
    Where,
    agreed,
    dispose_on,
    may_follow,
    number,
    what_is_owed,
)
from hamlet.reviews.rules.chronology import Entry, Problem, Row, combined, read
from hamlet.reviews.rules.picture import Span, picture
from hamlet.reviews.rules.pseudonyms import pseudonymised
from hamlet.reviews.rules.seeds import DUTIES

TODAY = date(2022, 11, 15)
OLD, NEW = (Duties(row.edition, row.children_in_detail, row.care_leaver_to_age, row.source, row.confirmed) for row in DUTIES[:2])


def facts(harm=Harm.DEATH, where=Where.HERE, suspicion=Suspicion.YES, status=Status.CHILD, age=8):
    return Facts(harm, where, suspicion, status, age)


@pytest.mark.parametrize(
    ("case", "duties", "told", "rapid"),
    [
        (facts(), OLD, Told.PANEL, True),
        (facts(harm=Harm.SERIOUS_HARM), NEW, Told.PANEL, True),
        (facts(where=Where.ABROAD), OLD, Told.PANEL, True),
        (facts(where=Where.ELSEWHERE), OLD, Told.NOBODY, False),
        (facts(suspicion=Suspicion.NO), OLD, Told.NOBODY, False),
        (facts(suspicion=Suspicion.NOT_YET), NEW, Told.NOBODY, False),
        (facts(status=Status.LOOKED_AFTER), OLD, Told.PANEL, True),
        (facts(status=Status.LOOKED_AFTER, suspicion=Suspicion.NO), OLD, Told.STATE, False),
        (facts(status=Status.LOOKED_AFTER, suspicion=Suspicion.NO, where=Where.ELSEWHERE), NEW, Told.STATE, False),
        (facts(status=Status.LOOKED_AFTER, suspicion=Suspicion.NO, harm=Harm.SERIOUS_HARM), OLD, Told.NOBODY, False),
        (facts(status=Status.CARE_LEAVER, age=20), OLD, Told.NOBODY, False),
        (facts(status=Status.CARE_LEAVER, age=24), NEW, Told.STATE, False),
        (facts(status=Status.CARE_LEAVER, age=25), NEW, Told.NOBODY, False),
        (facts(status=Status.CARE_LEAVER, age=None), NEW, Told.PANEL, True),
        (facts(status=Status.CARE_LEAVER, age=None, suspicion=Suspicion.NO), NEW, Told.NOBODY, False),
        (facts(status=Status.CARE_LEAVER, age=20, harm=Harm.SERIOUS_HARM), NEW, Told.NOBODY, False),
    ],
)
def test_what_is_owed(case, duties, told, rapid):
    owed = what_is_owed(case, duties)

    assert (owed.told, owed.rapid_review) == (told, rapid)
    assert owed.why


def test_looked_after_childs_death_is_always_told_and_a_rapid_review_needs_suspicion():
    for where, suspicion, duties in product(Where, Suspicion, (OLD, NEW)):
        owed = what_is_owed(facts(where=where, suspicion=suspicion, status=Status.LOOKED_AFTER), duties)
        assert owed.told is not Told.NOBODY
        assert not owed.rapid_review or suspicion is Suspicion.YES


def test_no_rapid_review_without_a_notification_to_the_national_panel():
    for harm, where, suspicion, status, duties in product(Harm, Where, Suspicion, Status, (OLD, NEW)):
        owed = what_is_owed(facts(harm, where, suspicion, status, 20), duties)
        assert owed.rapid_review == (owed.told is Told.PANEL)


def test_every_stage_has_its_followers_and_a_place_on_the_road_or_an_end():
    assert set(FOLLOWS) == set(Stage)
    assert {stage for _, stages in ROAD for stage in stages} | OVER == set(Stage)
    assert FOLLOWS[Stage.CLOSED] == frozenset()
    assert may_follow(Stage.NOT_MET, Stage.TO_NOTIFY)
    assert not may_follow(Stage.RAPID_REVIEW, Stage.WITH_PANEL)


SAME = (Outcome.LCSPR, National.NO)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, None),
        (dict.fromkeys((Partner.HEALTH, Partner.POLICE), SAME), None),
        (dict.fromkeys(Partner, SAME), SAME),
        ({**dict.fromkeys(Partner, SAME), Partner.POLICE: (Outcome.NONE, National.NO)}, None),
        ({**dict.fromkeys(Partner, SAME), Partner.POLICE: (Outcome.LCSPR, National.YES)}, None),
    ],
)
def test_decision_is_joint_when_all_three_say_the_same(said, answer):
    assert agreed(said) == answer


def test_reference_says_nothing_and_a_case_is_kept_ten_years():
    assert number(2022, 7) == "SI-2022-007"
    assert dispose_on(date(2020, 2, 29)) == date(2030, 2, 28)


HEADINGS = ("Date", "Time", "What happened", "Source")


def test_table_is_read_whatever_the_order_and_names_of_its_columns():
    rows = [(1, ("Source", "Event", "Date of event")), (2, ("GP file", "Seen at the surgery", "7/11/2022"))]

    assert read(rows, TODAY) == ([Row(date(2022, 11, 7), None, "Seen at the surgery", "GP file")], [])


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("31/02/2022", "", "Seen", "x"), Problem(2, "Date", "“31/02/2022” is no date: write it like 7/11/2022")),
        (("16/11/2022", "", "Seen", "x"), Problem(2, "Date", "It lies in the future")),
        (
            ("7/11/2022", "half past", "Seen", "x"),
            Problem(2, "Time", "“half past” is no time: write it like 14:30, or leave it empty"),
        ),
        (("7/11/2022", "", " ", "x"), Problem(2, "What happened", "It is empty")),
        ((), Problem(2, "Date", "“” is no date: write it like 7/11/2022")),
    ],
)
def test_wrong_row_says_where_and_what(cells, problem):
    rows, problems = read([(1, HEADINGS), (2, cells)], TODAY)

    assert rows == []
    assert problem in problems


def test_table_without_its_columns_or_rows_says_so():
    assert read([(1, ("When exactly", "Notes"))], TODAY)[1] == [
        Problem(1, "Date", "There is no column “Date”"),
        Problem(1, "What happened", "There is no column “What happened”"),
    ]
    assert [row.said for row in read([(1, HEADINGS)], TODAY)[1]] == ["There is no row below the headings"]
    assert "20,000 rows" in read([(1, HEADINGS), *((n, ("7/11/2022",)) for n in range(20_000))], TODAY)[1][0].said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (time(9, 5), time(9, 5)),
        ("9.05", time(9, 5)),
        ("2:30 pm", time(14, 30)),
        (datetime(2022, 1, 1, 8, tzinfo=UTC), time(8)),
        ("", None),
    ],
)
def test_times_as_people_write_them(cell, said):
    (row,), _ = read([(1, HEADINGS), (2, (datetime(2022, 11, 7, tzinfo=UTC), cell, "Seen", ""))], TODAY)
    assert (row.on, row.at) == (date(2022, 11, 7), said)


def test_chronologies_merge_by_day_and_time_and_keep_their_source():
    def entry(day, at, agency):
        return Entry(date(2022, 11, day), at, agency, f"file of {agency}", "Seen")

    late, early, untimed = entry(7, time(15), "Police"), entry(7, time(9), "School"), entry(7, None, "Health")
    before = entry(1, time(23), "Council")

    assert combined([late, early, untimed, before]) == [before, untimed, early, late]


NAMES = [("Testchild Exampleton", "Child 1"), ("Auntie", "the aunt")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Testchild Exampleton was seen", "Child 1 was seen"),
        ("TESTCHILD  exampleton", "Child 1"),
        ("testchild's bag, Exampleton’s coat", "Child 1's bag, Child 1’s coat"),
        ("auntie rang. Aunties do", "the aunt rang. Aunties do"),
        ("Nobody is named", "Nobody is named"),
    ],
)
def test_pseudonyms_stand_for_names_and_for_their_parts(text, said):
    assert pseudonymised(text, NAMES) == said


@given(st.text(alphabet="ab TestchildExmpon.,'\n", max_size=80))
def test_no_held_name_survives_as_a_word(text):
    said = pseudonymised(f"{text} Testchild Exampleton {text}", NAMES).lower().split()
    assert "testchild" not in said
    assert "exampleton" not in said


def test_picture_keeps_every_bar_inside_and_marks_today():
    spans = [
        Span("Notify", date(2022, 11, 7), date(2022, 11, 14), date(2022, 11, 11), "green", "On time"),
        Span("Review", date(2022, 11, 7), date(2022, 11, 28), None, "blue", "Running"),
    ]
    drawn = picture(spans, TODAY)

    assert all(bar.x > 0 and bar.x + bar.width <= drawn.width and 0 < bar.due_x < drawn.width for bar in drawn.bars)
    assert drawn.bars[0].due_x < drawn.bars[1].due_x
    assert drawn.bars[0].width < drawn.bars[1].width
    assert drawn.marks[0][0] < drawn.today_x < drawn.marks[1][0]
    assert picture(spans, date(2024, 1, 1)).today_x is None
    assert picture([], TODAY) is None
