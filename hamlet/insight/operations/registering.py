"""The places and measures of an official file: on record for the load's sake, kept when it is finished, gone when it is given up."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from hamlet.foundations.records import changes
from hamlet.insight.models import Area, Dataset, Measure, Neighbour, Observation, Population, Release
from hamlet.insight.queries.official_files import Named, Place


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


def forget_brought(release: Release) -> None:
    """What the load added goes again, but for what something else has come to stand on meanwhile."""
    releases = Release.objects.filter(dataset=release.dataset_id).values("pk")
    figures = Observation.objects.filter(release__in=releases, measure=OuterRef("pk"))
    measures = Measure.objects.filter(pk__in=release.brought.get("measures", []), mappings=None)
    measures.exclude(Exists(figures)).delete()
    areas = set(release.brought.get("areas", []))
    if areas:
        Area.objects.filter(pk__in=areas - _stood_on(areas), is_home=False).delete()


def _stood_on(areas: set[int]) -> set[int]:
    used = set(Observation.objects.filter(area__in=areas).values_list("area", flat=True).distinct())
    used |= set(Population.objects.filter(area__in=areas).values_list("area", flat=True))
    for neighbour in Neighbour.objects.filter(area__in=areas) | Neighbour.objects.filter(neighbour__in=areas):
        used |= {neighbour.area_id, neighbour.neighbour_id}
    return used
