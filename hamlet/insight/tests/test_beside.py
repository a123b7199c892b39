from datetime import date

import pytest

from hamlet.insight.models import Area, Comparison, Observation
from hamlet.insight.operations import comparing
from hamlet.insight.queries.comparators import Beside, beside_for
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.rules.indicators import Aggregation
from hamlet.insight.tests.conftest import ASKED
from hamlet.insight.tests.official import FILE, load

UNMAPPED = "No comparator: no official measure is mapped to this definition yet."


def why(indicator, until=ASKED.ends_on):
    series = indicator.series.get().pk
    return beside_for([series], until)[series].why_no_comparator


def test_what_stands_beside_has_its_rank_of_how_many_and_no_reason(mapped):
    reading = one_reading(mapped, ASKED)
    own = reading.beside[0]
    assert (own.label, own.rank, own.of, own.quartile) == ("Tower Hamlets, as published", 2, 3, 2)
    assert (reading.why_no_comparator, reading.not_shown) == ("", "")


def test_every_indicator_says_why_nothing_stands_beside_it_in_one_query(mapped, count, django_assert_num_queries):
    others = [count(f"Another {number}").series.get().pk for number in range(3)]
    yearless = count("Waiting", aggregation=Aggregation.NONE).series.get().pk
    series = mapped.series.get().pk
    with django_assert_num_queries(1):
        found = beside_for([series, *others, yearless], date(2022, 3, 30))
    assert found[series].why_no_comparator == (
        "No comparator: the first official figure is of 31 March 2022, and the quarter shown ended before that."
    )
    assert [found[pk] for pk in others] == [Beside(why_no_comparator=UNMAPPED)] * 3
    assert found[yearless].why_no_comparator.endswith("our quarters must not be added up to one.")


def test_measure_that_a_new_release_leaves_out_is_gone_with_the_reason(mapped, dataset, manager):
    load(dataset, manager, FILE.replace(b",count\n", b",total\n", 1), "renamed.csv")
    assert why(mapped) == "No comparator: the current release has no figures of “Count” any more."
    assert one_reading(mapped, ASKED).why_no_comparator == why(mapped)


def test_without_an_area_of_ours_it_says_so(mapped, manager):
    Area.objects.filter(is_home=True).update(is_home=False)
    comparing.work_out_all(by=manager)
    assert why(mapped) == "No comparator: it is not on record which area is ours."


@pytest.mark.parametrize(
    ("gone", "shown", "not_shown"),
    [
        (["Hackney"], 5, ""),
        (["Hackney", "Newham"], 4, "Not shown, because no neighbour has a figure: Statistical neighbours (2021-04 model)."),
    ],
)
def test_model_without_any_figure_is_not_shown_and_says_so(mapped, manager, gone, shown, not_shown):
    Observation.objects.filter(area__name__in=gone).update(number=None, symbol="x")
    comparing.work_out_all(by=manager)
    reading = one_reading(mapped, ASKED)
    assert (len(reading.beside), reading.not_shown) == (shown, not_shown)
    assert Comparison.objects.count() == 5
