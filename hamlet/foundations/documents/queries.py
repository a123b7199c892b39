from typing import Any

from django.conf import settings
from django.db import models

from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.store import read
from hamlet.foundations.references import named


def documents_on(holder: models.Model) -> Any:
    """The documents that hang on a record, oldest first. The caller leaves out what this reader may not open."""
    return Document.objects.on(holder).select_related("kept_by").order_by("kept_at", "id")


def may_open(user: Any, document: Document) -> bool:
    """Whether the record on which it hangs lets this person open it; a kind of record that nobody answers for is closed."""
    path = settings.DOCUMENT_HOLDERS.get(document.on_kind)
    return path is not None and bool(named(path)(user, document))


def content_of(document: Document) -> bytes:
    """The bytes of a document, for a pack or a report that was allowed to hold it."""
    return read(document.pk)
