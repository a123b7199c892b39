from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.learning.rules.ladder import (
    COLOURS,
    HINTS,
    LADDER,
    OF_IMPACT,
    OF_PRACTICE,
    EvidenceKind,
    Held,
    Proof,
    Rung,
    Strength,
    Why,
    Work,
    look_again,
    lower_rungs,
    lowest,
    may_not_confirm,
    missing,
    next_rung,
    number,
)

TODAY = date(2022, 11, 15)
DAY = timedelta(days=1)
DONE_ON = date(2022, 6, 30)
DONE = Work(2, 0, 2, DONE_ON)
LATER = TODAY + 365 * DAY
K = EvidenceKind


def proof(kind=K.AUDIT, speaks_of=TODAY - 30 * DAY, strength=Strength.FAIR, expires_on=None, added_by=1):
    return Proof(kind, speaks_of, strength, expires_on, added_by)


def test_ladder_has_five_rungs_each_with_its_number_and_colour():
    assert [(number(rung), next_rung(rung)) for rung in LADDER] == list(zip(range(1, 6), [*LADDER[1:], None], strict=True))
    assert len({COLOURS[rung] for rung in Rung}) == 5
    assert lower_rungs(Rung.PRACTICE_CHECKED) == (Rung.AGREED, Rung.ACTION_DONE)
    assert set(HINTS) == set(EvidenceKind)


@pytest.mark.parametrize(
    ("work", "sentences"),
    [
        (Work(), ["It needs an action: none serves it yet"]),
        (Work(1, 1, 0), ["Actions still open: 1", "No action of it was done"]),
        (Work(2, 1, 1, DONE_ON), ["Actions still open: 1"]),
        (Work(2, 0, 0), ["No action of it was done"]),
        (Work(2, 0, 1, DONE_ON), []),
    ],
)
def test_action_done_needs_every_action_closed_and_one_done(work, sentences):
    assert missing(Rung.ACTION_DONE, [], work, None, TODAY) == sentences


@pytest.mark.parametrize("kind", list(EvidenceKind))
@pytest.mark.parametrize(("rung", "kinds"), [(Rung.PRACTICE_CHECKED, OF_PRACTICE), (Rung.IMPACT_EVIDENCED, OF_IMPACT)])
def test_one_item_of_the_right_kind_is_enough_for_the_middle_rungs(kind, rung, kinds):
    assert (missing(rung, [proof(kind)], DONE, None, TODAY) == []) is (kind in kinds)


@pytest.mark.parametrize(("first", "second"), list(product(EvidenceKind, EvidenceKind)))
def test_embedded_needs_two_kinds_one_of_them_about_practice_or_children(first, second):
    reached = missing(Rung.EMBEDDED, [proof(first), proof(second)], DONE, LATER, TODAY) == []

    assert reached is (first is not second and bool({first, second} & OF_PRACTICE))


@pytest.mark.parametrize(("days", "reached"), [(None, False), (-1, False), (0, False), (1, True)])
def test_embedded_needs_a_day_to_look_again_that_is_to_come(days, reached):
    again = None if days is None else TODAY + days * DAY
    said = missing(Rung.EMBEDDED, [proof(K.AUDIT), proof(K.DATA)], DONE, again, TODAY)

    assert said == ([] if reached else ["Say on which day after today it is looked at again"])


@pytest.mark.parametrize(
    ("given_", "counts"),
    [
        ({"speaks_of": DONE_ON - DAY}, False),
        ({"speaks_of": DONE_ON}, True),
        ({"speaks_of": TODAY}, True),
        ({"speaks_of": TODAY + DAY}, False),
        ({"expires_on": TODAY - DAY}, False),
        ({"expires_on": TODAY}, True),
        ({"strength": Strength.WEAK}, False),
        ({"strength": Strength.STRONG}, True),
    ],
)
def test_evidence_counts_by_the_day_it_tells_of_its_expiry_and_its_strength(given_, counts):
    assert (missing(Rung.IMPACT_EVIDENCED, [proof(**given_)], DONE, None, TODAY) == []) is counts


