import io
from datetime import date, datetime, time

import openpyxl
import pytest

from hamlet.foundations.publishing.charts import bar_chart
from hamlet.foundations.publishing.sheets import NotASheet, read_table, to_csv, to_xlsx

ROWS = [("=1+1", 3, date(2022, 11, 7)), ("plain", None, None)]
HEADINGS = ("What", "Count", "Day")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_cell_that_could_run_begins_with_an_apostrophe(start):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(("A",), [(f"{start}cmd",)])))

    assert str(book.active["A2"].value).startswith("'")
    assert b"'" + start.encode() in to_csv(("A",), [(f"{start}cmd",)])


@pytest.mark.parametrize("typed", ["\x0b=cmd", "=\x01cmd", "\x00=cmd"])
def test_character_that_no_file_holds_is_left_out_and_hides_no_formula(typed):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(("A",), [(typed,)])))

    assert book.active["A2"].value == "'=cmd"
    assert to_csv(("A",), [(typed,)]) == b"\xef\xbb\xbfA\r\n'=cmd\r\n"


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


def far_away(last_cell):
    """A workbook of a kilobyte or so with one cell at the beginning and one very far away."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active[last_cell] = "Name", "far"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_workbook_that_claims_billions_of_cells_is_refused_and_the_service_goes_on():
    with pytest.raises(NotASheet, match="has too many cells"):
        read_table(far_away("XFD1048576"), "in.xlsx")


def test_workbook_with_one_cell_a_little_away_is_read():
    assert [row[0] for row in read_table(far_away("C90000"), "in.xlsx")] == ["Name", ""]


def test_workbook_keeps_its_dates_numbers_and_answers():
    row = [date(2022, 11, 7), datetime.combine(date(2022, 11, 7), time(14, 30)), 3, 2.5, True, "text"]

    assert read_table(to_xlsx(["A"] * 6, [row]), "in.xlsx")[1] == row


def test_cell_of_a_csv_that_is_longer_than_any_is_refused_in_words():
    with pytest.raises(NotASheet, match="longer than any can be"):
        read_table(b"a,b\n" + b"x" * 200_000, "in.csv")


def test_chart_is_the_same_each_time_and_draws_every_label():
    rows = [("Police", 4.0), ("Health & more", 3.0)]
    svg, png = bar_chart(rows, value_title="Meetings")

    assert (svg, png) == bar_chart(rows, value_title="Meetings")
    assert "Police" in svg and "Health &amp; more" in svg and "<script" not in svg
