"""What a line would change against what stands or waits."""

from collections.abc import Sequence
from decimal import Decimal

from hamlet.insight.models import Figure, Return
from hamlet.insight.queries.asking import figures_of
from hamlet.insight.rules.periods import behind
from hamlet.insight.rules.returns import Standing
from hamlet.insight.rules.supplying import Change, Line


def same(figure: Figure | None, line: Line) -> bool:
    """Whether the line says nothing new: the same number of the same quarter and area, as final, with the same words."""
    return figure is not None and (
        figure.numerator == line.numerator
        and figure.denominator == line.denominator
        and figure.of_quarter_on == line.of_quarter.starts_on
        and figure.area.code == line.area
        and figure.provisional == line.provisional
        and figure.missing_because == line.missing_because
        and figure.comment == line.comment
    )


def spoken(numerator: Decimal | None, denominator: Decimal | None, missing: str) -> str:
    if numerator is None:
        return f"none: {missing}" if missing else "none"
    shown = f"{numerator.normalize():f}"
    return shown if denominator is None else f"{shown} of {denominator.normalize():f}"


def changes_of(source: Return, lines: Sequence[Line]) -> list[Change]:
    """What the lines would change of a return, without those that say nothing new."""
    here = figures_of(source)
    found = []
    for line in lines:
        known = here.get((line.asked.series_id, line.asked.breakdown, line.asked.category), {})
        figure = known.get(Standing.WAITING.value) or known.get(Standing.STANDING.value)
        if same(figure, line):
            continue
        before = spoken(figure.numerator, figure.denominator, figure.missing_because) if figure else ""
        after = spoken(line.numerator, line.denominator, line.missing_because)
        found.append(Change(line, before, after, behind(source.quarter, line.of_quarter)))
    return found
