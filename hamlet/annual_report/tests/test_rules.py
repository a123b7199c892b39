from dataclasses import replace
from datetime import date

import pytest

from hamlet.annual_report.editions import EDITIONS, EVIDENCE, DueKind, Need, SignedBy
from hamlet.annual_report.rules import (
    OPEN_TABLES,
    DueRule,
    Gap,
    Progress,
    State,
    copies_due_on,
    days_late,
    due_on,
    for_the_public,
    gap_in,
    may_follow,
    needs_summary,
    next_step,
    period_fault,
    period_name,
    public_count,
    releasable,
    signing_fault,
    standing,
    steps,
)
from hamlet.foundations.references import Evidence

AFTER_LAST = DueRule(DueKind.AFTER_LAST, months=12)
SEPTEMBER = DueRule(DueKind.DAY_OF_YEAR, month=9, day=30)
MARCH_2023 = date(2023, 3, 31)


@pytest.mark.parametrize(
    ("rule", "ends_on", "last", "expected"),
    [
        (AFTER_LAST, MARCH_2023, date(2022, 11, 30), date(2023, 11, 30)),
        (AFTER_LAST, MARCH_2023, date(2020, 2, 29), date(2021, 2, 28)),
        (AFTER_LAST, MARCH_2023, None, date(2024, 3, 31)),
        (SEPTEMBER, date(2024, 3, 31), None, date(2024, 9, 30)),
        (SEPTEMBER, date(2024, 3, 31), date(2022, 1, 1), date(2024, 9, 30)),
        (SEPTEMBER, date(2024, 9, 30), None, date(2025, 9, 30)),
        (SEPTEMBER, date(2024, 12, 31), None, date(2025, 9, 30)),
    ],
)
def test_due_day_follows_the_edition(rule, ends_on, last, expected):
    assert due_on(rule, ends_on=ends_on, last_published_on=last).on == expected


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_what_may_follow_what(before, after):
    allowed = {
        (State.DRAFT, State.SCRUTINY),
        (State.SCRUTINY, State.SIGNATURE),
        (State.SCRUTINY, State.DRAFT),
        (State.SIGNATURE, State.PUBLISHED),
        (State.SIGNATURE, State.DRAFT),
    }

    assert may_follow(before, after) == ((before, after) in allowed)


def test_editions_ask_for_what_the_guidance_lists():
    counts = {row.year: [sum(item.need is need for item in row.items) for need in (Need.MUST, Need.SHOULD)] for row in EDITIONS}

    assert counts == {2018: [2, 4], 2023: [2, 12], 2026: [3, 12]}


def test_edition_says_who_signs_and_what_is_not_confirmed():
    signed = {row.year: row.signed_by for row in EDITIONS}
    unsure = {row.year: sum(not item.confirmed for item in row.items) for row in EDITIONS}

    assert signed == {2018: SignedBy.REPRESENTATIVES, 2023: SignedBy.LEADS, 2026: SignedBy.LEADS}
    assert unsure == {2018: 0, 2023: 12, 2026: 14}
    assert [row.confirmed for row in EDITIONS] == [True, True, False]


@pytest.mark.parametrize("row", EDITIONS, ids=lambda row: row.year)
def test_each_key_and_each_piece_of_evidence_stands_once_in_an_edition(row):
    keys = [item.key for item in row.items]
    evidence = [key for item in row.items for key in EVIDENCE[row.year, item.key]]

    assert len(set(keys)) == len(keys)
    assert len(set(evidence)) == len(evidence)
    assert all(item.source for item in row.items)


def evidence(item, rows, number_columns=(1,), count=1):
    return Evidence(item, "Title", count, MARCH_2023, ("What", "Count"), rows, ("a point",), number_columns)


@pytest.mark.parametrize(
    ("cell", "leaves"),
    [
        ("12", True),
        ("1,567", True),
        ("83%", True),
        ("4 of 6", True),
        ("12 working days", True),
        ("–", True),
        ("Name of a child", False),
        ("3 children were seen", False),
        ("https://example.org/1", False),
    ],
)
def test_only_numbers_leave_a_closed_room(cell, leaves):
    kept = releasable(evidence("escalations", (("Forum", "1"), ("Panel", cell))))

    assert bool(kept.rows) == leaves
    assert (kept.points, kept.count) == ((), 1)


def test_words_without_a_number_column_never_leave():
    assert releasable(evidence("decisions", (("12", "13"),), ())).rows == ()


@pytest.mark.parametrize("item", sorted(OPEN_TABLES))
def test_what_is_published_anyway_leaves_as_it_is(item):
    given = evidence(item, (("Words", "more words"),), ())

    assert releasable(given) == given


@pytest.mark.parametrize(
    ("numbers", "kept_back"),
    [
        ([("12", "6"), ("30", "20")], False),
        ([("0", "0"), ("0", "0")], False),
        ([("3", "0"), ("30", "0")], True),
        ([("12", "9"), ("30", "20")], True),
        ([("12", "0"), ("9", "0")], True),
        ([("1,203", "1,200"), ("0", "0")], True),
        ([("12", "4 of 20"), ("30", "0")], True),
    ],
)
def test_counts_of_reviews_are_published_all_or_none(numbers, kept_back):
    rows = tuple((f"Row {place}", *row, "3") for place, row in enumerate(numbers))
    given = Evidence("rapid_reviews", "Title", 1, MARCH_2023, ("What", "Sent", "Of", "Came"), rows, small=(1, 2))
    shown = for_the_public(given)
    assert shown.rows == (tuple((row[0], "c", "c", "3") for row in rows) if kept_back else rows)
    assert releasable(replace(given, number_columns=(1, 2, 3))).rows == rows


