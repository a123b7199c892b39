"""Statistical process control of one indicator: XmR limits and the points that break a rule. No Django.

Individuals and moving range: limits are the mean plus and minus 2.66 times the mean moving range (3 / 1.128, Shewhart's
constant for ranges of two). Rules as NHS England's "Making Data Count" uses them: a point outside the limits; seven in a row
on one side of the mean; seven in a row rising or falling; two of three beyond two thirds of the way to the same limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

FEWEST = 12  # comparable points from which limits are worked out
SMALLEST = 6  # counts below this swing by chance alone, and are kept from the public besides
LIMIT = Decimal("2.66")
RUN = 7


@dataclass(frozen=True)
class Limits:
    mean: Decimal
    lower: Decimal
    upper: Decimal
    points: int  # from how many points they were worked out
    reach: Decimal  # how far they lie from the mean before a floor or ceiling cuts them


@dataclass(frozen=True)
class Broken:
    """The point at `place` (0 the first) breaks a rule."""

    place: int
    rule: str


OUTSIDE = "outside the limits"
SIDE = "seven or more in a row on one side of the mean"
TREND = "seven or more in a row in one direction"
TWO_OF_THREE = "two of three close to the same limit"


def limits(values: Sequence[Decimal], *, floor: Decimal | None = Decimal(0), ceiling: Decimal | None = None) -> Limits | None:
    """The limits of the first twelve values; None from fewer. No limit lies below `floor` or above `ceiling`, where there is one.

    They are drawn from the beginning and stay: only a decision works them out anew, from a later beginning.
    """
    if len(values) < FEWEST:
        return None
    base = list(values[:FEWEST])
    mean = sum(base, Decimal(0)) / len(base)
    moved = [abs(after - before) for before, after in pairwise(base)]
    reach = LIMIT * sum(moved, Decimal(0)) / len(moved)
    lower, upper = mean - reach, mean + reach
    lower = lower if floor is None else max(lower, floor)
    return Limits(mean, lower, upper if ceiling is None else min(upper, ceiling), len(base), reach)


def why_no_limits(values: Sequence[Decimal], counts: Sequence[Decimal]) -> str:
    """Why limits are not drawn, in a sentence; "" when they are. `counts` are what the values count, quarter by quarter; those that the
    limits are drawn from must not be small.
    """
    if len(values) < FEWEST:
        return f"Control limits need {FEWEST} comparable quarters, and there are {len(values)}."
    if any(count < SMALLEST for count in counts[:FEWEST]):
        return f"Control limits are not drawn from counts below {SMALLEST}: they swing by chance alone."
    return ""


def broken(values: Sequence[Decimal], drawn: Limits) -> list[Broken]:
    """Every point that breaks a rule, in order; a point that breaks several is named once, by the first of them."""
    found: dict[int, str] = {}
    for rule, places in (
        (OUTSIDE, _outside(values, drawn)),
        (SIDE, _runs([_sign(value - drawn.mean) for value in values], RUN)),
        (TREND, _trends(values)),
        (TWO_OF_THREE, _close(values, drawn)),
    ):
        for place in places:
            found.setdefault(place, rule)
    return [Broken(place, found[place]) for place in sorted(found)]


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _outside(values: Sequence[Decimal], drawn: Limits) -> list[int]:
    return [place for place, value in enumerate(values) if not drawn.lower <= value <= drawn.upper]


def _runs(signs: Sequence[int], length: int) -> list[int]:
    """The places of each run of so many equal signs that are not nought."""
    found: list[int] = []
    start = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if signs[start] and place - start >= length:
                found += range(start, place)
            start = place
    return found


def _trends(values: Sequence[Decimal]) -> list[int]:
    """Seven points in one direction are six steps; the point from which the first step is taken belongs to them."""
    steps = [_sign(after - before) for before, after in pairwise(values)]
    ends = _runs(steps, RUN - 1)
    return sorted({*ends, *(place + 1 for place in ends)})


def _close(values: Sequence[Decimal], drawn: Limits) -> list[int]:
    found: set[int] = set()
    for side in (1, -1) if drawn.reach else ():
        near = [(value - drawn.mean) * side / drawn.reach > Decimal(2) / 3 for value in values]
        for start in range(len(near) - 2):
            three = [place for place in range(start, start + 3) if near[place]]
            found |= set(three) if len(three) >= 2 else set()
    return sorted(found)
