"""Beside whom a figure may stand: means of neighbours with their n, ranks and quartiles, and why there is no comparator. No Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hamlet.insight.rules.indicators import Aggregation, Frequency, Polarity
from hamlet.insight.rules.periods import Length


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
    """The plain mean over the neighbours by name; one without a number lowers n and is named."""
    known = [value for name in neighbours if (value := values.get(name)) is not None]
    missing = tuple(name for name in neighbours if values.get(name) is None)
    return Mean(sum(known) / len(known) if known else None, len(known), len(neighbours), missing)


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
        return "No comparator: the official figures are of a year, and our quarters must not be added up to one."
    return ""
