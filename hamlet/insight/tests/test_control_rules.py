from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamlet.insight.rules.control import (
    OUTSIDE,
    SIDE,
    TREND,
    TWO_OF_THREE,
    Broken,
    broken,
    limits,
    outrun,
    why_no_limits,
    without_small,
)
from hamlet.insight.rules.indicators import Polarity
from hamlet.insight.rules.reading import Meaning

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


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ([51] * 3 + [None] + [51] * 4, []),  # a quarter is missing: three and four are no seven
        ([51] * 7 + [None], range(12, 19)),
        ([None] + [51] * 7, range(13, 20)),
        ([54, None, 54], []),
        ([54, 54, None], [12, 13]),
        ([None, 58], [13]),
    ],
)
def test_no_rule_reaches_across_a_quarter_without_a_figure(more, places):
    values = [*STEADY, *(None if value is None else D(value) for value in more)]
    assert [row.place for row in broken(values, limits(values))] == list(places)


def test_missing_step_ends_a_trend():
    rising = [D(value) / 10 for value in (492, 504, 506)]
    values = [*STEADY, *rising, None, *(D(value) / 10 for value in (508, 510, 512, 514))]
    assert [row for row in broken(values, limits(values)) if row.rule == TREND] == []


def test_limits_come_from_the_first_twelve_figures_and_no_move_reaches_across_a_gap():
    gapped = [*STEADY[:6], None, *STEADY[6:], D(500)]
    drawn = limits(gapped)
    moved = [2, 3, 2, 1, 2, 1, 2, 3, 1, 0]  # the 3 from 48 to 51 is not taken: a quarter lies between them
    assert (drawn.points, drawn.mean, drawn.reach) == (12, sum(STEADY) / 12, D("2.66") * sum(moved) / len(moved))


def test_figures_of_which_none_follows_another_have_no_limits():
    values = [value for figure in STEADY for value in (figure, None)]
    assert limits(values) is None
    assert why_no_limits(values, values) == (
        "Control limits are not drawn: too few of the figures are of quarters that follow one another."
    )


def test_small_count_is_passed_over_and_breaks_off_what_runs():
    values = [*STEADY, D(5), D(4), D(58)]
    held = without_small(values, values)
    assert held[12:] == [None, None, D(58)]
    assert [row.place for row in broken(held, limits(values))] == [14]


@pytest.mark.parametrize(
    ("row", "words", "lower_is_better"),
    [
        (Broken(0, OUTSIDE, True), "above the upper limit (55)", Meaning.WORSE),
        (Broken(0, OUTSIDE, False), "below the lower limit (45)", Meaning.BETTER),
        (Broken(0, SIDE, True), "seven or more in a row above the mean (50)", Meaning.WORSE),
        (Broken(0, SIDE, False), "seven or more in a row below the mean (50)", Meaning.BETTER),
        (Broken(0, TREND, True), "seven or more in a row rising", Meaning.WORSE),
        (Broken(0, TREND, False), "seven or more in a row falling", Meaning.BETTER),
        (Broken(0, TWO_OF_THREE, True), "two of three close to the upper limit (55)", Meaning.WORSE),
        (Broken(0, TWO_OF_THREE, False), "two of three close to the lower limit (45)", Meaning.BETTER),
    ],
)
def test_rule_is_told_with_its_direction_and_its_line(row, words, lower_is_better):
    assert row.told(limits(STEADY), lambda number: f"{number:.0f}") == words
    assert row.meaning(Polarity.LOWER) is lower_is_better
    assert row.meaning(Polarity.NEITHER) is Meaning.NEITHER


@pytest.mark.parametrize(
    ("more", "run"),
    [
        ([51] * 11, 0),
        ([51] * 12, 12),
        ([49] * 13, 16),
        ([51] * 12 + [49], 0),
        ([51] * 12 + [None], 12),
        ([51] * 9 + [None] + [51] * 9, 0),
    ],
)
def test_new_limits_are_asked_for_when_twelve_in_a_row_have_left_the_mean(more, run):
    values = [*STEADY, *(None if value is None else D(value) for value in more)]
    assert outrun(values, limits(values)) == run
