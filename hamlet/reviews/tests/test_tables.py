"""Chronologies as people keep them in spreadsheets: days with times, lines in a cell, a title above the headings."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.publishing.sheets import read_numbered, to_xlsx
from hamlet.foundations.working_days.clock import LONDON
from hamlet.reviews.rules.chronology import Row, read

TODAY = date(2022, 11, 15)
HEADINGS = ("Date", "Time", "What happened", "Source")


def read_one(when, at="", what="Seen"):
    (row,), problems = read([(1, HEADINGS), (2, (when, at, what, "File"))], TODAY)
    assert problems == []
    return row


@pytest.mark.parametrize(
    ("cell", "on", "at"),
    [
        (datetime(2022, 1, 2, 14, 5, tzinfo=LONDON), date(2022, 1, 2), time(14, 5)),
        (datetime(2022, 1, 2, tzinfo=LONDON), date(2022, 1, 2), None),
        ("01/02/2022 14:30", date(2022, 2, 1), time(14, 30)),
        ("1.2.22 9.30 am", date(2022, 2, 1), time(9, 30)),
        ("7 November 2022, 2pm", date(2022, 11, 7), time(14)),
        ("7 November 2022 at 9:05", date(2022, 11, 7), time(9, 5)),
        ("2022-11-07T09:15", date(2022, 11, 7), time(9, 15)),
        ("2022-11-07 00:00:00", date(2022, 11, 7), None),
        ("Mon 7 Nov 2022", date(2022, 11, 7), None),
        ("7th November 2022", date(2022, 11, 7), None),
    ],
)
def test_day_and_time_may_stand_in_one_cell(cell, on, at):
    row = read_one(cell)
    assert (row.on, row.at) == (on, at)


def test_time_in_its_own_column_counts_before_that_beside_the_day():
    assert read_one("7/11/2022 14:30", "09:00").at == time(9)
    assert read_one("7/11/2022 14:30", "00:00").at == time()


@given(st.datetimes(datetime(1950, 1, 1), datetime(2022, 11, 14)).map(lambda moment: moment.replace(second=0, microsecond=0)))  # noqa: DTZ001
def test_any_day_and_time_written_together_is_read(moment):
    row = read_one(f"{moment:%d/%m/%Y %H:%M}")
    assert (row.on, row.at) == (moment.date(), moment.time())


def test_lines_of_a_cell_are_kept_apart():
    assert read_one("7/11/2022", what="Seen  at home\r\n\n Rang the school ").what == "Seen at home\nRang the school"


def test_title_above_the_headings_is_named_with_its_row():
    rows = [(1, ("Chronology of a family",)), (3, HEADINGS), (4, ("7/11/2022", "", "Seen", "File"))]
    assert read(rows, TODAY)[1][0].said == "There is no column “Date”. The headings are in row 3: delete the rows above it"


def test_workbook_keeps_its_times():
    moment = datetime(2022, 1, 2, 14, 5)  # noqa: DTZ001 - a spreadsheet has no zone
    content = to_xlsx(HEADINGS, [(moment, "", "one\ntwo", "File"), (date(2022, 1, 3), time(9, 30), "three", "File")])
    rows, problems = read(read_numbered(content, "x.xlsx"), TODAY)

    assert problems == []
    assert rows == [
        Row(date(2022, 1, 2), time(14, 5), "one\ntwo", "File"),
        Row(date(2022, 1, 3), time(9, 30), "three", "File"),
    ]
