"""What a publication shows, frozen, and the digest of it. The public face reads Publication and PublishedCell alone."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from django.urls import reverse

from hamlet.foundations.references import Reference
from hamlet.insight.models import Publication, PublishedCell, PublishedIndicator
from hamlet.insight.queries.composed import Composed
from hamlet.insight.rules.composing import Cell
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import quarter_of
from hamlet.insight.rules.publications import State, Wording


def fingerprint_of(composed: Sequence[Composed]) -> str:
    """The digest of everything that would be public: an approval is of these words and cells and of no others."""
    rows: list[list[Any]] = [list(words) for words in dict.fromkeys(astuple(one.indicator) for one in composed)]
    rows += [
        [
            one.indicator.number,
            one.series,
            one.quarter.key,
            one.provisional,
            *cell.key,
            cell.part,
            "" if cell.number is None else f"{cell.number:f}",
            cell.symbol,
        ]
        for one in composed
        for cell in one.cells
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


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
            any(cell.provisional for cell in cells),
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
