"""The quarter's report as a workbook: numbers that can be reckoned with, each sheet with what a person would ask of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hamlet.foundations.publishing.sheets import Sheet
from hamlet.insight.queries.compliance import tables
from hamlet.insight.queries.dashboard import Reading
from hamlet.insight.queries.findings import Findings, missing_lines, missing_returns
from hamlet.insight.queries.report import MARKING, sources_of, under
from hamlet.insight.queries.told import said_in
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.reading import point_of
from hamlet.insight.rules.values import rounded

FIGURES = (
    *("Indicator", "Under", "Figure", "In words", "Kind", "Unit", "Quarter", "Behind", "Provisional", "Number", "Out of"),
    *("Quarter before", "Moved since", "Reads as", "Same quarter last year", "Moved since last year", "Reads as, on last year"),
    *("Target", "Against the target", "Larger area", "To be read beside it", "No comparator because"),
)
BESIDE = (
    *("Indicator", "Period", "Ends on", "Who", "Figure", "In words", "Areas with a figure", "Of areas", "Without a figure"),
    *("Rank (1 is best)", "Of authorities", "Quartile", "Source"),
)
CONTROL = ("Indicator", "Quarter", "Figure", "Mean", "Lower limit", "Upper limit", "Control rule", "Reads as", "Newest quarter")


def quarter_sheets(found: Findings, today: date) -> list[Sheet]:
    """The sheets of a quarter's report, what they are and may not be used for first."""
    quarter = found.quarter
    said = said_in([row.indicator for row in found.rows], quarter)
    about = [("Marking", f"{MARKING}."), ("Quarter", quarter.spoken), ("Made on", today.isoformat())]
    about += [("Official figures", citation) for citation in sources_of(found.rows)]
    kinds = (("explanation", said.explained), ("commentary", said.commented), ("answer", said.answered))
    words = [(one.indicator, one.question, one.text, one.who, kind) for kind, rows in kinds for one in rows]
    return [
        Sheet("About", ("What", "Words"), about),
        Sheet("Figures", FIGURES, [figure_row(head, row) for head, rows in under(found.rows).items() for row in rows]),
        Sheet("Beside", BESIDE, [line for row in found.rows for line in beside_rows(row)]),
        Sheet("Missing", ("What", "Of", "How it stands", "More"), list(missing_rows(found, today))),
        Sheet("More than chance", CONTROL, [line for row in found.rows for line in control_rows(found, row)]),
        Sheet("What partners said", ("Indicator", "Question", "Words", "Who", "What it is"), words),
        Sheet("Compliance", ("Indicator", "Agency", "Quarter", "What was said"), list(compliance_rows(quarter))),
    ]


def shown(row: Reading, value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, row.indicator.decimals)


def figure_row(heading: str, row: Reading) -> tuple[Any, ...]:
    new = row.newest
    before, year = (point_of(row.points, new.quarter.later(far)) if new else None for far in (-1, -4))
    indicator = row.indicator
    return (
        *(indicator.title, heading, shown(row, new.value if new else None), row.figure, indicator.shape, indicator.unit),
        *((str(new.quarter), row.lag, "yes" if new.provisional else "no") if new else ("", "no figure yet", "")),
        *((new.numerator, new.denominator) if new else (None, None)),
        *(shown(row, before.value if before else None), row.since_last.words, row.since_last.meaning.value),
        *(shown(row, year.value if year else None), row.since_year.words, row.since_year.meaning.value),
        *(shown(row, row.aim), row.target, row.elsewhere_words, indicator.caption, row.why_no_comparator),
    )


def beside_rows(row: Reading) -> Iterator[tuple[Any, ...]]:
    for one in row.beside:
        mean = one.n is not None
        yield (
            *(row.indicator.title, one.period, one.ends_on.isoformat(), one.label, one.number, row.say_beside(one)),
            *((one.n, one.of, ", ".join(one.missing)) if mean else (None, None, "")),
            *(one.rank, None if mean else one.of, one.quartile, getattr(one, "citation", "")),
        )


def missing_rows(found: Findings, today: date) -> Iterator[tuple[str, str, str, str]]:
    for agency, stands, came in missing_returns(found.quarter, today):
        yield "Return", agency, stands, f"{came} figures came"
    for what, lines in missing_lines(found).items():
        for title, words, owner in lines:
            yield what, title, words, owner


def control_rows(found: Findings, row: Reading) -> Iterator[tuple[Any, ...]]:
    """Every point of the thirteen quarters shown that breaks a rule."""
    held, since = found.control(row), row.points[0].quarter if row.points else found.quarter
    for broken in held.broken:
        point = held.points[broken.place]
        if held.limits is None or point.quarter < since:
            continue
        lines = [rounded(at, max(row.indicator.decimals, 1)) for at in (held.limits.mean, held.limits.lower, held.limits.upper)]
        newest = "yes" if row.newest and row.newest.quarter == point.quarter else "no"
        meaning = held.meaning_at(point.quarter).value
        yield row.indicator.title, str(point.quarter), shown(row, point.value), *lines, held.told(broken), meaning, newest


def compliance_rows(quarter: Quarter) -> Iterator[tuple[str, str, str, str]]:
    for table in tables(quarter):
        for agency, cells in table.rows:
            for of, words in zip(table.quarters, cells, strict=True):
                yield table.indicator.title, agency, str(of), words
