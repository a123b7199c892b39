"""What a publication would show, what it shows, who approves it. The public face reads Publication and PublishedCell alone."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.references import Reference
from hamlet.insight.models import Approval, Figure, Publication, PublishedCell, PublishedIndicator
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
