from datetime import date
from typing import Any

from hamlet.reviews.models import AgencySummary, Case, ChronologyEntry, HeldName, RapidReview
from hamlet.reviews.rules.chronology import Entry, combined, day_of
from hamlet.reviews.rules.pseudonyms import Alias, Pseudonyms, Tally


def names_of(case: Case) -> list[tuple[str, str]]:
    """Every name held on the case with the words that stand for it: the children's, and those of the papers."""
    children = [(child.name, str(child)) for child in case.children.held().order_by("position") if child.name]
    return children + [(held.name, held.stands_for) for held in HeldName.objects.filter(case=case).order_by("id")]


def tally_of(case: Case, *, named: bool = False) -> Tally:
    """What puts the case's pseudonyms into texts: for the names held, each child's school, and each date of birth. `named` puts none."""
    if named:
        return Tally(Pseudonyms())
    children = list(case.children.held().order_by("position"))
    schools = [Alias(child.education, f"[school of {child}]", in_parts=False) for child in children]
    births = [(day, f"[date of birth of {child}]") for child in children if (day := day_of(child.date_of_birth))]
    return Tally(Pseudonyms([*(Alias(*row) for row in names_of(case)), *schools], births))


def entries_of(review: RapidReview, *, agency_id: int | None, first: date | None, last: date | None) -> Any:
    """The entries of the summaries that were sent: what an author still writes is nobody's to read."""
    rows = ChronologyEntry.objects.filter(summary__review=review).exclude(summary__sent_on=None)
    rows = rows.filter(summary__agency_id=agency_id) if agency_id else rows
    rows = rows.filter(happened_on__gte=first) if first else rows
    rows = rows.filter(happened_on__lte=last) if last else rows
    return rows.select_related("summary__agency").order_by("happened_on", "happened_at", "id")


def still_writing(review: RapidReview) -> list[str]:
    """The agencies that were asked and whose summary, chronology included, has not been sent."""
    rows = AgencySummary.objects.asked().filter(review=review, sent_on=None).order_by("agency__name")
    return list(rows.values_list("agency__name", flat=True))


def chronology(
    review: RapidReview, tally: Tally, *, agency_id: int | None = None, first: Any = None, last: Any = None
) -> list[Entry]:
    """The combined chronology of all agencies' entries that were sent, each with its source, in the words that `tally` puts."""
    rows = entries_of(review, agency_id=agency_id, first=first, last=last)
    return combined(
        Entry(row.happened_on, row.happened_at, row.summary.agency.short_name, tally(row.source), tally(row.what)) for row in rows
    )
