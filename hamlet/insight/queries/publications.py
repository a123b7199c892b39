"""What a publication would show, what it shows, who approves it. The public face reads Publication and PublishedCell alone."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.references import Reference
from hamlet.insight.models import Approval, Figure, Indicator, Publication, PublishedCell, PublishedIndicator, Series
from hamlet.insight.queries.asking import home, populations
from hamlet.insight.rules.composing import DENOMINATOR, NUMERATOR, Cell, Kind, Pair, public_cells
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.periods import Quarter, quarter_of
from hamlet.insight.rules.publications import Rounding, State, Wording, defined
from hamlet.insight.rules.suppression import Before, Key


@dataclass(frozen=True)
class Composed:
    """One indicator's cells in one quarter and of one definition, with its words."""

    indicator: Wording
    series: int
    quarter: Quarter
    cells: tuple[Cell, ...]


def quarters_of(publication: Publication) -> list[Quarter]:
    first, last = quarter_of(publication.first_quarter_on), quarter_of(publication.last_quarter_on)
    return last.last(last.since(first) + 1)


def compose(publication: Publication) -> list[Composed]:
    """The publication's cells out of what stands now, of our own area, each in the quarter that it is of; small numbers kept back."""
    indicators = list(publication.indicators.select_related("priority", "theme").order_by("title", "id"))
    pairs, series = _figures(indicators, publication)
    earlier = _earlier(indicators, publication)
    worded = worded_between(indicators, *(quarters_of(publication)[place] for place in (0, -1)))
    rounding = Rounding(publication.rounding)
    found = []
    for row in indicators:
        kind = Kind(Shape(row.shape), SmallNumbers(row.small_numbers), row.decimals, rounding)
        for quarter in quarters_of(publication):
            held = _ordered(row, pairs.get((row.pk, quarter.starts_on), {("", ""): (None, None)}))
            cells = public_cells(kind, held, earlier.get((row.pk, quarter.starts_on), {}))
            found.append(Composed(worded[row.pk], series.get((row.pk, quarter.starts_on), 1), quarter, tuple(cells)))
    return found


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
    keys = [("", ""), *((name, category) for name, categories in indicator.breakdowns for category in categories)]
    return {key: held[key] for key in keys if key in held}


Place = tuple[int, date]


def _figures(indicators: list[Indicator], publication: Publication) -> tuple[dict[Place, dict[Key, Pair]], dict[Place, int]]:
    own = home()
    rows = Figure.objects.standing().filter(series__indicator__in=indicators, area=own)
    rows = rows.filter(of_quarter_on__range=(publication.first_quarter_on, publication.last_quarter_on)).as_they_win()
    held, rates = populations(own), {row.pk for row in indicators if row.shape == Shape.RATE.value}
    pairs: dict[Place, dict[Key, Pair]] = defaultdict(dict)
    series: dict[Place, int] = {}
    fields = ("series__indicator", "series__number", "of_quarter_on", "breakdown", "category", "numerator", "denominator")
    for indicator, number, on, breakdown, category, top, below in rows.values_list(*fields):
        year = quarter_of(on).year
        whole = Decimal(held[year]) if indicator in rates and year in held else below
        pairs[indicator, on][breakdown, category] = (top, whole)
        series[indicator, on] = number
    return pairs, series


def _earlier(indicators: list[Indicator], publication: Publication) -> dict[Place, dict[tuple[Key, str], Before]]:
    """What was published of the same cells before: each number that was shown, and whether one was kept back."""
    rows = PublishedCell.objects.filter(indicator__in=indicators, part__in=[NUMERATOR, DENOMINATOR]).exclude(
        publication=publication
    )
    found: dict[Place, dict[tuple[Key, str], Before]] = defaultdict(dict)
    fields = ("indicator", "quarter_on", "breakdown", "category", "part", "number", "symbol")
    for indicator, on, breakdown, category, part, number, symbol in rows.values_list(*fields):
        key = ((breakdown, category), part)
        before = found[indicator, on].get(key, Before())
        shown = (*before.shown, int(number)) if number is not None else before.shown
        found[indicator, on][key] = Before(shown, before.kept_back or symbol == "c")
    return found


def fingerprint_of(composed: Sequence[Composed]) -> str:
    """The digest of everything that would be public: an approval is of these words and cells and of no others."""
    rows: list[list[Any]] = [list(words) for words in dict.fromkeys(astuple(one.indicator) for one in composed)]
    rows += [
        [
            one.indicator.number,
            one.series,
            one.quarter.key,
            *cell.key,
            cell.part,
            "" if cell.number is None else f"{cell.number:f}",
            cell.symbol,
        ]
        for one in composed
        for cell in one.cells
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def suppliers_of(publication: Publication) -> list[Any]:
    """The agencies whose figures the publication shows, and those that are asked for them now."""
    between = (publication.first_quarter_on, publication.last_quarter_on)
    shown = Figure.objects.standing().filter(series__indicator__in=publication.indicators.all(), of_quarter_on__range=between)
    asked = Q(pk__in=publication.indicators.values("asked_of"))
    return list(agencies_on_record().filter(asked | Q(pk__in=shown.values("agency"))))


@dataclass(frozen=True)
class Awaited:
    """One approval that is needed: an agency's, or Quality Assurance and Performance's when there is none; given or not."""

    agency: Any
    given: Approval | None


def approvals_of(publication: Publication, fingerprint: str) -> list[Awaited]:
    """Every approval that the publication needs, of exactly these cells."""
    rows = publication.approvals.filter(fingerprint=fingerprint).select_related("approved_by", "agency")
    given = {row.agency_id: row for row in rows}
    return [Awaited(agency, given.get(agency.pk)) for agency in suppliers_of(publication)] + [Awaited(None, given.get(None))]


def published() -> Any:
    return Publication.objects.filter(state=State.PUBLISHED.value)


def frozen_cells(publication: Publication) -> list[Composed]:
    """What a publication shows for ever, by indicator and quarter. Two queries."""
    worded = {row.indicator_id: _wording(row) for row in publication.worded.all()}
    rows = publication.cells.order_by("quarter_on", "id")
    found: dict[tuple[int, date], list[PublishedCell]] = defaultdict(list)
    for row in sorted(rows, key=lambda cell: (worded[cell.indicator_id].title, cell.indicator_id)):
        found[row.indicator_id, row.quarter_on].append(row)
    return [
        Composed(
            worded[indicator],
            cells[0].series_number,
            quarter_of(on),
            tuple(Cell((cell.breakdown, cell.category), cell.part, cell.number, cell.symbol) for cell in cells),
        )
        for (indicator, on), cells in found.items()
    ]


WORDS = ("title", "question", "unit", "decimals", "caption", "grouping", "definition", "source")


def _wording(row: PublishedIndicator) -> Wording:
    return Wording(row.indicator_id, shape=Shape(row.shape), **{name: getattr(row, name) for name in WORDS})


def published_references() -> list[Reference]:
    """What is published of the figures, the newest first: for the front page."""
    rows = published().order_by("-published_on", "-id").values_list("slug", "title", "published_on")[:5]
    return [
        Reference(
            "insight.publication", slug, f"{title}, published {day:%-d %B %Y}", reverse("insight:published_one", args=[slug])
        )
        for slug, title, day in rows
    ]
