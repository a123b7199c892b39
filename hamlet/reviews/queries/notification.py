from datetime import date
from typing import Any

from hamlet.foundations.access.queries import people_with, powers_on
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.people.rules import AgencyKind
from hamlet.reviews.models import Case, EditionDuty, NotificationAnswer, NotificationField
from hamlet.reviews.rules.cases import Decides, Duties, Holds, who_decides


def of_the_authority(person: Any) -> bool:
    return person.agency is not None and person.agency.kind == AgencyKind.LOCAL_AUTHORITY.value


def decides(person: Any, day: date) -> Decides | None:
    """By what right this person records the local authority's decision on a notification on `day`; None without one."""
    powers = getattr(person, "powers", None) or powers_on(person, day)
    return who_decides(
        may_notify=powers.may(Permission.REVIEWS_NOTIFY),
        of_the_authority=of_the_authority(person),
        of_the_team=powers.may(Permission.PARTNERSHIP_MANAGE),
    )


def authority_deciders(day: date) -> list[Any]:
    """Who decides for the local authority on `day`: they are told of a referral, and their desk asks them."""
    return [
        person
        for person in people_with(Permission.REVIEWS_NOTIFY, day)
        if of_the_authority(person) and decides(person, day) is Decides.AUTHORITY
    ]


def fields_in_order() -> Any:
    """The fields of the national form that are in use, in the order in which they are typed there."""
    return NotificationField.objects.filter(ended_on=None).order_by("position", "id")


def answers_of(case: Case) -> dict[int, str]:
    """What was prepared for each field, by its id."""
    return {row.field_id: row.answer for row in NotificationAnswer.objects.filter(case=case)}


def readable_fields(*, children: bool) -> list[Any]:
    """The fields that somebody reads and writes: those that may identify a child only with the right to read the children's details."""
    rows = fields_in_order().exclude(holds=Holds.CHILDREN.value)
    return list(rows if children else rows.filter(holds=Holds.PLAIN.value))


HELD = "Held for the Rapid Review Panel"


def printed_fields(case: Case, *, children: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each field of the national form with its answer, as (label, lines of (words, answer)). What identifies a child is printed only
    with the right to read the children's details; the children themselves come from their own page.
    """
    answers = answers_of(case)
    return [(str(field), lines_of(case, field, answers.get(field.pk, ""), children)) for field in fields_in_order()]


def lines_of(case: Case, field: NotificationField, answer: str, children: bool) -> list[tuple[str, str]]:
    if field.holds == Holds.PLAIN.value:
        return [("", answer or "–")]
    if not children:
        return [("", HELD)]
    if field.holds == Holds.IDENTIFYING.value:
        return [("", answer or "–")]
    described = [(str(child), child.described) for child in case.children.held().order_by("position")]
    typed = [("", answer)] if answer else []  # what was typed here before the children were printed from their own page
    return [*described, *typed] or [("", "No child is described yet")]


def duties_of(case: Case) -> Duties:
    """What the edition in force when the case began asks of its notification."""
    held = EditionDuty.objects.filter(in_force_from__lte=case.aware_on or case.referred_on).order_by("-in_force_from").first()
    return (held or EditionDuty.objects.order_by("in_force_from")[0]).duties
