"""Figures as open data: the tidy CSV and its metadata file, by DfE's standard."""

from collections.abc import Iterable, Sequence

from hamlet.insight.models import Area
from hamlet.insight.queries.asking import home
from hamlet.insight.queries.composed import Composed
from hamlet.insight.rules.composing import VALUE
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.suppression import NUMERATOR
from hamlet.insight.rules.tidy_out import Column, Fact, Place, column_name, metadata_csv, tidy_csv

REGIONS = {"E12000007": "London"}  # until a release of official statistics brings the names of all nine


def columns_of(composed: Iterable[Composed]) -> list[Column]:
    """The indicator columns of the open data file: a percentage or average with its parts, all names different."""
    found: dict[str, Column] = {}
    names: set[str] = set()
    for one in composed:
        row = one.indicator
        for cell in one.cells:
            key = f"{row.number} {cell.part}"
            if key in found or (cell.part == NUMERATOR and row.shape is Shape.COUNT):
                continue
            ending = "" if cell.part == VALUE else f"_{cell.part}"
            name = free_name(column_name(row.title)[: 50 - len(ending)].rstrip("_") + ending, names)
            label = row.title if cell.part == VALUE else f"{row.title}: {cell.part}"
            unit = "%" if cell.part == VALUE and row.shape is Shape.PERCENTAGE else ""
            decimals = row.decimals if cell.part == VALUE else 0
            found[key] = Column(key, name, label, row.grouping, unit, decimals)
    return list(found.values())


def free_name(name: str, names: set[str]) -> str:
    """The name, with a number when it is taken already."""
    free = next(
        one for number in range(1, len(names) + 2) if (one := name if number == 1 else f"{name[:46]}_{number}") not in names
    )
    names.add(free)
    return free


def facts_of(composed: Iterable[Composed]) -> list[Fact]:
    return [
        Fact(f"{one.indicator.number} {cell.part}", one.quarter, *cell.key, cell.number, cell.symbol)
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
