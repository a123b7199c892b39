"""Makes a report's one tree of content out of its parts: page, PDF and Word file all come from it. Reads no database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from hamlet.annual_report.editions import Need
from hamlet.annual_report.rules import KEPT_BACK, for_the_public, public_count, releasable
from hamlet.foundations.publishing.content import (
    Block,
    Bullets,
    Content,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Table,
    paragraphs,
)
from hamlet.foundations.references import Evidence

Draw = Callable[[Evidence], Figure]
NO_EVIDENCE = "No evidence yet."
WHY_KEPT_BACK = "c: to protect children, counts of 1 to 5 are not published, nor what would tell them."
COUNTED = {
    "priorities": "priorities",
    "structure": "groups",
    "meetings": "meetings held",
    "achievements": "achievements under the priorities",
    "decisions": "decisions recorded",
    "actions": "actions raised",
    "escalations": "escalations to the Executive",
}
BARS = range(2, 13)


def long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Part:
    """One section: what is asked, what an editor wrote, what the rooms hold, and the summaries released for it."""

    key: str
    title: str
    asks: str
    need: Need
    narrative: str = ""
    other_evidence: str = ""
    evidence: tuple[Evidence, ...] = ()
    summaries: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.narrative or self.has_evidence)

    @property
    def has_evidence(self) -> bool:
        return bool(self.other_evidence) or any(row.count for row in self.evidence)


@dataclass(frozen=True)
class Whole:
    """Everything that a report says. `signatures` are (partner, signed by, on, how)."""

    title: str
    partnership: str
    period: str
    edition: str
    as_at: date
    parts: tuple[Part, ...]
    commentary: str = ""
    signatures: tuple[tuple[str, str, str, str], ...] = ()
    draft: bool = True


def compose(whole: Whole, draw: Draw) -> Content:
    """The tree. `draw` makes the chart of a piece of evidence; numbers and words are those that `rules.releasable` lets through."""
    parts = [part for part in whole.parts if part.need is not Need.OWN or not part.is_empty or whole.draft]
    blocks: list[Block] = [Heading(1, "About this report", "about"), *about(whole)]
    for part in parts:
        blocks += section(part, draw, public=not whole.draft)
    blocks += [Heading(1, "The independent scrutineer’s commentary", "commentary")]
    blocks += paragraphs(whole.commentary) or [Note("The commentary is not given yet.")]
    blocks += [Heading(1, "Where to find what the guidance asks for", "guide"), guide(parts)]
    return Content(
        title=whole.title,
        subtitle="Draft, not published" if whole.draft else whole.partnership,
        date_line=whole.period,
        publisher=whole.partnership,
        cover=True,
        contents=True,
        blocks=tuple(blocks),
    )


def about(whole: Whole) -> list[Block]:
    opening: list[Block] = [
        Paragraph(
            f"This is what the {whole.partnership} did from {whole.period}, and what difference it made. The law asks the three "
            f"safeguarding partners to report every year; this report follows {whole.edition}."
        ),
        Paragraph(f"Numbers are taken from the partnership’s own records as they stood on {long(whole.as_at)}."),
    ]
    if whole.draft:
        opening.insert(0, Note("This is a draft. It may still change, and it is not to be passed on."))
    held = {row.item: row.count for part in whole.parts for row in part.evidence}
    tiles = tuple((f"{held[key]:,}", label) for key, label in COUNTED.items() if held.get(key))
    return [*opening, KeyFigures(tiles)] if tiles else opening


def section(part: Part, draw: Draw, *, public: bool) -> list[Block]:
    blocks: list[Block] = [Heading(1, part.title, part.key), *paragraphs(part.narrative)]
    for row in part.evidence:
        blocks += shown(row, part.summaries.get(row.item, ""), draw, public=public)
    if part.other_evidence:
        blocks += [Heading(2, "Other evidence", f"{part.key}-other"), *paragraphs(part.other_evidence)]
    return blocks if part.has_evidence else [*blocks, Note(NO_EVIDENCE)]


def shown(evidence: Evidence, summary: str, draw: Draw, *, public: bool) -> list[Block]:
    """A piece of evidence: its released summary, then a chart and a table when the rules let them through, else the count alone.

    A draft is restricted and shows true counts. What is frozen for signature is what the public will read.
    """
    if not evidence.count and not summary:
        return []
    kept = for_the_public(releasable(evidence)) if public else releasable(evidence)
    blocks: list[Block] = [Heading(2, evidence.title, f"evidence-{evidence.item}"), *paragraphs(summary)]
    if has_chart(kept):
        blocks.append(draw(kept))
    if kept.rows:
        caption = f"{evidence.title}, as at {long(evidence.as_at)}"
        blocks.append(Table(caption, kept.headings, kept.rows, kept.number_columns))
    else:
        count = public_count(evidence) if public else f"{evidence.count:,}"
        blocks.append(Paragraph(f"On record as at {long(evidence.as_at)}: {count}."))
    if public and any(KEPT_BACK in row for row in kept.rows):
        blocks.append(Paragraph(WHY_KEPT_BACK))
    return [*blocks, Bullets(kept.points)] if kept.points else blocks


def has_chart(evidence: Evidence) -> bool:
    """Whether the first column of numbers can be drawn as bars: a few rows, each a plain number."""
    if not evidence.number_columns or len(evidence.rows) not in BARS:
        return False
    return all(row[evidence.number_columns[0]].replace(",", "").isdigit() for row in evidence.rows)


def bars(evidence: Evidence) -> list[tuple[str, float]]:
    return [(row[0], float(row[evidence.number_columns[0]].replace(",", ""))) for row in evidence.rows]


def words_for(evidence: Evidence) -> tuple[str, str]:
    """A chart's caption, and the words that stand for it."""
    said = "; ".join(f"{label}: {value:g}" for label, value in bars(evidence))
    return f"{evidence.title}, drawn", f"Bar chart of {evidence.headings[evidence.number_columns[0]].lower()}. {said}."


def guide(parts: Iterable[Part]) -> Table:
    rows = tuple(
        (part.asks, part.need.value, part.title, "Yes" if part.has_evidence else "No evidence yet")
        for part in parts
        if part.need is not Need.OWN
    )
    return Table("What the guidance asks for", ("What is asked", "Must or should", "Section", "Evidence"), rows)


def signed(content: Content, signatures: tuple[tuple[str, str, str, str], ...], gaps: str, partnership: str) -> Content:
    """The tree that is published: the very text that was signed, then who signed it, and why it has gaps if it has."""
    closing: list[Block] = [Heading(1, "Signed by the safeguarding partners", "signatures")]
    closing.append(Table("Signatures", ("Partner", "Signed by", "On", "How"), signatures))
    opening = [Note(f"This report has gaps. {gaps}")] if gaps else []
    first, *rest = content.blocks
    return replace(content, subtitle=partnership, blocks=(first, *opening, *rest, *closing))
