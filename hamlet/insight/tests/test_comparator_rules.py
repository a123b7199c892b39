import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamlet.insight.rules.comparators import mean_of, rank_of, why_not
from hamlet.insight.rules.indicators import Aggregation, Frequency, Polarity
from hamlet.insight.rules.periods import Length

HIGHER, LOWER, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NEITHER


def test_neighbour_without_a_figure_lowers_n_and_is_named():
    mean = mean_of({"Hackney": None, "Islington": 20.0, "Camden": 30.0}, ["Hackney", "Islington", "Camden", "Newham"])
    assert (mean.value, mean.n, mean.of, mean.missing) == (25.0, 2, 4, ("Hackney", "Newham"))


def test_mean_of_nobody_is_no_figure():
    assert mean_of({}, ["Hackney"]).value is None


@pytest.mark.parametrize(
    ("own", "polarity", "rank", "quartile"),
    [
        (10.0, HIGHER, 1, 1),
        (8.0, HIGHER, 2, 2),
        (1.0, HIGHER, 4, 4),
        (10.0, LOWER, 4, 4),
        (8.0, LOWER, 2, 2),
        (1.0, LOWER, 1, 1),
    ],
)
def test_ties_share_the_better_rank(own, polarity, rank, quartile):
    found = rank_of(own, [10.0, 8.0, 8.0, 1.0], polarity)
    assert (found.rank, found.of, found.quartile) == (rank, 4, quartile)


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
