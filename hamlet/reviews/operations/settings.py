from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked
from hamlet.reviews.models import EditionDuty, NotificationField, TimetableStep


class WrongOrder(Refusal):
    """A step ends before it begins."""


@transaction.atomic
def correct_duty(*, duty: EditionDuty, seen_version: int | None, by: Any, **given: Any) -> EditionDuty:
    """Corrects what an edition asks of a notification: children in detail, the care leaver's age, source, confirmed."""
    duty = locked(duty, seen_version)
    found = changes(duty, **given)
    duty.save(update_fields=[*found, "version"])
    record("reviews.duty_corrected", by=by, subject=duty, changes=found)
    return duty


@transaction.atomic
def set_step(
    *, step: TimetableStep | None, ended: bool, on: date, seen_version: int | None, by: Any, **given: Any
) -> TimetableStep:
    """Adds a step to the template timetable, or changes one. Rapid reviews that have begun keep the timetable they got."""
    if given["last_day"] < given["first_day"]:
        raise WrongOrder("The last working day must be the same as or after the first")
    step = locked(step, seen_version) if step else TimetableStep()
    ended_on = (step.ended_on or on) if ended else None
    found = changes(step, **given, ended_on=ended_on)
    step.save()
    record("reviews.step_changed", by=by, subject=step, changes=found)
    return step


@transaction.atomic
def set_field(
    *, field: NotificationField | None, ended: bool, on: date, seen_version: int | None, by: Any, **given: Any
) -> NotificationField:
    """Adds a field to the list of the notification, or changes one. A field no longer used keeps the answers it got."""
    field = locked(field, seen_version) if field else NotificationField()
    ended_on = (field.ended_on or on) if ended else None
    found = changes(field, **given, ended_on=ended_on)
    field.save()
    record("reviews.field_changed", by=by, subject=field, changes=found)
    return field
