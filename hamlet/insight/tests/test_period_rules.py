from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamlet.insight.rules.periods import NotAPeriod, Quarter, behind, last_ended, quarter_from, quarter_of

quarters = some.builds(Quarter, some.integers(2001, 2090), some.integers(1, 4))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2022, 4, 1), "2022-23-Q1"),
        (date(2022, 6, 30), "2022-23-Q1"),
        (date(2022, 7, 1), "2022-23-Q2"),
        (date(2022, 12, 31), "2022-23-Q3"),
        (date(2023, 1, 1), "2022-23-Q4"),
        (date(2023, 3, 31), "2022-23-Q4"),
        (date(1999, 12, 31), "1999-00-Q3"),
    ],
)
def test_day_lies_in_a_financial_quarter(day, key):
    assert quarter_of(day).key == key


def test_quarter_is_spoken_with_its_months():
    assert Quarter(2022, 1).spoken == "Q1 2022–23 (April to June 2022)"
    assert Quarter(2022, 4).spoken == "Q4 2022–23 (January to March 2023)"


SEVERAL = ["Q1-Q4 2022-23", "Q1 to Q2 2022-23", "Q4 2021-22 and Q1 2022-23", "Q1 2022-23 to Q4 2022-23", "year to Q4 2022-23"]


@pytest.mark.parametrize(
    "words", ["2022-23-Q1", "Q1 2022–23", "q1 2022-23", "Quarter 1, 2022/23", "Q1 2022/2023", " Q1 2022–23 (April)"]
)
def test_quarter_is_understood_as_people_write_it(words):
    assert quarter_from(words) == Quarter(2022, 1)


@pytest.mark.parametrize(
    "words", ["", "2022", "Q5 2022-23", "Q1 2022-24", "Q1 2022", "Q1 1066-67", "April to June 2022", *SEVERAL]
)
def test_words_that_name_no_quarter_are_refused(words):
    with pytest.raises(NotAPeriod):
        quarter_from(words)


@given(quarters)
def test_quarters_follow_each_other_without_a_gap(quarter):
    assert (quarter.later(1).starts_on - quarter.ends_on).days == 1
    assert quarter_of(quarter.starts_on) == quarter_of(quarter.ends_on) == quarter == quarter_from(str(quarter))
    assert quarter_from(quarter.key) == quarter


@given(quarters, some.integers(-40, 40))
def test_later_and_since_are_each_others_inverse(quarter, steps):
    assert quarter.later(steps).since(quarter) == steps


def test_lag_is_said_in_quarters():
    asked = Quarter(2022, 1)
    assert behind(asked, asked) == behind(asked, asked.later(1)) == ""
    assert behind(asked, Quarter(2021, 4)) == "one quarter behind"
    assert behind(asked, Quarter(2021, 3)) == "two quarters behind"


def test_last_quarter_that_ended():
    assert last_ended(date(2022, 6, 30)) == Quarter(2021, 4)
    assert last_ended(date(2022, 7, 1)) == Quarter(2022, 1)


def test_last_quarters_are_in_order():
    assert [row.key for row in Quarter(2022, 1).last(3)] == ["2021-22-Q3", "2021-22-Q4", "2022-23-Q1"]
