"""A figure as number or symbol: reading what official files hold, computing what is shown, saying it. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from hamlet.insight.rules.indicators import Aggregation, Shape

# Each with its meaning in words. Source: DfE's published data standard (analysts' guide, 2026): z x c low k u; the screener
# knows z x c low. The last three are of older files: ":" was not available, "~" rounded away, "-" rounded to zero.
SYMBOLS = {
    "z": "not applicable",
    "x": "not available",
    "c": "suppressed to protect confidentiality",
    "low": "rounds to zero, but is not zero",
    "k": "rounds to zero, but is not zero",
    "u": "too unreliable to publish",
}
LEGACY = {":": "x", "~": "low", "-": "low"}
PER = Decimal(10_000)


@dataclass(frozen=True)
class Value:
    """A number, or the symbol that stands in its place: never both, and never a zero made out of a symbol."""

    number: Decimal | None = None
    symbol: str = ""

    @property
    def meaning(self) -> str:
        return SYMBOLS.get(self.symbol, "")


class NotAValue(ValueError):
    """The cell is neither a number nor a symbol that the standard knows."""


def value_from(cell: str) -> Value:
    """A cell of an official file. Raises NotAValue for what is neither, an empty cell included."""
    text = cell.strip()
    symbol = LEGACY.get(text, text.casefold())
    if symbol in SYMBOLS:
        return Value(symbol=symbol)
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise NotAValue(f"“{cell}” is neither a number nor one of the symbols {' '.join((*SYMBOLS, *LEGACY))}") from None
    if not number.is_finite():
        raise NotAValue(f"“{cell}” is not a number")
    return Value(number)


def rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def computed(shape: Shape, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """What is shown for a numerator and denominator: per cent, per 10,000 (of the 0–17 population), or their quotient.

    None without a numerator, and without a denominator where the shape needs one; a denominator of 0 gives None too.
    """
    if numerator is None:
        return None
    if shape is Shape.COUNT:
        return numerator
    if not denominator:
        return None
    factor = {Shape.PERCENTAGE: Decimal(100), Shape.RATE: PER, Shape.AVERAGE: Decimal(1)}[shape]
    return numerator * factor / denominator


@dataclass(frozen=True)
class Parts:
    """The two parts of one quarter's figure."""

    numerator: Decimal | None
    denominator: Decimal | None = None


def over_a_year(shape: Shape, aggregation: Aggregation, quarters: Iterable[Parts | None]) -> Decimal | None:
    """Four quarters, oldest first, as one year by the indicator's rule. None when one is missing or the rule forbids it.

    A sum of percentages is the sum of the parts over the sum of the wholes; a year's rate is the year's sum over the mean
    of the populations, which is the year's population when the quarters share it.
    """
    rows = list(quarters)
    if len(rows) != 4 or aggregation is Aggregation.NONE:
        return None
    if aggregation is Aggregation.LATEST:
        return computed(shape, rows[-1].numerator, rows[-1].denominator) if rows[-1] else None
    known = [row for row in rows if row is not None and row.numerator is not None]
    if len(known) != 4:
        return None
    return _mean(shape, known) if aggregation is Aggregation.MEAN else _sum(shape, known)


def _mean(shape: Shape, known: list[Parts]) -> Decimal | None:
    values = [value for row in known if (value := computed(shape, row.numerator, row.denominator)) is not None]
    return sum(values, Decimal(0)) / len(known) if len(values) == len(known) else None


def _sum(shape: Shape, known: list[Parts]) -> Decimal | None:
    numerator = sum((row.numerator or Decimal(0) for row in known), Decimal(0))
    wholes = [row.denominator for row in known if row.denominator is not None]
    if shape is not Shape.COUNT and len(wholes) != len(known):
        return None
    denominator = sum(wholes, Decimal(0))
    return computed(shape, numerator, denominator / len(known) if shape is Shape.RATE else denominator)


def said(number: Decimal | None, shape: Shape, decimals: int, unit: str = "") -> str:
    """A figure as a person reads it: "1,204", "22.6 %", "14.0 days", "no figure"."""
    if number is None:
        return "no figure"
    shown = f"{rounded(number, decimals):,}"
    return f"{shown}%" if shape is Shape.PERCENTAGE else f"{shown} {unit}" if unit and shape is Shape.AVERAGE else shown
