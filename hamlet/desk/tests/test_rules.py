from datetime import date, timedelta

import pytest
from django.urls import reverse

from hamlet.desk.rules import SHORTCUTS, pile_of, piles, shortcuts, when
from hamlet.foundations.access.rules import NOBODY, HeldRole, Powers, Role
from hamlet.foundations.references import Duty

TODAY = date(2022, 11, 15)


def duty(days=None, state="open", title="Do it", url="/x/"):
    return Duty(title, url, TODAY + timedelta(days=days) if days is not None else None, "Actions", state)


@pytest.mark.parametrize(
    ("days", "state", "pile"),
    [
        (-1, "open", "late"),
        (0, "open", "soon"),
        (7, "open", "soon"),
        (8, "open", "later"),
        (None, "open", "open"),
        (None, "soon", "soon"),
        (None, "late", "late"),
        (30, "soon", "soon"),
        (-3, "soon", "soon"),
        (5, "late", "late"),
    ],
)
def test_pile_of_a_duty(days, state, pile):
    assert pile_of(duty(days, state), TODAY) == pile


@pytest.mark.parametrize(
    ("days", "state", "said"), [(-1, "open", "was due"), (-1, "soon", "since"), (0, "open", "due"), (None, "open", "due")]
)
def test_word_before_the_day(days, state, said):
    assert when(duty(days, state), TODAY) == said


def test_piles_come_late_first_each_by_day_without_empty_ones():
    rows = [duty(9, title="c"), duty(-1, title="b"), duty(-5, title="a"), duty(title="d")]

    found = [(pile.kind, [row.title for row in pile.duties]) for pile in piles(rows, TODAY)]

    assert found == [("late", ["a", "b"]), ("later", ["c"]), ("open", ["d"])]


def test_same_duty_from_two_rooms_is_shown_once():
    assert [len(pile.duties) for pile in piles([duty(1), duty(1), duty(1, url="/y/")], TODAY)] == [2]


def powers(role):
    return Powers((HeldRole(role, "for a test", date.min),), second_factor=True)


def test_shortcuts_are_only_what_one_may():
    for role in Role:
        assert all(powers(role).may(shortcut.permission) for shortcut in shortcuts(powers(role)))
    assert shortcuts(NOBODY) == []
    assert [shortcut.title for shortcut in shortcuts(powers(Role.YOUNG_SCRUTINEER))] == ["Read about the groups"]


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.address)
def test_shortcut_leads_somewhere(shortcut):
    assert reverse(shortcut.address).startswith("/")
