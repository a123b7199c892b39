"""What a reader finds in two and three publications of one quarter, counted out in full within the sizes that each test names."""

from collections import defaultdict
from functools import cache
from itertools import product

import pytest

from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.suppression import NUMERATOR, rounded_to, span_of
from hamlet.insight.tests.reader import (
    count_shown,
    counted,
    every,
    exactly,
    found_in,
    pair,
    share_shown,
    spans,
    tables,
    worked_out,
)


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


def rounded(shown, rounding):
    return tuple(None if number is None else rounded_to(number, rounding) for number in shown)


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
