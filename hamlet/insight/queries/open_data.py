"""Figures as open data: the tidy CSV and its metadata file, by DfE's standard."""

from collections.abc import Iterable, Sequence

from hamlet.insight.models import Area
from hamlet.insight.queries.asking import home
from hamlet.insight.queries.composed import Composed
from hamlet.insight.rules.composing import VALUE
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.suppression import NUMERATOR
from hamlet.insight.rules.tidy_out import (
    FILTERS,
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_PART,
    RESERVED,
    Column,
    Fact,
    Place,
    column_name,
    free,
    metadata_csv,
    plain,
    tidy_csv,
)

REGIONS = {"E12000007": "London"}  # until a release of official statistics brings the names of all nine


def columns_of(composed: Iterable[Composed]) -> list[Column]:
    """The indicator columns of the open data file: a percentage or average with its parts, all names and labels different."""
    found: dict[str, Column] = {}
    names, labels = set(RESERVED), {label.casefold() for _, label in FILTERS}
    own: dict[int, tuple[str, str]] = {}
    for one in composed:
        row = one.indicator
        if row.number not in own:
            own[row.number] = (
                free(column_name(row.title), names, LONGEST_NAME - LONGEST_PART, "_"),
                free(plain(row.title), labels, LONGEST_LABEL - LONGEST_PART, " "),
            )
        name, label = own[row.number]
        for cell in one.cells:
            key = f"{row.number} {cell.part}"
            if key in found or (cell.part == NUMERATOR and row.shape is Shape.COUNT):
                continue
            if cell.part == VALUE:
                unit = "%" if row.shape is Shape.PERCENTAGE else ""
                found[key] = Column(key, name, label, row.grouping, unit, row.decimals)
            else:
                found[key] = Column(key, f"{name}_{cell.part}", f"{label}: {cell.part}", row.grouping)
    return list(found.values())


def facts_of(composed: Iterable[Composed]) -> list[Fact]:
    return [
        Fact(f"{one.indicator.number} {cell.part}", one.quarter, *cell.key, cell.number, cell.symbol, one.provisional)
        for one in composed
        for cell in one.cells
        if not (cell.part == NUMERATOR and one.indicator.shape is Shape.COUNT)
    ]


def place_of_home() -> Place:
    """Our own area with its region, as open data files name it."""
    own = home()
    if own is None:
        return Place("x", "x", "Not available", "x", "Not available")
    region = Area.objects.filter(code=own.region_code).values_list("name", flat=True).first()
    named = (own.region_code or "x", region or REGIONS.get(own.region_code, "Not available"))
    return Place(own.code, own.old_code or "x", own.name, *named)


def tidy_files(composed: Sequence[Composed]) -> tuple[bytes, bytes]:
    """The data file and its metadata file."""
    columns = columns_of(composed)
    return tidy_csv(columns, facts_of(composed), place_of_home()), metadata_csv(columns)
