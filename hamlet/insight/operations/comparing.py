"""Official measures beside our own series: mapped by a person, worked out for our own area when anything of it changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, one_at_a_time
from hamlet.insight.models import Area, Comparison, Indicator, Mapping, Measure, Neighbour, Observation, Series
from hamlet.insight.queries.asking import home
from hamlet.insight.queries.measures import not_of_shape
from hamlet.insight.rules.areas import ENGLAND, AreaKind
from hamlet.insight.rules.comparators import Comparator, mean_of, rank_of, why_another, why_not
from hamlet.insight.rules.indicators import Aggregation, Frequency, Part, Polarity, Shape
from hamlet.insight.rules.periods import Length


class NoComparator(Refusal):
    """The measure cannot stand beside the indicator."""


class MappedAlready(Refusal):
    """The definition has its official measure."""

    about = "instead"


class MappedNoMore(Refusal):
    """The official measure was taken away."""


@dataclass(frozen=True)
class Because:
    """Why the definitions are the same; and, where a measure stands beside ours already, why this one does `instead`."""

    same: str
    instead: str = ""


@transaction.atomic
def map_measure(
    *, series: Series, measure: Measure, official: Shape, point_in_time: bool, because: Because, on: date, by: Any
) -> Mapping:
    """Says that a measure counts what a series counts, and why. `official` is what its figures are.

    It takes the place of the measure that stands there, when `because` says why. Refuses a measure of another length of time, of
    another shape or without figures, and an indicator of the compliance return.
    """
    indicator = series.indicator
    if reason := _why_never(indicator, measure, official) or _why_not(indicator, measure, point_in_time):
        raise NoComparator(reason)
    one_at_a_time(f"insight.mapping:{series.pk}")
    standing = Mapping.objects.standing().filter(series=series).select_related("measure").first()
    if standing is not None:
        if not because.instead:
            raise MappedAlready(f"“{standing.measure}” stands beside {indicator} now. Say why this one takes its place")
        unmap(mapping=standing, because=because.instead, on=on, seen_version=None, by=by)
    words = {"point_in_time": point_in_time, "because": because.same, "mapped_by": by, "mapped_on": on}
    mapping = Mapping.objects.create(series=series, measure=measure, **words)
    record("insight.measure_mapped", by=by, subject=mapping, series=series, measure=measure, because=because.same)
    _work_out(mapping)
    return mapping


@transaction.atomic
def unmap(*, mapping: Mapping, because: str, on: date, seen_version: int | None, by: Any) -> Mapping:
    """Takes the official measure away: its figures stand beside ours no more. Who said what of it stays on record."""
    row = locked(mapping, seen_version)
    if row.ended_on is not None:
        raise MappedNoMore("It was taken away already")
    row.ended_on, row.ended_by, row.ended_because = on, by, because
    row.save(update_fields=["ended_on", "ended_by", "ended_because", "version"])
    Comparison.objects.filter(mapping=row).delete()
    record("insight.measure_unmapped", by=by, subject=row, because=because)
    return row


@transaction.atomic
def work_out_all(*, dataset_id: int | None = None, indicator: Indicator | None = None, by: Any) -> int:
    """Works every mapping out anew, or those of one data set or indicator; answers how many."""
    rows = Mapping.objects.standing().select_related("series__indicator", "measure__dataset")
    rows = rows.filter(measure__dataset=dataset_id) if dataset_id else rows
    rows = rows.filter(series__indicator=indicator) if indicator else rows
    found = list(rows)
    for mapping in found:
        _work_out(mapping)
        record("insight.comparisons_worked_out", by=by, subject=mapping)
    return len(found)


def _why_never(indicator: Indicator, measure: Measure, official: Shape) -> str:
    if indicator.part != Part.INDICATORS.value:
        return f"No comparator: {indicator} is of the compliance return."
    return why_another(official, Shape(indicator.shape)) or not_of_shape(measure, official)


def _why_not(indicator: Indicator, measure: Measure, point_in_time: bool) -> str:
    rule, frequency = Aggregation(indicator.aggregation), Frequency(indicator.frequency)
    return why_not(Length(measure.length), point_in_time=point_in_time, aggregation=rule, frequency=frequency)


def _work_out(mapping: Mapping) -> None:
    """Five kinds of row for each period: ours with rank, the neighbours under each model, the region, England.

    None when what was mapped may stand beside the indicator no more: a new release can be of quarters.
    """
    Comparison.objects.filter(mapping=mapping).delete()
    own, release = home(), mapping.measure.dataset.current_id
    if own is None or release is None or _why_not(mapping.series.indicator, mapping.measure, mapping.point_in_time):
        return
    places = {area.pk: area for area in Area.objects.exclude(kind=AreaKind.FOOTPRINT.value).order_by("pk")}
    same = _same(own, places)
    models: dict[str, list[int]] = defaultdict(list)
    for name, neighbour in _neighbours(own):
        models[name].append(same.get(neighbour, neighbour))
    made = []
    for (ends_on, period), held in _held(release, mapping.measure_id, same).items():
        for words in _rows(own, places, models, held, Polarity(mapping.series.indicator.polarity)):
            made.append(Comparison(mapping=mapping, ends_on=ends_on, period=period, **words))
    Comparison.objects.bulk_create(made)


def _neighbours(own: Area) -> Any:
    rows = Neighbour.objects.filter(area__old_code=own.old_code, model__put_aside_on=None).exclude(area__old_code="")
    return rows.order_by("-model__name", "rank").values_list("model__name", "neighbour")


Held = dict[int, tuple[float | None, str]]


def _same(own: Area, places: dict[int, Area]) -> dict[int, int]:
    """Which place stands for each: a new boundary gives an authority a new code, and DfE's three digits stay."""
    stands = {area.old_code: pk for pk, area in places.items() if area.old_code} | {own.old_code: own.pk}
    return {pk: stands.get(area.old_code, pk) if area.old_code else pk for pk, area in places.items()}


