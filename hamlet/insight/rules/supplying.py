"""What an agency is asked and what it sends: cells, lines, and what is wrong with them, in sentences. No Django."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from hamlet.insight.rules.indicators import DENOMINATED, Shape
from hamlet.insight.rules.periods import NotAPeriod, Quarter, quarter_from

MOST_LINES = 2_000
LARGEST = Decimal(999_999_999)
YES, NO = frozenset({"yes", "y", "provisional", "true", "1"}), frozenset({"no", "n", "final", "false", "0", ""})

# The columns of the template, in order: the key, its heading, and whether a person fills it in.
COLUMNS = (
    ("asked", "Asked quarter", False),
    ("indicator", "Indicator", False),
    ("code", "Code", False),
    ("breakdown", "Broken down by", False),
    ("category", "Which", False),
    ("numerator_is", "The number is", False),
    ("denominator_is", "Out of", False),
    ("of_quarter", "Figures are of", True),
    ("area", "Area", True),
    ("numerator", "Number", True),
    ("denominator", "Out of (number)", True),
    ("provisional", "Provisional?", True),
    ("missing_because", "If there is none: why", True),
    ("comment", "Comment", True),
    ("revised_because", "If it was sent before: why it changed", True),
)
HEADINGS = {key: heading for key, heading, _ in COLUMNS}
NEEDED = ("code", "numerator")


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

    @property
    def key(self) -> tuple[str, str, str]:
        return self.code, self.breakdown, self.category

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


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"Row {self.row}" if self.row else ""
        return ", ".join(part for part in (where, self.column) if part) + (": " if where or self.column else "") + self.sentence


@dataclass
class Read:
    """A file or a form as it was understood."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0


class Wrong(ValueError):
    def __init__(self, column: str, sentence: str):
        super().__init__(sentence)
        self.column = column


def number_from(text: str, column: str, *, whole: bool) -> Decimal | None:
    """A number of at most nine digits and two decimals, thousands with or without a comma; None for an empty cell."""
    text = text.strip().replace(" ", "")
    if not text:
        return None
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


def line_from(given: Mapping[str, str], asked: Asked, quarter: Quarter, areas: Mapping[str, str], usual_area: str) -> Line | None:
    """One row as a line, or None when nothing of it was filled in. Raises Wrong with the column at fault.

    `areas` maps an area's name, in small letters, to its code.
    """
    said = {key: str(given.get(key) or "").strip() for key, _, _ in COLUMNS}
    whole = asked.shape is not Shape.AVERAGE
    numerator = number_from(said["numerator"], "numerator", whole=whole)
    denominator = number_from(said["denominator"], "denominator", whole=whole)
    missing = said["missing_because"][:300]
    if numerator is None and denominator is None and not missing:
        return None
    line = Line(
        asked,
        _quarter(said["of_quarter"], quarter),
        _area(said["area"], areas, usual_area),
        numerator,
        denominator if asked.two_numbers else None,
        _provisional(said["provisional"]),
        missing if numerator is None else "",
        said["comment"][:500],
        said["revised_because"][:300],
    )
    check(line, gave_denominator=denominator is not None, gave_missing=bool(missing))
    return line


def check(line: Line, *, gave_denominator: bool, gave_missing: bool) -> None:
    if line.numerator is not None and gave_missing:
        raise Wrong("missing_because", "give a number or say why there is none, not both")
    if line.numerator is None and not gave_missing:
        raise Wrong("numerator", "enter the number too, or say why there is none")
    if gave_denominator and not line.asked.two_numbers:
        raise Wrong("denominator", "this is not asked: leave it empty")
    if line.numerator is None or not line.asked.two_numbers:
        return
    if line.denominator is None:
        raise Wrong("denominator", f"enter out of how many: {line.asked.denominator_is or 'the whole'}")
    if line.asked.shape is Shape.PERCENTAGE and line.numerator > line.denominator:
        raise Wrong("numerator", f"{line.numerator:f} is more than the {line.denominator:f} that it is out of")
    if line.denominator == 0 and line.numerator > 0:
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


