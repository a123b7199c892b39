from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.publishing.content import Paragraph, Table
from hamlet.foundations.references import Duty, Evidence, StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import GroupKind
from hamlet.learning.models import Action, Theme
from hamlet.learning.rules import REMIND_BEFORE, Standing, State


def actions() -> Any:
    """Every action with what a list shows of it. Narrow it by `visible_to` before anybody sees it."""
    return Action.objects.select_related("owner", "group", "theme")


def actions_from(kind: str, identity: str) -> Any:
    """The actions that a record of another room gave rise to, oldest first."""
    return actions().filter(source_kind=kind, source_id=str(identity)).order_by("id")


def open_actions_of_group(group_id: int) -> Any:
    """What a group still has to do, late first: its matters arising."""
    return actions().open().filter(group_id=group_id).order_by("due_on", "id")


def actions_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """The action plan by theme and what is late, for Quality Assurance and Performance. Restricted groups' stay out of it."""
    if group.kind != GroupKind.QUALITY.value:
        return None
    today = as_at.astimezone(LONDON).date()
    shared = Action.objects.exclude(group__restricted=True)
    late = shared.late(today).select_related("owner", "theme").order_by("due_on", "id")[:200]
    themes = tuple(
        (name or "No theme", str(total), str(opened), str(overdue)) for name, total, opened, overdue in by_theme(shared, today)
    )
    rows = tuple((row.reference, row.title, str(row.owner), f"{row.due_on:%-d %B %Y}") for row in late)
    blocks: list[Any] = [Table("Progress by theme", ("Theme", "Actions", "Open", "Late"), themes, (1, 2, 3))] if themes else []
    blocks.append(
        Table("Late actions", ("Action", "What", "Owner", "Was due"), rows) if rows else Paragraph("No action is late.")
    )
    return StandingPaper("learning.actions", "The action plan", blocks, as_at, len(rows))


def by_theme(rows: Any, today: date) -> Any:
    """(theme, actions, open, late) for each theme, by name."""
    opened = Q(state=State.OPEN.value)
    counts = {
        "total": Count("id"),
        "opened": Count("id", filter=opened),
        "late": Count("id", filter=opened & Q(due_on__lt=today)),
    }
    return rows.order_by("theme__name").values_list("theme__name").annotate(**counts).values_list("theme__name", *counts)


def themes() -> Any:
    return Theme.objects.order_by("name")


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: this person's own open actions, late first; none for whom no seat lets open them any more."""
    found: list[Duty] = []
    if not user.powers.may(Permission.ACTIONS_REPORT):
        return found
    for action in actions().open().filter(owner=user).order_by("due_on", "id")[:50]:
        standing = action.standing(today)
        near = action.due_on - today <= REMIND_BEFORE
        state = "late" if standing is Standing.LATE else "soon" if near else "open"
        found.append(Duty(action.title, action.get_absolute_url(), action.due_on, "Action plan", state))
    return found


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    """Counts of the year's actions by theme and of what became of them; never their words."""
    year = Action.objects.filter(raised_on__range=(starts_on, ends_on))
    names = ("total", "done", "late")
    counts = {
        "total": Count("id"),
        "done": Count("id", filter=Q(state=State.DONE.value, closed_on__lte=as_at)),
        "late": Count("id", filter=Q(state=State.OPEN.value, due_on__lt=as_at)),
    }
    rows = year.order_by("theme__name").values_list("theme__name").annotate(**counts).values_list("theme__name", *names)
    table = tuple((theme or "No theme", *(str(count) for count in numbers)) for theme, *numbers in rows)
    heads = ("Theme", "Actions raised", "Done", "Late now")
    return [
        Evidence("actions", "Actions raised in the year, by theme", year.count(), as_at, heads, table, number_columns=(1, 2, 3))
    ]
