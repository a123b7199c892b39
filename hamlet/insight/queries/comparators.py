"""What stands beside our figures: official ones of the newest period that is over, and ours of the same time."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, OuterRef, Subquery

from hamlet.insight.models import Comparison, Indicator
from hamlet.insight.rules.comparators import Ours, ours_beside
from hamlet.insight.rules.indicators import Aggregation, Frequency, Shape
from hamlet.insight.rules.reading import Point


def comparators_for(series_ids: Iterable[int], until: date) -> dict[int, list[Comparison]]:
    """Ours as published, the neighbours of each model, the region and England, by series: of the newest period that was over on
    `until`. Each row has `point_in_time`, the `citation` of its data set and the `series_number` that it stands beside. One query.
    """
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


def ours_of(indicator: Indicator, points: Sequence[Point], beside: Sequence[Comparison]) -> Ours | None:
    """Our own figure of the time that the official ones are of; None where there are none."""
    if not beside:
        return None
    measured = (Shape(indicator.shape), Aggregation(indicator.aggregation), Frequency(indicator.frequency))
    first = beside[0]
    day, series = getattr(first, "point_in_time", False), getattr(first, "series_number", 1)
    return ours_beside(points, first.ends_on, day, measured=measured, series=series)
