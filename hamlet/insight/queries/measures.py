"""Which official measures there are to choose from, what their figures can be, and beside what they stand."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from hamlet.insight.models import Dataset, Mapping, Measure, Observation, Series
from hamlet.insight.rules.comparators import SPOKEN, is_of_shape
from hamlet.insight.rules.indicators import Part, Shape


def measures_held(dataset: Dataset) -> QuerySet[Measure]:
    """Those of which the current release has figures, or that somebody mapped; each has `held`. None of a load under way."""
    figures = Observation.objects.filter(release=dataset.current_id, measure=OuterRef("pk"))
    rows = Measure.objects.filter(dataset=dataset).annotate(held=Exists(figures))
    return rows.filter(Q(held=True) | Exists(Mapping.objects.filter(measure=OuterRef("pk"))))


def not_of_shape(measure: Measure, official: Shape) -> str:
    """Why the current figures of a measure cannot be what somebody says they are, in a sentence with one of them; "" when they can."""
    rows = Observation.objects.filter(release=measure.dataset.current_id, measure=measure).order_by("ends_on", "id")
    found = rows.values_list("number", "area__name", "period")
    if not found.exists():
        return f"The current release has no figures of “{measure.label}”."
    odd = next((row for row in _numbers(found) if not is_of_shape(Decimal(str(row[0])), official)), None)
    if odd is None:
        return ""
    return f"“{measure.label}” is {odd[0]:,.10g} for {odd[1]} in {odd[2]}, and that cannot be {SPOKEN[official]}."


def _numbers(found: Any) -> Iterable[tuple[float, str, str]]:
    return found.filter(number__isnull=False).iterator(chunk_size=2_000)


def series_of_shape(shape: Shape, on: date) -> QuerySet[Series]:
    """The definitions that a measure of that shape may stand beside, by title; each has `beside`, the measure that does now."""
    rows = Series.objects.filter(indicator__shape=shape.value, indicator__part=Part.INDICATORS.value)
    rows = rows.exclude(indicator__ends_on__lt=on).select_related("indicator")
    rows = rows.annotate(standing=FilteredRelation("mappings", condition=Q(mappings__ended_on=None)))
    return rows.annotate(beside=F("standing__measure__label")).order_by("indicator__title", "number")
