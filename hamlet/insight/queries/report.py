"""A quarter's report for Quality Assurance and Performance: one tree of content for the page, the PDF and the pack."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from hamlet.foundations.publishing.content import Content, Figure, Heading, Note, Paragraph, Table
from hamlet.foundations.references import StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import GroupKind
from hamlet.insight.charts import chart_addresses, control_chart
from hamlet.insight.queries.compliance import tables
from hamlet.insight.queries.control import Controlled, controlled_all, long_supply
from hamlet.insight.queries.dashboard import Reading, open_indicators, readings
from hamlet.insight.queries.findings import (
    Findings,
    at_a_glance,
    findings_of,
    more_than_chance,
    what_is_missing,
    what_moved,
    what_partners_said,
)
from hamlet.insight.queries.told import Remark, SaidInQuarter, remarks_beside, said_in
from hamlet.insight.rules.periods import Quarter, last_ended

HEADS = ("Indicator", "Figure", "Of", "Since the quarter before", "Since last year", "Target", "Beside")
MARKING = "True counts, for the partnership only: not for publication"
Picture = Callable[[Reading, Controlled, Sequence[Remark], Quarter], Figure]


def found_in(quarter: Quarter) -> Findings:
    """The readings of a quarter with their control charts, sorted by what must be said of them."""
    indicators = list(open_indicators(quarter))
    supply = long_supply(indicators, quarter)
    return findings_of(readings(indicators, quarter, supply), quarter, controlled_all(indicators, quarter, supply))


def quarter_blocks(found: Findings, today: date, picture: Picture) -> list[Any]:
    """The blocks of the report. `picture` makes a figure of a control chart."""
    rows = found.rows
    said = said_in([row.indicator for row in rows], found.quarter)
    blocks = [*at_a_glance(found), *more_than_chance(found), *what_moved(found), *what_is_missing(found, today)]
    blocks += [Table(heading, HEADS, tuple(map(line, group))) for heading, group in under(rows).items()]
    cited = sources_of(rows)
    blocks += [Paragraph(f"Official figures: {'; '.join(cited)}.")] if cited else []
    return [*blocks, *what_partners_said(found, said), *pictures(found, said, picture), *compliance(found.quarter)]


def pictures(found: Findings, said: SaidInQuarter, picture: Picture) -> list[Any]:
    """The control charts of what is more than chance, late or not."""
    shown = [row for row in (*found.chance, *found.late) if found.rule(row)]
    if not shown:
        return []
    drawn = [
        picture(row, found.control(row), remarks_beside(said.remarks.get(row.indicator.pk, []), row.begun), found.quarter)
        for row in shown
    ]
    return [
        Heading(1, "Control charts of what is more than chance"),
        *(block for pair in zip(drawn, map(found.control, shown), strict=True) for block in charted(*pair)),
    ]


def charted(figure: Figure, held: Controlled) -> tuple[Figure, Table]:
    """A control chart and its table: every point that is drawn, with the rule that it breaks."""
    rows = tuple(
        (str(point.quarter), held.say(point.value) if point.value is not None else "–", held.rule_at(point.quarter) or "–")
        for point in reversed(held.points)
    )
    return figure, Table(
        f"{held.indicator.title}: every point of the chart", ("Quarter", "Figure", "Control rule"), rows, (1,), folded=True
    )


def compliance(quarter: Quarter) -> list[Any]:
    held = [
        Table(
            table.indicator.title, ("Agency", *map(str, table.quarters)), tuple((agency, *cells) for agency, cells in table.rows)
        )
        for table in tables(quarter)
    ]
    return [Heading(1, "The compliance return"), *held] if held else []


def sources_of(rows: Sequence[Reading]) -> list[str]:
    """How the official figures beside ours are cited, each once."""
    return sorted({getattr(one, "citation", "").rstrip(".") for row in rows for one in row.beside} - {""})


def under(rows: Sequence[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for row in rows:
        found.setdefault(str(row.indicator.priority or row.indicator.theme or "Other"), []).append(row)
    return found


def line(row: Reading) -> tuple[str, ...]:
    """One indicator in a row under HEADS; what must be read beside its figure stands with its title."""
    title = f"{row.indicator.title}. {row.indicator.caption}" if row.indicator.caption else row.indicator.title
    figure = "; ".join(word for word in (row.figure, row.elsewhere_words) if word)
    moved = (str(row.since_last), str(row.since_year)) if row.newest else ("–", "–")
    return title, figure, row.of, *moved, row.target or "–", row.beside_words


def linked(row: Reading, held: Controlled, remarks: Sequence[Remark], quarter: Quarter) -> Figure:
    """The chart by its address: a page does not wait for the drawing."""
    chart = control_chart(row, held, remarks)
    wide, narrow = chart_addresses(row.indicator.slug, quarter, chart)
    return Figure(row.indicator.title, chart.alt, "", "", wide, narrow)


def drawn(row: Reading, held: Controlled, remarks: Sequence[Remark], quarter: Quarter) -> Figure:
    """The chart itself, for a file."""
    chart = control_chart(row, held, remarks)
    return Figure(row.indicator.title, chart.alt, chart.svg())


def quarter_content(found: Findings, today: date, picture: Picture = drawn) -> Content:
    blocks = quarter_blocks(found, today, picture)
    return Content(f"The dashboard, {found.quarter}", tuple(blocks), found.quarter.spoken, MARKING)


def dashboard_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """The newest quarter's report, for Quality Assurance and Performance."""
    if group.kind != GroupKind.QUALITY.value:
        return None
    day = as_at.astimezone(LONDON).date()
    found = found_in(last_ended(day))
    blocks = [Note(f"{MARKING}."), *quarter_blocks(found, day, drawn)]
    return StandingPaper("insight.quarter", f"The dashboard, {found.quarter}", blocks, as_at, len(found.rows), sensitive=True)
