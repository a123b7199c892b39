"""The public face of one indicator in one quarter: every cell as the public reads it, and why it is kept back. No Django."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import (
    DENOMINATOR,
    NUMERATOR,
    Key,
    Place,
    Shown,
    agrees,
    counts_kept_back,
    is_small,
    rounded_to,
    shares_kept_back,
    with_rest,
)
from hamlet.insight.rules.values import computed, rounded

CONFIDENTIAL, UNAVAILABLE, NOT_APPLICABLE = "c", "x", "z"
VALUE = "value"
STORED_DECIMALS = 4  # more than are shown: `indicator_dp` says how many are (source: DfE analysts' guide)
Pair = tuple[Decimal | None, Decimal | None]


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


def public_cells(kind: Kind, pairs: Mapping[Key, Pair], earlier: Sequence[Shown] = ()) -> list[Cell]:
    """The cells of one quarter. `pairs` are numerator and denominator by breakdown and category, None where none was supplied;
    a rate's denominator is the population. `earlier` is what each earlier publication shows of the quarter. What does not agree
    with all of them shows nothing.
    """
    known = {key: pair for key, pair in pairs.items() if _whole(kind, pair)}
    missing = [Cell(key, VALUE, None, UNAVAILABLE) for key in pairs if key not in known]
    numbers = {} if kind.exempt else _counts_of_children(kind, known)
    hidden = _first_kept_back(kind, numbers)
    if not all(agrees(numbers, hidden, before) for before in earlier):
        hidden = set(numbers)
    found: list[Cell] = []
    for key, pair in known.items():
        parts = {part for one, part in hidden if one == key}
        small = any(map(is_small, with_rest({part: number for (one, part), number in numbers.items() if one == key}).values()))
        found += _hidden(kind, key, small, parts, pair) if parts else _shown(kind, key, pair)
    return found + missing


def _whole(kind: Kind, pair: Pair) -> bool:
    """Whether enough was supplied to be shown."""
    return pair[0] is not None and (kind.shape in {Shape.COUNT, Shape.RATE} or pair[1] is not None)


def _counts_of_children(kind: Kind, known: Mapping[Key, Pair]) -> dict[Place, int]:
    """The numbers that count children or reviews: not a population, nor the days of an average."""
    parts = {
        Shape.COUNT: (NUMERATOR,),
        Shape.RATE: (NUMERATOR,),
        Shape.PERCENTAGE: (NUMERATOR, DENOMINATOR),
        Shape.AVERAGE: (DENOMINATOR,),
    }[kind.shape]
    places = {NUMERATOR: 0, DENOMINATOR: 1}
    return {(key, part): int(pair[places[part]] or 0) for key, pair in known.items() for part in parts}


def _first_kept_back(kind: Kind, numbers: Mapping[Place, int]) -> set[Place]:
    if kind.shape in {Shape.COUNT, Shape.RATE}:
        return {(key, NUMERATOR) for key in counts_kept_back({key: number for (key, _), number in numbers.items()})}
    return shares_kept_back(numbers)


def _parts(kind: Kind) -> tuple[str, ...]:
    if kind.shape is Shape.COUNT:
        return (NUMERATOR, VALUE)
    return (NUMERATOR, VALUE) if kind.shape is Shape.RATE else (NUMERATOR, DENOMINATOR, VALUE)


def _hidden(kind: Kind, key: Key, small: bool, parts: Collection[str], pair: Pair) -> list[Cell]:
    """A cell with something kept back: its value too, and all of it but the whole of a part that is kept back alone."""
    found = []
    for part in _parts(kind):
        if part == DENOMINATOR and part not in parts and pair[1] is not None:
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
        VALUE: None if value is None else rounded(value, 0 if kind.shape is Shape.COUNT else STORED_DECIMALS),
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
