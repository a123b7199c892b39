from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked
from hamlet.reviews.models import Case, PublishedPoint, PublishedReview, ResolvedHit, Reviewer, StatutoryReview
from hamlet.reviews.operations.clock import day_of_rule, in_the_past, restart_clock, set_aside_clocks, start_clock, stop_clock
from hamlet.reviews.operations.commissioning import write_reviewer
from hamlet.reviews.operations.completing import expect_whole, plan_session
from hamlet.reviews.operations.incidents import NotNow, NotSaid, move
from hamlet.reviews.queries.identifying import IMPROVEMENTS, REPORT, hits_of, unresolved
from hamlet.reviews.rules.cases import Stage
from hamlet.reviews.rules.clocks import Starts, Stops, add_months
from hamlet.reviews.rules.publishing import went_too_late
from hamlet.reviews.rules.statutory import Answer, Publishing, ReviewKind, SessionKind


class Identifying(Refusal):
    """Words that could identify somebody stand in the text, and nobody has decided about them."""


class OwnWork(Refusal):
    """Nobody publishes what they themselves proposed."""


class AddressTaken(Refusal):
    """The address is that of another review."""

    about = "slug"


class ShortNotice(Refusal):
    """Copies went later than the working days ahead of publication that the guidance asks for, and nobody says why."""

    about = "short_notice"


def unpublished(review: StatutoryReview, seen_version: int | None) -> StatutoryReview:
    """The review, locked, unless something of it is public or it was decided that nothing is."""
    review = locked(review, seen_version)
    if review.case.stage in (Stage.PUBLISHED.value, Stage.NOT_PUBLISHED.value, Stage.CLOSED.value):
        raise NotNow("What is published was decided, and is closed to change")
    return review


def expect_free(slug: str, but: Any = None) -> None:
    if slug and PublishedReview.objects.filter(slug=slug).exclude(pk=but).exists():
        raise AddressTaken("Another review stands at this address: choose another")


@transaction.atomic
def write_text(
    *,
    review: StatutoryReview,
    text: str,
    improvements: str,
    title: str = "",
    slug: str = "",
    seen_version: int | None,
    by: Any,
) -> StatutoryReview:
    """Writes what may be published, its title and its address: the report, and the improvements that are published if the report is
    not. What was proposed on an earlier text falls away.
    """
    review = unpublished(review, seen_version)
    expect_free(slug)
    review.text, review.improvements, review.title, review.slug = text, improvements, title, slug
    review.proposed, review.proposed_by = "", None
    review.save(update_fields=["text", "improvements", "title", "slug", "proposed", "proposed_by", "version"])
    record("reviews.text_written", by=by, subject=review.case)
    return review


@transaction.atomic
def resolve_hit(*, review: StatutoryReview, key: str, reason: str, by: Any) -> ResolvedHit:
    """Decides that words the check found identify nobody and stay. Refuses a key that is not, or no longer, in the text."""
    hit = next((row for row in hits_of(review) if row.key == key), None)
    if hit is None:
        raise NotNow("Those words are no longer in the text")
    if not reason.strip():
        raise NotSaid("Say why it identifies nobody")
    row, _ = ResolvedHit.objects.get_or_create(
        review=review, key=key, defaults={"mark": hit.mark.value, "reason": reason, "by": by}
    )
    record("reviews.hit_resolved", by=by, subject=review.case, mark=hit.mark.value.lower())
    return row


