"""Beside whom a figure may stand: means of neighbours with their n, ranks and quartiles, and why there is no comparator. No Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hamlet.insight.rules.indicators import Aggregation, Frequency, Polarity, Shape
from hamlet.insight.rules.periods import Length, Quarter, quarter_of
from hamlet.insight.rules.reading import Point, point_of
from hamlet.insight.rules.values import Parts, over_a_year

NEVER_A_YEAR = "No comparator: the official figures are of a year, and our quarters must not be added up to one."


class Comparator(StrEnum):
    OWN = "Ours, as published"
    NEIGHBOURS = "Statistical neighbours"
    REGION = "Region"
    ENGLAND = "England"


@dataclass(frozen=True)
class Mean:
    """The mean of those neighbours that have a figure: `n` of `of`, with the names of those that have none."""

    value: float | None
    n: int
    of: int
    missing: tuple[str, ...] = ()


def mean_of(values: Mapping[str, float | None], neighbours: Sequence[str]) -> Mean:
    """The plain mean over the neighbours by name; one without a number lowers n and is named.

    Summed as the decimals that were published: summed as floats, a mean of exactly 17.75 would be read as 17.7.
    """
    known = [Decimal(str(value)) for name in neighbours if (value := values.get(name)) is not None]
    missing = tuple(name for name in neighbours if values.get(name) is None)
    return Mean(float(sum(known) / len(known)) if known else None, len(known), len(neighbours), missing)


@dataclass(frozen=True)
class Rank:
    """`rank` 1 is the best by polarity; `quartile` 1 holds the best quarter of `of` authorities."""

    rank: int
    of: int
    quartile: int


def rank_of(own: float | None, others: Sequence[float], polarity: Polarity) -> Rank | None:
    """Where `own` stands among all authorities with a number, its own among `others`. Ties share the better rank.

    None without a number of our own, and for an indicator of which neither way is better.
    """
    if own is None or polarity is Polarity.NEITHER or not others:
        return None
    better = sum(value > own if polarity is Polarity.HIGHER else value < own for value in others)
    return Rank(better + 1, len(others), 1 + better * 4 // len(others))


def why_not(length: Length, *, point_in_time: bool, aggregation: Aggregation, frequency: Frequency = Frequency.QUARTERLY) -> str:
    """Why a measure of that length cannot stand beside an indicator, in a sentence; "" when it can.

    A year stands beside the local year or a rolling year, never beside one quarter; what is counted on one day stands beside
    what we count on one day.
    """
    if length is not Length.YEAR:
        return "No comparator: the official figures are of another length of time than a year."
    if point_in_time and aggregation is not Aggregation.LATEST:
        return "No comparator: the official figure is counted on one day, and ours over the quarter."
    if not point_in_time and aggregation is Aggregation.LATEST:
        return "No comparator: the official figure is counted over a year, and ours on the last day of the quarter."
    if not point_in_time and aggregation is Aggregation.NONE and frequency is Frequency.QUARTERLY:
        return NEVER_A_YEAR
    return ""


LIMITS = {Shape.PERCENTAGE: Decimal(100), Shape.RATE: Decimal(10_000)}
SPOKEN = {
    Shape.COUNT: "a count",
    Shape.PERCENTAGE: "a percentage",
    Shape.RATE: "a rate per 10,000 children",
    Shape.AVERAGE: "an average",
}
WORDS = {
    Shape.PERCENTAGE: ("percent", "per_cent", "perc", "pct", "proportion", "share"),
    Shape.RATE: ("per_10", "per10"),  # a "rate" alone is of a hundred as often
    Shape.AVERAGE: ("average", "mean", "median", "duration", "caseload"),
    Shape.COUNT: ("count", "number", "headcount", "total"),
}


def likely_shape(column: str) -> Shape | None:
    """What the name of an official column lets one expect; a person says what it is."""
    name = column.casefold().replace(" ", "_")
    return next((shape for shape, words in WORDS.items() if any(word in name for word in words)), None)


def is_of_shape(number: Decimal, shape: Shape) -> bool:
    """Whether a number can be one: a count is whole, a percentage within 100, a rate within 10,000; none is below zero."""
    if number < 0:
        return False
    if shape is Shape.COUNT:
        return number == number.to_integral_value()
    return number <= LIMITS.get(shape, number)


def why_another(official: Shape, ours: Shape) -> str:
    """Why an official figure of one shape cannot stand beside ours of another, in a sentence; "" when they are the same."""
    if official is ours:
        return ""
    return f"No comparator: the official figure is {SPOKEN[official]}, and ours is {SPOKEN[ours]}."


@dataclass(frozen=True)
class Mapped:
    """The official measure that a person mapped to a definition, as far as it is on record."""

    label: str
    length: Length
    point_in_time: bool
    held: bool  # whether the current release still has figures of it
    first_on: date | None = None  # the last day of the first period that stands beside ours


def why_no_comparator(aggregation: Aggregation, frequency: Frequency, mapped: Mapped | None, until: date) -> str:
    """Why nothing official stands beside the figures of a definition on `until`, in a sentence; "" when something does."""
    if mapped is None:
        quarters = aggregation is Aggregation.NONE and frequency is Frequency.QUARTERLY
        return NEVER_A_YEAR if quarters else "No comparator: no official measure is mapped to this definition yet."
    if not mapped.held:
        return f"No comparator: the current release has no figures of “{mapped.label}” any more."
    reason = why_not(mapped.length, point_in_time=mapped.point_in_time, aggregation=aggregation, frequency=frequency)
    return reason or _not_before(mapped.first_on, until)


def _not_before(first_on: date | None, until: date) -> str:
    if first_on is None:
        return "No comparator: it is not on record which area is ours."
    if first_on > until:
        first = f"{first_on.day} {first_on:%B %Y}"
        return f"No comparator: the first official figure is of {first}, and the quarter shown ended before that."
    return ""


@dataclass(frozen=True)
class Ours:
    """Our own figure of the very time that the official ones are of; without one, `words` say why."""

    value: Decimal | None
    words: str


def over_year(points: Sequence[Point], last: Quarter, *, shape: Shape, aggregation: Aggregation) -> Decimal | None:
    """The four quarters that end with `last`, by the indicator's rule; None when one is missing or of another definition."""
    four = [point_of(points, quarter) for quarter in last.last(4)]
    known = [row for row in four if row is not None and row.value is not None]
    if len({row.series for row in known}) > 1:
        return None
    parts = [Parts(row.numerator, row.denominator) if row is not None and row.value is not None else None for row in four]
    return over_a_year(shape, aggregation, parts)


def ours_beside(
    points: Sequence[Point],
    ends_on: date,
    point_in_time: bool,
    *,
    measured: tuple[Shape, Aggregation, Frequency],
    series: int = 1,
) -> Ours:
    """What of ours stands beside an official figure: the quarter that ends on its day for what is counted on one day, the
    yearly figure, or the four quarters that end on that day; never one quarter beside a year, and never one of another
    definition than `series`, which the official measure is said to count the same as.
    """
    points = [point for point in points if point.series == series]
    shape, aggregation, frequency = measured
    day, quarter = f"{ends_on.day} {ends_on:%B %Y}", quarter_of(ends_on)
    if quarter.ends_on != ends_on:
        return Ours(None, f"Ours: none, because no quarter of ours ends on {day}")
    if point_in_time or frequency is Frequency.YEARLY:
        point = point_of(points, quarter)
        value, words = point.value if point else None, f"on {day}" if point_in_time else f"of the year to {day}"
    else:
        value, words = over_year(points, quarter, shape=shape, aggregation=aggregation), f"of the four quarters to {day}"
    return Ours(value, f"Ours, {words}" if value is not None else f"Ours: not all is on record {words}")
