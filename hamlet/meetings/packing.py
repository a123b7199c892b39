"""What a pack holds, as of the moment it is circulated: contents, agenda, papers, matters arising, standing papers, decisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from hamlet.foundations.design.dates import clock_time, long_date, moment
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.queries import content_of
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.documents.rules import State as Scan
from hamlet.foundations.publishing.combine import pack
from hamlet.foundations.publishing.content import Bullets, Content, Heading, Note, Paragraph, Table
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import LONDON
from hamlet.learning.queries import open_actions_of_group
from hamlet.meetings.models import AgendaItem, Decision, Meeting, Pack, Paper
from hamlet.meetings.rules import State


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in order, each item with the papers that were not withdrawn."""
    papers = Prefetch("papers", Paper.objects.standing().order_by("id"))
    return list(meeting.items.prefetch_related(papers).order_by("position"))


def manifest_of(meeting: Meeting) -> dict[str, Any]:
    """What the pack is made of, so that the next one can say what changed."""
    items = items_of(meeting)
    return {
        "when": meeting.starts_at.isoformat(),
        "items": [{"id": item.pk, "title": item.title} for item in items],
        "papers": [{"id": paper.pk, "title": shown_title(paper)} for item in items for paper in item.papers.all()],
        "decisions": [{"id": row.pk, "title": row.number} for row in released_to(meeting)],
    }


def shown_title(paper: Any) -> str:
    return "A restricted paper" if paper.marking == Marking.RESTRICTED.value else paper.title


def what_changed(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """The differences between two packs, in sentences."""
    if before is None:
        return []
    found = ["The time was changed"] if before["when"] != after["when"] else []
    for kind, word in (("items", "item"), ("papers", "paper"), ("decisions", "decision of the Executive")):
        old = {row["id"]: row["title"] for row in before[kind]}
        new = {row["id"]: row["title"] for row in after[kind]}
        found += [f"New {word}: {title}" for identity, title in new.items() if identity not in old]
        found += [f"{word.capitalize()} withdrawn: {title}" for identity, title in old.items() if identity not in new]
    return found


def content(title: str, blocks: Iterable[Any], meeting: Meeting, at: datetime) -> Content:
    day = long_date(meeting.starts_at)
    name = settings.PARTNERSHIP["name"]
    return Content(title, tuple(blocks), f"{meeting.group.name}, {day}", f"As of {moment(at)}", publisher=name)


def pack_pdf(meeting: Meeting, made: Pack, changed: list[str], at: datetime) -> bytes:
    parts = [("Agenda", to_pdf(content("Agenda", agenda_blocks(meeting, made, changed), meeting, at)))]
    parts.append(("Matters arising", to_pdf(content("Matters arising", arising_blocks(meeting), meeting, at))))
    parts += paper_parts(meeting, at)
    for path in settings.STANDING_PAPERS:
        paper = named(path)(meeting.group, at)
        if paper is not None:
            parts.append((paper.title, to_pdf(content(paper.title, paper.blocks, meeting, at))))
    decided = decision_blocks(meeting)
    if decided:
        parts.append(("Decisions of the Executive", to_pdf(content("Decisions of the Executive", decided, meeting, at))))
    title = f"{meeting.group.name}: pack {made.number}"
    when = f"{long_date(meeting.starts_at)}, {clock_time(meeting.starts_at)}"
    return pack(title, when, f"Circulated {moment(at)}", settings.PARTNERSHIP["name"], parts)


def agenda_blocks(meeting: Meeting, made: Pack, changed: list[str]) -> list[Any]:
    where = ", ".join(part for part in (meeting.way, meeting.place, meeting.link) if part)
    blocks: list[Any] = [Paragraph(f"{clock_time(meeting.starts_at)} to {clock_time(meeting.ends_at)}. {where}.")]
    if changed:
        blocks += [Note(f"Pack {made.number}. What changed since the last one:"), Bullets(tuple(changed))]
    rows = tuple((str(item.position), item.title, item.presenter or "–", str(item.minutes_allowed)) for item in items_of(meeting))
    return [*blocks, Table("Agenda", ("No.", "Item", "Presented by", "Minutes"), rows, (3,))]


def arising_blocks(meeting: Meeting) -> list[Any]:
    today = meeting.starts_at.astimezone(LONDON).date()
    actions = open_actions_of_group(meeting.group_id)[:200]
    rows = tuple((row.reference, row.title, str(row.owner), long_date(row.due_on), row.standing(today).value) for row in actions)
    if not rows:
        return [Paragraph("This group has no open action.")]
    return [Table("Open actions of this group", ("Action", "What", "Owner", "Due", "At the meeting"), rows)]


def paper_parts(meeting: Meeting, at: datetime) -> list[tuple[str, bytes]]:
    parts = []
    for item in items_of(meeting):
        for paper in item.papers.all():
            document = Document.objects.on(paper).first()
            parts.append((f"{item.position}. {shown_title(paper)}", paper_pdf(paper, document, meeting, at)))
    return parts


def paper_pdf(paper: Any, document: Document | None, meeting: Meeting, at: datetime) -> bytes:
    """The paper itself when it is a PDF that may be in the pack; otherwise a page that says where it is."""
    if paper.marking == Marking.RESTRICTED.value:
        why = "This paper is restricted, so it stays outside the pack. Those who may read it open it on the meeting’s page."
    elif document is None or document.state != Scan.READY.value:
        why = "This paper waits for its virus scan. It will be on the meeting’s page."
    elif document.content_type == "application/pdf":
        return content_of(document)
    else:
        why = f"This paper is a separate file ({document.file_name}). Download it from the meeting’s page."
    return to_pdf(content(shown_title(paper), [Heading(1, "A paper outside the pack"), Paragraph(why)], meeting, at))


def released_to(meeting: Meeting) -> list[Decision]:
    """What the Executive decided and released that no pack of the group's other meetings has told it yet, oldest first."""
    if meeting.group.is_executive:
        return []
    packs = Pack.objects.filter(meeting__group=meeting.group).exclude(meeting=meeting).values_list("manifest", flat=True)
    told = [row["id"] for manifest in packs for row in manifest["decisions"]]
    rows = Decision.objects.filter(released=True, meeting__state=State.APPROVED.value).exclude(pk__in=told)
    return list(rows.order_by("-decided_on", "-id")[:100])[::-1]


def decision_blocks(meeting: Meeting) -> list[Any]:
    rows = tuple((row.number, long_date(row.decided_on), row.text, row.reasons) for row in released_to(meeting))
    return [Table("Decisions and their reasons", ("Number", "Date", "Decision", "Reasons"), rows)] if rows else []
