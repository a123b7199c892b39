from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.learning.rules.again import Held, Why, look_again, unsupported
from hamlet.learning.rules.ladder import (
    COLOURS,
    HINTS,
    LADDER,
    OF_IMPACT,
    OF_PRACTICE,
    EvidenceKind,
    Joint,
    Proof,
    Rung,
    Strength,
    Work,
    holds_until,
    joined,
    lower_rungs,
    lowest,
    may_not_confirm,
    missing,
    next_rung,
    number,
    weighed_by,
    why_not,
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
    ("person", "reason"),
    [
        (1, "You proposed this rung: somebody else confirms it"),
        (2, "Some of the evidence is yours: somebody else confirms the rung"),
        (3, "You own an action of it: somebody else confirms the rung"),
        (4, ""),
        (5, ""),
    ],
)
def test_nobody_confirms_their_own(person, reason):
    proofs = [proof(added_by=2), replace(proof(added_by=5), withdrawn_on=TODAY)]
    assert may_not_confirm(person, 1, proofs, [3]) == reason
    assert bool(may_not_confirm(person, None, proofs, [3])) is (person in (2, 3))


@pytest.mark.parametrize(
    ("rung", "given_", "reason"),
    [
        (Rung.PRACTICE_CHECKED, {}, ""),
        (Rung.PRACTICE_CHECKED, {"kind": K.TRAINING}, "training shows what was offered, not what changed"),
        (Rung.PRACTICE_CHECKED, {"strength": Strength.WEAK}, ""),
        (Rung.IMPACT_EVIDENCED, {"strength": Strength.WEAK}, "weak evidence does not count for this rung"),
        (Rung.IMPACT_EVIDENCED, {"kind": K.PRACTITIONERS}, "practitioners say what they do, not what changed for children"),
        (Rung.PRACTICE_CHECKED, {"kind": K.DATA}, "a figure does not show what people do"),
        (Rung.EMBEDDED, {"kind": K.POLICY}, ""),
        (Rung.EMBEDDED, {"speaks_of": DONE_ON - DAY}, "it tells of a time before the action was done"),
        (Rung.EMBEDDED, {"expires_on": TODAY - DAY}, "it has expired"),
    ],
)
def test_each_item_says_why_it_does_not_count(rung, given_, reason):
    assert why_not(rung, proof(**given_), DONE, TODAY) == reason


def test_evidence_is_weighed_for_the_next_rung_that_needs_any():
    assert [weighed_by(rung) for rung in LADDER] == [*[Rung.PRACTICE_CHECKED] * 3, *LADDER[3:]]


