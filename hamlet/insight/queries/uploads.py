"""Files of figures, read and compared, with nothing kept."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from hamlet.foundations.encryption import decrypt
from hamlet.foundations.moving_in.cells import as_text
from hamlet.foundations.publishing.sheets import read_sheets
from hamlet.foundations.records import Refusal
from hamlet.insight.models import Return, Upload
from hamlet.insight.queries.asking import cells_to_fill, suppliable_areas, usually
from hamlet.insight.queries.differences import changes_of, held_of
from hamlet.insight.rules.child_level import (
    IN_WORDS,
    child_level_columns,
    child_level_values,
    dates_in,
    plain,
    tells_of_a_child,
)
from hamlet.insight.rules.files import LONGEST, MOST_BYTES, MOST_COLUMNS, MOST_LINES, Problem, Read, read_lines
from hamlet.insight.rules.revising import NOTHING, Change, Held, afterwards, do_not_add_up, says_not_why
from hamlet.insight.rules.supplying import COLUMNS, HEADINGS, NEEDED, Asked, Cell, Wrong

Numbered = tuple[int, list[str]]
WITHIN = 12  # the headings stand in one of the first rows: the template says above them what is asked
WORDS = frozenset({HEADINGS["comment"], HEADINGS["missing_because"], HEADINGS["revised_because"]})


class ChildLevel(Refusal):
    """The file is about single children. Nothing of it was kept."""


class NotTheTemplate(Refusal):
    """The file has not the columns of a return, or is larger than one can be."""


@dataclass(frozen=True)
class Table:
    """The rows of a return from its headings on, with the letters of their columns."""

    letters: list[str]
    rows: list[Numbered]
    kind: str = "File"

    def sealed(self) -> str:
        return json.dumps([self.letters, self.rows])

    @classmethod
    def opened(cls, text: str) -> "Table":
        letters, rows = json.loads(text)
        return cls(letters, [tuple(row) for row in rows])


def table_from(content: bytes, name: str) -> Table:
    """The table of a return in a file, as text. Refuses a file that is too large before it is read, and a child-level one, whichever
    of its sheets tells of a child, before anything of it is looked at further.
    """
    if len(content) > MOST_BYTES:
        raise NotTheTemplate(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send the template with figures alone")
    sheets = [
        (title, [(number, [as_text(cell) for cell in row]) for number, row in rows]) for title, rows in read_sheets(content, name)
    ]
    for title, rows in sheets:
        expect_small(rows, title or name)
    for title, rows in sheets:
        expect_no_child(rows, name, title)
    for _, rows in sheets:
        if (head := headings_of(rows)) is not None:
            return replace(known_columns(rows[head:]), kind="Excel file" if name.lower().endswith(".xlsx") else "CSV file")
    wanted = " and ".join(f"“{HEADINGS[name]}”" for name in NEEDED)
    raise NotTheTemplate(f"The file has no columns {wanted}. Download the template, fill it in and send that")


def expect_small(rows: Sequence[Numbered], where: str) -> None:
    if len(rows) > MOST_LINES + WITHIN:
        raise NotTheTemplate(f"{where} has {len(rows):,} rows, and a return has at most {MOST_LINES:,}")
    if any(len(row) > MOST_COLUMNS for _, row in rows):
        raise NotTheTemplate(f"{where} has more than {MOST_COLUMNS} columns. Send the template with figures alone")
    for number, row in rows:
        if any(len(cell) > LONGEST for cell in row):
            raise NotTheTemplate(f"{where} has a cell of more than {LONGEST:,} characters in row {number}. Shorten it")


def expect_no_child(rows: list[Numbered], *names: str) -> None:
    """Refuses what tells of a child: the name of a file or a sheet, a heading or a cell."""
    head = headings_of(rows)
    headings = rows[head][1] if head is not None else []
    found = [f"Its name holds what is shaped like a {what.lower()}" for word in names if (what := tells_of_a_child(word))]
    found = found or child_level_columns(cell for _, row in rows[:WITHIN] for cell in row)
    found = found or child_level_values(headings, rows, words=WORDS)
    if found:
        raise ChildLevel(f"This file is about single children, so nothing of it was kept. {found[0]}. Send totals only")
    if date := dates_in(headings, rows):
        raise ChildLevel(f"Nothing of this file was kept. {date}. {IN_WORDS}")


def known_columns(table: list[Numbered]) -> Table:
    """The columns of a return and no others: what else a file holds is not kept."""
    wanted = {plain(heading) for heading in HEADINGS.values()}
    places = [place for place, cell in enumerate(table[0][1]) if plain(cell) in wanted]
    rows = [(number, [row[place] if place < len(row) else "" for place in places]) for number, row in table]
    return Table([get_column_letter(place + 1) for place in places], rows)


def headings_of(rows: Sequence[Numbered]) -> int | None:
    """Which of the first rows holds the headings."""
    wanted = {plain(HEADINGS[name]) for name in NEEDED}
    for place, (_, row) in enumerate(rows[:WITHIN]):
        if wanted <= {plain(cell) for cell in row}:
            return place
    return None


def keyed(table: Table) -> dict[str, int]:
    """The place of each column by its key; the first of two with the same heading."""
    places = {plain(cell): place for place, cell in reversed(list(enumerate(table.rows[0][1])))}
    return {key: places[plain(heading)] for key, heading, _ in COLUMNS if plain(heading) in places}


def as_rows(table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
    keys = keyed(table)
    for number, row in table.rows[1:]:
        yield number, {key: row[place] if place < len(row) else "" for key, place in keys.items()}


@dataclass(frozen=True)
class Preview:
    read: Read
    changes: list[Change]
    left_out: list[Asked]
    other: Return | None = None  # the return of the quarter for which the template was made

    @property
    def behind(self) -> list[Change]:
        return [change for change in self.changes if change.lag]

    @property
    def elsewhere(self) -> list[Change]:
        return [change for change in self.changes if change.elsewhere]


def understood(source: Return, table: Table, asked: Sequence[Asked], here: Mapping[Cell, Held]) -> Read:
    """Every row as a line, and all that would be refused: each fault, a change without a reason, sums that are wrong."""
    letters = {key: table.letters[place] for key, place in keyed(table).items()}
    read = read_lines(as_rows(table), asked, usually(source), source.agency.short_name, letters)
    for line in read.lines:
        if says_not_why(here.get(line.asked.cell, NOTHING), line):
            sentence = f"{line.asked} was sent before. Say why it changed"
            read.wrong(read.rows[line.asked.cell], Wrong("revised_because", sentence))
    touched = {line.asked.code for line in read.lines}
    for wrong in do_not_add_up(afterwards(here, read.lines), asked, touched):
        read.problems.append(Problem(read.rows.get(wrong.total.cell, 0), wrong.total.title, wrong.sentence))
    return read


def preview(upload: Upload) -> Preview:
    """What a kept file would change, and everything that is wrong with it."""
    source = upload.source
    asked = cells_to_fill(source)
    here = held_of(source, asked)
    read = understood(source, Table.opened(decrypt(upload.sealed_rows)), asked, here)
    larger = dict(suppliable_areas().filter(is_home=False).values_list("code", "name"))
    left_out = [cell for cell in read.left_out if not cell.breakdown and cell.cell not in here]
    other = Return.objects.filter(agency=source.agency, quarter_on=read.other.starts_on).first() if read.other else None
    return Preview(read, changes_of(source, read.lines, here, larger), left_out, other)
