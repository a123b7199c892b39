from typing import Any

from django.db import transaction

from hamlet.annual_report.editions import DueKind, SignedBy
from hamlet.annual_report.models import EditionItem, ReportEdition
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked


class NoSuchDay(Refusal):
    """The due date of an edition is not a day of the year, or no number of months."""


def _check(due_kind: DueKind, months: int, month: int, day: int) -> None:
    if due_kind is DueKind.AFTER_LAST and not months:
        raise NoSuchDay("Enter within how many months of the last report the next one is due")
    if due_kind is DueKind.DAY_OF_YEAR and not (1 <= month <= 12 and 1 <= day <= (28 if month == 2 else 30)):
        raise NoSuchDay("Enter the month, 1 to 12, and the day, up to 30, by which a report is due")


@transaction.atomic
def change_edition(
    *,
    edition: ReportEdition,
    signed_by: SignedBy,
    due_kind: DueKind,
    confirmed: bool,
    source: str,
    seen_version: int | None,
    numbers: dict[str, int],
    by: Any,
) -> ReportEdition:
    """Corrects what an edition says. `numbers` are due_months, due_month, due_day and copies_within_days."""
    _check(due_kind, numbers["due_months"], numbers["due_month"], numbers["due_day"])
    edition = locked(edition, seen_version)
    words = {"signed_by": signed_by.value, "due_kind": due_kind.value, "confirmed": confirmed, "source": source}
    changed = changes(edition, **words, **numbers)
    edition.save(update_fields=[*changed, "version"])
    record("annual_report.edition_changed", by=by, subject=edition, changes=changed)
    return edition


@transaction.atomic
def change_item(
    *, item: EditionItem, title: str, asks: str, confirmed: bool, source: str, seen_version: int | None, by: Any
) -> EditionItem:
    """Corrects the wording of one thing that an edition asks for. Published reports keep the words that they had."""
    item = locked(item, seen_version)
    changed = changes(item, title=title, asks=asks, confirmed=confirmed, source=source)
    item.save(update_fields=[*changed, "version"])
    record("annual_report.item_changed", by=by, subject=item.edition, item=item.key, changes=changed)
    return item
