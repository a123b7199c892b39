from datetime import date

import pytest

from hamlet.escalations.rules import (
    FOLLOWS,
    NEXT,
    Figures,
    Silence,
    State,
    Tally,
    becomes_official,
    figures,
    is_overdue,
    looks_like_a_case,
    may_follow,
    number,
    silence,
)
from hamlet.governance.rules import Partner

DAY = date(2022, 11, 15)
LA, HEALTH, POLICE = Partner


def test_every_state_has_a_row_in_the_table():
    assert set(FOLLOWS) == set(State)


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        (State.DRAFT, State.SENT, True),
        (State.DRAFT, State.ANSWERED, False),
        (State.SENT, State.ANSWERED, True),
        (State.SENT, State.ACCEPTED, False),
        (State.ANSWERED, State.ACCEPTED, True),
        (State.ANSWERED, State.COME_BACK, True),
        (State.ANSWERED, State.CLOSED, False),
        (State.COME_BACK, State.ANSWERED, True),
        (State.ACCEPTED, State.CLOSED, True),
        (State.CLOSED, State.SENT, False),
        (State.WITHDRAWN, State.SENT, False),
    ],
)
def test_what_may_follow_what(before, after, answer):
    assert may_follow(before, after) is answer


@pytest.mark.parametrize(
    ("state", "answer_by", "answer"),
    [
        (State.SENT, date(2022, 11, 14), True),
        (State.SENT, date(2022, 11, 15), False),
        (State.SENT, None, False),
        (State.COME_BACK, date(2022, 11, 14), True),
        (State.ANSWERED, date(2022, 11, 14), False),
        (State.DRAFT, date(2022, 11, 14), False),
    ],
)
def test_answer_is_overdue_from_the_day_after_it_was_wanted(state, answer_by, answer):
    assert is_overdue(state, answer_by, DAY) is answer


@pytest.mark.parametrize(
    ("minuted", "agreed", "answer"),
    [
        (True, set(), True),
        (False, {LA, HEALTH, POLICE}, True),
        (False, {LA, HEALTH}, False),
        (False, {POLICE}, False),
        (False, set(), False),
    ],
)
def test_answer_is_the_executives_when_minuted_or_agreed_by_all_three(minuted, agreed, answer):
    assert becomes_official(minuted, agreed) is answer


def test_figures_count_what_waits_and_how_long_answers_took():
    rows = [
        Tally(State.DRAFT, None, 3, 0, 0),
        Tally(State.SENT, None, 2, 2, 1),
        Tally(State.CLOSED, 10, 1, 1, 1),
        Tally(State.ANSWERED, 30, 1, 1, 1),
        Tally(State.COME_BACK, 20, 1, 1, 0),
    ]

    assert figures(rows) == Figures(sent=5, waiting=3, overdue=1, median_days=20, longest_days=30)


def test_days_of_an_answer_weigh_as_often_as_they_were_taken():
    assert figures([Tally(State.CLOSED, 5, 3, 3, 0), Tally(State.CLOSED, 40, 1, 1, 0)]).median_days == 5


def test_draft_that_was_withdrawn_was_never_sent():
    assert figures([Tally(State.WITHDRAWN, None, 1, 0, 0)]) == Figures(0, 0, 0, None, None)


def test_whose_turn_it_is_is_said_until_it_is_over():
    assert set(State) - set(NEXT) == {State.CLOSED, State.WITHDRAWN}


@pytest.mark.parametrize(
    ("last_step_on", "closed_on", "answer"),
    [
        (date(2022, 10, 1), None, Silence(45, 45)),
        (date(2022, 11, 13), None, Silence(45, 2)),
        (DAY, None, Silence(45, 0)),
        (date(2022, 10, 31), date(2022, 10, 31), Silence(30, 0)),
    ],
)
def test_age_runs_from_sending_and_silence_from_the_last_step(last_step_on, closed_on, answer):
    assert silence(date(2022, 10, 1), last_step_on, closed_on, DAY) == answer


def test_figures_of_nothing_are_empty():
    assert figures([]) == Figures(0, 0, 0, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "NHS number 943 476 5919",
        "pupil A123456789012",
        "date of birth 4 May",
        "DOB known",
        "a boy aged 7",
        "a 7-year-old",
        "nine months: 9 months old",
        "Child A was seen",
        "his mother said",
        "lives at 14 Mile Road",
        "near E1 4NS",
        "J.S. told a teacher",
    ],
)
def test_text_that_looks_like_a_case_is_questioned(text):
    assert looks_like_a_case("A title", text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Files do not follow pupils",
        "Schools wait 12 weeks, e.g. in spring",
        "Children aged under five",
        "The Baby Steps course",
        "Year 7 pupils",
    ],
)
def test_theme_is_not_questioned(text):
    assert looks_like_a_case("A title", text) == []


def test_numbers_are_of_their_year():
    assert number(2022, 7) == "E-2022-007"
