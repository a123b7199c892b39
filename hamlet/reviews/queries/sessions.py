from datetime import date
from typing import Any

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.reviews.models import Conflict, Session


def hosts_of(session: Session, day: date) -> dict[int, list[Any]]:
    """By each invited agency, its people with a seat that deals with reviews and no conflict: they name who comes."""
    conflicts = set(Conflict.objects.filter(case=session.review.case_id, ended_on=None).values_list("person_id", flat=True))
    found: dict[int, list[Any]] = {pk: [] for pk in session.agencies.values_list("pk", flat=True)}
    seated = [*people_with(Permission.REVIEWS_READ, day), *people_with(Permission.LADDER_CONFIRM, day)]
    for person in {person.pk: person for person in seated}.values():
        if person.agency_id in found and person.pk not in conflicts:
            found[person.agency_id].append(person)
    return found


def invited(user: Any) -> Any:
    """The sessions still to be held to which this person's agency is invited, but for cases in which they have a conflict."""
    conflicts = Conflict.objects.filter(person=user, ended_on=None)
    rows = Session.objects.filter(held_on=None, agencies=user.agency_id, review__case__disposed_on=None)
    return rows.exclude(review__case__in=conflicts.values("case_id")) if user.agency_id else rows.none()


def hosts_named(session: Session, day: date) -> list[tuple[str, str]]:
    """Each invited agency, and the posts that were told and may name its people: none is a gap to be filled."""
    hosts = hosts_of(session, day)
    return [(agency.name, ", ".join(str(person) for person in hosts[agency.pk])) for agency in session.agencies.order_by("name")]
