"""Charts of a report: drawn when its text is frozen, and at their own address for a draft."""

from hamlet.annual_report.composing import bars, words_for
from hamlet.foundations.publishing.charts import bar_chart
from hamlet.foundations.publishing.content import Content, Figure
from hamlet.foundations.references import Evidence


def drawn(evidence: Evidence, href: str) -> Figure:
    """The chart itself, for a file and for the frozen text."""
    svg, png = bar_chart(bars(evidence), value_title=evidence.headings[evidence.number_columns[0]])
    caption, alt = words_for(evidence)
    return Figure(caption, alt, svg, png, href)


def linked(evidence: Evidence, href: str) -> Figure:
    """Only the chart's address and words: a page does not wait for the drawing."""
    caption, alt = words_for(evidence)
    return Figure(caption, alt, "", "", href)


def figure_at(content: Content, href: str) -> Figure | None:
    return next((block for block in content.blocks if isinstance(block, Figure) and block.href == href), None)
