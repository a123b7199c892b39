"""What an author does with their agency's part: write it, add a chronology, send it; and its end with the rapid review."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, pass_on
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.reviews.models import AgencySummary, ChronologyEntry, RapidReview
from hamlet.reviews.operations.incidents import NotSaid
from hamlet.reviews.rules.chronology import Row


class Sent(Refusal):
    """The summary was sent, and is closed to change."""


class HasConflict(Refusal):
    """The person has declared a conflict of interest in this case."""


def write_author(summary: AgencySummary, on: date, *, gone: bool = False) -> None:
    """The author's right to their page follows from being asked, and ends when the rapid review is sent."""
    reason = f"Author of {summary.agency.short_name}'s summary"
    grant = SeatGrant(
        summary.author, Role.SUMMARY_AUTHOR, reason, summary.asked_on, on if gone else None, None, summary.agency_id
    )
    pass_on(source_kind="reviews.summary", source_id=summary.pk, grant=grant, on=on)


def unsent(summary: AgencySummary, seen_version: int | None) -> AgencySummary:
    summary = locked(summary, seen_version)
    if summary.withdrawn_on:
        raise Sent("The agency is no longer asked for its summary")
    if summary.sent_on or summary.closed_on:
        raise Sent("The summary was sent, and is closed to change")
    return summary


@transaction.atomic
def write_summary(*, summary: AgencySummary, seen_version: int | None, by: Any, **parts: str) -> AgencySummary:
    """Saves what the author has so far: `parts` gives any of AgencySummary.PARTS."""
    summary = unsent(summary, seen_version)
    for name in AgencySummary.PARTS:
        setattr(summary, name, parts.get(name, ""))
    summary.save(update_fields=[*AgencySummary.PARTS, "version"])
    record("reviews.summary_written", by=by, subject=summary)
    return summary


@transaction.atomic
def send_summary(*, summary: AgencySummary, on: date, seen_version: int | None, by: Any) -> AgencySummary:
    """Sends a summary to the Rapid Review Panel. Refuses one that says nothing of involvement, analysis or inequality."""
    summary = unsent(summary, seen_version)
    for name, said in (("involvement", "what your agency did"), ("analysis", "why"), ("inequality", "inequality")):
        if not getattr(summary, name).strip():
            raise NotSaid(f"Write about {said} first: it is part of every summary")
    summary.sent_on = on
    summary.save(update_fields=["sent_on", "version"])
    record("reviews.summary_sent", by=by, subject=summary.review.case, agency=str(summary.agency))
    return summary


@transaction.atomic
def add_entry(*, summary: AgencySummary, row: Row, made_with: UUID | None = None, by: Any) -> ChronologyEntry:
    if made := made_once(ChronologyEntry, made_with):
        return made
    summary = unsent(summary, None)
    given = {"made_with": made_with} if made_with else {}
    entry = ChronologyEntry.objects.create(
        summary=summary, happened_on=row.on, happened_at=row.at, what=row.what, source=row.source, **given
    )
    record("reviews.entry_added", by=by, subject=summary)
    return entry


@transaction.atomic
def read_in_entries(*, summary: AgencySummary, rows: Sequence[Row], by: Any) -> int:
    """Adds the entries of a table, all or none; those that stand there already (same day, time and words) are not doubled."""
    summary = unsent(summary, None)
    held = {(entry.happened_on, entry.happened_at, entry.what) for entry in summary.entries.all()}
    fresh = [row for row in dict.fromkeys(rows) if (row.on, row.at, row.what) not in held]
    ChronologyEntry.objects.bulk_create(
        ChronologyEntry(summary=summary, happened_on=row.on, happened_at=row.at, what=row.what, source=row.source)
        for row in fresh
    )
    record("reviews.entries_read_in", by=by, subject=summary, count=len(fresh))
    return len(fresh)


@transaction.atomic
def remove_entry(*, entry: ChronologyEntry, by: Any) -> None:
    unsent(entry.summary, None)
    record("reviews.entry_removed", by=by, subject=entry.summary)
    entry.delete()


@transaction.atomic
def close_summaries(*, review: RapidReview, on: date, by: Any) -> None:
    """The rapid review has gone: what authors wrote is part of it now, and their pages are shut."""
    for summary in review.summaries.asked().filter(closed_on=None).select_related("agency", "author"):
        summary.closed_on = on
        summary.save(update_fields=["closed_on"])
        write_author(summary, on, gone=True)
    record("reviews.closed_to_authors", by=by, subject=review.case)
