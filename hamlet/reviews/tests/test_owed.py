"""What each edition asks for, who decides on it, and the road that a case shows: as truth tables."""

from itertools import product

import pytest

from hamlet.reviews.rules.cases import (
    Decides,
    Duties,
    Facts,
    Harm,
    Owed,
    Stage,
    Status,
    Suspicion,
    Told,
    Where,
    always_told,
    falls_short,
    most_children,
    road,
    what_is_owed,
    who_decides,
)
from hamlet.reviews.rules.seeds import DUTIES

EDITIONS = [Duties(row.edition, row.children_in_detail, row.care_leaver_to_age, row.source, row.confirmed) for row in DUTIES]
PLACES = (Where.HERE, Where.ABROAD)


@pytest.mark.parametrize(("duties", "age", "harm"), list(product(EDITIONS, (None, 16, 17), Harm)))
def test_care_leaver_under_18_or_of_unknown_age_is_judged_like_every_child(duties, age, harm):
    for where, suspicion in product(Where, Suspicion):
        as_leaver = what_is_owed(Facts(harm, where, suspicion, Status.CARE_LEAVER, age), duties)
        assert as_leaver == what_is_owed(Facts(harm, where, suspicion, Status.CHILD, age), duties)


@pytest.mark.parametrize(
    ("place", "age", "told"),
    [(n, age, Told.STATE if n and age <= 24 else Told.NOBODY) for n in range(3) for age in (18, 20, 24, 25)],
)
def test_care_leavers_death_from_18_on_is_told_from_the_2023_edition(place, age, told):
    for suspicion in Suspicion:
        dead = Facts(Harm.DEATH, Where.HERE, suspicion, Status.CARE_LEAVER, age)
        assert what_is_owed(dead, EDITIONS[place]).told is told
        harmed = Facts(Harm.SERIOUS_HARM, Where.HERE, suspicion, Status.CARE_LEAVER, age)
        assert what_is_owed(harmed, EDITIONS[place]).told is Told.NOBODY


@pytest.mark.parametrize(("duties", "status"), list(product(EDITIONS, (Status.CHILD, Status.LOOKED_AFTER))))
def test_rapid_review_follows_suspicion_here_or_abroad_and_nothing_else(duties, status):
    for harm, where, suspicion in product(Harm, Where, Suspicion):
        owed = what_is_owed(Facts(harm, where, suspicion, status, 5), duties)
        assert owed.rapid_review == (suspicion is Suspicion.YES and where in PLACES) == (owed.told is Told.PANEL)


def test_looked_after_childs_death_alone_is_always_told():
    for harm, status in product(Harm, Status):
        case = Facts(harm, Where.HERE, Suspicion.NO, status, 5)
        assert always_told(case) == (harm is Harm.DEATH and status is Status.LOOKED_AFTER)


@pytest.mark.parametrize(
    ("told", "owed", "short"),
    [
        (Told.NOBODY, Told.NOBODY, False),
        (Told.NOBODY, Told.STATE, True),
        (Told.NOBODY, Told.PANEL, True),
        (Told.STATE, Told.NOBODY, False),
        (Told.STATE, Told.STATE, False),
        (Told.STATE, Told.PANEL, True),
        *((Told.PANEL, owed, False) for owed in Told),
    ],
)
def test_decision_falls_short_when_it_tells_fewer_than_is_owed(told, owed, short):
    assert falls_short(told, Owed(owed, False, ())) == short


@pytest.mark.parametrize(
    ("may", "authority", "team", "right"),
    [
        (False, True, True, None),
        (True, False, False, None),
        (True, True, False, Decides.AUTHORITY),
        (True, False, True, Decides.TEAM),
        (True, True, True, Decides.TEAM),
    ],
)
def test_local_authority_decides_and_the_team_records(may, authority, team, right):
    assert who_decides(may_notify=may, of_the_authority=authority, of_the_team=team) is right


def test_an_edition_of_one_child_in_each_notification_limits_nobody():
    assert [most_children(duties) for duties in EDITIONS] == [None, 4, 4]


@pytest.mark.parametrize(
    ("stage", "before", "states"),
    [
        (Stage.REFERRED, None, "now" + " to-do" * 6),
        (Stage.TO_NOTIFY, None, "done now" + " to-do" * 5),
        (Stage.RECOMMENDED, None, "done " * 3 + "now" + " to-do" * 3),
        (Stage.NOT_PUBLISHED, None, "done " * 6 + "now"),
        (Stage.NOT_MET, None, ""),
        (Stage.WITHDRAWN, None, ""),
        (Stage.CLOSED, None, ""),
        (Stage.CLOSED, Stage.WITHDRAWN, ""),
        (Stage.CLOSED, Stage.NOT_MET, ""),
        (Stage.CLOSED, Stage.NOTIFIED, "done done"),
        (Stage.CLOSED, Stage.WITH_PANEL, "done done done done done"),
        (Stage.CLOSED, Stage.PUBLISHED, "done " * 6 + "done"),
    ],
)
def test_road(stage, before, states):
    assert [state for _, state in road(stage, before)] == states.split()


def test_review_that_was_not_published_does_not_say_that_it_was():
    assert road(Stage.NOT_PUBLISHED)[-1] == ("Not published", "now")
    assert road(Stage.CLOSED, Stage.NOT_PUBLISHED)[-1] == ("Not published", "done")
