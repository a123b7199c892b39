"""Several indicators in one quarter: what counts the same children under two names is shown or kept back in both. No Django."""

from collections.abc import Iterable, Mapping, Sequence

from hamlet.insight.rules.composing import Cell, Kind, Pair, public_cells
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import DENOMINATOR, NUMERATOR, TOTAL, Key, Place, Shown, Span, span_of

Counted = Mapping[tuple[int, str], int]  # of an indicator's numerator or denominator, in which indicator it is the count


def shown_by(cells: Iterable[tuple[Key, str, int | None, str]], rounding: Rounding) -> Shown:
    """What a publication shows of a quarter, out of its cells: key, part, number and symbol."""
    found: dict[Place, Span | None] = {}
    for key, part, number, symbol in cells:
        if part in {NUMERATOR, DENOMINATOR} and (number is not None or symbol == "c"):
            found[key, part] = None if number is None else span_of(number, rounding)
    return found


def as_seen_by(one: int, other: int, shown: Shown, counted: Counted) -> Shown:
    """What the `other` indicator shows, as cells of this `one` that count the same. Of what the other keeps back the totals alone:
    a percentage keeps back the wholes of its categories for their parts.
    """
    return {
        (key, own): span
        for (key, part), span in shown.items()
        for own in (NUMERATOR, DENOMINATOR)
        if (one, own) in counted and counted.get((other, part)) == counted[one, own] and (span is not None or key == TOTAL)
    }


def cells_together(
    kinds: Mapping[int, Kind], pairs: Mapping[int, Mapping[Key, Pair]], earlier: Mapping[int, Sequence[Shown]], counted: Counted
) -> dict[int, list[Cell]]:
    """The cells of each indicator in one quarter, each agreeing with what was published and with what the others show beside it."""
    beside: dict[int, list[Shown]] = {one: [] for one in pairs}
    while True:
        cells = {one: public_cells(kinds[one], pairs[one], [*earlier.get(one, ()), *beside[one]]) for one in pairs}
        shown = {one: shown_by(map(_told, cells[one]), kinds[one].rounding) for one in pairs if not kinds[one].exempt}
        found = {one: [as_seen_by(one, other, shown[other], counted) for other in shown if other != one] for one in pairs}
        fresh = {one: [seen for seen in found[one] if seen and seen not in beside[one]] for one in pairs}
        if not any(fresh.values()):
            return cells
        beside = {one: [*beside[one], *fresh[one]] for one in pairs}


def _told(cell: Cell) -> tuple[Key, str, int | None, str]:
    return cell.key, cell.part, None if cell.number is None else int(cell.number), cell.symbol
