from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.encryption import encrypt
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.insight.models import Return, Upload
from hamlet.insight.operations.returns import SentAlready, supply_figures
from hamlet.insight.queries.uploads import Table, preview
from hamlet.insight.rules.returns import State


class StillWrong(Refusal):
    """Some rows are wrong, so none is taken in."""


class TakenAlready(Refusal):
    """The rows were taken in, or deleted after a day."""


@transaction.atomic
def keep_upload(*, source: Return, table: Table, at: datetime, made_with: UUID | None = None, by: Any) -> Upload:
    """Keeps the rows of a file of figures, encrypted, until they are taken in or a day has passed. Its name is not kept.

    The table is what `table_from` read before: nobody waits for the transaction while a file is read. Refuses one for a return
    that waits for its second person.
    """
    if made := made_once(Upload, made_with):
        return made
    if source.state == State.SENT.value:
        raise SentAlready("The return waits for its sign-off. Ask the person who signs to send it back first")
    words: dict[str, Any] = {"source": source, "name": table.kind, "by": by, "uploaded_at": at, "made_with": made_with or uuid4()}
    upload = Upload.objects.create(**words, sealed_rows=encrypt(table.sealed()))
    record("insight.upload_kept", by=by, subject=upload)
    return upload


@transaction.atomic
def take_in(*, upload: Upload, at: datetime, seen_version: int | None, by: Any) -> Upload:
    """Takes every row in, or none. A second click finds the first one's work; the rows are forgotten once they are in.

    `seen_version` is the return's, as the preview showed it: refuses when somebody put figures in meanwhile.
    """
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if fresh.taken_at:
        return fresh
    row = locked(upload, None)
    found = preview(row)
    if found.read.problems:
        raise StillWrong(f"Nothing was taken in. {found.read.problems[0]}")
    supply_figures(source=row.source, lines=found.read.lines, at=at, seen_version=seen_version, by=by)
    row.taken_at, row.sealed_rows = at, ""
    row.save(update_fields=["taken_at", "sealed_rows", "version"])
    record("insight.upload_taken", by=by, subject=row)
    return row


@transaction.atomic
def forget_upload(*, upload: Upload, by: Any) -> None:
    record("insight.upload_forgotten", by=by, subject=upload)
    upload.delete()


def forget_uploads(today: date, by: Any) -> None:
    """Each morning: what was uploaded before yesterday's morning is deleted, taken in or not."""
    for upload in Upload.objects.filter(uploaded_at__date__lt=today - timedelta(days=1)):
        forget_upload(upload=upload, by=by)
