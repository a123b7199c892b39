"""Chronologies: reading an agency's table row by row, merging several into one, and putting pseudonyms for names."""

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
MOST_ROWS = 5_000
DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
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
    missing = [name for name in ("Date", "What happened") if name not in where]
    if missing:
        return [], [Problem(number, name, f"There is no column “{name}”") for name in missing]
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


def read_row(line: int, cells: Sequence[Any], where: dict[str, int], today: date) -> tuple[Row | None, list[Problem]]:
    given = {name: cells[place] if place < len(cells) else "" for name, place in where.items()}
    on, at = day_of(given["Date"]), time_of(given.get("Time", ""))
    what = " ".join(str(given["What happened"] or "").split())
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
    return Row(on, at, what, " ".join(str(given.get("Source") or "").split())), []


def day_of(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = " ".join(str(cell or "").split())
    for form in DAYS:
        try:
            found = datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if found.year >= 1900 else None
    return None


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


def pseudonymised(text: str, names: Sequence[tuple[str, str]]) -> str:
    """The text with each name's words put for it, the longest name first. A whole name of several parts also hides its parts."""
    stands: dict[str, str] = {}
    for name, words in names:
        parts = name.split()
        for said in (name, *(part for part in parts if len(parts) > 1 and len(part) > 2)):
            stands.setdefault(" ".join(said.lower().split()), words)
    stands.pop("", None)
    if not stands:
        return text
    ordered = sorted(stands, key=len, reverse=True)
    pattern = "|".join(r"\s+".join(re.escape(part) for part in said.split()) for said in ordered)
    found = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    return found.sub(lambda hit: stands[" ".join(hit[0].lower().split())], text)
