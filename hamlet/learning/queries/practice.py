"""Learning as every practitioner reads it: themes, what was learned, what changed, what it means for them. Released words only."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from hamlet.learning.models import Briefing, Recommendation, Theme
from hamlet.learning.queries.changed import released
from hamlet.learning.rules.changed import NO_THEME
from hamlet.learning.rules.ladder import UPPER


@dataclass
class Learned:
    """One theme: how much of what was agreed is shown to have changed, the briefings on it, and the evidence that was released."""

    name: str
    slug: str = ""
    agreed: int = 0
    shown: int = 0
    briefings: list[Any] = field(default_factory=list)
    evidence: list[Any] = field(default_factory=list)


def learned_by_theme(slug: str = "") -> list[Learned]:
    """Every theme that something was agreed, written or released under, by name; or the one given. The same number of queries for any."""
    accepted = Recommendation.objects.single().accepted().filter(themes__isnull=False).order_by()
    upper = Q(rung__in=[rung.value for rung in UPPER])
    counts = accepted.values_list("themes").annotate(agreed=Count("id"), shown=Count("id", filter=upper))
    known = {key: (agreed, shown) for key, agreed, shown in counts}
    found: dict[str, Learned] = {}
    for theme in Theme.objects.order_by("name"):
        found[theme.name] = Learned(theme.name, theme.slug, *known.get(theme.pk, (0, 0)))
    found[NO_THEME] = Learned("Other learning")
    for briefing in Briefing.objects.published().select_related("theme").order_by("-published_on", "-id"):
        found[briefing.theme.name if briefing.theme else NO_THEME].briefings.append(briefing)
    for name, items in _released().items():
        found[name].evidence = items
    rows = [row for row in found.values() if row.agreed or row.briefings or row.evidence]
    return [row for row in rows if row.slug == slug] if slug else rows


def _released() -> dict[str, list[Any]]:
    by_theme: dict[str, list[Any]] = defaultdict(list)
    for item in released().select_related("recommendation__joint_into"):
        whole = item.recommendation.joint_into or item.recommendation
        for name in [theme.name for theme in whole.themes.all()] or [NO_THEME]:
            by_theme[name].append(item)
    return by_theme
