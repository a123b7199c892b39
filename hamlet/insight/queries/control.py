"""Indicators' points under statistical process control."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamlet.insight.models import Indicator, Recalculation
from hamlet.insight.queries.points import Supply, points
from hamlet.insight.rules.control import Broken, Limits, broken, limits, why_no_limits
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter, quarter_of
from hamlet.insight.rules.reading import Point

LONGEST = 100  # quarters: twenty-five years, so that the points that the limits are drawn from do not fall away


@dataclass(frozen=True)
class Controlled:
    """The comparable points, oldest first, their limits, and the points that break a rule; or why there are no limits."""

    points: tuple[Point, ...]
    limits: Limits | None
    broken: tuple[Broken, ...]
    why_not: str
    begins: Quarter | None = None
    because: str = ""

    def rule_at(self, quarter: Quarter) -> str:
        """The rule that the point of a quarter breaks, or ""."""
        return next((row.rule for row in self.broken if self.points[row.place].quarter == quarter), "")


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
    known = [row for row in rows if row.value is not None]
    since = decided.quarter_on if decided else date.min
    newest = known[-1].series if known else 1
    same = tuple(row for row in known if row.series == newest and row.quarter.starts_on >= since)
    values: list[Decimal] = [row.value for row in same if row.value is not None]
    average = Shape(indicator.shape) is Shape.AVERAGE  # its numerator counts days, its denominator children
    counts = [row.denominator if average else row.numerator for row in same]
    reason = why_no_limits(values, [count for count in counts if count is not None])
    begins, because = (quarter_of(decided.quarter_on), decided.because) if decided else (None, "")
    if reason:
        return Controlled(same, None, (), reason, begins, because)
    drawn = limits(values, ceiling=Decimal(100) if Shape(indicator.shape) is Shape.PERCENTAGE else None)
    return Controlled(same, drawn, tuple(broken(values, drawn)) if drawn else (), "", begins, because)