def _area(text: str, areas: Mapping[str, str], usual: str) -> str:
    if not text:
        return usual
    if text.casefold() not in areas:
        raise Wrong("area", f"“{text[:60]}” is not an area on record: {', '.join(sorted(name.title() for name in areas)[:6])}")
    return areas[text.casefold()]


def _provisional(text: str) -> bool:
    if text.casefold() not in YES | NO:
        raise Wrong("provisional", f"“{text[:20]}” is neither yes nor no")
    return text.casefold() in YES


def read_lines(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    asked: Sequence[Asked],
    quarter: Quarter,
    areas: Mapping[str, str],
    usual_area: str,
) -> Read:
    """Every row understood or said to be wrong. A row of another asked quarter is wrong: the template is of another return."""
    known = {cell.key: cell for cell in asked}
    found = Read()
    first: dict[tuple[str, str, str], int] = {}
    for number, row in rows:
        key = tuple(str(row.get(name) or "").strip() for name in ("code", "breakdown", "category"))
        try:
            cell = _cell(key, known, str(row.get("asked") or "").strip(), quarter)
            line = line_from(row, cell, quarter, areas, usual_area)
            if line is not None and first.setdefault(cell.key, number) != number:
                raise Wrong("code", f"this is the same figure as row {first[cell.key]}")
        except Wrong as wrong:
            found.problems.append(Problem(number, HEADINGS[wrong.column], str(wrong)))
        else:
            found.lines += [line] if line else []
            found.empty += line is None
    found.problems += do_not_add_up(found.lines, asked)
    return found


def _cell(key: tuple[str, ...], known: Mapping[tuple[str, str, str], Asked], asked_quarter: str, quarter: Quarter) -> Asked:
    if asked_quarter:
        try:
            other = quarter_from(asked_quarter)
        except NotAPeriod as error:
            raise Wrong("asked", str(error)) from None
        if other != quarter:
            raise Wrong("asked", f"this template was made for {other}, and this return is of {quarter}")
    code, breakdown, category = key
    if (code, breakdown, category) in known:
        return known[(code, breakdown, category)]
    if not code:
        raise Wrong("code", "enter the code of the indicator")
    if any(cell.code == code for cell in known.values()):
        raise Wrong("category", f"“{(category or breakdown)[:60]}” is not asked for this indicator")
    raise Wrong("code", f"“{code[:60]}” is not an indicator that you are asked for")


def do_not_add_up(lines: Sequence[Line], asked: Sequence[Asked]) -> list[Problem]:
    """Breakdowns whose categories add up to more than the total, or, when all are given, to anything else than it."""
    totals = {line.asked.code: line for line in lines if not line.asked.breakdown and line.numerator is not None}
    parts: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.asked.breakdown and line.numerator is not None:
            parts.setdefault((line.asked.code, line.asked.breakdown), []).append(line)
    found = []
    for (code, breakdown), rows in parts.items():
        total = totals.get(code)
        if total is None or total.numerator is None or total.asked.shape is Shape.AVERAGE:
            continue
        summed = sum((row.numerator or Decimal(0) for row in rows), Decimal(0))
        complete = len(rows) == sum(cell.code == code and cell.breakdown == breakdown for cell in asked)
        if summed > total.numerator or (complete and summed != total.numerator):
            sentence = f"by {breakdown.lower()} it adds up to {summed:f}, and the total is {total.numerator:f}"
            found.append(Problem(0, total.asked.title, sentence))
    return found


@dataclass(frozen=True)
class Change:
    """What one line would change: `before` is what stands or waits, as it is said, "" for a new figure; `lag` is "" or how far behind."""

    line: Line
    before: str
    after: str
    lag: str = ""


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
}
