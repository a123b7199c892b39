"""How the text of a cell is understood, and the sentence when it is not. No Django."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from hamlet.foundations.moving_in.rules import Wrong

LONDON = ZoneInfo("Europe/London")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
BRITISH = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
SPOKEN = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})? ?(am|pm)?", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
YES, NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0", "-"}


def as_text(value: Any) -> str:
    """A cell of a sheet as the text that a person would read in it: whole numbers without ".0", dates by ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def text(most: int = 10_000) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if len(cell) > most:
            raise Wrong(f"this is {len(cell)} characters long, and {most} fit")
        return cell

    return parse


def day(cell: str) -> date:
    """2022-11-07, 7/11/2022, 7.11.22 (the day first, as in Britain) or 7 November 2022."""
    parts = day_parts(cell)
    if parts is None:
        raise Wrong(f"“{cell}” is not a date like 7/11/2022")
    try:
        return date(*parts)
    except ValueError:
        raise Wrong(f"{said(parts)} is not a date") from None


def day_parts(cell: str) -> tuple[int, int, int] | None:
    if found := ISO.fullmatch(cell):
        return int(found[1]), int(found[2]), int(found[3])
    if found := BRITISH.fullmatch(cell):
        year = int(found[3])
        return year + 2000 if year < 100 else year, int(found[2]), int(found[1])
    found = SPOKEN.fullmatch(cell)
    if found and found[2][:3].casefold() in MONTHS:
        return int(found[3]), MONTHS.index(found[2][:3].casefold()) + 1, int(found[1])
    return None


def said(parts: tuple[int, int, int]) -> str:
    year, month, number = parts
    if not 1 <= month <= 12:
        return f"{number}/{month}/{year}"
    return f"{number} {date(2000, month, 1):%B} {year}"


def clock(cell: str) -> time:
    """14:00, 2pm, 2.30 pm: at the clock on the wall."""
    found = CLOCK.fullmatch(cell.strip())
    if not found:
        raise Wrong(f"“{cell}” is not a time like 14:00")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or (half and int(found[1]) > 12):
        raise Wrong(f"“{cell}” is not a time like 14:00")
    return time(hour, minute)


def moment(cell: str) -> datetime:
    """A day and a time in one cell, as London's clocks show them."""
    lead, _, rest = cell.replace("T", " ").rpartition(" ")
    if rest.lower() in {"am", "pm"}:
        lead, _, hours = lead.rpartition(" ")
        rest = f"{hours}{rest}"
    if not lead:
        raise Wrong(f"“{cell}” is not a day and a time like 7/11/2022 14:00")
    return datetime.combine(day(lead.removesuffix(" at").strip()), clock(rest), tzinfo=LONDON)


def email(cell: str) -> str:
    if not EMAIL.fullmatch(cell) or len(cell) > 254:
        raise Wrong(f"“{cell}” is not an email address")
    return cell.lower()


def yes_or_no(cell: str) -> bool:
    if cell.casefold() in YES | NO:
        return cell.casefold() in YES
    raise Wrong(f"“{cell}” is neither yes nor no")


def whole_number(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > 6:
        raise Wrong(f"“{cell}” is not a whole number")
    return int(cell)


def one_of(words: type[StrEnum]) -> Callable[[str], Any]:
    """One word of a list, however it is capitalised."""
    known = {name.casefold(): word for word in words for name in (word.value, word.name.replace("_", " "))}

    def parse(cell: str) -> Any:
        if cell.casefold() not in known:
            raise Wrong(f"“{cell}” is none of: {', '.join(word.value for word in words)}")
        return known[cell.casefold()]

    return parse


def several(parse: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    """Several values in one cell, with semicolons between them."""
    return lambda cell: [parse(part.strip()) for part in cell.split(";") if part.strip()]
