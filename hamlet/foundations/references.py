"""Small shapes that rooms hand to each other without importing each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Reference:
    """A link to a record of any room: what kind it is, which one, how it is called and where it is read."""

    kind: str
    id: str
    label: str
    url: str


@dataclass(frozen=True)
class Duty:
    """Something that is due to one person, as the desk shows it. `state` is "late", "soon", "due" or "open"."""

    title: str
    url: str
    due_on: date | None
    room: str
    state: str = "open"


@dataclass(frozen=True)
class Evidence:
    """What the rooms hold for one item of the yearly report: counts, never verbatim text of restricted records.

    `item` is the key of an edition's item (see annual_report.rules); `count` is how many records stand behind it;
    `as_at` is the day on which it was read. `headings` and `rows` are the table shown beside the editor's narrative.
    `small` are the columns whose numbers count children, incidents or reviews, `inside` those for the restricted draft alone.
    """

    item: str
    title: str
    count: int
    as_at: date
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    points: tuple[str, ...] = ()
    number_columns: tuple[int, ...] = ()
    small: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()


@dataclass(frozen=True)
class StandingPaper:
    """A paper that fills itself when a pack is circulated: the blocks are of `publishing.content`.

    `sensitive` makes the whole pack Official-Sensitive: true counts of children, or reviews that are not published yet.
    """

    key: str
    title: str
    blocks: Sequence[Any]
    as_at: datetime
    count: int = 0
    sensitive: bool = False


@dataclass(frozen=True)
class ReportFigure:
    """A figure of the yearly report that has a name, a value and the place it came from."""

    name: str
    value: str
    source: str = ""
    detail: dict[str, str] = field(default_factory=dict)


def named(path: str) -> Any:
    """The thing at a dotted path: how a lower room reaches what those above offer, through a list in the settings."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)
