"""What the public reads, changed or taken away: before its year is over by two people, who say why; after it by one."""

from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked
from hamlet.reviews.models import Case, PublicChange, PublishedReview
from hamlet.reviews.operations.clock import resume_clock, stop_clock
from hamlet.reviews.operations.incidents import NotNow, NotSaid, tell
from hamlet.reviews.operations.publishing import Identifying, expect_free
from hamlet.reviews.queries.identifying import CORRECTION, unresolved
from hamlet.reviews.rules.clocks import Stops
from hamlet.reviews.rules.publishing import Change

GONE = "A review that was withdrawn"


class MustStay(Refusal):
    """The report must be public for longer."""


class TakesTwo(Refusal):
    """Whoever proposed a change of what is public does not decide on it."""


def _case_of(published: PublishedReview) -> Case:
    if published.case is None:
        raise NotNow("Its case was disposed of: take it down once its year is over")
    return published.case


def _propose(published: PublishedReview, kind: Change, because: str, on: date, by: Any, **texts: str) -> PublicChange:
    if not because.strip():
        raise NotSaid("Say why")
    case = _case_of(published)
    if published.changes.open().exists():
        raise NotNow("A change waits for a second person already")
    given = {"kind": kind.value, "because": because, "proposed_on": on, "proposed_by": by, **texts}
    change = PublicChange.objects.create(published=published, **given)
    record("reviews.public_change_proposed", by=by, subject=case, kind=kind.value.lower())
    keepers = people_with(Permission.REVIEWS_MANAGE, on)
    free = [person for person in keepers if not case.conflicts.filter(person=person, ended_on=None).exists()]
    tell(case, free, f"public.{change.pk}", by, case.statutory_review.neutral_url)
    return change


@transaction.atomic
def propose_withdrawal(*, published: PublishedReview, because: str, on: date, seen_version: int | None, by: Any) -> PublicChange:
    """Proposes to withdraw what is public before its year is over. It leaves the site at once, for what could identify a child cannot
    wait for a second person; that person then withdraws it, or puts it back.
    """
    published = locked(published, seen_version)
    if published.taken_down_on:
        raise NotNow("It has left the public site already")
    published.save(update_fields=["version"])
    return _propose(published, Change.WITHDRAW, because, on, by)


@transaction.atomic
def propose_correction(
    *,
    published: PublishedReview,
    title: str,
    slug: str,
    text: str,
    because: str,
    on: date,
    seen_version: int | None,
    by: Any,
) -> PublicChange:
    """Proposes another text, title or address for what is public, or for what was withdrawn, which is then put back. The check for
    what could identify somebody looks at it; a second person publishes it.
    """
    published = locked(published, seen_version)
    if published.taken_down_on and not published.withdrawn:
        raise NotNow("Its time on the public site is over")
    if not (title.strip() and slug and text.strip()):
        raise NotSaid("Enter the title, the address and the text")
    expect_free(slug, but=published.pk)
    published.save(update_fields=["version"])
    return _propose(published, Change.CORRECT, because, on, by, title=title, slug=slug, text=text)


def _waiting(change: PublicChange, seen_version: int | None) -> PublicChange:
    change = locked(change, seen_version)
    if change.made_on or change.declined_on:
        raise NotNow("Somebody has decided on it")
    return change


@transaction.atomic
def make_change(*, change: PublicChange, on: date, seen_version: int | None, by: Any) -> PublicChange:
    """A second person publishes a correction, or withdraws what was held back. What the public read before is kept, restricted."""
    change = _waiting(change, seen_version)
    if change.proposed_by_id == by.pk:
        raise TakesTwo("Somebody else decides on what you proposed")
    published = locked(change.published, None)
    case = _case_of(published)
    change.before = f"{published.title}\n{published.get_absolute_url()}\n\n{published.text}"
    if change.kind == Change.WITHDRAW.value:
        _withdraw(published, case, change.proposed_on, by)
    else:
        _correct(published, case, change, on, by)
    change.made_on, change.made_by = on, by
    change.save(update_fields=["before", "made_on", "made_by", "version"])
    record("reviews.public_change_made", by=by, subject=case, kind=change.kind.lower())
    return change


def _withdraw(published: PublishedReview, case: Case, since: date, by: Any) -> None:
    """Nothing of it is left where the public could read it: neither words nor address. It counts as gone since it was held back."""
    published.title, published.slug, published.text = GONE, f"withdrawn-{published.made_with.hex}", ""
    published.taken_down_on, published.withdrawn = since, True
    published.save(update_fields=["title", "slug", "text", "taken_down_on", "withdrawn", "version"])
    published.points.all().delete()
    stop_clock(case=case, event=Stops.TAKEN_DOWN, on=since, by=by)


def _correct(published: PublishedReview, case: Case, change: PublicChange, on: date, by: Any) -> None:
    if found := unresolved(case.statutory_review, CORRECTION):
        raise Identifying(f"{len(found)} places could identify somebody: set this correction aside, or decide about each")
    expect_free(change.slug, but=published.pk)
    published.title, published.slug, published.text = change.title, change.slug, change.text
    since, published.taken_down_on, published.withdrawn = published.taken_down_on, None, False
    published.save(update_fields=["title", "slug", "text", "taken_down_on", "withdrawn", "version"])
    if since:
        _put_back(published, case, since, on, by)


def _put_back(published: PublishedReview, case: Case, since: date, on: date, by: Any) -> None:
    """Its year is so much longer as it was not public."""
    published.keep_until += on - since
    published.save(update_fields=["keep_until"])
    why = f"Off the public site from {since:%-d %B %Y} to {on:%-d %B %Y}"
    resume_clock(case=case, key="public", later_by=on - since, why=why, on=on, by=by)


@transaction.atomic
def decline_change(*, change: PublicChange, on: date, seen_version: int | None, by: Any) -> PublicChange:
    """Sets a proposal aside. What was held back is public again: that takes a second person; a correction its own writer may drop."""
    change = _waiting(change, seen_version)
    published = locked(change.published, None)
    case = _case_of(published)
    if change.kind == Change.WITHDRAW.value:
        if change.proposed_by_id == by.pk:
            raise TakesTwo("Somebody else decides whether it is put back")
        if on > change.proposed_on:
            _put_back(published, case, change.proposed_on, on, by)
    change.declined_on, change.declined_by = on, by
    change.save(update_fields=["declined_on", "declined_by", "version"])
    record("reviews.public_change_declined", by=by, subject=case, kind=change.kind.lower())
    return change


@transaction.atomic
def take_down(*, published: PublishedReview, on: date, seen_version: int | None, by: Any) -> PublishedReview:
    """Takes a report off the public site. Refused before it was public for as long as the guidance asks."""
    published = locked(published, seen_version)
    if published.taken_down_on:
        raise NotNow("It has left the public site already")
    if on < published.keep_until:
        raise MustStay(f"It stays public until {published.keep_until:%-d %B %Y} at least")
    published.taken_down_on = on
    published.save(update_fields=["taken_down_on", "version"])
    if published.case:
        stop_clock(case=published.case, event=Stops.TAKEN_DOWN, on=on, by=by)
    record("reviews.taken_down", by=by, subject=published)
    return published