@transaction.atomic
def plan_publication(
    *, review: StatutoryReview, planned_on: date, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Plans the day of publication: copies of a practice review go to the national Panel, the Secretary of State and Ofsted seven
    working days ahead. Another day works that date out anew, also when the copies have gone.
    """
    review = unpublished(review, seen_version)
    if planned_on < on:
        raise NotNow("The day of publication must be today or later")
    review.planned_on = planned_on
    review.save(update_fields=["planned_on", "version"])
    case = review.case
    if review.kind == ReviewKind.LCSPR.value and not start_clock(
        case=case, event=Starts.PUBLICATION_PLANNED, on=planned_on, by=by
    ):
        restart_clock(case=case, key="copies", started_on=planned_on, why="Another day was planned", on=on, by=by)
    record("reviews.publication_planned", by=by, subject=case, planned_on=planned_on)
    return review


@transaction.atomic
def record_copies(
    *, review: StatutoryReview, copies_sent_on: date, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Records when the copies went. Sent again, the later day counts: what went last is what is published."""
    in_the_past(copies_sent_on, on, "copies_sent_on")
    review = unpublished(review, seen_version)
    if review.planned_on is None:
        raise NotNow("Plan the day of publication first: the seven working days run back from it")
    review.copies_sent_on = copies_sent_on
    review.save(update_fields=["copies_sent_on", "version"])
    review.case.deadlines.filter(rule__key="copies").update(stopped_on=None, stopped_by=None)
    stop_clock(case=review.case, event=Stops.COPIES_SENT, on=copies_sent_on, by=by)
    record("reviews.copies_sent", by=by, subject=review.case)
    return review


@transaction.atomic
def propose_publication(
    *, review: StatutoryReview, how: Publishing, because: str, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Proposes to publish the report, or with reasons the improvements alone. A second person publishes."""
    review = unpublished(review, seen_version)
    if how is Publishing.IMPROVEMENTS and not because.strip():
        raise NotSaid("Say why the report is not published")
    if not (review.text if how is Publishing.REPORT else review.improvements).strip():
        raise NotNow("Write the text that is to be published first")
    if not (review.title.strip() and review.slug):
        raise NotNow("Write the title and the address for the public first")
    review.proposed, review.proposed_by, review.proposed_because = how.value, by, because
    review.save(update_fields=["proposed", "proposed_by", "proposed_because", "version"])
    record("reviews.publication_proposed", by=by, subject=review.case, how=how.value.lower())
    return review


@transaction.atomic
def publish_review(
    *, review: StatutoryReview, short_notice: str = "", on: date, seen_version: int | None, by: Any
) -> PublishedReview:
    """Publishes what another person proposed, once nothing in it could identify anybody. It stays public for a year at least, and the
    year to the Learning Reflection Session begins. The reviewer's access to the case ends.

    `short_notice` says why copies went less than seven working days ahead; without it such a publication is refused.
    """
    review = unpublished(review, seen_version)
    case = Case.objects.select_for_update().get(pk=review.case_id)
    _expect_proposed(review, by)
    expect_whole(review)
    if review.kind == ReviewKind.LCSPR.value:
        _expect_copies(review, short_notice, on, by)
    how = Publishing(review.proposed)
    if found := unresolved(review, REPORT if how is Publishing.REPORT else IMPROVEMENTS):
        raise Identifying(f"{len(found)} places could identify somebody: mend the text, or decide about each")
    expect_free(review.slug)
    case.version += 1
    move(case, Stage.PUBLISHED if how is Publishing.REPORT else Stage.NOT_PUBLISHED)
    stop_clock(case=case, event=Stops.PUBLISHED, on=on, by=by)
    start_clock(case=case, event=Starts.PUBLISHED, on=on, by=by)
    published = _put_on_the_site(review, how, on)
    _end_review(review, on)
    plan_session(review, SessionKind.REFLECTION, reflect_on(case, on), by)
    record("reviews.published", by=by, subject=case, how=how.value.lower())
    return published


def _expect_proposed(review: StatutoryReview, by: Any) -> None:
    if not review.proposed:
        raise NotNow("Somebody proposes it first")
    if review.proposed_by_id == by.pk:
        raise OwnWork("Somebody else publishes what you proposed")


def _expect_copies(review: StatutoryReview, short_notice: str, on: date, by: Any) -> None:
    """The seven working days are counted back from the day on which it is really published, whatever was planned."""
    if review.copies_sent_on is None:
        raise NotNow("Record first that copies went to the national Panel, the Secretary of State and Ofsted")
    due_on = day_of_rule(review.case, "copies", on, on)
    late = went_too_late(review.copies_sent_on, due_on)
    if late and not short_notice.strip():
        raise ShortNotice(
            f"Copies went on {review.copies_sent_on:%-d %B %Y}. To publish today they had to go by {due_on:%-d %B %Y}: "
            "publish later, or say why they went at short notice"
        )
    review.short_notice = short_notice if late else ""
    review.save(update_fields=["short_notice", "version"])
    why = "Reckoned from the day on which it was published"
    restart_clock(case=review.case, key="copies", started_on=on, why=why, on=on, by=by)


def _put_on_the_site(review: StatutoryReview, how: Publishing, on: date) -> PublishedReview:
    whole = how is Publishing.REPORT
    given = {"slug": review.slug, "title": review.title, "text": review.text if whole else review.improvements}
    days = {"published_on": on, "keep_until": public_until(review.case, on)}
    published = PublishedReview.objects.create(case=review.case, how=how.value, **given, **days)
    accepted = review.advice.filter(answer=Answer.ACCEPTED.value).order_by("id") if whole else ()
    for row in accepted:
        PublishedPoint.objects.create(published=published, text=row.text, reference=row.plan_reference)
    return published


def public_until(case: Case, on: date) -> date:
    return day_of_rule(case, "public", on, add_months(on, 12))


def reflect_on(case: Case, on: date) -> date:
    return day_of_rule(case, "reflection", on, add_months(on, 12))


def _end_review(review: StatutoryReview, on: date) -> None:
    Reviewer.objects.filter(case=review.case, ends_on=None).update(ends_on=on)
    write_reviewer(review, on, ends_on=on)


@transaction.atomic
def end_without_publication(
    *, review: StatutoryReview, because: str, reflect_from: date, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Ends a non-statutory learning review that is not published: the year to the reflection runs from the day decided on."""
    review = locked(review, seen_version)
    if review.kind != ReviewKind.LEARNING.value:
        raise NotNow("A local child safeguarding practice review publishes its report or its improvements")
    if not because.strip():
        raise NotSaid("Say why nothing is published")
    case = Case.objects.select_for_update().get(pk=review.case_id)
    case.version += 1
    move(case, Stage.NOT_PUBLISHED)
    review.proposed_because = because
    review.save(update_fields=["proposed_because", "version"])
    start_clock(case=case, event=Starts.PUBLISHED, on=reflect_from, by=by)
    set_aside_clocks(case=case, on=on, keys=frozenset({"public", "publication", "copies"}), by=by)
    _end_review(review, on)
    plan_session(review, SessionKind.REFLECTION, reflect_on(case, reflect_from), by)
    record("reviews.published", by=by, subject=case, how="nothing, with reasons")
    return review
