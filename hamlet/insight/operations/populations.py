from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal
from hamlet.insight.models import Measure, Observation, Population
from hamlet.insight.rules.periods import Length, quarter_of


class NotChildren(Refusal):
    """The measure does not say how many children live in a place."""


@transaction.atomic
def take_populations(*, measure: Measure, by: Any) -> int:
    """Holds the numbers of an official measure as the children aged 0 to 17, for every place and year of its current release;
    answers how many. An estimate of ours for the same place and year is replaced.

    A figure of the year to 31 March 2025, or on that day, is what rates of the financial year 2024–25 are divided by. Refuses
    a measure that is not of years, and one with a number that is no whole number of children.
    """
    dataset = measure.dataset
    if measure.length != Length.YEAR.value or dataset.current_id is None:
        raise NotChildren("Only the figures of a loaded data set that are of years can be taken as numbers of children")
    rows = Observation.objects.filter(release=dataset.current_id, measure=measure, number__isnull=False)
    held: dict[tuple[int, int], int] = {}
    for area, ends_on, number in rows.order_by("ends_on").values_list("area", "ends_on", "number"):
        if number is None or number < 1 or number != int(number):
            raise NotChildren(f"“{measure.label}” has the figure {number:g}, which is no whole number of children")
        held[area, quarter_of(ends_on).year] = int(number)
    source = dataset.citation[:300]
    made = [Population(area_id=area, year=year, children=count, source=source) for (area, year), count in held.items()]
    Population.objects.bulk_create(
        made, batch_size=500, update_conflicts=True, unique_fields=["area", "year"], update_fields=["children", "source"]
    )
    record("insight.populations_taken", by=by, subject=measure, count=len(made))
    return len(made)
