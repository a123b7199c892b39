"""Open data: the states of a publication, how its numbers are rounded, and the words beside them. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter


class State(StrEnum):
    DRAFT = "Draft"
    APPROVING = "Waits for approvals"
    PUBLISHED = "Published"
    WITHDRAWN = "Not published"


class Rounding(StrEnum):
    """How counts are rounded, by publication. Source: DfE rounds national and regional counts to 10, authorities' not at all."""

    NONE = "Not rounded"
    FIVE = "To the nearest 5"
    TEN = "To the nearest 10"


UNEVEN = "Parts may not add up to their total. Percentages and rates are worked out of the rounded counts."
EXPLAINED = {
    Rounding.NONE: "Counts are not rounded.",
    Rounding.FIVE: f"Counts are rounded to the nearest 5: a 5 stands for 6 or 7, never for a smaller count. {UNEVEN}",
    Rounding.TEN: f"Counts are rounded to the nearest 10: a 10 stands for 6 to 14, never for a smaller count. {UNEVEN}",
}


@dataclass(frozen=True)
class Wording:
    """The words beside an indicator's figures as the public reads them; `number` is the indicator's own."""

    number: int
    title: str
    question: str
    shape: Shape
    unit: str = ""
    decimals: int = 0
    caption: str = ""
    grouping: str = ""
    definition: str = ""
    source: str = ""


def defined(series: Sequence[tuple[Quarter, str, str]], first: Quarter, last: Quarter) -> str:
    """What was counted from one quarter to another. `series` is oldest first: its first quarter, the definition, what changed."""
    begun = [row for row in series if row[0] <= last]
    before = [row for row in begun if row[0] <= first]
    told = [*before[-1:], *(row for row in begun if row[0] > first)]
    said = [words if place == 0 else f"From {quarter}: {words} ({note})" for place, (quarter, words, note) in enumerate(told)]
    return " ".join(f"{one.rstrip('.')}." for one in said)


COLOURS = {State.DRAFT: "grey", State.APPROVING: "yellow", State.PUBLISHED: "green", State.WITHDRAWN: "red"}
SENTENCES = {
    "insight.publication_drafted": "drafted a publication",
    "insight.publication_sent": "sent the publication to those who approve it",
    "insight.publication_approved": "approved the publication",
    "insight.publication_published": "published the figures: they are frozen",
    "insight.publication_withdrawn": "withdrew the publication before it was published",
}