def _held(release: int, measure: int, same: dict[int, int]) -> dict[tuple[date, str], Held]:
    found: dict[tuple[date, str], Held] = defaultdict(dict)
    rows = Observation.objects.filter(release=release, measure=measure)
    for ends_on, period, area, number, symbol in rows.values_list("ends_on", "period", "area", "number", "symbol"):
        held, place = found[ends_on, period], same.get(area, area)
        if number is not None or place not in held:
            held[place] = (number, symbol)
    return found


def _rows(
    own: Area, places: dict[int, Area], models: dict[str, list[int]], held: Held, polarity: Polarity
) -> list[dict[str, Any]]:
    authorities = [number for area, (number, _) in held.items() if _is(places, area) and number is not None]
    rows = [_own(own, held, rank_of(held.get(own.pk, (None, ""))[0], authorities, polarity))]
    for name, neighbours in models.items():
        names = {pk: places[pk].name for pk in neighbours if pk in places}
        mean = mean_of({names[pk]: held.get(pk, (None, ""))[0] for pk in names}, list(names.values()))
        label = f"Statistical neighbours ({name} model)"
        words = {"n": mean.n, "of": mean.of, "missing": list(mean.missing), **_number(mean.value, "x")}
        rows.append({"kind": Comparator.NEIGHBOURS.value, "label": label, **words})
    for kind, code in ((Comparator.REGION, own.region_code), (Comparator.ENGLAND, ENGLAND)):
        place = next((area for area in places.values() if area.code == code and area.pk in held), None)
        if place is not None:
            rows.append({"kind": kind.value, "label": place.name, **_number(*held[place.pk])})
    return rows


def _is(places: dict[int, Area], area: int) -> bool:
    return area in places and places[area].kind == AreaKind.LOCAL_AUTHORITY.value


def _own(own: Area, held: Held, rank: Any) -> dict[str, Any]:
    words = {"kind": Comparator.OWN.value, "label": f"{own.name}, as published", **_number(*held.get(own.pk, (None, "x")))}
    return words | ({"rank": rank.rank, "of": rank.of, "quartile": rank.quartile} if rank else {})


def _number(number: float | None, symbol: str) -> dict[str, Any]:
    return {"number": number, "symbol": "" if number is not None else symbol or "x"}
