import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.access.rules import Role
from hamlet.insight.jobs import load_release
from hamlet.insight.models import Measure, Release
from hamlet.insight.operations import loading
from hamlet.insight.queries.official_files import sheet_from
from hamlet.insight.rules.national import YearEnd
from hamlet.insight.tests.conftest import history
from hamlet.insight.tests.official import AT, FILE, NEIGHBOURS, load

HERE = "/data/sources/"


@pytest.fixture
def re_referrals(count, supplier):
    indicator = count("Re-referrals")
    history(indicator, supplier, [10, 10, 10, 12])
    return indicator


@pytest.fixture
def loaded(client, sign_in, home):
    """The manager adds a data set, loads its file and the neighbours; the address of the data set."""
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"title": "Referrals", "publisher": "DfE", "licence": "OGL", "citation": "DfE, 2022", "year_end": "31 March"}
    there = client.post(f"{HERE}new/", given)["Location"]
    release = client.post(f"{there}load/", {"file": SimpleUploadedFile("c1.csv", FILE)})["Location"]
    load_release.call(Release.objects.get().pk)
    assert "Loaded" in client.get(release).content.decode()
    client.post(f"{HERE}neighbours/", {"file": SimpleUploadedFile("n.csv", NEIGHBOURS), "source": "DfE"})
    return there


def test_manager_maps_a_measure_and_reads_ours_beside_its_neighbours(client, re_referrals, loaded):
    measure = re.search(rf"{loaded}measures/\d+/", client.get(loaded).content.decode())[0]
    there = client.post(measure, {"official": "count"})["Location"]
    given = {"series": re_referrals.series.get().pk, "point_in_time": "over", "same": "Both count referrals"}
    assert client.post(there, given)["Location"] == "/data/indicators/re-referrals/"

    page = client.get("/data/indicators/re-referrals/?quarter=2022-23-Q1").content.decode()
    for words in (
        "Statistical neighbours (2025-05 model)",
        "Statistical neighbours (2021-04 model)",
        "1 of 2",
        "Hackney",
        "London",
    ):
        assert words in page
    assert client.get(HERE).status_code == 200


def test_progress_is_shown_and_the_load_can_be_cancelled(client, sign_in, dataset, manager):
    release = loading.begin_load(dataset=dataset, file_name="a.csv", content=FILE, at=AT, by=manager)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    there = release.get_absolute_url()
    page = client.get(there).content.decode()
    assert "<progress" in page and "Waiting for its turn" in page and "0 of 0" not in page
    loading.start_load(release=release, sheet=sheet_from(FILE, YearEnd.MARCH), at=AT, by=manager)
    page = client.get(there).content.decode()
    assert "0 of 6 figures are in" in page and "data-hamlet-watch" in page and "Look again" in page
    for _ in range(2):
        client.post(f"{there}cancel/")
    page = client.get(there).content.decode()
    assert "Cancelled" in page and "data-hamlet-watch" not in page


def test_release_says_what_is_in_it_and_what_it_revised(client, sign_in, dataset, manager):
    load(dataset, manager)
    second = load(dataset, manager, FILE.replace(b",40\n", b",41\n"), "revised.csv")
    third = load(dataset, manager, FILE.replace(b",40\n", b",41\n") + b"\n", "same.csv")
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get(second.get_absolute_url()).content.decode()
    for words in ("It revises 1 figure of release 1.", "x: not available", "wards and schools: not loaded", "Tower Hamlets"):
        assert words in page
    assert "It revises no figure of release 2." in client.get(third.get_absolute_url()).content.decode()


def test_refused_file_says_where_and_what(client, sign_in, dataset, manager):
    release = load(dataset, manager, FILE.replace(b",40\n", b",many\n"), "wrong.csv")
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get(release.get_absolute_url()).content.decode()
    assert "Row 4, count: “many” is neither a number nor a symbol" in page and "Refused" in page


def test_neighbours_of_both_models_stand_side_by_side(client, loaded):
    page = client.get(HERE).content.decode()
    assert page.index("2025-05 model") < page.index("2021-04 model")
    assert "Not in every model: Hackney, Islington. So a mean names its model." in page


@pytest.mark.parametrize("page", ["new/", "neighbours/", "missing/load/"])
def test_only_the_manager_loads(client, sign_in, dataset, page):
    sign_in(client, Role.GROUP_MEMBER)
    assert (client.get(HERE).status_code, client.get(f"{HERE}missing/").status_code) == (200, 200)
    assert client.get(f"{HERE}{page}").status_code == 403
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert "There is a problem" in client.post(f"{HERE}{page}", {}).content.decode()
    sign_in(client, Role.PRACTITIONER)
    assert client.get(HERE).status_code == 403


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (FILE, "is the current release already: nothing changes"),
        (b"UPN,count\nA1,2\n", "The file has no column time_period"),
        (FILE.replace(b",40\n", b",9434765919\n"), "This file is about single children, so nothing of it was kept"),
    ],
)
def test_file_that_is_not_taken_says_why_beside_its_box(client, sign_in, dataset, manager, content, sentence):
    load(dataset, manager)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.post(f"{dataset.get_absolute_url()}load/", {"file": SimpleUploadedFile("c1.csv", content)})
    assert sentence in page.content.decode()
    assert Release.objects.count() == 1


def test_measure_of_another_length_is_refused_on_the_page_with_the_reason(client, sign_in, dataset, manager, re_referrals):
    load(dataset, manager, FILE.replace(b"2022,Reporting year", b"202122,Financial year Q1"))
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"series": re_referrals.series.get().pk, "point_in_time": "over", "same": "Both count referrals"}
    page = client.post(f"{dataset.get_absolute_url()}measures/{Measure.objects.get().pk}/count/", given).content.decode()
    assert "No comparator: the official figures are of another length of time than a year." in page


def test_addresses_that_name_nothing_and_wrong_verbs(client, sign_in, mapped, dataset):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    for path in ("never/", "never/load/", "missing/9/", "missing/measures/99999/", f"never/measures/{Measure.objects.get().pk}/"):
        assert client.get(f"{HERE}{path}").status_code == 404
    assert client.get(f"{HERE}missing/1/cancel/").status_code == 405


def test_words_find_a_measure(client, sign_in, dataset, manager):
    load(dataset, manager)
    sign_in(client, Role.GROUP_MEMBER)
    there = dataset.get_absolute_url()
    assert "Count" in client.get(f"{there}?search=coun").content.decode()
    assert ">Count<" not in client.get(f"{there}?search=never").content.decode()
