import pytest

from hamlet.foundations.access.rules import Role
from hamlet.insight import operations
from hamlet.insight.models import Measure, Population
from hamlet.insight.operations.populations import NotChildren, take_populations
from hamlet.insight.queries.asking import populations
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.tests.conftest import ASKED, history
from hamlet.insight.tests.official import FILE, REAL, authority, file_of, load, real


def test_numbers_of_children_are_held_by_financial_year_for_every_place(dataset, manager, home):
    operations.hold_population(area=home, year=2021, children=1, source="A guess", by=manager)
    load(dataset, manager)
    assert take_populations(measure=Measure.objects.select_related("dataset").get(), by=manager) == 5
    assert populations(home) == {2021: 40}
    assert set(Population.objects.values_list("source", flat=True)) == {"DfE, Missing, 2022"}
    assert not Population.objects.filter(area__name="Hackney").exists()


@pytest.mark.parametrize("cell", ["0", "0.5", "-3"])
def test_measure_of_no_whole_children_is_refused(dataset, manager, cell):
    load(dataset, manager, file_of(authority("E09000030", "211", "Tower Hamlets", cell)))
    with pytest.raises(NotChildren, match="which is no whole number of children"):
        take_populations(measure=Measure.objects.select_related("dataset").get(), by=manager)
    assert Population.objects.count() == 0


def test_measure_of_quarters_is_refused(dataset, manager):
    load(dataset, manager, FILE.replace(b"2022,Reporting year", b"202122,Financial year Q1"))
    with pytest.raises(NotChildren, match="Only the figures"):
        take_populations(measure=Measure.objects.select_related("dataset").get(), by=manager)


@real
def test_rate_is_of_the_official_estimate(count, supplier, dataset, manager, home):
    name = "cla_number_and_rate_per_10k_children.csv"
    load(dataset, manager, (REAL / name).read_bytes(), name)
    rows = Measure.objects.select_related("dataset").filter(column="population_estimate")
    assert take_populations(measure=rows.first(), by=manager) == 821
    assert populations(home)[2021] == 64_373


def test_manager_takes_them_on_the_page_of_the_data_set(client, sign_in, dataset, manager, home, count, supplier):
    load(dataset, manager)
    history(count(shape=Shape.RATE), supplier, [4], last=ASKED.later(-1))
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    there = dataset.get_absolute_url()
    assert f"{there}children/" in client.get(there).content.decode()
    assert "Choose the measure" in client.post(f"{there}children/", {}).content.decode()
    assert client.post(f"{there}children/", {"measure": Measure.objects.get().pk})["Location"] == there
    assert populations(home) == {2021: 40}
    page = client.get(f"/data/indicators/missing-episodes/?quarter={ASKED.later(-1).key}").content.decode()
    assert "1,000" in page


def test_numbers_are_not_taken_from_an_empty_data_set_or_by_a_reader(client, sign_in, dataset):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.get(f"{dataset.get_absolute_url()}children/").status_code == 404
    sign_in(client, Role.GROUP_MEMBER)
    assert client.post(f"{dataset.get_absolute_url()}children/").status_code == 403
