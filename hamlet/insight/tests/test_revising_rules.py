"""What a line changes against what is held of its cell, as truth tables."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.revising import (
    FINAL,
    NOTHING,
    PROVISIONAL,
    WORDS,
    Held,
    afterwards,
    differs,
    do_not_add_up,
    kept,
    reason,
    says_not_why,
    unchanged,
)
from hamlet.insight.rules.supplying import Asked, Line

ASKED = Quarter(2022, 1)
COUNT = Asked("missing", "Missing episodes", Shape.COUNT, 1)
AGES = [Asked("missing", "Missing episodes", Shape.COUNT, 1, "Age", age) for age in ("Under 13", "13 to 17", "Not known")]
DAYS = Asked("days", "Days", Shape.AVERAGE, 3, denominator_is="decisions")
HERE, LARGER = "E09000030", "met-central-east"
SENT = Line(COUNT, ASKED, HERE, Decimal("12.00"), comment="May is estimated", provisional=True)


@pytest.mark.parametrize(
    ("changed", "another", "needs_why", "because"),
    [
        ({}, False, False, WORDS),
        ({"comment": ""}, False, False, WORDS),
        ({"comment": "Other words"}, False, False, WORDS),
        ({"provisional": False}, False, False, FINAL),
        ({"numerator": Decimal(13)}, True, True, ""),
        ({"denominator": Decimal(20)}, True, True, ""),
        ({"of_quarter": ASKED.later(-1)}, True, True, ""),
        ({"area": LARGER}, True, True, ""),
        ({"numerator": None, "missing_because": "Counted wrongly"}, True, True, ""),
        ({"numerator": Decimal(13), "revised_because": "Late"}, True, False, "Late"),
    ],
)
def test_only_another_figure_needs_a_reason(changed, another, needs_why, because):
    line = replace(SENT, **changed)
    assert differs(SENT, line) is another
    assert says_not_why(Held(stands=SENT), line) is needs_why
    assert reason(SENT, line) == because


def test_nothing_is_said_of_a_figure_that_is_new_or_provisional_again():
    assert reason(None, SENT) == ""
    assert not says_not_why(NOTHING, SENT)
    assert reason(replace(SENT, provisional=False), SENT) == PROVISIONAL


@pytest.mark.parametrize(
    ("held", "changed", "expected"),
    [
        (NOTHING, {}, False),
        (Held(stands=SENT), {}, True),
        (Held(stands=SENT), {"comment": "", "revised_because": "Typed for nothing"}, True),
        (Held(stands=SENT), {"comment": "Other words"}, False),
        (Held(stands=SENT), {"provisional": False}, False),
        (Held(SENT, replace(SENT, numerator=Decimal(14))), {}, False),
        (Held(SENT, replace(SENT, numerator=Decimal(14), revised_because="Late")), {"numerator": Decimal(14)}, True),
        (
            Held(SENT, replace(SENT, numerator=Decimal(14), revised_because="Late")),
            {"numerator": Decimal(14), "revised_because": "Very late"},
            False,
        ),
    ],
)
def test_line_that_says_nothing_new_is_left_out(held, changed, expected):
    assert unchanged(held, replace(SENT, **changed)) is expected


def test_words_that_are_held_stay_where_none_are_brought():
    waits = replace(SENT, numerator=Decimal(14), revised_because="Late")
    line = kept(Held(SENT, waits), Line(COUNT, ASKED, HERE, Decimal(15)))
    assert (line.comment, line.revised_because) == ("May is estimated", "Late")


def parts(total, *ages, moved=""):
    lines = [Line(COUNT, ASKED, HERE, Decimal(total))]
    for cell, number in zip(AGES, ages, strict=False):
        lines.append(Line(cell, ASKED, LARGER if cell.category == moved else HERE, Decimal(number)))
    return lines


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (parts(10, 4, 5, 1), []),
        (parts(10, 4, 5, 0), ["Missing episodes: by age it adds up to 9, and the total is 10"]),
        (parts(10, 4, 5), []),
        (parts(10, 8, 5), ["Missing episodes: by age it adds up to 13, and the total is 10"]),
        (parts(10, 8, 5, moved="13 to 17"), []),
        (parts(10, 11, 5, moved="13 to 17"), ["Missing episodes: by age it adds up to 11, and the total is 10"]),
    ],
)
def test_categories_of_the_same_quarter_and_area_add_up_to_their_total(lines, sentences):
    assert [str(row) for row in do_not_add_up(lines, [COUNT, *AGES])] == sentences
    assert do_not_add_up(lines, [COUNT, *AGES], only={"days"}) == []


def test_what_stands_counts_with_what_is_put_in_and_what_is_taken_back_does_not():
    total, young, old, unknown = parts(10, 4, 5, 1)
    here = {row.asked.cell: Held(stands=row) for row in (total, young, unknown)}
    here[old.asked.cell] = Held(stands=old, waits=replace(old, numerator=Decimal(6)))

    changed = afterwards(here, [replace(young, numerator=Decimal(3))])

    assert {row.asked.category: row.numerator for row in changed} == {"": 10, "Under 13": 3, "13 to 17": 6, "Not known": 1}
    assert do_not_add_up(changed, [COUNT, *AGES]) == []
    assert len(do_not_add_up(afterwards(here, []), [COUNT, *AGES])) == 1
    assert do_not_add_up(afterwards(here, [], {old.asked.cell}), [COUNT, *AGES]) == []


def test_an_average_is_no_sum():
    part = replace(DAYS, breakdown="Age", category="Under 13")
    lines = [Line(cell, ASKED, HERE, Decimal(number), Decimal(1)) for cell, number in ((DAYS, 10), (part, 99))]
    assert do_not_add_up(lines, [DAYS, part]) == []
