from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record_export
from hamlet.foundations.publishing.sheets import to_xlsx
from hamlet.foundations.working_days.clock import today
from hamlet.insight.forms.dashboard import DashboardFilter
from hamlet.insight.queries.composed import Composed, worded_between
from hamlet.insight.queries.dashboard import open_indicators, readings
from hamlet.insight.queries.freshness import quarters_held
from hamlet.insight.queries.open_data import tidy_files
from hamlet.insight.queries.points import broken_down
from hamlet.insight.rules.composing import STORED_DECIMALS, VALUE, Cell
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import SHOWN_QUARTERS
from hamlet.insight.rules.suppression import DENOMINATOR, NUMERATOR
from hamlet.insight.rules.values import computed, rounded
from hamlet.insight.views.shared import KINDS, selected

HEADS = ("Indicator", "Under", "Quarter", "Figure", "Number", "Out of", "Provisional")
NAME = "dashboard-true-counts"  # says what it holds: not for publication


def cells_of(reading, point):
    """The true figure of one quarter; "x" where none came."""
    value = None if point.value is None else rounded(point.value, STORED_DECIMALS)
    parts = [(NUMERATOR, point.numerator), (VALUE, value)]
    if Shape(reading.indicator.shape) in {Shape.PERCENTAGE, Shape.AVERAGE}:
        parts.insert(1, (DENOMINATOR, point.denominator))
    return tuple(Cell(("", ""), part, number, "" if number is not None else "x") for part, number in parts)


@require_safe
@allowed(P.DATA_READ)
def selection(request, form):
    """What the dashboard shows under the same filters, every quarter of it: tidy CSV, its metadata, or a workbook."""
    asked = DashboardFilter(request.GET, held=quarters_held(today()))
    quarter = asked.asked
    if asked.unknown:
        raise Http404(f"There is no quarter {asked.unknown}")
    rows = readings(open_indicators(quarter, **selected(asked)), quarter)
    record_export(by=request.user, what="a selection of the dashboard", count=len(rows), form=form)
    if form == "xlsx":
        content = to_xlsx(HEADS, [line for row in rows for line in lines(row)], "Figures")
    else:
        data, meta = tidy_files(composed_of(rows, quarter))
        content = meta if form == "meta" else data
    response = HttpResponse(content, content_type=KINDS["xlsx" if form == "xlsx" else "csv"])
    ending = {"xlsx": "xlsx", "csv": "csv", "meta": "meta.csv"}[form]
    response["Content-Disposition"] = f'attachment; filename="{NAME}.{ending}"'
    return response


def composed_of(rows, quarter):
    quarters = quarter.last(SHOWN_QUARTERS)
    worded = worded_between([row.indicator for row in rows], quarters[0], quarter)
    held = broken_down(worded, quarters)
    return [
        Composed(
            worded[row.indicator.pk],
            point.series,
            point.quarter,
            (*cells_of(row, point), *categories_of(row, point, held)),
            point.provisional,
        )
        for row in rows
        for point in row.points
    ]


def categories_of(reading, point, held):
    """The true figure of each category that was supplied of the quarter."""
    row, shape = reading.indicator, Shape(reading.indicator.shape)
    for key, (top, below) in held.get((row.pk, point.quarter.starts_on), {}).items():
        if top is None:
            continue
        yield Cell(key, NUMERATOR, top)
        if shape in {Shape.PERCENTAGE, Shape.AVERAGE} and below is not None:
            yield Cell(key, DENOMINATOR, below)
        value = None if shape is Shape.RATE else computed(shape, top, below)
        if value is not None:
            yield Cell(key, VALUE, rounded(value, STORED_DECIMALS))


def lines(row):
    under = str(row.indicator.priority or row.indicator.theme or "")
    for point in row.points:
        figure = None if point.value is None else float(rounded(point.value, row.indicator.decimals))
        parts = [None if part is None else float(part) for part in (point.numerator, point.denominator)]
        yield row.indicator.title, under, str(point.quarter), figure, *parts, "yes" if point.provisional else "no"
