"""The public face of one indicator in one quarter: every cell as the public reads it, and why it is kept back. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import TOTAL, Before, Counts, Key, Whole, hides_whole, is_small, kept_back, rounded_to
from hamlet.insight.rules.values import computed, rounded

CONFIDENTIAL, UNAVAILABLE, NOT_APPLICABLE = "c", "x", "z"
NUMERATOR, DENOMINATOR, VALUE = "numerator", "denominator", "value"
Pair = tuple[Decimal | None, Decimal | None]
EarlierNumbers = Mapping[tuple[Key, str], Before]  # by cell and part


@dataclass(frozen=True)
class Cell:
    """`number` or `symbol`, never both. `small` says that it is itself a small number, which the restricted preview tells."""

    key: Key
    part: str
    number: Decimal | None
    symbol: str = ""
    small: bool = False


@dataclass(frozen=True)
class Kind:
    """What of an indicator matters for its public face."""

    shape: Shape
    small_numbers: SmallNumbers
    decimals: int
    rounding: Rounding = Rounding.NONE

    @property
    def exempt(self) -> bool:
        return self.small_numbers is SmallNumbers.ACTIVITY


def public_cells(kind: Kind, pairs: Mapping[Key, Pair], earlier: EarlierNumbers | None = None) -> list[Cell]:
    """The cells of one quarter. `pairs` are numerator and denominator by breakdown and category, None where none was supplied;
    a rate's denominator is the population. `earlier` is what was published of each before.
    """
    known = {key: pair for key, pair in pairs.items() if pair[0] is not None}
    missing = [Cell(key, VALUE, None, UNAVAILABLE) for key in pairs if key not in known]
    if kind.exempt:
        return [cell for key, pair in known.items() for cell in _shown(kind, key, pair)] + missing
    if kind.shape in {Shape.COUNT, Shape.RATE}:
        return _counts(kind, known, earlier or {}) + missing
    return _wholes(kind, known, earlier or {}) + missing


def _counts(kind: Kind, known: Mapping[Key, Pair], earlier: EarlierNumbers) -> list[Cell]:
    numbers = {key: int(pair[0] or 0) for key, pair in known.items()}
    before = {key: earlier[key, NUMERATOR] for key in numbers if (key, NUMERATOR) in earlier}
    hidden = kept_back(Counts(numbers, before))
    found: list[Cell] = []
    for key, pair in known.items():
        found += _hidden(kind, key, is_small(numbers[key])) if key in hidden else _shown(kind, key, pair)
    return found


def _wholes(kind: Kind, known: Mapping[Key, Pair], earlier: EarlierNumbers) -> list[Cell]:
    """Percentages and averages: a breakdown is shown whole or not at all, and only when the total is."""
    hides = {key: _hides(kind, key, pair, earlier) for key, pair in known.items()}
    closed = {key[0] for key, (part, whole) in hides.items() if part or whole}
    if TOTAL in hides and any(hides[TOTAL]):
        closed |= {key[0] for key in known if key != TOTAL}
    closed |= {name for name in {key[0] for key in known if key != TOTAL} if _rest_is_small(name, known)}
    found: list[Cell] = []
    for key, pair in known.items():
        small = any(hides[key])
        if key != TOTAL and key[0] in closed:
            found += _hidden(kind, key, small, whole=True)
        elif small:
            found += _hidden(kind, key, True, whole=hides[key][1], pair=pair)
        else:
            found += _shown(kind, key, pair)
    return found


def _hides(kind: Kind, key: Key, pair: Pair, earlier: EarlierNumbers) -> tuple[bool, bool]:
    if pair[1] is None:
        return True, True
    before = [earlier.get((key, part), Before()) for part in (NUMERATOR, DENOMINATOR)]
    if kind.shape is Shape.AVERAGE:  # its numerator counts days, not children: with the whole it would tell the whole
        whole = hides_whole(Whole(int(pair[1]), int(pair[1]), before[1], before[1]))[1]
        return whole, whole
    return hides_whole(Whole(int(pair[0] or 0), int(pair[1]), *before))


def _rest_is_small(name: str, known: Mapping[Key, Pair]) -> bool:
    """Whether the categories fall short of the total, in part or whole, by a small number: that would be told too."""
    if TOTAL not in known:
        return False
    for place in (0, 1):
        summed = sum((pair[place] or Decimal(0) for key, pair in known.items() if key[0] == name), Decimal(0))
        if is_small(abs(int((known[TOTAL][place] or Decimal(0)) - summed))):
            return True
    return False


def _parts(kind: Kind) -> tuple[str, ...]:
    if kind.shape is Shape.COUNT:
        return (NUMERATOR, VALUE)
    return (NUMERATOR, VALUE) if kind.shape is Shape.RATE else (NUMERATOR, DENOMINATOR, VALUE)


def _hidden(kind: Kind, key: Key, small: bool, *, whole: bool = True, pair: Pair | None = None) -> list[Cell]:
    found = []
    for part in _parts(kind):
        if part == DENOMINATOR and not whole and pair is not None and pair[1] is not None:
            found.append(Cell(key, part, Decimal(rounded_to(int(pair[1]), kind.rounding))))
        else:
            found.append(Cell(key, part, None, CONFIDENTIAL, small))
    return found


def _shown(kind: Kind, key: Key, pair: Pair) -> list[Cell]:
    """Counts rounded by the rule; a percentage or rate worked out of what is shown, so that it tells nothing more. An average is
    worked out of its true parts: out of a rounded number of children it would be wrong, and so its own numerator is not shown.
    """
    if kind.shape is Shape.AVERAGE and kind.rounding is not Rounding.NONE:
        return _average(kind, key, pair)
    numerator = _rounded(kind, pair[0], counts=kind.shape is not Shape.AVERAGE)
    denominator = pair[1] if kind.shape is Shape.RATE else _rounded(kind, pair[1], counts=True)
    value = computed(kind.shape, numerator, denominator)
    cells = {
        NUMERATOR: numerator,
        DENOMINATOR: denominator,
        VALUE: None if value is None else rounded(value, max(kind.decimals, 0)),
    }
    return [
        Cell(key, part, cells[part]) if cells[part] is not None else Cell(key, part, None, UNAVAILABLE) for part in _parts(kind)
    ]


def _average(kind: Kind, key: Key, pair: Pair) -> list[Cell]:
    value, whole = computed(kind.shape, *pair), _rounded(kind, pair[1], counts=True)
    return [
        Cell(key, NUMERATOR, None, NOT_APPLICABLE),
        Cell(key, DENOMINATOR, whole) if whole is not None else Cell(key, DENOMINATOR, None, UNAVAILABLE),
        Cell(key, VALUE, None, UNAVAILABLE) if value is None else Cell(key, VALUE, rounded(value, kind.decimals)),
    ]


def _rounded(kind: Kind, number: Decimal | None, *, counts: bool) -> Decimal | None:
    if number is None or not counts:
        return number
    return Decimal(rounded_to(int(number), kind.rounding))
