"""The dashboard: for each indicator its newest figure, what moved, against whom, what is aimed at and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from hamlet.insight.models import Comparison, Indicator, Series, Target
from hamlet.insight.queries.asking import home
from hamlet.insight.queries.points import Elsewhere, Supplied, points
from hamlet.insight.rules.indicators import Aggregation, Part, Polarity, Shape
from hamlet.insight.rules.periods import SHOWN_QUARTERS, Quarter
from hamlet.insight.rules.reading import Movement, Point, lag_of, latest, movement, point_of, target_on, target_words
from hamlet.insight.rules.values import SYMBOLS, Parts, over_a_year, said


@dataclass(frozen=True)
class Reading:
    """One indicator as the dashboard shows it. `year` is the local or rolling year that ends with the newest figure."""

    indicator: Indicator
    series: Series | None
    points: tuple[Point, ...]
    newest: Point | None
    lag: str
    since_last: Movement
    since_year: Movement
    target: str
    aim: Decimal | None = None
    year: Decimal | None = None
    elsewhere: Elsewhere | None = None
    beside: list[Comparison] = field(default_factory=list)  # of the newest period that is published

    def say(self, number: Decimal | None) -> str:
        return said(number, Shape(self.indicator.shape), self.indicator.decimals, self.indicator.unit)

    def say_beside(self, one: Comparison) -> str:
        """An official figure, or what its symbol means."""
        return SYMBOLS.get(one.symbol) or self.say(None if one.number is None else Decimal(str(one.number)))

    @property
    def figure(self) -> str:
        return self.say(self.newest.value if self.newest else None)

    @property
    def counts(self) -> list[Decimal]:
        """What was counted, quarter by quarter: what tells whether a figure swings by chance."""
        return [point.numerator for point in self.points if point.numerator is not None]


def open_indicators(quarter: Quarter, **chosen: Any) -> Any:
    """The indicators of priorities and themes in a quarter; `chosen` filters them by priority, theme or agency asked."""
    rows = Indicator.objects.open_on(quarter.starts_on).filter(part=Part.INDICATORS.value, **chosen)
    return rows.select_related("priority", "theme", "owner").order_by(
        F("priority__title").asc(nulls_last=True), F("theme__name").asc(nulls_last=True), "title", "id"
    )


def readings(indicators: Sequence[Indicator], quarter: Quarter) -> list[Reading]:
    """What the dashboard shows of each indicator in a quarter, in the order given. A constant number of queries."""
    rows = list(indicators)
    quarters = quarter.last(SHOWN_QUARTERS)
    supplied = points(rows, quarters, home())
    series = _series(rows, quarter)
    targets = _targets(rows)
    beside = _beside([row.pk for row in series.values()])
    return [_reading(row, series.get(row.pk), supplied[row.pk], targets[row.pk], beside, quarter) for row in rows]


def _series(rows: Sequence[Indicator], quarter: Quarter) -> dict[int, Series]:
    found = Series.objects.filter(indicator__in=rows, starts_on__lte=quarter.starts_on).order_by("number")
    return {row.indicator_id: row for row in found}


def _targets(rows: Sequence[Indicator]) -> dict[int, list[tuple[date, Decimal]]]:
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for indicator, starts_on, value in Target.objects.filter(indicator__in=rows).values_list("indicator", "starts_on", "value"):
        found[indicator].append((starts_on, value))
    return found


def _beside(series_ids: Sequence[int]) -> dict[int, list[Comparison]]:
    """What is published of each series' measure, of its newest period. One query."""
    rows = Comparison.objects.filter(mapping__series__in=series_ids).order_by("-ends_on", "id")
    found: dict[int, list[Comparison]] = defaultdict(list)
    for row in rows.annotate(series_id=F("mapping__series")):
        held = found[row.series_id]
        if not held or held[0].ends_on == row.ends_on:
            held.append(row)
    return found


def _reading(
    indicator: Indicator,
    series: Series | None,
    supplied: Supplied,
    targets: list[tuple[date, Decimal]],
    beside: dict[int, list[Comparison]],
    quarter: Quarter,
) -> Reading:
    newest = latest(supplied.points)
    words: dict[str, Any] = {
        "polarity": Polarity(indicator.polarity),
        "shape": Shape(indicator.shape),
        "decimals": indicator.decimals,
    }
    before, year = (point_of(supplied.points, newest.quarter.later(back)) if newest else None for back in (-1, -4))
    aim = target_on(targets, newest.quarter) if newest else target_on(targets, quarter)
    return Reading(
        indicator,
        series,
        supplied.points,
        newest,
        lag_of(supplied.points, quarter),
        movement(newest, before, "the quarter before", **words),
        movement(newest, year, "the same quarter last year", **words),
        target_words(newest.value if newest else None, aim, **words),
        aim,
        rolling_year(indicator, supplied.points, newest.quarter) if newest else None,
        supplied.elsewhere,
        beside.get(series.pk, []) if series else [],
    )


def rolling_year(indicator: Indicator, rows: Sequence[Point], last: Quarter) -> Decimal | None:
    """The four quarters that end with `last`, by the indicator's rule; None when one is missing or of another definition."""
    four = [point_of(rows, quarter) for quarter in last.last(4)]
    known = [row for row in four if row is not None and row.value is not None]
    if len({row.series for row in known}) > 1:
        return None
    parts = [Parts(row.numerator, row.denominator) if row is not None and row.value is not None else None for row in four]
    return over_a_year(Shape(indicator.shape), Aggregation(indicator.aggregation), parts)


def one_reading(indicator: Indicator, quarter: Quarter) -> Reading:
    return readings([indicator], quarter)[0]
