"""Official statistics on record: data sets, releases, what a release revised, and our neighbours."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import F

from hamlet.insight.models import Area, Dataset, Neighbour, NeighbourModel, Release
from hamlet.insight.models import Mapping as Mapped
from hamlet.insight.queries.asking import home

SHOWN = 50
NOTHING: dict[str, Any] = {"skipped": 0, "counted": {}, "against": None, "revised": 0, "changes": [], "left_out": 0}


def datasets() -> list[Dataset]:
    return list(Dataset.objects.select_related("current").order_by("title"))


def mappings() -> list[Mapped]:
    rows = Mapped.objects.standing().select_related("series__indicator", "measure__dataset", "mapped_by")
    return list(rows.order_by("series__indicator__title", "series__number"))


def mappings_ended() -> list[Mapped]:
    """What stood beside ours before, the newest ended first: at most 50."""
    rows = Mapped.objects.exclude(ended_on=None).select_related("series__indicator", "measure", "mapped_by", "ended_by")
    return list(rows.order_by("-ended_on", "-pk")[:SHOWN])


def neighbour_models() -> list[NeighbourModel]:
    """Every model, the newest first, those that are put aside last."""
    rows = NeighbourModel.objects.select_related("put_aside_by")
    return list(rows.order_by(F("put_aside_on").desc(nulls_first=True), "-name"))


REVISED = """
    SELECT m.label, a.name, n.period, o.number, o.symbol, n.number, n.symbol, COUNT(*) OVER ()
    FROM insight_observation n
    JOIN insight_observation o ON o.release_id = %s AND o.measure_id = n.measure_id AND o.ends_on = n.ends_on
        AND o.period = n.period AND o.area_id = n.area_id
    JOIN insight_measure m ON m.id = n.measure_id
    JOIN insight_area a ON a.id = n.area_id
    WHERE n.release_id = %s AND (o.symbol <> n.symbol OR o.number <> n.number)
    ORDER BY n.ends_on DESC, m.label, a.name LIMIT %s
"""

KEPT = """
    SELECT COUNT(*) FROM insight_observation o
    JOIN insight_observation n ON n.release_id = %s AND n.measure_id = o.measure_id AND n.ends_on = o.ends_on
        AND n.period = o.period AND n.area_id = o.area_id
    WHERE o.release_id = %s
"""


def summary_of(release: Release, counted: Mapping[str, int], skipped: int) -> dict[str, Any]:
    """What is in a release, worked out once when all of it is in and before it is the current one.

    `counted`: how many figures each symbol stands for, and under "" how many are numbers; `skipped`: rows of the file that are of
    other places than we keep; `against`: the number of the release that was current; `revised`: how many figures it gives otherwise than that one;
    `left_out`: how many figures of that one it has no more; `changes`: the first 50, newest period first, as [measure, area, period, before, now].
    """
    found: dict[str, Any] = {"skipped": skipped, "counted": {symbol or "numbers": count for symbol, count in counted.items()}}
    earlier = Dataset.objects.select_related("current").get(pk=release.dataset_id).current
    return found | (_revised(earlier, release) if earlier else {})


def _revised(earlier: Release, release: Release) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(REVISED, [earlier.pk, release.pk, SHOWN])
        rows = cursor.fetchall()
        cursor.execute(KEPT, [release.pk, earlier.pk])
        (kept,) = cursor.fetchone()
    told = [[*row[:3], _said(*row[3:5]), _said(*row[5:7])] for row in rows]
    left_out = earlier.rows_in_all - kept
    return {"against": earlier.number, "revised": rows[0][7] if rows else 0, "changes": told, "left_out": left_out}


def _said(number: float | None, symbol: str) -> str:
    return symbol or f"{number:,.10g}"


def our_neighbours() -> dict[str, list[tuple[int, str, str]]]:
    """Our ten statistical neighbours under each model, the newest model first: (rank, name, closeness)."""
    own: Area | None = home()
    if own is None or not own.old_code:
        return {}
    rows: Any = Neighbour.objects.filter(area__old_code=own.old_code, model__put_aside_on=None).order_by("-model__name", "rank")
    found: dict[str, list[tuple[int, str, str]]] = {}
    for model, rank, name, closeness in rows.values_list("model__name", "rank", "neighbour__name", "closeness"):
        found.setdefault(model, []).append((rank, name, closeness))
    return found


def side_by_side(models: dict[str, list[tuple[int, str, str]]]) -> list[list[str]]:
    """The models as columns: a row for each rank."""
    held = [{rank: f"{name} ({closeness})" if closeness else name for rank, name, closeness in rows} for rows in models.values()]
    ranks = sorted({rank for column in held for rank in column})
    return [[str(rank), *(column.get(rank, "–") for column in held)] for rank in ranks]


def differing(models: dict[str, list[tuple[int, str, str]]]) -> list[str]:
    """The neighbours that not every model names, by name."""
    named: list[set[str]] = [{name for _, name, _ in rows} for rows in models.values()]
    return sorted(set().union(*named) - named[0].intersection(*named)) if named else []
