"""The clock of a case as a picture: one bar for each date, on one line of time. Only numbers: the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, ROW, TOP, LEFT, RIGHT = 760, 46, 34, 16, 16
COLOURS = {"green": "#00703c", "red": "#d4351c", "orange": "#b8500c", "yellow": "#f4b860", "blue": "#1d70b8", "grey": "#7d8a85"}


@dataclass(frozen=True)
class Span:
    """What one bar shows: its words, from when to when it ran, when it was due, and the colour of how it stands."""

    title: str
    starts_on: date
    due_on: date
    ended_on: date | None
    colour: str
    said: str


@dataclass(frozen=True)
class Bar:
    title: str
    said: str
    y: int
    x: int
    width: int
    due_x: int
    colour: str
    due_on: date


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    bars: tuple[Bar, ...]
    marks: tuple[tuple[int, date], ...]
    today_x: int | None


def picture(spans: Sequence[Span], today: date) -> Picture | None:
    """Where each bar stands. None without a bar. The line of time reaches from the first start to the last day shown, or today."""
    if not spans:
        return None
    first = min(min(span.starts_on, span.due_on) for span in spans)
    last = max(max(span.due_on, span.ended_on or span.due_on) for span in spans)
    last = max(last, first + timedelta(days=7))
    whole = (last - first).days

    def x_of(day: date) -> int:
        inside = min(max((day - first).days, 0), whole)
        return LEFT + round(inside * (WIDTH - LEFT - RIGHT) / whole)

    bars = []
    for place, span in enumerate(spans):
        begins, ends = sorted((span.starts_on, span.ended_on or max(min(today, last), span.starts_on)))
        x = x_of(begins)
        bars.append(
            Bar(
                span.title,
                span.said,
                TOP + ROW * place,
                x,
                max(x_of(ends) - x, 4),
                x_of(span.due_on),
                COLOURS[span.colour],
                span.due_on,
            )
        )
    marks = tuple((x_of(day), day) for day in (first, last))
    return Picture(WIDTH, TOP + ROW * len(spans) + 10, tuple(bars), marks, x_of(today) if first <= today <= last else None)
