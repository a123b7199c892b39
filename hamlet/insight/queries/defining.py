"""What exactly an indicator counts, and which counts of our rooms none takes yet."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from hamlet.foundations.references import named
from hamlet.insight.models import Indicator, Series, Target
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import quarter_of
from hamlet.insight.rules.values import said


def count_names() -> dict[str, str]:
    """What each count that our rooms hold is of, by its key."""
    found: dict[str, str] = {}
    for path in settings.DATA_COUNT_NAMES:
        found |= named(path)
    return found


def counts_free() -> list[tuple[str, str]]:
    """The counts that no indicator takes yet, by what they are of."""
    taken = set(Indicator.objects.exclude(counted_by="").values_list("counted_by", flat=True))
    return sorted(((key, name) for key, name in count_names().items() if key not in taken), key=lambda row: row[1])


@dataclass(frozen=True)
class Defined:
    """How an indicator is asked and shown, in rows of a name and words; every definition it had; every target."""

    rows: list[tuple[str, str]]
    definitions: list[tuple[str, ...]]
    targets: list[tuple[Target, tuple[str, ...]]]


def defined(indicator: Indicator) -> Defined:
    """Newest first. Three queries."""
    asked = ", ".join(indicator.asked_of.order_by("short_name").values_list("short_name", flat=True))
    broken = "; ".join(f"{name}: {', '.join(categories)}" for name, categories in indicator.breakdowns)
    rows = [
        ("Asked", indicator.frequency),
        ("Asked of", asked or "–"),
        ("Counted by", count_names().get(indicator.counted_by, "The agencies that are asked")),
        ("Kind of figure", f"{indicator.shape}{f', in {indicator.unit}' if indicator.unit else ''}"),
        ("Decimals shown", str(indicator.decimals)),
        ("Broken down by", broken or "Nothing"),
    ]
    definitions = [_definition(row) for row in indicator.series.order_by("-number")]
    targets = [(row, _target(indicator, row)) for row in indicator.targets.order_by("-starts_on")]
    return Defined(rows, definitions, targets)


def _definition(row: Series) -> tuple[str, ...]:
    return (
        str(row.number),
        str(quarter_of(row.starts_on)),
        row.definition,
        row.numerator,
        row.denominator or "–",
        row.note or "–",
    )


def _target(indicator: Indicator, row: Target) -> tuple[str, ...]:
    shown: Any = said(row.value, Shape(indicator.shape), indicator.decimals, indicator.unit)
    return (str(quarter_of(row.starts_on)), shown, row.because)
