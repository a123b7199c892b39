"""Reads a workbook in a process of its own, with little memory: a file of one kilobyte may claim a billion cells.

Run as a script it is that process: a workbook comes in, its sheets go out as JSON. It imports nothing of ours.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree  # read in this process of little memory and time alone

import python_calamine

MOST_MEMORY = 1024**3
MOST_SECONDS = 30
UNREADABLE = 3
MOMENTS = {"datetime": datetime, "date": date, "time": time}


class Unreadable(Exception):
    """The file is no workbook, or one without a sheet."""


class TooMuch(Exception):
    """The workbook needs more memory or time than reading one may take."""


def first_sheet(content: bytes) -> list[list[Any]]:
    """The rows of a workbook's first sheet, from its first cell on. Raises Unreadable or TooMuch."""
    rows: list[list[Any]] = _read(content, "first")
    return rows


def every_sheet(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Each sheet's name and rows, hidden ones too. What `first_sheet` leaves empty is text here: an error like #N/A, and a
    formula that was never worked out. Raises Unreadable or TooMuch."""
    return [(name, rows) for name, rows in _read(content, "every")]


def _read(content: bytes, which: str) -> Any:
    command = [sys.executable, "-I", __file__, which]
    try:
        finished = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    if finished.returncode == UNREADABLE:
        raise Unreadable
    if finished.returncode:
        raise TooMuch
    return json.loads(finished.stdout, object_hook=moment_of)


def moment_of(cell: dict[str, str]) -> Any:
    ((kind, value),) = cell.items()
    return MOMENTS[kind].fromisoformat(value)  # type: ignore[attr-defined]  # each of the three has it


def sayable(cell: Any) -> Any:
    kind = type(cell).__name__
    return {kind: cell.isoformat()} if kind in MOMENTS else str(cell)


def sheets_of(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    book, unsaid = python_calamine.load_workbook(io.BytesIO(content)), dict(unsaid_cells(content))
    found = []
    for sheet in book.sheets_metadata:
        if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for row, column, text in unsaid.get(sheet.name, ()):
                if row <= len(rows) and column <= len(rows[row - 1]):
                    rows[row - 1][column - 1] = text
            found.append((sheet.name, rows))
    return found


def unsaid_cells(content: bytes) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """By sheet, the cells that hold an error, or a formula without its outcome: row, column and text."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        targets = {link.get("Id"): str(link.get("Target")) for link in links}
        for sheet in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter():  # noqa: S314
            path = next((targets[value] for name, value in sheet.items() if name.endswith("}id") and value in targets), "")
            if sheet.tag.endswith("}sheet") and path:
                with parts.open(path.lstrip("/") if path.startswith("/") else f"xl/{path}") as file:
                    yield str(sheet.get("name")), list(unsaid_in(file))


def unsaid_in(file: Any) -> Iterator[tuple[int, int, str]]:
    for _, cell in ElementTree.iterparse(file):  # noqa: S314
        if not cell.tag.endswith("}c"):
            continue
        parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
        where = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "")
        if where and (cell.get("t") == "e" or ("f" in parts and not parts.get("v") and cell.get("t") != "str")):
            column = 0
            for letter in where[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            yield int(where[2]), column, parts.get("v") or f"={parts.get('f', '')}"
        cell.clear()


def main() -> int:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        if sys.argv[1] == "every":
            found: Any = sheets_of(content)
        else:
            found = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return UNREADABLE
    json.dump(found, sys.stdout, default=sayable)
    return 0


if __name__ == "__main__":
    sys.exit(main())
