from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once, one_at_a_time
from hamlet.foundations.references import Reference
from hamlet.learning.models import Action, ActionUpdate, Recommendation, Theme
from hamlet.learning.operations.doing import keep_doing
from hamlet.learning.rules import REMIND_BEFORE, State, number_of, reference_of, reminder


class ActionClosed(Refusal):
    """The action is done or stopped, and is history now."""


class NotSaid(Refusal):
    """What must be said was left empty."""


@transaction.atomic
def add_theme(*, name: str, made_with: UUID | None = None, by: Any) -> Theme:
    """Adds a theme, or returns the one of that name that stands already."""
    made = made_once(Theme, made_with) or Theme.objects.filter(slug=slugify(name)[:80]).first()
    if made:
        return made
    theme = Theme.objects.create(name=name, slug=slugify(name)[:80], **({"made_with": made_with} if made_with else {}))
    record("learning.theme_added", by=by, subject=theme, name=name)
    return theme


def _next_number() -> int:
    """The number of the next "A-0001": two at once never share one."""
    one_at_a_time("learning.action.number")
    return (Action.objects.aggregate(most=Max("number"))["most"] or 0) + 1


def _source(source: Reference | None) -> dict[str, str]:
    if source is None:
        return {}
    return {"source_kind": source.kind, "source_id": source.id, "source_label": source.label, "source_url": source.url}


@transaction.atomic
def add_action(
    *,
    title: str,
    owner: Any,
    due_on: date,
    raised_on: date,
    detail: str = "",
    group_id: int | None = None,
    theme: Theme | None = None,
    recommendations: Iterable[Recommendation] = (),
    source: Reference | None = None,
    reference: str = "",
    made_with: UUID | None = None,
    by: Any,
) -> Action:
    """Adds an action to the one plan. `source` says which record it comes from; without it the plan itself is the source.
    `recommendations` are those that it serves, single or joint.

    `reference` is given only for a record that moves in with its own; otherwise the next one is taken. Refuses an empty title.
    """
    if made := made_once(Action, made_with):
        return made
    if not title.strip():
        raise NotSaid("Enter what is to be done")
    number = number_of(reference) if reference else _next_number()
    action = Action.objects.create(
        reference=reference or reference_of(number or 0),
        number=number,
        owner=owner,
        agency=owner.agency,
        first_due_on=due_on,
        **{"title": title, "detail": detail, "group_id": group_id, "theme": theme, "raised_on": raised_on, "due_on": due_on},
        **_source(source),
        **({"made_with": made_with} if made_with else {}),
    )
    action.recommendations.set(recommendations)
    keep_doing(action)
    record("learning.action_added", by=by, subject=action, reference=action.reference, due_on=due_on)
    return action


def _still_open(action: Action, seen_version: int | None) -> Action:
    action = locked(action, seen_version)
    if action.state != State.OPEN.value:
        raise ActionClosed(f"{action.reference} is {action.state.lower()} and closed to change")
    return action


@transaction.atomic
def report_progress(*, action: Action, note: str, said_on: date, made_with: UUID | None = None, by: Any) -> ActionUpdate:
    made = made_once(ActionUpdate, made_with)
    if made:
        return made
    action = _still_open(action, None)
    given = {"made_with": made_with} if made_with else {}
    update = ActionUpdate.objects.create(action=action, said_on=said_on, by=by, note=note, **given)
    record("learning.progress_reported", by=by, subject=action)
    return update


@transaction.atomic
def move_due_date(*, action: Action, due_on: date, reason: str, said_on: date, seen_version: int | None, by: Any) -> Action:
    action = _still_open(action, seen_version)
    before, action.due_on = action.due_on, due_on
    action.save(update_fields=["due_on", "version"])
    ActionUpdate.objects.create(action=action, said_on=said_on, by=by, note=f"Due date moved from {before:%-d %B %Y}: {reason}")
    record("learning.due_date_moved", by=by, subject=action, before=before, after=due_on)
    return action


@transaction.atomic
def change_owner(*, action: Action, owner: Any, seen_version: int | None, by: Any) -> Action:
    action = _still_open(action, seen_version)
    before, action.owner, action.agency = action.owner, owner, owner.agency
    action.save(update_fields=["owner", "agency", "version"])
    record("learning.owner_changed", by=by, subject=action, changes={"owner": (before, owner)})
    return action


@transaction.atomic
def complete_action(*, action: Action, note: str, closed_on: date, seen_version: int | None, by: Any) -> Action:
    action = _close(_still_open(action, seen_version), State.DONE, note, closed_on)
    record("learning.action_done", by=by, subject=action, closing_note=note)
    return action


@transaction.atomic
def stop_action(*, action: Action, note: str, closed_on: date, seen_version: int | None, by: Any) -> Action:
    action = _close(_still_open(action, seen_version), State.STOPPED, note, closed_on)
    record("learning.action_stopped", by=by, subject=action, closing_note=note)
    return action


def _close(action: Action, state: State, note: str, closed_on: date) -> Action:
    if not note.strip():
        raise NotSaid("Say what was done, or why it stops")
    action.state, action.closing_note, action.closed_on = state.value, note, closed_on
    action.save(update_fields=["state", "closing_note", "closed_on", "version"])
    keep_doing(action)
    return action


def remind_owners(today: date, by: Any) -> None:
    """Each morning: whoever owns an action now is told once that it comes due, and once a week that it is late."""
    for action in Action.objects.open().filter(due_on__lte=today + REMIND_BEFORE).select_related("owner").iterator():
        key = f"learning.{action.pk}.{action.due_on}.{reminder(action.due_on, today)}"
        notify(person=action.owner, subject="Something on your desk is due", path=action.get_absolute_url(), key=key, by=by)
