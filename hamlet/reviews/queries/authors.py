"""Who may write an agency's summary, and which agencies can be asked."""

from collections import defaultdict
from datetime import date
from typing import Any

from hamlet.foundations.access.queries import people_with_role
from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import people_on_record
from hamlet.reviews.models import Conflict, RapidReview


def may_write(person: Any, agency: Any, day: date) -> bool:
    """One of the agency's own people; never a young scrutineer, whose work is with children and not with a case."""
    young = {row.pk for row in people_with_role(Role.YOUNG_SCRUTINEER, day)}
    return person.agency_id == agency.pk and person.pk not in young


def authors_by_agency(review: RapidReview, day: date) -> dict[Any, list[Any]]:
    """The people who may write for each agency, by its name: none with a conflict of interest in the case. Three queries."""
    shut_out = set(Conflict.objects.filter(case_id=review.case_id, ended_on=None).values_list("person_id", flat=True))
    shut_out |= {row.pk for row in people_with_role(Role.YOUNG_SCRUTINEER, day)}
    found = defaultdict(list)
    for person in people_on_record().filter(agency__ends_on=None).exclude(agency=None).exclude(pk__in=shut_out):
        found[person.agency].append(person)
    return dict(sorted(found.items(), key=lambda row: row[0].name))


def agencies_to_ask(review: RapidReview, day: date) -> dict[Any, list[Any]]:
    """Those of `authors_by_agency` that were not asked yet."""
    asked = set(review.summaries.asked().values_list("agency_id", flat=True))
    return {agency: people for agency, people in authors_by_agency(review, day).items() if agency.pk not in asked}
