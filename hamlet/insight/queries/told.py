"""What was said of an indicator."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, F, Value
from django.db.models.functions import Coalesce, NullIf

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


def remarks_beside(explained: Iterable[Remark], begun: Iterable[Series]) -> list[Remark]:
    """Explanations in their order, and definitions after the first among them, oldest first."""
    anew = [Remark(quarter_of(row.starts_on), row.note) for row in begun if row.number > 1]
    return sorted([*explained, *anew], key=lambda row: row.quarter)


def remarks_of(annotations: Iterable[Annotation], begun: Iterable[Series]) -> list[Remark]:
    """What explains an indicator's charts, oldest first: explanations that were given, and definitions after the first."""
    said = [(row.quarter_on, row.pk, row.text) for row in annotations]
    anew = [(row.starts_on, row.pk, row.note) for row in begun if row.number > 1]
    return [Remark(quarter_of(day), text) for day, _, text in sorted([*said, *anew])]


@dataclass(frozen=True)
class Words:
    """What one person said of one indicator: an explanation, a commentary, or the answer to a question."""

    indicator: str
    text: str
    who: str
    question: str = ""


@dataclass(frozen=True)
class SaidInQuarter:
    """What was said of a quarter, in the order of the indicators, and which of their questions nobody answered of it."""

    explained: tuple[Words, ...]
    commented: tuple[Words, ...]
    answered: tuple[Words, ...]
    unanswered: dict[int, tuple[str, ...]]  # by indicator
    remarks: dict[int, list[Remark]]  # by indicator, the explanations of any quarter


SAID = ("indicator_id", "quarter_on", "pk", "text", "who", "office", "asked", "explains")


def said_in(indicators: Sequence[Indicator], quarter: Quarter) -> SaidInQuarter:
    """What partners said of these indicators in a quarter, and the explanations that their charts are marked with. One query."""
    ids = [row.pk for row in indicators]
    who = Coalesce(NullIf("said_by__name", Value("")), F("said_by__post_title"))
    none, yes, no = Value("", CharField()), Value(True, BooleanField()), Value(False, BooleanField())
    office = Coalesce(F("agency__short_name"), Value(""))
    notes = Annotation.objects.filter(indicator__in=ids).annotate(who=who, office=none, asked=none, explains=yes)
    rows = Commentary.objects.filter(indicator__in=ids, quarter_on=quarter.starts_on)
    rows = rows.annotate(who=who, office=office, asked=F("question"), explains=no)
    return _sorted(list(indicators), quarter, sorted(notes.values_list(*SAID).union(rows.values_list(*SAID), all=True)))


def _sorted(indicators: list[Indicator], quarter: Quarter, rows: list[Any]) -> SaidInQuarter:
    places = {row.pk: place for place, row in enumerate(indicators)}
    explained: list[Words] = []
    commented: list[Words] = []
    answered: list[Words] = []
    answers: set[tuple[int, str]] = set()
    remarks: dict[int, list[Remark]] = defaultdict(list)
    for pk, on, _, text, who, office, question, explains in sorted(rows, key=lambda row: (places[row[0]], row[1:3])):
        said = Words(indicators[places[pk]].title, text, f"{who}, {office}" if office else who, question)
        if explains:
            remarks[pk].append(Remark(quarter_of(on), text))
        if on == quarter.starts_on:
            (explained if explains else answered if question else commented).append(said)
            answers.add((pk, question))
    left = {row.pk: tuple(one for one in row.questions if (row.pk, one) not in answers) for row in indicators}
    unanswered = {pk: questions for pk, questions in left.items() if questions}
    return SaidInQuarter(tuple(explained), tuple(commented), tuple(answered), unanswered, remarks)


KIND = "insight.indicator"


def indicator_reference(slug: str) -> Reference | None:
    """An indicator as the source of an action: by its name, never by a figure."""
    row = Indicator.objects.filter(slug=slug).first()
    return Reference(KIND, row.slug, f"The dashboard: {row.title}", row.get_absolute_url()) if row else None
