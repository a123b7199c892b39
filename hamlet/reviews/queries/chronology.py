from datetime import date
from typing import Any

from hamlet.reviews.models import Case, ChronologyEntry, HeldName, RapidReview
from hamlet.reviews.rules.chronology import Entry, combined, pseudonymised


def names_of(case: Case) -> list[tuple[str, str]]:
    """Every name held on the case with the words that stand for it: the children's, and those of the papers."""
    children = [(child.name, str(child)) for child in case.children.order_by("position") if child.name]
    return children + [(held.name, held.stands_for) for held in HeldName.objects.filter(case=case).order_by("id")]


def entries_of(review: RapidReview, *, agency_id: int | None, first: date | None, last: date | None) -> Any:
    rows = ChronologyEntry.objects.filter(summary__review=review).select_related("summary__agency")
    rows = rows.filter(summary__agency_id=agency_id) if agency_id else rows
    rows = rows.filter(happened_on__gte=first) if first else rows
    rows = rows.filter(happened_on__lte=last) if last else rows
    return rows.order_by("happened_on", "happened_at", "id")


def chronology(
    review: RapidReview, *, named: bool, agency_id: int | None = None, first: Any = None, last: Any = None
) -> list[Entry]:
    """The combined chronology of all agencies' entries, each with its source; with pseudonyms unless `named`."""
    names = [] if named else names_of(review.case)
    rows = entries_of(review, agency_id=agency_id, first=first, last=last)
    return combined(
        Entry(
            row.happened_on,
            row.happened_at,
            row.summary.agency.short_name,
            pseudonymised(row.source, names),
            pseudonymised(row.what, names),
        )
        for row in rows
    )
