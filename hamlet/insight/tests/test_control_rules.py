from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamlet.insight.rules.control import OUTSIDE, SIDE, TREND, TWO_OF_THREE, broken, limits, why_no_limits

D = Decimal
STEADY = [D(value) for value in (50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 50, 50)]  # mean 50 and 1/6


def test_limits_are_those_of_the_textbook():
    drawn = limits(STEADY)
    moved = [2, 3, 2, 1, 2, 3, 1, 2, 3, 1, 0]
    reach = D("2.66") * sum(moved) / len(moved)
    assert drawn.mean == sum(STEADY) / 12
    assert drawn.upper == drawn.mean + reach
    assert drawn.lower == drawn.mean - reach


def test_fewer_than_twelve_points_have_no_limits():
    assert limits(STEADY[:11]) is None
    assert why_no_limits(STEADY[:11], STEADY[:11]) == "Control limits need 12 comparable quarters, and there are 11."


def test_small_counts_have_no_limits():
    assert why_no_limits(STEADY, [*STEADY[:11], D(5)]).startswith("Control limits are not drawn from counts below 6")
    assert why_no_limits(STEADY, STEADY) == ""


def test_small_count_after_the_limits_are_drawn_does_not_take_them_away():
    assert why_no_limits([*STEADY, D(4)], [*STEADY, D(4)]) == ""


def test_later_points_do_not_move_the_limits():
    assert limits([*STEADY, D(500), D(400)]) == limits(STEADY)


def test_no_limit_lies_below_what_a_count_can_be():
    assert limits([D(value) for value in (0, 20) * 6]).lower == 0


@pytest.mark.parametrize(
    ("more", "places", "rule"),
    [
        ([58], [12], OUTSIDE),
        ([42], [12], OUTSIDE),
        ([51] * 7, range(12, 19), SIDE),
        ([49] * 7, range(9, 19), SIDE),
        ([54, 50, 54], [12, 14], TWO_OF_THREE),
    ],
)
def test_points_that_break_a_rule_are_named(more, places, rule):
    values = [*STEADY, *map(D, more)]
    assert [(row.place, row.rule) for row in broken(values, limits(values))] == [(place, rule) for place in places]


def test_seven_rising_points_are_a_trend_and_six_are_not():
    values = [*STEADY, *(D(value) / 10 for value in (492, 504, 506, 508, 510, 512, 514))]
    drawn = limits(values)
    assert [row.place for row in broken(values, drawn) if row.rule == TREND] == list(range(12, 19))
    assert [row for row in broken(values[:-1], drawn) if row.rule == TREND] == []


def test_six_on_one_side_are_no_run():
    values = [*STEADY[:-2], D(50), D(50), *[D(51)] * 6]
    assert [row for row in broken(values, limits(values)) if row.rule == SIDE] == []


def test_steady_points_break_nothing():
    assert broken(STEADY, limits(STEADY)) == []


@given(some.lists(some.integers(0, 1000).map(D), min_size=12, max_size=30), some.integers(1, 500).map(D))
def test_rules_do_not_depend_on_where_the_scale_begins(values, shift):
    moved = [value + shift for value in values]
    marked = [broken(rows, limits(rows, floor=None)) for rows in (values, moved)]
    assert marked[0] == marked[1]


def test_limit_that_is_cut_off_at_nought_does_not_move_what_is_close_to_it():
    """Twelve that swing from 0 to 46: a mean of 23 and a lower limit far below nought. Two of 7 are nowhere near it."""
    values = [D(value) for value in (0, 46) * 6]
    drawn = limits(values)
    assert (drawn.lower, drawn.mean) == (0, 23) and drawn.reach > 100
    assert broken([*values, D(7), D(30), D(7)], drawn) == []
