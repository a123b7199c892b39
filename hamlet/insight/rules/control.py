"""Statistical process control of one indicator: XmR limits and the points that break a rule. No Django.

Individuals and moving range: limits are the mean plus and minus 2.66 times the mean moving range (3 / 1.128, Shewhart's
constant for ranges of two). Rules as NHS England's "Making Data Count" uses them: a point outside the limits; seven in a row
on one side of the mean; seven in a row rising or falling; two of three beyond two thirds of the way to the same limit.

Values are those of quarters that follow one another; None is one without a figure, or whose count is too small to be read.
What breaks off is not in a row: no rule, and no moving range, reaches across a None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from hamlet.insight.rules.indicators import Polarity
from hamlet.insight.rules.reading import Meaning, meaning_of

FEWEST = 12  # comparable points from which limits are worked out
FEWEST_MOVES = 6  # of them beside one another, so that how far figures swing is known
SMALLEST = 6  # counts below this swing by chance alone, and are kept from the public besides
LIMIT = Decimal("2.66")
RUN = 7
Values = Sequence[Decimal | None]


@dataclass(frozen=True)
class Limits:
    mean: Decimal
    lower: Decimal
    upper: Decimal
    points: int  # from how many points they were worked out
    reach: Decimal  # how far they lie from the mean before a floor or ceiling cuts them


OUTSIDE = "outside the limits"
SIDE = "seven or more in a row on one side of the mean"
TREND = "seven or more in a row in one direction"
TWO_OF_THREE = "two of three close to the same limit"


@dataclass(frozen=True)
class Broken:
    """The point at `place` (0 the first) breaks a rule, upwards or downwards."""

    place: int
    rule: str
    up: bool = True

    def told(self, drawn: Limits, say: Callable[[Decimal], str]) -> str:
        """The rule with its direction and the line that it speaks of: "above the upper limit (45.8)"."""
        line = (drawn.upper if self.up else drawn.lower, drawn.mean)
        words = {
            OUTSIDE: ("above the upper limit ({0})", "below the lower limit ({0})"),
            SIDE: ("seven or more in a row above the mean ({1})", "seven or more in a row below the mean ({1})"),
            TREND: ("seven or more in a row rising", "seven or more in a row falling"),
            TWO_OF_THREE: ("two of three close to the upper limit ({0})", "two of three close to the lower limit ({0})"),
        }
        return words[self.rule][not self.up].format(*map(say, line))

    def meaning(self, polarity: Polarity) -> Meaning:
        return meaning_of(Decimal(1 if self.up else -1), polarity)


def limits(values: Values, *, floor: Decimal | None = Decimal(0), ceiling: Decimal | None = None) -> Limits | None:
    """The limits of the first twelve values; None from fewer. No limit lies below `floor` or above `ceiling`, where there is one.

    They are drawn from the beginning and stay: only a decision works them out anew, from a later beginning.
    """
    base = first_of(values)
    known = [value for value in base if value is not None]
    moved = _moves(base)
    if len(known) < FEWEST or len(moved) < FEWEST_MOVES:
        return None
    mean = sum(known, Decimal(0)) / len(known)
    reach = LIMIT * sum(moved, Decimal(0)) / len(moved)
    lower, upper = mean - reach, mean + reach
    lower = lower if floor is None else max(lower, floor)
    return Limits(mean, lower, upper if ceiling is None else min(upper, ceiling), len(known), reach)


def first_of(values: Values) -> list[Decimal | None]:
    """The values from which limits are drawn: up to the twelfth that is there."""
    found: list[Decimal | None] = []
    for value in values:
        if sum(one is not None for one in found) == FEWEST:
            break
        found.append(value)
    return found


def _moves(values: Values) -> list[Decimal]:
    return [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]


def why_no_limits(values: Values, counts: Sequence[Decimal | None]) -> str:
    """Why limits are not drawn, in a sentence; "" when they are. `counts` are what the values count, quarter by quarter; those that the
    limits are drawn from must not be small.
    """
    known = sum(value is not None for value in values)
    if known < FEWEST:
        return f"Control limits need {FEWEST} comparable quarters, and there are {known}."
    base = first_of(values)
    if any(is_small(count) for count in counts[: len(base)]):
        return f"Control limits are not drawn from counts below {SMALLEST}: they swing by chance alone."
    if len(_moves(base)) < FEWEST_MOVES:
        return "Control limits are not drawn: too few of the figures are of quarters that follow one another."
    return ""


def is_small(count: Decimal | None) -> bool:
    return count is not None and count < SMALLEST


def without_small(values: Values, counts: Sequence[Decimal | None]) -> list[Decimal | None]:
    """The values that rules may be held to: one that counts fewer than six is passed over."""
    return [None if is_small(count) else value for value, count in zip(values, counts, strict=True)]


def broken(values: Values, drawn: Limits) -> list[Broken]:
    """Every point that breaks a rule, in order; a point that breaks several is named once, by the first of them."""
    found: dict[int, Broken] = {}
    for rule, places in (
        (OUTSIDE, _outside(values, drawn)),
        (SIDE, _runs(_sides(values, drawn), RUN)),
        (TREND, _trends(values)),
        (TWO_OF_THREE, _close(values, drawn)),
    ):
        for place, up in places:
            found.setdefault(place, Broken(place, rule, up))
    return [found[place] for place in sorted(found)]


def outrun(values: Values, drawn: Limits) -> int:
    """How many of the newest figures in a row lie on one side of the mean, once they are enough to draw new limits from; else 0.

    A reason to ask whether the process itself changed. Nothing is worked out anew without a decision.
    """
    signs = _sides(values, drawn)
    while signs and not signs[-1] and values[len(signs) - 1] is None:
        signs.pop()  # the newest that are missing do not end the run
    run = 0
    for sign in reversed(signs):
        if not sign or sign != signs[-1]:
            break
        run += 1
    return run if run >= FEWEST else 0


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _sides(values: Values, drawn: Limits) -> list[int]:
    return [0 if value is None else _sign(value - drawn.mean) for value in values]


Places = list[tuple[int, bool]]


def _outside(values: Values, drawn: Limits) -> Places:
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return [(place, value > drawn.upper) for place, value in known if not drawn.lower <= value <= drawn.upper]


def _runs(signs: Sequence[int], length: int) -> Places:
    """The places of each run of so many equal signs that are not nought, and whether it is above."""
    found: Places = []
    start = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if signs[start] and place - start >= length:
                found += ((one, signs[start] > 0) for one in range(start, place))
            start = place
    return found


def _trends(values: Values) -> Places:
    """Seven points in one direction are six steps; the point from which the first step is taken belongs to them."""
    steps = [0 if before is None or after is None else _sign(after - before) for before, after in pairwise(values)]
    ends = _runs(steps, RUN - 1)
    return sorted({*ends, *((place + 1, up) for place, up in ends)})


def _close(values: Values, drawn: Limits) -> Places:
    found: set[tuple[int, bool]] = set()
    for side in (1, -1) if drawn.reach else ():
        near = [value is not None and (value - drawn.mean) * side / drawn.reach > Decimal(2) / 3 for value in values]
        for start in range(len(near) - 2):
            three = range(start, start + 3)
            close = [place for place in three if near[place]]
            if len(close) >= 2 and all(values[place] is not None for place in three):
                found |= {(place, side > 0) for place in close}
    return sorted(found)
