from datetime import date

import pytest

from hamlet.insight import operations
from hamlet.insight.models import Area, Comparison, Measure
from hamlet.insight.operations import neighbours
from hamlet.insight.operations.comparing import MappedAlready, NoComparator
from hamlet.insight.operations.neighbours import NotNeighbours
from hamlet.insight.queries.comparators import comparators_for
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.queries.sources import our_neighbours
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.rules.indicators import Aggregation, Polarity, Shape, Wording
from hamlet.insight.tests.conftest import ASKED, history, put_beside
from hamlet.insight.tests.official import FILE, NEIGHBOURS, REAL, authority, load, real

HEADS = NEIGHBOURS.splitlines()[0]


def test_ours_stands_beside_neighbours_of_both_models_region_and_country(mapped):
    rows = one_reading(mapped, ASKED).beside
    told = [(row.label, row.number, row.n, row.of, row.missing, row.rank, row.quartile) for row in rows]
    assert told == [
        ("Tower Hamlets, as published", 40, None, 3, [], 2, 2),
        ("Statistical neighbours (2025-05 model)", 40, 2, 2, [], None, None),
        ("Statistical neighbours (2021-04 model)", 60, 1, 2, ["Hackney"], None, None),
        ("London", 300, None, None, [], None, None),
        ("England", 1200, None, None, [], None, None),
    ]


def test_revision_moves_what_stands_beside_ours(mapped, dataset, manager):
    load(dataset, manager, FILE.replace(b",60\n", b",70\n"), "revised.csv")
    means = Comparison.objects.filter(kind="Statistical neighbours").order_by("-label").values_list("number", flat=True)
    assert list(means) == [45, 70]


def test_neighbours_loaded_first_are_joined_to_the_authorities_of_a_later_release(dataset, manager, home):
    neighbours.load_neighbours(content=NEIGHBOURS, name="neighbours.csv", source="DfE", by=manager)
    load(dataset, manager)
    assert Area.objects.get(old_code="316").code == "E09000025"
    assert Area.objects.filter(old_code="204").count() == 1
    assert set(our_neighbours()) == {"2021-04", "2025-05"}


def test_measure_stands_beside_one_series_once(mapped, dataset, manager):
    with pytest.raises(MappedAlready, match="“Count” stands beside Missing episodes now"):
        put_beside(mapped, Measure.objects.get(), manager)


def test_year_never_stands_beside_what_is_counted_on_one_day(count, dataset, manager):
    load(dataset, manager)
    indicator = count(aggregation=Aggregation.LATEST)
    with pytest.raises(NoComparator, match="No comparator: the official figure is counted over a year"):
        put_beside(indicator, Measure.objects.get(), manager)


def test_release_of_quarters_takes_what_was_mapped_from_beside_the_year(mapped, dataset, manager):
    quarterly = FILE.replace(b"2022,Reporting year", b"202122,Financial year Q4")
    load(dataset, manager, quarterly, "quarters.csv")
    reading = one_reading(mapped, ASKED)
    assert (Comparison.objects.count(), reading.beside, reading.ours) == (0, [], None)
    assert reading.why_no_comparator == "No comparator: the official figures are of another length of time than a year."

    load(dataset, manager)
    assert [row.label for row in one_reading(mapped, ASKED).beside][-1] == "England"


def ranked(indicator):
    own = Comparison.objects.get(mapping__series__indicator=indicator, kind="Ours, as published")
    return own.rank, own.quartile


def test_rank_follows_when_the_better_way_changes(mapped, manager, agency):
    words = {"wording": Wording(mapped.title, mapped.question), "place": operations.Place(owner=agency, asked_of=[agency])}
    assert ranked(mapped) == (2, 2)
    operations.change_indicator(indicator=mapped, **words, polarity=Polarity.NEITHER, seen_version=None, by=manager)
    assert ranked(mapped) == (None, None)


def test_neighbour_whose_code_changed_is_one_authority(mapped, dataset, manager):
    old = authority("E09000099", "316", "Newham", "62", "2021")
    load(dataset, manager, FILE + b"\n" + old.encode(), "longer.csv")
    assert Area.objects.filter(old_code="316").count() == 2
    rows = Comparison.objects.filter(kind="Statistical neighbours", label__contains="2021-04").order_by("ends_on")
    assert [(row.ends_on.year, row.number, row.n, row.missing) for row in rows] == [
        (2021, 62, 1, ["Hackney"]),
        (2022, 60, 1, ["Hackney"]),
    ]


def test_saying_which_area_is_ours_works_everything_out(count, dataset, manager):
    Area.objects.filter(is_home=True).update(is_home=False)
    load(dataset, manager)
    put_beside(count(), Measure.objects.get(), manager)
    assert Comparison.objects.count() == 0
    kind = AreaKind.LOCAL_AUTHORITY
    operations.add_area(code="E09000030", name="Tower Hamlets", kind=kind, is_home=True, by=manager)
    assert Comparison.objects.get(kind="Ours, as published").number == 40


