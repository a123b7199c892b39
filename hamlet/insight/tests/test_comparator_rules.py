from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamlet.insight.rules.comparators import (
    Mapped,
    is_of_shape,
    likely_shape,
    mean_of,
    ours_beside,
    rank_of,
    why_another,
    why_no_comparator,
    why_not,
)
from hamlet.insight.rules.indicators import Aggregation, Frequency, Polarity, Shape
from hamlet.insight.rules.periods import Length, Quarter
from hamlet.insight.rules.reading import Point

HIGHER, LOWER, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NEITHER


def test_neighbour_without_a_figure_lowers_n_and_is_named():
    mean = mean_of({"Hackney": None, "Islington": 20.0, "Camden": 30.0}, ["Hackney", "Islington", "Camden", "Newham"])
    assert (mean.value, mean.n, mean.of, mean.missing) == (25.0, 2, 4, ("Hackney", "Newham"))


def test_mean_is_summed_as_the_decimals_that_were_published():
    numbers = [23.2, 10.6, 22.3, 24.4, 18.6, 12.6, 23.0, 24.6, 20.6, 17.6]
    published = {f"Authority {place}": number for place, number in enumerate(numbers)}
    assert mean_of(published, list(published)).value == 19.75
    assert sum(numbers) / 10 < 19.75


def test_mean_of_nobody_is_no_figure():
    assert mean_of({}, ["Hackney"]).value is None


EIGHT = [9.0, 8.0, 8.0, 6.0, 6.0, 6.0, 2.0, 1.0]


@pytest.mark.parametrize(
    ("values", "own", "polarity", "rank", "quartile"),
    [
        *[(EIGHT, 9.0, HIGHER, 1, 1), (EIGHT, 8.0, HIGHER, 2, 1), (EIGHT, 6.0, HIGHER, 4, 2)],
        *[(EIGHT, 2.0, HIGHER, 7, 4), (EIGHT, 1.0, HIGHER, 8, 4)],
        *[(EIGHT, 1.0, LOWER, 1, 1), (EIGHT, 2.0, LOWER, 2, 1), (EIGHT, 6.0, LOWER, 3, 2)],
        *[(EIGHT, 8.0, LOWER, 6, 3), (EIGHT, 9.0, LOWER, 8, 4)],
        *[([5.0, 5.0, 5.0], 5.0, HIGHER, 1, 1), ([5.0, 5.0, 5.0], 5.0, LOWER, 1, 1)],
        *[([5.0], 5.0, HIGHER, 1, 1), ([7.0, 5.0], 5.0, HIGHER, 2, 3), ([7.0, 5.0], 5.0, LOWER, 1, 1)],
        *[([0.0, 0.0, 4.0, 5.0], 0.0, LOWER, 1, 1), ([0.0, 0.0, 4.0, 5.0], 0.0, HIGHER, 3, 3)],
    ],
)
def test_ties_share_the_better_rank_and_the_quartile_follows_the_better_way(values, own, polarity, rank, quartile):
    found = rank_of(own, values, polarity)
    assert (found.rank, found.of, found.quartile) == (rank, len(values), quartile)


@pytest.mark.parametrize(("own", "values"), [(8.0, EIGHT), (6.0, EIGHT), (5.0, [5.0, 5.0])])
def test_no_rank_and_no_quartile_where_neither_way_is_better(own, values):
    assert rank_of(own, values, NEITHER) is None


def test_no_rank_without_a_direction_or_a_figure():
    assert rank_of(8.0, [8.0, 9.0], NEITHER) is None
    assert rank_of(None, [8.0, 9.0], HIGHER) is None


@given(some.lists(some.integers(0, 20).map(float), min_size=1, max_size=160), some.sampled_from([HIGHER, LOWER]))
def test_quartiles_follow_ranks(values, polarity):
    ranks = sorted((rank_of(value, values, polarity) for value in values), key=lambda row: row.rank)
    assert ranks[0].rank == ranks[0].quartile == 1
    assert all(row.quartile in {1, 2, 3, 4} for row in ranks)
    assert [row.quartile for row in ranks] == sorted(row.quartile for row in ranks)


S, L, M, N = Aggregation.SUM, Aggregation.LATEST, Aggregation.MEAN, Aggregation.NONE


@pytest.mark.parametrize(
    ("length", "day", "rule", "frequency", "stands"),
    [
        (Length.YEAR, False, S, Frequency.QUARTERLY, True),
        (Length.YEAR, False, M, Frequency.QUARTERLY, True),
        (Length.YEAR, False, L, Frequency.QUARTERLY, False),
        (Length.YEAR, False, N, Frequency.QUARTERLY, False),
        (Length.YEAR, False, N, Frequency.YEARLY, True),
        (Length.YEAR, True, L, Frequency.QUARTERLY, True),
        (Length.YEAR, True, S, Frequency.QUARTERLY, False),
        (Length.QUARTER, False, S, Frequency.QUARTERLY, False),
        (Length.OTHER, False, S, Frequency.QUARTERLY, False),
    ],
)
def test_year_stands_beside_a_year_only(length, day, rule, frequency, stands):
    reason = why_not(length, point_in_time=day, aggregation=rule, frequency=frequency)
    assert (reason == "") is stands
    assert stands or reason.startswith("No comparator: ")


DAY = date(2022, 6, 30)


def measure(length=Length.YEAR, day=False, held=True, first_on=date(2013, 3, 31)):
    return Mapped("Rereferral percent", length, day, held, first_on)