def test_weak_evidence_shows_practice_and_no_more():
    weak = [proof(K.AUDIT, strength=Strength.WEAK), proof(K.FAMILIES, strength=Strength.WEAK)]

    assert missing(Rung.PRACTICE_CHECKED, weak, DONE, None, TODAY) == []
    assert missing(Rung.EMBEDDED, weak, DONE, LATER, TODAY) != []


@pytest.mark.parametrize(
    ("person", "to", "reason"),
    [
        (1, Rung.PRACTICE_CHECKED, "You proposed this rung: somebody else confirms it"),
        (2, Rung.EMBEDDED, "Some of the evidence is yours: somebody else confirms the rung"),
        (3, Rung.ACTION_DONE, "You own an action of it: somebody else confirms that it was done"),
        (3, Rung.PRACTICE_CHECKED, ""),
        (4, Rung.ACTION_DONE, ""),
    ],
)
def test_nobody_confirms_their_own(person, to, reason):
    assert may_not_confirm(person, 1, to, [proof(added_by=2)], [3]) == reason


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"look_again_on": TODAY}, [Why.DUE]),
        ({"proofs": (proof(K.AUDIT, expires_on=TODAY - DAY), proof(K.DATA))}, [Why.EXPIRED]),
        ({"proofs": (proof(K.AUDIT), proof(K.DATA), proof(K.POLICY, expires_on=TODAY - DAY))}, []),
        ({"theme_found_on": DONE_ON}, []),
        ({"theme_found_on": TODAY}, [Why.RECURS]),
        ({"theme_found_on": TODAY, "rung": Rung.IMPACT_EVIDENCED}, []),
        ({"rung": Rung.ACTION_DONE, "proofs": (proof(K.AUDIT, expires_on=TODAY - DAY),), "look_again_on": None}, []),
    ],
)
def test_what_is_looked_at_again(changed, found):
    held = {"rung": Rung.EMBEDDED, "since": TODAY - 20 * DAY, "look_again_on": LATER, "work": DONE}
    held |= {"proofs": (proof(K.AUDIT), proof(K.DATA)), **changed}

    assert look_again(Held(**held), TODAY) == found


proofs = st.lists(
    st.builds(
        Proof,
        st.sampled_from(EvidenceKind),
        st.dates(TODAY - 400 * DAY, TODAY + 100 * DAY),
        st.sampled_from(Strength),
        st.none() | st.dates(TODAY - 100 * DAY, TODAY + 400 * DAY),
        st.integers(1, 5),
    ),
    max_size=6,
)


@given(proofs, proofs, st.sampled_from(Rung))
def test_more_evidence_never_takes_a_rung_away(some, more, rung):
    if missing(rung, some, DONE, LATER, TODAY) == []:
        assert missing(rung, [*some, *more], DONE, LATER, TODAY) == []


@given(proofs)
def test_what_is_embedded_rests_on_two_firm_kinds_in_date(some):
    if missing(Rung.EMBEDDED, some, DONE, LATER, TODAY) == []:
        firm = {row.kind for row in some if row.in_date(TODAY) and row.strength is not Strength.WEAK}
        assert len(firm) >= 2 and firm & OF_PRACTICE


@given(proofs, st.integers(1, 5))
def test_who_gave_evidence_never_confirms(some, person):
    reason = may_not_confirm(person, 99, Rung.EMBEDDED, some, [])

    assert bool(reason) == any(row.added_by == person for row in some)


@given(st.lists(st.sampled_from(Rung), min_size=1))
def test_joint_recommendation_begins_no_higher_than_any_of_its_parts(rungs):
    assert all(number(lowest(rungs)) <= number(rung) for rung in rungs)
    assert lowest([]) is Rung.AGREED


@given(proofs, st.dates(TODAY, TODAY + 900 * DAY))
def test_what_just_reached_the_top_is_not_looked_at_again_the_same_day(some, again):
    if missing(Rung.EMBEDDED, some, DONE, again, TODAY) == []:
        assert look_again(Held(Rung.EMBEDDED, TODAY, again, tuple(some), DONE, TODAY), TODAY) == []
