"""Chronologies: reading an agency's table row by row, and merging several into one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

HEADINGS = ("Date", "Time", "What happened", "Source")
ALSO = {
    "Date": {"date", "date of event", "event date", "when"},
    "Time": {"time", "time of event"},
    "What happened": {"what happened", "event", "details", "what", "description", "significant event"},
    "Source": {"source", "record", "source of information", "file"},
}
NEEDED = ("Date", "What happened")
MOST_ROWS = 5_000
DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y")
WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun"
TIME_AFTER = re.compile(r"(?:,|\s|T)\s*(?:at\s+)?(\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm))$", re.IGNORECASE)
TIMES = ("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p")


@dataclass(frozen=True)
class Row:
    """One entry as it was read: what happened on a day, at a time where one is known, and which record says so."""

    on: date
    at: time | None
    what: str
    source: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, in words: `number` is the one that a spreadsheet shows."""

    number: int
    column: str
    said: str


@dataclass(frozen=True)
class Entry:
    """An entry of the combined chronology: whose record it is stays with it."""

    on: date
    at: time | None
    agency: str
    source: str
    what: str
    names: str = ""


def columns(headings: Sequence[Any]) -> dict[str, int]:
    """Where each column stands, by its heading or a usual other name; what is not there is left out."""
    found = {}
    for place, heading in enumerate(headings):
        said = " ".join(str(heading or "").lower().split())
        for name, others in ALSO.items():
            if said in others and name not in found:
                found[name] = place
    return found


def read(rows: Sequence[tuple[int, Sequence[Any]]], today: date) -> tuple[list[Row], list[Problem]]:
    """The entries of a table with its headings first, and every problem by row and column. Nothing is guessed."""
    (number, headings), *rest = rows
    where = columns(headings)
    missing = [name for name in NEEDED if name not in where]
    if missing:
        return [], [Problem(number, name, f"There is no column “{name}”{title_above(rest)}") for name in missing]
    if len(rest) > MOST_ROWS:
        return [], [Problem(number, "", f"There are {len(rest):,} rows: send at most {MOST_ROWS:,} at a time")]
    found, problems = [], []
    for line, cells in rest:
        row, wrong = read_row(line, cells, where, today)
        found += [row] if row else []
        problems += wrong
    if not rest:
        problems.append(Problem(number, "", "There is no row below the headings"))
    return found, problems


def title_above(rest: Sequence[tuple[int, Sequence[Any]]]) -> str:
    """A hint for a table whose headings are not in its first row."""
    place = next((line for line, cells in rest[:20] if all(name in columns(cells) for name in NEEDED)), None)
    return f". The headings are in row {place}: delete the rows above it" if place else ""


def read_row(line: int, cells: Sequence[Any], where: dict[str, int], today: date) -> tuple[Row | None, list[Problem]]:
    given = {name: cells[place] if place < len(cells) else "" for name, place in where.items()}
    on, at, beside = day_of(given["Date"]), time_of(given.get("Time", "")), time_within(given["Date"])
    what = in_lines(given["What happened"])
    problems = []
    if on is None:
        problems.append(Problem(line, "Date", f"“{given['Date']}” is no date: write it like 7/11/2022"))
    elif on > today:
        problems.append(Problem(line, "Date", "It lies in the future"))
    if at is None and str(given.get("Time", "") or "").strip():
        problems.append(Problem(line, "Time", f"“{given['Time']}” is no time: write it like 14:30, or leave it empty"))
    if not what:
        problems.append(Problem(line, "What happened", "It is empty"))
    if problems or on is None:
        return None, problems
    return Row(on, beside if at is None else at, what, " ".join(str(given.get("Source") or "").split())), []


def in_lines(cell: Any) -> str:
    """The words of a cell, each line tidied and the lines kept apart."""
    lines = (" ".join(line.split()) for line in str(cell or "").splitlines())
    return "\n".join(line for line in lines if line)


def day_of(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said, _ = apart(" ".join(str(cell or "").split()))
    for form in DAYS:
        try:
            found = datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if found.year >= 1900 else None
    return None


def apart(said: str) -> tuple[str, str]:
    """A day and the time written after it in the same cell, without the name of the weekday: "Mon 7/11/2022 14:30"."""
    said = re.sub(rf"^(?:{WEEKDAYS})[a-z]*\.?,?\s+", "", said, flags=re.IGNORECASE)
    said = re.sub(r"^(\d{1,2})(?:st|nd|rd|th)\b", r"\1", said)
    hit = TIME_AFTER.search(said)
    return (said[: hit.start()], hit[1]) if hit else (said, "")


def time_within(cell: Any) -> time | None:
    """The time in a cell that says day and time together. Midnight is how a spreadsheet writes a day without a time."""
    if isinstance(cell, datetime):
        return cell.time().replace(tzinfo=None) if cell.time() != time() else None
    said = "" if isinstance(cell, date) else apart(" ".join(str(cell or "").split()))[1]
    return time_of(said) if not said.endswith("00:00:00") else None


def time_of(cell: Any) -> time | None:
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    said = str(cell or "").replace(" ", "").upper()
    for form in TIMES:
        try:
            return datetime.strptime(said, form).time()  # noqa: DTZ007 - a time has no zone
        except ValueError:
            continue
    return None


def combined(entries: Iterable[Entry]) -> list[Entry]:
    """One chronology of all agencies': by day, then by time (without one first), then as the agencies gave them."""
    return sorted(entries, key=lambda entry: (entry.on, entry.at is not None, entry.at or time()))