def test_column_for_the_draft_alone_leaves_with_its_heading():
    given = Evidence("comparators", "T", 1, MARCH_2023, ("A", "B", "C"), (("a", "b", "3"),), number_columns=(1, 2), inside=(1,))
    shown = for_the_public(given)
    assert (shown.headings, shown.rows, shown.number_columns) == (("A", "C"), (("a", "3"),), (1,))


@pytest.mark.parametrize(("count", "small", "said"), [(3, (1,), "c"), (3, (), "3"), (6, (1,), "6"), (0, (1,), "0")])
def test_count_alone_of_reviews_is_kept_back_too(count, small, said):
    assert public_count(Evidence("rapid_reviews", "T", count, MARCH_2023, small=small)) == said


def test_summary_is_wanted_where_only_a_count_leaves():
    assert needs_summary(evidence("challenges", (("a", "words"),), ()))
    assert not needs_summary(evidence("challenges", (), (), count=0))
    assert not needs_summary(evidence("actions", (("a", "2"),)))


@pytest.mark.parametrize(
    ("need", "counts", "words", "other", "expected"),
    [
        (Need.MUST, [0], True, False, "no evidence yet"),
        (Need.SHOULD, [], True, False, "no evidence yet"),
        (Need.SHOULD, [], True, True, None),
        (Need.SHOULD, [0, 3], True, False, None),
        (Need.SHOULD, [3], False, False, "nothing written yet"),
        (Need.OWN, [], False, False, None),
    ],
)
def test_gap_in_a_section(need, counts, words, other, expected):
    found = gap_in(title="T", key="k", need=need, counts=counts, has_words=words, has_other=other)

    assert found == (Gap("k", "T", expected) if expected else None)


@pytest.mark.parametrize(
    ("progress", "what", "whose"),
    [
        (Progress(State.DRAFT, 11, 9), "Write the 2 sections that have no words yet", "editor"),
        (Progress(State.DRAFT, 11, 11), "Send it to the independent scrutineer", "editor"),
        (Progress(State.SCRUTINY), "Write the commentary", "scrutineer"),
        (Progress(State.SCRUTINY, commentary_given=True), "Send it for signature", "editor"),
        (Progress(State.DRAFT, 11, 10), "Write the one section that has no words yet", "editor"),
        (Progress(State.SIGNATURE, signatures=2), "Sign: 1 of 3 signatures is missing", "signer"),
        (Progress(State.SIGNATURE, signatures=1), "Sign: 2 of 3 signatures are missing", "signer"),
        (Progress(State.SIGNATURE, signatures=3), "Publish it", "editor"),
        (Progress(State.PUBLISHED, copies_owed=1), "Send the copies", "editor"),
        (Progress(State.PUBLISHED, copies_owed=0), "All is done", ""),
    ],
)
def test_next_step_is_one_thing_and_somebodys_turn(progress, what, whose):
    assert (next_step(progress).what, next_step(progress).whose) == (what, whose)


@pytest.mark.parametrize(
    ("state", "owed", "expected"),
    [
        (State.DRAFT, 2, ["now", "to-do", "to-do", "to-do"]),
        (State.SIGNATURE, 2, ["done", "done", "now", "to-do"]),
        (State.PUBLISHED, 1, ["done", "done", "done", "now"]),
        (State.PUBLISHED, 0, ["done", "done", "done", "done"]),
    ],
)
def test_steps_show_how_far_it_is(state, owed, expected):
    assert [step.state for step in steps(Progress(state, copies_owed=owed))] == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fault", "name"),
    [
        (date(2022, 4, 1), date(2023, 3, 31), "", "2022-23"),
        (date(2022, 1, 1), date(2022, 12, 31), "", "2022"),
        (date(1999, 4, 1), date(2000, 3, 31), "", "1999-00"),
        (date(2022, 4, 1), date(2023, 4, 1), "A report covers at most twelve months", "2022-23"),
        (date(2022, 4, 1), date(2022, 4, 1), "The period must end after it begins", "2022"),
    ],
)
def test_period_of_a_report(starts_on, ends_on, fault, name):
    assert (period_fault(starts_on, ends_on), period_name(starts_on, ends_on)) == (fault, name)


@pytest.mark.parametrize(
    ("signed_on", "fault"),
    [
        (date(2023, 7, 1), ""),
        (date(2023, 7, 10), ""),
        (date(2023, 6, 30), "The text was sent for signature on 1 July 2023: a signature cannot be earlier"),
        (date(2023, 7, 11), "A signature cannot be dated in the future"),
    ],
)
def test_day_of_a_signature(signed_on, fault):
    assert signing_fault(signed_on=signed_on, sent_on=date(2023, 7, 1), today=date(2023, 7, 10)) == fault


def test_copies_are_due_within_seven_days():
    due = copies_due_on(date(2023, 9, 28), 7)

    assert due == date(2023, 10, 5)
    assert [days_late(day, due) for day in (date(2023, 9, 28), due, date(2023, 10, 6))] == [0, 0, 1]


@pytest.mark.parametrize(("day", "word"), [(date(2023, 10, 1), "late"), (date(2023, 9, 1), "soon"), (date(2023, 8, 1), "due")])
def test_standing_of_a_due_day(day, word):
    assert standing(date(2023, 9, 30), day) == word
