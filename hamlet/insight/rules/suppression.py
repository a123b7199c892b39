"""Small numbers: what is kept back so that no count of 1 to 5 can be worked out from all that is shown. No Django.

1 to 5 are suppressed, 0 is a true zero and shown (source: DfE, children in need statistics, methodology). The reader whom this
holds against knows every number that is shown, every total, everything published before, and these rules. So nothing here looks
at how large a number is that is not small: which cell is kept back beside a small one follows from the order of the categories.
docs/decisions/0008 has the argument, the tests count it out.
"""

from collections.abc import Iterable, Mapping, Sequence, Set

from hamlet.insight.rules.publications import Rounding

SMALLEST, LARGEST = 1, 5
STEPS = {Rounding.NONE: 1, Rounding.FIVE: 5, Rounding.TEN: 10}
TOTAL = ("", "")
NUMERATOR, DENOMINATOR = "numerator", "denominator"
MANY_SMALL = 5  # of so many small cells, one 2 among ones is as telling as ones alone
Key = tuple[str, str]  # breakdown and category; ("", "") is the total
Place = tuple[Key, str]  # of which cell, and the numerator or the denominator
Span = tuple[int, int]  # the smallest and the largest number that a shown one may stand for
Shown = Mapping[Place, Span | None]  # what one publication shows of one quarter; None where it keeps back


def is_small(number: int) -> bool:
    """Whether it counts 1 to 5 children, or differs by as many."""
    return SMALLEST <= abs(number) <= LARGEST


def rounded_to(number: int, rounding: Rounding) -> int:
    """To the nearest 5 or 10, halves upwards; as it is without rounding."""
    step = STEPS[rounding]
    return (number + step // 2) // step * step


def span_of(shown: int, rounding: Rounding) -> Span:
    """The numbers that are rounded to the one that is shown."""
    step = STEPS[rounding]
    return max(0, shown - step // 2), shown - step // 2 + step - 1


def breakdowns(keys: Iterable[Key]) -> dict[str, list[Key]]:
    """The categories of each breakdown, in the order that is given: it must not depend on the numbers."""
    found: dict[str, list[Key]] = {}
    for key in keys:
        if key != TOTAL:
            found.setdefault(key[0], []).append(key)
    return found


def counts_kept_back(cells: Mapping[Key, int]) -> set[Key]:
    """Of a count with its breakdowns, published for the first time: the cells that are not shown.

    A small total takes everything with it. Under a total that is shown each breakdown stands for itself.
    """
    total = cells.get(TOTAL)
    if total is not None and is_small(total):
        return set(cells)
    return {key for keys in breakdowns(cells).values() for key in _of_breakdown(keys, cells, total)}


def _of_breakdown(keys: Sequence[Key], cells: Mapping[Key, int], total: int | None) -> Iterable[Key]:
    small = [key for key in keys if is_small(cells[key])]
    if total is None:
        return small
    rest = total - sum(cells[key] for key in keys)
    if rest:  # some categories were not supplied, or a child is in two: the rest would be told
        return keys if small or is_small(rest) else ()
    if len(small) == 1:
        return [*small, next(key for key in keys if cells[key] and key not in small)]
    return keys if small and _extreme([cells[key] for key in small]) else small


def _extreme(numbers: Sequence[int]) -> bool:
    """Whether the sum of the small numbers, which the total tells, leaves them no choice: all are 1, or all are 5."""
    summed, fewest = sum(numbers), SMALLEST * len(numbers)
    return summed in {fewest, LARGEST * len(numbers)} or (len(numbers) >= MANY_SMALL and summed == fewest + 1)


def shares_kept_back(numbers: Mapping[Place, int]) -> set[Place]:
    """Of a part out of a whole with its breakdowns, published for the first time. The rest (whole less part) counts children too.

    `numbers` may hold wholes alone, as of an average, whose numerator counts no children. A breakdown is shown whole or not at all.
    """
    keys = list(dict.fromkeys(key for key, _ in numbers))
    total = {part: numbers[TOTAL, part] for key, part in numbers if key == TOTAL}
    if DENOMINATOR in total and is_small(total[DENOMINATOR]):
        return set(numbers)
    hidden = {(TOTAL, NUMERATOR)} if any(map(is_small, with_rest(total).values())) else set()
    for group in breakdowns(keys).values():
        if hidden or _tells(numbers, group, total):
            hidden |= {place for place in numbers if place[0] in group}
    return hidden


def with_rest(pair: Mapping[str, int]) -> dict[str, int]:
    """The numbers of a cell, and the whole less the part where both are known."""
    rest = {"rest": pair[DENOMINATOR] - pair[NUMERATOR]} if len(pair) > 1 else {}
    return {**pair, **rest}


def _tells(numbers: Mapping[Place, int], group: Sequence[Key], total: Mapping[str, int]) -> bool:
    """Whether a category of the breakdown is small, or what the categories leave of the total."""
    parts = {part for key, part in numbers if key in group}
    pairs = [with_rest({part: numbers[key, part] for part in parts}) for key in group]
    if any(is_small(number) for pair in pairs for number in pair.values()):
        return True
    whole = with_rest(total)
    return any(is_small(whole[name] - sum(pair[name] for pair in pairs)) for name in whole if total and name in pairs[0])


def agrees(numbers: Mapping[Place, int], hidden: Set[Place], before: Shown) -> bool:
    """Whether `numbers`, without the `hidden`, may be shown after what was shown `before`, of the same quarter.

    Where something is kept back now or was before, only what was shown before may be shown again, exactly as it was. Where
    nothing is, a number may be the same or differ by more than 5: a smaller difference is a count of children too.
    """
    both = [place for place in before if place in numbers]
    if hidden or None in before.values():
        return all((place in hidden) == (before[place] is None) and _within(numbers[place], before[place]) for place in both)
    steps = [(numbers[place], before[place]) for place in both]
    steps += [(numbers[whole] - numbers[part], _less(before[whole], before[part])) for whole, part in _pairs(both)]
    return not any(span is not None and _differs(number, span) for number, span in steps)


def _within(number: int, span: Span | None) -> bool:
    return span is None or span[0] <= number <= span[1]


def _pairs(places: Sequence[Place]) -> list[tuple[Place, Place]]:
    return [((key, DENOMINATOR), (key, part)) for key, part in places if part == NUMERATOR and (key, DENOMINATOR) in places]


def _less(whole: Span | None, part: Span | None) -> Span | None:
    return None if whole is None or part is None else (whole[0] - part[1], whole[1] - part[0])


def _differs(number: int, before: Span) -> bool:
    """Whether the difference can only be a small one, whatever number the one shown before stood for."""
    return not _within(number, before) and all(is_small(number - shown) for shown in before)
