"""What lines would change against what stands or waits, and what is wrong with that."""

from collections.abc import Sequence
from decimal import Decimal

from hamlet.insight.models import Figure, Return
from hamlet.insight.queries.asking import figures_of
from hamlet.insight.rules.periods import behind
from hamlet.insight.rules.returns import Standing
from hamlet.insight.rules.revising import NOTHING, Change, Held, unchanged
from hamlet.insight.rules.supplying import Asked, Cell, Line


def spoken(numerator: Decimal | None, denominator: Decimal | None, missing: str) -> str:
    if numerator is None:
        return f"none: {missing}" if missing else "none"
    shown = f"{numerator.normalize():f}"
    return shown if denominator is None else f"{shown} of {denominator.normalize():f}"


def line_of(figure: Figure, asked: Asked) -> Line:
    """A figure that is held, as it was sent."""
    numbers = (figure.numerator, figure.denominator, figure.provisional)
    return Line(
        *(asked, figure.of_quarter, figure.area.code, *numbers),
        *(figure.missing_because, figure.comment, figure.revised_because),
    )


def held_of(source: Return, asked: Sequence[Asked]) -> dict[Cell, Held]:
    """What stands and what waits of each cell that is asked of a return. One query."""
    here = figures_of(source)
    return {cell.cell: _held(here[cell.cell], cell) for cell in asked if cell.cell in here}


def _held(known: dict[str, Figure], asked: Asked) -> Held:
    stands, waits = (known.get(state.value) for state in (Standing.STANDING, Standing.WAITING))
    return Held(line_of(stands, asked) if stands else None, line_of(waits, asked) if waits else None)


def changes_of(source: Return, lines: Sequence[Line], here: dict[Cell, Held], areas: dict[str, str]) -> list[Change]:
    """What the lines would change of a return, without those that say nothing new. `areas` are the names of larger areas, by code."""
    found = []
    for line in lines:
        held = here.get(line.asked.cell, NOTHING)
        if unchanged(held, line):
            continue
        now = held.now
        before = spoken(now.numerator, now.denominator, now.missing_because) if now else ""
        after = spoken(line.numerator, line.denominator, line.missing_because)
        lag = behind(source.quarter, line.of_quarter)
        found.append(Change(line, before, after, lag, areas.get(line.area, "")))
    return found
