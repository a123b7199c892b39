from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.operations import keep_document, keep_made
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.publishing.combine import page_count
from hamlet.foundations.records import locked, made_once
from hamlet.meetings.manifest import manifest_of, standing_papers, what_changed
from hamlet.meetings.models import AgendaItem, Meeting, Pack, Paper
from hamlet.meetings.operations.agenda import NotNow, changeable
from hamlet.meetings.operations.forward import once
from hamlet.meetings.operations.planning import tell_group
from hamlet.meetings.packing import marking_of, pack_pdf
from hamlet.meetings.rules import State, may_follow, stands


@transaction.atomic
def add_paper(
    *, item: AgendaItem, upload: UploadedFile, title: str, marking: Marking, at: datetime, made_with: UUID | None = None, by: Any
) -> Paper:
    """Adds a paper to an item of a meeting that is still to come. A circulated meeting then owes its members the next pack."""
    made = made_once(Paper, made_with)
    if made:
        return made
    meeting = changeable(item.meeting)
    check_pdf(upload)
    paper = Paper.objects.create(item=item, title=title, marking=marking.value, added_by=by, added_at=at, **once(made_with))
    keep_document(upload=upload, on=paper, title=title, marking=marking, by=by)
    record("meetings.paper_added", by=by, subject=meeting)
    return paper


def check_pdf(upload: UploadedFile) -> None:
    """Refuses a PDF that could not be merged into a pack. What is no PDF, or too large, `keep_document` refuses in its own words."""
    if (upload.size or 0) <= settings.DOCUMENT_MAX_BYTES and upload.read(4) == b"%PDF":
        upload.seek(0)
        page_count(upload.read(), str(upload.name))
    upload.seek(0)


@transaction.atomic
def withdraw_paper(*, paper: Paper, at: datetime, by: Any) -> Paper:
    """Takes a paper out of the next pack of a meeting that is still to come. It stays on record, and in packs that were circulated."""
    meeting = changeable(paper.item.meeting)
    paper = locked(paper, None)
    paper.withdrawn_at = paper.withdrawn_at or at
    paper.save(update_fields=["withdrawn_at", "version"])
    record("meetings.paper_withdrawn", by=by, subject=meeting)
    return paper


@transaction.atomic
def circulate_pack(*, meeting: Meeting, at: datetime, seen_version: int | None, by: Any) -> Pack:
    """Freezes the next numbered pack as one PDF and tells everyone who sits in the group.

    Refuses a meeting that was held or cancelled, and a second pack in which nothing has changed. Two at once make one pack: the
    second sees that the meeting was changed.
    """
    meeting = locked(meeting, seen_version)
    if not may_follow(State(meeting.state), State.CIRCULATED):
        raise NotNow(f"{stands(meeting.state)}: its pack is not circulated any more")
    last = Pack.objects.filter(meeting=meeting).order_by("-number").first()
    standing = standing_papers(meeting, at)
    manifest = manifest_of(meeting, standing)
    changed = what_changed(last.manifest if last else None, manifest)
    if last and not changed:
        raise NotNow(f"Nothing has changed since pack {last.number} was circulated")
    number = last.number + 1 if last else 1
    pack = Pack.objects.create(
        meeting=meeting, number=number, circulated_at=at, circulated_by=by, manifest=manifest, changes="\n".join(changed)
    )
    content = pack_pdf(meeting, pack, changed, standing, at)
    name = f"{meeting.group.slug}-{meeting.starts_at:%Y-%m-%d}-pack-{number}.pdf"
    given: dict[str, Any] = {"title": f"Pack {number}", "marking": marking_of(meeting, standing)}
    keep_made(content=content, name=name, kind="application/pdf", on=pack, **given, by=by)
    meeting.state = State.CIRCULATED.value
    meeting.save(update_fields=["state", "version"])
    record("meetings.pack_circulated", by=by, subject=meeting, number=number)
    tell_group(meeting, "Papers for a meeting", f"pack.{number}", by)
    return pack
