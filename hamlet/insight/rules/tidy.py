"""DfE's tidy CSV (explore education statistics): which columns are which, which period a row speaks of. No Django.

Source: DfE analysts' guide (data standards) and the lookups of its screener, 2026; older files under the same columns.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hamlet.insight.rules.areas import LEVELS, AreaKind
from hamlet.insight.rules.national import YearEnd
from hamlet.insight.rules.periods import Length, Quarter

REQUIRED = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
GEOGRAPHY = frozenset(
    {
        *("country_code", "country_name", "region_code", "region_name", "new_la_code", "old_la_code", "la_name"),
        *("lad_code", "lad_name", "pcon_code", "pcon_name", "ward_code", "ward_name", "pfa_code", "pfa_name"),
        *("lsip_code", "lsip_name", "school_urn", "school_name", "school_laestab", "trust_id", "trust_name"),
        *("local_enterprise_partnership_code", "local_enterprise_partnership_name", "rsc_region_lead_name"),
        *("english_devolved_area_code", "english_devolved_area_name", "opportunity_area_code", "opportunity_area_name"),
        *("sponsor_id", "sponsor_name", "provider_ukprn", "provider_name", "institution_id", "institution_name"),
        *("planning_area_code", "planning_area_name"),
    }
)
TIME = frozenset({"time_period", "time_identifier"})
NEEDED_BY_LEVEL = {"Local authority": "new_la_code", "Regional": "region_code"}
CODE_COLUMNS = {
    AreaKind.LOCAL_AUTHORITY: ("new_la_code", "la_name", "old_la_code", "region_code"),
    AreaKind.REGION: ("region_code", "region_name", "", ""),
    AreaKind.COUNTRY: ("country_code", "country_name", "", ""),
}
YEAR_ENDS = {YearEnd.MARCH: (3, 31), YearEnd.AUGUST: (8, 31), YearEnd.SEPTEMBER: (9, 30), YearEnd.DECEMBER: (12, 31)}
MONTHS = {calendar.month_name[number]: number for number in range(1, 13)}
QUARTERS = {f"Financial year Q{number}": number for number in range(1, 5)}
# The month and day on which it ends, in which of the two years (0 the first, 1 the second), and how long it is.
SPANS = {
    "Academic year": (8, 31, 1, Length.YEAR),
    "Financial year": (3, 31, 1, Length.YEAR),
    "Tax year": (4, 5, 1, Length.YEAR),
    "Part 1 (April to September)": (9, 30, 0, Length.OTHER),
    "Part 2 (October to March)": (3, 31, 1, Length.OTHER),
    "Autumn term": (12, 31, 0, Length.OTHER),
    "Spring term": (4, 30, 1, Length.OTHER),
    "Summer term": (8, 31, 1, Length.OTHER),
    "Autumn and spring term": (4, 30, 1, Length.OTHER),
}
REPORTING_YEAR = "Reporting year"
MOST_MEASURES = 2_000


class NotTidy(ValueError):
    """The file is not in the standard. `str` says what is missing, in a sentence."""


@dataclass(frozen=True)
class Span:
    """What a time period and its identifier mean."""

    ends_on: date
    length: Length
    said: str


def span_of(period: str, identifier: str, year_end: YearEnd) -> Span:
    """The last day and the length of a period. Raises NotTidy for one that the standard does not know.

    A reporting year ends, or counts, on the data set's `year_end` in the year that it names.
    """
    period, identifier = period.strip(), identifier.strip()
    said = f"{period_name(period)} {identifier}"
    if len(period) == 4 and period.isdigit():
        return Span(_four(int(period), identifier, year_end), _length_of_four(identifier), said)
    if len(period) == 6 and period.isdigit() and int(period[4:]) == (int(period[:4]) + 1) % 100:
        ends_on, length = _six(int(period[:4]), identifier)
        return Span(ends_on, length, said)
    raise NotTidy(f"“{period}” is not a time period like 2025 or 202425")


def years_that_end_together(spans: Iterable[Span]) -> str:
    """What is wrong with a file that has two kinds of year to one day, in a sentence; "" when it has not."""
    found: dict[date, Span] = {}
    for span in sorted((span for span in spans if span.length is Length.YEAR), key=lambda span: span.said):
        if (first := found.setdefault(span.ends_on, span)) is not span:
            day = f"{span.ends_on.day} {span.ends_on:%B %Y}"
            return f"{first.said} and {span.said} both end on {day}: the standard keeps periods of one kind in a file"
    return ""


def ends_of_reporting_year(said: str, year_end: YearEnd) -> date:
    """The last day of a reporting year as it is on record: "2025 Reporting year"."""
    return span_of(said.partition(" ")[0], REPORTING_YEAR, year_end).ends_on


def period_name(period: str) -> str:
    return f"{period[:4]}–{period[4:]}" if len(period) == 6 else period


def _length_of_four(identifier: str) -> Length:
    return Length.YEAR if identifier in {"Calendar year", REPORTING_YEAR} else Length.OTHER


def _four(year: int, identifier: str, year_end: YearEnd) -> date:
    if identifier == "Calendar year":
        return date(year, 12, 31)
    if identifier == REPORTING_YEAR:
        return date(year, *YEAR_ENDS[year_end])
    if identifier in MONTHS:
        return date(year, MONTHS[identifier], calendar.monthrange(year, MONTHS[identifier])[1])
    kind, _, number = identifier.partition(" ")
    if kind == "Week" and number.isdigit() and 1 <= int(number) <= 52:
        return date.fromisocalendar(year, int(number), 7)
    raise NotTidy(f"“{identifier}” is not a time identifier of a period of four digits")


def _six(year: int, identifier: str) -> tuple[date, Length]:
    if identifier in QUARTERS:
        return Quarter(year, QUARTERS[identifier]).ends_on, Length.QUARTER
    if identifier not in SPANS:
        raise NotTidy(f"“{identifier}” is not a time identifier of a period of six digits")
    month, day, later, length = SPANS[identifier]
    return date(year + later, month, day), length


def headings_from(headings: Sequence[str]) -> list[str]:
    """The headings without a byte-order mark and spaces; in whichever order. Raises NotTidy for one that is missing or doubled."""
    found = [heading.lstrip("\ufeff").strip() for heading in headings]
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise NotTidy(f"The file has no column {', '.join(missing)}: it is not in DfE’s tidy standard")
    doubled = sorted({name for name in found if found.count(name) > 1})
    if doubled or "" in found:
        raise NotTidy(f"Two columns are called {doubled[0]}" if doubled and doubled[0] else "A column has no heading")
    return found


def measured(headings: Sequence[str]) -> list[str]:
    """The columns that are neither time nor place: filters and indicators. What they hold tells which is which."""
    return [name for name in headings if name not in TIME | GEOGRAPHY and name != "geographic_level"]


def is_kept(level: str) -> bool:
    return level in LEVELS


def key_of(column: str, filters: Sequence[tuple[str, str]]) -> str:
    """One text for an indicator column under its filters; the words "Total" stay, so that two releases agree."""
    return " | ".join([column, *(f"{name}={value}" for name, value in filters)])


def label_of(column: str, filters: Sequence[tuple[str, str]]) -> str:
    """How a person reads it: "Rereferral percent: Referrals and Re-referrals"."""
    words = column.replace("_", " ")
    told = ", ".join(value for _, value in filters)
    return f"{words[:1].upper()}{words[1:]}{f': {told}' if told else ''}"
