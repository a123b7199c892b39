import hashlib
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents import store
from hamlet.foundations.documents.inspection import content_type
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.rules import Marking, State, neutral_name
from hamlet.foundations.records import Refusal

MEGABYTE = 1024 * 1024


class TooLarge(Refusal):
    """The file is larger than settings.DOCUMENT_MAX_BYTES."""

    about = "upload"


@transaction.atomic
def keep_document(
    *, upload: UploadedFile, on: models.Model, title: str = "", marking: Marking = Marking.OFFICIAL, name: str = "", by: Any
) -> Document:
    """Keeps an uploaded file on a record. Refuses one that is too large, of a kind not taken, or not what it says it is.

    The name that a restricted file came with could itself tell of a child: it is not kept, and `name` stands for it.
    """
    size, own = upload.size or 0, str(upload.name)
    if size > settings.DOCUMENT_MAX_BYTES:
        most = settings.DOCUMENT_MAX_BYTES // MEGABYTE
        raise TooLarge(f"{own} is {size / MEGABYTE:.0f} MB. The most that can be sent is {most} MB")
    content = upload.read()
    kind = content_type(own, content)
    state = State.WAITING if settings.VIRUS_SCANNER else State.READY
    given = neutral_name(name or str(on._meta.verbose_name), own) if marking is Marking.RESTRICTED else own
    title = (title or given)[:200]
    document = _keep(content, Document(file_name=given[-200:], title=title, content_type=kind, state=state.value))
    _hang(document, on=on, marking=marking, by=by)
    record("documents.kept", by=by, subject=on, document=document.pk, marking=marking.value)
    if state == State.WAITING:
        transaction.on_commit(lambda: _enqueue_scan(document.pk))
    return document


@transaction.atomic
def keep_made(
    *, content: bytes, name: str, kind: str, on: models.Model, title: str, marking: Marking = Marking.OFFICIAL, by: Any
) -> Document:
    """Keeps a file that this service itself made, such as a pack or a published report: it needs no scan."""
    document = _keep(content, Document(file_name=name[-200:], title=title[:200], content_type=kind, state=State.READY.value))
    _hang(document, on=on, marking=marking, by=by)
    record("documents.kept", by=by, subject=on, document=document.pk, marking=marking.value)
    return document


def _keep(content: bytes, document: Document) -> Document:
    document.id = uuid4()
    document.size, document.sha256 = len(content), hashlib.sha256(content).hexdigest()
    store.write(document.pk, [content])
    return document


def _hang(document: Document, *, on: models.Model, marking: Marking, by: Any) -> None:
    document.on_kind, document.on_id = on._meta.label_lower, str(on.pk)
    document.marking, document.kept_by = marking.value, by
    document.save(force_insert=True)


def _enqueue_scan(identity: UUID) -> None:
    from hamlet.foundations.documents.jobs import scan_document

    scan_document.enqueue(str(identity))


@transaction.atomic
def note_scan(*, document: Document, clean: bool, by: Any) -> Document:
    """Writes down what the scanner found. A document that no longer waits keeps the state it has."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state == State.WAITING.value:
        document.state = (State.READY if clean else State.REFUSED).value
        document.save(update_fields=["state"])
        record("documents.scanned", by=by, subject=document, state=document.state, holder=document.on_kind)
    return document


@transaction.atomic
def destroy_documents(*, on: models.Model, by: Any) -> int:
    """Disposal: the documents of a record and their bytes are gone for ever. Returns how many there were."""
    held = list(Document.objects.on(on))
    for document in held:
        transaction.on_commit(partial(store.remove, document.pk))
        document.delete()
    if held:
        record("documents.destroyed", by=by, subject=on, count=len(held))
    return len(held)
