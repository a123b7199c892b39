from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, pass_on
from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission, Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.reviews.models import AgencySummary, ChronologyEntry, Conflict, RapidReview
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.incidents import NotSaid
from hamlet.reviews.operations.rapid import open_review
from hamlet.reviews.rules.chronology import Row

REMIND_BEFORE = timedelta(days=2)


class AskedAlready(Refusal):
    """The agency was asked for its summary before."""


class Sent(Refusal):
    """The summary was sent, and is closed to change."""


class HasConflict(Refusal):
    """The person has declared a conflict of interest in this case."""


@transaction.atomic
def ask_agency(
    *,
    review: RapidReview,
    agency: Any,
    author: Any,
    asks_for: str,
    due_on: date,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> AgencySummary:
    """Asks an agency for its summary: its author gets a page of their own, and sees nothing else of the case."""
    if made := made_once(AgencySummary, made_with):
        return made
    review = open_review(review, None)
    review.save(update_fields=["version"])
    if review.summaries.filter(agency=agency).exists():
        raise AskedAlready(f"{agency} was asked before: name another author there")
    if due_on < on:
        raise WrongDay("The date must be today or later")
    _free_of_conflict(review, author)
    given = {"made_with": made_with} if made_with else {}
    summary = AgencySummary.objects.create(
        review=review, agency=agency, author=author, asks_for=asks_for, asked_on=on, due_on=due_on, **given
    )
    _write_author(summary, on)
    record("reviews.agency_asked", by=by, subject=review.case, agency=str(agency))
    _ask(summary, by)
    return summary


def _free_of_conflict(review: RapidReview, author: Any) -> None:
    if Conflict.objects.filter(case_id=review.case_id, person=author, ended_on=None).exists():
        raise HasConflict(f"{author} has declared a conflict of interest: choose another author")


def _write_author(summary: AgencySummary, on: date, *, gone: bool = False) -> None:
    """The author's right to their page follows from being asked, and ends when the rapid review is sent."""
    reason = f"Author of {summary.agency.short_name}'s summary"
    grant = SeatGrant(
        summary.author, Role.SUMMARY_AUTHOR, reason, summary.asked_on, on if gone else None, None, summary.agency_id
    )
    pass_on(source_kind="reviews.summary", source_id=summary.pk, grant=grant, on=on)


def _ask(summary: AgencySummary, by: Any) -> None:
    key = f"reviews.summary.{summary.pk}.asked.{summary.author_id}"
    path = summary.get_absolute_url()
    notify(person=summary.author, subject="Something restricted waits for you", path=path, key=key, by=by)


@transaction.atomic
def change_author(*, summary: AgencySummary, author: Any, on: date, seen_version: int | None, by: Any) -> AgencySummary:
    summary = _unsent(summary, seen_version)
    _free_of_conflict(summary.review, author)
    summary.author = author
    summary.save(update_fields=["author", "version"])
    _write_author(summary, on)
    record("reviews.author_changed", by=by, subject=summary.review.case)
    _ask(summary, by)
    return summary


def _unsent(summary: AgencySummary, seen_version: int | None) -> AgencySummary:
    summary = locked(summary, seen_version)
    if summary.sent_on or summary.closed_on:
        raise Sent("The summary was sent, and is closed to change")
    return summary


@transaction.atomic
def write_summary(*, summary: AgencySummary, seen_version: int | None, by: Any, **parts: str) -> AgencySummary:
    """Saves what the author has so far: `parts` gives any of AgencySummary.PARTS."""
    summary = _unsent(summary, seen_version)
    for name in AgencySummary.PARTS:
        setattr(summary, name, parts.get(name, ""))
    summary.save(update_fields=[*AgencySummary.PARTS, "version"])
    record("reviews.summary_written", by=by, subject=summary)
    return summary


@transaction.atomic
def send_summary(*, summary: AgencySummary, on: date, seen_version: int | None, by: Any) -> AgencySummary:
    """Sends a summary to the Rapid Review Panel. Refuses one that says nothing of involvement, analysis or inequality."""
    summary = _unsent(summary, seen_version)
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
    summary = _unsent(summary, None)
    given = {"made_with": made_with} if made_with else {}
    entry = ChronologyEntry.objects.create(
        summary=summary, happened_on=row.on, happened_at=row.at, what=row.what, source=row.source, **given
    )
    record("reviews.entry_added", by=by, subject=summary)
    return entry


@transaction.atomic
def read_in_entries(*, summary: AgencySummary, rows: Sequence[Row], by: Any) -> int:
    """Adds the entries of a table, all or none; those that stand there already (same day, time and words) are not doubled."""
    summary = _unsent(summary, None)
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
    _unsent(entry.summary, None)
    record("reviews.entry_removed", by=by, subject=entry.summary)
    entry.delete()


@transaction.atomic
def close_summaries(*, review: RapidReview, on: date, by: Any) -> None:
    """The rapid review has gone: what authors wrote is part of it now, and their pages are shut."""
    for summary in review.summaries.filter(closed_on=None).select_related("agency", "author"):
        summary.closed_on = on
        summary.save(update_fields=["closed_on"])
        _write_author(summary, on, gone=True)
    record("reviews.closed_to_authors", by=by, subject=review.case)


def chase_authors(today: date, by: Any) -> None:
    """Each morning: authors are reminded two days before their summary is due and every second day once it is late; the case's
    keepers hear on the first late day.
    """
    rows = AgencySummary.objects.filter(sent_on=None, closed_on=None, due_on__lte=today + REMIND_BEFORE)
    keepers = people_with(Permission.REVIEWS_MANAGE, today)
    for summary in rows.exclude(review__case__stage="Withdrawn").select_related("author", "agency", "review"):
        late = (today - summary.due_on).days
        when = "soon" if late <= 0 else f"late.{(late - 1) // 2}"
        key = f"reviews.summary.{summary.pk}.{summary.due_on}.{when}"
        subject, path = "Something restricted waits for you", summary.get_absolute_url()
        notify(person=summary.author, subject=subject, path=path, key=key, by=by)
        if late > 0:
            for person in keepers:
                notify(
                    person=person, subject="Something is late", path="/reviews/", key=f"{key[: key.rindex('.late')]}.told", by=by
                )
