"""What a line changes against what is held of its cell: whether anything, whether that needs a reason, and whether parts still add
up to their totals. No Django."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.supplying import Asked, Cell, Line

FINAL, PROVISIONAL, WORDS = "Final now", "Provisional again", "Only the comment changed"


@dataclass(frozen=True)
class Held:
    """What is held of one cell: the figure that stands, and the one that was put in since and waits."""

    stands: Line | None = None
    waits: Line | None = None

    @property
    def now(self) -> Line | None:
        return self.waits or self.stands


NOTHING = Held()


def differs(held: Line, line: Line) -> bool:
    """Whether the figure itself is another: its numbers, its quarter, its area, or the word of why there is none."""
    kept = (held.numerator, held.denominator, held.of_quarter, held.area, held.missing_because)
    return kept != (line.numerator, line.denominator, line.of_quarter, line.area, line.missing_because)


def same(held: Line | None, line: Line) -> bool:
    """Whether the line says nothing new. One without a comment keeps the comment that is held."""
    if held is None or differs(held, line):
        return False
    return held.provisional == line.provisional and line.comment in ("", held.comment)


def unchanged(held: Held, line: Line) -> bool:
    """Whether the line leaves what waits, or else what stands, as it is."""
    if held.waits is None:
        return same(held.stands, line)
    return same(held.waits, line) and line.revised_because in ("", held.waits.revised_because)


def kept(held: Held, line: Line) -> Line:
    """The line with the comment and the reason that are held, where it brings none of its own."""
    now, waits = held.now, held.waits
    comment = line.comment or (now.comment if now else "")
    return replace(line, comment=comment, revised_because=line.revised_because or (waits.revised_because if waits else ""))


def says_not_why(held: Held, line: Line) -> bool:
    """Whether the line changes a figure that was sent, without a reason. A figure made final, or a comment, needs none."""
    return held.stands is not None and differs(held.stands, line) and not kept(held, line).revised_because


def reason(stands: Line | None, line: Line) -> str:
    """Why a figure replaces the one that stands: what was said, or what alone changed; "" when none stands."""
    if stands is None:
        return ""
    if differs(stands, line):
        return line.revised_because
    if stands.provisional != line.provisional:
        return PROVISIONAL if line.provisional else FINAL
    return WORDS


def afterwards(here: Mapping[Cell, Held], lines: Iterable[Line], withdrawn: Collection[Cell] = ()) -> list[Line]:
    """What a return holds once the lines are put in, and what waits of the cells `withdrawn` is taken back."""
    found = {cell: held.stands if cell in withdrawn else held.now for cell, held in here.items()}
    found |= {line.asked.cell: line for line in lines}
    return [line for line in found.values() if line is not None]


@dataclass(frozen=True)
class Contradiction:
    """A breakdown that does not add up to its total."""

    total: Asked
    sentence: str

    def __str__(self) -> str:
        return f"{self.total.title}: {self.sentence}"


def do_not_add_up(lines: Sequence[Line], asked: Sequence[Asked], only: Collection[str] | None = None) -> list[Contradiction]:
    """Breakdowns whose categories add up to more than the total, or, when all are given, to anything else than it.

    `lines` are all that the return would hold. A category of another quarter or area than its total is no part of it. `only`
    names the indicators that are looked at.
    """
    totals = {line.asked.code: line for line in lines if not line.asked.breakdown and line.numerator is not None}
    parts: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        total = totals.get(line.asked.code)
        if line.asked.breakdown and line.numerator is not None and total is not None and _alike(line, total):
            parts.setdefault((line.asked.code, line.asked.breakdown), []).append(line)
    found = []
    for (code, breakdown), rows in parts.items():
        total = totals[code]
        if total.asked.shape is Shape.AVERAGE or (only is not None and code not in only):
            continue
        complete = len(rows) == sum(cell.code == code and cell.breakdown == breakdown for cell in asked)
        if sentence := _wrong_sum(total, rows, complete=complete):
            found.append(Contradiction(total.asked, f"by {breakdown.lower()} {sentence}"))
    return found


def _alike(line: Line, total: Line) -> bool:
    return (line.of_quarter, line.area) == (total.of_quarter, total.area)


def _wrong_sum(total: Line, rows: Sequence[Line], *, complete: bool) -> str:
    whole, summed = total.numerator or Decimal(0), sum((row.numerator or Decimal(0) for row in rows), Decimal(0))
    if summed > whole or (complete and summed != whole):
        return f"it adds up to {summed.normalize():f}, and the total is {whole.normalize():f}"
    return ""


@dataclass(frozen=True)
class Change:
    """What one line would change: `before` is what stands or waits, as it is said, "" for a new figure; `lag` is "" or how far behind."""

    line: Line
    before: str
    after: str
    lag: str = ""
    elsewhere: str = ""  # the name of a larger area

    @property
    def about(self) -> str:
        """What else is said of it, so that nothing goes in unseen."""
        because = f"changed because: {self.line.revised_because}" if self.line.revised_because else ""
        words = ["provisional" if self.line.provisional else "", self.line.comment, because]
        return "; ".join(word for word in words if word)
