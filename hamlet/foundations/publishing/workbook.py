"""Reads a workbook in a process of its own, with little memory: a file of one kilobyte may claim a billion cells.

Run as a script it is that process: a workbook comes in, its first sheet goes out as JSON. It imports nothing of ours.
"""

import io
import json
import subprocess
import sys
from datetime import date, datetime, time
from typing import Any

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
    command = [sys.executable, "-I", __file__]
    try:
        finished = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    if finished.returncode == UNREADABLE:
        raise Unreadable
    if finished.returncode:
        raise TooMuch
    rows: list[list[Any]] = json.loads(finished.stdout, object_hook=moment_of)
    return rows


def moment_of(cell: dict[str, str]) -> Any:
    ((kind, value),) = cell.items()
    return MOMENTS[kind].fromisoformat(value)  # type: ignore[attr-defined]  # each of the three has it


def sayable(cell: Any) -> Any:
    kind = type(cell).__name__
    return {kind: cell.isoformat()} if kind in MOMENTS else str(cell)


def main() -> int:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError):
        return UNREADABLE
    json.dump(rows, sys.stdout, default=sayable)
    return 0


if __name__ == "__main__":
    sys.exit(main())
