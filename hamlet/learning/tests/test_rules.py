from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.learning.rules import COLOURS, REMIND_BEFORE, Standing, State, number_of, reference_of, reminder, standing

TODAY = date(2022, 11, 15)


@pytest.mark.parametrize(
    ("state", "days", "answer"),
    [
        (State.OPEN, -1, Standing.LATE),
        (State.OPEN, 0, Standing.SOON),
        (State.OPEN, 14, Standing.SOON),
        (State.OPEN, 15, Standing.ON_TIME),
        (State.DONE, -1, Standing.DONE),
        (State.STOPPED, -1, Standing.STOPPED),
    ],
)
def test_standing(state, days, answer):
    assert standing(state, TODAY + timedelta(days=days), TODAY) is answer


def test_every_standing_has_its_own_colour():
    assert len({COLOURS[item] for item in Standing}) == len(Standing)


@pytest.mark.parametrize(
    ("days", "key"),
    [(8, ""), (7, "soon"), (0, "soon"), (-1, "late.0"), (-6, "late.0"), (-7, "late.1"), (-13, "late.1"), (-14, "late.2")],
)
def test_reminder_once_before_and_once_a_week_after(days, key):
    assert reminder(TODAY + timedelta(days=days), TODAY) == key


@given(st.integers(min_value=-400, max_value=400))
def test_what_is_reminded_of_is_due_within_the_days_that_the_job_looks_at(days):
    due_on = TODAY + timedelta(days=days)

    assert bool(reminder(due_on, TODAY)) == (due_on <= TODAY + REMIND_BEFORE)


@given(st.integers(min_value=1, max_value=999_999_999))
def test_reference_of_a_number_is_read_back(number):
    assert number_of(reference_of(number)) == number


@pytest.mark.parametrize("reference", ["QA/7", "A-7", "A-00007", "A-²²²²", "A-0000", "", "A-12345678901"])
def test_reference_of_another_shape_has_no_number(reference):
    assert number_of(reference) is None
