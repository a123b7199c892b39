"""Indicators' points under statistical process control."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamlet.insight.models import Indicator, Recalculation
from hamlet.insight.queries.points import Supply, points
from hamlet.insight.rules.control import (
    Broken,
    Limits,
    broken,
    is_small,
    limits,
    outrun,
    why_no_limits,
    without_small,
)
from hamlet.insight.rules.indicators import Frequency, Polarity, Shape
from hamlet.insight.rules.periods import Quarter, quarter_of
from hamlet.insight.rules.reading import Meaning, Point
from hamlet.insight.rules.values import said

LONGEST = 100  # quarters: twenty-five years, so that the points that the limits are drawn from do not fall away


@dataclass(frozen=True)
class Controlled:
    """Every quarter from the first comparable point to the last, oldest first, those without a figure too; their limits, and the
    points that break a rule; or why there are no limits. `small` are quarters that no rule is held to, for what they count is small.
    """

    indicator: Indicator
    points: tuple[Point, ...]
    limits: Limits | None
    broken: tuple[Broken, ...]
    why_not: str
    begins: Quarter | None = None
    because: str = ""
    small: tuple[Quarter, ...] = ()
    outrun: int = 0  # so many of the newest figures lie on one side of the mean: new limits may be due

    def say(self, number: Decimal | None) -> str:
        """A figure as it is counted."""
        row = self.indicator
        return said(number, Shape(row.shape), row.decimals, row.unit)

    def say_line(self, number: Decimal) -> str:
        row = self.indicator
        return said(number, Shape(row.shape), max(row.decimals, 1), row.unit)

    def broken_at(self, quarter: Quarter) -> Broken | None:
        return next((row for row in self.broken if self.points[row.place].quarter == quarter), None)

    def told(self, row: Broken) -> str:
        """The rule that is broken, with its direction and the line that it speaks of."""
        return row.told(self.limits, self.say_line) if self.limits else row.rule

    def rule_at(self, quarter: Quarter) -> str:
        """The rule that the point of a quarter breaks, that it is passed over, or ""."""
        row = self.broken_at(quarter)
        return self.told(row) if row else "a small count, passed over" if quarter in self.small else ""

    def meaning_at(self, quarter: Quarter) -> Meaning:
        row = self.broken_at(quarter)
        return row.meaning(Polarity(self.indicator.polarity)) if row else Meaning.NEITHER


def long_supply(indicators: Sequence[Indicator], quarter: Quarter) -> Supply:
    """The figures of twenty-five years up to a quarter: enough for the control chart and for the dashboard."""
    return points(indicators, quarter.last(LONGEST))


def controlled_all(indicators: Sequence[Indicator], quarter: Quarter, supply: Supply | None = None) -> dict[int, Controlled]:
    """Each indicator's points up to a quarter, under control. Comparable are those of one definition since the last decision to
    work the limits out anew. A constant number of queries.
    """
    decisions = Recalculation.objects.filter(indicator__in=indicators, quarter_on__lte=quarter.starts_on).order_by("quarter_on")
    decided = {row.indicator_id: row for row in decisions}
    supplied = long_supply(indicators, quarter) if supply is None else supply
    return {row.pk: _held(row, supplied[row.pk].points, decided.get(row.pk)) for row in indicators}


def controlled(indicator: Indicator, quarter: Quarter, supply: Supply | None = None) -> Controlled:
    return controlled_all([indicator], quarter, supply)[indicator.pk]


def _held(indicator: Indicator, rows: Sequence[Point], decided: Recalculation | None) -> Controlled:
    same = _comparable(rows, decided.quarter_on if decided else date.min, Frequency(indicator.frequency))
    values = [row.value for row in same]
    average = Shape(indicator.shape) is Shape.AVERAGE  # its numerator counts days, its denominator children
    counts = [None if row.value is None else row.denominator if average else row.numerator for row in same]
    reason = why_no_limits(values, counts)
    begins, because = (quarter_of(decided.quarter_on), decided.because) if decided else (None, "")
    drawn = limits(values, ceiling=Decimal(100) if Shape(indicator.shape) is Shape.PERCENTAGE else None)
    if reason or drawn is None:
        return Controlled(indicator, same, None, (), reason, begins, because)
    held = without_small(values, counts)
    small = tuple(row.quarter for row, count in zip(same, counts, strict=True) if is_small(count))
    return Controlled(indicator, same, drawn, tuple(broken(held, drawn)), "", begins, because, small, outrun(held, drawn))


def _comparable(rows: Sequence[Point], since: date, frequency: Frequency) -> tuple[Point, ...]:
    """The points of the newest definition, from the first that has a figure to the last; of a yearly indicator, one a year."""
    known = [row for row in rows if row.value is not None]
    same = [row for row in known if row.series == known[-1].series and row.quarter.starts_on >= since]
    if not same:
        return ()
    held = {row.quarter: row for row in same}
    first, last, step = same[0].quarter, same[-1].quarter, 4 if frequency is Frequency.YEARLY else 1
    quarters = [first.later(place) for place in range(0, last.since(first) + 1, step)]
    return tuple(held.get(quarter) or Point(quarter, None, None, series=same[-1].series) for quarter in quarters)