@pytest.mark.parametrize(
    ("rule", "frequency", "mapped", "sentence"),
    [
        (S, Frequency.QUARTERLY, measure(), ""),
        (S, Frequency.QUARTERLY, measure(first_on=DAY), ""),
        (L, Frequency.QUARTERLY, measure(day=True), ""),
        (N, Frequency.YEARLY, measure(), ""),
        (S, Frequency.QUARTERLY, None, "no official measure is mapped to this definition yet."),
        (N, Frequency.YEARLY, None, "no official measure is mapped to this definition yet."),
        (N, Frequency.QUARTERLY, None, "the official figures are of a year, and our quarters must not be added up to one."),
        (S, Frequency.QUARTERLY, measure(held=False), "the current release has no figures of “Rereferral percent” any more."),
        (S, Frequency.QUARTERLY, measure(Length.QUARTER), "the official figures are of another length of time than a year."),
        (N, Frequency.QUARTERLY, measure(), "the official figures are of a year, and our quarters must not be added up to one."),
        (S, Frequency.QUARTERLY, measure(first_on=None), "it is not on record which area is ours."),
        (
            *(S, Frequency.QUARTERLY, measure(first_on=date(2022, 7, 1))),
            "the first official figure is of 1 July 2022, and the quarter shown ended before that.",
        ),
    ],
)
def test_no_comparator_says_why(rule, frequency, mapped, sentence):
    assert why_no_comparator(rule, frequency, mapped, DAY) == (f"No comparator: {sentence}" if sentence else "")


END = date(2022, 3, 31)
LAST = Quarter(2021, 4)
Q, Y = Frequency.QUARTERLY, Frequency.YEARLY
YEAR = "Ours, of the four quarters to 31 March 2022"


def quarters(*counts, last=LAST, series=1):
    return [
        Point(quarter, Decimal(count), Decimal(count), series=series)
        for quarter, count in zip(last.last(len(counts)), counts, strict=True)
        if count is not None
    ]


@pytest.mark.parametrize(
    ("points", "day", "rule", "frequency", "value", "words"),
    [
        (quarters(1, 2, 3, 4), False, S, Q, 10, YEAR),
        (quarters(9, 1, 2, 3, 4, 9, last=LAST.later(1)), False, S, Q, 10, YEAR),
        (quarters(1, 2, 3, 6), False, M, Q, 3, YEAR),
        (quarters(1, None, 3, 4), False, S, Q, None, "Ours: not all is on record of the four quarters to 31 March 2022"),
        (quarters(1, 2, series=1, last=LAST.later(-2)) + quarters(3, 4, series=2), False, S, Q, None, None),
        (quarters(1, 2, 3, 4), True, L, Q, 4, "Ours, on 31 March 2022"),
        (quarters(1, last=LAST.later(1)), True, L, Q, None, "Ours: not all is on record on 31 March 2022"),
        (quarters(4), False, N, Y, 4, "Ours, of the year to 31 March 2022"),
    ],
)
def test_ours_beside_is_of_the_same_time(points, day, rule, frequency, value, words):
    found = ours_beside(points, END, day, measured=(Shape.COUNT, rule, frequency))
    assert found.value == value
    assert words is None or found.words == words


def test_no_quarter_of_ours_ends_with_the_school_year():
    found = ours_beside(quarters(1, 2, 3, 4), date(2022, 8, 31), False, measured=(Shape.COUNT, S, Q))
    assert (found.value, found.words) == (None, "Ours: none, because no quarter of ours ends on 31 August 2022")


def test_ours_of_another_definition_than_the_official_measure_is_mapped_to_does_not_stand_beside_it():
    found = ours_beside(quarters(1, 2, 3, 4), END, False, measured=(Shape.COUNT, S, Q), series=2)
    assert found.value is None and found.words.startswith("Ours: not all is on record")


@pytest.mark.parametrize(
    ("column", "shape"),
    [
        *[("rereferral_percent", Shape.PERCENTAGE), ("Percentage of assessments", Shape.PERCENTAGE)],
        *[("rate_per_10000", Shape.RATE), ("turnover_rate_fte", None), ("vacancy_fte", None)],
        *[("referral_count", Shape.COUNT), ("inpost_headcount", Shape.COUNT), ("caseload_fte", Shape.AVERAGE)],
    ],
)
def test_name_of_a_column_tells_what_its_figures_are_likely_to_be(column, shape):
    assert likely_shape(column) is shape


@pytest.mark.parametrize(
    ("number", "shape", "stands"),
    [
        *[("0", Shape.COUNT, True), ("4834", Shape.COUNT, True), ("17.5", Shape.COUNT, False), ("-1", Shape.COUNT, False)],
        *[("0", Shape.PERCENTAGE, True), ("100", Shape.PERCENTAGE, True), ("100.1", Shape.PERCENTAGE, False)],
        *[("-0.1", Shape.PERCENTAGE, False), ("562.3", Shape.RATE, True), ("10001", Shape.RATE, False)],
        *[("15.2", Shape.AVERAGE, True), ("20000", Shape.AVERAGE, True), ("-2", Shape.AVERAGE, False)],
    ],
)
def test_figure_can_be_of_its_shape(number, shape, stands):
    assert is_of_shape(Decimal(number), shape) is stands


@pytest.mark.parametrize("official", Shape)
@pytest.mark.parametrize("ours", Shape)
def test_only_the_same_shape_stands_beside_ours(official, ours):
    reason = why_another(official, ours)
    assert (reason == "") is (official is ours)
    assert not reason or reason.startswith("No comparator: the official figure is a")
