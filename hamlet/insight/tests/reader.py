"""A reader who knows the rules as well as we do: every table that would be shown the same way is put together, and of no cell that
is kept back may a small number be the only one left.
"""

from itertools import product

from hamlet.insight.rules.suppression import DENOMINATOR, NUMERATOR, TOTAL, agrees, counts_kept_back, is_small, shares_kept_back


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


def every(sizes, most):
    """Every total with breakdowns of these sizes."""
    for row in tables(sizes[0], most):
        others = [[part for part in tables(size, sum(row)) if sum(part) == sum(row)] for size in sizes[1:]]
        for parts in product(*others):
            yield counted(row, *parts)


def spans(cells, shown):
    return {(key, NUMERATOR): exactly(number) for key, number in zip(cells, shown, strict=True)}


def exactly(number):
    return None if number is None else (number, number)


def share_shown(numbers, earlier=()):
    return shown_of(numbers, shares_kept_back(numbers), earlier)


def pair(part, whole):
    return {(TOTAL, NUMERATOR): part, (TOTAL, DENOMINATOR): whole}
