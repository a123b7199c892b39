"""The picture of learning as a flow: from where it came, under which theme, through which actions, to which rung. Pure sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, BAR, GAP, TOP, SCALE, LEAST = 1040, 16, 14, 40, 420, 3
COLUMNS = ("Where it came from", "Theme", "Actions", "Rung reached")
MOST = 8  # themes that the picture shows apart; the table shows all
REST = "Other themes"


@dataclass(frozen=True)
class Path:
    """How many recommendations went one way through the four columns."""

    names: tuple[str, str, str, str]
    count: int


@dataclass(frozen=True)
class Bar:
    name: str
    count: int
    x: float
    y: float
    height: float
    column: int
    said: int = 0  # how many recommendations: one that goes two ways is drawn twice and counted once

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def is_last(self) -> bool:
        return self.column == len(COLUMNS) - 1


@dataclass(frozen=True)
class Band:
    """A band between two bars, as the `d` of an SVG path; `title` says it in words."""

    d: str
    title: str
    count: int
    tone: int
    to: str = ""


@dataclass(frozen=True)
class Flow:
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    height: int
    heads: tuple[tuple[str, float], ...]
    width: int = WIDTH


def gathered(paths: Iterable[Path]) -> list[Path]:
    """The paths with all but the most frequent themes as one."""
    rows = list(paths)
    weights: dict[str, int] = defaultdict(int)
    for path in rows:
        weights[path.names[1]] += path.count
    shown = sorted(weights, key=lambda name: (-weights[name], name))[:MOST]
    if len(weights) <= MOST + 1:
        return rows
    return [Path((a, b if b in shown else REST, c, d), path.count) for path in rows for a, b, c, d in [path.names]]


def flow(paths: Iterable[Path], orders: Sequence[Sequence[str]], known: Sequence[Mapping[str, int]] = ()) -> Flow:
    """The picture's bars and bands. `orders` gives the order of names in each column; those it lacks follow, the most first.

    `known` are the recommendations behind each name of a column, where that is fewer than the ways through it.
    """
    rows = gathered(paths)
    counts: list[dict[str, int]] = [defaultdict(int) for _ in COLUMNS]
    between: list[dict[tuple[str, str], int]] = [defaultdict(int) for _ in COLUMNS[1:]]
    for path in rows:
        for column, name in enumerate(path.names):
            counts[column][name] += path.count
        for column, pair in enumerate(zip(path.names, path.names[1:], strict=False)):
            between[column][pair] += path.count
    total = max(1, sum(path.count for path in rows))
    said = known or [{} for _ in COLUMNS]
    bars = [
        _column(column, _ordered(counts[column], orders[column]), counts[column], said[column], total)
        for column in range(len(COLUMNS))
    ]
    bands = [band for column in range(len(between)) for band in _bands(between[column], bars[column], bars[column + 1], total)]
    placed = tuple(bar for column in bars for bar in column.values())
    height = round(max((bar.y + bar.height for bar in placed), default=TOP) + 20)
    return Flow(placed, tuple(bands), height, tuple((name, _left(column)) for column, name in enumerate(COLUMNS)))


def _left(column: int) -> float:
    return column * (WIDTH - BAR - 190) / (len(COLUMNS) - 1)


def _ordered(counts: dict[str, int], order: Sequence[str]) -> list[str]:
    rest = sorted((name for name in counts if name not in order), key=lambda name: (-counts[name], name))
    return [name for name in [*order, *rest] if name in counts]


def _column(column: int, names: list[str], counts: dict[str, int], said: Mapping[str, int], total: int) -> dict[str, Bar]:
    found, y = {}, float(TOP)
    for name in names:
        height = max(LEAST, counts[name] / total * SCALE)
        found[name] = Bar(name, counts[name], _left(column), round(y, 1), round(height, 1), column, said.get(name, counts[name]))
        y += max(height, 18) + GAP
    return found


def _bands(between: dict[tuple[str, str], int], left: dict[str, Bar], right: dict[str, Bar], total: int) -> list[Band]:
    """Bands leave a bar in the order of the bars that they reach, so that few cross."""
    leaving = {name: bar.y for name, bar in left.items()}
    reaching = {name: bar.y for name, bar in right.items()}
    found = []
    for source, one in left.items():
        for target, other in right.items():
            count = between.get((source, target), 0)
            if count:
                thick = count / total * SCALE
                found.append(_band(one, other, leaving[source], reaching[target], thick, count))
                leaving[source] += thick
                reaching[target] += thick
    return found


def _band(left: Bar, right: Bar, y1: float, y2: float, thick: float, count: int) -> Band:
    """One band, `thick` from its upper edge, from the left bar at height `y1` to the right one at `y2`."""
    x1, x2 = left.x + BAR, right.x
    bend = (x1 + x2) / 2
    top = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    back = f"V{y2 + thick:.1f}C{bend:.1f} {y2 + thick:.1f} {bend:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}Z"
    return Band(f"{top}{back}", f"{left.name} to {right.name}: {count}", count, left.column, right.name)
