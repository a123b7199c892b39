"""Where each group stands in the picture of the structure: pure sums over the tree, the same that the nested list shows."""

from dataclasses import dataclass, field
from typing import Any

BOX, GAP, ROW, HEIGHT, MARGIN = 200, 24, 40, 72, 12
LINE = 24


@dataclass
class Node:
    group: Any
    below: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    name: str
    url: str
    x: int
    y: int
    lines: tuple[str, ...]
    parent_x: int | None
    parent_y: int | None


def tree(groups: list[Any]) -> list[Node]:
    """The groups as a forest: each below the one it reports to; one whose superior does not stand that day is a root."""
    nodes = {group.pk: Node(group) for group in groups}
    roots: list[Node] = []
    for group in groups:
        home = nodes[group.reports_to_id].below if group.reports_to_id in nodes else roots
        home.append(nodes[group.pk])
    return roots


def wrapped(name: str) -> tuple[str, ...]:
    lines, line = [], ""
    for word in name.split():
        if line and len(line) + len(word) + 1 > LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return tuple([*lines, line])


def boxes(roots: list[Node]) -> tuple[list[Box], int, int]:
    """Every group's box, with the middle of its superior's, and the picture's width and height.

    The roots stand in the first row; the groups below each stand in columns of four, their own below them, indented.
    """
    placed: list[Box] = []
    y = MARGIN
    for root in roots:
        columns = min(4, max(1, len(root.below)))
        width = columns * (BOX + GAP) - GAP
        x = MARGIN + (width - BOX) // 2
        placed.append(box(root, x, y, None))
        bottoms = [y + HEIGHT + ROW] * columns
        for node in sorted(root.below, key=lambda below: -len(below.below)):
            column = min(range(columns), key=lambda at: (bottoms[at], at))
            left = MARGIN + column * (BOX + GAP)
            placed.append(box(node, left, bottoms[column], (x + BOX // 2, y + HEIGHT)))
            bottoms[column] = under(node, left, bottoms[column], placed) + ROW // 2
        y = max(bottoms) + ROW
    width = max((item.x for item in placed), default=0) + BOX + MARGIN
    return placed, width, y


def under(node: Node, left: int, top: int, placed: list[Box]) -> int:
    """Places what is below a node, each under the last, and returns where the next may begin."""
    bottom = top + HEIGHT
    for child in node.below:
        placed.append(box(child, left, bottom + ROW // 2, (left + BOX // 2, bottom)))
        bottom = under(child, left, bottom + ROW // 2, placed)
    return bottom


def box(node: Node, x: int, y: int, parent: tuple[int, int] | None) -> Box:
    name, (px, py) = node.group.name, parent or (None, None)
    return Box(name, node.group.get_absolute_url(), x, y, wrapped(name), px, py)