@pytest.mark.parametrize(
    ("kind", "speaks_of", "until"),
    [
        (K.TRAINING, date(2022, 6, 30), date(2023, 6, 30)),
        (K.POLICY, date(2022, 12, 31), date(2024, 12, 31)),
        (K.INSPECTION, date(2022, 1, 5), date(2025, 1, 5)),
        (K.AUDIT, date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_how_long_evidence_holds_unless_somebody_says_otherwise(kind, speaks_of, until):
    assert holds_until(kind, speaks_of) == until


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"look_again_on": TODAY}, [Why.DUE]),
        ({"proofs": (proof(K.AUDIT, expires_on=TODAY - DAY), proof(K.DATA))}, [Why.EXPIRED]),
        ({"proofs": (proof(K.AUDIT), proof(K.DATA), proof(K.POLICY, expires_on=TODAY - DAY))}, [Why.EXPIRED]),
        ({"proofs": (proof(K.AUDIT), proof(K.DATA), proof(K.POLICY, expires_on=TODAY - 21 * DAY))}, []),
        ({"proofs": (proof(K.AUDIT), proof(K.DATA), replace(proof(), withdrawn_on=TODAY))}, [Why.EXPIRED]),
        ({"proofs": (proof(), proof(K.DATA), replace(proof(expires_on=TODAY - DAY), added_on=TODAY - 2 * DAY))}, []),
        ({"proofs": (proof(), proof(K.DATA), proof(expires_on=TODAY - DAY, strength=Strength.WEAK))}, []),
        ({"proofs": (proof(), proof(K.DATA), proof(speaks_of=DONE_ON - DAY, expires_on=TODAY - DAY))}, []),
        ({"work": replace(DONE, last_done_on=TODAY - 20 * DAY)}, []),
        ({"work": replace(DONE, last_done_on=TODAY - 19 * DAY)}, [Why.MORE]),
        ({"theme_found_on": DONE_ON}, []),
        ({"theme_found_on": TODAY}, [Why.RECURS]),
        ({"theme_found_on": TODAY, "rung": Rung.IMPACT_EVIDENCED}, [Why.RECURS]),
        ({"theme_found_on": TODAY, "rung": Rung.PRACTICE_CHECKED}, []),
        ({"rung": Rung.ACTION_DONE, "proofs": (proof(K.AUDIT, expires_on=TODAY - DAY),), "look_again_on": None}, []),
    ],
)
def test_what_is_looked_at_again(changed, found):
    held = {"rung": Rung.EMBEDDED, "since": TODAY - 20 * DAY, "look_again_on": LATER, "work": DONE}
    held |= {"proofs": (proof(K.AUDIT), proof(K.DATA)), **changed}

    assert look_again(Held(**held), TODAY) == found


@pytest.mark.parametrize(
    ("rung", "proofs_", "work", "falls"),
    [
        (Rung.AGREED, [], Work(), False),
        (Rung.ACTION_DONE, [], Work(), True),
        (Rung.ACTION_DONE, [], Work(2, 1, 1, DONE_ON), False),
        (Rung.PRACTICE_CHECKED, [], DONE, True),
        (Rung.PRACTICE_CHECKED, [proof()], DONE, False),
        (Rung.PRACTICE_CHECKED, [proof()], Work(), True),
        (Rung.EMBEDDED, [proof()], DONE, True),
        (Rung.EMBEDDED, [proof(), proof(K.DATA)], DONE, False),
    ],
)
def test_rung_falls_when_its_work_or_its_evidence_is_taken_away(rung, proofs_, work, falls):
    assert unsupported(rung, proofs_, work, TODAY) is falls


@pytest.mark.parametrize(("first", "second"), list(product(LADDER, LADDER)))
def test_joined_stand_on_the_lower_rung_and_are_looked_at_on_the_earlier_day(first, second):
    days = {rung: LATER if rung is Rung.EMBEDDED else None for rung in LADDER}
    now = joined([(first, days[first], ["A"]), (second, days[second] and days[second] + DAY, ["B"])])

    both = first is second
    assert now.rung is lowest([first, second])
    assert (now.look_again_on is not None) is (now.rung is Rung.EMBEDDED)
    assert now.look_again_on in (None, LATER)
    assert now.why_again == (("A", "B") if both else ("A",) if now.rung is first else ("B",))


def test_nothing_joined_begins_at_the_foot():
    assert joined([]) == Joint(Rung.AGREED, None, ())


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
    reason = may_not_confirm(person, 99, some, [])

    assert bool(reason) == any(row.added_by == person for row in some)


@given(st.lists(st.sampled_from(Rung), min_size=1))
def test_joint_recommendation_begins_no_higher_than_any_of_its_parts(rungs):
    assert all(number(lowest(rungs)) <= number(rung) for rung in rungs)
    assert lowest([]) is Rung.AGREED


@given(proofs, st.dates(TODAY, TODAY + 900 * DAY))
def test_what_just_reached_the_top_is_not_looked_at_again_the_same_day(some, again):
    if missing(Rung.EMBEDDED, some, DONE, again, TODAY) == []:
        assert look_again(Held(Rung.EMBEDDED, TODAY, again, tuple(some), DONE, TODAY), TODAY) == []
