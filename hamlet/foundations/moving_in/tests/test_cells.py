from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.rules import Wrong
from hamlet.foundations.people.rules import AgencyKind


@pytest.mark.parametrize(
    "cell",
    ["2022-11-07", "2022-11-07 00:00", "7/11/2022", "07.11.22", "7 11 2022", "7-11-2022", "7 November 2022", "Mon 7th Nov. 2022"],
)
def test_day_is_understood_as_people_write_it(cell):
    assert cells.day(cell) == date(2022, 11, 7)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/02/2022", "31 February 2022 is not a date"),
        ("2022-02-31", "31 February 2022 is not a date"),
        ("1/13/2022", "1/13/2022 is not a date"),
        ("soon", "“soon” is not a date like 7/11/2022"),
        ("7 Movember 2022", "“7 Movember 2022” is not a date like 7/11/2022"),
    ],
)
def test_day_that_is_none_is_said_in_words(cell, sentence):
    with pytest.raises(Wrong) as refused:
        cells.day(cell)

    assert str(refused.value) == sentence


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_day_survives_a_sheet(day):
    assert cells.day(cells.as_text(day)) == day
    assert cells.day(cells.as_text(datetime.combine(day, time()))) == day
    assert cells.day(f"{day.day}/{day.month}/{day.year}") == day


@pytest.mark.parametrize(
    ("cell", "hour", "minute"),
    [
        ("14:00", 14, 0),
        ("14.30", 14, 30),
        ("2pm", 14, 0),
        ("2.30 PM", 14, 30),
        ("12am", 0, 0),
        ("12 pm", 12, 0),
        ("09:15:00", 9, 15),
    ],
)
def test_clock_is_understood(cell, hour, minute):
    assert cells.clock(cell) == time(hour, minute)


@pytest.mark.parametrize("cell", ["25:00", "14:75", "13pm", "noon", ""])
def test_clock_that_is_none(cell):
    with pytest.raises(Wrong):
        cells.clock(cell)


@pytest.mark.parametrize("cell", ["2022-07-04 14:00", "4/7/2022 2pm", "4 July 2022 at 2.00 pm", "2022-07-04T14:00"])
def test_moment_is_london_time(cell):
    assert cells.moment(cell) == datetime(2022, 7, 4, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "yes"),
        (" a ", "a"),
        ("'=A1", "=A1"),
        ("'tis", "'tis"),
        (time(9, 5), "09:05:00"),
    ],
)
def test_cell_becomes_the_text_that_a_person_reads(value, text):
    assert cells.as_text(value) == text


@pytest.mark.parametrize(("cell", "answer"), [("Yes", True), ("x", True), ("NO", False), ("0", False)])
def test_yes_or_no(cell, answer):
    assert cells.yes_or_no(cell) is answer


@pytest.mark.parametrize(
    ("parse", "cell", "sentence"),
    [
        (cells.yes_or_no, "maybe", "“maybe” is neither yes nor no"),
        (cells.email, "nobody", "“nobody” is not an email address"),
        (cells.whole_number, "two", "“two” is not a whole number"),
        (cells.whole_number, "²", "“²” is not a whole number"),
        (cells.text(3), "four", "this is 4 characters long, and 3 fit"),
    ],
)
def test_what_cannot_be_understood_is_said_in_words(parse, cell, sentence):
    with pytest.raises(Wrong) as refused:
        parse(cell)

    assert str(refused.value) == sentence


def test_one_of_a_list_however_it_is_written():
    parse = cells.one_of(AgencyKind)

    assert parse("local AUTHORITY") is AgencyKind.LOCAL_AUTHORITY
    assert parse("integrated care board") is AgencyKind.INTEGRATED_CARE_BOARD
    with pytest.raises(Wrong, match="none of: Local authority, "):
        parse("council")


def test_several_in_one_cell():
    assert cells.several(cells.whole_number)("1; 2;;3") == [1, 2, 3]
