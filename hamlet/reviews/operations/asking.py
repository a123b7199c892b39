"""Asking agencies for their summaries: who writes, by when, whether still; and chasing those who do."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.reviews.models import AgencySummary, Conflict, RapidReview
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.incidents import NotSaid
from hamlet.reviews.operations.rapid import open_review
from hamlet.reviews.operations.summaries import HasConflict, unsent, write_author
from hamlet.reviews.queries.authors import may_write

REMIND_BEFORE = timedelta(days=2)


class AskedAlready(Refusal):
    """The agency was asked for its summary before."""


class NotOfTheAgency(Refusal):
    """An agency's summary is written by one of its own people, and never by a young scrutineer."""

    about = "author"


class NotSent(Refusal):
    """Only a summary that was sent can be handed back."""


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
    """Asks an agency for its summary: its author, one of its own people, gets a page of their own, and sees nothing else of the case."""
    if made := made_once(AgencySummary, made_with):
        return made
    review = open_review(review, None)
    review.save(update_fields=["version"])
    if review.summaries.asked().filter(agency=agency).exists():
        raise AskedAlready(f"{agency} was asked before: name another author there")
    if due_on < on:
        raise WrongDay("The date must be today or later")
    _expect_author(review, agency, author, on)
    given = {"made_with": made_with} if made_with else {}
    summary = AgencySummary.objects.create(
        review=review, agency=agency, author=author, asks_for=asks_for, asked_on=on, due_on=due_on, **given
    )
    write_author(summary, on)
    record("reviews.agency_asked", by=by, subject=review.case, agency=str(agency))
    _ask(summary, by)
    return summary


@transaction.atomic
def ask_agencies(
    *, review: RapidReview, authors: dict[Any, Any], asks_for: str, due_on: date, on: date, made_with: UUID | None = None, by: Any
) -> list[AgencySummary]:
    """Asks several agencies at once, in the same words and by the same day: `authors` gives who writes for each."""
    if not authors:
        raise NotSaid("Choose who writes for at least one agency")
    given: dict[str, Any] = {"asks_for": asks_for, "due_on": due_on, "on": on, "by": by}
    keys = {agency: uuid5(made_with, str(agency.pk)) if made_with else None for agency in authors}
    return [
        ask_agency(review=review, agency=agency, author=author, **given, made_with=keys[agency])
        for agency, author in authors.items()
    ]


def _expect_author(review: RapidReview, agency: Any, author: Any, on: date) -> None:
    if not may_write(author, agency, on):
        raise NotOfTheAgency(f"{author} cannot write for {agency}: choose one of its own people")
    if Conflict.objects.filter(case_id=review.case_id, person=author, ended_on=None).exists():
        raise HasConflict(f"{author} has declared a conflict of interest: choose another author")


def _ask(summary: AgencySummary, by: Any) -> None:
    key = f"reviews.summary.{summary.pk}.asked.{summary.author_id}.{summary.version}"
    path = summary.get_absolute_url()
    notify(person=summary.author, subject="Something restricted waits for you", path=path, key=key, by=by)


@transaction.atomic
def change_author(*, summary: AgencySummary, author: Any, on: date, seen_version: int | None, by: Any) -> AgencySummary:
    summary = unsent(summary, seen_version)
    _expect_author(summary.review, summary.agency, author, on)
    summary.author = author
    summary.save(update_fields=["author", "version"])
    write_author(summary, on)
    record("reviews.author_changed", by=by, subject=summary.review.case)
    _ask(summary, by)
    return summary


@transaction.atomic
def put_off_summary(
    *, summary: AgencySummary, due_on: date, because: str, on: date, seen_version: int | None, by: Any
) -> AgencySummary:
    """Gives an agency another day for its summary, with the reason. The author is told."""
    summary = unsent(summary, seen_version)
    if due_on < on:
        raise WrongDay("The date must be today or later")
    was, summary.due_on, summary.put_off_because = summary.due_on, due_on, because
    summary.save(update_fields=["due_on", "put_off_because", "version"])
    record("reviews.summary_put_off", by=by, subject=summary.review.case, agency=str(summary.agency), was=was, now=due_on)
    _ask(summary, by)
    return summary


@transaction.atomic
def withdraw_asking(*, summary: AgencySummary, because: str, on: date, seen_version: int | None, by: Any) -> AgencySummary:
    """Asks an agency no longer, with the reason: its author's page is shut. The agency can be asked again."""
    if not because.strip():
        raise NotSaid("Say why the agency is no longer asked")
    open_review(summary.review, None)
    summary = unsent(summary, seen_version)
    summary.withdrawn_on, summary.withdrawn_because = on, because
    summary.save(update_fields=["withdrawn_on", "withdrawn_because", "version"])
    write_author(summary, on, gone=True)
    record("reviews.asking_withdrawn", by=by, subject=summary.review.case, agency=str(summary.agency))
    return summary


@transaction.atomic
def hand_back_summary(*, summary: AgencySummary, because: str, on: date, seen_version: int | None, by: Any) -> AgencySummary:
    """Hands a summary that was sent back to its author, with what is missing. Until it is sent again nobody else reads it."""
    if not because.strip():
        raise NotSaid("Say what the author should add or mend")
    open_review(summary.review, None)
    summary = locked(summary, seen_version)
    if summary.sent_on is None or summary.closed_on:
        raise NotSent("Only a summary that was sent, of a rapid review still open, can be handed back")
    summary.sent_on, summary.handed_back_because = None, because
    summary.due_on = max(summary.due_on, on)
    summary.save(update_fields=["sent_on", "handed_back_because", "due_on", "version"])
    record("reviews.summary_handed_back", by=by, subject=summary.review.case, agency=str(summary.agency))
    _ask(summary, by)
    return summary


def chase_authors(today: date, by: Any) -> None:
    """Each morning: authors are reminded two days before their summary is due and every second day once it is late; the case's
    keepers hear on the first late day. An author with a conflict of interest is left alone: the summary needs another.
    """
    rows = AgencySummary.objects.unsent().filter(due_on__lte=today + REMIND_BEFORE)
    keepers = people_with(Permission.REVIEWS_MANAGE, today)
    conflicted = set(rows.with_conflict().values_list("pk", flat=True))
    for summary in rows.exclude(review__case__stage="Withdrawn").select_related("author", "agency", "review"):
        late = (today - summary.due_on).days
        when = "soon" if late <= 0 else f"late.{(late - 1) // 2}"
        key = f"reviews.summary.{summary.pk}.{summary.due_on}.{when}"
        if summary.pk not in conflicted:
            subject, path = "Something restricted waits for you", summary.get_absolute_url()
            notify(person=summary.author, subject=subject, path=path, key=key, by=by)
        if late > 0:
            told = f"{key[: key.rindex('.late')]}.told"
            for person in keepers:
                notify(person=person, subject="Something is late", path="/reviews/", key=told, by=by)
