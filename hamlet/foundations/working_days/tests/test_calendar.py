from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.england import bank_holidays

ENGLAND = Calendar(
    frozenset(bank_holidays(2030)),
    ((date(2022, 10, 24), date(2022, 10, 28)),),
)
DAYS = st.dates(date(2012, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2022, 11, 7), True),
        (date(2022, 11, 5), False),
        (date(2022, 11, 6), False),
        (date(2022, 6, 2), False),
        (date(2022, 6, 3), False),
        (date(2022, 5, 30), True),
        (date(2022, 9, 19), False),
        (date(2020, 5, 8), False),
        (date(2020, 5, 4), True),
        (date(2023, 5, 8), False),
        (date(2012, 6, 5), False),
        (date(2022, 12, 26), False),
        (date(2022, 12, 27), False),
        (date(2022, 8, 1), True),
        (date(2022, 3, 17), True),
    ],
)
def test_working_day_of_england(day, works):
    assert ENGLAND.is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2022, 11, 7), 0, date(2022, 11, 7)),
        (date(2022, 11, 7), 1, date(2022, 11, 8)),
        (date(2022, 11, 7), 15, date(2022, 11, 28)),
        (date(2022, 11, 4), 1, date(2022, 11, 7)),
        (date(2022, 11, 5), 1, date(2022, 11, 7)),
        (date(2022, 12, 23), 1, date(2022, 12, 28)),
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        (date(2023, 4, 6), 1, date(2023, 4, 11)),
    ],
)
def test_day_after_some_working_days(start, count, due):
    assert ENGLAND.after(start, count) == due


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2022, 11, 7), date(2022, 11, 7), 0),
        (date(2022, 11, 7), date(2022, 11, 14), 5),
        (date(2022, 11, 14), date(2022, 11, 7), -5),
        (date(2022, 12, 23), date(2022, 12, 28), 1),
        (date(2022, 11, 5), date(2022, 11, 6), 0),
    ],
)
def test_working_days_between(first, last, days):
    assert ENGLAND.between(first, last) == days


@given(DAYS, st.integers(1, 60))
def test_after_and_between_agree(day, count):
    due = ENGLAND.after(day, count)

    assert ENGLAND.is_working_day(due)
    assert ENGLAND.between(day, due) == count


def test_meeting_moves_off_bank_and_school_holidays():
    assert ENGLAND.next_working_day(date(2022, 12, 24)) == date(2022, 12, 28)
    assert ENGLAND.next_working_day(date(2022, 10, 24)) == date(2022, 10, 24)
    assert ENGLAND.next_working_day(date(2022, 10, 24), avoid_school_holidays=True) == date(2022, 10, 31)
    assert ENGLAND.is_school_holiday(date(2022, 10, 28))
    assert not ENGLAND.is_school_holiday(date(2022, 10, 29))
