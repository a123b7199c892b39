from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal
from hamlet.reviews.models import Assignment, Case, Conflict, Opening

DAY = timedelta(days=1)


class InConflict(Refusal):
    """The person has declared a conflict of interest in this case."""


def tell(case: Case, people: Any, key: str, by: Any, path: str = "/reviews/") -> None:
    """A neutral notice: it neither names the case nor says what happened to it. Never to somebody with a conflict of interest."""
    shut_out = set(case.conflicts.filter(ended_on=None).values_list("person_id", flat=True)) | {by.pk}
    for person in people:
        if person.pk not in shut_out:
            notify(person=person, subject="Something restricted waits for you", path=path, key=f"reviews.{case.pk}.{key}", by=by)


@transaction.atomic
def assign(*, case: Case, person: Any, because: str, on: date, by: Any) -> Assignment:
    """Assigns somebody to work on a case: they open it without giving a reason each day. It gives no right they lack."""
    if Conflict.objects.filter(case=case, person=person, ended_on=None).exists():
        raise InConflict(f"{person} has declared a conflict of interest in this case")
    made, fresh = Assignment.objects.get_or_create(
        case=case, person=person, ends_on=None, defaults={"because": because, "starts_on": on}
    )
    if fresh:
        record("reviews.assigned", by=by, subject=case, because=because)
    return made


@transaction.atomic
def end_assignment(*, assignment: Assignment, on: date, by: Any) -> Assignment:
    assignment.ends_on = max(on - DAY, assignment.starts_on)
    assignment.save(update_fields=["ends_on"])
    record("reviews.unassigned", by=by, subject=assignment.case)
    return assignment


@transaction.atomic
def give_reason(*, case: Case, reason: str, on: date, by: Any) -> Opening:
    """Says why somebody who is not assigned opens the case today. A second reason of the same day adds nothing."""
    opening, fresh = Opening.objects.get_or_create(case=case, person=by, opened_on=on, defaults={"reason": reason})
    if fresh:
        record("reviews.reason_given", by=by, subject=case)
    return opening


@transaction.atomic
def declare_conflict(*, case: Case, person: Any, reason: str, on: date, by: Any) -> Conflict:
    """Shuts the case to somebody with a conflict of interest, from this moment, and ends their part in it. The case's keepers are told:
    a part that the person was to write needs another author.
    """
    conflict, fresh = Conflict.objects.get_or_create(
        case=case, person=person, ended_on=None, defaults={"reason": reason, "declared_on": on}
    )
    if fresh:
        Assignment.objects.filter(case=case, person=person, ends_on=None).update(ends_on=on)
        record("reviews.conflict_declared", by=by, subject=case, person=person)
        tell(case, people_with(Permission.REVIEWS_MANAGE, on), f"conflict.{conflict.pk}", by)
    return conflict


@transaction.atomic
def end_conflict(*, conflict: Conflict, on: date, by: Any) -> Conflict:
    """Opens the case again to somebody whose conflict of interest is over. Refuses one's own: somebody else decides that."""
    if conflict.person_id == by.pk:
        raise InConflict("Somebody else decides that your conflict of interest is over")
    conflict.ended_on = on
    conflict.save(update_fields=["ended_on"])
    record("reviews.conflict_ended", by=by, subject=conflict.case, person=conflict.person)
    return conflict
