from decimal import Decimal

import pytest

from hamlet.insight.rules.composing import Kind, public_cells
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import NUMERATOR, TOTAL, agrees, counts_kept_back, is_small, rounded_to, span_of

D = Decimal
SEX = [("Sex", "Female"), ("Sex", "Male")]
AGE = [("Age", "Under 5"), ("Age", "5 to 9"), ("Age", "10 and over")]
CHILDREN = SmallNumbers.CHILDREN


def table(total, sex=(), age=()):
    return {TOTAL: total, **dict(zip(SEX, sex, strict=False)), **dict(zip(AGE, age, strict=False))}


def hidden(total, sex=(), age=()):
    return counts_kept_back(table(total, sex, age))


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
        ((20, (9, 11), (1, 1, 18)), set(AGE)),
        ((35, (9, 26), (5, 5, 25)), set(AGE)),
        ((20, (9, 11), (2, 1, 17)), {AGE[0], AGE[1]}),
        ((20, (3, 17), (3, 8, 9)), {*SEX, AGE[0], AGE[1]}),
        ((4, (4, 0)), {TOTAL, *SEX}),
        ((20, (20, 0), (2, 18, 0)), {AGE[0], AGE[1]}),
    ],
)
def test_small_numbers_and_what_would_tell_them_are_kept_back(cells, kept):
    assert hidden(*cells) == kept


@pytest.mark.parametrize("large", [(8, 30), (30, 8), (9, 9), (45, 45)])
def test_second_cell_is_the_next_of_the_order_however_large_the_numbers_are(large):
    assert hidden(3 + sum(large), (), (3, *large)) == {AGE[0], AGE[1]}


@pytest.mark.parametrize(
    ("total", "kept"), [(17, False), (18, True), (22, True), (23, False), (16, True), (12, True), (11, False)]
)
def test_categories_that_leave_a_small_rest_are_kept_back_whichever_way_it_goes(total, kept):
    """9 and 8 are 17: a rest of 3, or a total that is 3 too small, counts children."""
    assert hidden(total, (9, 8)) == (set(SEX) if kept else set())


def test_breakdown_with_a_small_category_and_another_that_was_not_supplied_is_kept_back_whole():
    assert hidden(30, (9,), (3, 9)) == {AGE[0], AGE[1]}


def shows(**cells):
    keys = {"total": TOTAL, "female": SEX[0], "male": SEX[1]}
    return {(keys[name], NUMERATOR): None if number is None else (number, number) for name, number in cells.items()}


def may_show(before, total, sex=()):
    cells = table(total, sex)
    kept = {(key, NUMERATOR) for key in counts_kept_back(cells)}
    return agrees({(key, NUMERATOR): number for key, number in cells.items()}, kept, before)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        (shows(total=20), (20,), True),
        (shows(total=20), (21,), False),
        (shows(total=20), (25,), False),
        (shows(total=20), (26,), True),
        (shows(total=20), (15,), False),
        (shows(total=20), (14,), True),
        (shows(total=20), (20, (3, 17)), True),
        (shows(total=20), (30, (3, 27)), False),
        (shows(total=None), (40,), False),
        (shows(total=20, female=None, male=None), (20, (3, 17)), True),
        (shows(total=20, female=None, male=None), (20, (9, 11)), False),
        (shows(total=20, female=None, male=None), (30, (3, 27)), False),
        (shows(total=20, female=9, male=11), (20, (9, 11)), True),
        (shows(total=20, female=9, male=11), (20, (3, 17)), False),
        (shows(total=20, female=9, male=11), (26, (9, 17)), True),
        (shows(total=20, female=9, male=11), (26, (12, 14)), False),
        (shows(total=6, female=0, male=6), (11, (10, 1)), False),
        (shows(female=9, male=11), (23, (9, 11)), False),
        (shows(female=9, male=11), (30, (9, 11)), True),
    ],
)
def test_what_was_published_before_is_shown_as_it_was_or_not_at_all_where_anything_is_kept_back(before, now, same):
    assert may_show(before, *now) is same


@pytest.mark.parametrize(
    ("before", "rounding", "now", "told"),
    [
        (20, Rounding.NONE, 23, True),
        (20, Rounding.FIVE, 23, True),
        (20, Rounding.FIVE, 24, False),
        (20, Rounding.FIVE, 21, False),
    ],
)
def test_rounded_number_stands_for_all_that_are_rounded_to_it(before, rounding, now, told):
    earlier = {(TOTAL, NUMERATOR): span_of(before, rounding)}
    assert agrees({(TOTAL, NUMERATOR): now}, set(), earlier) is not told


