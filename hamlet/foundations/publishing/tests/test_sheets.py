import io
from datetime import date

import openpyxl
import pytest

from hamlet.foundations.publishing.charts import bar_chart
from hamlet.foundations.publishing.sheets import NotASheet, read_table, to_csv, to_xlsx

ROWS = [("=1+1", 3, date(2022, 11, 7)), ("plain", None, None)]
HEADINGS = ("What", "Count", "Day")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_could_run_begins_with_an_apostrophe(start):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(("A",), [(f"{start}cmd",)])))

    assert str(book.active["A2"].value).startswith("'")
    assert b"'" + start.encode() in to_csv(("A",), [(f"{start}cmd",)])


def test_csv_opens_in_excel_with_its_accents():
    written = to_csv(HEADINGS, ROWS)

    assert written == b"\xef\xbb\xbfWhat,Count,Day\r\n'=1+1,3,2022-11-07\r\nplain,,\r\n"


def test_workbook_has_a_frozen_bold_header_and_a_filter():
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(HEADINGS, ROWS, "Tracker"))).active

    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Tracker", "A2", "A1:C3")
    assert [cell.font.bold for cell in sheet[1]] == [True, True, True]


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx"])
def test_what_was_written_is_read_back(name):
    written = to_csv(HEADINGS, ROWS) if name.endswith("csv") else to_xlsx(HEADINGS, ROWS)

    first, second, third = read_table(written, name)

    assert (first, second[0], third[0]) == (["What", "Count", "Day"], "'=1+1", "plain")


@pytest.mark.parametrize(
    ("content", "first"), [(b"a;b\n1;2", ["a", "b"]), (b"a\tb\n1\t2", ["a", "b"]), (b"caf\xe9,b\n", ["café", "b"])]
)
def test_csv_of_other_habits_is_understood(content, first):
    assert read_table(content, "in.csv")[0] == first


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "in.csv"), (b"MZ\x00\x00", "in.csv"), (b"not zip", "in.xlsx"), (b"\n,,\n", "in.csv")]
)
def test_what_is_no_table_is_refused_in_words(content, name):
    with pytest.raises(NotASheet, match=name):
        read_table(content, name)


def test_chart_is_the_same_each_time_and_draws_every_label():
    rows = [("Police", 4.0), ("Health & more", 3.0)]
    svg, png = bar_chart(rows, value_title="Meetings")

    assert (svg, png) == bar_chart(rows, value_title="Meetings")
    assert "Police" in svg and "Health &amp; more" in svg and "<script" not in svg
