"""What is kept back, and an attacker who tries to work it out. The attacker shares no code with the rules: it tries every number."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hamlet.insight.rules.composing import Kind, public_cells
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import TOTAL, Before, Counts, kept_back, rounded_to

D = Decimal
SEX = [("Sex", "Female"), ("Sex", "Male")]
AGE = [("Age", "Under 5"), ("Age", "5 to 9"), ("Age", "10 and over")]


def table(total, sex=(), age=()):
    return {TOTAL: total, **dict(zip(SEX, sex, strict=False)), **dict(zip(AGE, age, strict=False))}


def hidden(total, sex=(), age=(), before=None):
    return kept_back(Counts(table(total, sex, age), before or {}))


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ((0,), set()),
        ((3,), {TOTAL}),
        ((6,), set()),
        ((20, (9, 11)), set()),
        ((20, (0, 20)), set()),
        ((20, (3, 17)), set(SEX)),
        ((20, (9, 11), (3, 8, 9)), {AGE[0], AGE[1]}),
        ((20, (9, 11), (1, 1, 18)), {AGE[0], AGE[1], AGE[2]}),
        ((20, (9, 11), (2, 1, 17)), {AGE[0], AGE[1]}),
        ((20, (3, 17), (3, 8, 9)), {*SEX, AGE[0], AGE[1]}),
        ((4, (4, 0)), {TOTAL, SEX[0]}),
        ((20, (20, 0), (2, 18, 0)), {AGE[0], AGE[1]}),
    ],
)
def test_small_numbers_and_what_would_tell_them_are_kept_back(cells, kept):
    assert hidden(*cells) == kept


def test_cell_that_was_kept_back_stays_kept_back():
    before = {SEX[0]: Before(kept_back=True)}
    assert SEX[0] in hidden(40, (20, 20), before=before)


@pytest.mark.parametrize(("now", "kept"), [(20, False), (21, True), (25, True), (26, False), (15, True), (14, False)])
def test_number_that_changed_by_a_small_one_is_kept_back(now, kept):
    assert (TOTAL in hidden(now, before={TOTAL: Before((20,))})) is kept


def test_second_cell_is_not_one_that_was_public_before():
    before = {AGE[1]: Before((8,)), AGE[2]: Before((19,))}
    kept = hidden(30, (), (3, 8, 19), before=before)
    assert {AGE[0], TOTAL} <= kept


MOST = 13


def believable(now, shown, least):
    """For each cell the numbers that a reader could believe: they agree with what is shown, and each breakdown adds up."""
    seen = {key: set() for key in now}
    choices = {key: [shown[key]] if key in shown else range(least, MOST + 1) for key in now}
    for total in choices[TOTAL]:
        fits = [[row for row in product(*(choices[key] for key in keys)) if sum(row) == total] for keys in groups(now)]
        if all(fits):
            seen[TOTAL].add(total)
            for keys, rows in zip(groups(now), fits, strict=True):
                for row in rows:
                    for key, number in zip(keys, row, strict=True):
                        seen[key].add(number)
    return seen


def groups(now):
    return [[key for key in keys if key in now] for keys in (SEX, AGE) if keys[0] in now]


def worked_out(now, shown, least=0):
    """The cells that are not shown, of which a reader finds one number only."""
    seen = believable(now, shown, least)
    return [key for key in now if key not in shown and len(seen[key]) == 1]


small = some.integers(0, 6)


@settings(max_examples=150, deadline=None)
@given(some.tuples(small, small), some.integers(0, 6), some.integers(0, 6))
def test_no_small_number_can_be_worked_out_across_breakdowns(sex, first, second):
    total = sum(sex)
    age = (min(first, total), min(second, total - min(first, total)))
    now = table(total, sex, (*age, total - sum(age)))
    shown = {key: number for key, number in now.items() if key not in kept_back(Counts(now))}
    assert all(not 1 <= number <= 5 for number in shown.values())
    for least in (0, 1):
        assert [key for key in worked_out(now, shown, least) if 1 <= now[key] <= 5] == []


@settings(max_examples=150, deadline=None)
@given(some.tuples(small, small), some.tuples(some.integers(-2, 6), some.integers(-2, 6)), some.booleans())
def test_no_small_number_can_be_worked_out_across_two_publications(sex, change, revised):
    """A reader puts both together, taking for unchanged whatever may be: the total and each category of an unrevised quarter."""
    first = table(sum(sex), sex)
    later = tuple(max(0, number + step) if revised else number for number, step in zip(sex, change, strict=True))
    now = table(sum(later), later)
    old = {key: number for key, number in first.items() if key not in kept_back(Counts(first))}
    before = {key: Before((old[key],) if key in old else (), key not in old) for key in first}
    new = {key: number for key, number in now.items() if key not in kept_back(Counts(now, before))}

    both = {**{key: number for key, number in old.items() if now[key] == number}, **new}
    assert [key for key in worked_out(now, both) if 1 <= now[key] <= 5] == []
    differences = [abs(new[key] - old[key]) for key in new if key in old]
    assert all(not 1 <= number <= 5 for number in differences)


@settings(max_examples=200, deadline=None)
@given(some.integers(0, 40), some.integers(0, 40))
def test_percentage_tells_neither_its_part_nor_its_rest_when_they_are_small(part, rest):
    kind = Kind(Shape.PERCENTAGE, SmallNumbers.CHILDREN, 1)
    cells = {cell.part: cell for cell in public_cells(kind, {TOTAL: (D(part), D(part + rest))})}
    told = cells["numerator"].number is not None or cells["value"].number is not None
    assert not (told and (1 <= part <= 5 or 1 <= rest <= 5 or 1 <= part + rest <= 5))
    assert (cells["value"].number is None) or cells["numerator"].number is not None


@given(some.integers(0, 30), some.integers(1, 30), some.sampled_from(list(Rounding)))
def test_average_is_kept_back_with_its_small_whole(days, whole, rounding):
    kind = Kind(Shape.AVERAGE, SmallNumbers.CHILDREN, 1, rounding)
    cells = public_cells(kind, {TOTAL: (D(days), D(whole))})
    assert all(cell.symbol == "c" for cell in cells) is (whole <= 5)


def test_breakdown_of_a_percentage_is_shown_whole_or_not_at_all():
    kind = Kind(Shape.PERCENTAGE, SmallNumbers.CHILDREN, 0)
    pairs = {TOTAL: (D(40), D(80)), SEX[0]: (D(3), D(30)), SEX[1]: (D(37), D(50))}
    cells = public_cells(kind, pairs)
    assert {cell.key for cell in cells if cell.symbol == "c"} == set(SEX)
    assert {(cell.part, cell.number) for cell in cells if cell.key == TOTAL} == {
        ("numerator", 40),
        ("denominator", 80),
        ("value", 50),
    }


def test_own_activity_is_published_as_it_is_and_review_counts_are_not():
    for kind, symbol in ((SmallNumbers.ACTIVITY, ""), (SmallNumbers.CHILDREN, "c")):
        cells = public_cells(Kind(Shape.COUNT, kind, 0), {TOTAL: (D(2), None)})
        assert {cell.symbol for cell in cells} == {symbol}


def test_rate_is_kept_back_with_its_count():
    cells = public_cells(Kind(Shape.RATE, SmallNumbers.CHILDREN, 1), {TOTAL: (D(4), D(64_373))})
    assert [(cell.part, cell.symbol) for cell in cells] == [("numerator", "c"), ("value", "c")]


def test_figure_that_nobody_supplied_is_not_available():
    (cell,) = public_cells(Kind(Shape.COUNT, SmallNumbers.CHILDREN, 0), {TOTAL: (None, None)})
    assert (cell.number, cell.symbol) == (None, "x")


@pytest.mark.parametrize(("number", "five", "ten"), [(0, 0, 0), (6, 5, 10), (7, 5, 10), (8, 10, 10), (14, 15, 10), (15, 15, 20)])
def test_rounding_is_to_the_nearest(number, five, ten):
    assert (rounded_to(number, Rounding.FIVE), rounded_to(number, Rounding.TEN), rounded_to(number, Rounding.NONE)) == (
        five,
        ten,
        number,
    )


def test_rounded_percentage_is_worked_out_of_what_is_shown():
    kind = Kind(Shape.PERCENTAGE, SmallNumbers.CHILDREN, 1, Rounding.TEN)
    cells = {cell.part: cell.number for cell in public_cells(kind, {TOTAL: (D(44), D(61))})}
    assert cells == {"numerator": 40, "denominator": 60, "value": D("66.7")}
