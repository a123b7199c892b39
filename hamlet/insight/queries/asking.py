"""What is asked of whom, for which quarter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hamlet.insight.models import Area, Figure, Indicator, Population, Return, Series, Supplier
from hamlet.insight.rules.indicators import Frequency, Part, Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.returns import Standing
from hamlet.insight.rules.supplying import Asked, Cell, Usually


def asked_indicators(quarter: Quarter) -> Any:
    """The indicators that are asked for a quarter; yearly ones only with the fourth."""
    rows = Indicator.objects.open_on(quarter.starts_on)
    return rows if quarter.number == 4 else rows.filter(frequency=Frequency.QUARTERLY.value)


def series_on(indicator_ids: Iterable[int], quarter: Quarter) -> dict[int, Series]:
    """The definition in force in a quarter, by indicator."""
    rows = Series.objects.filter(indicator__in=list(indicator_ids), starts_on__lte=quarter.starts_on)
    return {row.indicator_id: row for row in rows.order_by("number")}


def cells_asked(agency: Any, quarter: Quarter) -> list[Asked]:
    """Every cell that an agency is asked for a quarter, in the order of the template: an indicator's total, then its breakdowns."""
    indicators = list(asked_indicators(quarter).filter(asked_of=agency).order_by("-part", "priority_id", "theme_id", "title"))
    series = series_on([row.pk for row in indicators], quarter)
    return [cell for row in indicators if row.pk in series for cell in _cells(row, series[row.pk])]


def _cells(indicator: Indicator, series: Series) -> list[Asked]:
    words = (indicator.slug, indicator.title, Shape(indicator.shape), series.pk)
    parts = [("", ""), *((name, category) for name, categories in indicator.breakdowns for category in categories)]
    part_of, counted = Part(indicator.part), bool(indicator.counted_by)
    return [Asked(*words, *part, series.numerator, series.denominator, part_of, counted) for part in parts]


def cells_to_fill(source: Return) -> list[Asked]:
    """What an agency fills in: every cell but those that our own rooms count."""
    return [cell for cell in cells_asked(source.agency, source.quarter) if not cell.counted]


def agencies_asked(quarter: Quarter) -> set[int]:
    return set(asked_indicators(quarter).values_list("asked_of", flat=True)) - {None}


def home() -> Area | None:
    """The partnership's own area, or None while nobody has said which it is."""
    return Area.objects.filter(is_home=True).first()


def supplier_of(agency: Any) -> Supplier | None:
    return Supplier.objects.filter(agency=agency).select_related("area", "signs_off").first()


def usual_area(agency: Any) -> Area | None:
    """The area that an agency's figures usually cover: its own word, else the partnership's area."""
    supplier = supplier_of(agency)
    return supplier.area if supplier else home()


def suppliable_areas() -> Any:
    """The areas that a figure can be of: ours, and the larger ones that somebody put on record."""
    return Area.objects.filter(is_home=True) | Area.objects.filter(suppliable=True)


def areas_by_name() -> dict[str, str]:
    """The code of each area that a figure can be of, by its name."""
    return dict(suppliable_areas().values_list("name", "code"))


def areas_used(agency: Any, quarter: Quarter) -> dict[Cell, str]:
    """The code of the area that each of an agency's figures was of when it was sent last, in the four quarters up to this one."""
    rows = Figure.objects.standing().filter(agency=agency, numerator__isnull=False)
    rows = rows.filter(quarter_on__range=(quarter.later(-4).starts_on, quarter.starts_on)).order_by("quarter_on", "id")
    found = rows.values_list("series", "breakdown", "category", "area__code")
    return {(series, breakdown, category): code for series, breakdown, category, code in found}


def usually(source: Return) -> Usually:
    """What a figure of a return is taken to be of where nobody says."""
    area, areas = usual_area(source.agency), areas_by_name()
    used = {cell: code for cell, code in areas_used(source.agency, source.quarter).items() if code in areas.values()}
    return Usually(source.quarter, areas, area.code if area else "", used)


def populations(area: Area | None) -> dict[int, int]:
    """The children aged 0 to 17 by the year in which the financial year begins."""
    return dict(Population.objects.filter(area=area).values_list("year", "children")) if area else {}


def figures_of(source: Return) -> dict[Cell, dict[str, Figure]]:
    """What waits and what stands of a return, by series, breakdown and category."""
    rows = Figure.objects.filter(source=source).exclude(standing=Standing.REPLACED.value).select_related("area", "supplied_by")
    found: dict[Cell, dict[str, Figure]] = {}
    for row in rows:
        found.setdefault((row.series_id, row.breakdown, row.category), {})[row.standing] = row
    return found


def day_asked(quarter: Quarter) -> date:
    """A quarter's figures are asked for on the day after it ended."""
    return quarter.later(1).starts_on
