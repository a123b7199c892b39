"""Columns, the words of their cells, and what is wrong with a row, in sentences. No Django."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_ROWS = 5_000  # an import holds the one write lock of SQLite: measured at 4 to 10 seconds for so many
MOST_COLUMNS = 60
Numbered = tuple[int, list[str]]  # a row of the file under the number that its spreadsheet shows


class Wrong(Exception):
    """A cell or a row cannot be understood. `column` is the key of the column at fault, when one is."""

    def __init__(self, sentence: str, column: str = ""):
        super().__init__(sentence)
        self.column = column


class State(StrEnum):
    UPLOADED = "Uploaded"
    CHECKED = "Checked"
    IMPORTED = "Imported"


@dataclass(frozen=True)
class Column:
    """One column of a template: `parse` turns the text of a cell into a value, or raises Wrong."""

    key: str
    title: str
    example: str
    parse: Callable[[str], Any]
    needed: bool = False
    about: str = ""
    also: tuple[str, ...] = ()  # other headings under which spreadsheets are known to call it


@dataclass(frozen=True)
class Importer:
    """What one room lets in. `identity` says which record a row is; `prepare` reads once what rows refer to; `bring` makes one
    record by the room's operations, answers whether it was new, and raises Wrong or a Refusal for a row that cannot be.
    """

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    identity: Callable[[dict[str, Any]], Any]
    prepare: Callable[[], Any]
    bring: Callable[[dict[str, Any], Any, Any], bool]


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.sentence}" if self.column else f"Row {self.row}: {self.sentence}"


@dataclass
class Report:
    """What would become of a file: how many rows make something, how many are here already, and what is wrong."""

    new: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)


def plain(heading: str) -> str:
    """A heading without what people write differently: case, spaces, marks and an asterisk."""
    return "".join(mark for mark in heading.casefold() if mark.isalnum())


def guess(columns: Sequence[Column], headings: Sequence[str]) -> dict[str, int]:
    """Which column of the file is probably which of ours: by title, by key, then by other known names. Each taken once."""
    found: dict[str, int] = {}
    places = {plain(heading): number for number, heading in reversed(list(enumerate(headings))) if plain(heading)}
    for names in (lambda column: (column.title, column.key), lambda column: column.also):
        for column in columns:
            for name in names(column):
                number = places.get(plain(name))
                if number is not None and column.key not in found and number not in found.values():
                    found[column.key] = number
    return found


def understood(
    columns: Sequence[Column], mapping: dict[str, int], rows: Sequence[Numbered]
) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """The rows as values, each with the number under which its spreadsheet shows it, and what cannot be understood."""
    good, problems = [], []
    for number, row in rows:
        values: dict[str, Any] = {}
        wrong = []
        for column in columns:
            place = mapping.get(column.key)
            text = row[place].strip() if place is not None and place < len(row) else ""
            try:
                values[column.key] = value_of(column, text)
            except Wrong as fault:
                wrong.append(Problem(number, column.title, str(fault)))
        problems += wrong
        if not wrong:
            good.append((number, values))
    return good, problems


def value_of(column: Column, text: str) -> Any:
    if text:
        return column.parse(text)
    if column.needed:
        raise Wrong("this must not be empty")
    return None


def doubled(identity: Callable[[dict[str, Any]], Any], rows: Sequence[tuple[int, dict[str, Any]]]) -> list[Problem]:
    """Rows that say the same thing as an earlier row of the file."""
    first: dict[Any, int] = {}
    problems = []
    for number, values in rows:
        key = identity(values)
        if first.setdefault(key, number) != number:
            problems.append(Problem(number, "", f"this is the same record as row {first[key]}"))
    return problems


SENTENCES = {
    "moving_in.uploaded": "uploaded {what} to move in ({rows} rows)",
    "moving_in.checked": "checked the rows: {new} new, {same} here already, {wrong} problems",
    "moving_in.imported": "moved {what} in: {new} new, {same} here already",
    "moving_in.forgotten": "deleted the uploaded rows",
}
