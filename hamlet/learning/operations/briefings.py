from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.foundations.references import Reference
from hamlet.learning.models import Briefing, Theme
from hamlet.learning.queries.doubts import doubts_of
from hamlet.learning.rules.briefings import State


class NotTheirBriefing(Refusal):
    """The briefing is not in a state for this, or the person wrote it."""


class CouldIdentify(Refusal):
    """Something in the text could identify someone, and nobody has said that it does not."""


@transaction.atomic
def draft_briefing(
    *, theme: Theme | None = None, source: Reference | None = None, on: date, made_with: UUID | None = None, by: Any, **texts: str
) -> Briefing:
    """Drafts a briefing on a theme, or on a review (`source`, of which only kind and id are kept). `texts` are Briefing.TEXTS."""
    if made := made_once(Briefing, made_with):
        return made
    about = {"source_room": source.kind, "source_id": source.id} if source else {}
    given = {"made_with": made_with} if made_with else {}
    row = Briefing.objects.create(theme=theme, written_by=by, written_on=on, **about, **texts, **given)
    record("learning.briefing_drafted", by=by, subject=row)
    return row


@transaction.atomic
def change_briefing(
    *, briefing: Briefing, theme: Theme | None, on: date, seen_version: int | None, by: Any, **texts: str
) -> Briefing:
    """Changes a draft. Who changes it last has written it: somebody else publishes it."""
    row = _draft(briefing, seen_version)
    found = changes(row, theme=theme, **texts)
    if found:
        row.written_by, row.written_on = by, on
    row.save()
    record("learning.briefing_changed", by=by, subject=row, changes=found)
    return row


def _draft(briefing: Briefing, seen_version: int | None) -> Briefing:
    row = locked(briefing, seen_version)
    if row.state != State.DRAFT.value:
        raise NotTheirBriefing(f"This briefing is {row.state.lower()} and closed to change")
    return row


@transaction.atomic
def publish_briefing(*, briefing: Briefing, names_nobody: bool, on: date, seen_version: int | None, by: Any) -> Briefing:
    """Publishes a draft to every practitioner. Refuses its writer, and a text that could identify someone unless `names_nobody`."""
    row = _draft(briefing, seen_version)
    if row.written_by_id == by.pk:
        raise NotTheirBriefing("You wrote this last: somebody else reads and publishes it")
    hits = doubts_of(row)
    if hits and not names_nobody:
        said = ", ".join(sorted({hit.what.lower() for hit in hits}))
        raise CouldIdentify(f"This could identify someone: {said}. Change the draft, or confirm that it names nobody")
    row.state, row.published_by, row.published_on = State.PUBLISHED.value, by, on
    row.save(update_fields=["state", "published_by", "published_on", "version"])
    record("learning.briefing_published", by=by, subject=row, confirmed=bool(hits))
    return row


@transaction.atomic
def withdraw_briefing(*, briefing: Briefing, on: date, seen_version: int | None, by: Any) -> Briefing:
    """Takes a published briefing away from practitioners; it stays on record."""
    row = locked(briefing, seen_version)
    if row.state != State.PUBLISHED.value:
        raise NotTheirBriefing(f"This briefing is {row.state.lower()}")
    row.state, row.withdrawn_on = State.WITHDRAWN.value, on
    row.save(update_fields=["state", "withdrawn_on", "version"])
    record("learning.briefing_withdrawn", by=by, subject=row)
    return row
