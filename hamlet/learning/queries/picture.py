from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, Max, Min, Q

from hamlet.learning.models import Recommendation, RungChange, Theme
from hamlet.learning.queries.remembered import remembered
from hamlet.learning.rules.flow import Path
from hamlet.learning.rules.ladder import LADDER, Rung
from hamlet.learning.rules.recommendations import Answer, SourceKind


@dataclass(frozen=True)
class ThemeStanding:
    """How a theme goes: its recommendations and the sources they came from, how many rest on each rung, how long embedding took."""

    theme: Theme | None
    recommendations: int
    sources: int
    rungs: dict[str, int]
    days_to_embed: int | None
    again: int

    @property
    def embedded(self) -> int:
        return self.rungs.get(Rung.EMBEDDED.value, 0)

    @property
    def stalls_at(self) -> str:
        """The rung below the top on which most of it rests; "" when all of it is embedded."""
        below = {rung.value: self.rungs.get(rung.value, 0) for rung in LADDER[:-1]}
        most = max(below, key=lambda name: below[name])
        return most if below[most] else ""


def theme_found_elsewhere(recommendation: Recommendation, today: date) -> date | None:
    """The last day on which a theme of it came up in another source than its own or its parts'. What was rejected does not count."""
    whole = Recommendation.objects.filter(pk__in=recommendation.whole())
    rows = Recommendation.objects.received().exclude(answer=Answer.REJECTED.value).exclude(pk__in=recommendation.whole())
    for room, key in whole.exclude(source_id="").values_list("source_room", "source_id"):
        rows = rows.exclude(source_room=room, source_id=key)
    themes = Theme.objects.filter(recommendations__in=recommendation.whole())
    found: date | None = rows.filter(found_on__lte=today, themes__in=themes).aggregate(last=Max("found_on"))["last"]
    return found


def paths() -> list[Path]:
    """How many recommendations went each way: from their source, under a theme, through the actions, to the rung reached.

    One that has two themes goes both ways. Joint ones are left out: their parts stand where they stand, and have a source.
    """
    rows = Recommendation.objects.received().exclude(answer=Answer.REJECTED.value).order_by()
    counted = rows.values_list("source_kind", "themes__name", "doing", "rung").annotate(count=Count("id"))
    waits = Answer.WAITING.value
    return [Path((kind, theme or "No theme", doing, rung or waits), count) for kind, theme, doing, rung, count in counted]


def recommendations_by_name() -> list[dict[str, int]]:
    """For each column of the flow, the recommendations behind each name: one with two themes counts once in the other columns."""
    rows = Recommendation.objects.received().exclude(answer=Answer.REJECTED.value).order_by()
    names = ("source_kind", "themes__name", "doing", "rung")
    empty = ("", "No theme", "", Answer.WAITING.value)
    return [
        {value or none: count for value, count in rows.values_list(name).annotate(count=Count("id", distinct=True))}
        for name, none in zip(names, empty, strict=True)
    ]


def sources_by_kind() -> list[tuple[str, int, int]]:
    """(kind, how many different sources, how many recommendations), in the order of the kinds; what has no record counts as one."""
    counted = (
        Recommendation.objects.received()
        .order_by()
        .values_list("source_kind")
        .annotate(
            known=Count("source_id", distinct=True, filter=~Q(source_id="")),
            loose=Count("id", filter=Q(source_id="")),
            total=Count("id"),
        )
    )
    found = {kind: (known + loose, total) for kind, known, loose, total in counted}
    return [(kind.value, *found[kind.value]) for kind in SourceKind if kind.value in found]


def theme_standings(theme: Theme | None = None) -> list[ThemeStanding]:
    """Every theme that a recommendation carries, the one that came up most first; or the one given."""
    rows = Recommendation.objects.received().exclude(answer=Answer.REJECTED.value).order_by()
    # One filter over `themes`: a second would join the table again and count each recommendation once for every theme it has.
    rows = rows.filter(themes=theme) if theme else rows.filter(themes__isnull=False)
    counts = rows.values_list("themes").annotate(
        known=Count("source_id", distinct=True, filter=~Q(source_id="")),
        loose=Count("id", filter=Q(source_id="")),
        total=Count("id"),
        again=Count("id", filter=Q(flagged_on__isnull=False)),
    )
    rungs: dict[int, dict[str, int]] = defaultdict(dict)
    for key, rung, count in rows.values_list("themes", "rung").annotate(count=Count("id")):
        rungs[key][rung] = count
    days = _days_to_embed(rows)
    known = Theme.objects.in_bulk([row[0] for row in counts])
    found = [
        ThemeStanding(known[key], total, sources + loose, rungs[key], days.get(key), again)
        for key, sources, loose, total, again in counts
        if key in known
    ]
    return sorted(found, key=lambda row: (-row.sources, -row.recommendations, row.theme.name if row.theme else ""))


def _days_to_embed(rows: Any) -> dict[int, int]:
    """For each theme, the middle number of days from finding to the first day on the top rung."""
    embedded = rows.filter(rung=Rung.EMBEDDED.value)
    changes = RungChange.objects.filter(to=Rung.EMBEDDED.value, recommendation__in=embedded.values("pk")).order_by()
    first = dict(changes.values_list("recommendation").annotate(first=Min("on")))
    days: dict[int, list[int]] = defaultdict(list)
    for theme, key, found_on in embedded.values_list("themes", "pk", "found_on"):
        if key in first:
            days[theme].append((first[key] - found_on).days)
    return {theme: round(median(row)) for theme, row in days.items()}


@dataclass(frozen=True)
class Picture:
    paths: list[Path]
    sources: list[tuple[str, int, int]]
    standings: list[ThemeStanding]
    known: list[dict[str, int]]


def picture() -> Picture:
    """The whole picture, remembered until something happens in this room."""
    held: Picture = remembered(
        "picture", lambda: Picture(paths(), sources_by_kind(), theme_standings(), recommendations_by_name())
    )
    return held


def standing_of(theme: Theme) -> ThemeStanding | None:
    """The row of one theme, out of the picture of all."""
    return next((row for row in picture().standings if row.theme == theme), None)
