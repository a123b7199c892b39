from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from hamlet.foundations.references import Reference
from hamlet.learning.models import Action, ActionUpdate, Recommendation, Theme, UpdateRequest
from hamlet.learning.rules import State


def actions() -> Any:
    """Every action with what a list shows of it. Narrow it by `visible_to` before anybody sees it."""
    return Action.objects.select_related("owner", "group", "theme", "agency")


def with_served(rows: Any) -> Any:
    """Each with the recommendations that it serves. Their numbers tell no case; who may open them is asked there."""
    return rows.prefetch_related(Prefetch("recommendations", Recommendation.objects.order_by("id"), to_attr="served"))


def actions_from(kind: str, identity: str) -> Any:
    """The actions that a record of another room gave rise to, oldest first."""
    return actions().filter(source_kind=kind, source_id=str(identity)).order_by("id")


def references_from(user: Any, kind: str, identity: str) -> list[Reference]:
    """The actions that a record gave rise to, as far as this person may see them, with where each stands. One query."""
    rows = Action.objects.visible_to(user).filter(source_kind=kind, source_id=str(identity)).order_by("id")
    return [Reference("learning.action", row.reference, f"{row} ({row.state.lower()})", row.get_absolute_url()) for row in rows]


def raised_from(kind: str, starts_on: date, ends_on: date) -> dict[str, tuple[int, int]]:
    """How many actions records of a kind gave rise to between two days, and how many of them are closed, by the record's key."""
    rows = Action.objects.filter(source_kind=kind, raised_on__range=(starts_on, ends_on)).values_list("source_id")
    counts = rows.annotate(raised=Count("id"), closed=Count("id", filter=~Q(state=State.OPEN.value)))
    return {key: (raised, closed) for key, raised, closed in counts.order_by("source_id")}


def open_actions_of_group(group_id: int) -> Any:
    """What a group still has to do, late first: its matters arising."""
    return actions().open().filter(group_id=group_id).order_by("due_on", "id")


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


def with_asked(rows: Any, today: date) -> Any:
    """Each with `asked_on` and `asked_for`: when an update was asked for a meeting to come; None once its owner has said something."""
    asks = UpdateRequest.objects.filter(action=OuterRef("pk"), meeting_on__gte=today).order_by("-meeting_on")
    said = ActionUpdate.objects.filter(action=OuterRef("action_id"), said_on__gte=OuterRef("asked_on"))
    open_asks = asks.alias(answered=Coalesce(Subquery(said.values("id")[:1]), 0)).filter(answered=0)
    return rows.annotate(
        asked_on=Subquery(open_asks.values("asked_on")[:1]), asked_for=Subquery(open_asks.values("meeting_on")[:1])
    )
