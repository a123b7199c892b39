import re
from decimal import Decimal

import pytest

from hamlet.insight.rules.child_level import SUSPECT, child_level_columns, child_level_values, shape_of, tells_of_a_child
from hamlet.insight.rules.files import read_lines
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.supplying import Asked, Usually

ASKED = Quarter(2022, 1)
COUNT = Asked("missing", "Missing episodes", Shape.COUNT, 1)
AGES = [Asked("missing", "Missing episodes", Shape.COUNT, 1, "Age", age) for age in ("Under 13", "13 to 17", "Not known")]
SHARE = Asked("interviews", "Return interviews", Shape.PERCENTAGE, 2, denominator_is="episodes")
DAYS = Asked("days", "Days to a decision", Shape.AVERAGE, 3, denominator_is="decisions")
AREAS = {"Tower Hamlets": "E09000030", "Tower Hamlets and Hackney": "met-central-east"}
USUALLY = Usually(ASKED, AREAS, "E09000030")
ALL = [COUNT, *AGES, SHARE, DAYS]


def read(*rows):
    numbered = [(number, {"code": "missing", **row}) for number, row in enumerate(rows, 5)]
    return read_lines(numbered, ALL, USUALLY, "Police")


def only(*rows):
    (problem,) = read(*rows).problems
    return str(problem)


def test_row_is_understood():
    (line,) = read(
        {"numerator": "1,204", "of_quarter": "Q4 2021–22", "area": "Tower Hamlets and Hackney", "provisional": "Yes"}
    ).lines
    assert (line.numerator, line.of_quarter, line.area, line.provisional) == (1204, Quarter(2021, 4), "met-central-east", True)


def test_what_is_left_out_is_what_is_asked_usually():
    (line,) = read({"numerator": "12"}).lines
    assert (line.numerator, line.of_quarter, line.area, line.provisional) == (12, ASKED, "E09000030", False)


def test_row_without_anything_is_left_out():
    found = read({"numerator": "", "comment": "said without a number"})
    assert (found.lines, found.problems, found.left_out) == ([], [], ALL)


def test_gap_is_said():
    (line,) = read({"missing_because": "The system changed"}).lines
    assert (line.numerator, line.missing_because) == (None, "The system changed")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"numerator": "twelve"}, "Row 5, Number: “twelve” is not a number. Leave it empty and say why, if there is none"),
        ({"numerator": "1.5"}, "Row 5, Number: “1.5” must be a whole number: it counts children, or what happened to them"),
        ({"numerator": "-1"}, "Row 5, Number: “-1” must be a number from 0 to 999,999,999"),
        ({"numerator": "inf"}, "Row 5, Number: “inf” must be a number from 0 to 999,999,999"),
        ({"numerator": "1", "denominator": "2"}, "Row 5, Out of (number): this is not asked: leave it empty"),
        ({"numerator": "1", "of_quarter": "Q2 2022–23"}, "Row 5, Figures are of: Q2 2022–23 is after Q1 2022–23, which is asked"),
        ({"numerator": "1", "of_quarter": "June"}, "Row 5, Figures are of: “June” is not a quarter like Q1 2022–23"),
        (
            {"numerator": "1", "asked": "Q4 2021–22"},
            "Asked quarter: this template was made for Q4 2021–22, and this return is of Q1 2022–23",
        ),
        (
            {"numerator": "1", "area": "Kent"},
            "Row 5, Area: “Kent” is not an area on record: Tower Hamlets, Tower Hamlets and Hackney",
        ),
        ({"numerator": "1", "provisional": "maybe"}, "Row 5, Provisional?: “maybe” is neither yes nor no"),
        (
            {"numerator": "1", "missing_because": "none"},
            "Row 5, If there is none: why: give a number or say why there is none, not both",
        ),
        ({"code": "other", "numerator": "1"}, "Row 5, Code: “other” is not an indicator that you are asked for"),
        ({"breakdown": "Age", "category": "99", "numerator": "1"}, "Row 5, Which: “99” is not asked for this indicator"),
        ({"code": "interviews", "numerator": "3"}, "Row 5, Out of (number): enter out of how many: episodes"),
        ({"code": "interviews", "denominator": "3"}, "Row 5, Number: enter the number too, or say why there is none"),
        ({"code": "interviews", "numerator": "4", "denominator": "3"}, "Row 5, Number: 4 is more than the 3 that it is out of"),
        ({"code": "days", "numerator": "4.5", "denominator": "0"}, "Row 5, Out of (number): it cannot be out of 0"),
        ({"code": "days", "numerator": "4.555", "denominator": "1"}, "Row 5, Number: “4.555” has more than two decimals"),
    ],
)
def test_wrong_cell_is_named_in_words(row, sentence):
    assert only(row) == sentence


