"""The figures of our own area, quarter by quarter, as they may be plotted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hamlet.insight.models import Figure, Indicator, Population
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter, quarter_of
from hamlet.insight.rules.reading import Elsewhere, Point
from hamlet.insight.rules.values import computed

FIELDS = (
    *("series__indicator_id", "series__number", "of_quarter_on", "area__is_home", "area__name"),
    *("numerator", "denominator", "provisional", "missing_because"),
)


@dataclass(frozen=True)
class Supplied:
    """One indicator's figures, oldest first: what may be plotted, each beside what came for a larger area."""

    points: tuple[Point, ...] = ()

    @property
    def elsewhere(self) -> Elsewhere | None:
        """The newest figure of a larger area."""
        return next((point.elsewhere for point in reversed(self.points) if point.elsewhere), None)


def figures_between(indicator_ids: Iterable[int], first: Quarter, last: Quarter) -> Iterable[tuple]:
    """The totals that stand of a span of quarters, in the order in which they win."""
    rows = Figure.objects.standing().totals().filter(of_quarter_on__range=(first.starts_on, last.starts_on))
    rows = rows.filter(series__indicator__in=list(indicator_ids)).as_they_win()
    return rows.values_list(*FIELDS)


Supply = dict[int, Supplied]


def points(indicators: Sequence[Indicator], quarters: Sequence[Quarter]) -> Supply:
    """What was supplied of each indicator in the given quarters, by indicator. Two queries, whatever their number.

    A figure stands at the quarter that it is of. One supplied for an earlier quarter than was asked fills that quarter when
    none was supplied for it, and is never plotted as if it were of the quarter asked.
    """
    shapes = {row.pk: Shape(row.shape) for row in indicators}
    held = home_populations()
    plotted: dict[int, dict[date, Point]] = defaultdict(dict)
    larger: dict[int, dict[date, Elsewhere]] = defaultdict(dict)
    for indicator_id, number, of_on, ours, area, numerator, denominator, *said in figures_between(
        shapes, quarters[0], quarters[-1]
    ):
        shape, quarter = shapes[indicator_id], quarter_of(of_on)
        if not ours:
            whole = None if shape is Shape.RATE else denominator
            parts = (computed(shape, numerator, whole), numerator, whole)
            larger[indicator_id][of_on] = Elsewhere(area, quarter, *parts, *said)
            continue
        whole = _whole(shape, denominator, held.get(quarter.year))
        value = computed(shape, numerator, whole)
        plotted[indicator_id][of_on] = Point(quarter, value, numerator, whole, number, *said)
    return {key: Supplied(_in_order(plotted[key], larger[key], quarters)) for key in shapes}


def _whole(shape: Shape, denominator: Decimal | None, children: int | None) -> Decimal | None:
    """What a figure of our own area is out of: a rate of the children held for its year, or of nothing while none are."""
    if shape is not Shape.RATE:
        return denominator
    return None if children is None else Decimal(children)


Categories = dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]


def broken_down(indicator_ids: Iterable[int], quarters: Sequence[Quarter]) -> dict[tuple[int, date], Categories]:
    """Numerator and denominator of each category that was supplied of our own area, by indicator and first day of the quarter.

    One query. A rate's denominator is the whole population, so its categories have none.
    """
    rows = Figure.objects.standing().exclude(breakdown="").filter(series__indicator__in=list(indicator_ids), area__is_home=True)
    rows = rows.filter(of_quarter_on__range=(quarters[0].starts_on, quarters[-1].starts_on)).as_they_win()
    found: dict[tuple[int, date], Categories] = defaultdict(dict)
    fields = ("series__indicator_id", "of_quarter_on", "breakdown", "category", "numerator", "denominator")
    for indicator, on, breakdown, category, top, below in rows.values_list(*fields):
        found[indicator, on][breakdown, category] = (top, below)
    return found


def home_populations() -> dict[int, int]:
    """The children aged 0 to 17 of our own area, by the year in which the financial year begins."""
    return dict(Population.objects.filter(area__is_home=True).values_list("year", "children"))


def _in_order(found: dict[date, Point], larger: dict[date, Elsewhere], quarters: Sequence[Quarter]) -> tuple[Point, ...]:
    """Every quarter, those without a figure too: these stand in the definition of the one before, so that no line is drawn through."""
    rows, series = [], next((found[key].series for key in sorted(found)), 1)
    for quarter in quarters:
        row = found.get(quarter.starts_on) or Point(quarter, None, None, series=series)
        series = row.series
        rows.append(replace(row, elsewhere=larger[quarter.starts_on]) if quarter.starts_on in larger else row)
    return tuple(rows)


def lately(supply: Supply, quarters: int) -> Supply:
    """The same with the newest so many quarters alone."""
    return {key: replace(row, points=row.points[-quarters:]) for key, row in supply.items()}
