"""What stands beside our figures: official ones of the newest period that is over, and ours of the same time; or why nothing does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery

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
    """What stands beside every one of these series on `until`, or why nothing does. Two queries, however many series."""
    ids = list(series_ids)
    found, reasons = _comparisons(ids, until), _reasons(ids, until)
    return {pk: _beside(found.get(pk, []), reasons.get(pk, "")) for pk in ids}


def comparators_for(series_ids: Iterable[int], until: date) -> dict[int, list[Comparison]]:
    """Ours as published, the neighbours of each model, the region and England, by series: of the newest period that was over on
    `until`. Each row has `point_in_time`, the `citation` of its data set and the `series_number` that it stands beside. One query.

    A model without a figure of any neighbour is left out.
    """
    return {pk: shown for pk, rows in _comparisons(series_ids, until).items() if (shown := [row for row in rows if _known(row)])}


def _comparisons(series_ids: Iterable[int], until: date) -> dict[int, list[Comparison]]:
    same = Comparison.objects.filter(mapping=OuterRef("mapping"), ends_on__lte=until).order_by("-ends_on")
    rows = Comparison.objects.filter(mapping__series__in=list(series_ids), ends_on=Subquery(same.values("ends_on")[:1]))
    found: dict[int, list[Comparison]] = {}
    rows = rows.annotate(
        series_id=F("mapping__series"),
        point_in_time=F("mapping__point_in_time"),
        citation=F("mapping__measure__dataset__citation"),
        series_number=F("mapping__series__number"),
    )
    for row in rows.order_by("id"):
        found.setdefault(row.series_id, []).append(row)
    return found


def _known(row: Comparison) -> bool:
    return row.kind != Comparator.NEIGHBOURS.value or bool(row.n)


def _beside(rows: Sequence[Comparison], why: str) -> Beside:
    empty = [row.label for row in rows if not _known(row)]
    not_shown = f"Not shown, because no neighbour has a figure: {', '.join(empty)}." if empty else ""
    return Beside(tuple(row for row in rows if _known(row)), why, not_shown)


MAPPED = ("standing__measure__label", "standing__measure__length", "standing__point_in_time", "held", "first_on")


def _reasons(series_ids: Sequence[int], until: date) -> dict[int, str]:
    """Why nothing stands beside a series, by series; "" for one that has its comparators. One query."""
    current = Observation.objects.filter(
        release=OuterRef("standing__measure__dataset__current"), measure=OuterRef("standing__measure")
    )
    first = Comparison.objects.filter(mapping=OuterRef("standing")).order_by("ends_on")
    rows = Series.objects.filter(pk__in=series_ids).annotate(
        standing=FilteredRelation("mappings", condition=Q(mappings__ended_on=None))
    )
    rows = rows.annotate(held=Exists(current), first_on=Subquery(first.values("ends_on")[:1]))
    found = rows.values_list("pk", "indicator__aggregation", "indicator__frequency", *MAPPED)
    return {pk: why_no_comparator(Aggregation(rule), Frequency(every), _mapped(*told), until) for pk, rule, every, *told in found}


def _mapped(label: str | None, length: str, point_in_time: bool, held: bool, first_on: date | None) -> Mapped | None:
    return None if label is None else Mapped(label, Length(length), point_in_time, held, first_on)


def ours_of(indicator: Indicator, points: Sequence[Point], beside: Sequence[Comparison]) -> Ours | None:
    """Our own figure of the time that the official ones are of; None where there are none."""
    if not beside:
        return None
    measured = (Shape(indicator.shape), Aggregation(indicator.aggregation), Frequency(indicator.frequency))
    first = beside[0]
    day, series = getattr(first, "point_in_time", False), getattr(first, "series_number", 1)
    return ours_beside(points, first.ends_on, day, measured=measured, series=series)
