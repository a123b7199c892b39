from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.reviews.models import (
    AgencySummary,
    Assignment,
    Case,
    Deadline,
    Disposal,
    Opening,
    PartnerDecision,
    PublishedReview,
    RapidReview,
    Reviewer,
    StatutoryReview,
)
from hamlet.reviews.queries.clocks import title_of
from hamlet.reviews.queries.notification import decides
from hamlet.reviews.rules.cases import Decides, Stage, road
from hamlet.reviews.rules.clocks import Sense


def cases() -> Any:
    """Every case, with the next date that is owed as `next_due`. Narrow it by `visible_to` before anybody sees it."""
    owed = Q(deadlines__stopped_on=None, deadlines__set_aside_on=None) & ~Q(deadlines__rule__sense=Sense.NOT_BEFORE.value)
    return Case.objects.annotate(next_due=Min("deadlines__due_on", filter=owed))


def road_of(case: Case) -> list[tuple[str, str]]:
    """The steps of a case's way, as the page shows them. Queries only for a closed case."""
    return road(Stage(case.stage), stage_before_closing(case) if case.stage == Stage.CLOSED.value else None)


def stage_before_closing(case: Case) -> Stage | None:
    """Where a closed case stood last, by what was recorded of it."""
    if case.withdrawn_on:
        return Stage.WITHDRAWN
    if PublishedReview.objects.filter(case=case).exists():
        return Stage.PUBLISHED
    if StatutoryReview.objects.filter(case=case).exists():
        return Stage.NOT_PUBLISHED
    if RapidReview.objects.gone().filter(case=case).exists():
        return Stage.WITH_PANEL
    return Stage.NOTIFIED if case.notified_on else Stage.NOT_MET


def openable(user: Any, day: date) -> Any:
    """The cases that this person may see, each with whether it opens at once: they are assigned, review it, or gave a reason today."""
    own = {"case": OuterRef("pk"), "person": user}
    known = Exists(Assignment.objects.on(day).filter(**own)) | Exists(Reviewer.objects.on(day).filter(**own))
    reason_given = Exists(Opening.objects.filter(**own, opened_on=day))
    return (
        Case.objects.visible_to(user)
        .select_related("referring_agency", "referred_by", "decided_by")
        .annotate(opens_at_once=known | reason_given)
    )


def reasons_given(case: Case) -> Any:
    return Opening.objects.filter(case=case).select_related("person").order_by("-opened_on", "-id")


def rapid_review_of(case: Case) -> RapidReview | None:
    return RapidReview.objects.filter(case=case).select_related("decided_at", "recommended_by").first()


def own_parts(user: Any) -> Any:
    """The summaries that this person writes and has not been shut out of, the next one due first."""
    return AgencySummary.objects.visible_to(user).filter(author=user).select_related("agency").order_by("sent_on", "due_on", "id")


def to_dispose_of(user: Any) -> Any:
    """Closed cases that this person sees, those closed longest ago first: the page says from when each may be disposed of."""
    return Case.objects.visible_to(user).exclude(closed_on=None).select_related("disposal").order_by("closed_on", "id")


def to_decide_on(user: Any) -> Any:
    """The cases whose disposal was proposed, and waits for this person to agree or confirm."""
    waiting = Q(disposal__proposed_by=None) | ~Q(disposal__proposed_by=user)
    return to_dispose_of(user).filter(disposal__isnull=False, disposal__declined_on=None).filter(waiting)


def tombstones() -> Any:
    return (
        Disposal.objects.exclude(confirmed_on=None)
        .select_related("case", "proposed_by", "confirmed_by")
        .order_by("-confirmed_on")
    )


def to_write(user: Any) -> Any:
    """The first fifty summaries that this person still has to send, without their words: nothing is deciphered for the desk."""
    if not user.powers.may(Permission.REVIEWS_OWN_PART):
        return AgencySummary.objects.none()
    return own_parts(user).filter(sent_on=None).select_related(None).only("made_with", "due_on", "sent_on")[:50]


NOTIFICATION = Q(deadlines__rule__key="notification")


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: the dates of cases that this person keeps, what waits for their partner, and their own summaries. No word of
    a case but its reference.
    """
    powers, found = user.powers, []
    for summary in to_write(user):
        state = "late" if summary.late(today) else "due"
        found.append(Duty("Your agency's summary", summary.get_absolute_url(), summary.due_on, "Reviews", state))
    if powers.may(Permission.REVIEWS_MANAGE) or powers.may(Permission.REVIEWS_CHILDREN):
        found += [dated(deadline, today) for deadline in deadlines_of(user)[:50]]
    if powers.may(Permission.REVIEWS_MANAGE):
        waiting = AgencySummary.objects.unsent().with_conflict().filter(review__case__in=Case.objects.visible_to(user))
        rows = waiting.select_related("review__case").only("review__case__reference", "made_with").order_by("id")[:50]
        found += [to_do("A summary needs another author", row.review.case, "rapid-review/") for row in rows]
    if powers.may(Permission.REVIEWS_MANAGE) and to_decide_on(user).exists():
        found.append(Duty("Cases whose years of keeping are over", "/reviews/keeping/", None, "Reviews", "due"))
    return found + decisions_of(user, today)


def decisions_of(user: Any, today: date) -> list[Duty]:
    """What waits for this person's own decision: for the local authority on a notification, for a partner on a review."""
    seen, found = Case.objects.visible_to(user).only("reference").order_by("id"), []
    if decides(user, today) is Decides.AUTHORITY:
        for case in seen.filter(stage=Stage.REFERRED.value).annotate(next_due=Min("deadlines__due_on", filter=NOTIFICATION)):
            found.append(to_do("Decide who is told", case, "notification/decide/", case.next_due))
    if user.powers.may(Permission.REVIEWS_AGREE):
        own = PartnerDecision.objects.current().filter(person=user)
        rows = seen.filter(stage=Stage.RECOMMENDED.value).exclude(rapid_review__in=own.values("review"))
        found += [to_do("Decide for your partner", case, "decide/") for case in rows]
    return found


def to_do(words: str, case: Case, last: str, due_on: date | None = None) -> Duty:
    return Duty(f"{words}: {case}", f"{case.get_absolute_url()}{last}", due_on, "Reviews", "due")


def deadlines_of(user: Any) -> Any:
    rows = Deadline.objects.owed().filter(case__in=Case.objects.visible_to(user)).select_related("rule", "case")
    return rows.order_by("due_on", "id")


def dated(deadline: Deadline, today: date) -> Duty:
    state = "late" if deadline.due_on < today else "soon" if (deadline.due_on - today).days <= 14 else "open"
    return Duty(f"{title_of(deadline)}: {deadline.case}", deadline.case.get_absolute_url(), deadline.due_on, "Reviews", state)


def figures(user: Any, today: date) -> tuple[int, int, int]:
    """(open cases, dates that are late, reviews with the safeguarding partners) among the cases this person sees."""
    seen = Case.objects.visible_to(user)
    late = Deadline.objects.overdue(today).filter(case__in=seen).count()
    return seen.open().count(), late, seen.filter(stage=Stage.RECOMMENDED.value).count()
