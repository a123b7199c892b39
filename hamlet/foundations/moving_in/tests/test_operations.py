from datetime import date, timedelta

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.moving_in import operations
from hamlet.foundations.moving_in.models import Upload
from hamlet.foundations.moving_in.queries import importer_of
from hamlet.foundations.moving_in.tests.sheets import FILES, checked, moved_in, uploaded
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.publishing.sheets import NotASheet, to_csv, to_xlsx
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.foundations.working_days.clock import now, today

AGENCIES = FILES["agencies"]


@pytest.fixture
def manager(person_factory):
    return person_factory("Partnership Manager")


def test_agencies_move_in_though_one_refers_to_a_later_row(manager):
    upload = moved_in("agencies", AGENCIES, manager)

    assert (upload.state, upload.new_count, upload.same_count) == ("Imported", 3, 0)
    old = Agency.objects.get(slug="ccg")
    assert (old.ends_on, old.succeeded_by.slug) == (date(2022, 6, 30), "icb")
    assert Agency.objects.get(slug="youth").ends_on == date(2020, 3, 31)


def test_check_takes_everything_back_and_keeps_the_report(manager):
    upload = checked("agencies", AGENCIES, manager)

    assert (upload.state, upload.new_count, upload.problem_count) == ("Checked", 3, 0)
    assert not Agency.objects.exists()
    assert not Event.objects.filter(verb="people.agency_added").exists()


def test_wrong_row_keeps_every_row_out_and_is_named_by_row_and_cell(manager):
    rows = [*AGENCIES, ["Illustrative School", "School", "Education", "31/2/2022", "", ""]]
    upload = checked("agencies", rows, manager)

    assert [str(problem) for problem in upload.problems()] == ["Row 5, Starts on: 31 February 2022 is not a date"]
    with pytest.raises(operations.RowsWrong, match=r"Nothing was imported\. Row 5, Starts on: 31 February 2022 is not a date"):
        operations.import_rows(upload=upload, by=manager)
    assert not Agency.objects.exists()


def test_each_row_that_cannot_be_is_named(manager):
    rows = [
        AGENCIES[0],
        ["One", "One", "Police", "1/4/2022", "1/4/2021", ""],
        ["Two", "Two", "Police", "1/4/2022", "", "Nowhere"],
        ["Three", "Three", "Police", "1/4/2022", "1/5/2022", "Nowhere"],
        ["Four", "Four", "Bakery", "1/4/2022", "", ""],
        ["Five", "!!!", "Police", "1/4/2022", "", ""],
        ["Six", "six", "Police", "1/4/2022", "", ""],
        ["Six again", "SIX", "Police", "1/4/2022", "", ""],
    ]
    said = [str(problem) for problem in checked("agencies", rows, manager).problems()]

    assert said[:3] == [
        "Row 2, Ends on: an agency cannot end before it begins",
        "Row 3, Ends on: an agency with a successor ended on a day: enter it",
        "Row 4, Succeeded by: “Nowhere” is no agency on record",
    ]
    assert said[3].startswith("Row 5, Kind: “Bakery” is none of: Local authority")
    assert said[4:] == ["Row 6, Short name: this holds no letter and no figure", "Row 8: this is the same record as row 7"]


def test_same_file_twice_changes_nothing(manager):
    moved_in("agencies", AGENCIES, manager)
    events = Event.objects.exclude(verb__startswith="moving_in.").count()
    upload = moved_in("agencies", AGENCIES, manager)

    assert (upload.new_count, upload.same_count) == (0, 3)
    assert Event.objects.exclude(verb__startswith="moving_in.").count() == events


def test_double_click_on_import_finds_the_first_ones_work(manager):
    upload = checked("agencies", AGENCIES, manager)
    first = operations.import_rows(upload=upload, by=manager)
    second = operations.import_rows(upload=upload, by=manager)

    assert (first.pk, first.new_count) == (second.pk, second.new_count)
    assert Agency.objects.count() == 3


def test_double_click_on_upload_keeps_one(manager):
    content = to_csv(AGENCIES[0], AGENCIES[1:])
    given = {"importer": importer_of("agencies"), "name": "a.csv", "content": content, "at": now(), "by": manager}
    first = operations.keep_upload(**given)

    assert operations.keep_upload(**given, made_with=first.made_with) == first


