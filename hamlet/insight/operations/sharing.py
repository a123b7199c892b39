"""Which indicators count the same children under two names, so that what is kept back under one is not told under the other."""

from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked
from hamlet.insight.models import Indicator
from hamlet.insight.rules.indicators import DENOMINATED, Shape, SmallNumbers


class NotTheSame(Refusal):
    """What is named is no count, or the indicator has no such part."""


@transaction.atomic
def share_counts(
    *,
    indicator: Indicator,
    numerator_is: Indicator | None,
    denominator_is: Indicator | None,
    seen_version: int | None,
    by: Any,
) -> Indicator:
    """Says whose count the indicator's numerator, or its denominator, is too; None for neither.

    Refuses the indicator itself, what is no count or rate of its own, and a denominator where nothing is divided.
    """
    row = locked(indicator, seen_version)
    if denominator_is and Shape(row.shape) not in DENOMINATED:
        raise NotTheSame("It has no denominator that is supplied")
    if numerator_is and row.shape == Shape.AVERAGE.value:
        raise NotTheSame("The numerator of an average counts no children")
    for other in filter(None, (numerator_is, denominator_is)):
        _expect_a_count(row, other)
    if (numerator_is or denominator_is) and Indicator.objects.filter(numerator_is=row).exists():
        raise NotTheSame("Another indicator counts the same as this one: link both to the same count")
    wanted = {"numerator_is": numerator_is, "denominator_is": denominator_is}
    found = changes(row, **wanted)
    row.save(update_fields=[*wanted, "version"])
    record("insight.counts_shared", by=by, subject=row, changes=found)
    return row


def _expect_a_count(row: Indicator, other: Indicator) -> None:
    if other.pk == row.pk:
        raise NotTheSame("Choose another indicator than this one")
    if Shape(other.shape) in DENOMINATED or other.numerator_is_id:
        raise NotTheSame(f"{other.title} is no count of its own")
    if SmallNumbers.ACTIVITY.value in {row.small_numbers, other.small_numbers}:
        raise NotTheSame("The partnership’s own activity counts no children")
