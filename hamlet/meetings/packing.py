"""What a pack holds, as of the moment it is circulated: contents, agenda, last minutes, matters arising, papers, decisions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from hamlet.foundations.design.dates import clock_time, long_date, moment
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.queries import content_of
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.documents.rules import State as Scan
from hamlet.foundations.publishing.combine import pack
from hamlet.foundations.publishing.content import Bullets, Content, Heading, Note, Paragraph, Table, paragraphs
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.references import StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.learning.queries import open_actions_of_group
from hamlet.meetings.manifest import items_of, last_minuted, released_to, shown_title
from hamlet.meetings.models import Meeting, Pack
from hamlet.meetings.rules import ConcernState

Part = tuple[str, bytes]


def pack_pdf(meeting: Meeting, made: Pack, changed: list[str], standing: Sequence[StandingPaper], at: datetime) -> bytes:
    parts = [part("Agenda", agenda_blocks(meeting, made, changed), meeting, at)]
    before = last_minuted(meeting)
    if before:
        parts.append(part("Minutes of the last meeting", minutes_blocks(before), meeting, at))
    parts.append(part("Matters arising", arising_blocks(meeting), meeting, at))
    parts += [*paper_parts(meeting, at), *standing_parts(meeting, standing, at)]
    for title, blocks in (
        ("Themes and concerns", concern_blocks(meeting)),
        ("Decisions of the Executive", decision_blocks(meeting)),
    ):
        if blocks:
            parts.append(part(title, blocks, meeting, at))
    title = f"{meeting.group.name}: pack {made.number}"
    when = f"{long_date(meeting.starts_at)}, {clock_time(meeting.starts_at)}"
    when += f". {marking_of(meeting, standing).value}"
    return pack(title, when, f"Circulated {moment(at)}", settings.PARTNERSHIP["name"], parts)


def marking_of(meeting: Meeting, standing: Sequence[StandingPaper]) -> Marking:
    """The highest marking of what is inside: restricted papers stay outside."""
    inside = {paper.marking for item in items_of(meeting) for paper in item.papers.all()}
    sensitive = Marking.OFFICIAL_SENSITIVE.value in inside or any(paper.sensitive for paper in standing)
    return Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL


def part(title: str, blocks: Iterable[Any], meeting: Meeting, at: datetime) -> Part:
    day, name = long_date(meeting.starts_at), settings.PARTNERSHIP["name"]
    made = Content(title, tuple(blocks), f"{meeting.group.name}, {day}", f"As of {moment(at)}", publisher=name)
    return title, to_pdf(made)


def agenda_blocks(meeting: Meeting, made: Pack, changed: list[str]) -> list[Any]:
    where = ", ".join(said for said in (meeting.way, meeting.place, meeting.link) if said)
    blocks: list[Any] = [Paragraph(f"{clock_time(meeting.starts_at)} to {clock_time(meeting.ends_at)}. {where}.")]
    if changed:
        blocks += [Note(f"Pack {made.number}. What changed since the last one:"), Bullets(tuple(changed))]
    items = items_of(meeting)
    rows = tuple((str(row.position), row.title, row.presenter or "–", str(row.minutes_allowed), papers_of(row)) for row in items)
    blocks.append(Table("Agenda", ("No.", "Item", "Presented by", "Minutes", "Papers"), rows, (3,)))
    for row in items:
        if row.note.strip():
            blocks += [Heading(1, str(row)), *paragraphs(row.note)]
    return blocks


def papers_of(item: Any) -> str:
    return "; ".join(f"{shown_title(row)} ({row.marking})" for row in item.papers.all()) or "–"


def minutes_blocks(before: Meeting) -> list[Any]:
    """The record of the group's last meeting: who came, what was said, what was decided."""
    approved = f"Approved on {long_date(before.approved_on)}." if before.approved_on else "Not approved yet."
    blocks: list[Any] = [Paragraph(f"{before}. {approved}"), Paragraph(before.quorum_sentence)]
    came = before.attendances.select_related("seat").order_by("seat__capacity", "id")
    rows = tuple((row.seat.post_title, row.came + (f": {row.deputy}" if row.deputy else "")) for row in came)
    if rows:
        blocks.append(Table("Who came", ("Seat", "Came"), rows))
    for item in before.items.exclude(minute="").order_by("position"):
        blocks += [Heading(1, str(item)), *paragraphs(item.minute)]
    decided = tuple((row.number, row.text, row.reasons) for row in before.decisions.order_by("id"))
    return [*blocks, Table("What was decided", ("Number", "Decision", "Reasons"), decided)] if decided else blocks


def arising_blocks(meeting: Meeting) -> list[Any]:
    today = meeting.starts_at.astimezone(LONDON).date()
    actions = open_actions_of_group(meeting.group_id)[:200]
    rows = tuple((row.reference, row.title, str(row.owner), long_date(row.due_on), row.standing(today).value) for row in actions)
    if not rows:
        return [Paragraph("This group has no open action.")]
    return [Table("Open actions of this group", ("Action", "What", "Owner", "Due", "At the meeting"), rows)]


def paper_parts(meeting: Meeting, at: datetime) -> list[Part]:
    parts = []
    for item in items_of(meeting):
        for paper in item.papers.all():
            document = Document.objects.on(paper).first()
            title = f"{item.position}. {shown_title(paper)}"
            why = why_outside(paper, document)
            blocks = [Heading(1, "A paper outside the pack"), Paragraph(why)]
            parts.append(part(title, blocks, meeting, at) if why else (title, content_of(document)))
    return parts


def why_outside(paper: Any, document: Any) -> str:
    """Why a paper is not itself in the pack; "" when it is."""
    if paper.marking == Marking.RESTRICTED.value:
        return "This paper is restricted, so it stays outside the pack. Those who may read it open it on the meeting’s page."
    if document is not None and document.state == Scan.REFUSED.value:
        return "The virus scan refused this paper."
    if document is None or document.state != Scan.READY.value:
        return "This paper waits for its virus scan. It will be on the meeting’s page."
    if document.content_type != "application/pdf":
        return f"This paper is a separate file ({document.file_name}). Download it from the meeting’s page."
    return ""


def standing_parts(meeting: Meeting, standing: Sequence[StandingPaper], at: datetime) -> list[Part]:
    """The papers that fill themselves; one that has its item on the agenda bears that item's number."""
    places = dict(meeting.items.exclude(standing_key="").values_list("standing_key", "position"))
    parts = []
    for paper in standing:
        number = f"{places[paper.key]}. " if paper.key in places else ""
        parts.append(part(number + paper.title, paper.blocks, meeting, at))
    return parts


def concern_blocks(meeting: Meeting) -> list[Any]:
    rows = meeting.group.concerns.exclude(state=ConcernState.CLOSED.value).select_related("raised_by").order_by("raised_on", "id")
    said = tuple((row.title, str(row.raised_by), long_date(row.raised_on), row.state, row.outcome or "–") for row in rows[:200])
    return [Table("Open themes and concerns", ("What", "Raised by", "Raised", "State", "So far"), said)] if said else []


def decision_blocks(meeting: Meeting) -> list[Any]:
    rows = tuple((row.number, long_date(row.decided_on), row.text, row.reasons) for row in released_to(meeting))
    return [Table("Decisions and their reasons", ("Number", "Date", "Decision", "Reasons"), rows)] if rows else []
