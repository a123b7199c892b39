from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked
from hamlet.foundations.working_days.queries import bank_calendar, calendar
from hamlet.reviews.models import Case, PublishedReview, ResolvedHit, Reviewer, Session, StatutoryReview
from hamlet.reviews.operations.clock import in_the_past, rules_of, set_aside_clocks, start_clock, stop_clock
from hamlet.reviews.operations.commissioning import under_way, write_reviewer
from hamlet.reviews.operations.incidents import NotNow, NotSaid, move
from hamlet.reviews.queries.clocks import pauses_of
from hamlet.reviews.queries.identifying import hits_of
from hamlet.reviews.rules.cases import Stage
from hamlet.reviews.rules.clocks import Starts, Stops, add_months, due
from hamlet.reviews.rules.statutory import Answer, Publishing, ReviewKind, SessionKind


class Identifying(Refusal):
    """Words that could identify somebody stand in the text, and nobody has decided about them."""


class OwnWork(Refusal):
    """Nobody publishes what they themselves proposed."""


class AddressTaken(Refusal):
    """The address is that of another review."""

    about = "slug"


class MustStay(Refusal):
    """The report must be public for longer."""


@transaction.atomic
def complete_review(
    *, review: StatutoryReview, completed_on: date, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Completes a review once each of its recommendations has an answer. Its learning session is planned within two weeks."""
    in_the_past(completed_on, on, "completed_on")
    review = under_way(review, seen_version)
    if review.advice.filter(answer=Answer.WAITING.value).exists():
        raise NotNow("Accept or reject each recommendation first")
    review.completed_on = completed_on
    review.save(update_fields=["completed_on", "version"])
    case = Case.objects.select_for_update().get(pk=review.case_id)
    case.version += 1
    move(case, Stage.COMPLETED)
    made = start_clock(case=case, event=Starts.COMPLETED, on=completed_on, by=by)
    if made:
        _plan(review, SessionKind.LEARNING, made[0].due_on, by)
    record("reviews.review_completed", by=by, subject=case)
    return review


def _plan(review: StatutoryReview, kind: SessionKind, due_on: date, by: Any) -> Session:
    session, fresh = Session.objects.get_or_create(
        review=review, kind=kind.value, defaults={"planned_on": bank_calendar().last_working_day(due_on), "due_on": due_on}
    )
    if fresh:
        session.agencies.set(review.agencies.all())
        record("reviews.session_planned", by=by, subject=review.case, kind=kind.value.lower())
    return session


@transaction.atomic
def write_text(*, review: StatutoryReview, text: str, improvements: str, seen_version: int | None, by: Any) -> StatutoryReview:
    """Writes what may be published: the report, and the improvements that are published if the report is not. What was proposed on
    an earlier text falls away.
    """
    review = locked(review, seen_version)
    if PublishedReview.objects.filter(case=review.case_id).exists():
        raise NotNow("It is published, and closed to change")
    review.text, review.improvements, review.proposed, review.proposed_by = text, improvements, "", None
    review.save(update_fields=["text", "improvements", "proposed", "proposed_by", "version"])
    record("reviews.text_written", by=by, subject=review.case)
    return review


@transaction.atomic
def resolve_hit(*, review: StatutoryReview, key: str, reason: str, by: Any) -> ResolvedHit:
    """Decides that words the check found identify nobody and stay. Refuses a key that is not, or no longer, in the text."""
    hit = next((row for rows in hits_of(review).values() for row in rows if row.key == key), None)
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
    """Plans the day of publication: copies go to the national Panel, the Secretary of State and Ofsted seven working days ahead."""
    review = locked(review, seen_version)
    if planned_on < on:
        raise NotNow("The day of publication must be today or later")
    review.planned_on = planned_on
    review.save(update_fields=["planned_on", "version"])
    case, days = review.case, calendar()
    held = case.deadlines.running().filter(rule__key="copies").select_related("rule").first()
    if held:
        held.started_on, held.due_on = planned_on, due(held.rule, planned_on, days, pauses_of(held.rule))
        held.save(update_fields=["started_on", "due_on"])
    else:
        start_clock(case=case, event=Starts.PUBLICATION_PLANNED, on=planned_on, by=by)
    record("reviews.publication_planned", by=by, subject=case, planned_on=planned_on)
    return review


@transaction.atomic
def record_copies(
    *, review: StatutoryReview, copies_sent_on: date, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    in_the_past(copies_sent_on, on, "copies_sent_on")
    review = locked(review, seen_version)
    if review.planned_on is None:
        raise NotNow("Plan the day of publication first: the seven working days run back from it")
    review.copies_sent_on = copies_sent_on
    review.save(update_fields=["copies_sent_on", "version"])
    stop_clock(case=review.case, event=Stops.COPIES_SENT, on=copies_sent_on, by=by)
    record("reviews.copies_sent", by=by, subject=review.case)
    return review


@transaction.atomic
def propose_publication(
    *, review: StatutoryReview, how: Publishing, because: str, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Proposes to publish the report, or with reasons the improvements alone. A second person publishes."""
    review = locked(review, seen_version)
    if how is Publishing.IMPROVEMENTS and not because.strip():
        raise NotSaid("Say why the report is not published")
    if not (review.text if how is Publishing.REPORT else review.improvements).strip():
        raise NotNow("Write the text that is to be published first")
    review.proposed, review.proposed_by, review.proposed_because = how.value, by, because
    review.save(update_fields=["proposed", "proposed_by", "proposed_because", "version"])
    record("reviews.publication_proposed", by=by, subject=review.case, how=how.value.lower())
    return review


@transaction.atomic
def publish_review(
    *, review: StatutoryReview, slug: str, title: str, on: date, seen_version: int | None, by: Any
) -> PublishedReview:
    """Publishes what another person proposed, once nothing in it could identify anybody. It stays public for a year at least, and the
    year to the Learning Reflection Session begins. The reviewer's access to the case ends.
    """
    review = locked(review, seen_version)
    case = Case.objects.select_for_update().get(pk=review.case_id)
    if not review.proposed:
        raise NotNow("Somebody proposes it first")
    if review.proposed_by_id == by.pk:
        raise OwnWork("Somebody else publishes what you proposed")
    if review.kind == ReviewKind.LCSPR.value and review.copies_sent_on is None:
        raise NotNow("Record first that copies went to the national Panel, the Secretary of State and Ofsted")
    how = Publishing(review.proposed)
    text = review.text if how is Publishing.REPORT else review.improvements
    open_hits = unresolved(review, text=text, title=title)
    if open_hits:
        raise Identifying(f"{open_hits} places could identify somebody: mend the text, or decide about each")
    if PublishedReview.objects.filter(slug=slug).exists():
        raise AddressTaken("Another review stands at this address: choose another")
    case.version += 1
    move(case, Stage.PUBLISHED if how is Publishing.REPORT else Stage.NOT_PUBLISHED)
    stop_clock(case=case, event=Stops.PUBLISHED, on=on, by=by)
    start_clock(case=case, event=Starts.PUBLISHED, on=on, by=by)
    found = PublishedReview.objects.create(
        case=case, slug=slug, title=title, how=how.value, text=text, published_on=on, keep_until=public_until(case, on)
    )
    _end_review(review, on)
    _plan(review, SessionKind.REFLECTION, reflect_on(case, on), by)
    record("reviews.published", by=by, subject=case, how=how.value.lower())
    return found


def unresolved(review: StatutoryReview, *, text: str, title: str) -> int:
    resolved = set(review.resolved.values_list("key", flat=True))
    found = hits_of(review, {"text": text, "title": title})
    return sum(hit.key not in resolved for hits in found.values() for hit in hits)


def day_of_rule(case: Case, key: str, on: date, otherwise: date) -> date:
    rule = next((row for row in rules_of(case) if row.key == key), None)
    return due(rule, on, calendar(), pauses_of(rule)) if rule else otherwise


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
    _plan(review, SessionKind.REFLECTION, reflect_on(case, reflect_from), by)
    record("reviews.published", by=by, subject=case, how="nothing, with reasons")
    return review


@transaction.atomic
def take_down(*, published: PublishedReview, on: date, seen_version: int | None, by: Any) -> PublishedReview:
    """Takes a report off the public site. Refused before it was public for as long as the guidance asks."""
    published = locked(published, seen_version)
    if on < published.keep_until:
        raise MustStay(f"It stays public until {published.keep_until:%-d %B %Y} at least")
    published.taken_down_on = on
    published.save(update_fields=["taken_down_on", "version"])
    if published.case:
        stop_clock(case=published.case, event=Stops.TAKEN_DOWN, on=on, by=by)
    record("reviews.taken_down", by=by, subject=published)
    return published
