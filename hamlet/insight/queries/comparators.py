"""What stands beside our figures: official ones of the newest period that is over, and ours of the same time; or why nothing does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hamlet.insight.models import Comparison, Indicator, Observation, Series
from hamlet.insight.rules.comparators import Comparator, Mapped, Ours, ours_beside, why_no_comparator
from hamlet.insight.rules.indicators import Aggregation, Frequency, Shape
from hamlet.insight.rules.periods import Length
from hamlet.insight.rules.reading import Point


@dataclass(frozen=True)
class Beside:
    """What stands beside one series. Without `rows`, `why_no_comparator` is the sentence that says why.

    `not_shown` names the models of neighbours that have no figure of any neighbour, in a sentence; "" when each has one.
    """

    rows: tuple[Comparison, ...] = ()
    why_no_comparator: str = ""
    not_shown: str = ""


def beside_for(series_ids: Iterable[int], until: date) -> dict[int, Beside]:
    """By series: ours as published, the neighbours of each model, the region and England, of the newest period that was over on
    `until`, or why nothing stands beside it. Each row has `point_in_time`, the `citation` of its data set and the `series_number`
    that it stands beside; a model without a figure of any neighbour is left out. One query, however many series.
    """
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _told(list(series_ids), until):
        found.setdefault(row["pk"], []).append(row)
    return {pk: _beside(rows, until) for pk, rows in found.items()}


def comparators_for(series_ids: Iterable[int], until: date) -> dict[int, list[Comparison]]:
    """The rows of `beside_for`, of the series that have any."""
    return {pk: list(found.rows) for pk, found in beside_for(series_ids, until).items() if found.rows}


NAMES = ("id", "mapping", "ends_on", "period", "kind", "label", "number", "symbol", "n", "of", "missing", "rank", "quartile")
SHOWN = {f"shown_{name}": F(f"standing__comparisons__{name}") for name in NAMES}
MAPPED = {
    "label": "standing__measure__label",
    "length": "standing__measure__length",
    "point_in_time": "standing__point_in_time",
    "citation": "standing__measure__dataset__citation",
}


def _told(series_ids: Sequence[int], until: date) -> Any:
    """Each series once for every comparison of its newest period, of its first one where that was over too late, and once at least."""
    current = Observation.objects.filter(
        release=OuterRef("standing__measure__dataset__current"), measure=OuterRef("standing__measure")
    )
    days = Comparison.objects.filter(mapping=OuterRef("standing")).values("ends_on")
    first, newest = days.order_by("ends_on")[:1], days.filter(ends_on__lte=until).order_by("-ends_on")[:1]
    rows: Any = Series.objects.filter(pk__in=series_ids).annotate(
        standing=FilteredRelation("mappings", condition=Q(mappings__ended_on=None))
    )
    # Annotations, so that the condition and what is shown are of one join; the condition names each subquery once, for its speed.
    rows = rows.annotate(held=Exists(current), first_on=Subquery(first), **SHOWN)
    rows = rows.filter(Q(shown_id=None) | Q(shown_ends_on=Coalesce(Subquery(newest), Subquery(first)))).order_by("pk", "shown_id")
    words = ("pk", "number", "indicator__aggregation", "indicator__frequency", "held", "first_on")
    return rows.values(*words, *MAPPED.values(), *SHOWN)


def _beside(rows: Sequence[dict[str, Any]], until: date) -> Beside:
    comparisons = [_comparison(row) for row in rows if row["shown_id"] is not None and row["shown_ends_on"] <= until]
    empty = [row.label for row in comparisons if not _known(row)]
    not_shown = f"Not shown, because no neighbour has a figure: {', '.join(empty)}." if empty else ""
    return Beside(tuple(row for row in comparisons if _known(row)), _reason(rows[0], until), not_shown)


def _known(row: Comparison) -> bool:
    return row.kind != Comparator.NEIGHBOURS.value or bool(row.n)


def _comparison(row: dict[str, Any]) -> Comparison:
    given = {name: row[f"shown_{name}"] for name in NAMES}
    one: Any = Comparison(mapping_id=given.pop("mapping"), **given)
    one.point_in_time, one.citation, one.series_number = row[MAPPED["point_in_time"]], row[MAPPED["citation"]], row["number"]
    return one  # type: ignore[no-any-return]


def _reason(row: dict[str, Any], until: date) -> str:
    mapped, label = None, row[MAPPED["label"]]
    if label is not None:
        mapped = Mapped(label, Length(row[MAPPED["length"]]), row[MAPPED["point_in_time"]], row["held"], row["first_on"])
    return why_no_comparator(Aggregation(row["indicator__aggregation"]), Frequency(row["indicator__frequency"]), mapped, until)


def ours_of(indicator: Indicator, points: Sequence[Point], beside: Sequence[Comparison]) -> Ours | None:
    """Our own figure of the time that the official ones are of; None where there are none."""
    if not beside:
        return None
    measured = (Shape(indicator.shape), Aggregation(indicator.aggregation), Frequency(indicator.frequency))
    first = beside[0]
    day, series = getattr(first, "point_in_time", False), getattr(first, "series_number", 1)
    return ours_beside(points, first.ends_on, day, measured=measured, series=series)
