"""What an agency is asked and what it sends: cells, lines, and what is wrong with one, in sentences. No Django."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from hamlet.insight.rules.indicators import DENOMINATED, Part, Shape
from hamlet.insight.rules.periods import NotAPeriod, Quarter, quarter_from

LARGEST = Decimal(999_999_999)
YES, NO = frozenset({"yes", "y", "provisional", "true", "1"}), frozenset({"no", "n", "final", "false", "0", ""})

# The columns of the template, in order: the key, its heading, and whether a person fills it in.
COLUMNS = (
    ("asked", "Asked quarter", False),
    ("indicator", "Indicator", False),
    ("breakdown", "Broken down by", False),
    ("category", "Which", False),
    ("numerator_is", "The number is", False),
    ("denominator_is", "Out of", False),
    ("before", "Sent before", False),
    ("of_quarter", "Figures are of", True),
    ("area", "Area", True),
    ("numerator", "Number", True),
    ("denominator", "Out of (number)", True),
    ("provisional", "Provisional?", True),
    ("missing_because", "If there is none: why", True),
    ("comment", "Comment", True),
    ("revised_because", "If it was sent before: why it changed", True),
    ("code", "Code", False),
    ("agency", "Agency", False),
    ("asked_area", "Asked area", False),
)
HEADINGS = {key: heading for key, heading, _ in COLUMNS}
NEEDED = ("code", "numerator")


Cell = tuple[int, str, str]  # a series, a breakdown and one of its categories, "" for the total


@dataclass(frozen=True)
class Asked:
    """One cell that is asked: the total of an indicator, or one category of one of its breakdowns."""

    code: str
    title: str
    shape: Shape
    series_id: int
    breakdown: str = ""
    category: str = ""
    numerator_is: str = ""
    denominator_is: str = ""
    part: Part = Part.INDICATORS
    counted: bool = False  # by a room of ours: nobody is asked to fill it in

    @property
    def key(self) -> tuple[str, str, str]:
        """As a file names it."""
        return self.code, self.breakdown, self.category

    @property
    def cell(self) -> "Cell":
        """As figures are kept."""
        return self.series_id, self.breakdown, self.category

    @property
    def two_numbers(self) -> bool:
        return self.shape in DENOMINATED

    def __str__(self) -> str:
        return f"{self.title}, {self.category}" if self.category else self.title


@dataclass(frozen=True)
class Line:
    """One cell as it is sent."""

    asked: Asked
    of_quarter: Quarter
    area: str  # its code
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    missing_because: str = ""
    comment: str = ""
    revised_because: str = ""


class Wrong(ValueError):
    """One thing that is wrong with a row, with the column at fault."""

    def __init__(self, column: str, sentence: str):
        super().__init__(sentence)
        self.column = column


def expect_digits(text: str, column: str) -> None:
    if text.endswith("%"):
        raise Wrong(column, f"“{text[:40]}” is a percentage. Enter the two numbers that it is worked out from")
    if text.startswith(("#", "=")):
        raise Wrong(column, f"“{text[:40]}” is a formula without a number. Enter the number itself")


def number_from(text: str, column: str, *, whole: bool) -> Decimal | None:
    """A number of at most nine digits and two decimals, thousands with or without a comma; None for an empty cell."""
    text = text.strip().replace(" ", "")
    if not text:
        return None
    expect_digits(text, column)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Wrong(column, f"“{text[:40]}” is not a number. Leave it empty and say why, if there is none") from None
    if not number.is_finite() or number < 0 or number > LARGEST:
        raise Wrong(column, f"“{text[:40]}” must be a number from 0 to {LARGEST:,}")
    number = number.normalize()
    places = -int(number.as_tuple().exponent)
    if whole and places > 0:
        raise Wrong(column, f"“{text}” must be a whole number: it counts children, or what happened to them")
    if places > 2:
        raise Wrong(column, f"“{text}” has more than two decimals")
    return number


@dataclass(frozen=True)
class Usually:
    """What a row is taken to be of where it does not say: the quarter asked, and an area by its code.

    `areas` maps the name of each area that a figure can be of to its code; `used` are the areas of the figures sent last.
    """

    quarter: Quarter
    areas: Mapping[str, str]
    area: str
    used: Mapping[Cell, str] = field(default_factory=dict)

    def area_of(self, asked: Asked) -> str:
        return self.used.get(asked.cell, self.area)


class Faults(list[Wrong]):
    """What is wrong with one row: all of it, not the first alone."""

    def trying(self, read: Callable[..., Any], *given: Any, **named: Any) -> Any:
        try:
            return read(*given, **named)
        except Wrong as wrong:
            self.append(wrong)
            return None


def line_from(given: Mapping[str, str], asked: Asked, usually: Usually) -> tuple[Line | None, Faults]:
    """One row as a line, or None when nothing of it was filled in; and everything that is wrong with it."""
    said = {key: str(given.get(key) or "").strip() for key, _, _ in COLUMNS}
    if not (said["numerator"] or said["denominator"] or said["missing_because"]):
        return None, Faults()
    faults, whole = Faults(), asked.shape is not Shape.AVERAGE
    numerator, denominator = (faults.trying(number_from, said[key], key, whole=whole) for key in ("numerator", "denominator"))
    of_quarter = faults.trying(_quarter, said["of_quarter"], usually.quarter)
    area = faults.trying(_area, said["area"], usually, asked)
    provisional = faults.trying(_provisional, said["provisional"])
    if not faults:
        faults.trying(check, asked, numerator, denominator, said["missing_because"])
    if faults:
        return None, faults
    missing = said["missing_because"][:300] if numerator is None else ""
    below = denominator if asked.two_numbers else None
    words = (missing, said["comment"][:500], said["revised_because"][:300])
    return Line(asked, of_quarter, area, numerator, below, provisional, *words), faults


def check(asked: Asked, numerator: Decimal | None, denominator: Decimal | None, missing: str) -> None:
    """Whether the parts of one row go together. Raises Wrong."""
    if numerator is not None and missing:
        raise Wrong("missing_because", "give a number or say why there is none, not both")
    if numerator is None and not missing:
        raise Wrong("numerator", "enter the number too, or say why there is none")
    if denominator is not None and not asked.two_numbers:
        raise Wrong("denominator", "this is not asked: leave it empty")
    if numerator is None or not asked.two_numbers:
        return
    if denominator is None:
        raise Wrong("denominator", f"enter out of how many: {asked.denominator_is or 'the whole'}")
    if asked.shape is Shape.PERCENTAGE and numerator > denominator:
        raise Wrong("numerator", f"{numerator:f} is more than the {denominator:f} that it is out of")
    if denominator == 0 and numerator > 0:
        raise Wrong("denominator", "it cannot be out of 0")


def _quarter(text: str, asked: Quarter) -> Quarter:
    if not text:
        return asked
    try:
        of = quarter_from(text)
    except NotAPeriod as error:
        raise Wrong("of_quarter", str(error)) from None
    if of > asked:
        raise Wrong("of_quarter", f"{of} is after {asked}, which is asked")
    return of


def _area(text: str, usually: Usually, asked: Asked) -> str:
    if not text:
        return usually.area_of(asked)
    known = {name.casefold(): code for name, code in usually.areas.items()}
    if text.casefold() not in known:
        raise Wrong("area", f"“{text[:60]}” is not an area on record: {', '.join(sorted(usually.areas)[:6])}")
    return known[text.casefold()]


def _provisional(text: str) -> bool:
    if text.casefold() not in YES | NO:
        raise Wrong("provisional", f"“{text[:20]}” is neither yes nor no")
    return text.casefold() in YES


SENTENCES = {
    "insight.returns_asked": "asked for the figures of {quarter}",
    "insight.figures_supplied": "put in {count} figures",
    "insight.figures_discarded": "discarded what was put in and not sent",
    "insight.return_sent": "sent the return",
    "insight.return_signed": "signed the return off",
    "insight.return_sent_back": "sent the return back to be looked at again",
    "insight.upload_kept": "uploaded a file of figures",
    "insight.upload_taken": "took the uploaded figures in",
    "insight.upload_forgotten": "deleted the uploaded rows",
    "insight.counts_taken": "reported the counts that the rooms hold",
    "insight.reminded": "reminded whoever sends the figures",
    "insight.nobody_to_remind": "found nobody who sends the figures, and told those who keep the data",
    "insight.signer_reminded": "reminded whoever signs the figures off",
}
