"""What is asked of whom, for which quarter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hamlet.insight.models import Area, Figure, Indicator, Population, Return, Series, Supplier
from hamlet.insight.rules.indicators import Frequency, Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.returns import Standing
from hamlet.insight.rules.supplying import Asked


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
    return [Asked(*words, *part, series.numerator, series.denominator) for part in parts]


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


def areas_by_name() -> dict[str, str]:
    """The areas that a figure can be of, by name in small letters: ours and the larger ones on record that agencies cover."""
    covered = Supplier.objects.values("area")
    rows = Area.objects.filter(is_home=True) | Area.objects.filter(pk__in=covered)
    return {name.casefold(): code for name, code in rows.values_list("name", "code")}


def populations(area: Area | None) -> dict[int, int]:
    """The children aged 0 to 17 by the year in which the financial year begins."""
    return dict(Population.objects.filter(area=area).values_list("year", "children")) if area else {}


def figures_of(source: Return) -> dict[tuple[int, str, str], dict[str, Figure]]:
    """What waits and what stands of a return, by series, breakdown and category."""
    rows = Figure.objects.filter(source=source).exclude(standing=Standing.REPLACED.value).select_related("area", "supplied_by")
    found: dict[tuple[int, str, str], dict[str, Figure]] = {}
    for row in rows:
        found.setdefault((row.series_id, row.breakdown, row.category), {})[row.standing] = row
    return found


def day_asked(quarter: Quarter) -> date:
    """A quarter's figures are asked for on the day after it ended."""
    return quarter.later(1).starts_on
