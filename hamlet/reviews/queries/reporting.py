"""What the room holds for the yearly report: numbers only, never a word of a case."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import F

from hamlet.foundations.references import Evidence
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews.models import Attendee, Case, Deadline, RapidReview, Session, StatutoryReview
from hamlet.reviews.rules.cases import OVER, Outcome, Stage
from hamlet.reviews.rules.clocks import Sense, Standing
from hamlet.reviews.rules.statutory import ReviewKind, SessionKind

# Every number of these tables counts reviews: 1 to 5 are for the restricted draft alone, as of children.
COUNTED: dict[str, Any] = {"number_columns": (1, 2, 3), "small": (1, 2, 3)}
SHOWN = (Standing.ON_TIME, Standing.LATE, Standing.OVERDUE)


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    """Incidents referred in the year and what became of them, and every statutory date that fell due in it."""
    return [
        incidents(starts_on, ends_on, as_at),
        statutory_dates(starts_on, ends_on, as_at),
        rapid_reviews(starts_on, ends_on, as_at),
        practice_reviews(starts_on, ends_on, as_at),
        sessions(starts_on, ends_on, as_at),
    ]


def incidents(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    rows = Case.objects.filter(referred_on__range=(starts_on, ends_on))
    table = (
        ("Referred", rows.count()),
        ("Notified nationally", rows.exclude(notified_on=None).count()),
        ("Criteria not met", rows.filter(stage=Stage.NOT_MET.value).count()),
        ("Withdrawn", rows.exclude(withdrawn_on=None).count()),
        ("Still open", rows.exclude(stage__in=[stage.value for stage in OVER]).count()),
    )
    shown = tuple((said, str(count)) for said, count in table)
    title = "Serious incidents that were referred. Their number is no measure of how well services work"
    return Evidence("serious_incidents", title, table[0][1], as_at, ("What", "How many"), shown, number_columns=(1,), small=(1,))


def statutory_dates(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """How many of each date were kept, by the rule in force for each case. What must last for a time is not among them."""
    days = calendar()
    counted: dict[str, Counter[Standing]] = defaultdict(Counter)
    rows = Deadline.objects.filter(due_on__range=(starts_on, ends_on), set_aside_on=None).exclude(
        rule__sense=Sense.NOT_BEFORE.value
    )
    for deadline in rows.select_related("rule").order_by("rule__title"):
        counted[deadline.rule.title][deadline.standing(as_at, days)] += 1
    table = tuple((title, *(str(found[standing]) for standing in SHOWN)) for title, found in counted.items())
    total = sum(sum(found.values()) for found in counted.values())
    heads = ("Date", "On time", "Late", "Overdue")
    return Evidence("statutory_dates", "Statutory dates, and how they were kept", total, as_at, heads, table, **COUNTED)


def rapid_reviews(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    sent = RapidReview.objects.filter(sent_on__range=(starts_on, ends_on))
    outcomes = Counter(sent.values_list("outcome", flat=True))
    table = tuple((outcome.value, str(outcomes[outcome.value])) for outcome in Outcome)
    title = "Rapid reviews sent to the national Panel, by the partners' joint decision"
    return Evidence(
        "rapid_reviews", title, sum(outcomes.values()), as_at, ("Decision", "How many"), table, number_columns=(1,), small=(1,)
    )


def practice_reviews(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """Commissioned reviews of each kind: begun, completed and published in the year."""
    year = (starts_on, ends_on)
    rows = []
    for kind in ReviewKind:
        found = StatutoryReview.objects.filter(kind=kind.value)
        begun = found.filter(commissioned_on__range=year).count()
        completed = found.filter(completed_on__range=year).count()
        published = found.filter(case__published__published_on__range=year).count()
        rows.append((kind.value, str(begun), str(completed), str(published)))
    total = sum(int(cell) for row in rows for cell in row[1:])
    heads = ("Kind", "Commissioned", "Completed", "Published")
    return Evidence("practice_reviews", "Commissioned reviews", total, as_at, heads, tuple(rows), **COUNTED)


def sessions(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    held = Session.objects.filter(held_on__range=(starts_on, ends_on))
    rows = []
    for kind in SessionKind:
        of_kind = held.filter(kind=kind.value)
        came = Attendee.objects.filter(session__in=of_kind, came=True).count()
        rows.append((kind.value, str(of_kind.count()), str(of_kind.filter(held_on__lte=F("due_on")).count()), str(came)))
    heads = ("Session", "Held", "By the day that was due", "People who came")
    title = "Learning sessions and Learning Reflection Sessions"
    return Evidence("learning_sessions", title, held.count(), as_at, heads, tuple(rows), number_columns=(1, 2, 3), small=(1, 2))


COUNTS = {
    "reviews.notified": "Serious incidents notified in the quarter",
    "reviews.rapid_sent": "Rapid reviews sent to the national Panel in the quarter",
    "reviews.completed": "Statutory reviews completed in the quarter",
}


def data_counts(starts_on: date, ends_on: date) -> dict[str, int]:
    """What the dashboard asks of this room for a quarter: incidents notified and reviews done in it. No measure of performance."""
    span = (starts_on, ends_on)
    return {
        "reviews.notified": Case.objects.filter(notified_on__range=span).count(),
        "reviews.rapid_sent": RapidReview.objects.filter(sent_on__range=span).count(),
        "reviews.completed": StatutoryReview.objects.filter(completed_on__range=span).count(),
    }
