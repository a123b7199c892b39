from decimal import Decimal

import pytest

from hamlet.insight.rules.indicators import Aggregation, Shape
from hamlet.insight.rules.values import NotAValue, Parts, Value, computed, over_a_year, said, value_from

D = Decimal


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("22.6", Value(D("22.6"))),
        ("1,204", Value(D(1204))),
        ("0", Value(D(0))),
        ("-0.4", Value(D("-0.4"))),
        ("c", Value(symbol="c")),
        ("X", Value(symbol="x")),
        (" z ", Value(symbol="z")),
        ("u", Value(symbol="u")),
        ("k", Value(symbol="k")),
        ("low", Value(symbol="low")),
        (":", Value(symbol="x")),
        ("~", Value(symbol="low")),
        ("-", Value(symbol="low")),
    ],
)
def test_cell_is_a_number_or_a_symbol_with_its_meaning(cell, value):
    assert value_from(cell) == value
    assert bool(value.meaning) == (value.number is None)


@pytest.mark.parametrize("cell", ["", "n/a", "nan", "inf", "1.2.3", "cc", "twelve"])
def test_other_cells_are_refused(cell):
    with pytest.raises(NotAValue):
        value_from(cell)


@pytest.mark.parametrize(
    ("shape", "numerator", "denominator", "value"),
    [
        (Shape.COUNT, 12, None, D(12)),
        (Shape.PERCENTAGE, 45, 60, D(75)),
        (Shape.PERCENTAGE, 0, 60, D(0)),
        (Shape.PERCENTAGE, 0, 0, None),
        (Shape.PERCENTAGE, 5, None, None),
        (Shape.RATE, 131, 65_500, D(20)),
        (Shape.RATE, 131, None, None),
        (Shape.AVERAGE, 30, 4, D("7.5")),
        (Shape.COUNT, None, None, None),
    ],
)
def test_figure_is_worked_out_of_its_parts(shape, numerator, denominator, value):
    parts = [None if part is None else D(part) for part in (numerator, denominator)]
    assert computed(shape, *parts) == value


QUARTERS = [Parts(D(10), D(20)), Parts(D(20), D(20)), Parts(D(5), D(50)), Parts(D(15), D(10))]


@pytest.mark.parametrize(
    ("shape", "rule", "year"),
    [
        (Shape.COUNT, Aggregation.SUM, D(50)),
        (Shape.COUNT, Aggregation.MEAN, D("12.5")),
        (Shape.COUNT, Aggregation.LATEST, D(15)),
        (Shape.COUNT, Aggregation.NONE, None),
        (Shape.PERCENTAGE, Aggregation.SUM, D(50)),
        (Shape.PERCENTAGE, Aggregation.MEAN, D(77.5)),
        (Shape.RATE, Aggregation.SUM, D(20_000)),
        (Shape.AVERAGE, Aggregation.SUM, D("0.5")),
    ],
)
def test_four_quarters_are_a_year_by_the_rule(shape, rule, year):
    assert over_a_year(shape, rule, QUARTERS) == year


@pytest.mark.parametrize("rule", [Aggregation.SUM, Aggregation.MEAN])
def test_year_with_a_gap_is_no_year(rule):
    assert over_a_year(Shape.COUNT, rule, [*QUARTERS[:3], None]) is None
    assert over_a_year(Shape.COUNT, rule, [*QUARTERS[:3], Parts(None)]) is None
    assert over_a_year(Shape.COUNT, rule, QUARTERS[:3]) is None


def test_percentages_are_not_averaged_when_their_parts_are_known():
    rows = [Parts(D(1), D(1)), *[Parts(D(0), D(99))] * 3]
    assert over_a_year(Shape.PERCENTAGE, Aggregation.SUM, rows) == D(100) / D(298)


def test_figures_are_said_as_people_read_them():
    assert said(D("1204"), Shape.COUNT, 0) == "1,204"
    assert said(D("22.649"), Shape.PERCENTAGE, 1) == "22.6%"
    assert said(D("22.65"), Shape.PERCENTAGE, 1) == "22.7%"
    assert said(D(14), Shape.AVERAGE, 1, "days") == "14.0 days"
    assert said(None, Shape.COUNT, 0) == "no figure"
