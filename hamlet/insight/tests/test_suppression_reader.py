"""What a reader finds in one publication, counted out in full within the sizes that each test names."""

from collections import defaultdict
from decimal import Decimal
from itertools import product

import pytest

from hamlet.insight.rules.composing import Kind, public_cells
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import DENOMINATOR, NUMERATOR, TOTAL, is_small
from hamlet.insight.rules.together import cells_together
from hamlet.insight.tests.reader import count_shown, counted, every, found_in, pair, share_shown, tables, worked_out

CHILDREN = SmallNumbers.CHILDREN


@pytest.mark.parametrize(("categories", "most"), [(2, 120), (3, 60), (4, 30), (5, 20), (6, 14), (7, 10), (8, 9)])
def test_nothing_is_worked_out_of_one_breakdown(categories, most):
    groups = defaultdict(list)
    for row in tables(categories, most):
        cells = counted(row)
        groups[count_shown(cells)].append(tuple(cells.values()))
    assert found_in(groups) == []


@pytest.mark.parametrize("others", [(45, 45), (6, 45), (12, 13)])
def test_nothing_is_worked_out_beside_large_numbers(others):
    """5 of 95 beside 45 and 45: of the tables with that total, several are shown alike."""
    total = sum(others) + 5
    groups = defaultdict(list)
    for row in tables(2, total):
        cells = counted((*row, total - sum(row)))
        groups[count_shown(cells)].append(tuple(cells.values()))
    assert found_in(groups) == []
    told = count_shown(counted((*others, 5)))
    assert len({row[3] for row in groups[told]}) > 1


@pytest.mark.parametrize(("sizes", "most"), [((2, 2), 16), ((3, 2), 13), ((3, 3), 10), ((2, 2, 2), 8)])
def test_nothing_is_worked_out_of_several_breakdowns(sizes, most):
    groups = defaultdict(list)
    for cells in every(sizes, most):
        groups[count_shown(cells)].append(tuple(cells.values()))
    assert found_in(groups) == []


@pytest.mark.parametrize("most", [12])
def test_nothing_is_worked_out_when_categories_are_missing_or_count_a_child_twice(most):
    groups = defaultdict(list)
    for row in product(range(most), repeat=3):
        cells = {TOTAL: row[0], ("0", "0"): row[1], ("0", "1"): row[2]}
        groups[count_shown(cells)].append((*row, row[0] - row[1] - row[2]))
    assert found_in(groups) == []
    assert [rows for shown, rows in groups.items() if None not in shown and is_small(rows[0][3])] == []


def test_nothing_is_worked_out_of_the_breakdown_of_a_percentage():
    groups = defaultdict(list)
    for first in [(part, whole) for whole in range(13) for part in range(whole + 1)]:
        for second in [(part, whole) for whole in range(13) for part in range(whole + 1)]:
            numbers = pair(first[0] + second[0], first[1] + second[1])
            for name, row in (("0", first), ("1", second)):
                numbers |= {(("0", name), NUMERATOR): row[0], (("0", name), DENOMINATOR): row[1]}
            rests = [row[1] - row[0] for row in (first, second)]
            groups[share_shown(numbers)].append((*numbers.values(), *rests))
    for shown, rows in groups.items():
        columns = [place for place, cell in enumerate(shown) if cell is None]
        columns += [place + 6 for place in (0, 1) if shown[2 + 2 * place] is None]
        if shown[0] is not None:  # under a larger total than the sample holds there are more tables, not fewer
            assert worked_out(rows, columns) == []


def public(kind, pairs, earlier=()):
    return tuple(cell.symbol or cell.number for cell in public_cells(kind, pairs, earlier))


@pytest.mark.parametrize("rounding", [Rounding.FIVE, Rounding.TEN])
@pytest.mark.parametrize(("shape", "children"), [(Shape.COUNT, None), (Shape.RATE, Decimal(64_000))])
def test_nothing_is_worked_out_of_rounded_numbers_and_of_rates_of_a_known_population(shape, children, rounding):
    kind, groups = Kind(shape, CHILDREN, 1 if children else 0, rounding), defaultdict(list)
    for row in tables(2, 30):
        cells = counted(row)
        shown = public(kind, {key: (Decimal(number), children) for key, number in cells.items()})
        groups[shown[::2]].append(tuple(cells.values()))
    for shown, rows in groups.items():
        assert worked_out(rows, range(3)) == [], shown


COUNT, SHARE = 1, 2
KINDS = {COUNT: Kind(Shape.COUNT, CHILDREN, 0), SHARE: Kind(Shape.PERCENTAGE, CHILDREN, 0)}
COUNTED = {(COUNT, NUMERATOR): COUNT, (SHARE, NUMERATOR): SHARE, (SHARE, DENOMINATOR): COUNT}


@pytest.mark.parametrize("before", [None, 20])
def test_nothing_is_worked_out_of_a_count_and_a_percentage_of_the_same_children(before):
    """A count by sex, and a percentage whose whole it is: together, and after the count was published."""
    groups = defaultdict(list)
    earlier = {SHARE: [{(TOTAL, DENOMINATOR): (before, before)}], COUNT: [{(TOTAL, NUMERATOR): (before, before)}]}
    for row in tables(2, 24):
        cells = counted(row)
        for part in range(cells[TOTAL] + 1):
            share = {TOTAL: (Decimal(part), Decimal(cells[TOTAL]))}
            pairs = {COUNT: {key: (Decimal(number), None) for key, number in cells.items()}, SHARE: share}
            told = cells_together(KINDS, pairs, earlier if before else {}, COUNTED)
            shown = [cell.number for one in (COUNT, SHARE) for cell in told[one] if cell.part != "value"]
            groups[tuple(shown)].append((*cells.values(), part, cells[TOTAL], cells[TOTAL] - part))
    for shown, rows in groups.items():
        columns = [place for place, cell in enumerate(shown) if cell is None]
        assert worked_out(rows, [*columns, *([5] if shown[3] is None else [])]) == []
        assert (shown[0] is None) is (shown[4] is None)
