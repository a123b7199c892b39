"""By when the time and quality of each review under way are looked at again (regulation 14 of SI 2018/789)."""

from datetime import date
from typing import Any

from django.db.models import Max

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.foundations.working_days.queries import bank_calendar
from hamlet.reviews.models import Case, ClockRule, StatutoryReview
from hamlet.reviews.queries.clocks import pauses_of
from hamlet.reviews.rules.clocks import due, in_force

SHOWN = ("commissioned_on", "completed_on", "case__reference", "case__aware_on", "case__referred_on")
MOST = 50


def next_checks(reviews: Any) -> list[tuple[StatutoryReview, date]]:
    """(review, day) of those of the queryset that are under way, by the rule in force for each case, which the page of dates keeps."""
    rules, days = list(ClockRule.objects.filter(key="progress").prefetch_related("suspensions")), bank_calendar()
    rows = reviews.filter(completed_on=None).select_related("case").only(*SHOWN).annotate(last=Max("checks__checked_on"))
    found = []
    for review in rows.order_by("commissioned_on", "id"):
        for rule in in_force(rules, review.case.aware_on or review.case.referred_on):
            found.append((review, due(rule, review.last or review.commissioned_on, days, pauses_of(rule))))
    return found


def next_check_of(review: StatutoryReview) -> date | None:
    return next((day for _, day in next_checks(StatutoryReview.objects.filter(pk=review.pk))), None)


def checks_due(user: Any, today: date) -> list[Duty]:
    """For the desk of those who keep cases: each review under way that they see, and when it is looked at again."""
    if not user.powers.may(Permission.REVIEWS_MANAGE):
        return []
    seen = StatutoryReview.objects.filter(case__in=Case.objects.visible_to(user))
    return [
        Duty(
            f"Check time and quality: {row.case}",
            f"{row.case.get_absolute_url()}review/check/",
            day,
            "Reviews",
            state(day, today),
        )
        for row, day in next_checks(seen)[:MOST]
    ]


def state(due_on: date, today: date) -> str:
    return "late" if due_on < today else "soon" if (due_on - today).days <= 14 else "open"
