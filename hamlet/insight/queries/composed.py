"""What a publication would show: its cells out of the figures that stand, beside all that was published before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hamlet.insight.models import Figure, Indicator, Publication, PublishedCell, Series
from hamlet.insight.queries.asking import home, populations
from hamlet.insight.rules.composing import Cell, Kind, Pair
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.periods import Quarter, quarter_of
from hamlet.insight.rules.publications import Rounding, Wording, defined
from hamlet.insight.rules.suppression import DENOMINATOR, NUMERATOR, TOTAL, Key, Shown
from hamlet.insight.rules.together import Counted, as_seen_by, cells_together, shown_by


@dataclass(frozen=True)
class Composed:
    """One indicator's cells in one quarter and of one definition, with its words."""

    indicator: Wording
    series: int
    quarter: Quarter
    cells: tuple[Cell, ...]
    provisional: bool = False


def quarters_of(publication: Publication) -> list[Quarter]:
    first, last = quarter_of(publication.first_quarter_on), quarter_of(publication.last_quarter_on)
    return last.last(last.since(first) + 1)


def compose(publication: Publication) -> list[Composed]:
    """The publication's cells out of what stands now, of our own area, each in the quarter that it is of; small numbers kept back."""
    indicators = list(publication.indicators.select_related("priority", "theme").order_by("title", "id"))
    held = _figures(indicators, publication)
    counted = counted_in()
    earlier = _earlier(indicators, publication, counted)
    quarters = quarters_of(publication)
    worded = worded_between(indicators, quarters[0], quarters[-1])
    rounding = Rounding(publication.rounding)
    kinds = {row.pk: Kind(Shape(row.shape), SmallNumbers(row.small_numbers), row.decimals, rounding) for row in indicators}
    cells = {
        quarter: cells_together(
            kinds,
            {row.pk: _ordered(row, held[row.pk, quarter.starts_on].pairs or NONE) for row in indicators},
            {row.pk: earlier[row.pk, quarter.starts_on] for row in indicators},
            counted,
        )
        for quarter in quarters
    }
    return [
        Composed(worded[row.pk], of.series, quarter, tuple(cells[quarter][row.pk]), of.provisional)
        for row in indicators
        for quarter in quarters
        for of in [held[row.pk, quarter.starts_on]]
    ]


def worded_between(indicators: Iterable[Indicator], first: Quarter, last: Quarter) -> dict[int, Wording]:
    """Each indicator's words, and what was counted from one quarter to another. One query."""
    rows = list(indicators)
    series: dict[int, list[tuple[Quarter, str, str]]] = defaultdict(list)
    fields = ("indicator", "starts_on", "definition", "note")
    for indicator, on, definition, note in Series.objects.filter(indicator__in=rows).order_by("number").values_list(*fields):
        series[indicator].append((quarter_of(on), definition, note))
    return {
        row.pk: Wording(
            *(row.pk, row.title, row.question, Shape(row.shape), row.unit, row.decimals, row.caption),
            grouping=str(row.priority or row.theme or ""),
            definition=defined(series[row.pk], first, last),
            source=row.source,
        )
        for row in rows
    }


def _ordered(indicator: Indicator, held: dict[Key, Pair]) -> dict[Key, Pair]:
    """The total first, then the categories in the indicator's order."""
    keys = [TOTAL, *((name, category) for name, categories in indicator.breakdowns for category in categories)]
    return {key: held[key] for key in keys if key in held}


NONE: dict[Key, Pair] = {TOTAL: (None, None)}
At = tuple[int, date]  # indicator and quarter


@dataclass
class Held:
    """What was supplied of an indicator in a quarter."""

    pairs: dict[Key, Pair] = field(default_factory=dict)
    series: int = 1
    provisional: bool = False


def _figures(indicators: list[Indicator], publication: Publication) -> dict[At, Held]:
    own = home()
    rows = Figure.objects.standing().filter(series__indicator__in=indicators, area=own)
    rows = rows.filter(of_quarter_on__range=(publication.first_quarter_on, publication.last_quarter_on)).as_they_win()
    children, rates = populations(own), {row.pk for row in indicators if row.shape == Shape.RATE.value}
    found: dict[At, Held] = defaultdict(Held)
    fields = ("series__indicator", "series__number", "of_quarter_on", "breakdown", "category", "numerator", "denominator")
    for indicator, number, on, breakdown, category, top, below, provisional in rows.values_list(*fields, "provisional"):
        year = quarter_of(on).year
        whole = Decimal(children[year]) if indicator in rates and year in children else below
        held = found[indicator, on]
        held.pairs[breakdown, category], held.series = (top, whole), number
        held.provisional = held.provisional or (provisional and top is not None)
    return found


def counted_in() -> dict[tuple[int, str], int]:
    """Of each indicator's numerator and denominator that counts children: the indicator whose count it is."""
    found = {}
    for pk, shape, numerator, denominator in Indicator.objects.values_list("pk", "shape", "numerator_is", "denominator_is"):
        if shape != Shape.AVERAGE.value:
            found[pk, NUMERATOR] = numerator or pk
        if denominator:
            found[pk, DENOMINATOR] = denominator
    return found


def _earlier(indicators: list[Indicator], publication: Publication, counted: Counted) -> dict[At, list[Shown]]:
    """What each other publication shows of the same quarter, of the indicator itself and of those that count the same children."""
    counts = {counted[place] for place in counted if place[0] in {row.pk for row in indicators}}
    linked = {one for (one, _), count in counted.items() if count in counts} | {row.pk for row in indicators}
    between = (publication.first_quarter_on, publication.last_quarter_on)
    rows = PublishedCell.objects.filter(indicator__in=linked, quarter_on__range=between).exclude(publication=publication)
    shown: dict[tuple[int, date, int, str], list[tuple[Key, str, int | None, str]]] = defaultdict(list)
    fields = ("indicator", "quarter_on", "publication", "publication__rounding", "breakdown", "category", "part")
    for one, on, of, rounding, breakdown, category, part, number, symbol in rows.values_list(*fields, "number", "symbol"):
        told = ((breakdown, category), part, None if number is None else int(number), symbol)
        shown[one, on, of, rounding].append(told)
    found: dict[At, list[Shown]] = defaultdict(list)
    for (other, on, _, rounding), cells in shown.items():
        before = shown_by(cells, Rounding(rounding))
        for row in indicators:
            seen = before if row.pk == other else as_seen_by(row.pk, other, before, counted)
            if seen and seen not in found[row.pk, on]:
                found[row.pk, on].append(seen)
    return found
