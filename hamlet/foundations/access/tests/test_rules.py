from datetime import date

import pytest

from hamlet.foundations.access.rules import (
    GRANTS,
    NOBODY,
    SECOND_FACTOR_PERMISSIONS,
    SECOND_FACTOR_ROLES,
    HeldRole,
    Permission,
    Powers,
    Role,
)

DAY = date(2022, 11, 15)


def held(role, **scope):
    return HeldRole(role, f"Because of {role}", date(2022, 1, 1), **scope)


def test_every_role_has_a_row_in_the_table():
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_held_by_some_role(permission):
    assert any(permission in granted for granted in GRANTS.values())


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "answer"),
    [
        (date(2022, 11, 15), None, True),
        (date(2022, 11, 16), None, False),
        (date(2022, 1, 1), date(2022, 11, 15), True),
        (date(2022, 1, 1), date(2022, 11, 14), False),
    ],
)
def test_role_is_held_from_its_first_day_to_its_last(starts_on, ends_on, answer):
    assert HeldRole(Role.GROUP_MEMBER, "", starts_on, ends_on).held_on(DAY) is answer


def test_nobody_may_do_anything():
    assert not any(NOBODY.may(permission) for permission in Permission)


def test_seat_in_a_group_gives_nothing_in_another():
    powers = Powers((held(Role.GROUP_MEMBER, group_id=7),))

    assert powers.may(Permission.ESCALATIONS_DRAFT)
    assert powers.groups(Permission.ESCALATIONS_DRAFT) == {7}
    assert powers.may_in(Permission.ESCALATIONS_DRAFT, 7)
    assert not powers.may_in(Permission.ESCALATIONS_DRAFT, 8)
    assert not powers.everywhere(Permission.ESCALATIONS_DRAFT)


def test_unscoped_role_holds_in_every_group():
    powers = Powers((held(Role.PARTNERSHIP_MANAGER),), second_factor=True)

    assert powers.may_in(Permission.ESCALATIONS_SEND, 7)
    assert powers.everywhere(Permission.ESCALATIONS_SEND)
    assert powers.why(Permission.ESCALATIONS_SEND) == ["Because of Partnership manager"]


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_role_that_needs_a_second_factor_gives_nothing_without_one(role):
    without, given = Powers((held(role),)), Powers((held(role),), second_factor=True)

    assert not any(without.may(permission) for permission in Permission)
    assert without.waits_for_second_factor
    assert all(given.may(permission) for permission in GRANTS[role])
    assert not given.waits_for_second_factor


@pytest.mark.parametrize("role", sorted(set(Role) - SECOND_FACTOR_ROLES))
def test_restricted_permission_waits_for_the_second_factor_and_the_rest_of_the_role_does_not(role):
    without, given = Powers((held(role),)), Powers((held(role),), second_factor=True)

    assert {permission for permission in Permission if without.may(permission)} == GRANTS[role] - SECOND_FACTOR_PERMISSIONS
    assert {permission for permission in Permission if given.may(permission)} == GRANTS[role]
    assert without.waits_for_second_factor is bool(GRANTS[role] & SECOND_FACTOR_PERMISSIONS)


def test_restricted_permission_is_held_nowhere_and_has_no_reason_without_a_second_factor():
    seated = Powers((held(Role.QUALITY_SEAT, group_id=7), held(Role.DATA_LEAD, agency_id=3)))

    assert seated.groups(Permission.DATA_APPROVE) == frozenset()
    assert seated.agencies(Permission.DATA_READ) == frozenset()
    assert seated.why(Permission.DATA_READ) == []
    assert not seated.may_in(Permission.LADDER_EMBED, 7)


def test_role_for_an_agency_names_it():
    powers = Powers((held(Role.DATA_LEAD, agency_id=3),))

    assert powers.agencies(Permission.DATA_RETURN) == {3}
    assert powers.groups(Permission.DATA_RETURN) == frozenset()


def test_young_scrutineer_never_reads_escalations_meetings_or_actions():
    closed = {Permission.ESCALATIONS_READ, Permission.MEETINGS_READ, Permission.ACTIONS_READ, Permission.AUDIT_READ}
    assert GRANTS[Role.YOUNG_SCRUTINEER].isdisjoint(closed)
