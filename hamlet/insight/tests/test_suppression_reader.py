"""A reader who knows the rules as well as we do: every table that would be shown the same way is put together, and of no cell that
is kept back may a small number be the only one left. Counted out in full within the sizes that each test names.
"""

from collections import defaultdict
from decimal import Decimal
from functools import cache
from itertools import product

import pytest

from hamlet.insight.rules.composing import Kind, public_cells
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import (
    DENOMINATOR,
    NUMERATOR,
    TOTAL,
    agrees,
    counts_kept_back,
    is_small,
    rounded_to,
    shares_kept_back,
    span_of,
)
from hamlet.insight.rules.together import cells_together

CHILDREN = SmallNumbers.CHILDREN


def tables(categories, most):
    """Every breakdown into so many categories, up to a total."""
    if not categories:
        yield ()
        return
    for number in range(most + 1):
        for others in tables(categories - 1, most - number):
            yield (number, *others)


def counted(*groups):
    """A total with its breakdowns."""
    cells = {TOTAL: sum(groups[0])}
    for name, numbers in enumerate(groups):
        cells |= {(str(name), str(place)): number for place, number in enumerate(numbers)}
    return cells


def count_shown(cells, earlier=()):
    """What the public reads: None for what is kept back."""
    hidden = {(key, NUMERATOR) for key in counts_kept_back(cells)}
    numbers = {(key, NUMERATOR): number for key, number in cells.items()}
    return shown_of(numbers, hidden, earlier)


def shown_of(numbers, hidden, earlier):
    if not all(agrees(numbers, hidden, before) for before in earlier):
        hidden = set(numbers)
    return tuple(None if place in hidden else number for place, number in numbers.items())


def worked_out(seen, columns):
    """The small numbers that a reader finds: `seen` holds the rows of true numbers that look the same."""
    return [
        (column, row)
        for row in seen[:1]
        for column in columns
        if is_small(row[column]) and len({one[column] for one in seen}) == 1
    ]


def found_in(groups):
    """Every small number that can be worked out, over all that is shown."""
    return [
        (shown, found)
        for shown, rows in groups.items()
        for found in worked_out(rows, [place for place, cell in enumerate(shown) if cell is None])
    ]


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


def every(sizes, most):
    """Every total with breakdowns of these sizes."""
    for row in tables(sizes[0], most):
        others = [[part for part in tables(size, sum(row)) if sum(part) == sum(row)] for size in sizes[1:]]
        for parts in product(*others):
            yield counted(row, *parts)


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


def spans(cells, shown):
    return {(key, NUMERATOR): exactly(number) for key, number in zip(cells, shown, strict=True)}


def exactly(number):
    return None if number is None else (number, number)


def supposed(firsts, thens, first_shown, then_shown):
    """What a reader finds who supposes that some cells did not change between two publications, whichever these are."""
    for same in product((False, True), repeat=len(first_shown)):
        places = [place for place, kept in enumerate(same) if kept]
        by_first, by_then = defaultdict(list), defaultdict(list)
        for rows, held in ((firsts, by_first), (thens, by_then)):
            for row in rows:
                held[tuple(row[place] for place in places)].append(row)
        both = by_first.keys() & by_then.keys()
        for held, shown in ((by_first, first_shown), (by_then, then_shown)):
            rows = [row for key in both for row in held[key]]
            yield from worked_out(rows, [place for place, cell in enumerate(shown) if cell is None])


@pytest.mark.parametrize(("sizes", "most", "later"), [((2,), 15, 23), ((3,), 11, 18), ((2, 2), 8, 14)])
def test_nothing_is_worked_out_of_two_publications(sizes, most, later):
    """Whatever changed between them, and whatever of it a reader takes for unchanged, even rightly."""
    firsts = defaultdict(list)
    for cells in every(sizes, most):
        firsts[count_shown(cells)].append(tuple(cells.values()))
    thens = list(every(sizes, later))
    for shown, rows in firsts.items():
        groups = defaultdict(list)
        for cells in thens:
            groups[count_shown(cells, [spans(cells, shown)])].append(tuple(cells.values()))
        for then, seen in groups.items():
            assert list(supposed(rows, seen, shown, then)) == [], (shown, then)


def test_nothing_is_worked_out_when_a_breakdown_is_published_later():
    """First the total and one breakdown, then another beside them, of the same children."""
    groups = defaultdict(list)
    for row in tables(2, 13):
        first = counted(row)
        told = count_shown(first)
        for part in tables(2, sum(row)):
            cells = counted(row, (*part, sum(row) - sum(part)))
            groups[told + count_shown(cells, [spans(first, told)])].append((*first.values(), *cells.values()))
    assert found_in(groups) == []


def test_nothing_is_worked_out_of_three_publications():
    rows = [counted(row) for row in tables(2, 12)]

    @cache
    def grouped(earlier):
        groups = defaultdict(list)
        for cells in rows:
            groups[count_shown(cells, [spans(cells, shown) for shown in earlier])].append(tuple(cells.values()))
        return dict(groups)

    for first in grouped(()):
        for second in grouped((first,)):
            third = grouped((first, second))
            assert found_in(third) == []
            assert second[0] is not None or set(third) == {(None, None, None)}


def share_shown(numbers, earlier=()):
    return shown_of(numbers, shares_kept_back(numbers), earlier)


def pair(part, whole):
    return {(TOTAL, NUMERATOR): part, (TOTAL, DENOMINATOR): whole}


def pair_spans(shown):
    return dict(zip(pair(0, 0), map(exactly, shown), strict=True))


def with_rest(rows):
    return [(part, whole, whole - part) for part, whole in rows]


def share_found(groups):
    """Where the part is kept back, so is the rest."""
    return [
        (shown, found)
        for shown, rows in groups.items()
        if None in shown
        for found in worked_out(with_rest(rows), [0, 2, *([1] if shown[1] is None else [])])
    ]


def test_neither_part_nor_rest_is_worked_out_of_a_percentage_in_two_publications():
    every = [(part, whole) for whole in range(30) for part in range(whole + 1)]
    firsts = defaultdict(list)
    for row in every:
        firsts[share_shown(pair(*row))].append(row)
    assert share_found(firsts) == []
    for shown in firsts:
        groups = defaultdict(list)
        for row in every:
            groups[share_shown(pair(*row), [pair_spans(shown)])].append(row)
        assert share_found(groups) == []
        for place in (0, 1):  # a reader supposes that the part, or the whole, did not change
            if shown[place] is not None and shown[place] < 20:  # the whole may be larger by 6 and more
                held = {told: [row for row in rows if row[place] == shown[place]] for told, rows in groups.items()}
                assert share_found({told: rows for told, rows in held.items() if rows and told[1 - place] is None}) == []


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


@pytest.mark.parametrize(
    ("first", "then"), [(Rounding.TEN, Rounding.NONE), (Rounding.FIVE, Rounding.TEN), (Rounding.NONE, Rounding.FIVE)]
)
def test_nothing_is_worked_out_when_the_rounding_changes_between_publications(first, then):
    groups = defaultdict(list)
    for row in tables(2, 40):
        cells = counted(row)
        told = rounded(count_shown(cells), first)
        before = {
            (key, NUMERATOR): None if number is None else span_of(number, first) for key, number in zip(cells, told, strict=True)
        }
        groups[told, rounded(count_shown(cells, [before]), then)].append(tuple(cells.values()))
    for (_, shown), rows in groups.items():
        assert worked_out(rows, [place for place, cell in enumerate(shown) if cell is None]) == []


def rounded(shown, rounding):
    return tuple(None if number is None else rounded_to(number, rounding) for number in shown)


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
