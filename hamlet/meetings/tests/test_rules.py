from datetime import date

import pytest

from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.england import bank_holidays
from hamlet.governance.rules import Frequency, Partner, QuorumRule
from hamlet.meetings.rules import FOLLOWS, Place, State, decision_number, may_follow, quorum, series_days, wanted_on

CHRISTMAS = (date(2022, 12, 19), date(2023, 1, 2))
ENGLAND = Calendar(frozenset(bank_holidays(2024)), (CHRISTMAS,))


@pytest.mark.parametrize(
    ("frequency", "first", "avoid", "days"),
    [
        (Frequency.MONTHLY, date(2022, 1, 31), False, [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)]),
        (Frequency.SIX_WEEKLY, date(2022, 11, 8), False, [date(2022, 11, 8), date(2022, 12, 20), date(2023, 1, 31)]),
        (Frequency.SIX_WEEKLY, date(2022, 11, 8), True, [date(2022, 11, 8), date(2023, 1, 3), date(2023, 1, 31)]),
        (Frequency.TWO_MONTHLY, date(2022, 4, 2), False, [date(2022, 4, 4), date(2022, 6, 6), date(2022, 8, 2)]),
        (Frequency.QUARTERLY, date(2022, 6, 2), False, [date(2022, 6, 6), date(2022, 9, 2), date(2022, 12, 2)]),
        (Frequency.QUARTERLY, date(2022, 9, 19), False, [date(2022, 9, 20), date(2022, 12, 19), date(2023, 3, 20)]),
        (Frequency.TERMLY, date(2022, 12, 26), False, [date(2022, 12, 28), date(2023, 4, 26), date(2023, 8, 29)]),
        (Frequency.AS_NEEDED, date(2022, 11, 8), False, [date(2022, 11, 8)]),
    ],
)
def test_series_keeps_its_rhythm_and_moves_off_holidays(frequency, first, avoid, days):
    assert series_days(frequency, first, 3, ENGLAND, avoid_school_holidays=avoid) == days


def places(*came):
    return [Place(partner.value, partner in came) for partner in Partner] + [Place("", True)]


@pytest.mark.parametrize(
    ("came", "reached", "sentence"),
    [
        (tuple(Partner), True, "Quorum: all three safeguarding partners took part."),
        (
            (Partner.LOCAL_AUTHORITY, Partner.HEALTH),
            False,
            "No quorum: police did not take part. All three partners must.",
        ),
        ((Partner.POLICE,), False, "No quorum: local authority and health did not take part. All three partners must."),
        ((), False, "No quorum: local authority, health and police did not take part. All three partners must."),
    ],
)
def test_executives_quorum_is_all_three_partners(came, reached, sentence):
    found = quorum(QuorumRule.ALL_PARTNERS, 0, places(*came))

    assert (found.reached, found.sentence) == (reached, sentence)


@pytest.mark.parametrize(
    ("rule", "number", "seats", "came", "reached", "needed"),
    [
        (QuorumRule.HALF, 0, 4, 2, True, 2),
        (QuorumRule.HALF, 0, 5, 2, False, 3),
        (QuorumRule.HALF, 0, 5, 3, True, 3),
        (QuorumRule.HALF, 0, 0, 0, False, 1),
        (QuorumRule.NUMBER, 3, 8, 2, False, 3),
        (QuorumRule.NUMBER, 3, 8, 3, True, 3),
        (QuorumRule.NUMBER, 0, 8, 0, False, 1),
    ],
)
def test_quorum_by_the_groups_terms(rule, number, seats, came, reached, needed):
    found = quorum(rule, number, [Place("", row < came) for row in range(seats)])

    assert found.reached == reached
    assert found.sentence.endswith(f"{came} of {seats} seats took part, and {needed} are needed.")


ALLOWED = {
    (State.DRAFT, State.CIRCULATED),
    (State.DRAFT, State.HELD),
    (State.DRAFT, State.CANCELLED),
    (State.CIRCULATED, State.CIRCULATED),
    (State.CIRCULATED, State.HELD),
    (State.CIRCULATED, State.CANCELLED),
    (State.HELD, State.APPROVED),
}


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_what_may_follow_what(before, after):
    assert may_follow(before, after) == ((before, after) in ALLOWED)
    assert set(FOLLOWS) == set(State)


@pytest.mark.parametrize(
    ("month", "planned_on", "taken_on", "wanted"),
    [
        (11, None, [], True),
        (11, None, [date(2021, 11, 16)], True),
        (11, None, [date(2022, 11, 1)], False),
        (11, None, [date(2021, 11, 16), date(2023, 11, 14)], True),
        (10, date(2022, 9, 30), [], True),
        (10, date(2022, 10, 31), [], True),
        (10, date(2022, 11, 1), [], False),
        (10, date(2022, 9, 30), [date(2022, 10, 4)], False),
        (12, date(2022, 1, 1), [], False),
        (12, date(2021, 12, 31), [date(2022, 1, 4)], False),
    ],
)
def test_forward_plan_gives_a_duty_once_a_year_at_the_first_meeting_since_its_month_began(month, planned_on, taken_on, wanted):
    assert wanted_on(date(2022, 11, 15), month, None, planned_on=planned_on, taken_on=taken_on) == wanted


@pytest.mark.parametrize(
    ("not_before", "taken_on", "wanted"),
    [(date(2022, 11, 15), [], True), (date(2022, 11, 16), [], False), (date(2022, 1, 1), [date(2022, 2, 1)], False)],
)
def test_forward_plan_gives_a_parked_item_once(not_before, taken_on, wanted):
    assert wanted_on(date(2022, 11, 15), None, not_before, planned_on=None, taken_on=taken_on) == wanted


def test_two_meetings_that_holidays_move_to_one_day_are_one():
    summer = Calendar(frozenset(bank_holidays(2024)), ((date(2022, 7, 25), date(2022, 8, 31)),))

    assert series_days(Frequency.MONTHLY, date(2022, 8, 1), 2, summer, avoid_school_holidays=True) == [date(2022, 9, 1)]


@pytest.mark.parametrize(("serial", "number"), [(1, "D-2022-001"), (999, "D-2022-999"), (1000, "D-2022-1000")])
def test_decision_number(serial, number):
    assert decision_number(2022, serial) == number