@pytest.mark.parametrize("rounding", list(Rounding))
def test_span_holds_exactly_the_numbers_that_are_rounded_to_it(rounding):
    for shown in {rounded_to(number, rounding) for number in range(60)}:
        low, high = span_of(shown, rounding)
        assert [number for number in range(80) if rounded_to(number, rounding) == shown] == list(range(low, high + 1))


def of(kind, pairs, earlier=()):
    cells = public_cells(kind, {key: tuple(map(D, pair)) for key, pair in pairs.items()}, earlier)
    return {(cell.key, cell.part): cell.symbol or cell.number for cell in cells}


SHARE = Kind(Shape.PERCENTAGE, CHILDREN, 0)


@pytest.mark.parametrize(
    ("pair", "shown"),
    [
        ((20, 40), [20, 40, 50]),
        ((3, 40), ["c", 40, "c"]),
        ((37, 40), ["c", 40, "c"]),
        ((0, 40), [0, 40, 0]),
        ((0, 4), ["c", "c", "c"]),
    ],
)
def test_percentage_is_kept_back_with_its_part_or_its_rest(pair, shown):
    assert list(of(SHARE, {TOTAL: pair}).values()) == shown


@pytest.mark.parametrize(
    "pairs",
    [
        {SEX[0]: (3, 30), SEX[1]: (37, 50)},
        {SEX[0]: (27, 30), SEX[1]: (13, 50)},
        {SEX[0]: (20, 30), SEX[1]: (17, 47)},
        {SEX[0]: (20, 33), SEX[1]: (20, 50)},
    ],
)
def test_breakdown_of_a_percentage_is_shown_whole_or_not_at_all(pairs):
    cells = of(SHARE, {TOTAL: (40, 80), **pairs})
    assert {key for (key, _), shown in cells.items() if shown == "c"} == set(SEX)
    assert [shown for (key, _), shown in cells.items() if key == TOTAL] == [40, 80, 50]


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [((20, 40), (20, 46), 20), ((20, 40), (23, 46), "c"), ((20, 40), (30, 52), "c"), ((None, 40), (3, 40), "c")],
)
def test_rest_that_changed_by_a_small_number_is_kept_back_too(before, now, shown):
    spans = [None if number is None else (number, number) for number in before]
    earlier = [dict(zip([(TOTAL, NUMERATOR), (TOTAL, "denominator")], spans, strict=True))]
    assert of(SHARE, {TOTAL: now}, earlier)[TOTAL, NUMERATOR] == shown


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("whole", [1, 5, 6, 14])
def test_average_is_kept_back_with_its_small_whole(whole, rounding):
    cells = of(Kind(Shape.AVERAGE, CHILDREN, 1, rounding), {TOTAL: (140, whole)})
    assert all(shown == "c" for shown in cells.values()) is is_small(whole)


def test_own_activity_is_published_as_it_is_and_review_counts_are_not():
    for kind, shown in ((SmallNumbers.ACTIVITY, 2), (CHILDREN, "c")):
        assert set(of(Kind(Shape.COUNT, kind, 0), {TOTAL: (2, 0)}).values()) == {shown}


def test_rate_is_kept_back_with_its_count():
    assert list(of(Kind(Shape.RATE, CHILDREN, 1), {TOTAL: (4, 64_373)}).values()) == ["c", "c"]


@pytest.mark.parametrize(("shape", "pair"), [(Shape.COUNT, (None, None)), (Shape.PERCENTAGE, (D(7), None))])
def test_figure_that_nobody_supplied_is_not_available(shape, pair):
    (cell,) = public_cells(Kind(shape, CHILDREN, 0), {TOTAL: pair})
    assert (cell.number, cell.symbol) == (None, "x")


@pytest.mark.parametrize(("number", "five", "ten"), [(0, 0, 0), (6, 5, 10), (7, 5, 10), (8, 10, 10), (14, 15, 10), (15, 15, 20)])
def test_rounding_is_to_the_nearest(number, five, ten):
    assert [rounded_to(number, rounding) for rounding in (Rounding.FIVE, Rounding.TEN, Rounding.NONE)] == [five, ten, number]


def test_rounded_percentage_is_worked_out_of_what_is_shown():
    cells = of(Kind(Shape.PERCENTAGE, CHILDREN, 1, Rounding.TEN), {TOTAL: (44, 61)})
    assert list(cells.values()) == [40, 60, D("66.6667")]
