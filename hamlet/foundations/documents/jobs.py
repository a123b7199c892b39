from datetime import date, timedelta
from typing import Any

import structlog
from django.conf import settings
from django_tasks import task

from hamlet.foundations.documents import scanner, store
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.operations import note_scan
from hamlet.foundations.documents.rules import State
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import now

log = structlog.get_logger()
TRY_AGAIN_AFTER = timedelta(minutes=5)


@task()
def scan_document(identity: str) -> None:
    """Asks the scanner about one document; comes back later when the scanner does not answer: the document waits."""
    document = Document.objects.get(pk=identity)
    if document.state == State.WAITING.value and not scan(document, system_person()):
        scan_document.using(run_after=now() + TRY_AGAIN_AFTER).enqueue(identity)


def scan(document: Document, by: Any) -> bool:
    """Whether the scanner answered. Nothing is locked while it works."""
    try:
        clean = scanner.is_clean(store.read(document.pk), settings.VIRUS_SCANNER)
    except OSError as error:
        log.warning("document_not_scanned", document=str(document.pk), error=type(error).__name__)
        return False
    note_scan(document=document, clean=clean, by=by)
    return True


def scan_waiting(today: date, by: Any) -> None:
    """Each morning, whatever became of the worker: documents that still wait are tried."""
    if settings.VIRUS_SCANNER:
        for document in Document.objects.filter(state=State.WAITING.value).order_by("kept_at", "id"):
            scan(document, by)
