"""A quarter's report for Quality Assurance and Performance: one tree of content for the page, the PDF and the pack."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from hamlet.foundations.publishing.content import Bullets, Content, Figure, Heading, Note, Paragraph, Table
from hamlet.foundations.references import StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import GroupKind
from hamlet.insight.charts import control_chart
from hamlet.insight.queries.compliance import tables
from hamlet.insight.queries.control import Controlled, controlled_all, long_supply
from hamlet.insight.queries.dashboard import Reading, open_indicators, readings
from hamlet.insight.queries.freshness import returns_of
from hamlet.insight.queries.points import Supply
from hamlet.insight.queries.told import Remark, annotations_of, remarks_of
from hamlet.insight.rules.periods import Quarter, last_ended
from hamlet.insight.rules.reading import Meaning
from hamlet.insight.rules.returns import Fresh

HEADS = ("Indicator", "Figure", "Of", "Since the quarter before", "Since last year", "Target", "Beside")
MARKING = "True counts, for the partnership only: not for publication"
Picture = Callable[[Reading, Controlled, Sequence[Remark], Quarter], Figure]
CAME = frozenset({Fresh.ON_TIME, Fresh.CAME_LATE})


def quarter_blocks(quarter: Quarter, today: date, picture: Picture) -> tuple[list[Any], int]:
    """The blocks of the report and how many indicators they hold. `picture` makes a figure of a control chart."""
    indicators = list(open_indicators(quarter))
    supply = long_supply(indicators, quarter)
    rows = readings(indicators, quarter, supply)
    told, pictures = more_than_chance(rows, quarter, supply, picture)
    blocks: list[Any] = [
        *told,
        *what_moved(rows),
        *what_is_missing(quarter, rows, today),
    ]
    for heading, group in under(rows).items():
        blocks.append(Table(heading, HEADS, tuple(line(row) for row in group)))
    cited = sources_of(rows)
    blocks += [Paragraph(f"Official figures: {'; '.join(cited)}.")] if cited else []
    blocks += [Note(row.indicator.caption) for row in rows if row.indicator.caption]
    blocks += pictures
    compliance = tables(quarter)
    if compliance:
        blocks.append(Heading(1, "The compliance return"))
    for table in compliance:
        heads = ("Agency", *map(str, table.quarters))
        blocks.append(Table(table.indicator.title, heads, tuple((agency, *cells) for agency, cells in table.rows)))
    return blocks, len(rows)


def sources_of(rows: Sequence[Reading]) -> list[str]:
    """How the official figures beside ours are cited, each once."""
    return sorted({getattr(one, "citation", "").rstrip(".") for row in rows for one in row.beside} - {""})


def under(rows: Sequence[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for row in rows:
        found.setdefault(str(row.indicator.priority or row.indicator.theme or "Other"), []).append(row)
    return found


def line(row: Reading) -> tuple[str, ...]:
    of = f"{row.newest.quarter}{f', {row.lag}' if row.lag else ''}" if row.newest else "–"
    moved = (str(row.since_last), str(row.since_year)) if row.newest else ("–", "–")
    return row.indicator.title, row.figure, of, *moved, row.target or "–", beside(row)


def beside(row: Reading) -> str:
    """Official figures, in one line; why not, where there are none."""
    said = [f"{one.label} {row.say_beside(one)}" for one in row.beside]
    return f"{row.beside[0].period}: {', '.join([row.say_ours, *said])}" if said else "no comparator"


def what_moved(rows: Sequence[Reading]) -> list[Any]:
    current = [row for row in rows if row.newest and not row.lag]
    worse = [
        f"{row.indicator.title}: {row.figure}, {row.since_year}" for row in current if row.since_year.meaning is Meaning.WORSE
    ]
    better = [
        f"{row.indicator.title}: {row.figure}, {row.since_year}" for row in current if row.since_year.meaning is Meaning.BETTER
    ]
    blocks: list[Any] = [Heading(1, "What moved since the same quarter last year")]
    for words, items in (("Worse", worse), ("Better", better)):
        blocks += (
            [Heading(2, words), Bullets(tuple(items))] if items else [Paragraph(f"Nothing moved that reads as {words.lower()}.")]
        )
    return blocks


def what_is_missing(quarter: Quarter, rows: Sequence[Reading], today: date) -> list[Any]:
    blocks: list[Any] = [Heading(1, "What is missing")]
    returns = [cell for cell in returns_of(quarter, today) if cell.fresh not in CAME]
    if returns:
        lines = tuple(
            (cell.source.agency.name, cell.fresh.value, f"{cell.came} of {cell.asked}") for cell in returns if cell.source
        )
        blocks.append(Table("Returns", ("Agency", "How it stands", "Figures that came"), lines))
    stale = [f"{row.indicator.title}: {row.lag or 'no figure yet'}" for row in rows if row.lag or row.newest is None]
    blocks.append(Bullets(tuple(stale)) if stale else Paragraph("Every indicator has its figure of this quarter."))
    return blocks


def more_than_chance(rows: Sequence[Reading], quarter: Quarter, supply: Supply, picture: Picture) -> tuple[list[Any], list[Any]]:
    """The indicators whose point of the quarter breaks a rule of the control chart: what to say first, and their charts."""
    indicators = [row.indicator for row in rows]
    held = controlled_all(indicators, quarter, supply)
    told = [(row, held[row.indicator.pk]) for row in rows if held[row.indicator.pk].rule_at(quarter)]
    if not told:
        return [], []
    said = annotations_of(row.indicator for row, _ in told)
    lines = tuple(f"{row.indicator.title}: {control.rule_at(quarter)}" for row, control in told)
    pictures = [picture(row, control, remarks_of(said[row.indicator.pk], row.begun), quarter) for row, control in told]
    return [Heading(1, "More than chance"), Bullets(lines)], [Heading(1, "Control charts of what is more than chance"), *pictures]


def linked(row: Reading, held: Controlled, remarks: Sequence[Remark], quarter: Quarter) -> Figure:
    """The chart by its address: a page does not wait for the drawing."""
    chart = control_chart(row, held, remarks)
    href = reverse("insight:chart", args=[row.indicator.slug, quarter.key, "control", chart.digest])
    return Figure(row.indicator.title, chart.alt, "", "", href)


def drawn(row: Reading, held: Controlled, remarks: Sequence[Remark], quarter: Quarter) -> Figure:
    """The chart itself, for a file."""
    chart = control_chart(row, held, remarks)
    return Figure(row.indicator.title, chart.alt, chart.svg())


def quarter_content(quarter: Quarter, today: date, picture: Picture = drawn) -> Content:
    blocks, _ = quarter_blocks(quarter, today, picture)
    return Content(f"The dashboard, {quarter}", tuple(blocks), quarter.spoken, MARKING)


def sheet_rows(quarter: Quarter) -> list[tuple[str, ...]]:
    """The quarter's readings as rows of a sheet, under HEADS and the heading that each stands under."""
    rows = readings(open_indicators(quarter), quarter)
    return [(heading, *line(row)) for heading, group in under(rows).items() for row in group]


def dashboard_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """The newest quarter's report, for Quality Assurance and Performance."""
    if group.kind != GroupKind.QUALITY.value:
        return None
    day = as_at.astimezone(LONDON).date()
    blocks, count = quarter_blocks(last_ended(day), day, drawn)
    return StandingPaper(
        "insight.quarter", f"The dashboard, {last_ended(day)}", [Note(f"{MARKING}."), *blocks], as_at, count, sensitive=True
    )
