"""What a pack is made of, so that the next one can say what changed."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.documents.rules import State as Scan
from hamlet.foundations.publishing.content import Content, to_json
from hamlet.foundations.references import StandingPaper, named
from hamlet.meetings.models import AgendaItem, Decision, Meeting, Pack, Paper
from hamlet.meetings.rules import State

KINDS = (
    ("items", "item"),
    ("papers", "paper"),
    ("standing", "standing paper"),
    ("minutes", "minutes"),
    ("decisions", "decision of the Executive"),
)


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in order, each item with the papers that were not withdrawn."""
    papers = Prefetch("papers", Paper.objects.standing().order_by("id"))
    return list(meeting.items.prefetch_related(papers).order_by("position"))


def shown_title(paper: Any) -> str:
    return "A restricted paper" if paper.marking == Marking.RESTRICTED.value else paper.title


def standing_papers(meeting: Meeting, at: datetime) -> list[StandingPaper]:
    """The papers that fill themselves, as they stand at a moment."""
    found = (named(path)(meeting.group, at) for path in settings.STANDING_PAPERS)
    return [paper for paper in found if paper is not None]


def digest_of(paper: StandingPaper) -> str:
    words = to_json(Content(paper.title, tuple(paper.blocks)))
    return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def manifest_of(meeting: Meeting, standing: Sequence[StandingPaper]) -> dict[str, Any]:
    items = items_of(meeting)
    papers = [paper for item in items for paper in item.papers.all()]
    arrived = ready(papers)
    before = last_minuted(meeting)
    return {
        "when": [meeting.starts_at.isoformat(), meeting.ends_at.isoformat()],
        "where": [meeting.way, meeting.place, meeting.link],
        "items": [{"id": row.pk, "title": row.title, "words": [row.note, row.presenter, row.minutes_allowed]} for row in items],
        "papers": [{"id": row.pk, "title": shown_title(row), "ready": row.pk in arrived} for row in papers],
        "standing": [{"id": paper.key, "title": paper.title, "digest": digest_of(paper)} for paper in standing],
        "minutes": [{"id": before.pk, "title": str(before), "approved": before.approved_on is not None}] if before else [],
        "decisions": [{"id": row.pk, "title": row.number} for row in released_to(meeting)],
    }


def ready(papers: list[Any]) -> set[int]:
    """The ids of the papers whose file came through the virus scan."""
    rows = Document.objects.filter(on_kind="meetings.paper", on_id__in=[str(row.pk) for row in papers], state=Scan.READY.value)
    return {int(identity) for identity in rows.values_list("on_id", flat=True)}


def what_changed(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """The differences between two packs, in sentences."""
    if before is None:
        return []
    found = ["The time was changed"] if before["when"] != after["when"] else []
    found += ["How or where it meets was changed"] if before["where"] != after["where"] else []
    for kind, word in KINDS:
        if kind not in before:  # a pack from before this was noted
            continue
        old, new = ({row["id"]: row for row in rows[kind]} for rows in (before, after))
        found += [f"New {word}: {row['title']}" for identity, row in new.items() if identity not in old]
        found += [
            f"{word.capitalize()} changed: {row['title']}" for identity, row in new.items() if old.get(identity, row) != row
        ]
        found += [f"{word.capitalize()} withdrawn: {row['title']}" for identity, row in old.items() if identity not in new]
    return found + (["The order of the items was changed"] if reordered(before["items"], after["items"]) else [])


def reordered(before: list[Any], after: list[Any]) -> bool:
    old, new = ([row["id"] for row in rows] for rows in (before, after))
    return [row for row in old if row in new] != [row for row in new if row in old]


def last_minuted(meeting: Meeting) -> Meeting | None:
    """The group's last meeting before this one, when its minutes are written."""
    rows = Meeting.objects.held().filter(group=meeting.group, starts_at__lt=meeting.starts_at)
    last = rows.order_by("-starts_at").first()
    return last if last and last.items.exclude(minute="").exists() else None


def released_to(meeting: Meeting) -> list[Decision]:
    """What the Executive decided and released that no pack of the group's other meetings has told it yet, oldest first."""
    if meeting.group.is_executive:
        return []
    packs = Pack.objects.filter(meeting__group=meeting.group).exclude(meeting=meeting).values_list("manifest", flat=True)
    told = [row["id"] for manifest in packs for row in manifest["decisions"]]
    rows = Decision.objects.filter(released=True, meeting__state=State.APPROVED.value).exclude(pk__in=told)
    return list(rows.order_by("-decided_on", "-id")[:100])[::-1]
