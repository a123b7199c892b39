from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, pass_on
from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission, Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.operations import keep_document
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.reviews.models import Case, CommissionChange, Conflict, Delay, ProgressCheck, ReportVersion, Reviewer, StatutoryReview
from hamlet.reviews.operations.clock import day_of_rule, in_the_past, not_before, refuse_day, start_clock
from hamlet.reviews.operations.incidents import NotNow, NotSaid, expect, move
from hamlet.reviews.operations.summaries import HasConflict
from hamlet.reviews.queries.progress import next_checks
from hamlet.reviews.rules.cases import Outcome, Stage
from hamlet.reviews.rules.clocks import Starts
from hamlet.reviews.rules.statutory import Quality, ReviewKind

DAY = timedelta(days=1)


class Completed(Refusal):
    """The review is completed, and its commission is closed to change."""


@transaction.atomic
def commission_review(
    *,
    case: Case,
    kind: ReviewKind,
    reviewer: Any,
    independence: str,
    terms_of_reference: str,
    agencies: Iterable[Any],
    family_part: str,
    parallel_proceedings: str,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> StatutoryReview:
    """Commissions a review of a case on which the partners decided, or whose criteria were not met. The six months of publication run
    from the partners' decision. The case is open to the reviewer until it is published.
    """
    if made := made_once(StatutoryReview, made_with):
        return made
    case = locked(case, None)
    expect(case, Stage.REVIEW)
    if Conflict.objects.filter(case=case, person=reviewer, ended_on=None).exists():
        raise HasConflict(f"{reviewer} has declared a conflict of interest: appoint somebody else")
    if not independence.strip():
        raise NotSaid("Say why the reviewer is independent of the agencies concerned")
    rapid = getattr(case, "rapid_review", None)
    _expect_decided(kind, rapid)
    given: dict[str, Any] = {"independence": independence, "terms_of_reference": terms_of_reference, "family_part": family_part}
    given |= {"parallel_proceedings": parallel_proceedings, **({"made_with": made_with} if made_with else {})}
    review = StatutoryReview.objects.create(case=case, kind=kind.value, commissioned_on=on, reviewer=reviewer, **given)
    review.agencies.set(agencies)
    move(case, Stage.REVIEW)
    if kind is ReviewKind.LCSPR:
        start_clock(case=case, event=Starts.DECIDED, on=(rapid.decided_on if rapid else None) or on, by=by)
    _appoint(review, on, by)
    record("reviews.commissioned", by=by, subject=case)
    return review


def _expect_decided(kind: ReviewKind, rapid: Any) -> None:
    """The safeguarding partners decide on a statutory review, and that there is to be none; a learning review needs no such decision
    where the criteria were not met.
    """
    decided = Outcome(rapid.outcome) if rapid else None
    if kind is ReviewKind.LCSPR and decided is not Outcome.LCSPR:
        raise NotNow("The safeguarding partners decide on a local child safeguarding practice review first")
    if decided is Outcome.NONE:
        raise NotNow("The safeguarding partners decided on no further review")


def _appoint(review: StatutoryReview, on: date, by: Any) -> None:
    for before in Reviewer.objects.filter(case=review.case, ends_on=None).exclude(person=review.reviewer):
        before.ends_on = max(on - DAY, before.starts_on)
        before.save(update_fields=["ends_on"])
    Reviewer.objects.get_or_create(case=review.case, person=review.reviewer, ends_on=None, defaults={"starts_on": on})
    write_reviewer(review, on)
    record("reviews.reviewer_appointed", by=by, subject=review.case)
    key = f"reviews.review.{review.pk}.appointed"
    notify(person=review.reviewer, subject="Something restricted waits for you", path="/reviews/own/", key=key, by=by)


def write_reviewer(review: StatutoryReview, on: date, ends_on: date | None = None) -> None:
    """The reviewer's right to the room: from appointment to publication. That of a reviewer before them ends the day before `on`."""
    first = Reviewer.objects.filter(case=review.case, person=review.reviewer).order_by("starts_on").first()
    starts_on = first.starts_on if first else review.commissioned_on
    grant = SeatGrant(review.reviewer, Role.REVIEWER, "Reviewer of a commissioned review", starts_on, ends_on)
    pass_on(source_kind="reviews.reviewer", source_id=review.pk, grant=grant, on=on)


def under_way(review: StatutoryReview, seen_version: int | None) -> StatutoryReview:
    review = locked(review, seen_version)
    if review.completed_on:
        raise Completed(f"The review was completed on {review.completed_on:%-d %B %Y}")
    return review


@transaction.atomic
def change_reviewer(
    *, review: StatutoryReview, reviewer: Any, independence: str, on: date, seen_version: int | None, by: Any
) -> StatutoryReview:
    """Appoints another reviewer: from that moment the case is shut to the one before, whose last day was the day before."""
    if not independence.strip():
        raise NotSaid("Say why the reviewer is independent of the agencies concerned")
    review = under_way(review, seen_version)
    if Conflict.objects.filter(case=review.case, person=reviewer, ended_on=None).exists():
        raise HasConflict(f"{reviewer} has declared a conflict of interest: appoint somebody else")
    review.reviewer, review.independence = reviewer, independence
    review.save(update_fields=["reviewer", "independence", "version"])
    _appoint(review, on, by)
    return review


COMMISSION = {
    "terms_of_reference": "Terms of reference",
    "family_part": "The family’s part",
    "parallel_proceedings": "Parallel proceedings",
}


@transaction.atomic
def change_commission(
    *,
    review: StatutoryReview,
    terms_of_reference: str,
    agencies: Iterable[Any],
    family_part: str,
    parallel_proceedings: str,
    why: str,
    on: date,
    seen_version: int | None,
    by: Any,
) -> StatutoryReview:
    """Changes what was commissioned, until the review is completed. What each part said before stays, with why it was changed."""
    if not why.strip():
        raise NotSaid("Say why the commission is changed")
    review = under_way(review, seen_version)
    given = {"family_part": family_part, "parallel_proceedings": parallel_proceedings}
    found = {COMMISSION[name]: pair for name, pair in changes(review, terms_of_reference=terms_of_reference, **given).items()}
    review.save(update_fields=[*COMMISSION, "version"])
    before, after = ", ".join(sorted(map(str, review.agencies.all()))), ", ".join(sorted(map(str, agencies)))
    if before != after:
        review.agencies.set(agencies)
        found["Agencies"] = (before, after)
    for what, (was, now) in found.items():
        told = {"before": was, "after": now, "why": why}
        CommissionChange.objects.create(review=review, what=what, changed_on=on, by=by, **told)
    record("reviews.commission_changed", by=by, subject=review.case, parts=", ".join(found).lower())
    return review


@transaction.atomic
def check_progress(
    *,
    review: StatutoryReview,
    on_time: bool,
    quality: Quality,
    note: str,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> ProgressCheck:
    """Records a look at the review's time and quality; the next one is due by the partnership's rule, six weeks on unless it says so."""
    if made := made_once(ProgressCheck, made_with):
        return made
    review = under_way(review, None)
    given = {"on_time": on_time, "quality": quality.value, "note": note, **({"made_with": made_with} if made_with else {})}
    next_on = day_of_rule(review.case, "progress", on, on)
    check = ProgressCheck.objects.create(review=review, checked_on=on, next_on=next_on, by=by, **given)
    record("reviews.progress_checked", by=by, subject=review.case)
    return check


@transaction.atomic
def keep_version(
    *, review: StatutoryReview, upload: UploadedFile, note: str, on: date, made_with: UUID | None = None, by: Any
) -> ReportVersion:
    """Keeps a version of the report, numbered. Its file is restricted, and each download is logged."""
    if made := made_once(ReportVersion, made_with):
        return made
    review = locked(review, None)
    given = {"made_with": made_with} if made_with else {}
    version = ReportVersion.objects.create(review=review, number=review.versions.count() + 1, received_on=on, note=note, **given)
    title = str(version)
    keep_document(upload=upload, on=version, title=title, name=title, marking=Marking.RESTRICTED, by=by)
    review.save(update_fields=["version"])
    record("reviews.version_kept", by=by, subject=review.case)
    return version


@transaction.atomic
def record_delay(
    *,
    review: StatutoryReview,
    expected_on: date,
    reasons: str,
    panel_told_on: date,
    state_told_on: date,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Delay:
    """Records why publication is late, and that the national Panel and the Secretary of State were told why, each on a day after the
    commission. The date itself stays. Refused once it is published.
    """
    if made := made_once(Delay, made_with):
        return made
    if not reasons.strip():
        raise NotSaid("Give the reasons")
    review = locked(review, None)
    if review.case.stage not in (Stage.REVIEW.value, Stage.COMPLETED.value):
        raise NotNow("Publication was decided: nothing of it is delayed")
    _expect_days_of_a_delay(review, expected_on, {"panel_told_on": panel_told_on, "state_told_on": state_told_on}, on)
    given: dict[str, Any] = {"expected_on": expected_on, "panel_told_on": panel_told_on, "state_told_on": state_told_on}
    given |= {"made_with": made_with} if made_with else {}
    delay = Delay.objects.create(review=review, reasons=reasons, by=by, **given)
    record("reviews.delay_recorded", by=by, subject=review.case)
    return delay


def _expect_days_of_a_delay(review: StatutoryReview, expected_on: date, told: dict[str, date], on: date) -> None:
    if expected_on <= on:
        refuse_day("Enter the day on which publication is now expected: a day to come", "expected_on")
    for name, day in told.items():
        in_the_past(day, on, name)
        not_before(day, review.commissioned_on, "The date must be on or after the day of the commission", name)


def remind_checks(today: date, by: Any) -> None:
    """Each morning: those who keep cases hear once that a review's time and quality are to be looked at again (regulation 14). The
    notice says no more than that; its link leads to the review. Whoever declared a conflict of interest hears nothing.
    """
    keepers = people_with(Permission.REVIEWS_MANAGE, today)
    for review, due_on in next_checks(StatutoryReview.objects.all()):
        if due_on > today:
            continue
        shut_out = set(Conflict.objects.filter(case=review.case_id, ended_on=None).values_list("person_id", flat=True))
        key, path = f"reviews.review.{review.pk}.check.{due_on}", review.neutral_url
        for person in keepers:
            if person.pk not in shut_out:
                notify(person=person, subject="Something restricted waits for you", path=path, key=key, by=by)
