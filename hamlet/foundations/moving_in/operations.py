from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.moving_in.cells import as_text
from hamlet.foundations.moving_in.engine import let_in
from hamlet.foundations.moving_in.models import Upload, sealed
from hamlet.foundations.moving_in.queries import importer_of
from hamlet.foundations.moving_in.rules import MOST_COLUMNS, MOST_ROWS, Importer, State
from hamlet.foundations.publishing.sheets import read_numbered
from hamlet.foundations.records import Refusal, locked, made_once

SHOWN_PROBLEMS = 200


class NotForHere(Refusal):
    """The file is not one that can move in."""


class RowsWrong(Refusal):
    """Some rows cannot be let in, so none is."""


class RowsGone(Refusal):
    """The rows were imported already, or deleted after a day."""


@transaction.atomic
def keep_upload(*, importer: Importer, name: str, content: bytes, at: datetime, made_with: UUID | None = None, by: Any) -> Upload:
    """Reads a CSV or XLSX file and keeps its rows, encrypted, until they are imported or a day has passed.

    Refuses what is no table, what has headings only, and more than rules.MOST_ROWS rows.
    """
    made = made_once(Upload, made_with)
    if made:
        return made
    table = [(number, [as_text(cell) for cell in row[:MOST_COLUMNS]]) for number, row in read_numbered(content, name)]
    if len(table) < 2:
        raise NotForHere(f"{name} has headings and no rows below them")
    if len(table) - 1 > MOST_ROWS:
        raise NotForHere(f"{name} has {len(table) - 1:,} rows. Send at most {MOST_ROWS:,} at a time")
    upload = Upload.objects.create(
        importer=importer.key,
        name=name[-200:],
        by=by,
        uploaded_at=at,
        row_count=len(table) - 1,
        sealed_rows=sealed(table),
        made_with=made_with or uuid4(),
    )
    record("moving_in.uploaded", by=by, subject=upload, what=importer.title.lower(), rows=upload.row_count)
    return upload


def _waiting(upload: Upload, seen_version: int | None) -> Upload:
    upload = locked(upload, seen_version)
    if not upload.sealed_rows:
        raise RowsGone("These rows were imported already. Upload the file again to import more")
    return upload


@transaction.atomic
def check_rows(*, upload: Upload, mapping: dict[str, int], seen_version: int | None, by: Any) -> Upload:
    """Tries every row with the columns so mapped and takes it all back: what stays is the report of what would happen."""
    upload = _waiting(upload, seen_version)
    report = let_in(importer_of(upload.importer), mapping, upload.table(), keep=False, by=by)
    upload.state, upload.mapping = State.CHECKED.value, mapping
    upload.new_count, upload.same_count, upload.problem_count = report.new, report.same, len(report.problems)
    shown = report.problems[:SHOWN_PROBLEMS]
    upload.sealed_problems = sealed([(problem.row, problem.column, problem.sentence) for problem in shown])
    counts = ["new_count", "same_count", "problem_count"]
    upload.save(update_fields=["state", "mapping", *counts, "sealed_problems", "version"])
    wrong = len(report.problems)
    record("moving_in.checked", by=by, subject=upload, new=report.new, same=report.same, wrong=wrong)
    return upload


@transaction.atomic
def import_rows(*, upload: Upload, seen_version: int | None = None, by: Any) -> Upload:
    """Lets every row in, or none. What is here already is left as it is; the rows are forgotten once they are in.

    Refuses rows that were not checked, and rows that went wrong since. A second click finds the first one's work.
    """
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if fresh.state == State.IMPORTED.value:
        return fresh
    upload = _waiting(upload, seen_version)
    if upload.state != State.CHECKED.value:
        raise RowsWrong("Say which column is which first")
    importer = importer_of(upload.importer)
    report = let_in(importer, upload.mapping, upload.table(), keep=True, by=by)
    if report.problems:
        raise RowsWrong(f"Nothing was imported. {report.problems[0]}. Check the columns again to see every problem")
    upload.state, upload.new_count, upload.same_count = State.IMPORTED.value, report.new, report.same
    upload.sealed_rows = upload.sealed_problems = ""
    upload.save(update_fields=["state", "new_count", "same_count", "sealed_rows", "sealed_problems", "version"])
    record("moving_in.imported", by=by, subject=upload, what=importer.title.lower(), new=report.new, same=report.same)
    return upload


@transaction.atomic
def forget_upload(*, upload: Upload, by: Any) -> None:
    record("moving_in.forgotten", by=by, subject=upload)
    upload.delete()


def forget_uploads(today: date, by: Any) -> None:
    """Each morning: what was uploaded before yesterday's morning is deleted, imported or not."""
    for upload in Upload.objects.filter(uploaded_at__date__lt=today - timedelta(days=1)):
        forget_upload(upload=upload, by=by)
