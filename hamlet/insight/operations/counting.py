"""Counts that our own rooms hold, reported into the dashboard as any agency's figures are; and each morning's round."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import locked
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import midnight
from hamlet.insight.models import Indicator, Return
from hamlet.insight.operations.returns import ask_for_returns, let_stand, supply_figures, tell, tell_suppliers
from hamlet.insight.queries.asking import cells_asked, day_asked, home, supplier_of, usual_area
from hamlet.insight.queries.freshness import unfinished
from hamlet.insight.rules.periods import Quarter, last_ended
from hamlet.insight.rules.returns import REMIND_EVERY, Standing, State, reminder
from hamlet.insight.rules.supplying import Line

Counts = Mapping[str, int | Mapping[int, int]]  # by the key of the count; one of each agency is by agency


def counts_held(quarter: Quarter) -> dict[str, int | Mapping[int, int]]:
    """What the rooms hold of a quarter, by the key of the count."""
    found: dict[str, int | Mapping[int, int]] = {}
    for path in settings.DATA_COUNTS:
        found |= named(path)(quarter.starts_on, quarter.ends_on)
    return found


def count_of(counts: Counts, key: str, agency_id: int) -> Decimal:
    """One agency's count; an agency that a count of each agency does not name has none of it."""
    held = counts[key]
    return Decimal(held if isinstance(held, int) else held.get(agency_id, 0))


@transaction.atomic
def take_counts(*, source: Return, counts: Counts, at: datetime, by: Any) -> Return:
    """Reports the rooms' counts into a return: they stand at once. A count that changed since replaces the one before it.

    A return of counts alone is complete with them; one of which more is asked waits for its agency as before.
    """
    keys = dict(Indicator.objects.exclude(counted_by="").values_list("slug", "counted_by"))
    asked, area = cells_asked(source.agency, source.quarter), home() or usual_area(source.agency)
    cells = [cell for cell in asked if not cell.breakdown and keys.get(cell.code) in counts]
    if area is None or not cells or source.state == State.SENT.value:
        return source
    words: dict[str, Any] = {"revised_because": "Counted again from the records"}
    lines = [
        Line(cell, source.quarter, area.code, count_of(counts, keys[cell.code], source.agency_id), **words) for cell in cells
    ]
    made = supply_figures(source=source, lines=lines, at=at, by=by)
    if not made:
        return source
    row = locked(source, None)
    if all(cell.code in keys for cell in asked):
        row.state, row.sent_on, row.sent_by = State.COMPLETE.value, row.sent_on or at.date(), row.sent_by or by
    row.save(update_fields=["state", "sent_on", "sent_by", "version"])
    let_stand(row, {figure.pk for figure in row.figures.filter(standing=Standing.WAITING.value, supplied_at=at)})
    record("insight.counts_taken", by=by, subject=row)
    return row


def ask_each_quarter(today: date, by: Any) -> None:
    """Each morning: the quarter that ended last is asked for, once, and our own rooms' counts are reported into it."""
    quarter = last_ended(today)
    if today >= day_asked(quarter):
        ask_for_returns(quarter=quarter, on=today, by=by)
    counting = set(Indicator.objects.exclude(counted_by="").values_list("asked_of", flat=True))
    counts = counts_held(quarter) if counting - {None} else {}
    for row in Return.objects.filter(quarter_on=quarter.starts_on, agency__in=counting - {None}).select_related("agency"):
        take_counts(source=row, counts=counts, at=midnight(today), by=by)


def remind_suppliers(today: date, by: Any) -> None:
    """Each morning: a week before a return is due, on that day, and each week once it is late or came in part; whoever signs off
    is reminded each week too."""
    for row in unfinished(today):
        if (word := reminder(row.due_on, today)) is not None:
            subject, key = word
            tell_suppliers(source=row, subject=subject, key=f"insight.remind.{row.pk}.{key}", on=today, by=by)
    for row in Return.objects.filter(state=State.SENT.value).select_related("agency"):
        supplier = supplier_of(row.agency)
        if supplier and supplier.signs_off and row.sent_on:
            week = (today - row.sent_on) // REMIND_EVERY
            words: dict[str, Any] = {"subject": "Figures wait for your sign-off", "verb": "insight.signer_reminded"}
            tell(source=row, people=[supplier.signs_off], key=f"insight.sign.{row.pk}.week.{week}", **words, by=by)