def test_same_figure_twice_is_wrong():
    assert only({"numerator": "1"}, {"numerator": "1"}) == "Row 6, Code: this is the same figure as row 5"


def test_average_takes_decimals():
    (line,) = read({"code": "days", "numerator": "45.5", "denominator": "7"}).lines
    assert (line.numerator, line.denominator) == (Decimal("45.5"), 7)


@pytest.mark.parametrize(
    "heading", ["UPN", "upn", "NHS number", "NHS_Number", "Date of birth", "DOB", "Surname", "child_id", "Postcode"]
)
def test_column_about_one_child_is_known_by_its_exact_name(heading):
    assert len(child_level_columns([heading])) == 1


@pytest.mark.parametrize(
    "heading", ["referral_child_count", "Child population", "la_name", "Anypoint_child", "Postcode district", ""]
)
def test_column_of_totals_is_no_child(heading):
    assert child_level_columns([heading]) == []


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("9434765919", "an NHS number"),
        ("943 476 5919", "an NHS number"),
        ("9434765918", ""),
        ("943-476-5918", "an NHS number"),
        ("A801200001001", "a unique pupil number"),
        ("A80120000100A", "a unique pupil number"),
        ("E09000030", ""),
        ("H801200001001", "a unique pupil number"),
        ("E1 4NS", "a full postcode"),
        ("E14NS", "a full postcode"),
        ("SW1A 2AA", "a full postcode"),
        ("E1", ""),
        ("14/02/2009", "a date, as dates of birth are written"),
        ("2009-02-14", "a date, as dates of birth are written"),
        ("14/2/09", "a date, as dates of birth are written"),
        ("2009/02/14", "a date, as dates of birth are written"),
        ("14 February 2009", "a date, as dates of birth are written"),
        ("14th Feb 2009", "a date, as dates of birth are written"),
        ("14-Feb-09", "a date, as dates of birth are written"),
        ("01/02/2012 00:00", "a date, as dates of birth are written"),
        ("2012-02-01T00:00:00Z", "a date, as dates of birth are written"),
        ("01 02 2012", "a date, as dates of birth are written"),
        ("2012/3/4", "a date, as dates of birth are written"),
        ("February 1, 2012", "a date, as dates of birth are written"),
        ("E1  4NS", "a full postcode"),
        ("E1\xa04NS", "a full postcode"),
        ("9434765919.0", "an NHS number"),
        ("943.476.5919", "an NHS number"),
        ("2022-23", ""),
        ("2021/22", ""),
        ("31 March", ""),
        ("10 to 15", ""),
        ("5-9-14 years", ""),
        ("12345678", ""),
    ],
)
def test_cell_about_one_child_is_known_by_its_shape(cell, what):
    assert shape_of(cell) == what
    if what:
        assert re.search(SUSPECT, re.sub(r"\s+", " ", cell))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("None: 943 476 5919 was counted twice", "NHS number"),
        ("The one at E1 4NS moved", "Full postcode"),
        ("DOB 01/02/2012", "Date of birth"),
        ("Ask 020 7946 0000 or a.lead@example.org", ""),
        ("Late records of March, 12 of 40", ""),
    ],
)
def test_words_that_could_identify_a_child_are_known(text, what):
    assert tells_of_a_child(text) == what
    assert bool(child_level_values(["Note"], [(5, [text])])) is bool(what)


def test_cell_is_named_by_its_place_and_never_repeated():
    (sentence,) = child_level_values(["Area", "Reference"], [(7, ["Tower Hamlets", "943 476 5919"])])
    assert sentence == "Row 7, Reference: this is shaped like an NHS number"
