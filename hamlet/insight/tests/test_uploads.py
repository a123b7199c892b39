"""Files of figures: what is read of them, what is refused before anything is kept, and what the preview says."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import Workbook, load_workbook

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Figure, Upload
from hamlet.insight.queries import uploads
from hamlet.insight.queries.template import HEAD, PLACES, sheet_of, xlsx_template
from hamlet.insight.queries.uploads import ChildLevel, NotTheTemplate, table_from
from hamlet.insight.rules.files import LONGEST, MOST_BYTES, MOST_COLUMNS
from hamlet.insight.tests.conftest import ASKED, TODAY, line, make_agency, supplied
from hamlet.insight.tests.opening import AGES

HERE = "/data/returns/2022-23-Q1/police/"
HEADS = "Code,Number,Comment"


@pytest.fixture
def lead(client, sign_in, agency):
    return sign_in(client, Role.DATA_LEAD, agency=agency)


def written(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(source, edit=None, **typed):
    """The template of a return with cells of its first row typed in."""
    book = load_workbook(BytesIO(xlsx_template(sheet_of(source))))
    for key, value in typed.items():
        book["Return"].cell(HEAD + 1, PLACES[key], value)
    if edit:
        edit(book)
    return written(book)


def seen(client, content, name="figures.xlsx", here=HERE):
    answer = client.post(f"{here}upload/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    return answer.content.decode()


def test_every_fault_of_a_row_is_said_by_its_cell(client, lead, asked):
    page = seen(client, filled(asked, numerator="twelve", area="Kent", of_quarter="June", provisional="perhaps"))
    for cell, sentence in (
        ("J5", "“twelve” is not a number"),
        ("I5", "“Kent” is not an area on record: Tower Hamlets"),
        ("H5", "“June” is not a quarter like Q1 2022–23"),
        ("L5", "“perhaps” is neither yes nor no"),
    ):
        assert cell in page and sentence in page


def test_every_missing_reason_is_said_at_once(client, lead, asked, count):
    count("Second thing")
    supplied(asked, lead, line(asked, 12), line(asked, 7, code="second-thing"))
    page = seen(client, b"Code,Number\nmissing-episodes,13\nsecond-thing,8\n", "a.csv")
    assert "Missing episodes was sent before. Say why it changed" in page
    assert "Second thing was sent before. Say why it changed" in page


def test_template_of_another_quarter_leads_to_its_return(client, lead, asked):
    (other,) = operations.ask_for_returns(quarter=ASKED.later(-1), on=TODAY, by=system_person())
    page = seen(client, filled(other, numerator=12))
    assert page.count("this template was made for Q4 2021–22, and this return is of Q1 2022–23") == 1
    assert 'href="/data/returns/2021-22-Q4/police/upload/"' in page


def test_template_of_another_agency_is_refused(client, lead, asked, count):
    health = make_agency("health")
    count("Self-harm", place={"asked_of": [health], "owner": health})
    (other,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    assert "this template was made for Health, and this return is of Police" in seen(client, filled(other, numerator=12))


def test_preview_says_the_area_and_all_else_and_what_was_left_empty(client, lead, asked, count, larger):
    count("Second thing")
    page = seen(client, filled(asked, numerator=12, area=larger.name, provisional="yes", comment="May is estimated"))
    for words in ("1 figure of a larger area than is asked", larger.name, "provisional; May is estimated"):
        assert words in page
    assert "Asked but left empty: Second thing." in page


def test_revision_of_one_category_is_held_against_what_stands(client, lead, agency, count):
    count(breakdowns=AGES)
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, lead, line(source, 9), line(source, 3, category="Under 10"), line(source, 6, category="10 to 17"))
    heads = "Code,Broken down by,Which,Number,If it was sent before: why it changed"
    page = seen(client, f"{heads}\nmissing-episodes,Age,Under 10,5,Late\n".encode(), "a.csv")
    assert "by age it adds up to 11, and the total is 9" in page


@pytest.mark.parametrize("formula", ["=1+1", "=1/0"])
def test_formula_without_its_outcome_is_not_left_out_in_silence(client, lead, asked, formula):
    assert "is a formula without a number. Enter the number itself" in seen(client, filled(asked, numerator=formula))


def test_error_of_a_spreadsheet_is_not_left_out_in_silence(client, lead, asked):
    def broken(book):
        cell = book["Return"].cell(HEAD + 1, PLACES["numerator"])
        cell.value, cell.data_type = "#DIV/0!", "e"

    assert "“#DIV/0!” is a formula without a number" in seen(client, filled(asked, broken))


def test_template_brings_what_was_sent_before_its_area_and_the_area_asked(asked, supplier, larger):
    supplied(asked, supplier, line(asked, 12, area=larger.code, of=ASKED.later(-1)))
    page = load_workbook(BytesIO(xlsx_template(sheet_of(asked))))["Return"]
    row = {key: page.cell(HEAD + 1, place) for key, place in PLACES.items()}
    said = [row[key].value for key in ("agency", "asked_area", "before", "area", "of_quarter", "numerator")]
    assert said == ["Police", "Tower Hamlets", "12", larger.name, "Q4 2021–22", None]
    assert row["before"].protection.locked


def second_sheet(book):
    book.create_sheet("Children").append(["UPN", "Episodes"])


def hidden_sheet(book):
    book["Lists"]["F9"] = "943 476 5919"


@pytest.mark.parametrize("edit", [second_sheet, hidden_sheet])
def test_child_on_another_sheet_is_seen(client, lead, asked, edit):
    page = seen(client, filled(asked, edit, numerator=12))
    assert "This file is about single children, so nothing of it was kept." in page
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "comment",
    ["Aisha B (12/05/2011) was missing 9 times", "12/10/2026", "The one of 14 February 2009", "seen 2011-05-12 and later"],
)
def test_date_within_words_is_refused_with_how_to_say_it(client, lead, asked, comment):
    page = seen(client, f"{HEADS}\nmissing-episodes,12,{comment}\n".encode(), "a.csv")
    assert "Row 2, Comment: a date stands here, as dates of birth are written. Write it without its day" in page
    assert "This file is about single children" not in page and comment not in page
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "comment", ["5 decisions 12 were late", "Ages 5-9-14", "In October 2026 the system changed", "10/12 done"]
)
def test_words_without_a_date_are_taken(client, lead, asked, comment):
    assert "1 figure would change" in seen(client, f"{HEADS}\nmissing-episodes,12,{comment}\n".encode(), "a.csv")


def test_name_of_a_file_is_looked_at_and_never_kept(client, lead, asked):
    content = f"{HEADS}\nmissing-episodes,12,\n".encode()
    assert "Its name holds what is shaped like a nhs number" in seen(client, content, "943 476 5919.csv")
    seen(client, content, "Aisha B born in May.csv")
    assert [row.name for row in Upload.objects.all()] == ["CSV file"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * (MOST_BYTES + 1), "The file is larger than 2 MB"),
        (b"Code,Number" + b",x" * MOST_COLUMNS, "a.csv has more than 100 columns"),
        (b"Code,Number\n" * 2_013, "a.csv has 2,013 rows, and a return has at most 2,000"),
        (b"Code,Number\nmissing-episodes," + b"x" * (LONGEST + 1), "a.csv has a cell of more than 2,000 characters in row 2"),
        (b"a,b\n1,2\n", "The file has no columns “Code” and “Number”"),
    ],
)
def test_file_that_no_return_can_be_is_refused_before_it_is_searched(content, sentence):
    with pytest.raises(NotTheTemplate) as refused:
        table_from(content, "a.csv")
    assert str(refused.value).startswith(sentence)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_file_is_read(client, lead, asked, monkeypatch):
    within, real = [], uploads.read_sheets
    monkeypatch.setattr(uploads, "read_sheets", lambda *given: within.append(connection.in_atomic_block) or real(*given))
    seen(client, b"Code,Number\nmissing-episodes,1\n", "a.csv")
    assert within == [False]


@pytest.mark.parametrize(
    "content",
    [
        b"\n\nCode;Number\nmissing-episodes;12\n",
        "Code\tNumber\nmissing-episodes\t12\n".encode("utf-16"),
        "A title, with a comma\nCode;Number;Comment\nmissing-episodes;12;\n".encode("cp1252"),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(client, lead, asked, content):
    assert "1 figure would change" in seen(client, content, "a.csv")


def test_empty_file_and_percentage_are_said_in_words(client, lead, asked):
    assert "The file is empty. Fill in the template and send that" in seen(client, b"", "a.csv")
    page = seen(client, b"Code,Number\nmissing-episodes,12%\n", "a.csv")
    assert "“12%” is a percentage. Enter the two numbers that it is worked out from" in page
    assert not Figure.objects.exists()


def test_table_may_stand_on_any_sheet():
    book = Workbook()
    book.active.append(["Read me first"])
    book.create_sheet("Figures").append(["Code", "Number"])
    assert table_from(written(book), "a.xlsx").letters == ["A", "B"]


def test_words_of_a_sheet_name_are_looked_at():
    book = Workbook()
    book.active.append(["Code", "Number"])
    book.active.title = "DOB 12-05-2011"
    with pytest.raises(ChildLevel):
        table_from(written(book), "a.xlsx")
