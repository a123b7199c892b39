"""The tables of the two groups' agendas: what waits for an answer, an action, evidence, a confirmation or a second look."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from hamlet.foundations.publishing.content import Paragraph, Table
from hamlet.learning.models import Recommendation, RungProposal
from hamlet.learning.rules.ladder import UPPER, Rung, next_rung
from hamlet.learning.rules.recommendations import Answer, Doing

HEADS = ("Themes", "Recommendation", "What", "Found")
NEXT = ("Themes", "Recommendation", "What", "What is next")
RUNG = ("Themes", "Recommendation", "What", "For the rung")
AGAIN = ("Themes", "Recommendation", "What", "Why")
PROPOSED = ("Themes", "Recommendation", "What", "Proposed")
LONG = 160


def table(caption: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], most: int) -> tuple[Table, bool]:
    """A table of at most `most` lines, and whether there were more."""
    found = tuple(rows)
    return Table(caption, heads, found[:most]), len(found) > most


def filled(tables: list[tuple[Table, bool]]) -> list[Any]:
    """The tables that hold something, each with a sentence when it was cut; then which hold nothing."""
    blocks: list[Any] = []
    for found, cut in tables:
        if found.rows:
            blocks.append(found)
        if cut:
            blocks.append(
                Paragraph(f"“{found.caption}” holds more than these {len(found.rows)}: the list on the screen shows all.")
            )
    empty = [found.caption.lower() for found, _ in tables if not found.rows]
    return [*blocks, *([Paragraph(f"Nothing stands under: {', '.join(empty)}.")] if empty else [])]


def actions(rows: Any, most: int) -> list[tuple[str, ...]]:
    return [
        (row.theme.name if row.theme else "No theme", row.reference, row.title, str(row.owner), f"{row.due_on:%-d %B %Y}")
        for row in rows[:most]
    ]


def to_be_answered(most: int) -> list[tuple[str, ...]]:
    return _found(_themed(Recommendation.objects.single().filter(answer=Answer.WAITING.value)), most)


def without_action(most: int) -> list[tuple[str, ...]]:
    """What stalls most: agreed, and nobody has taken a step."""
    return _found(_climbing().filter(rung=Rung.AGREED.value, doing=Doing.NONE.value), most)


def ready(most: int) -> list[tuple[str, ...]]:
    lower = [Rung.AGREED.value, Rung.ACTION_DONE.value]
    rows = _climbing().filter(Q(rung=Rung.AGREED.value, doing=Doing.DONE.value) | Q(rung__in=lower, proposed=True))
    return [(*_line(row), "Confirm it" if row.proposed else "Propose that it is done") for row in rows[:most]]


def awaiting(most: int) -> list[tuple[str, ...]]:
    past = [Rung.ACTION_DONE.value, Rung.PRACTICE_CHECKED.value, Rung.IMPACT_EVIDENCED.value]
    rows = _climbing().filter(rung__in=past, proposed=False)[:most]
    return [(*_line(row), str(next_rung(Rung(row.rung)))) for row in rows]


def flagged(most: int = 201) -> list[tuple[str, ...]]:
    """What is looked at again, and why; never where a theme came up."""
    rows = _themed(Recommendation.objects.single().filter(flagged_on__isnull=False))[:most]
    return [(*_line(row), row.flags) for row in rows]


def to_confirm(*, upper: bool, most: int = 201) -> list[tuple[str, ...]]:
    """The rungs that wait: the top two are confirmed by Quality Assurance and Performance, the others by the working group."""
    rungs = [rung.value for rung in Rung if (rung in UPPER) is upper]
    waits = RungProposal.objects.filter(confirmed=None, to__in=rungs).order_by("proposed_on", "id")
    waits = waits.select_related("recommendation").prefetch_related("recommendation__themes")[:most]
    return sorted((*_line(row.recommendation), f"“{row.to}”, {row.proposed_on:%-d %B %Y}") for row in waits)


def _climbing() -> Any:
    waits = RungProposal.objects.filter(recommendation=OuterRef("pk"), confirmed=None)
    rows = Recommendation.objects.single().filter(answer=Answer.ACCEPTED.value).annotate(proposed=Exists(waits))
    return _themed(rows)


def _themed(rows: Any) -> Any:
    """By theme, the first by name of each; within it the oldest first."""
    return rows.annotate(theme=Min("themes__name")).prefetch_related("themes").order_by("theme", "found_on", "id")


def _found(rows: Any, most: int) -> list[tuple[str, ...]]:
    return [(*_line(row), f"{row.found_on:%-d %B %Y}") for row in rows[:most]]


def _line(row: Any) -> tuple[str, str, str]:
    themes = ", ".join(sorted(theme.name for theme in row.themes.all())) or "No theme"
    return themes, row.reference, row.text if len(row.text) <= LONG else f"{row.text[: LONG - 1]}…"
