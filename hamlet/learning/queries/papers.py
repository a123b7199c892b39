from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from hamlet.foundations.publishing.content import Paragraph, Table
from hamlet.foundations.references import StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.queries import all_groups
from hamlet.governance.rules import GroupKind
from hamlet.learning.models import Action, Recommendation, RungProposal
from hamlet.learning.queries.actions import by_theme
from hamlet.learning.rules.ladder import Rung, next_rung
from hamlet.learning.rules.recommendations import Answer, Doing

MOST = 200
SIX_WEEKS = timedelta(days=42)  # the working group meets every six weeks
HEADS = ("Theme", "Action", "What", "Owner", "Due")


def actions_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """The action plan by theme and what is late, for Quality Assurance and Performance. Restricted groups' stay out of it."""
    if group.kind != GroupKind.QUALITY.value:
        return None
    today = as_at.astimezone(LONDON).date()
    shared = Action.objects.exclude(group__restricted=True)
    late = shared.late(today).select_related("owner", "theme").order_by("due_on", "id")[:MOST]
    rows = tuple((row.reference, row.title, str(row.owner), f"{row.due_on:%-d %B %Y}") for row in late)
    blocks: list[Any] = _progress(shared, today)
    blocks.append(
        Table("Late actions", ("Action", "What", "Owner", "Was due"), rows) if rows else Paragraph("No action is late.")
    )
    return StandingPaper("learning.actions", "The action plan", blocks, as_at, len(rows))


def _progress(rows: Any, today: date) -> list[Any]:
    themes = tuple((name or "No theme", *map(str, counts)) for name, *counts in by_theme(rows, today))
    return [Table("Progress by theme", ("Theme", "Actions", "Open", "Late"), themes, (1, 2, 3))] if themes else []


def working_group_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """For the Rapid Review Working Group: progress by theme; what is late and due; what is ready to close or awaits evidence."""
    if group.kind != GroupKind.RAPID_REVIEW_WORKING.value:
        return None
    blocks, count = working_group_blocks(as_at.astimezone(LONDON).date())
    return StandingPaper("learning.working_group", "The Statutory Review Action Plan", blocks, as_at, count, sensitive=True)


def working_group_blocks(today: date, most: int = MOST) -> tuple[list[Any], int]:
    """The blocks of the paper, at most `most` lines in each table, and how many lines they hold.

    Restricted groups' actions stay out of it, and so does every case.
    """
    plan = _plan()
    opened = plan.open().select_related("owner", "theme").order_by("theme__name", "due_on", "id")
    tables = [
        Table("Late", HEADS, _actions(opened.filter(due_on__lt=today)[:most])),
        Table("Due in six weeks", HEADS, _actions(opened.filter(due_on__range=(today, today + SIX_WEEKS))[:most])),
        Table("Ready to close", ("Themes", "Recommendation", "What", "What is next"), _ready(most)),
        Table("Awaiting evidence", ("Themes", "Recommendation", "What", "For the rung"), _awaiting(most)),
    ]
    filled = [table for table in tables if table.rows]
    empty = [table.caption.lower() for table in tables if not table.rows]
    said = [Paragraph(f"Nothing is {' or '.join(empty)}.")] if empty else []
    return [*_progress(plan, today), *filled, *said], sum(len(table.rows) for table in filled)


def _plan() -> Any:
    """The working group's own actions and those that serve a recommendation. By id, so that both find theirs by index."""
    groups = list(all_groups().values_list("pk", "kind", "restricted"))
    own = [pk for pk, kind, _ in groups if kind == GroupKind.RAPID_REVIEW_WORKING.value]
    closed = [pk for pk, _, restricted in groups if restricted]
    serving = Action.recommendations.through.objects.values("action_id")
    open_to_all = Q(group_id=None) | ~Q(group_id__in=closed)
    return Action.objects.filter(Q(group_id__in=own) | Q(pk__in=serving)).filter(open_to_all)


def _actions(rows: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (row.theme.name if row.theme else "No theme", row.reference, row.title, str(row.owner), f"{row.due_on:%-d %B %Y}")
        for row in rows
    )


def _climbing() -> Any:
    waits = RungProposal.objects.filter(recommendation=OuterRef("pk"), confirmed=None)
    rows = Recommendation.objects.single().filter(answer=Answer.ACCEPTED.value).annotate(proposed=Exists(waits))
    return rows.prefetch_related("themes").order_by("rung", "found_on", "id")


def _ready(most: int) -> tuple[tuple[str, ...], ...]:
    lower = [Rung.AGREED.value, Rung.ACTION_DONE.value]
    ready = Q(rung=Rung.AGREED.value, doing=Doing.DONE.value) | Q(rung__in=lower, proposed=True)
    rows = _climbing().filter(ready)[:most]
    return tuple((*_line(row), "Confirm it" if row.proposed else "Propose that it is done") for row in rows)


def _awaiting(most: int) -> tuple[tuple[str, ...], ...]:
    past = [Rung.ACTION_DONE.value, Rung.PRACTICE_CHECKED.value, Rung.IMPACT_EVIDENCED.value]
    rows = _climbing().filter(rung__in=past, proposed=False)[:most]
    return tuple((*_line(row), str(next_rung(Rung(row.rung)))) for row in rows)


def _line(row: Recommendation) -> tuple[str, str, str]:
    themes = ", ".join(sorted(theme.name for theme in row.themes.all())) or "No theme"
    return themes, row.reference, row.text if len(row.text) <= 160 else f"{row.text[:159]}…"
