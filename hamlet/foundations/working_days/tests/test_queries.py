import os
import time
from datetime import UTC, date, datetime

import pytest
import time_machine

from hamlet.foundations.working_days import clock, queries
from hamlet.foundations.working_days.models import BankHoliday, SchoolHoliday

pytestmark = pytest.mark.django_db
ONE_OFFS = [date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)]


def test_calendar_knows_the_one_off_holidays():
    assert set(ONE_OFFS) <= set(queries.calendar().bank_holidays)
    assert BankHoliday.objects.filter(day=date(2022, 9, 19)).count() == 1


def test_calendar_costs_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        queries.calendar()


def test_bank_holidays_are_known_two_years_ahead_of_the_real_day(frozen):
    this_year = time.gmtime(os.stat("/proc/self").st_ctime).tm_year  # the real clock: the test's own is frozen

    assert queries.known_until() >= date(this_year + 2, 12, 25)
    assert queries.years_known()[-1] == 2012


def test_removed_holiday_is_a_working_day():
    BankHoliday.objects.filter(day=date(2022, 9, 19)).delete()

    assert queries.calendar().is_working_day(date(2022, 9, 19))


def test_school_holidays_that_touch_some_days():
    half_term = SchoolHoliday.objects.create(name="Half term", starts_on=date(2022, 10, 24), ends_on=date(2022, 10, 28))

    assert queries.school_holidays(date(2022, 10, 28), date(2022, 11, 30)) == [half_term]
    assert queries.school_holidays(date(2022, 10, 29), date(2022, 11, 30)) == []
    assert queries.is_school_holiday(date(2022, 10, 24))
    assert queries.calendar().is_school_holiday(date(2022, 10, 24))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2022, 6, 30, 23, 30, tzinfo=UTC), date(2022, 7, 1)),
        (datetime(2022, 11, 14, 23, 30, tzinfo=UTC), date(2022, 11, 14)),
    ],
)
def test_today_is_a_london_day(moment, day):
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
