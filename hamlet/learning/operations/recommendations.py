from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.foundations.references import Reference
from hamlet.learning.models import Action, Link, Recommendation, RungChange, Theme
from hamlet.learning.operations.actions import NotSaid
from hamlet.learning.operations.doing import keep_doing_of
from hamlet.learning.rules.ladder import Rung
from hamlet.learning.rules.likeness import stems
from hamlet.learning.rules.recommendations import Answer, SourceKind, reference_of


class AnsweredAlready(Refusal):
    """The recommendation was accepted or rejected before."""


class SameTwice(Refusal):
    """A recommendation cannot be linked to itself, nor twice to another."""


def next_number() -> int:
    one_at_a_time("learning.recommendation.number")
    return (Recommendation.objects.aggregate(most=Max("number"))["most"] or 0) + 1


@transaction.atomic
def add_recommendation(
    *,
    text: str,
    source_kind: SourceKind,
    source: Reference | None = None,
    found_on: date,
    agencies: Iterable[Any] = (),
    outcome: str = "",
    measure: str = "",
    themes: Iterable[Theme] = (),
    made_with: UUID | None = None,
    by: Any,
) -> Recommendation:
    """Adds a recommendation; it waits for an answer. Refuses an empty text.

    `source.label` of a local or a rapid review is shown to nobody but readers of reviews; of the others, to every reader.
    """
    if made := made_once(Recommendation, made_with):
        return made
    if not text.strip():
        raise NotSaid("Enter what is recommended")
    number = next_number()
    row = Recommendation.objects.create(
        reference=reference_of(number),
        number=number,
        text=text.strip(),
        words=" ".join(stems(text)),
        source_kind=source_kind.value,
        found_on=found_on,
        outcome=outcome,
        measure=measure,
        added_by=by,
        **_source(source),
        **({"made_with": made_with} if made_with else {}),
    )
    row.agencies.set(agencies)
    row.themes.set(themes)
    record("learning.recommendation_added", by=by, subject=row, reference=row.reference)
    return row


def _source(source: Reference | None) -> dict[str, str]:
    if source is None:
        return {}
    return {"source_room": source.kind, "source_id": source.id, "source_label": source.label, "source_url": source.url}


def stand_on(row: Recommendation, rung: Rung, on: date) -> None:
    row.answer, row.answered_on = Answer.ACCEPTED.value, row.answered_on or on
    row.rung, row.reached_on = rung.value, on


@transaction.atomic
def accept_recommendation(
    *, recommendation: Recommendation, reasons: str = "", on: date, seen_version: int | None, by: Any
) -> Recommendation:
    """Accepts a recommendation: it stands on the first rung of the ladder. Refuses one that was answered before."""
    row = _waiting(recommendation, seen_version)
    row.answer_reasons = reasons
    stand_on(row, Rung.AGREED, on)
    row.save(update_fields=["answer", "answer_reasons", "answered_on", "rung", "reached_on", "version"])
    RungChange.objects.create(recommendation=row, to=row.rung, on=on, by=by, because=reasons)
    record("learning.recommendation_accepted", by=by, subject=row)
    return row


@transaction.atomic
def reject_recommendation(
    *, recommendation: Recommendation, reasons: str, on: date, seen_version: int | None, by: Any
) -> Recommendation:
    """Rejects a recommendation, with reasons. Refuses one that was answered before."""
    if not reasons.strip():
        raise NotSaid("Say why it is rejected")
    row = _waiting(recommendation, seen_version)
    row.answer, row.answer_reasons, row.answered_on = Answer.REJECTED.value, reasons, on
    row.save(update_fields=["answer", "answer_reasons", "answered_on", "version"])
    record("learning.recommendation_rejected", by=by, subject=row)
    return row


def _waiting(recommendation: Recommendation, seen_version: int | None) -> Recommendation:
    row = locked(recommendation, seen_version)
    if row.answer != Answer.WAITING.value:
        raise AnsweredAlready(f"{row} was {row.answer.lower()} on {row.answered_on:%-d %B %Y}")
    return row


@transaction.atomic
def change_recommendation(
    *,
    recommendation: Recommendation,
    agencies: Iterable[Any],
    outcome: str,
    measure: str,
    themes: Iterable[Theme],
    seen_version: int | None,
    by: Any,
) -> Recommendation:
    """Changes whom it addresses, what is expected, how that is measured and its themes. Its text stays as it was received."""
    row = locked(recommendation, seen_version)
    found = changes(row, outcome=outcome, measure=measure)
    row.save(update_fields=["outcome", "measure", "version"])
    found |= _many(row, agencies=agencies, themes=themes)
    record("learning.recommendation_changed", by=by, subject=row, changes=found)
    return row


def _many(row: Recommendation, **new: Iterable[Any]) -> dict[str, tuple[Any, Any]]:
    """Sets what there are many of, and returns the names before and after of what differs."""
    found = {}
    for name, given in new.items():
        many, items = getattr(row, name), list(given)
        before, after = (sorted(item.name for item in each) for each in (many.all(), items))
        many.set(items)
        if before != after:
            found[name] = (before, after)
    return found


@transaction.atomic
def link_recommendations(*, first: Recommendation, second: Recommendation, because: str, on: date, by: Any) -> Link:
    """Links two that say nearly the same and stay apart, with why. Refuses one with itself, and a second link of the same two."""
    if first.pk == second.pk:
        raise SameTwice("Choose another recommendation: this is the same one")
    low, high = sorted((first, second), key=lambda row: row.pk)
    one_at_a_time(f"learning.link:{low.pk}:{high.pk}")
    if Link.objects.filter(first=low, second=high, undone_on=None).exists():
        raise SameTwice(f"{first} and {second} are linked already")
    link = Link.objects.create(first=low, second=high, because=because, on=on, by=by)
    for row, other in ((low, high), (high, low)):
        record("learning.recommendations_linked", by=by, subject=row, other=other.reference)
    return link


@transaction.atomic
def let_serve(*, action: Action, recommendation: Recommendation, by: Any) -> Action:
    """Lets an action that is in the plan already serve a recommendation too. Refuses a joint one that was dissolved."""
    if recommendation.closed_on:
        raise AnsweredAlready(f"{recommendation} was dissolved: choose one of its parts")
    action.recommendations.add(recommendation)
    keep_doing_of({recommendation.joint_into_id or recommendation.pk})
    record("learning.action_served", by=by, subject=recommendation, reference=action.reference)
    return action
