from datetime import UTC, date, datetime

import pytest

from hamlet.foundations.design.dates import clock_time, long_date, moment, plural, short_date


def test_days_are_written_as_people_say_them():
    assert long_date(date(2022, 11, 7)) == "7 November 2022"
    assert short_date(date(2022, 11, 7)) == "7 Nov 2022"
    assert (long_date(None), moment(None)) == ("no date", "not yet")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2022, 11, 7, 16, 5, tzinfo=UTC), "7 November 2022 at 4:05pm"),
        (datetime(2022, 7, 7, 13, 0, tzinfo=UTC), "7 July 2022 at 2pm"),
        (datetime(2022, 7, 7, 23, 30, tzinfo=UTC), "8 July 2022 at 12:30am"),
        (datetime(2022, 1, 7, 12, 0, tzinfo=UTC), "7 January 2022 at 12pm"),
    ],
)
def test_moments_are_londons(at, said):
    assert moment(at) == said
    assert clock_time(at) == said.split(" at ")[1]


def test_counts_agree_with_their_noun():
    assert [plural(count, "day") for count in (0, 1, 2, 1200)] == ["0 days", "1 day", "2 days", "1,200 days"]
    assert plural(2, "agency", "agencies") == "2 agencies"
