"""The public face: figures come from what was frozen alone, words and cells, and nothing of it leads to a true count."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import public
from hamlet.foundations.publishing.sheets import to_xlsx
from hamlet.insight.queries import publications as queries
from hamlet.insight.queries.open_data import tidy_files
from hamlet.insight.rules.composing import VALUE
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.publications import EXPLAINED, Rounding
from hamlet.insight.rules.suppression import NUMERATOR
from hamlet.insight.rules.tidy_out import file_name, status_of
from hamlet.insight.rules.values import rounded, said
from hamlet.insight.views.shared import KINDS

HEADS = ("Indicator", "Quarter", "Status", "Broken down by", "Category", "What", "Figure", "Symbol")


def shown(cell, indicator):
    if cell.number is None:
        return cell.symbol
    if cell.part == VALUE:
        return said(cell.number, indicator.shape, indicator.decimals, indicator.unit)
    return f"{cell.number.normalize():,f}"


def as_shown(cell, indicator):
    """The number of a workbook: with the decimals that are shown."""
    return rounded(cell.number, indicator.decimals) if cell.part == VALUE and cell.number is not None else cell.number


def tables_of(composed):
    """For each indicator its quarters by categories: (indicator, headings, rows), the newest quarter first."""
    found = {}
    for one in composed:
        found.setdefault(one.indicator.number, (one.indicator, []))[1].append(one)
    tables = []
    for indicator, parts in found.values():
        keys = list(dict.fromkeys(cell.key for one in parts for cell in one.cells))
        several = len({breakdown for breakdown, _ in keys if breakdown}) > 1
        heads = ["Quarter", *(f"{name}: {category}" if several and name else category or "Total" for name, category in keys)]
        rows = [[quarter_said(one), *(cell_of(one, key, indicator) for key in keys)] for one in reversed(parts)]
        tables.append((indicator, heads, rows))
    return tables


def quarter_said(one):
    return f"{one.quarter}, provisional" if one.provisional else str(one.quarter)


def cell_of(one, key, indicator):
    values = {cell.part: cell for cell in one.cells if cell.key == key}
    if VALUE not in values:
        return "x"
    words = shown(values[VALUE], indicator)
    parted = indicator.shape is Shape.PERCENTAGE and NUMERATOR in values and values[VALUE].number is not None
    return f"{words} ({shown(values[NUMERATOR], indicator)} of {shown(values['denominator'], indicator)})" if parted else words


@require_safe
@public
def published(request):
    return render(request, "insight/published.html", {"rows": queries.published().order_by("-published_on", "-id")})


def open_publication(slug):
    return get_object_or_404(queries.published(), slug=slug)


@require_safe
@public
def one(request, slug):
    row = open_publication(slug)
    context = {"publication": row, "tables": tables_of(queries.frozen_cells(row)), "rounding": EXPLAINED[Rounding(row.rounding)]}
    return render(request, "insight/published_one.html", context)


@require_safe
@public
def file(request, slug, form):
    row = open_publication(slug)
    composed = queries.frozen_cells(row)
    name = file_name(row.slug, row.pk)
    if form == "xlsx":
        lines = [
            (
                cells.indicator.title,
                str(cells.quarter),
                status_of(cells.provisional),
                *(word or "Total" for word in cell.key),
                cell.part,
                as_shown(cell, cells.indicator),
                cell.symbol,
            )
            for cells in composed
            for cell in cells.cells
        ]
        response = HttpResponse(to_xlsx(HEADS, lines, "Figures"), content_type=KINDS["xlsx"])
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    data, meta = tidy_files(composed)
    response = HttpResponse(meta if form == "meta" else data, content_type=KINDS["csv"])
    response["Content-Disposition"] = f'attachment; filename="{name}{".meta" if form == "meta" else ""}.csv"'
    return response
