"""Periods of time as figures speak of them: financial quarters (Q1 is April to June), years, and DfE's identifiers. No Django."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHOWN_QUARTERS = 13  # three years and the same quarter before them
KEY = re.compile(r"(\d{4})-(\d{2})-Q([1-4])")
SAID = re.compile(r"q(?:uarter)?\s*([1-4])\s*,?\s*(?:of\s+)?(\d{4})\s*[-–/]\s*(\d{2,4})(?:\s*\([^()]*\))?", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 2000, 2098


class NotAPeriod(ValueError):
    """The words name no period that figures can be of."""


class Length(StrEnum):
    """How long a period is. Figures of different lengths never stand beside each other."""

    POINT = "A point in time"
    QUARTER = "A quarter"
    YEAR = "A year"
    OTHER = "Another length"


@dataclass(frozen=True, order=True)
class Quarter:
    """A financial quarter: `year` is the one in which the financial year begins, `number` 1 (April to June) to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise NotAPeriod(f"There is no quarter {self.number}")

    def __str__(self) -> str:
        return f"Q{self.number} {year_name(self.year)}"

    @property
    def key(self) -> str:
        """As it stands in an address: 2022-23-Q1."""
        return f"{self.year}-{(self.year + 1) % 100:02}-Q{self.number}"

    @property
    def starts_on(self) -> date:
        return date(self.year + (self.number == 4), (4, 7, 10, 1)[self.number - 1], 1)

    @property
    def ends_on(self) -> date:
        return self.later(1).starts_on - timedelta(days=1)

    @property
    def spoken(self) -> str:
        """With its months: "Q1 2022–23 (April to June 2022)"."""
        return f"{self} ({self.starts_on:%B} to {self.ends_on:%B %Y})"

    def later(self, quarters: int) -> "Quarter":
        """The quarter so many after this one; before it, when the number is negative."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    def since(self, earlier: "Quarter") -> int:
        """How many quarters this one comes after another; negative when it comes before."""
        return (self.year - earlier.year) * 4 + self.number - earlier.number

    def last(self, count: int) -> list["Quarter"]:
        """So many quarters, oldest first, this one the last of them."""
        return [self.later(back) for back in range(1 - count, 1)]


def year_name(year: int) -> str:
    """A financial year by the year in which it begins: 2022–23."""
    return f"{year}–{(year + 1) % 100:02}"


def quarter_of(day: date) -> Quarter:
    """The financial quarter in which a day lies."""
    year = day.year - (day.month < 4)
    return Quarter(year, (day.month - 4) % 12 // 3 + 1)


def last_ended(today: date) -> Quarter:
    """The newest quarter that is over on `today`."""
    return quarter_of(today).later(-1)


def between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from the first to the last, both among them; the last alone when the first comes after it."""
    return last.last(max(last.since(first), 0) + 1)


def quarter_from(words: str) -> Quarter:
    """ "2022-23-Q1", "Q1 2022–23", "Quarter 1, 2022/23", with its months in brackets or without, as a quarter.

    Raises NotAPeriod for anything else: words that name several quarters, or a year, name none.
    """
    words = words.strip()
    if found := KEY.fullmatch(words):
        year, second, number = int(found[1]), found[2], int(found[3])
    elif found := SAID.fullmatch(words):
        year, second, number = int(found[2]), found[3][-2:], int(found[1])
    else:
        raise NotAPeriod(f"“{words}” is not a quarter like Q1 2022–23")
    if int(second) != (year + 1) % 100 or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAPeriod(f"“{words}” is not a financial year like 2022–23")
    return Quarter(year, number)


def quarter_or_none(words: str) -> Quarter | None:
    try:
        return quarter_from(words)
    except NotAPeriod:
        return None


def behind(asked: Quarter, supplied: Quarter) -> str:
    """How far the figure supplied lags the quarter asked: "", "one quarter behind", "two quarters behind"."""
    lag = asked.since(supplied)
    if lag <= 0:
        return ""
    words = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}
    return f"{words.get(lag, str(lag))} quarter{'' if lag == 1 else 's'} behind"
