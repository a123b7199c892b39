"""The statutory clock by truth table over every edition, and by property."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.england import bank_holidays
from hamlet.reviews.rules.clocks import (
    COLOURS,
    Sense,
    Standing,
    Starts,
    Suspended,
    Unit,
    add_months,
    due,
    in_force,
    standing,
    words,
)
from hamlet.reviews.rules.seeds import DUTIES, SEEDS

ENGLAND = Calendar(frozenset(bank_holidays(2030)))
DAYS = st.dates(date(2018, 7, 4), date(2029, 6, 30))


def rule(key, on=date(2022, 6, 1)):
    return next(seed for seed in in_force(SEEDS, on) if seed.key == key)


@pytest.mark.parametrize(
    ("key", "started_on", "due_on"),
    [
        ("notification", date(2022, 11, 7), date(2022, 11, 14)),
        ("notification", date(2022, 11, 11), date(2022, 11, 18)),  # a Friday
        ("notification", date(2022, 11, 12), date(2022, 11, 18)),  # a Saturday: day zero all the same
        ("notification", date(2022, 12, 23), date(2023, 1, 4)),  # the Friday before Christmas 2022
        ("notification", date(2020, 5, 1), date(2020, 5, 11)),  # VE day moved to Friday 8 May 2020
        ("notification", date(2022, 5, 27), date(2022, 6, 7)),  # the jubilee: 2 and 3 June 2022
        ("notification", date(2022, 9, 12), date(2022, 9, 20)),  # the funeral: 19 September 2022
        ("partners", date(2022, 9, 12), date(2022, 9, 20)),
        ("rapid-review", date(2022, 12, 23), date(2023, 1, 18)),
        ("publication", date(2022, 8, 31), date(2023, 2, 28)),
        ("publication", date(2023, 8, 31), date(2024, 2, 29)),
        ("publication", date(2022, 11, 15), date(2023, 5, 15)),
        ("copies", date(2022, 12, 30), date(2022, 12, 19)),
        ("public", date(2024, 2, 29), date(2025, 2, 28)),
        ("session", date(2022, 11, 15), date(2022, 11, 29)),
        ("reflection", date(2022, 11, 15), date(2023, 11, 15)),
        ("working-group", date(2022, 11, 15), date(2022, 12, 27)),
    ],
)
def test_date_is_due(key, started_on, due_on):
    assert due(rule(key, started_on), started_on, ENGLAND) == due_on


EDITIONS = [
    (date(2018, 7, 3), {"session", "reflection", "working-group", "progress"}),
    *(
        (day, {seed.key for seed in SEEDS})
        for day in (
            date(2018, 7, 4),
            date(2023, 12, 14),
            date(2023, 12, 15),
            date(2025, 6, 1),
            date(2026, 3, 31),
            date(2028, 1, 1),
        )
    ),
]


@pytest.mark.parametrize(("day", "keys"), EDITIONS)
def test_each_day_has_one_rule_of_each_key(day, keys):
    found = in_force(SEEDS, day)

    assert {seed.key for seed in found} == keys
    assert len(found) == len(keys)


@pytest.mark.parametrize(
    ("key", "day", "edition", "starts", "confirmed"),
    [
        ("notification", date(2018, 7, 4), "Working Together 2018", Starts.AWARE, True),
        ("notification", date(2023, 12, 14), "Working Together 2018", Starts.AWARE, True),
        ("notification", date(2023, 12, 15), "Working Together 2023", Starts.AWARE, True),
        ("notification", date(2026, 3, 30), "Working Together 2023", Starts.AWARE, True),
        ("notification", date(2026, 3, 31), "Working Together 2026", Starts.AWARE, False),
        ("rapid-review", date(2025, 5, 31), "Panel guidance before June 2025", Starts.AWARE, False),
        ("rapid-review", date(2025, 6, 1), "Panel guidance of June 2025", Starts.NOTIFIED, True),
        ("publication", date(2022, 6, 1), "Working Together 2018", Starts.DECIDED, False),
        ("copies", date(2024, 6, 1), "Working Together 2023", Starts.PUBLICATION_PLANNED, False),
        ("public", date(2026, 6, 1), "Working Together 2026", Starts.PUBLISHED, False),
        ("session", date(2022, 6, 1), "Local rule", Starts.COMPLETED, True),
        ("reflection", date(2026, 6, 1), "Local rule", Starts.PUBLISHED, True),
    ],
)
def test_edition_of_a_rule_on_a_day(key, day, edition, starts, confirmed):
    found = rule(key, day)

    assert (found.edition, found.starts, found.confirmed) == (edition, starts, confirmed)
    assert found.source


def test_care_leavers_are_told_of_from_the_2023_edition_only():
    assert [(row.edition, row.care_leaver_to_age) for row in DUTIES] == [
        ("Working Together 2018", None),
        ("Working Together 2023", 24),
        ("Working Together 2026", 24),
    ]


@given(DAYS, st.integers(1, 40))
def test_working_day_rule_never_ends_on_a_weekend_or_a_holiday_and_equals_counting_by_hand(started_on, length):
    found = due(replace(rule("notification"), length=length), started_on, ENGLAND)
    counted = [started_on + timedelta(days=n) for n in range(1, (found - started_on).days + 1)]

    assert found.weekday() < 5 and found not in ENGLAND.bank_holidays
    assert sum(day.weekday() < 5 and day not in ENGLAND.bank_holidays for day in counted) == length


@given(DAYS, DAYS, st.sampled_from([seed for seed in SEEDS if seed.in_force_to is None]))
def test_later_start_is_never_due_earlier(one, other, seed):
    first, second = sorted((one, other))

    assert due(seed, first, ENGLAND) <= due(seed, second, ENGLAND)


@given(DAYS, st.integers(1, 30))
def test_counting_ahead_leaves_the_whole_length_before_the_day(day, length):
    ahead = replace(rule("copies"), length=length)

    assert ENGLAND.between(due(ahead, day, ENGLAND), day) >= length - (not ENGLAND.is_working_day(day))


@given(DAYS, DAYS, st.integers(0, 60), st.sampled_from(list(Unit)))
def test_suspended_days_only_put_a_date_off(started_on, first, days, unit):
    seed = replace(rule("notification"), unit=unit, length=2)
    pause = Suspended(first, first + timedelta(days=days))

    assert due(seed, started_on, ENGLAND, [pause]) >= due(seed, started_on, ENGLAND)


@pytest.mark.parametrize(
    ("key", "first", "last", "due_on"),
    [
        ("notification", date(2022, 11, 9), date(2022, 11, 10), date(2022, 11, 16)),
        ("notification", date(2022, 11, 5), date(2022, 11, 7), date(2022, 11, 14)),  # before the first day that counts
        ("publication", date(2023, 5, 1), date(2023, 5, 10), date(2023, 5, 17)),
        ("session", date(2022, 11, 21), date(2022, 11, 21), date(2022, 11, 22)),
    ],
)
def test_suspension_puts_a_date_off(key, first, last, due_on):
    assert due(rule(key), date(2022, 11, 7), ENGLAND, [Suspended(first, last)]) == due_on


@given(DAYS, st.integers(0, 40))
def test_months_keep_the_day_or_end_the_month(day, months):
    found = add_months(day, months)

    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


FRIDAY, MONDAY = date(2022, 11, 18), date(2022, 11, 14)


@pytest.mark.parametrize(
    ("sense", "stopped_on", "today", "answer"),
    [
        (Sense.BY, None, MONDAY, Standing.RUNNING),
        (Sense.BY, None, date(2022, 11, 16), Standing.SOON),
        (Sense.BY, None, FRIDAY, Standing.SOON),
        (Sense.BY, None, date(2022, 11, 19), Standing.OVERDUE),
        (Sense.BY, FRIDAY, date(2022, 12, 1), Standing.ON_TIME),
        (Sense.BY, date(2022, 11, 19), date(2022, 12, 1), Standing.LATE),
        (Sense.AHEAD, FRIDAY, date(2022, 12, 1), Standing.ON_TIME),
        (Sense.AHEAD, None, date(2022, 11, 21), Standing.OVERDUE),
        (Sense.NOT_BEFORE, None, MONDAY, Standing.RUNNING),
        (Sense.NOT_BEFORE, None, FRIDAY, Standing.KEPT),
        (Sense.NOT_BEFORE, date(2022, 11, 17), FRIDAY, Standing.ENDED_EARLY),
        (Sense.NOT_BEFORE, FRIDAY, date(2022, 12, 1), Standing.KEPT),
    ],
)
def test_standing_of_a_clock(sense, stopped_on, today, answer):
    assert standing(sense.value, FRIDAY, stopped_on, today, ENGLAND) is answer


def test_every_standing_has_a_colour():
    assert set(COLOURS) == set(Standing)


@pytest.mark.parametrize(
    ("length", "unit", "sense", "said"),
    [
        (5, Unit.WORKING_DAYS, Sense.BY, "within 5 working days"),
        (7, Unit.WORKING_DAYS, Sense.AHEAD, "at least 7 working days before"),
        (1, Unit.YEARS, Sense.NOT_BEFORE, "for at least 1 year"),
        (6, Unit.MONTHS, Sense.BY, "within 6 months"),
    ],
)
def test_rule_in_words(length, unit, sense, said):
    assert words(length, unit.value, sense.value) == said
