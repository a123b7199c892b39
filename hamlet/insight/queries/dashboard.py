"""The dashboard: for each indicator its newest figure, what moved, against whom, what is aimed at and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from hamlet.insight.models import Comparison, Indicator, Series, Target
from hamlet.insight.queries.comparators import Beside, beside_for, ours_of
from hamlet.insight.queries.points import Supplied, Supply, lately, points
from hamlet.insight.rules.comparators import Comparator, Ours, over_year
from hamlet.insight.rules.indicators import Aggregation, Frequency, Part, Polarity, Shape
from hamlet.insight.rules.periods import SHOWN_QUARTERS, Quarter
from hamlet.insight.rules.places import in_short, rank_words
from hamlet.insight.rules.reading import (
    Elsewhere,
    Movement,
    Point,
    course,
    lag_of,
    latest,
    movement,
    point_of,
    target_on,
    target_words,
)
from hamlet.insight.rules.values import SYMBOLS, said

NO_DEFINITION = "No comparator: the indicator has no definition of this quarter yet."


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
    beside: list[Comparison] = field(default_factory=list)  # of the newest period that is published and over
    ours: Ours | None = None  # what of ours is of the same time as `beside`
    begun: tuple[Series, ...] = ()  # every definition up to the quarter shown, oldest first
    why_no_comparator: str = ""  # a sentence, where nothing official is `beside`
    not_shown: str = ""  # the models of neighbours that have no figure at all, in a sentence

    def say(self, number: Decimal | None) -> str:
        return said(number, Shape(self.indicator.shape), self.indicator.decimals, self.indicator.unit)

    def say_beside(self, one: Comparison) -> str:
        """An official figure, or what its symbol means."""
        return SYMBOLS.get(one.symbol) or self.say(None if one.number is None else Decimal(str(one.number)))

    @property
    def say_ours(self) -> str:
        """Our own figure of the time that the official ones are of, or why there is none."""
        if self.ours is None or self.ours.value is None:
            return self.ours.words if self.ours else ""
        return f"{self.ours.words}: {self.say(self.ours.value)}"

    @property
    def beside_words(self) -> str:
        """Official figures in one line, with how many areas a mean is of and where ours stands; why not, where there are none."""
        if not self.beside:
            return self.why_no_comparator
        said = [self.say_ours, *map(self._say_whole, self.beside), self.not_shown.rstrip(".")]
        return f"{self.beside[0].period}: {'; '.join(words for words in said if words)}"

    def _say_whole(self, one: Comparison) -> str:
        of = f"n = {one.n} of {one.of}" if one.n is not None else self.say_rank(one)
        return f"{one.label} {self.say_beside(one)}{f' ({of})' if one.n is not None else f', {of}' if of else ''}"

    def say_rank(self, one: Comparison) -> str:
        """Where ours stands among local authorities; "" for any other row."""
        return rank_words(one.rank, one.of, one.quartile)

    @property
    def beside_glance(self) -> str:
        """The same in few words: "2025: ours 18.2%, Neighbours (2025-05) 17.8%, London 19.4%, England 22.6%"."""
        if not self.beside:
            return self.why_no_comparator
        others = [one for one in self.beside if one.kind != Comparator.OWN.value]
        ours = [f"ours {self.say(self.ours.value)}"] if self.ours and self.ours.value is not None else []
        return (
            f"{self.beside[0].period}: {', '.join([*ours, *(f'{in_short(one.label)} {self.say_beside(one)}' for one in others)])}"
        )

    @property
    def elsewhere_words(self) -> str:
        """The newest figure of a larger area, with its name and quarter; "" without one."""
        held = self.elsewhere
        return f"for {held.area}: {self.say_point(held)} ({held.quarter})" if held else ""

    @property
    def of(self) -> str:
        """Of which quarter the figure is, how far that is behind, and whether it is provisional."""
        if self.newest is None:
            return "–"
        return ", ".join(word for word in (str(self.newest.quarter), self.lag, self.newest.provisional and "provisional") if word)

    @property
    def course(self) -> str:
        """What the small line shows, in words."""
        return course(self.points, self.say)

    @property
    def figure(self) -> str:
        return self.say_point(self.newest) if self.newest else self.say(None)

    def say_point(self, point: Point | Elsewhere) -> str:
        """A quarter's figure, or what is said in its place: the number that came, why there is none, or that nothing came."""
        return point.instead or self.say(point.value)

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


def readings(indicators: Sequence[Indicator], quarter: Quarter, supply: Supply | None = None) -> list[Reading]:
    """What the dashboard shows of each indicator in a quarter, in the order given. A constant number of queries.

    `supply` is what `points` gave up to that quarter, when it is at hand already.
    """
    rows = list(indicators)
    supplied = points(rows, quarter.last(SHOWN_QUARTERS)) if supply is None else lately(supply, SHOWN_QUARTERS)
    series = _series(rows, quarter)
    targets = _targets(rows)
    beside = beside_for([rows[-1].pk for rows in series.values()], quarter.ends_on)
    return [_reading(row, tuple(series[row.pk]), supplied[row.pk], targets[row.pk], beside, quarter) for row in rows]


def _series(rows: Sequence[Indicator], quarter: Quarter) -> dict[int, list[Series]]:
    found: dict[int, list[Series]] = defaultdict(list)
    begun = Series.objects.filter(indicator__in=rows, starts_on__lte=quarter.starts_on)
    for row in begun.order_by("number"):
        found[row.indicator_id].append(row)
    return found


def _targets(rows: Sequence[Indicator]) -> dict[int, list[tuple[date, Decimal]]]:
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for indicator, starts_on, value in Target.objects.filter(indicator__in=rows).values_list("indicator", "starts_on", "value"):
        found[indicator].append((starts_on, value))
    return found


def _reading(
    indicator: Indicator,
    begun: tuple[Series, ...],
    supplied: Supplied,
    targets: list[tuple[date, Decimal]],
    beside: dict[int, Beside],
    quarter: Quarter,
) -> Reading:
    newest, series = latest(supplied.points), begun[-1] if begun else None
    words: dict[str, Any] = {
        "polarity": Polarity(indicator.polarity),
        "shape": Shape(indicator.shape),
        "decimals": indicator.decimals,
    }
    yearly = indicator.frequency == Frequency.YEARLY.value
    back, since = (-4, "the year before") if yearly else (-1, "the quarter before")
    before, year = (point_of(supplied.points, newest.quarter.later(far)) if newest else None for far in (back, -4))
    found = beside.get(series.pk, Beside()) if series else Beside(why_no_comparator=NO_DEFINITION)
    others = list(found.rows)
    aim = target_on(targets, newest.quarter) if newest else target_on(targets, quarter)
    return Reading(
        indicator,
        series,
        supplied.points,
        newest,
        lag_of(supplied.points, quarter.later(-quarter.number % -4) if yearly else quarter),
        movement(newest, before, since, **words),
        movement(newest, year, "the same quarter last year", **words),
        target_words(newest.value if newest else None, aim, **words),
        aim,
        rolling_year(indicator, supplied.points, newest.quarter) if newest else None,
        supplied.elsewhere,
        others,
        ours_of(indicator, supplied.points, others),
        begun,
        found.why_no_comparator,
        found.not_shown,
    )


def rolling_year(indicator: Indicator, rows: Sequence[Point], last: Quarter) -> Decimal | None:
    return over_year(rows, last, shape=Shape(indicator.shape), aggregation=Aggregation(indicator.aggregation))


def one_reading(indicator: Indicator, quarter: Quarter, supply: Supply | None = None) -> Reading:
    return readings([indicator], quarter, supply)[0]
