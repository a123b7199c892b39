"""Figures as DfE's tidy CSV with its metadata file. No Django.

Source: DfE analysts' guide (data standards), 2026: required columns, six-digit periods of financial quarters, "Total" in filters,
symbols z x c low, metadata of eight columns. One file holds one time identifier group: the four quarters, never a year beside them.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamlet.insight.rules.periods import Quarter

TIME_AND_PLACE = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name"),
    *("old_la_code", "new_la_code", "la_name"),
)
FILTERS = (("breakdown", "Broken down by"), ("category", "Category"), ("status", "Status"))
RESERVED = frozenset({*TIME_AND_PLACE, *(name for name, _ in FILTERS)})
META = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint"),
    "filter_grouping_column",
)
LONGEST_NAME, LONGEST_LABEL, LONGEST_FILE = 50, 100, 35
LONGEST_PART = len(": denominator")  # what is put behind the name and label of an indicator
NOT_APPLICABLE = "z"


@dataclass(frozen=True)
class Place:
    """The local authority whose figures they are, with its region."""

    new_code: str
    old_code: str
    name: str
    region_code: str
    region_name: str


@dataclass(frozen=True)
class Column:
    """One indicator column: `grouping` is what it stands under, `unit` "%" or "", `decimals` those shown."""

    key: str
    name: str
    label: str
    grouping: str = ""
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class Fact:
    """One cell: of which column, quarter, breakdown and category ("" for the total), and its number or symbol."""

    column: str
    quarter: Quarter
    breakdown: str
    category: str
    number: Decimal | None
    symbol: str = ""
    provisional: bool = False


def status_of(provisional: bool) -> str:
    """The standard has no symbol for a figure that may still change: a filter says it of each row."""
    return "Provisional" if provisional else "Final"


def column_name(words: str) -> str:
    """Words as a name of the standard: snake_case, at most 50 characters, not beginning with a digit."""
    name = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:LONGEST_NAME].rstrip("_")
    return f"n_{name}"[:LONGEST_NAME] if not name or name[0].isdigit() else name


def file_name(words: str, number: int) -> str:
    """At most 35 small letters, digits and hyphens. What is too long ends with a whole word and the number that is its own."""
    name = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-") or "data"
    if len(name) <= LONGEST_FILE:
        return name
    ending = f"-{number}"
    room = LONGEST_FILE - len(ending)
    return (name[: room + 1].rpartition("-")[0] or name[:room]) + ending


def free(wanted: str, taken: set[str], longest: int, joint: str) -> str:
    """The words, shortened, and with a number when they are taken. Capitals make no difference."""
    for number in range(1, len(taken) + 2):
        ending = f"{joint}{number}" if number > 1 else ""
        found = (wanted if len(wanted) + len(ending) <= longest else wanted[: longest - len(ending)].rstrip("_ ")) + ending
        if found.casefold() not in taken:
            break
    taken.add(found.casefold())
    return found


def tidy_csv(columns: Sequence[Column], facts: Iterable[Fact], place: Place) -> bytes:
    """The data file, newest quarter first. A cell that an indicator does not have is "z": not applicable."""
    rows: dict[tuple[Quarter, str, str, str], dict[str, str]] = {}
    for fact in facts:
        key = (fact.quarter, fact.breakdown or "Total", fact.category or "Total", status_of(fact.provisional))
        rows.setdefault(key, {})[fact.column] = fact.symbol if fact.number is None else f"{fact.number.normalize():f}"
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*TIME_AND_PLACE, *(name for name, _ in FILTERS), *(column.name for column in columns)])
    for key in sorted(rows, key=lambda row: (-row[0].year, -row[0].number, row[1] != "Total", *row[1:])):
        quarter, breakdown, category, status = key
        cells = [rows[key].get(column.key, NOT_APPLICABLE) for column in columns]
        writer.writerow([*_where(quarter, place), plain(breakdown), plain(category), status, *cells])
    return written.getvalue().encode()


def _where(quarter: Quarter, place: Place) -> list[str]:
    period = f"{quarter.year}{(quarter.year + 1) % 100:02}"
    codes = [place.region_code, place.region_name, place.old_code, place.new_code, place.name]
    return [period, f"Financial year Q{quarter.number}", "Local authority", "E92000001", "England", *map(plain, codes)]


def plain(text: str) -> str:
    """Words as they may leave: without what a spreadsheet would run."""
    return text.lstrip("=+-@\t\r\n").strip() or "Not available"


def metadata_csv(columns: Sequence[Column]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(META)
    for name, label in FILTERS:
        writer.writerow([name, "Filter", label, "", "", "", "", ""])
    for column in columns:
        label, dp = plain(column.label), str(column.decimals)
        writer.writerow(
            [column.name, "Indicator", label, plain(column.grouping) if column.grouping else "", column.unit, dp, "", ""]
        )
    return written.getvalue().encode()
