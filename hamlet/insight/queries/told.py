"""What was said of an indicator."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hamlet.foundations.references import Reference
from hamlet.insight.models import Annotation, Commentary, Figure, Indicator, Series
from hamlet.insight.queries.differences import spoken
from hamlet.insight.rules.periods import Quarter, quarter_of
from hamlet.insight.rules.returns import Standing


@dataclass(frozen=True)
class Revision:
    """A figure that was replaced: of which quarter, what it was, what it became and why."""

    quarter: Quarter
    before: str
    after: str
    because: str
    agency: str


def revisions_of(indicator: Indicator) -> list[Revision]:
    """The totals of an indicator that were revised, newest first; at most twenty. One query."""
    rows = Figure.objects.filter(series__indicator=indicator, breakdown="").exclude(replaces=None)
    found = (
        rows.exclude(standing=Standing.WAITING.value)
        .select_related("replaces", "agency", "area")
        .order_by("-quarter_on", "-id")[:20]
    )
    return [
        Revision(
            row.quarter,
            spoken(before.numerator, before.denominator, before.missing_because),
            spoken(row.numerator, row.denominator, row.missing_because),
            row.revised_because,
            row.agency.short_name if row.area.is_home else f"{row.agency.short_name}, for {row.area.name}",
        )
        for row in found
        if (before := row.replaces) is not None
    ]


@dataclass(frozen=True)
class Told:
    annotations: list[Annotation]
    commentaries: list[Commentary]
    answers: dict[str, list[Commentary]]


def said_of(indicator: Indicator) -> Told:
    """Explanations, commentary and answers to the challenge questions, newest first; each question with its answers. Two queries."""
    annotations = list(indicator.annotations.select_related("said_by").order_by("-quarter_on", "-id"))
    rows = list(indicator.commentaries.select_related("said_by", "agency").order_by("-quarter_on", "-id"))
    answers = {question: [row for row in rows if row.question == question] for question in indicator.questions}
    return Told(annotations, [row for row in rows if not row.question], answers)


@dataclass(frozen=True)
class Remark:
    """What explains a chart from a quarter on: an explanation somebody gave, or a new definition."""

    quarter: Quarter
    text: str


def remarks_of(annotations: Iterable[Annotation], begun: Iterable[Series]) -> list[Remark]:
    """What explains an indicator's charts, oldest first: explanations that were given, and definitions after the first."""
    said = [(row.quarter_on, row.pk, row.text) for row in annotations]
    anew = [(row.starts_on, row.pk, row.note) for row in begun if row.number > 1]
    return [Remark(quarter_of(day), text) for day, _, text in sorted([*said, *anew])]


def annotations_of(indicators: Iterable[Indicator]) -> dict[int, list[Annotation]]:
    """The explanations that were given of each indicator. One query."""
    found: dict[int, list[Annotation]] = defaultdict(list)
    for row in Annotation.objects.filter(indicator__in=list(indicators)):
        found[row.indicator_id].append(row)
    return found


KIND = "insight.indicator"


def indicator_reference(slug: str) -> Reference | None:
    """An indicator as the source of an action: by its name, never by a figure."""
    row = Indicator.objects.filter(slug=slug).first()
    return Reference(KIND, row.slug, f"The dashboard: {row.title}", row.get_absolute_url()) if row else None
