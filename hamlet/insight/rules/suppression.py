"""Small numbers: what is kept back so that no cell of 1 to 5 can be worked out from all that is shown. No Django.

1 to 5 are suppressed, 0 is a true zero and shown (source: DfE, children in need statistics, methodology). Besides them, cells
are kept back until each suppressed one could be at least two different numbers, given the totals, every breakdown, and what was
published before. In doubt more is kept back: a quarter that shows nothing gives nothing away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hamlet.insight.rules.publications import Rounding

SMALLEST, LARGEST = 1, 5
STEPS = {Rounding.NONE: 1, Rounding.FIVE: 5, Rounding.TEN: 10}
TOTAL = ("", "")
Key = tuple[str, str]  # breakdown and category; ("", "") is the total
MANY = 10**9


def is_small(number: int) -> bool:
    return SMALLEST <= number <= LARGEST


@dataclass(frozen=True)
class Before:
    """What earlier publications showed of a cell: the numbers as they stood there, and whether one of them kept it back."""

    shown: tuple[int, ...] = ()
    kept_back: bool = False


@dataclass(frozen=True)
class Counts:
    """One count in one quarter: the total and its breakdowns, each a whole whose categories add up to the total."""

    cells: Mapping[Key, int]
    before: Mapping[Key, Before] = field(default_factory=dict)

    def breakdowns(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = {}
        for key in self.cells:
            if key != TOTAL:
                found.setdefault(key[0], []).append(key)
        return found

    def sums(self) -> list[list[Key]]:
        """The breakdowns that add up to the total: only those tell anything of each other."""
        if TOTAL not in self.cells:
            return []
        return [keys for keys in self.breakdowns().values() if sum(self.cells[key] for key in keys) == self.cells[TOTAL]]


def kept_back(counts: Counts) -> set[Key]:
    """The cells that are not shown."""
    hidden = {key for key, number in counts.cells.items() if is_small(number) or _differs(number, counts.before.get(key))}
    hidden |= _of_partial(counts)
    while True:
        weak = next((key for key in sorted(hidden) if not _safe(counts, hidden, key)), None)
        if weak is None:
            return hidden
        more = _next_to_hide(counts, hidden, weak)
        if more is None:
            return set(counts.cells)
        hidden.add(more)


def _differs(number: int, before: Before | None) -> bool:
    """Kept back before, or shown as a number from which this one differs by a small one: the difference would be told."""
    return before is not None and (before.kept_back or any(is_small(abs(number - shown)) for shown in before.shown))


def _of_partial(counts: Counts) -> set[Key]:
    """A breakdown that does not add up to the total (some categories were not supplied): the rest of it must not be small either."""
    found: set[Key] = set()
    for keys in counts.breakdowns().values():
        rest = counts.cells.get(TOTAL, 0) - sum(counts.cells[key] for key in keys)
        if rest and (is_small(rest) or any(is_small(counts.cells[key]) for key in keys)):
            found |= set(keys)
    return found


def _known(counts: Counts, hidden: set[Key]) -> dict[Key, int]:
    """What a reader knows: what is shown, and what an earlier publication showed and has not changed."""
    known = {key: number for key, number in counts.cells.items() if key not in hidden}
    for key in hidden:
        if key in counts.before and counts.cells[key] in counts.before[key].shown:
            known[key] = counts.cells[key]
    return known


def _safe(counts: Counts, hidden: set[Key], key: Key) -> bool:
    """Whether a reader who knows that what is kept back is at least 1, or at least 0, is left with two numbers or more."""
    if key in _known(counts, hidden) and not is_small(counts.cells[key]):
        return True  # public already, and not small: nothing is lost
    return all(_width(counts, hidden, key, least) >= 2 for least in (0, 1))


def _width(counts: Counts, hidden: set[Key], key: Key, least: int) -> int:
    """How many numbers the cell could be. Exact: the sums share only the total, so that narrowing each in turn is complete."""
    spans = spans_of(counts, hidden, least)
    if spans is None:
        return MANY if least else 0  # nobody can believe so: some cell kept back is 0
    low, high = spans[key]
    return high - low + 1


def spans_of(counts: Counts, hidden: set[Key], least: int) -> dict[Key, tuple[int, int]] | None:
    """The smallest and the largest number that each cell could be; None when no numbers fit."""
    known = _known(counts, hidden)
    spans = {key: (known[key], known[key]) if key in known else (least, MANY) for key in counts.cells}
    changed = True
    while changed:
        changed = False
        for keys in counts.sums():
            for whole, parts in [(TOTAL, keys)]:
                changed |= _narrow(spans, whole, parts)
        if any(low > high for low, high in spans.values()):
            return None
    return spans


def _narrow(spans: dict[Key, tuple[int, int]], whole: Key, parts: Sequence[Key]) -> bool:
    lows, highs = sum(spans[key][0] for key in parts), sum(spans[key][1] for key in parts)
    low, high = spans[whole]
    new = {whole: (max(low, lows), min(high, highs))}
    low, high = new[whole]
    for key in parts:
        own_low, own_high = spans[key]
        new[key] = (max(own_low, low - (highs - own_high)), min(own_high, high - (lows - own_low)))
    changed = any(spans[key] != span for key, span in new.items())
    spans.update(new)
    return changed


def _next_to_hide(counts: Counts, hidden: set[Key], weak: Key) -> Key | None:
    """The smallest cell beside the weak one that can still be kept back: not a zero, nor one that was public before unchanged."""
    sums = [[TOTAL, *keys] for keys in counts.sums() if weak == TOTAL or weak in keys]
    beside = {key for keys in sums for key in keys if key not in hidden and counts.cells[key]}
    open_cells = [key for key in beside if counts.cells[key] not in counts.before.get(key, Before()).shown]
    return min(open_cells, key=lambda key: (key == TOTAL, counts.cells[key], key), default=None)


@dataclass(frozen=True)
class Whole:
    """A part out of a whole in one quarter, such as 45 interviews out of 60 episodes, with what was published of each before."""

    part: int
    whole: int
    before_part: Before = Before()
    before_whole: Before = Before()


def hides_whole(pair: Whole) -> tuple[bool, bool]:
    """Whether the part and the whole are kept back. The rest (whole less part) is a count of children too, and is never shown."""
    whole = is_small(pair.whole) or _differs(pair.whole, pair.before_whole)
    rest = pair.whole - pair.part
    part = is_small(pair.part) or is_small(rest) or _differs(pair.part, pair.before_part)
    changed_rests = {shown - one for shown in pair.before_whole.shown for one in pair.before_part.shown}
    part = part or any(is_small(abs(rest - other)) for other in changed_rests)
    if part and not whole and pair.part in pair.before_part.shown:
        whole = pair.whole not in pair.before_whole.shown
    return part or whole, whole


def rounded_to(number: int, rounding: Rounding) -> int:
    """To the nearest 5 or 10, halves upwards; as it is without rounding."""
    step = STEPS[rounding]
    return (number + step // 2) // step * step
