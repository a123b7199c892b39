"""What the yearly report may say of this room: counts, and what the partnership publishes anyway."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q

from hamlet.foundations.references import Evidence
from hamlet.governance.models import (
    Achievement,
    Arrangements,
    ChairTerm,
    Challenge,
    LackOfProgress,
    PlanItem,
    Priority,
    Seat,
    Slippage,
)
from hamlet.governance.past import groups_as_on
from hamlet.governance.rules import PlanState

YEAR = timedelta(days=365)


def day(value: date | None) -> str:
    return f"{value:%-d %B %Y}" if value else "–"


def evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    return [
        structure(ends_on, as_at),
        seats(starts_on, ends_on, as_at),
        chair_rota(starts_on, ends_on, as_at),
        *priorities(starts_on, ends_on, as_at),
        *plans(starts_on, ends_on, as_at),
        challenges(starts_on, ends_on, as_at),
        arrangements(starts_on, ends_on, as_at),
    ]


def structure(ends_on: date, as_at: date) -> Evidence:
    groups = groups_as_on(ends_on)
    rows = tuple((group.name, group.purpose, group.reports_to.name if group.reports_to else "–") for group in groups)
    return Evidence("structure", "The groups and what each is for", len(rows), as_at, ("Group", "Purpose", "Reports to"), rows)


def seats(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    held = Seat.objects.filter(starts_on__lte=ends_on).exclude(ends_on__lt=starts_on).select_related("group", "agency")
    counted: dict[str, int] = {}
    for seat in held:
        name = seat.agency.name if seat.agency else "No agency"
        counted[name] = counted.get(name, 0) + 1
    rows = tuple((name, str(count)) for name, count in sorted(counted.items()))
    return Evidence("seats", "Seats held by each agency", len(held), as_at, ("Agency", "Seats"), rows, number_columns=(1,))


def chair_rota(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    terms = ChairTerm.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).order_by("starts_on")
    rows = tuple((term.partner, day(term.starts_on), day(term.ends_on)) for term in terms)
    return Evidence("chair_rota", "Who chaired the Executive", len(rows), as_at, ("Partner", "From", "To"), rows)


def priorities(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    held = list(Priority.objects.filter(starts_on__lte=ends_on).exclude(ends_on__lt=starts_on).order_by("starts_on", "title"))
    listed = tuple((row.title, row.lead_partner, day(row.starts_on), day(row.ends_on)) for row in held)
    achieved = (
        Achievement.objects.filter(achieved_on__range=(starts_on, ends_on))
        .select_related("priority")
        .order_by("achieved_on", "id")
    )
    under = tuple((row.priority.title, row.title, row.impact or "–") for row in achieved if row.priority)
    overall = tuple((row.title, row.impact or "–") for row in achieved if not row.priority)
    lacks = LackOfProgress.objects.filter(noted_on__range=(starts_on, ends_on)).select_related("priority").order_by("noted_on")
    lacking = tuple((row.priority.title, row.what, row.next_step) for row in lacks)
    heads = ("Priority", "Achievement", "Impact")
    return [
        Evidence(
            "priorities", "The priorities and who leads each", len(listed), as_at, ("Priority", "Led by", "From", "To"), listed
        ),
        Evidence("achievements", "What was achieved under each priority", len(under), as_at, heads, under),
        Evidence("impact", "What the partnership achieved, and the difference", len(overall), as_at, heads[1:], overall),
        Evidence("little_progress", "Where progress is lacking", len(lacking), as_at, ("Priority", "What", "Next step"), lacking),
    ]


def plans(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    still_open = Q(state=PlanState.PLANNED.value) | Q(closed_on__gte=starts_on) | Q(target_on__gte=starts_on)
    moves = Prefetch("slippages", Slippage.objects.order_by("said_on", "id"))
    promised = PlanItem.objects.filter(still_open, year_from__lte=starts_on).prefetch_related(moves).order_by("id")
    became = tuple((row.title, day(row.first_target_on), day(row.target_on), fate(row)) for row in promised)
    ahead = PlanItem.objects.filter(year_from__gt=starts_on, year_from__lte=ends_on + YEAR).order_by("id")
    coming = tuple((row.title, row.what or "–", day(row.target_on)) for row in ahead)
    heads = ("Promise", "First target", "Target now", "What became of it")
    return [
        Evidence("plan_last_year", "Last year’s promises", len(became), as_at, heads, became),
        Evidence("plan_next_year", "The plan for the year ahead", len(coming), as_at, ("Item", "What", "Target"), coming),
    ]


def fate(item: PlanItem) -> str:
    if item.state != PlanState.PLANNED.value:
        return item.outcome
    slips = list(item.slippages.all())
    return f"Moved: {slips[-1].reason}" if slips else "Not finished yet"


def challenges(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    held = Challenge.objects.filter(raised_on__range=(starts_on, ends_on)).order_by("raised_on", "id")
    rows = tuple((row.title, row.what, row.response or "–") for row in held)
    return Evidence("challenges", "Challenges, and the response", len(rows), as_at, ("Challenge", "What", "Response"), rows)


def arrangements(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    made = Arrangements.objects.filter(published_on__range=(starts_on, ends_on)).order_by("number")
    rows = tuple((f"Version {row.number}", day(row.published_on)) for row in made)
    return Evidence(
        "arrangements", "Published arrangements that were brought up to date", len(rows), as_at, ("Version", "Published"), rows
    )
