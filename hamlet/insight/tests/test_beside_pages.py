import pytest

from hamlet.foundations.access.rules import Role
from hamlet.insight.models import Comparison, Dataset, Mapping, Measure, NeighbourModel
from hamlet.insight.rules.indicators import Part
from hamlet.insight.tests.official import FILE, load

HERE = "/data/sources/"


@pytest.fixture
def measure(mapped, client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    return f"{HERE}missing/measures/{Measure.objects.get().pk}/"


def test_page_asks_first_what_the_official_figure_is_and_looks_at_the_figures(client, measure):
    page = client.get(measure).content.decode()
    assert 'value="count" checked' in page
    assert "Choose what the official figure is" in client.post(measure, {}).content.decode()
    page = client.post(measure, {"official": "percentage"}).content.decode()
    assert "“Count” is 300 for London in 2022 Reporting year, and that cannot be a percentage." in page
    assert client.post(measure, {"official": "count"})["Location"] == f"{measure}count/"


def test_only_indicators_of_that_shape_are_offered_and_those_taken_say_so(client, measure, count, percentage):
    percentage("Return interviews")
    count("Staff trained", place={"part": Part.COMPLIANCE})
    count("Contacts")
    page = client.get(f"{measure}count/").content.decode()
    assert "Missing episodes (now beside “Count”)" in page and ">Contacts<" in page
    assert "Return interviews" not in page and "Staff trained" not in page
    page = client.get(f"{measure}percentage/").content.decode()
    assert "Return interviews" in page and "take the place" not in page


def test_taken_indicator_asks_why_and_then_keeps_both_words(client, measure, mapped):
    given = {"series": mapped.series.get().pk, "point_in_time": "over", "same": "They count the same"}
    assert "Say why this one takes its place" in client.post(f"{measure}count/", given).content.decode()
    assert client.post(f"{measure}count/", given | {"instead": "Said better"})["Location"] == "/data/indicators/missing-episodes/"
    page = client.get(HERE).content.decode()
    assert page.index("They count the same") < page.index("What stood beside ours before") < page.index("Said better")


def test_mapping_is_taken_away_on_a_page_that_asks_why(client, measure):
    there = f"{HERE}mappings/{Mapping.objects.get().pk}/remove/"
    assert "What was said of it stays on record" in client.get(there).content.decode()
    assert "Say why" in client.post(there, {}).content.decode()
    assert Comparison.objects.count() == 5
    given = {"because": "The definition changed", "seen_version": Mapping.objects.get().version}
    assert client.post(there, given)["Location"] == HERE
    assert Comparison.objects.count() == 0
    assert "The definition changed" in client.get(HERE).content.decode()
    assert client.post(there, given).status_code == 404


def test_model_of_neighbours_is_removed_on_a_page_that_asks_why(client, measure):
    there = f"{HERE}neighbours/{NeighbourModel.objects.get(name='2021-04').pk}/remove/"
    assert "Say why" in client.post(there, {}).content.decode()
    assert client.post(there, {"because": "It is old"})["Location"] == HERE
    page = client.get(HERE).content.decode()
    assert "2021-04 model" not in page and "It is old" in page
    assert client.get(there).status_code == 404


def test_data_set_is_put_right(client, measure):
    there = f"{HERE}missing/change/"
    assert 'value="31 March" checked' in client.get(there).content.decode()
    given = {"title": "Missing", "publisher": "DfE", "licence": "OGL", "citation": "DfE", "year_end": "30 September"}
    assert "Someone changed this" in client.post(there, given | {"seen_version": 99}).content.decode()
    version = Dataset.objects.get().version
    assert client.post(there, given | {"seen_version": version})["Location"] == f"{HERE}missing/"
    assert "30 September" in client.get(f"{HERE}missing/").content.decode()


def test_list_says_which_mapped_measure_stands_beside_nothing_and_why(client, measure, dataset, manager):
    assert "It does" in client.get(HERE).content.decode()
    load(dataset, manager, FILE.replace(b"2022,Reporting year", b"202122,Financial year Q4"), "quarters.csv")
    page = client.get(HERE).content.decode()
    assert "No comparator: the official figures are of another length of time than a year." in page


PAGES = [
    "measures/{measure}/",
    "measures/{measure}/count/",
    "change/",
    "../mappings/{mapping}/remove/",
    "../neighbours/{model}/remove/",
]


@pytest.mark.parametrize("page", PAGES)
def test_only_the_manager_says_what_stands_beside_ours(client, sign_in, measure, page):
    held = {"measure": Measure.objects.get().pk, "mapping": Mapping.objects.get().pk, "model": NeighbourModel.objects.first().pk}
    there = f"{HERE}missing/{page.format(**held)}".replace("missing/../", "")
    assert client.get(there).status_code == 200
    assert client.delete(there).status_code == 405
    sign_in(client, Role.GROUP_MEMBER)
    assert (client.get(there).status_code, client.post(there, {}).status_code) == (403, 403)
    sign_in(client, Role.PRACTITIONER)
    assert client.get(HERE).status_code == 403


def test_addresses_that_name_nothing(client, measure):
    for path in (f"{measure}nothing/", f"{HERE}missing/measures/99999/", f"{HERE}never/measures/1/", f"{HERE}never/change/"):
        assert client.get(path).status_code == 404
    for path in (f"{HERE}mappings/99999/remove/", f"{HERE}neighbours/99999/remove/"):
        assert client.post(path).status_code == 404
