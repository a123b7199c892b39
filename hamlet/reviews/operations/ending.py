from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import locked
from hamlet.reviews.models import Case, RapidReview
from hamlet.reviews.operations.clock import set_aside_clocks
from hamlet.reviews.operations.incidents import NotNow, NotSaid, move
from hamlet.reviews.operations.summaries import close_summaries
from hamlet.reviews.rules.cases import Outcome, Stage


@transaction.atomic
def withdraw_case(*, case: Case, reason: str, on: date, seen_version: int | None, by: Any) -> Case:
    """Withdraws a case when the criteria prove not to be met, with the reason. It stays on record; nothing more is owed for it."""
    if not reason.strip():
        raise NotSaid("Say why the case is withdrawn")
    case = locked(case, seen_version)
    case.withdrawn_on, case.withdrawn_because = on, reason
    move(case, Stage.WITHDRAWN, "withdrawn_on", "withdrawn_because")
    set_aside_clocks(case=case, on=on, by=by)
    for review in RapidReview.objects.filter(case=case):
        close_summaries(review=review, on=on, by=by)
    record("reviews.withdrawn", by=by, subject=case)
    return case


@transaction.atomic
def close_case(*, case: Case, on: date, seen_version: int | None, by: Any) -> Case:
    """Closes a case for which nothing more is owed. From then on its years of keeping count."""
    case = locked(case, seen_version)
    if case.stage == Stage.WITH_PANEL.value and case.rapid_review.outcome != Outcome.NONE.value:
        raise NotNow(f"The partners decided on {case.rapid_review.outcome.lower()}: commission it")
    if owed := case.deadlines.owed().select_related("rule").first():
        raise NotNow(f"Still owed: {owed.rule.title.lower()}, due {owed.due_on:%-d %B %Y}")
    case.closed_on = on
    move(case, Stage.CLOSED, "closed_on")
    record("reviews.closed", by=by, subject=case)
    return case
