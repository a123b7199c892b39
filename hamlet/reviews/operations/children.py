from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.reviews.models import Case, Child
from hamlet.reviews.operations.incidents import NotSaid
from hamlet.reviews.queries.notification import duties_of
from hamlet.reviews.rules.cases import most_children


class TooMany(Refusal):
    """The edition takes no more children in detail in one notification."""


@transaction.atomic
def describe_child(
    *, case: Case, child: Child | None, made_with: UUID | None = None, seen_version: int | None = None, by: Any, **details: str
) -> Child:
    """Describes a child of the incident, a new one without `child`. Refuses more than the edition takes in one notification; where it
    takes one, each child gets a notification of its own.
    """
    if child is None and (made := made_once(Child, made_with)):
        return made
    Case.objects.select_for_update().get(pk=case.pk)
    if child is not None:
        child = locked(child, seen_version)
        for name in Child.DETAILS:
            setattr(child, name, details.get(name, ""))
        child.save(update_fields=[*Child.DETAILS, "version"])
    else:
        duties = duties_of(case)
        most = most_children(duties)
        if most is not None and case.children.held().count() >= most:
            raise TooMany(f"{duties.edition} takes {most} in detail: write of the others in the field “Other children concerned”")
        given = {"made_with": made_with} if made_with else {}
        child = Child.objects.create(case=case, position=case.children.count() + 1, **details, **given)
    record("reviews.child_described", by=by, subject=case, child=child.pk)
    return child


@transaction.atomic
def remove_child(*, child: Child, reason: str, on: date, seen_version: int | None, by: Any) -> Child:
    """Takes out a child that was described by mistake: what described them is erased, and their number is not given again."""
    if not reason.strip():
        raise NotSaid("Say why the child is removed")
    child = locked(child, seen_version)
    for name in Child.DETAILS:
        setattr(child, name, "")
    child.removed_on, child.removed_because = on, reason
    child.save(update_fields=[*Child.DETAILS, "removed_on", "removed_because", "version"])
    record("reviews.child_removed", by=by, subject=child.case, child=child.pk)
    return child
