"""What changed for children: the evidence itself, what children and families say first, what was only offered last."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from hamlet.foundations.publishing.content import Paragraph, Table
from hamlet.foundations.references import StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import GroupKind
from hamlet.learning.models import Evidence, Recommendation
from hamlet.learning.queries.remembered import remembered
from hamlet.learning.rules.changed import NO_THEME, SECTIONS, section_of
from hamlet.learning.rules.ladder import EvidenceKind, Rung

SHOWS_CHANGE = [Rung.IMPACT_EVIDENCED.value, Rung.EMBEDDED.value]
MOST = 60


@dataclass(frozen=True)
class Change:
    """What shows one outcome under one theme, in one section."""

    section: str
    theme: str
    recommendation: Recommendation
    items: tuple[Evidence, ...]


def what_changed(today: date) -> Any:
    """The evidence behind what is evidenced or embedded that counts: in date, and telling of a time when the work was done."""
    rows = Evidence.objects.standing().once().filter(recommendation__rung__in=SHOWS_CHANGE)
    in_date = Q(expires_on=None) | Q(expires_on__gte=today)
    return rows.filter(in_date, Q(recommendation__done_on=None) | Q(speaks_of__gte=F("recommendation__done_on")))


def changed_keys(today: date, theme: str = "", year: int | None = None) -> list[int]:
    """Which items, in the order of reading: section, theme, outcome, the newest that it tells of first."""
    found: list[int] = remembered(f"changed.{today}.{theme}.{year}", lambda: _ordered(today, theme, year))
    return found


def _ordered(today: date, theme: str, year: int | None) -> list[int]:
    rows = what_changed(today)
    rows = rows.filter(speaks_of__year=year) if year else rows
    wholes = dict(Recommendation.objects.values_list("pk", "joint_into"))
    through = Recommendation.themes.through.objects.order_by("-theme__name")
    names = dict(through.values_list("recommendation", "theme__name"))
    named = set(through.filter(theme__slug=theme).values_list("recommendation", flat=True)) if theme else set()
    keyed = []
    for pk, kind, speaks_of, key in rows.values_list("pk", "kind", "speaks_of", "recommendation"):
        whole = wholes[key] or key
        if theme and whole not in named:
            continue
        section = SECTIONS.index(section_of(EvidenceKind(kind)))
        keyed.append((section, names.get(whole, NO_THEME), whole, -speaks_of.toordinal(), -pk))
    return [-row[-1] for row in sorted(keyed)]


def changes_of(keys: list[int]) -> list[Change]:
    """The items of these keys in their order, together under section, theme and outcome. The same number of queries for any."""
    rows = Evidence.objects.select_related("recommendation__joint_into").prefetch_related(
        "recommendation__themes", "recommendation__joint_into__themes"
    )
    found = rows.in_bulk(keys)
    places = [(_place(found[key]), found[key]) for key in keys if key in found]
    return [
        Change(section, theme, whole, tuple(item for _, item in items))
        for (section, theme, whole), items in groupby(places, key=lambda row: row[0])
    ]


def _place(item: Evidence) -> tuple[str, str, Recommendation]:
    whole = item.recommendation.joint_into or item.recommendation
    names = sorted(theme.name for theme in whole.themes.all())
    return section_of(EvidenceKind(item.kind)), names[0] if names else NO_THEME, whole


def changed_years() -> list[int]:
    """The years that standing evidence tells of, the newest first."""
    years = Evidence.objects.standing().filter(recommendation__rung__in=SHOWS_CHANGE).annotate(year=ExtractYear("speaks_of"))
    return list(years.order_by("-year").values_list("year", flat=True).distinct())


def changed_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """For the Executive: what changed for children, with the evidence itself. It names no case."""
    if group.kind != GroupKind.EXECUTIVE.value:
        return None
    keys = changed_keys(as_at.astimezone(LONDON).date())
    blocks: list[Any] = []
    for section, changes in groupby(changes_of(keys[:MOST]), key=lambda row: row.section):
        rows = tuple(
            (row.theme, row.recommendation.reference, item.text, f"{item.speaks_of:%B %Y}", item.strength)
            for row in changes
            for item in row.items
        )
        blocks.append(Table(section, ("Theme", "Recommendation", "What it shows", "Tells of", "Strength"), rows))
    if len(keys) > MOST:
        blocks.append(Paragraph(f"{len(keys) - MOST} more items stand on the page “What changed for children?”."))
    blocks = blocks or [Paragraph("No impact is evidenced yet.")]
    return StandingPaper("learning.changed", "What changed for children?", blocks, as_at, len(keys), sensitive=bool(keys))


def released() -> Any:
    """Evidence that was released for everybody to read, the newest that it tells of first."""
    rows = Evidence.objects.standing().filter(released_on__isnull=False).order_by("-speaks_of", "-id")
    return rows.prefetch_related("recommendation__themes", "recommendation__joint_into__themes")
