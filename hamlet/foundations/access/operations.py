from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.rules import Role

DAY = timedelta(days=1)


@dataclass(frozen=True)
class SeatGrant:
    """One role that a seat gives: who gets it, where, and the sentence that says why."""

    person: Any
    role: Role
    reason: str
    starts_on: date
    ends_on: date | None = None
    group_id: int | None = None
    agency_id: int | None = None


def write_grants(*, source_kind: str, source_id: object, grants: list[SeatGrant]) -> None:
    """Makes the grants of one seat exactly those given: the operation that writes a seat calls it in its own transaction.

    `source_kind` and `source_id` name the seat. Grants that no longer follow from it are removed; a grant that was held and has
    ended keeps its dates, so that history can say who could see what on any day. The seat's own audit event covers it.
    """
    kept = []
    for grant in grants:
        row, _ = Grant.objects.update_or_create(
            source_kind=source_kind,
            source_id=str(source_id),
            person=grant.person,
            role=grant.role.value,
            defaults={
                "reason": grant.reason,
                "starts_on": grant.starts_on,
                "ends_on": grant.ends_on,
                "group_id": grant.group_id,
                "agency_id": grant.agency_id,
            },
        )
        kept.append(row.pk)
    Grant.objects.filter(source_kind=source_kind, source_id=str(source_id)).exclude(pk__in=kept).delete()


def pass_on(*, source_kind: str, source_id: object, grant: SeatGrant, on: date) -> None:
    """Gives the role of one seat to the person of `grant`: whoever had it before keeps it in history, to the day before `on`."""
    before = [row for row in grants_of(source_kind=source_kind, source_id=source_id) if row.person != grant.person]
    ended = [row if row.ends_on else replace(row, ends_on=max(on - DAY, row.starts_on)) for row in before]
    write_grants(source_kind=source_kind, source_id=source_id, grants=[*ended, grant])


def grants_of(*, source_kind: str, source_id: object) -> list[SeatGrant]:
    """The grants that one seat gave, those that ended included, as `write_grants` takes them."""
    rows = Grant.objects.filter(source_kind=source_kind, source_id=str(source_id)).select_related("person").order_by("id")
    return [
        SeatGrant(row.person, Role(row.role), row.reason, row.starts_on, row.ends_on, row.group_id, row.agency_id) for row in rows
    ]
