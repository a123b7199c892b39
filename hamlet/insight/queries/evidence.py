"""What the data say of a year, for the yearly report: movement, comparators, data quality, and action. No count of children."""

from collections import Counter
from datetime import date

from django.conf import settings

from hamlet.foundations.references import Evidence, named
from hamlet.insight.models import Commentary, Comparison, Indicator
from hamlet.insight.queries.dashboard import Reading, open_indicators, readings
from hamlet.insight.queries.freshness import picture
from hamlet.insight.queries.told import KIND
from hamlet.insight.rules.periods import Quarter, last_ended, quarter_of
from hamlet.insight.rules.reading import Meaning
from hamlet.insight.rules.returns import Fresh


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    """For the yearly report: how indicators moved, by priority; beside whom; how good each agency's data were; what was asked of them."""
    quarter = quarter_of(ends_on) if ends_on < as_at else last_ended(as_at)
    rows = readings(open_indicators(quarter), quarter)
    return [moved(rows, as_at), beside(rows, as_at), quality(quarter, as_at), discussed(starts_on, ends_on, as_at)]


def moved(rows: list[Reading], as_at: date) -> Evidence:
    """By priority and theme: which indicators moved for the better and for the worse since the same quarter last year. No figure."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        heading = str(row.indicator.priority or row.indicator.theme or "Other")
        held = found.setdefault(heading, {name: [] for name in ("all", "missing", *Meaning.__members__)})
        held["all"].append(row.indicator.title)
        held["missing" if row.newest is None or row.lag else row.since_year.meaning.name].append(row.indicator.title)
    named_ones = (Meaning.BETTER.name, Meaning.WORSE.name)
    table = tuple(
        (
            heading,
            str(len(held["all"])),
            *(f"{len(held[name])}: {'; '.join(held[name])}" if held[name] else "0" for name in named_ones),
            *(str(len(held[name])) for name in (Meaning.NEITHER.name, "missing")),
        )
        for heading, held in found.items()
    )
    heads = ("Priority or theme", "Indicators", "Better", "Worse", "Neither", "No current figure")
    return Evidence("movement", "How the indicators moved", len(rows), as_at, heads, table, number_columns=(1, 4, 5))


def beside(rows: list[Reading], as_at: date) -> Evidence:
    """Official figures beside ours: of the mapped indicators, the newest year. Our own count of it is for the draft alone: what we
    count is public when it is published as open data, and not before.
    """
    table = tuple(
        (row.indicator.title, one.label, one.period, row.say_beside(one), str(one.rank or "–"), row.say_ours, citation_of(one))
        for row in rows
        for one in row.beside
    )
    heads = ("Indicator", "Who", "Period", "Figure", "Rank", "By our own count", "Source")
    return Evidence("comparators", "Beside others, from official statistics", len(table), as_at, heads, table, inside=(5,))


def citation_of(one: Comparison) -> str:
    return getattr(one, "citation", "")


def quality(quarter: Quarter, as_at: date) -> Evidence:
    """Each agency's returns of the year: how many came on time, late, in part or of an earlier quarter, and how many did not."""
    table = []
    for agency, cells in picture(quarter.last(4), as_at):
        counts = Counter(cell.fresh for cell in cells)
        late = counts[Fresh.LATE] + counts[Fresh.SIGNING]
        told = (counts[Fresh.ON_TIME], counts[Fresh.CAME_LATE], counts[Fresh.IN_PART], counts[Fresh.BEHIND], late)
        table.append((agency.name, *map(str, told)))
    heads = ("Agency", "On time", "Late", "In part", "Of an earlier quarter", "Not complete")
    return Evidence(
        "data_quality", "Data quality, by agency", len(table), as_at, heads, tuple(table), number_columns=(1, 2, 3, 4, 5)
    )


def discussed(starts_on: date, ends_on: date, as_at: date) -> Evidence:
    """How the data led to action: commentaries, answered challenge questions and the actions raised, by indicator. Counts, no words."""
    until = min(ends_on, as_at)
    found: dict[str, Counter[str]] = {}
    for slug, question in Commentary.objects.filter(said_on__range=(starts_on, until)).values_list("indicator__slug", "question"):
        found.setdefault(slug, Counter())["answers" if question else "commentaries"] += 1
    for slug, (raised, closed) in named(settings.ACTIONS_RAISED)(KIND, starts_on, until).items():
        found.setdefault(slug, Counter()).update(raised=raised, closed=closed)
    titles = Indicator.objects.filter(slug__in=found).order_by("title").values_list("slug", "title")
    names = ("commentaries", "answers", "raised", "closed")
    table = tuple((title, *(str(found[slug][name]) for name in names)) for slug, title in titles)
    heads = ("Indicator", "Commentaries", "Challenge questions answered", "Actions raised", "Of them closed")
    count = sum(sum(counts.values()) - counts["closed"] for counts in found.values())
    return Evidence("data_used", "How the data led to action", count, as_at, heads, table, number_columns=(1, 2, 3, 4))
