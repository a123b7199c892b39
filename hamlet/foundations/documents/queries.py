from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models

from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.store import read
from hamlet.foundations.references import named


def documents_on(holder: models.Model) -> Any:
    """The documents that hang on a record, oldest first. The caller leaves out what this reader may not open."""
    return Document.objects.on(holder).select_related("kept_by").order_by("kept_at", "id")


def document_keys(kind: str, holders: Iterable[object]) -> list[str]:
    """The keys of the documents that hang on the given records of one kind."""
    rows = Document.objects.filter(on_kind=kind, on_id__in=[str(key) for key in holders])
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def holder_keys(documents: Iterable[str]) -> dict[str, str]:
    """By the key of a document, the key of the record on which it hangs."""
    return {str(pk): on_id for pk, on_id in Document.objects.filter(pk__in=documents).values_list("pk", "on_id")}


def may_open(user: Any, document: Document) -> bool:
    """Whether the record on which it hangs lets this person open it; a kind of record that nobody answers for is closed."""
    path = settings.DOCUMENT_HOLDERS.get(document.on_kind)
    return path is not None and bool(named(path)(user, document))


def content_of(document: Document) -> bytes:
    """The bytes of a document, for a pack or a report that was allowed to hold it."""
    return read(document.pk)
