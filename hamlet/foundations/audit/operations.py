from typing import Any

from django.db import models, transaction

from hamlet.foundations.audit.models import Event, RecordKey
from hamlet.foundations.audit.private import conceal
from hamlet.foundations.handling import Handling


def record(
    verb: str,
    *,
    by: Any,
    subject: models.Model | None = None,
    changes: dict[str, tuple[Any, Any]] | None = None,
    **details: Any,
) -> Event:
    """Writes one event in the caller's transaction. `changes` maps a field to its value before and after.

    A change to a field that the subject's `handling` classes personal or special category, and a detail of such a name, is
    encrypted under the subject's own key. `by` may be None only for strangers (a refused sign-in, a refused page).
    """
    kind = subject._meta.label_lower if subject is not None else ""
    subject_id = str(subject.pk) if subject is not None else ""
    handling = getattr(subject, "handling", None)
    plain: dict[str, Any] = {}
    private: dict[str, Any] = {}
    for name, value in {**details, **({"changes": changes} if changes else {})}.items():
        if name == "changes":
            split_changes(value, handling, plain, private)
        elif handling is not None and handling.is_private(name):
            private[name] = speakable(value)
        else:
            plain[name] = speakable(value)
    return Event.objects.create(
        verb=verb,
        by=by if by is not None and by.pk else None,
        subject_kind=kind,
        subject_id=subject_id,
        details=plain,
        private=conceal(kind, subject_id, private),
    )


def split_changes(changes: dict[str, Any], handling: Handling | None, plain: dict[str, Any], private: dict[str, Any]) -> None:
    for field, (before, after) in changes.items():
        target = private if handling is not None and handling.is_private(field) else plain
        target.setdefault("changes", {})[field] = [speakable(before), speakable(after)]


def speakable(value: Any) -> Any:
    """A value as JSON can hold it: a record by its key, a date by ISO 8601."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | frozenset):
        return [speakable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): speakable(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def record_read(*, by: Any, subject: models.Model) -> Event:
    """A restricted record was opened."""
    return record("audit.opened", by=by, subject=subject)


def record_export(*, by: Any, what: str, count: int, form: str, subject: models.Model | None = None) -> Event:
    """A list left the system: what it was, how many rows, in which file format; with the record that it is about, if one."""
    return record("audit.exported", by=by, subject=subject, what=what, count=count, form=form)


@transaction.atomic
def destroy_record_key(*, kind: str, record_id: str, by: Any) -> None:
    """Disposal: the personal values of one record's events become unreadable for ever, while the chain still verifies."""
    RecordKey.objects.filter(kind=kind, record_id=record_id).delete()
    record("audit.disposed", by=by, kind=kind, record_id=record_id)
