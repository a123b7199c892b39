"""What a quarter's figures say first: what is more than chance, what moved, what stands out though it is late, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hamlet.foundations.publishing.content import Bullets, Heading, KeyFigures, Paragraph, Table
from hamlet.insight.queries.control import Controlled
from hamlet.insight.queries.dashboard import Reading
from hamlet.insight.queries.freshness import returns_of
from hamlet.insight.queries.told import SaidInQuarter
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.reading import Meaning
from hamlet.insight.rules.returns import Fresh

CAME = frozenset({Fresh.ON_TIME, Fresh.CAME_LATE})
Held = dict[int, Controlled]


@dataclass(frozen=True)
class Findings:
    """The readings of a quarter, sorted by what must be said of them. A late one is of an earlier quarter than is shown."""

    quarter: Quarter
    rows: Sequence[Reading]
    held: Held
    chance: list[Reading] = field(default_factory=list)  # the figure of this quarter breaks a rule
    late: list[Reading] = field(default_factory=list)  # of an earlier quarter; breaks a rule, or reads as worse
    outrun: list[Reading] = field(default_factory=list)  # newest figures have long left the mean

    def control(self, row: Reading) -> Controlled:
        return self.held[row.indicator.pk]

    def rule(self, row: Reading) -> str:
        """The rule that the newest figure breaks, whether that is better or worse; "" when it breaks none."""
        if row.newest is None or self.control(row).broken_at(row.newest.quarter) is None:
            return ""
        meaning = self.control(row).meaning_at(row.newest.quarter).value
        return self.control(row).rule_at(row.newest.quarter) + (f": {meaning}" if meaning else "")

    def moved(self, meaning: Meaning) -> list[Reading]:
        return [row for row in self.rows if row.newest and not row.lag and row.since_year.meaning is meaning]

    def asks_for_words(self) -> list[Reading]:
        """The indicators of which a partner should say something: worse, more than chance, or late and standing out."""
        wanted = [*self.chance, *self.late, *self.moved(Meaning.WORSE)]
        return list({row.indicator.pk: row for row in wanted}.values())


def findings_of(rows: Sequence[Reading], quarter: Quarter, held: Held) -> Findings:
    found = Findings(quarter, rows, held)
    for row in rows:
        if row.newest is None:
            continue
        if held[row.indicator.pk].outrun:
            found.outrun.append(row)
        if row.lag and (found.rule(row) or row.since_year.meaning is Meaning.WORSE):
            found.late.append(row)
        elif not row.lag and found.rule(row):
            found.chance.append(row)
    return found


def at_a_glance(found: Findings) -> list[Any]:
    current = sum(row.newest is not None and not row.lag for row in found.rows)
    items = [
        (len(found.rows), "indicators"),
        (current, "with a figure of this quarter"),
        (len(found.moved(Meaning.WORSE)), "worse than a year before"),
        (len(found.moved(Meaning.BETTER)), "better than a year before"),
        (len(found.chance), "more than chance"),
    ]
    return [KeyFigures(tuple((str(number), words) for number, words in items))] if found.rows else []


def more_than_chance(found: Findings) -> list[Any]:
    blocks: list[Any] = []
    if found.chance:
        lines = tuple(f"{row.indicator.title}: {row.figure}, {found.rule(row)}" for row in found.chance)
        blocks += [Heading(1, "More than chance"), Bullets(lines)]
    if found.outrun:
        lines = tuple(f"{row.indicator.title}: the newest {found.control(row).outrun} figures" for row in found.outrun)
        words = "On one side of the mean for so long that it is to be asked whether to work the limits out anew:"
        blocks += [Heading(1, "Limits that the figures have left"), Paragraph(words), Bullets(lines)]
    return blocks


def what_moved(found: Findings) -> list[Any]:
    blocks: list[Any] = [Heading(1, "What moved since the same quarter last year")]
    for meaning in (Meaning.WORSE, Meaning.BETTER):
        lines = tuple(f"{row.indicator.title}: {row.figure}, {row.since_year}" for row in found.moved(meaning))
        nothing = Paragraph(f"Nothing moved that reads as {meaning.value}.")
        blocks += [Heading(2, meaning.value.capitalize()), Bullets(lines)] if lines else [nothing]
    if found.late:
        lines = tuple(f"{row.indicator.title}: {row.figure} in {row.of}, {_stands_out(found, row)}" for row in found.late)
        blocks += [Heading(2, "Newest figures of an earlier quarter that stand out"), Bullets(lines)]
    return blocks


def _stands_out(found: Findings, row: Reading) -> str:
    return "; ".join(word for word in (str(row.since_year), found.rule(row)) if word)


Line = tuple[str, str, str]


def missing_lines(found: Findings) -> dict[str, list[Line]]:
    """What is missing of the indicators, under what is to be said of it: the indicator, and what is there instead."""
    kinds: dict[str, list[Line]] = {"Of an earlier quarter": [], "Only for a larger area": [], "No figure at all": []}
    for row in found.rows:
        larger = row.elsewhere if row.elsewhere and row.elsewhere.quarter == found.quarter else None
        owner = row.indicator.owner.short_name
        if row.newest is None:
            kind, words = (
                ("Only for a larger area", row.elsewhere_words) if row.elsewhere else ("No figure at all", "nothing came yet")
            )
        elif row.lag:
            kind, words = "Of an earlier quarter", row.of + (f"; {row.elsewhere_words}" if larger else "")
        else:
            continue
        kinds[kind].append((row.indicator.title, words, owner))
    return kinds


def missing_returns(quarter: Quarter, today: date) -> tuple[Line, ...]:
    cells = [cell for cell in returns_of(quarter, today) if cell.source and cell.fresh not in CAME]
    return tuple((str(cell.source.agency), cell.fresh.value, f"{cell.came} of {cell.asked}") for cell in cells if cell.source)


def what_is_missing(found: Findings, today: date) -> list[Any]:
    blocks: list[Any] = [Heading(1, "What is missing")]
    if not found.rows:
        return [*blocks, Paragraph("No indicator is asked for in this quarter.")]
    returns = missing_returns(found.quarter, today)
    blocks += [Table("Returns", ("Agency", "How it stands", "Figures that came"), returns)] if returns else []
    lines = missing_lines(found)
    for words, held in lines.items():
        blocks += [Heading(2, words), Bullets(tuple(f"{title}: {what}" for title, what, _ in held))] if held else []
    return blocks if any(lines.values()) else [*blocks, Paragraph("Every indicator has its figure of this quarter.")]


def what_partners_said(found: Findings, said: SaidInQuarter) -> list[Any]:
    """Explanations, commentary and answers of the quarter, and the questions that wait where something must be said."""
    blocks: list[Any] = [Heading(1, "What partners said")]
    lines = tuple(f"{one.indicator}: {one.text} ({one.who})" for one in (*said.explained, *said.commented))
    blocks.append(Bullets(lines) if lines else Paragraph("Nobody has said anything of this quarter yet."))
    if said.answered:
        rows = tuple((one.indicator, one.question, one.text, one.who) for one in said.answered)
        blocks.append(Table("Challenge questions answered", ("Indicator", "Question", "Answer", "Who"), rows))
    wanted = [row for row in found.asks_for_words() if row.indicator.pk in said.unanswered]
    asked = tuple((row.indicator.title, " ".join(said.unanswered[row.indicator.pk])) for row in wanted)
    if asked:
        blocks.append(Table("Challenge questions that wait for an answer", ("Indicator", "Questions"), asked))
    others = sum(map(len, said.unanswered.values())) - sum(len(said.unanswered[row.indicator.pk]) for row in wanted)
    if others:
        words = "One question of another indicator is" if others == 1 else f"{others} questions of other indicators are"
        blocks.append(Paragraph(f"{words} not answered for this quarter."))
    return blocks
