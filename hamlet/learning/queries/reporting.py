from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, Q

from hamlet.foundations.references import Evidence
from hamlet.learning.models import Action, Recommendation, RungChange
from hamlet.learning.models import Evidence as Proof
from hamlet.learning.rules import State
from hamlet.learning.rules.ladder import LADDER, EvidenceKind, Rung
from hamlet.learning.rules.recommendations import SourceKind


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    """For the yearly report: the year's actions and recommendations, the rungs reached, evidence of impact, themes.

    Counts, and no words but those released.
    """
    return [
        actions_raised(starts_on, ends_on, as_at),
        recommendations(starts_on, ends_on, as_at),
        rungs(starts_on, ends_on, as_at),
        evidence_of_impact(starts_on, ends_on, as_at),
        themes(starts_on, ends_on, as_at),
    ]


def actions_raised(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """Counts of the year's actions by theme and of what became of them; never their words."""
    year = Action.objects.filter(raised_on__range=(starts_on, ends_on))
    names = ("total", "done", "late")
    counts = {
        "total": Count("id"),
        "done": Count("id", filter=Q(state=State.DONE.value, closed_on__lte=as_at)),
        "late": Count("id", filter=Q(state=State.OPEN.value, due_on__lt=as_at)),
    }
    rows = year.order_by("theme__name").values_list("theme__name").annotate(**counts).values_list("theme__name", *names)
    table = tuple((theme or "No theme", *(str(count) for count in numbers)) for theme, *numbers in rows)
    heads = ("Theme", "Actions raised", "Done", "Late now")
    title = "Actions raised in the year, by theme"
    return Evidence("actions", title, year.count(), as_at, heads, table, number_columns=(1, 2, 3))


def recommendations(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """The year's recommendations by the kind of their source, and how they were answered."""
    year = Recommendation.objects.received().filter(found_on__range=(starts_on, ends_on)).order_by()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, answer, count in year.values_list("source_kind", "answer").annotate(count=Count("id")):
        found[kind][answer] += count
    answers = ("Accepted", "Rejected", "Waiting for an answer")
    rows = tuple(
        (kind.value, str(found[kind.value].total()), *(str(found[kind.value][answer]) for answer in answers))
        for kind in SourceKind
        if kind.value in found
    )
    total = sum(row.total() for row in found.values())
    heads = ("Source", "Recommendations", *answers)
    return Evidence("recommendations", "Recommendations of the year", total, as_at, heads, rows, number_columns=(1, 2, 3, 4))


def rungs(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """How many stand on each rung on the day of reading, and how many reached it in the year. A joint recommendation counts once."""
    single = Recommendation.objects.single().accepted().order_by()
    now = dict(single.values_list("rung").annotate(count=Count("id")))
    year = RungChange.objects.filter(on__range=(starts_on, ends_on), recommendation__joint_into=None).order_by()
    reached: dict[str, set[int]] = defaultdict(set)
    lowered: set[int] = set()
    for key, before, to in year.values_list("recommendation", "before", "to"):
        climbed = not before or LADDER.index(Rung(before)) < LADDER.index(Rung(to))
        if climbed:
            reached[to].add(key)
        elif before != to:
            lowered.add(key)
    rows = tuple((rung.value, str(now.get(rung.value, 0)), str(len(reached[rung.value]))) for rung in LADDER)
    points = (f"Rungs lowered in the year: {len(lowered)}",) if lowered else ()
    title, heads = "How far learning is embedded", ("Rung", "Now", "Reached in the year")
    return Evidence("rungs", title, sum(now.values()), as_at, heads, rows, points, (1, 2))


def evidence_of_impact(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """Evidence that tells of the year, by kind, and how much of it stands behind learning whose impact is shown or embedded.

    The items that the editor released are told word for word.
    """
    year = Proof.objects.standing().once().filter(speaks_of__range=(starts_on, ends_on)).order_by()
    shown = Q(recommendation__rung__in=[Rung.IMPACT_EVIDENCED.value, Rung.EMBEDDED.value])
    counted = year.values_list("kind").annotate(total=Count("id"), behind=Count("id", filter=shown))
    found = {kind: (total, behind) for kind, total, behind in counted}
    rows = tuple((kind.value, *map(str, found[kind.value])) for kind in EvidenceKind if kind.value in found)
    heads = ("Kind", "Items", "Behind impact or embedding")
    total = sum(row[0] for row in found.values())
    chosen = year.filter(released_on__isnull=False, released_on__lte=as_at).order_by("kind", "-speaks_of", "-id")
    points = tuple(f"{row.kind}, {row.speaks_of:%B %Y}: {row.text}" for row in chosen)
    return Evidence("evidence_of_impact", "Evidence that practice changed", total, as_at, heads, rows, points, (1, 2))


def themes(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """Themes of the year's recommendations, and how many different sources each came from: more than one, and it recurs."""
    year = Recommendation.objects.received().filter(found_on__range=(starts_on, ends_on), themes__isnull=False).order_by()
    counted = year.values_list("themes__name").annotate(
        total=Count("id"),
        known=Count("source_id", distinct=True, filter=~Q(source_id="")),
        loose=Count("id", filter=Q(source_id="")),
    )
    lines = sorted(((name, total, known + loose) for name, total, known, loose in counted), key=lambda row: (-row[2], row[0]))
    rows = tuple((name, str(total), str(sources)) for name, total, sources in lines)
    recurs = [name for name, _, sources in lines if sources > 1]
    points = (f"Came up more than once: {', '.join(recurs)}",) if recurs else ()
    heads = ("Theme", "Recommendations", "Different sources")
    # a source may be a review: how many reviews there were is not for the public, how many recommendations is our own activity
    return Evidence("themes", "Themes of learning", len(rows), as_at, heads, rows, points, (1, 2), small=(2,))


COUNTS = {
    "learning.done": "Actions done in the quarter",
    "learning.late": "Actions past their date at the end of the quarter",
    "learning.late_of_agency": "Each agency's actions past their date at the end of the quarter",
}


def data_counts(starts_on: date, ends_on: date) -> dict[str, int | dict[int, int]]:
    """What the dashboard asks of this room for a quarter: actions done in it, and those late on its last day, in all and by agency."""
    done = Action.objects.filter(state=State.DONE.value, closed_on__range=(starts_on, ends_on)).count()
    open_then = Q(closed_on=None) | Q(closed_on__gt=ends_on)
    late = Action.objects.filter(open_then, raised_on__lte=ends_on, due_on__lt=ends_on)
    by_agency = dict(late.exclude(agency=None).order_by("agency").values_list("agency").annotate(count=Count("id")))
    return {"learning.done": done, "learning.late": late.count(), "learning.late_of_agency": by_agency}
