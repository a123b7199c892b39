from datetime import date, timedelta

import pytest

from hamlet.foundations.access.rules import SECOND_FACTOR_ROLES, Role
from hamlet.governance.rules import (
    DEPUTY_ROLES,
    EDITIONS,
    EXECUTIVE_ROLES,
    SEAT_ROLES,
    Capacity,
    GroupKind,
    Partner,
    Term,
    holder_on,
    overlapping,
    roles_of_seat,
    rota_runs_out_on,
)
from hamlet.governance.structure import boxes, tree, wrapped

FIRST = Term(Partner.POLICE, date(2022, 4, 1), date(2022, 9, 30))
SECOND = Term(Partner.HEALTH, date(2022, 10, 1), date(2023, 3, 31))
AFTER_A_GAP = Term(Partner.LOCAL_AUTHORITY, date(2023, 4, 2), date(2023, 9, 30))
ROTA = (SECOND, FIRST, AFTER_A_GAP)


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2022, 3, 31), None),
        (date(2022, 4, 1), FIRST),
        (date(2022, 9, 30), FIRST),
        (date(2022, 10, 1), SECOND),
        (date(2023, 3, 31), SECOND),
        (date(2023, 4, 1), None),
        (date(2023, 4, 2), AFTER_A_GAP),
        (date(2023, 10, 1), None),
    ],
)
def test_chair_on_any_day_past_or_future(day, term):
    assert holder_on(ROTA, day) == term


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "rival"),
    [
        (date(2022, 3, 1), date(2022, 3, 31), None),
        (date(2022, 3, 1), date(2022, 4, 1), FIRST),
        (date(2022, 9, 30), date(2022, 9, 30), FIRST),
        (date(2023, 4, 1), date(2023, 4, 1), None),
        (date(2023, 9, 30), date(2024, 3, 31), AFTER_A_GAP),
        (date(2023, 10, 1), date(2024, 3, 31), None),
    ],
)
def test_turn_that_shares_a_day_is_found(starts_on, ends_on, rival):
    assert overlapping(ROTA, Term(Partner.POLICE, starts_on, ends_on)) == rival


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2022, 3, 31), None),
        (date(2022, 4, 1), date(2023, 3, 31)),
        (date(2022, 11, 15), date(2023, 3, 31)),
        (date(2023, 4, 1), None),
        (date(2023, 5, 1), date(2023, 9, 30)),
    ],
)
def test_rota_runs_out_where_its_first_gap_begins(today, until):
    assert rota_runs_out_on(ROTA, today) == until


@pytest.mark.parametrize("capacity", list(Capacity))
def test_seat_of_a_group_gives_its_roles_in_that_group_only(capacity):
    roles = roles_of_seat(GroupKind.PRIORITY, capacity, for_partner=False)

    assert roles == SEAT_ROLES[capacity]
    assert all(inside for _, inside in roles)


@pytest.mark.parametrize(
    ("capacity", "for_partner", "signs"),
    [
        (Capacity.MEMBER, True, True),
        (Capacity.CHAIR, True, True),
        (Capacity.MEMBER, False, False),
        (Capacity.ADVISER, True, False),
        (Capacity.SECRETARY, True, False),
        (Capacity.SPONSOR, True, False),
    ],
)
def test_only_who_sits_for_a_partner_signs_for_one(capacity, for_partner, signs):
    roles = dict(roles_of_seat(GroupKind.EXECUTIVE, capacity, for_partner=for_partner))

    assert (Role.LEAD_PARTNER in roles) == signs
    assert set(EXECUTIVE_ROLES[capacity]) <= set(roles.items())


def test_deputy_never_signs_nor_reaches_beyond_the_group():
    given = [role for roles in DEPUTY_ROLES.values() for role in roles]

    assert all(inside for _, inside in given)
    assert {Role.LEAD_PARTNER, Role.EXECUTIVE_MEMBER} & {role for role, _ in given} == set()


def test_seats_that_reach_restricted_records_need_a_second_factor():
    assert {Role.GROUP_CHAIR, Role.GROUP_SECRETARY, Role.EXECUTIVE_MEMBER, Role.LEAD_PARTNER} <= SECOND_FACTOR_ROLES


def test_editions_follow_each_other_and_the_last_is_unconfirmed():
    dates = [(row.year, row.in_force_on, row.implemented_by, row.confirmed) for row in EDITIONS]

    assert dates == [
        (2018, date(2018, 7, 4), None, True),
        (2023, date(2023, 12, 15), date(2024, 12, 31), True),
        (2026, date(2026, 3, 31), None, False),
    ]
    assert all(row.source for row in EDITIONS)


class Named:
    def __init__(self, pk, name, reports_to_id=None):
        self.pk, self.name, self.reports_to_id = pk, name, reports_to_id

    def get_absolute_url(self):
        return f"/groups/{self.pk}/"


GROUPS = [Named(1, "Executive"), Named(2, "Forum", 1), Named(3, "Panel", 1), Named(4, "Working group", 3), Named(5, "Lone", 99)]


def test_tree_hangs_each_group_below_the_one_it_reports_to():
    executive, lone = tree(GROUPS)

    assert [node.group.name for node in executive.below] == ["Forum", "Panel"]
    assert [node.group.name for node in executive.below[1].below] == ["Working group"]
    assert (lone.group.name, lone.below) == ("Lone", [])


def test_boxes_hold_every_group_once_and_never_cover_each_other():
    many = [*GROUPS, *(Named(number, f"Group {number}", 1) for number in range(10, 20))]
    placed, width, height = boxes(tree(many))
    corners = {(box.x, box.y) for box in placed}

    assert len(corners) == len(placed) == len(many)
    assert max(box.x for box in placed) + 200 <= width
    assert max(box.y for box in placed) + 72 <= height
    assert all(abs(a[0] - b[0]) >= 200 or abs(a[1] - b[1]) >= 72 for a in corners for b in corners if a != b)


def test_empty_partnership_has_an_empty_picture():
    assert boxes(tree([]))[0] == []


def test_long_name_is_wrapped_and_loses_no_word():
    name = "Quality Assurance and Performance of the whole partnership"

    assert " ".join(wrapped(name)) == name
    assert max(len(line) for line in wrapped(name)) <= 24


def test_gap_is_pointed_out_sixty_days_before():
    from hamlet.governance.rules import TERM_ENDS_WITHIN

    assert timedelta(days=60) == TERM_ENDS_WITHIN
