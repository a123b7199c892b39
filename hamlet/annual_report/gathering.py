"""Gathers a report out of what the rooms hold and an editor wrote; one for signature or published comes as it was frozen."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from hamlet.annual_report import composing, figures
from hamlet.annual_report.composing import Part, Whole, compose
from hamlet.annual_report.editions import Need
from hamlet.annual_report.models import EditionItem, Report
from hamlet.annual_report.queries import commentary_of, signature_rows
from hamlet.annual_report.rules import Gap, gap_in
from hamlet.foundations.audit.queries import events
from hamlet.foundations.publishing.content import Content, Figure, from_json, to_json
from hamlet.foundations.references import Evidence, named

DRAWINGS: dict[str, Callable[[Evidence, str], Figure]] = {"drawn": figures.drawn, "linked": figures.linked}
FIVE_MINUTES = 300


def evidence_of(report: Report, as_at: date) -> dict[str, Evidence]:
    """What every room offers for the report's period, by its key, as read on `as_at`."""
    offered = (named(path)(report.starts_on, report.ends_on, as_at) for path in settings.REPORT_SECTIONS)
    return {row.item: row for rows in offered for row in rows}


def evidence_seen(report: Report, as_at: date) -> dict[str, Evidence]:
    """The same for a page, remembered until anything happens: every change leaves an event, so the newest one is the key."""
    newest = events().values_list("id", flat=True).first()
    key = f"annual_report.{report.slug}.{as_at.isoformat()}.{newest}"
    held = cache.get(key)
    if held is None:
        held = evidence_of(report, as_at)
        cache.set(key, held, FIVE_MINUTES)
    return held


def parts_of(report: Report, held: dict[str, Evidence]) -> tuple[Part, ...]:
    """The report's sections in their order, each with what the rooms hold and the summaries that were released."""
    sections = {section.key: section for section in report.sections.all()}
    released = dict(report.summaries.exclude(released_on=None).values_list("item", "text"))
    return tuple(
        Part(
            key=item.key,
            title=item.title,
            asks=item.asks,
            need=Need(item.need),
            narrative=sections[item.key].narrative,
            other_evidence=sections[item.key].other_evidence,
            evidence=tuple(held[key] for key in item.evidence_keys(report.edition.year) if key in held),
            summaries={key: released[key] for key in item.evidence_keys(report.edition.year) if key in released},
        )
        for item in EditionItem.objects.filter(edition=report.edition_id).order_by("position")
        if item.key in sections
    )


def gaps_in(parts: Iterable[Part]) -> list[Gap]:
    """What the guidance asks for and the report does not have: no evidence yet, or nothing written yet."""
    found = [
        gap_in(
            title=part.title,
            key=part.key,
            need=part.need,
            counts=[row.count for row in part.evidence],
            has_words=bool(part.narrative),
            has_other=bool(part.other_evidence),
        )
        for part in parts
    ]
    return [gap for gap in found if gap]


def whole_of(report: Report, parts: tuple[Part, ...], as_at: date, *, draft: bool) -> Whole:
    commentary = commentary_of(report)
    return Whole(
        title=report.title,
        partnership=settings.PARTNERSHIP["name"],
        period=report.period,
        edition=report.edition.name,
        as_at=as_at,
        parts=parts,
        commentary=commentary.text if commentary and commentary.given_on else "",
        draft=draft,
    )


def address(report: Report, item: str) -> str:
    return reverse("annual_report:figure", args=[report.slug, item])


def draft_of(report: Report, as_at: date, *, drawing: str = "linked") -> Content:
    """The report out of today's records. `drawing` is "linked" for a page, which does not wait for charts, "drawn" for a file."""
    parts = parts_of(report, evidence_seen(report, as_at))
    draw = DRAWINGS[drawing]
    return compose(whole_of(report, parts, as_at, draft=True), lambda row: draw(row, address(report, row.item)))


def text_to_sign(report: Report, as_at: date) -> tuple[Content, list[Gap]]:
    """The text that is to be frozen, with its charts drawn, and what it lacks: read afresh from every room."""
    parts = parts_of(report, evidence_of(report, as_at))
    whole = whole_of(report, parts, as_at, draft=False)
    return compose(whole, lambda row: figures.drawn(row, address(report, row.item))), gaps_in(parts)


def content_of(report: Report, as_at: date, *, drawing: str = "linked") -> Content:
    """What was published or is for signature, as it was frozen; else a draft out of today's records."""
    if report.is_published:
        return from_json(report.publication.content)
    return from_json(report.proposed or {}) if report.is_frozen else draft_of(report, as_at, drawing=drawing)


def draft_figure(report: Report, item: str, as_at: date) -> str | None:
    """The SVG of one chart of a report that is not frozen, or None when there is nothing to draw."""
    row = evidence_seen(report, as_at).get(item)
    kept = composing.releasable(row) if row else None
    return figures.drawn(kept, "").svg if kept and composing.has_chart(kept) else None


def final_content(report: Report, gaps_reason: str) -> Content:
    """What publishing would freeze now: the signed text with its signatures, and the reason for its gaps."""
    listed = "; ".join(f"{row['title']}: {row['what']}" for row in report.gaps)
    gaps = f"{listed}. {gaps_reason}" if report.gaps else ""
    return composing.signed(from_json(report.proposed or {}), signature_rows(report), gaps, settings.PARTNERSHIP["name"])


def described(content: Content) -> dict[str, Any]:
    """The tree as it is stored: exactly what JSON gives back."""
    return json.loads(json.dumps(to_json(content)))


def fingerprint(described: dict[str, Any]) -> str:
    """SHA-256 of a tree's canonical JSON: a signature names the text that it stands under by it."""
    return hashlib.sha256(json.dumps(described, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
