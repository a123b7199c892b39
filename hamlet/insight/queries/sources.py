"""Official statistics on record: data sets, releases, what a release revised, and our neighbours."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from hamlet.insight.models import Area, Dataset, Mapping, Neighbour, Observation, Release
from hamlet.insight.queries.asking import home
from hamlet.insight.rules.national import LoadState

SHOWN = 50


def datasets() -> list[Dataset]:
    return list(Dataset.objects.select_related("current").order_by("title"))


def mappings() -> list[Mapping]:
    return list(
        Mapping.objects.select_related("series__indicator", "measure__dataset", "mapped_by").order_by("series__indicator__title")
    )


@dataclass(frozen=True)
class Revised:
    """A figure that a release gave otherwise than the one before it."""

    measure: str
    area: str
    period: str
    before: str
    after: str


REVISED = """
    SELECT m.label, a.name, n.period, o.number, o.symbol, n.number, n.symbol
    FROM insight_observation n
    JOIN insight_observation o ON o.release_id = %s AND o.measure_id = n.measure_id AND o.ends_on = n.ends_on
        AND o.period = n.period AND o.area_id = n.area_id
    JOIN insight_measure m ON m.id = n.measure_id
    JOIN insight_area a ON a.id = n.area_id
    WHERE n.release_id = %s AND (o.symbol <> n.symbol OR o.number <> n.number)
    ORDER BY n.ends_on DESC, m.label, a.name LIMIT %s
"""


def before(release: Release) -> Release | None:
    """The loaded release that this one came after."""
    rows = Release.objects.filter(dataset=release.dataset_id, state=LoadState.LOADED.value, number__lt=release.number)
    return rows.order_by("-number").first()


def revised_by(release: Release) -> list[Revised]:
    """What a release gave otherwise than the one before it, newest period first; at most 51, so that a page can say "and more"."""
    earlier = before(release)
    if earlier is None or release.state != LoadState.LOADED.value:
        return []
    with connection.cursor() as cursor:
        cursor.execute(REVISED, [earlier.pk, release.pk, SHOWN + 1])
        rows = cursor.fetchall()
    return [
        Revised(label, area, period, _said(*old), _said(*new))
        for label, area, period, *rest in rows
        for old, new in [(rest[:2], rest[2:])]
    ]


def _said(number: float | None, symbol: str) -> str:
    return symbol or f"{number:g}"


def counted(release: Release) -> dict[str, int]:
    """How many figures of a release are numbers, and how many each symbol."""
    rows = Observation.objects.filter(release=release).order_by().values_list("symbol").annotate(count=Count("id"))
    return {symbol or "numbers": count for symbol, count in rows}


def our_neighbours() -> dict[str, list[tuple[int, str, str]]]:
    """Our ten statistical neighbours under each model, the newest model first: (rank, name, closeness)."""
    own: Area | None = home()
    if own is None or not own.old_code:
        return {}
    rows: Any = Neighbour.objects.filter(area__old_code=own.old_code).order_by("-model__name", "rank")
    found: dict[str, list[tuple[int, str, str]]] = {}
    for model, rank, name, closeness in rows.values_list("model__name", "rank", "neighbour__name", "closeness"):
        found.setdefault(model, []).append((rank, name, closeness))
    return found
