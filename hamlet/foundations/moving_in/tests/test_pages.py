import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.access.rules import Role
from hamlet.foundations.moving_in.models import Upload
from hamlet.foundations.moving_in.queries import importers
from hamlet.foundations.moving_in.tests.sheets import FILES, checked, uploaded
from hamlet.foundations.people.models import Agency
from hamlet.foundations.publishing.sheets import read_table, to_csv

AGENCIES = FILES["agencies"]


@pytest.fixture
def manager(client, sign_in):
    return sign_in(client, Role.PARTNERSHIP_MANAGER)


def sheet(rows=AGENCIES, name="agencies.csv"):
    return SimpleUploadedFile(name, to_csv(rows[0], rows[1:]))


def test_start_shows_what_moves_in_in_order(client, manager):
    page = client.get("/moving-in/").content.decode()
    titles = [f"{number}. {importer.title}" for number, importer in enumerate(importers(), 1)]

    assert all(title in page for title in titles)
    assert [page.index(title) for title in titles] == sorted(page.index(title) for title in titles)


@pytest.mark.parametrize("importer", importers(), ids=lambda importer: importer.key)
def test_template_can_be_read_back(client, manager, importer):
    for form in ("csv", "xlsx"):
        response = client.get(f"/moving-in/{importer.key}/template.{form}")
        table = read_table(response.content, f"a.{form}")

        assert table[0] == [column.title for column in importer.columns]
        assert response["Content-Disposition"] == f'attachment; filename="{importer.key}.{form}"'


def test_file_goes_from_upload_by_columns_and_preview_to_done(client, manager):
    sent = client.post("/moving-in/agencies/", {"file": sheet()})
    assert client.get(sent["Location"]).content.decode().count(" selected>") == len(AGENCIES[0])
    chosen = {key: place for place, key in enumerate(["name", "short_name", "kind", "starts_on", "ends_on", "succeeded_by"])}
    preview = client.post(sent["Location"], chosen, follow=True)
    assert "Ready to import" in preview.content.decode()
    assert not Agency.objects.exists()

    done = client.post(f"{preview.request['PATH_INFO']}import/", follow=True)

    assert "Your rows are in" in done.content.decode()
    assert Agency.objects.count() == 3


def test_problems_are_shown_by_row_and_cell(client, manager):
    upload = checked("agencies", [AGENCIES[0], ["One", "One", "Police", "31/2/2022", "", ""]], manager)
    page = client.get(upload.get_absolute_url()).content.decode()

    assert "Some rows must be mended first" in page
    assert "31 February 2022 is not a date" in page and "Row 2" in page and "Starts on" in page


def test_import_of_wrong_rows_says_so_and_imports_nothing(client, manager):
    upload = checked("agencies", [AGENCIES[0], ["One", "One", "Police", "31/2/2022", "", ""]], manager)
    page = client.post(f"{upload.get_absolute_url()}import/", follow=True).content.decode()

    assert "Nothing was imported. Row 2, Starts on: 31 February 2022 is not a date" in page
    assert not Agency.objects.exists()


def test_needed_column_that_is_not_chosen_is_asked_for(client, manager):
    upload = uploaded("agencies", AGENCIES, manager)
    page = client.post(f"{upload.get_absolute_url()}columns/", {"name": "0"}).content.decode()

    assert "Choose the column that holds: short name" in page


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Choose the spreadsheet"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "The file must be a .xlsx or a .csv"),
        (SimpleUploadedFile("a.xlsx", b"MZ\x90\x00"), "a.xlsx cannot be read as an Excel workbook"),
        (SimpleUploadedFile("a.csv", b"x" * (10 * 1024 * 1024 + 1)), "The file is 10 MB, and 10 MB is the most"),
        (SimpleUploadedFile("a.csv", b"Name\r\n"), "a.csv has headings and no rows below them"),
    ],
)
def test_bad_file_gets_a_clear_sentence(client, manager, file, sentence):
    response = client.post("/moving-in/agencies/", {"file": file} if file else {})

    assert sentence in response.content.decode()
    assert not Upload.objects.exists()


def test_upload_is_deleted_on_demand(client, manager):
    upload = uploaded("agencies", AGENCIES, manager)
    client.post(f"{upload.get_absolute_url()}delete/")

    assert not Upload.objects.exists()
    assert client.get(upload.get_absolute_url()).status_code == 404


def test_upload_that_is_not_checked_asks_for_its_columns(client, manager):
    upload = uploaded("agencies", AGENCIES, manager)

    assert client.get(upload.get_absolute_url())["Location"] == f"{upload.get_absolute_url()}columns/"


def test_anothers_upload_is_not_found(client, manager, person_factory):
    upload = uploaded("agencies", AGENCIES, person_factory("Another manager"))

    for tail in ("", "columns/"):
        assert client.get(f"{upload.get_absolute_url()}{tail}").status_code == 404
    for tail in ("import/", "delete/"):
        assert client.post(f"{upload.get_absolute_url()}{tail}").status_code == 404


@pytest.mark.parametrize("path", ["/moving-in/nothing/", "/moving-in/nothing/template.csv", "/moving-in/uploads/999/"])
def test_what_does_not_exist_is_not_found(client, manager, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/moving-in/", "/moving-in/agencies/", "/moving-in/agencies/template.csv"])
def test_only_who_may_move_in_opens_it(client, sign_in, path):
    assert client.get(path)["Location"].startswith("/account/login/")
    sign_in(client, Role.GROUP_CHAIR)

    assert client.get(path).status_code == 403


@pytest.mark.parametrize(("path", "method"), [("/moving-in/", "post"), ("/moving-in/uploads/1/import/", "get")])
def test_wrong_verb_is_refused(client, manager, path, method):
    assert getattr(client, method)(path).status_code == 405
