from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.reviews.models import AgencySummary, Assignment, Case, Deadline, Disposal, Opening, RapidReview, Reviewer
from hamlet.reviews.queries.clocks import title_of
from hamlet.reviews.rules.cases import ROAD, Stage
from hamlet.reviews.rules.clocks import Sense


def cases() -> Any:
    """Every case, with the next date that is owed as `next_due`. Narrow it by `visible_to` before anybody sees it."""
    owed = Q(deadlines__stopped_on=None, deadlines__set_aside_on=None) & ~Q(deadlines__rule__sense=Sense.NOT_BEFORE.value)
    return Case.objects.annotate(next_due=Min("deadlines__due_on", filter=owed))


def road(case: Case) -> list[tuple[str, str]]:
    """The steps of a case's way, as the page shows them; none for one that was withdrawn or did not meet the criteria."""
    stage = Stage(case.stage)
    if stage in (Stage.NOT_MET, Stage.WITHDRAWN):
        return []
    reached = next((place for place, (_, stages) in enumerate(ROAD) if stage in stages), len(ROAD))
    return [(label, "done" if n < reached else "now" if n == reached else "to-do") for n, (label, _) in enumerate(ROAD)]


def openable(user: Any, day: date) -> Any:
    """The cases that this person may see, each with whether it opens at once: they are assigned, review it, or gave a reason today."""
    own = {"case": OuterRef("pk"), "person": user}
    known = Exists(Assignment.objects.on(day).filter(**own)) | Exists(Reviewer.objects.on(day).filter(**own))
    reason_given = Exists(Opening.objects.filter(**own, opened_on=day))
    return Case.objects.visible_to(user).select_related("referring_agency").annotate(opens_at_once=known | reason_given)


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
    if powers.may(Permission.REVIEWS_AGREE):
        waiting = Case.objects.visible_to(user).filter(stage=Stage.RECOMMENDED.value)
        rows = waiting.exclude(rapid_review__partner_decisions__person=user).order_by("id")
        found += [
            Duty(f"Decide for your partner: {case}", f"{case.get_absolute_url()}decide/", None, "Reviews", "due") for case in rows
        ]
    if powers.may(Permission.REVIEWS_MANAGE) and to_decide_on(user).exists():
        found.append(Duty("Cases whose years of keeping are over", "/reviews/keeping/", None, "Reviews", "due"))
    return found


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


def next_steps(case: Case, powers: Any) -> list[tuple[str, str]]:
    """What this person can do next on the case, the likeliest first: (words of the button, last part of the address)."""
    stage, manages = Stage(case.stage), powers.may(Permission.REVIEWS_MANAGE)
    panel, found = manages or powers.may(Permission.REVIEWS_CHILDREN), []
    if stage in (Stage.REFERRED, Stage.NOT_MET) and powers.may(Permission.REVIEWS_NOTIFY):
        found.append(("Decide who is told", "notification/decide/"))
    if stage is Stage.TO_NOTIFY and panel:
        found += [("Prepare the notification", "notification/"), ("It was sent", "notification/sent/")]
    if panel and case.partners_told_on is None and stage not in (Stage.NOT_MET, Stage.WITHDRAWN, Stage.CLOSED):
        found.append(("The partners were told", "partners-told/"))
    found += rapid_steps(stage, powers)
    if stage in (Stage.WITH_PANEL, Stage.NOT_MET) and manages:
        found.append(("Commission a review", "review/commission/"))
    if stage in CLOSABLE and manages:
        found.append(("Close the case", "close/"))
    return found


CLOSABLE = (Stage.NOT_MET, Stage.WITH_PANEL, Stage.NOTIFIED, Stage.WITHDRAWN, Stage.PUBLISHED, Stage.NOT_PUBLISHED)


def rapid_steps(stage: Stage, powers: Any) -> list[tuple[str, str]]:
    found = []
    if stage in (Stage.RAPID_REVIEW, Stage.RECOMMENDED) and powers.may(Permission.REVIEWS_RECOMMEND):
        said = "Record the recommendation" if stage is Stage.RAPID_REVIEW else "Change the recommendation"
        found.append((said, "recommend/"))
    if stage is Stage.RECOMMENDED and powers.may(Permission.REVIEWS_AGREE):
        found.insert(0, ("Decide for your partner", "decide/"))
    if powers.may(Permission.REVIEWS_MANAGE):
        if stage is Stage.RECOMMENDED:
            found.append(("It was decided in a meeting", "decided-in-meeting/"))
        if stage is Stage.DECIDED:
            found.append(("It was sent to the national Panel", "sent/"))
        if stage is Stage.WITH_PANEL:
            found.append(("Record the national Panel’s reply", "reply/"))
    return found
