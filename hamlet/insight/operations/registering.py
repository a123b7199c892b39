"""The places and measures of an official file: on record for the load's sake, kept when it is finished, gone when it is given up."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import changes, one_at_a_time
from hamlet.insight.models import Area, Dataset, Measure, Neighbour, Observation, Release
from hamlet.insight.queries.official_files import Named, Place
from hamlet.insight.rules.national import LoadState


def areas_for(places: Iterable[Place]) -> tuple[dict[str, int], list[int]]:
    """The ids of areas by code, and which of them are new. What is known of an area does not change before `learn`."""
    wanted = {place.code: place for place in places}
    known = set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    new = [
        Area(code=code, name=place.name, kind=place.kind.value, old_code=place.old_code, region_code=place.region_code)
        for code, place in wanted.items()
        if code not in known
    ]
    Area.objects.bulk_create(new, ignore_conflicts=True)
    ids = dict(Area.objects.filter(code__in=wanted).values_list("code", "pk"))
    return ids, [ids[area.code] for area in new]


def measures_for(dataset: Dataset, named: Sequence[Named], length: str) -> tuple[dict[str, int], list[int]]:
    """The ids of the measures by key, and which of them are new. The length of one that is known does not change before `learn`."""
    known = dict(dataset.measures.values_list("key", "pk"))
    new = [
        Measure(
            dataset=dataset, column=one.column, filters=dict(one.filters), key=one.key[:300], label=one.label[:300], length=length
        )
        for one in named
        if one.key[:300] not in known
    ]
    Measure.objects.bulk_create(new)
    ids = dict(dataset.measures.values_list("key", "pk"))
    return ids, [ids[measure.key] for measure in new]


def learn(release: Release, places: Iterable[Place], named: Sequence[Named], length: str) -> None:
    """All of a file is in: an area that is known keeps its name and learns its other codes; one that the neighbours brought under
    its three digits alone becomes the one of the full code; the measures are of the file's length.
    """
    wanted = {place.code: place for place in places}
    known = {area.code: area for area in Area.objects.filter(code__in=wanted)}
    bare = {f"LA-{place.old_code}": place.code for place in wanted.values() if place.old_code}
    for area in Area.objects.filter(code__in=bare):
        _take_over(area, known[bare[area.code]])
    for code, area in known.items():
        place = wanted[code]
        found = changes(area, old_code=area.old_code or place.old_code, region_code=area.region_code or place.region_code)
        if found:
            area.save(update_fields=list(found))
    keys = [one.key[:300] for one in named]
    Measure.objects.filter(dataset=release.dataset_id, key__in=keys).exclude(length=length).update(length=length)


def _take_over(bare: Area, area: Area) -> None:
    Neighbour.objects.filter(area=bare).update(area=area)
    Neighbour.objects.filter(neighbour=bare).update(neighbour=area)
    bare.delete()


@transaction.atomic
def forget_next(*, release: Release, by: Any) -> bool:
    """Takes away one of the measures and places that a load which was given up had added, unless something else has come to stand
    on it; answers whether any is left. None while another load is under way, which may count on them.

    A transaction for each: the database looks through every figure there is before it lets one go.
    """
    one_at_a_time("insight.registering")
    if Release.objects.filter(state=LoadState.LOADING.value).exists():
        return False
    row = Release.objects.select_for_update().get(pk=release.pk)
    areas, measures = list(row.brought.get("areas", [])), list(row.brought.get("measures", []))
    if measures:
        _forget_measure(row, measures.pop())
    elif areas:
        _forget_area(areas.pop())
    left = bool(areas or measures)
    row.brought = {"areas": areas, "measures": measures} if left else {}
    row.save(update_fields=["brought"])
    if not left:
        record("insight.load_cleared", by=by, subject=row)
    return left


def _forget_measure(release: Release, measure: int) -> None:
    releases = Release.objects.filter(dataset=release.dataset_id).values("pk")
    figures = Observation.objects.filter(release__in=releases, measure=OuterRef("pk"))
    Measure.objects.filter(pk=measure, mappings=None).exclude(Exists(figures)).delete()


def _forget_area(area: int) -> None:
    try:
        with transaction.atomic():
            Area.objects.filter(pk=area, is_home=False).delete()
    except ProtectedError:  # figures of another data set, neighbours or numbers of children are of it by now: it stays
        return