def test_rows_are_encrypted_at_rest_and_gone_once_they_are_in(manager):
    upload = uploaded("persons", [FILES["persons"][0], ["canary@example.org", "Head", ""]], manager)

    assert upload.table()[1] == (2, ["canary@example.org", "Head", ""])
    assert "canary" not in str(Upload.objects.filter(pk=upload.pk).values().get())
    upload = operations.check_rows(upload=upload, mapping={"email": 0, "post_title": 1}, seen_version=None, by=manager)
    upload = operations.import_rows(upload=upload, by=manager)
    assert (upload.sealed_rows, upload.sealed_problems) == ("", "")
    assert Person.objects.filter(email="canary@example.org", invited_at=None).exists()
    with pytest.raises(operations.RowsGone):
        operations.check_rows(upload=upload, mapping={}, seen_version=None, by=manager)


def test_trail_tells_the_import_without_a_cell_of_it(manager):
    moved_in("agencies", AGENCIES, manager)

    rows = Event.objects.filter(verb__startswith="moving_in.").order_by("id").values_list("verb", "details")
    assert list(rows) == [
        ("moving_in.uploaded", {"what": "agencies", "rows": 3}),
        ("moving_in.checked", {"new": 3, "same": 0, "wrong": 0}),
        ("moving_in.imported", {"what": "agencies", "new": 3, "same": 0}),
    ]


def test_rows_that_were_not_checked_are_refused(manager):
    with pytest.raises(operations.RowsWrong, match="Say which column is which first"):
        operations.import_rows(upload=uploaded("agencies", AGENCIES, manager), by=manager)


def test_stale_columns_are_refused(manager):
    upload = checked("agencies", AGENCIES, manager)

    with pytest.raises(ChangedMeanwhile):
        operations.check_rows(upload=upload, mapping={}, seen_version=upload.version - 1, by=manager)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"Name\r\n", "a.csv has headings and no rows below them"),
        ("a.csv", b"", "a.csv has no rows"),
        ("a.xlsx", b"PK not really", "a.xlsx cannot be read as an Excel workbook. Save it again as .xlsx or .csv"),
        ("a.csv", b"Name\n" + b"x\n" * 5_001, "a.csv has 5,001 rows. Send at most 5,000 at a time"),
    ],
)
def test_file_that_cannot_move_in_is_said_in_words(manager, name, content, sentence):
    with pytest.raises((operations.NotForHere, NotASheet)) as refused:
        operations.keep_upload(importer=importer_of("agencies"), name=name, content=content, at=now(), by=manager)

    assert str(refused.value) == sentence


def test_excel_keeps_dates_as_dates(manager):
    content = to_xlsx(AGENCIES[0], [["Police", "Police", "Police", date(2018, 10, 1), None, None]])
    given = {"importer": importer_of("agencies"), "name": "a.xlsx", "content": content, "at": now(), "by": manager}

    assert operations.keep_upload(**given).table()[1] == (2, ["Police", "Police", "Police", "2018-10-01", "", ""])


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_row_has_the_number_that_the_spreadsheet_shows_whatever_stands_empty(manager, form):
    empty = [""] * 6
    rows = [AGENCIES[0], empty, ["Police", "Police", "Police", "31/2/2022", "", ""]]
    content = to_csv(empty, rows) if form == "csv" else to_xlsx(empty, rows)
    given = {"importer": importer_of("agencies"), "name": f"a.{form}", "content": content, "at": now(), "by": manager}

    upload = operations.keep_upload(**given)
    mapping = {"name": 0, "short_name": 1, "kind": 2, "starts_on": 3}
    checked_ = operations.check_rows(upload=upload, mapping=mapping, seen_version=None, by=manager)

    assert [str(problem) for problem in checked_.problems()] == ["Row 4, Starts on: 31 February 2022 is not a date"]


def test_uploads_are_forgotten_after_a_day(manager, frozen):
    upload = uploaded("agencies", AGENCIES, manager)
    operations.forget_uploads(today() + timedelta(days=1), manager)
    assert Upload.objects.filter(pk=upload.pk).exists()

    operations.forget_uploads(today() + timedelta(days=2), manager)

    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert Event.objects.filter(verb="moving_in.forgotten").count() == 1
