from typing import Any

from hamlet.reviews.models import Case, EditionDuty, NotificationAnswer, NotificationField
from hamlet.reviews.rules.cases import Duties


def fields_in_order() -> Any:
    """The fields of the national form that are in use, in the order in which they are typed there."""
    return NotificationField.objects.filter(ended_on=None).order_by("position", "id")


def answers_of(case: Case) -> dict[int, str]:
    """What was prepared for each field, by its id."""
    return {row.field_id: row.answer for row in NotificationAnswer.objects.filter(case=case)}


def duties_of(case: Case) -> Duties:
    """What the edition in force when the case began asks of its notification."""
    held = EditionDuty.objects.filter(in_force_from__lte=case.aware_on or case.referred_on).order_by("-in_force_from").first()
    return (held or EditionDuty.objects.order_by("in_force_from")[0]).duties
