"""How a figure is read: what moved, which way that is, against what target, and of which quarter it is. No Django."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hamlet.insight.rules.indicators import Polarity, Shape
from hamlet.insight.rules.periods import Quarter, behind, year_name
from hamlet.insight.rules.values import rounded, said


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "no change"
    UNKNOWN = "nothing to compare"


ARROWS = {Direction.UP: "▲", Direction.DOWN: "▼", Direction.SAME: "▬"}


class Meaning(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    NEITHER = ""


COLOURS = {Meaning.BETTER: "green", Meaning.WORSE: "red", Meaning.NEITHER: "grey"}


def in_place_of(numerator: Decimal | None, denominator: Decimal | None, missing: str, wanting: str) -> str:
    """What is said where a value cannot be worked out: "266, no population held for 2026–27", "0 of 0", "none: why".

    "" when no figure came and nobody said why. `wanting` is what the number would be divided by.
    """
    if numerator is None:
        return f"none: {missing}" if missing else ""
    number = f"{numerator.normalize():,f}"
    return f"{number}, no {wanting}" if denominator is None else f"{number} of {denominator.normalize():,f}"


@dataclass(frozen=True)
class Elsewhere:
    """A figure of a larger area: shown with its name, never plotted, summed or rated as ours."""

    area: str
    quarter: Quarter
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    missing: str = ""

    @property
    def instead(self) -> str:
        """What is said where there is no value: the number, of which population none is held, or why there is none."""
        if self.value is not None:
            return ""
        return in_place_of(self.numerator, self.denominator, self.missing, f"population held for {self.area}")


@dataclass(frozen=True)
class Point:
    """One quarter's figure of our own area. `series` tells which definition; points of two are never compared.

    `elsewhere` is what came for a larger area in the same quarter.
    """

    quarter: Quarter
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None = None
    series: int = 1
    provisional: bool = False
    missing: str = ""
    elsewhere: Elsewhere | None = None

    @property
    def came(self) -> bool:
        """Whether the agency sent its number, though the figure may not be worked out yet."""
        return self.numerator is not None

    @property
    def instead(self) -> str:
        """What is said where there is no value. "" where there is one."""
        if self.value is not None:
            return ""
        wanting = f"population held for {year_name(self.quarter.year)}"
        said_instead = in_place_of(self.numerator, self.denominator, self.missing, wanting)
        return said_instead or ("nothing came" if self.elsewhere is None else "nothing of our own area")


@dataclass(frozen=True)
class Movement:
    direction: Direction
    meaning: Meaning = Meaning.NEITHER
    by: str = ""
    since: str = ""

    def __str__(self) -> str:
        return f"{self.words}: {self.meaning.value}" if self.meaning.value else self.words

    @property
    def words(self) -> str:
        """The movement without what it means."""
        if self.direction is Direction.UNKNOWN:
            return f"{Direction.UNKNOWN.value}{f' with {self.since}' if self.since else ''}"
        moved = self.direction.value if self.direction is Direction.SAME else f"{self.direction.value} {self.by}"
        return f"{moved} since {self.since}"

    @property
    def arrow(self) -> str:
        """Its direction as a sign, beside the word and never in its place; "" where nothing can be compared."""
        return ARROWS.get(self.direction, "")

    @property
    def brief(self) -> str:
        """Direction and meaning in a word each: "up, worse"; "not compared"."""
        if self.direction is Direction.UNKNOWN:
            return "not compared"
        word = "same" if self.direction is Direction.SAME else self.direction.value
        return f"{word}, {self.meaning.value}" if self.meaning.value else word

    @property
    def colour(self) -> str:
        return COLOURS[self.meaning]


def meaning_of(difference: Decimal, polarity: Polarity) -> Meaning:
    if not difference or polarity is Polarity.NEITHER:
        return Meaning.NEITHER
    return Meaning.BETTER if (difference > 0) == (polarity is Polarity.HIGHER) else Meaning.WORSE


def movement(now: Point | None, before: Point | None, since: str, *, polarity: Polarity, shape: Shape, decimals: int) -> Movement:
    """How a figure moved since another, compared as both are shown, in words. Points of two definitions are not compared."""
    if now is None or before is None or now.value is None or before.value is None or now.series != before.series:
        return Movement(Direction.UNKNOWN, since=since)
    difference = rounded(now.value, decimals) - rounded(before.value, decimals)
    if not difference:
        return Movement(Direction.SAME, since=since)
    amount = f"{abs(difference):,} points" if shape is Shape.PERCENTAGE else f"{abs(difference):,}"
    direction = Direction.UP if difference > 0 else Direction.DOWN
    return Movement(direction, meaning_of(difference, polarity), amount, since)


def target_words(value: Decimal | None, target: Decimal | None, *, polarity: Polarity, shape: Shape, decimals: int) -> str:
    """ "meets the target of 80%", "3.2 points short of the target of 80%", or "" without a target."""
    if target is None:
        return ""
    aim = said(target, shape, decimals)
    if value is None or polarity is Polarity.NEITHER:
        return f"target {aim}"
    short = rounded(target, decimals) - rounded(value, decimals)
    short = short if polarity is Polarity.HIGHER else -short
    if short <= 0:
        return f"meets the target of {aim}"
    amount = f"{short:,} points" if shape is Shape.PERCENTAGE else f"{short:,}"
    return f"{amount} short of the target of {aim}" if polarity is Polarity.HIGHER else f"{amount} above the target of {aim}"


def target_on(targets: Iterable[tuple[date, Decimal]], quarter: Quarter) -> Decimal | None:
    """The target in force in a quarter; `targets` are (the first day of its first quarter, the value)."""
    held = [row for row in targets if row[0] <= quarter.starts_on]
    return max(held)[1] if held else None


def latest(points: Sequence[Point]) -> Point | None:
    """The newest point for which a figure came, worked out or not; points are in order, oldest first."""
    return next((point for point in reversed(points) if point.came), None)


def point_of(points: Iterable[Point], quarter: Quarter) -> Point | None:
    return next((point for point in points if point.quarter == quarter), None)


def lag_of(points: Sequence[Point], shown: Quarter) -> str:
    """ "" when a figure came for the quarter shown, else how far behind the newest one is."""
    newest = latest(points)
    return behind(shown, newest.quarter) if newest else ""


def course(points: Sequence[Point], say: Callable[[Decimal | None], str]) -> str:
    """Where the figures of one definition began, and between which they lay: "from 30 in Q4 2021–22; between 30 and 35"."""
    given = [point for point in points if point.value is not None]
    known = [point for point in given if point.series == given[-1].series]
    if len(known) < 2:
        return "one figure" if known else "no figure yet"
    values = [point.value for point in known if point.value is not None]
    return f"from {say(values[0])} in {known[0].quarter}; between {say(min(values))} and {say(max(values))}"


def finding(title: str, points: Sequence[Point], words: Sequence[str], *, shape: Shape, decimals: int) -> str:
    """The alternative text of a chart: what it shows, in a sentence or two, never only that there is a chart."""
    given = [point for point in points if point.value is not None]
    if not given:
        return f"{title}: no figure yet."
    known = [point for point in given if point.series == given[-1].series]
    first, last = known[0], known[-1]
    least, most = (pick(point.value for point in known if point.value is not None) for pick in (min, max))
    text = f"{title}: {said(last.value, shape, decimals)} in {last.quarter}"
    if len(known) > 1:
        text += f", from {said(first.value, shape, decimals)} in {first.quarter}"
        text += f"; between {said(least, shape, decimals)} and {said(most, shape, decimals)} over {len(known)} quarters"
    return ". ".join([text, *(word for word in words if word)]) + "."
