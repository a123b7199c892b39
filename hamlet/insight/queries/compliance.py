"""The compliance return: what every agency is asked of itself, agencies by quarters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from hamlet.insight.models import Figure, Indicator
from hamlet.insight.rules.indicators import Part, Shape
from hamlet.insight.rules.periods import Quarter, behind, quarter_of
from hamlet.insight.rules.values import computed, said

Asked = tuple[int, str]  # an agency and its name
SHOWN = 5  # a quarter, the same one last year, and those between


@dataclass(frozen=True)
class ComplianceTable:
    indicator: Indicator
    quarters: tuple[Quarter, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]  # the agency, and what it said quarter by quarter


def tables(quarter: Quarter) -> list[ComplianceTable]:
    """One table for each indicator of the compliance return. Two queries."""
    rows = Indicator.objects.open_on(quarter.starts_on).filter(part=Part.COMPLIANCE.value)
    asked: dict[Indicator, list[Asked]] = {}
    for row in rows.annotate(agency=F("asked_of"), agency_name=F("asked_of__short_name")).order_by("title", "id", "agency_name"):
        asked.setdefault(row, []).append((row.agency, row.agency_name))
    quarters = quarter.last(SHOWN)
    figures = _figures(list(asked), quarters)
    return [ComplianceTable(row, tuple(quarters), _rows(row, names, quarters, figures)) for row, names in asked.items()]


Said = tuple[Decimal | None, Decimal | None, date, str, str]
Told = dict[tuple[int, int, date], Said]


def _figures(indicators: Sequence[Indicator], quarters: Sequence[Quarter]) -> Told:
    rows = Figure.objects.standing().totals().filter(series__indicator__in=indicators)
    rows = rows.filter(quarter_on__range=(quarters[0].starts_on, quarters[-1].starts_on))
    fields = ("series__indicator_id", "agency_id", "quarter_on", "numerator", "denominator", "of_quarter_on", "missing_because")
    told = rows.values_list(*fields, "area__is_home", "area__name")
    return {
        (one, agency, on): (top, below, of, why, "" if ours else area)
        for one, agency, on, top, below, of, why, ours, area in told
    }


def _rows(
    indicator: Indicator, asked: Sequence[Asked], quarters: Sequence[Quarter], figures: Told
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (name, tuple(_said(indicator, quarter, figures.get((indicator.pk, agency, quarter.starts_on))) for quarter in quarters))
        for agency, name in asked
    )


def _said(indicator: Indicator, quarter: Quarter, told: Said | None) -> str:
    if told is None:
        return "nothing came"
    top, below, of, why, area = told
    if top is None:
        return f"none: {why}" if why else "none"
    shape = Shape(indicator.shape)
    words = said(computed(shape, top, below), shape, indicator.decimals, indicator.unit)
    notes = [note for note in (area and f"for {area}", behind(quarter, quarter_of(of))) if note]
    return f"{words} ({', '.join(notes)})" if notes else words
