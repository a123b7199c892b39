"""A data set of official statistics: added, and put right when something about it was said wrongly."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.insight.models import Dataset, Observation
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.rules.national import OPEN, YearEnd
from hamlet.insight.rules.tidy import REPORTING_YEAR, ends_of_reporting_year


class LoadsNow(Refusal):
    """A release of it is being loaded."""

    about = "year_end"


@transaction.atomic
def add_dataset(
    *, title: str, publisher: str, licence: str, citation: str, year_end: YearEnd, made_with: UUID | None = None, by: Any
) -> Dataset:
    if made := made_once(Dataset, made_with):
        return made
    one_at_a_time("insight.dataset.slug")
    wanted = slugify(title)[:70] or "data-set"
    taken = set(Dataset.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug = next(name for number in range(len(taken) + 2) if (name := f"{wanted}-{number}" if number else wanted) not in taken)
    words = {"title": title, "publisher": publisher, "licence": licence, "citation": citation, "year_end": year_end.value}
    dataset = Dataset.objects.create(slug=slug, **words, made_with=made_with or uuid4())
    record("insight.dataset_added", by=by, subject=dataset)
    return dataset


@transaction.atomic
def change_dataset(
    *,
    dataset: Dataset,
    title: str,
    publisher: str,
    licence: str,
    citation: str,
    year_end: YearEnd,
    seen_version: int | None,
    by: Any,
) -> Dataset:
    """Puts right what was said of a data set. Another end of its years dates every figure of its releases anew, and what is mapped
    to it is worked out again. Refuses that while a release is being loaded, whose figures would keep the old date.
    """
    row = locked(dataset, seen_version)
    words = {"title": title, "publisher": publisher, "licence": licence, "citation": citation, "year_end": year_end.value}
    found = changes(row, **words)
    if not found:
        return row
    if "year_end" in found and row.releases.filter(state__in=[state.value for state in OPEN]).exists():
        raise LoadsNow("A release is being loaded. Wait for it, or cancel it, before its years are dated anew")
    row.save(update_fields=[*found, "version"])
    record("insight.dataset_changed", by=by, subject=row, changes=found)
    if "year_end" in found:
        _date_anew(row, year_end)
        work_out_all(dataset_id=row.pk, by=by)
    return row


def _date_anew(dataset: Dataset, year_end: YearEnd) -> None:
    """Only a reporting year ends on the day of its data set: the other periods carry their own."""
    for release in dataset.releases.values_list("pk", flat=True):
        rows = Observation.objects.filter(release=release, period__endswith=f" {REPORTING_YEAR}")
        for period in rows.values_list("period", flat=True).distinct().order_by("period"):
            rows.filter(period=period).update(ends_on=ends_of_reporting_year(period, year_end))
