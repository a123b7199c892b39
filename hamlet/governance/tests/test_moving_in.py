"""Groups and seats that a partnership brings with it: what is wrong is said by row and cell, and twice changes nothing."""

from datetime import date

import pytest

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.models import Event
from hamlet.foundations.moving_in.tests.sheets import checked, moved_in
from hamlet.governance.models import Group, Seat
from hamlet.governance.tests.factories import TODAY

GROUPS = ["Name", "Kind", "Purpose", "Reports to", "Frequency", "From", "To", "Quorum", "Quorum number"]
SEATS = ["Group", "Capacity", "Email", "Post", "From", "To", "Safeguarding partner"]


def problems(key, head, rows, by):
    return [str(problem) for problem in checked(key, [head, *rows], by).problems()]


def a_group(name="Neglect", kind="Priority group", above="", starts="1/4/2022", ends="", rule="", number=""):
    return [name, kind, "To look", above, "Every six weeks", starts, ends, rule, number]


def a_seat(group="Forum", capacity="Member", who="stranger@example.org", post="", starts="1/4/2022", ends="", partner=""):
    return [group, capacity, who, post, starts, ends, partner]


def test_groups_and_seats_move_in_with_their_access_and_twice_changes_nothing(world):
    rows = [GROUPS, a_group(above="Forum"), a_group("Voices", rule="A number of seats", number="4", ends="30/9/2022")]
    seats = [SEATS, a_seat("Neglect", "Chair", ends="14/11/2022"), a_seat("Neglect", "Adviser", "", "Named Doctor")]
    first = [moved_in(key, given, world["manager"]).new_count for key, given in (("groups", rows), ("seats", seats))]
    events = Event.objects.filter(verb__startswith="governance.").count()
    second = [moved_in(key, given, world["manager"]).new_count for key, given in (("groups", rows), ("seats", seats))]

    assert (first, second, Event.objects.filter(verb__startswith="governance.").count()) == ([2, 2], [0, 0], events)
    assert Group.objects.get(slug="neglect").reports_to == world.groups["forum"]
    assert Group.objects.get(slug="voices").quorum_number == 4
    found = [world.empowered("stranger", day).powers.may(Permission.MEETINGS_MANAGE) for day in (date(2022, 11, 14), TODAY)]
    assert found == [True, False]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (a_group("Board", "Executive"), "Row 2: There is an Executive already, and a partnership has one"),
        (a_group("New"), "Row 2: No short address can be made of “new”: choose other words"),
        (a_group("!!!"), "Row 2, Name: this holds no letter and no figure"),
        (a_group(ends="1/4/2021"), "Row 2, Ends on: a group cannot end before it begins"),
        (a_group(rule="A number of seats"), "Row 2, Quorum number: say how many seats make the quorum"),
        (a_group(starts="31/2/2022"), "Row 2, Starts on: 31 February 2022 is not a date"),
    ],
)
def test_group_that_cannot_be_is_named_by_row_and_cell(world, row, problem):
    assert problems("groups", GROUPS, [row], world["manager"]) == [problem]
    assert Group.objects.count() == 3


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (a_seat(capacity="Chair"), "Row 2: Chair chairs Forum on some of those days: end that seat first"),
        (a_seat(who="", post=""), "Row 2, Email address: enter the person’s email address, or the post when the seat is vacant"),
        (a_seat(starts="1/4/2020"), "Row 2: Forum stands from 1 April 2021: a seat in it cannot be longer"),
        (a_seat(ends="1/3/2022"), "Row 2: A seat cannot end before it begins"),
        (
            a_seat("Executive", partner="Police"),
            "Row 2: Police sits for police on some of those days: end that seat first, or choose no partner",
        ),
    ],
)
def test_seat_that_cannot_be_is_named_by_row_and_cell(world, row, problem):
    before = Seat.objects.count()

    assert problems("seats", SEATS, [row], world["manager"]) == [problem]
    assert Seat.objects.count() == before


def test_one_wrong_row_keeps_every_row_out(world):
    rows = [a_group(f"Group {number}") for number in range(3)]

    assert len(problems("groups", GROUPS, [*rows, a_group(kind="Bakery")], world["manager"])) == 1
    assert Group.objects.count() == 3
