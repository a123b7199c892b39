from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.reviews.models import DutyCorrection, EditionDuty, NotificationField, TimetableStep
from hamlet.reviews.operations.judging import NothingCorrected


class EditionKnown(Refusal):
    """The edition, or its day, is on record."""


class WrongOrder(Refusal):
    """A step ends before it begins."""


@transaction.atomic
def correct_duty(*, duty: EditionDuty, why: str, on: date, seen_version: int | None, by: Any, **given: Any) -> EditionDuty:
    """Corrects what an edition asks of a notification: children in detail, the care leaver's age, source, confirmed."""
    duty = locked(duty, seen_version)
    before = duty.words
    found = changes(duty, **given)
    if not found:
        raise NothingCorrected("Nothing differs from what the edition asks already")
    duty.save(update_fields=[*found, "version"])
    DutyCorrection.objects.create(duty=duty, corrected_on=on, by=by, before=before[:400], after=duty.words[:400], why=why)
    record("reviews.duty_corrected", by=by, subject=duty, changes=found)
    return duty


@transaction.atomic
def add_duty(*, made_with: UUID | None = None, by: Any, **given: Any) -> EditionDuty:
    """A new edition asks something else of a notification, of cases that begin from the day on which it is in force."""
    made = made_once(EditionDuty, made_with)
    if made:
        return made
    one_at_a_time("reviews.edition")
    if EditionDuty.objects.filter(in_force_from=given["in_force_from"]).exists():
        raise EditionKnown(f"An edition is in force from {given['in_force_from']:%-d %B %Y} already: correct that one")
    if EditionDuty.objects.filter(edition=given["edition"]).exists():
        raise EditionKnown(f"{given['edition']} is on record already: correct it")
    duty = EditionDuty.objects.create(**given, **({"made_with": made_with} if made_with else {}))
    record("reviews.duty_added", by=by, subject=duty, edition=duty.edition, in_force_from=duty.in_force_from)
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
