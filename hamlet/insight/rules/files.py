"""A file of figures: its rows as lines, and everything that is wrong, by row and cell, in sentences. No Django."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hamlet.insight.rules.periods import NotAPeriod, Quarter, quarter_from
from hamlet.insight.rules.supplying import HEADINGS, Asked, Cell, Faults, Line, Usually, Wrong, line_from

MOST_BYTES = 2_000_000  # a template with every indicator of the starting set has 30,000
MOST_LINES = 2_000
MOST_COLUMNS = 100
LONGEST = 2_000  # characters of a cell: longer ones take long to search for what could identify a child

Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class Problem:
    """`row` is 0 for what is wrong with several rows, `cell` the address that a spreadsheet shows, like J5."""

    row: int
    column: str
    sentence: str
    cell: str = ""

    def __str__(self) -> str:
        where = f"Row {self.row}" if self.row else ""
        return ", ".join(part for part in (where, self.column) if part) + (": " if where or self.column else "") + self.sentence

    @property
    def place(self) -> str:
        return self.cell or (f"Row {self.row}" if self.row else "Several rows")


@dataclass
class Read:
    """A file as it was understood. `left_out` are the figures asked for of which its rows say nothing."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Asked] = field(default_factory=list)
    rows: dict[Cell, int] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)  # of the columns, by their keys
    other: Quarter | None = None  # the quarter for which the template was made, when it is not this one

    def wrong(self, row: int, wrong: Wrong) -> None:
        letter = self.letters.get(wrong.column, "")
        self.problems.append(Problem(row, HEADINGS[wrong.column], str(wrong), f"{letter}{row}" if letter and row else ""))


def read_lines(
    rows: Iterable[Row], asked: Sequence[Asked], usually: Usually, agency: str = "", letters: Mapping[str, str] | None = None
) -> Read:
    """Every row understood or said to be wrong, each fault of it. A template of another agency or quarter is wrong as a whole."""
    found, known, rows = Read(letters=letters or {}), {cell.key: cell for cell in asked}, list(rows)
    if _of_another(found, rows, usually.quarter, agency):
        return found
    for number, row in rows:
        faults = Faults()
        cell = faults.trying(_cell, row, known)
        line, wrongs = line_from(row, cell, usually) if cell is not None else (None, Faults())
        faults += wrongs
        if cell is not None and (line is not None or wrongs) and found.rows.setdefault(cell.cell, number) != number:
            faults.append(Wrong("code", f"this is the same figure as row {found.rows[cell.cell]}"))
        for wrong in faults:
            found.wrong(number, wrong)
        if line is not None and not faults:
            found.lines.append(line)
    found.left_out = [cell for cell in asked if cell.cell not in found.rows]
    return found


def _of_another(found: Read, rows: Sequence[Row], quarter: Quarter, agency: str) -> bool:
    """Says once, not row by row, that the file belongs to another return."""
    others, agencies = set(), set()
    for number, row in rows:
        if words := str(row.get("asked") or "").strip():
            try:
                others.add(quarter_from(words))
            except NotAPeriod as error:
                found.wrong(number, Wrong("asked", str(error)))
        agencies.add(str(row.get("agency") or "").strip())
    for other in sorted(others - {quarter}):
        found.wrong(0, Wrong("asked", f"this template was made for {other}, and this return is of {quarter}"))
        found.other = other
    for name in sorted(name for name in agencies if name and name.casefold() != agency.casefold() and agency):
        found.wrong(0, Wrong("agency", f"this template was made for {name[:60]}, and this return is of {agency}"))
    return bool(found.problems)


def _cell(row: Mapping[str, str], known: Mapping[tuple[str, str, str], Asked]) -> Asked:
    code, breakdown, category = (str(row.get(name) or "").strip() for name in ("code", "breakdown", "category"))
    if (code, breakdown, category) in known:
        return known[code, breakdown, category]
    if not code:
        raise Wrong("code", "enter the code of the indicator")
    if any(cell.code == code for cell in known.values()):
        raise Wrong("category", f"“{(category or breakdown)[:60]}” is not asked for this indicator")
    raise Wrong("code", f"“{code[:60]}” is not an indicator that you are asked for")
