from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.operations import keep_document
from hamlet.foundations.identifying import could_identify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.learning.models import Evidence, Recommendation
from hamlet.learning.operations.actions import NotSaid
from hamlet.learning.operations.briefings import CouldIdentify
from hamlet.learning.rules.ladder import EvidenceKind, Strength


class NotEvidence(Refusal):
    """The days of it do not fit, or the recommendation is not accepted."""


@transaction.atomic
def add_evidence(
    *,
    recommendation: Recommendation,
    kind: EvidenceKind,
    text: str,
    speaks_of: date,
    strength: Strength,
    expires_on: date | None = None,
    upload: UploadedFile | None = None,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Evidence:
    """Adds evidence to an accepted recommendation, or to a part of a joint one. `speaks_of` is the day that it tells of.

    Refuses a day to come, and an expiry before the day that it tells of.
    """
    if made := made_once(Evidence, made_with):
        return made
    _check(recommendation, text, speaks_of, expires_on, on)
    row = Evidence.objects.create(
        recommendation=recommendation,
        kind=kind.value,
        text=text.strip(),
        speaks_of=speaks_of,
        strength=strength.value,
        expires_on=expires_on,
        added_on=on,
        added_by=by,
        **({"made_with": made_with} if made_with else {}),
    )
    if upload:
        keep_document(upload=upload, on=row, by=by)
    record("learning.evidence_added", by=by, subject=recommendation, kind=kind.value.lower())
    return row


def _check(recommendation: Recommendation, text: str, speaks_of: date, expires_on: date | None, on: date) -> None:
    if recommendation.closed_on:
        raise NotEvidence(f"{recommendation} was dissolved: give it to what it joined")
    if not recommendation.rung:
        raise NotEvidence(f"{recommendation} is not accepted: evidence is of what was agreed")
    if not text.strip():
        raise NotSaid("Enter what it shows")
    if speaks_of > on:
        raise NotEvidence("Evidence tells of a day that has come: enter today or earlier")
    if expires_on and expires_on < speaks_of:
        raise NotEvidence("It expires after the day that it tells of")


@transaction.atomic
def release_evidence(*, evidence: Evidence, names_nobody: bool, on: date, seen_version: int | None, by: Any) -> Evidence:
    """Releases an item into the yearly report and onto the learning page, word for word.

    Refuses whoever added it, one that was withdrawn or released before, and a text that could identify someone unless `names_nobody`.
    """
    row = locked(evidence, seen_version)
    if row.withdrawn_on or row.released_on or row.copied_from_id:
        raise NotEvidence("This was withdrawn or released already")
    if row.added_by_id == by.pk:
        raise NotEvidence("You added this: somebody else releases it")
    hits = could_identify(row.text)
    if hits and not names_nobody:
        said = ", ".join(sorted({hit.what.value.lower() for hit in hits}))
        raise CouldIdentify(f"This could identify someone: {said}. Confirm that it names nobody, or leave it")
    row.released_on, row.released_by = on, by
    row.save(update_fields=["released_on", "released_by", "version"])
    record("learning.evidence_released", by=by, subject=row.recommendation, kind=row.kind.lower(), confirmed=bool(hits))
    return row


@transaction.atomic
def hold_back_evidence(*, evidence: Evidence, seen_version: int | None, by: Any) -> Evidence:
    """Takes a released item back: out of the report that is still being written, and off the learning page."""
    row = locked(evidence, seen_version)
    if not row.released_on:
        raise NotEvidence("This is not released")
    row.released_on, row.released_by = None, None
    row.save(update_fields=["released_on", "released_by", "version"])
    record("learning.evidence_held_back", by=by, subject=row.recommendation, kind=row.kind.lower())
    return row


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, because: str, on: date, seen_version: int | None, by: Any) -> Evidence:
    """Withdraws an item that should not count, with why. It stays on record; the rung is looked at again by a person."""
    if not because.strip():
        raise NotSaid("Say why it is withdrawn")
    row = locked(evidence, seen_version)
    if row.withdrawn_on:
        raise NotEvidence(f"This was withdrawn on {row.withdrawn_on:%-d %B %Y}")
    row.withdrawn_on, row.withdrawn_because = on, because
    row.save(update_fields=["withdrawn_on", "withdrawn_because", "version"])
    record("learning.evidence_withdrawn", by=by, subject=row.recommendation)
    return row
