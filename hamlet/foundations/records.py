"""What every record shares: a version that tells a stale form, a one-use key that stops a double click, a refusal."""

from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connection, models

Row = TypeVar("Row", bound="Record")


class Refusal(Exception):
    """An operation declined. `str(refusal)` is the sentence that the person reads; `about` names the field it is about, if one."""

    about = ""


class ChangedMeanwhile(Refusal):
    """The record was changed after the form was opened."""


class Record(models.Model):
    version = models.PositiveIntegerField(default=1, editable=False)
    made_with = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


def locked(row: Row, seen_version: int | None) -> Row:
    """The row again, locked until the transaction ends, with its version moved on by one (saved by the caller).

    Refuses with ChangedMeanwhile when `seen_version` is given and is not the version the row now has.
    """
    fresh = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if seen_version is not None and fresh.version != seen_version:
        raise ChangedMeanwhile(
            "Someone changed this since you opened it, so nothing of yours was saved. What you typed is still here: "
            "copy it, open the page anew to see what changed, and put yours in again."
        )
    fresh.version += 1
    return fresh


def one_at_a_time(what: str) -> None:
    """Keeps out whoever else asks for the same `what` until the transaction ends: for the next number of a sequence, or a rule
    over rows that are yet to be written. On SQLite a transaction that writes is alone already (BEGIN IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def made_once(model: type[Row], made_with: UUID | None) -> Row | None:
    """What an earlier submission of the same form already made, so that a double click makes one thing.

    The second click waits until the first is done.
    """
    if made_with is None:
        return None
    one_at_a_time(f"{model._meta.label}:{made_with}")
    return model._default_manager.filter(made_with=made_with).first()


def changes(row: models.Model, **new: Any) -> dict[str, tuple[Any, Any]]:
    """Sets the given fields on `row` and returns the before and after of those that differ, as `record` takes them."""
    found = {}
    for name, value in new.items():
        before = getattr(row, name)
        if before != value:
            found[name] = (before, value)
            setattr(row, name, value)
    return found