def test_neighbours_of_a_code_that_came_both_ways_are_joined(dataset, manager, home):
    without = FILE.replace(b",316,", b",,").replace(b",206,", b",,")
    load(dataset, manager, without)
    neighbours.load_neighbours(content=NEIGHBOURS, name="neighbours.csv", source="DfE", by=manager)
    assert Area.objects.filter(code="LA-316").exists()
    load(dataset, manager, FILE, "later.csv")
    assert not Area.objects.filter(code__startswith="LA-").exists()
    assert [row[1] for row in our_neighbours()["2025-05"]] == ["Newham", "Islington"]
    assert Area.objects.get(code="E09000030").old_code == "211"


def test_only_a_period_that_was_over_stands_beside_a_quarter(mapped, dataset, manager, django_assert_num_queries):
    later = authority("E09000030", "211", "Tower Hamlets", "50", "2023")
    load(dataset, manager, FILE + b"\n" + later.encode(), "longer.csv")
    series = mapped.series.get().pk
    with django_assert_num_queries(1):
        found = comparators_for([series], date(2022, 6, 30))[series]
    assert {row.ends_on.year for row in found} == {2022}
    assert {row.ends_on.year for row in comparators_for([series], date(2023, 3, 31))[series]} == {2023}
    assert comparators_for([series], date(2022, 3, 30)) == {}


def test_ours_of_the_same_year_stands_beside_the_official_one(mapped, supplier):
    history(mapped, supplier, [7, 8], last=ASKED.later(-4))
    reading = one_reading(mapped, ASKED)
    assert (reading.year, reading.ours.value) == (42, 38)
    assert reading.say_ours == "Ours, of the four quarters to 31 March 2022: 38"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (b"2025,211,T,0,204,H,Close", "Row 2: model, la_code and neighbour_code must not be empty, and rank is a whole number"),
        (b"2025,211,T,1,211,T,Close", "Row 2: 211 cannot be a neighbour of itself"),
        (b"2025,211,T,1,20400000000,H,Close", "Row 2: neighbour_code is longer than 10 letters"),
        (b"2025,211,T,1,204,H,Close\n2025,211,T,1,316,N,Close", "Row 3: 211 has that rank or that neighbour"),
        (b"2025,211,T,1,204,H,Close\n2025,211,T,2,204,H,Close", "Row 3: 211 has that rank or that neighbour"),
        (b"", "n.csv has no neighbours"),
    ],
)
def test_list_of_neighbours_is_refused_by_row_in_words(db, manager, rows, sentence):
    with pytest.raises(NotNeighbours, match=sentence):
        neighbours.load_neighbours(content=HEADS + b"\n" + rows, name="n.csv", source="DfE", by=manager)


def test_list_without_its_columns_is_no_list_of_neighbours(db, manager):
    with pytest.raises(NotNeighbours, match=r"n\.csv has no column rank, neighbour_code, neighbour_name, closeness"):
        neighbours.load_neighbours(content=b"model,la_code,la_name\n1,2,3\n", name="n.csv", source="DfE", by=manager)


@real
def test_re_referrals_stand_beside_the_neighbours_of_both_models(percentage, dataset, manager):
    name = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
    indicator = percentage("Re-referrals within a year", polarity=Polarity.LOWER)
    load(dataset, manager, (REAL / name).read_bytes(), name)
    content = (REAL / "statistical_neighbours_long.csv").read_bytes()
    neighbours.load_neighbours(content=content, name="neighbours.csv", source="DfE", by=manager)
    put_beside(indicator, Measure.objects.get(column="rereferral_percent"), manager, official=Shape.PERCENTAGE)

    def told(year, kind):
        rows = Comparison.objects.filter(ends_on=date(year, 3, 31), kind=kind).order_by("label")
        return [(row.label, row.n, row.of, row.missing) for row in rows]

    own = Comparison.objects.get(ends_on=date(2025, 3, 31), kind="Ours, as published")
    assert (own.number, own.rank, own.of, own.quartile) == (24.5, 131, 153, 4)
    assert [label for label, *_ in told(2025, "Statistical neighbours")] == [
        "Statistical neighbours (2021-04 model)",
        "Statistical neighbours (2025-05 model)",
    ]
    assert told(2021, "Statistical neighbours")[0][1:] == (9, 10, ["Hackney"])
    mean = Comparison.objects.get(ends_on=date(2025, 3, 31), label="Statistical neighbours (2025-05 model)")
    assert (mean.number, one_reading(indicator, ASKED).say_beside(mean)) == (17.75, "17.8%")
    models = our_neighbours()
    assert [row[1] for row in models["2021-04"]] != [row[1] for row in models["2025-05"]]
