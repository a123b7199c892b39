"""Working days of England: not a Saturday, a Sunday or a bank holiday (Banking and Financial Dealings Act 1971). Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    bank_holidays: frozenset[date]
    school_holidays: tuple[tuple[date, date], ...] = field(default=())

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.bank_holidays

    def is_school_holiday(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.school_holidays)

    def after(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day`, which is itself day zero."""
        while count > 0:
            day += DAY
            count -= self.is_working_day(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`: 0 when they are the same day, negative backwards."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working_day(first + DAY * step) for step in range(1, (last - first).days + 1))

    def last_working_day(self, day: date) -> date:
        """`day` itself, or the last working day before it."""
        while not self.is_working_day(day):
            day -= DAY
        return day

    def next_working_day(self, day: date, *, avoid_school_holidays: bool = False) -> date:
        """`day` itself, or the first working day after it; with school holidays avoided too where a group wants that."""
        while not self.is_working_day(day) or (avoid_school_holidays and self.is_school_holiday(day)):
            day += DAY
        return day
