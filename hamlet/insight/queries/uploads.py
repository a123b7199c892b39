"""Files of figures, read and compared, with nothing kept."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hamlet.foundations.encryption import decrypt
from hamlet.foundations.moving_in.cells import as_text
from hamlet.foundations.publishing.sheets import read_numbered
from hamlet.foundations.records import Refusal
from hamlet.insight.models import Return, Upload
from hamlet.insight.queries.asking import areas_by_name, cells_asked, usual_area
from hamlet.insight.queries.differences import changes_of
from hamlet.insight.rules.child_level import child_level_columns, child_level_values, plain
from hamlet.insight.rules.supplying import COLUMNS, HEADINGS, MOST_LINES, NEEDED, Change, Read, read_lines

Numbered = tuple[int, list[str]]
WITHIN = 12  # the headings stand in one of the first rows: the template says above them what is asked


class ChildLevel(Refusal):
    """The file is about single children. Nothing of it was kept."""


class NotTheTemplate(Refusal):
    """The file has not the columns of a return."""


def table_from(content: bytes, name: str) -> list[Numbered]:
    """The rows of a file from its headings on, as text. Refuses a child-level file before anything of it is looked at further."""
    rows = [(number, [as_text(cell) for cell in row]) for number, row in read_numbered(content, name)]
    head = headings_of(rows)
    found = child_level_columns(cell for _, row in rows[:WITHIN] for cell in row)
    found = found or child_level_values(rows[head][1] if head is not None else [], rows)
    if found:
        raise ChildLevel(f"This file is about single children, so nothing of it was kept. {found[0]}. Send totals only")
    if head is None:
        wanted = " and ".join(f"“{HEADINGS[name]}”" for name in NEEDED)
        raise NotTheTemplate(f"{name} has no columns {wanted}. Download the template, fill it in and send that")
    if len(rows) - head - 1 > MOST_LINES:
        raise NotTheTemplate(f"{name} has {len(rows) - head - 1:,} rows, and a return has at most {MOST_LINES:,}")
    return known_columns(rows[head:])


def known_columns(table: list[Numbered]) -> list[Numbered]:
    """The columns of a return and no others: what else a file holds is not kept."""
    wanted = {plain(heading) for heading in HEADINGS.values()}
    places = [place for place, cell in enumerate(table[0][1]) if plain(cell) in wanted]
    return [(number, [row[place] if place < len(row) else "" for place in places]) for number, row in table]


def headings_of(rows: list[Numbered]) -> int | None:
    """Which of the first rows holds the headings."""
    wanted = {plain(HEADINGS[name]) for name in NEEDED}
    for place, (_, row) in enumerate(rows[:WITHIN]):
        if wanted <= {plain(cell) for cell in row}:
            return place
    return None


def as_rows(table: list[Numbered]) -> Iterator[tuple[int, Mapping[str, str]]]:
    places = {plain(cell): place for place, cell in reversed(list(enumerate(table[0][1])))}
    keys = {key: places[plain(heading)] for key, heading, _ in COLUMNS if plain(heading) in places}
    for number, row in table[1:]:
        yield number, {key: row[place] if place < len(row) else "" for key, place in keys.items()}


@dataclass(frozen=True)
class Preview:
    read: Read
    changes: list[Change]

    @property
    def behind(self) -> list[Change]:
        return [change for change in self.changes if change.lag]


def understood(source: Return, table: list[Numbered]) -> Read:
    area = usual_area(source.agency)
    asked = cells_asked(source.agency, source.quarter)
    return read_lines(as_rows(table), asked, source.quarter, areas_by_name(), area.code if area else "")


def preview(upload: Upload) -> Preview:
    """What a kept file would change, and everything that is wrong with it."""
    table: Any = [tuple(row) for row in json.loads(decrypt(upload.sealed_rows))]
    read = understood(upload.source, table)
    return Preview(read, changes_of(upload.source, read.lines))
