from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from hamlet.foundations.publishing.content import Table
from hamlet.foundations.references import StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.queries import all_groups
from hamlet.governance.rules import GroupKind
from hamlet.learning.models import Action
from hamlet.learning.queries import agenda
from hamlet.learning.queries.actions import by_theme
from hamlet.learning.queries.remembered import remembered

MOST = 200
SIX_WEEKS = timedelta(days=42)  # the working group meets every six weeks
HEADS = ("Theme", "Action", "What", "Owner", "Due")


def actions_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """For Quality Assurance and Performance: what it confirms and looks at again, the plan by theme and what is late in it.

    Restricted groups' actions stay out of it.
    """
    if group.kind != GroupKind.QUALITY.value:
        return None
    today = as_at.astimezone(LONDON).date()
    shared = Action.objects.exclude(group__restricted=True)
    late = shared.late(today).select_related("owner", "theme").order_by("theme__name", "due_on", "id")
    tables = [
        agenda.table("To confirm", agenda.PROPOSED, agenda.to_confirm(upper=True), MOST),
        agenda.table("Look again", agenda.AGAIN, agenda.flagged(), MOST),
        agenda.table("Late actions", HEADS, agenda.actions(late, MOST + 1), MOST),
    ]
    blocks = [*_progress(shared, today), *agenda.filled(tables)]
    count = sum(len(found.rows) for found, _ in tables)
    restricted = any(found.rows for found, _ in tables[:2])
    return StandingPaper("learning.actions", "The action plan", blocks, as_at, count, sensitive=restricted)


def _progress(rows: Any, today: date) -> list[Any]:
    themes = tuple((name or "No theme", *map(str, counts)) for name, *counts in by_theme(rows, today))
    return [Table("Progress by theme", ("Theme", "Actions", "Open", "Late"), themes, (1, 2, 3))] if themes else []


def working_group_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """For the Rapid Review Working Group: what waits for an answer, an action, evidence or the group; what is late and due."""
    if group.kind != GroupKind.RAPID_REVIEW_WORKING.value:
        return None
    blocks, count = working_group_blocks(as_at.astimezone(LONDON).date())
    return StandingPaper("learning.working_group", "The Statutory Review Action Plan", blocks, as_at, count, sensitive=True)


def working_group_blocks(today: date, most: int = MOST) -> tuple[list[Any], int]:
    """The blocks of the paper, at most `most` lines in each table and how many more there are, and how many lines they hold.

    By theme. Restricted groups' actions stay out of it, and so does every case.
    """
    plan, more = _plan(), most + 1
    opened = plan.open().select_related("owner", "theme").order_by("theme__name", "due_on", "id")
    tables = [
        agenda.table("To be answered", agenda.HEADS, agenda.to_be_answered(more), most),
        agenda.table("Agreed, no action yet", agenda.HEADS, agenda.without_action(more), most),
        agenda.table("Late", HEADS, agenda.actions(opened.filter(due_on__lt=today), more), most),
        agenda.table(
            "Due in six weeks", HEADS, agenda.actions(opened.filter(due_on__range=(today, today + SIX_WEEKS)), more), most
        ),
        agenda.table("Ready to close", agenda.NEXT, agenda.ready(more), most),
        agenda.table("Awaiting evidence", agenda.RUNG, agenda.awaiting(more), most),
        agenda.table("Look again", agenda.AGAIN, agenda.flagged(more), most),
    ]
    return [*_progress(plan, today), *agenda.filled(tables)], sum(len(found.rows) for found, _ in tables)


def agenda_seen(today: date) -> list[Any]:
    """The blocks for a page, at most twenty-five lines in each table, remembered until something happens in this room."""
    found: list[Any] = remembered(f"agenda.{today}", lambda: working_group_blocks(today, 25)[0])
    return found


def _plan() -> Any:
    """The working group's own actions, those that serve a recommendation, and those that a review gave rise to at once.

    By id, so that each finds theirs by index.
    """
    groups = list(all_groups().values_list("pk", "kind", "restricted"))
    own = [pk for pk, kind, _ in groups if kind == GroupKind.RAPID_REVIEW_WORKING.value]
    closed = [pk for pk, _, restricted in groups if restricted]
    serving = Action.recommendations.through.objects.values("action_id")
    of_reviews = Q(source_kind__startswith="reviews.")
    open_to_all = Q(group_id=None) | ~Q(group_id__in=closed)
    return Action.objects.filter(Q(group_id__in=own) | Q(pk__in=serving) | of_reviews).filter(open_to_all)
