from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.queries import was_told
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.records import Refusal, locked
from hamlet.foundations.references import named
from hamlet.insight.models import Area, Figure, Return
from hamlet.insight.queries.asking import agencies_asked, cells_asked, figures_of, home, supplier_of
from hamlet.insight.queries.differences import held_of
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.returns import Standing, State, due_on
from hamlet.insight.rules.revising import NOTHING, Held, afterwards, do_not_add_up, kept, reason, same, says_not_why, unchanged
from hamlet.insight.rules.supplying import Asked, Cell, Line


class NothingToSend(Refusal):
    """No figure waits to be sent."""


class SaysNotWhy(Refusal):
    """A figure that was sent before changes without a reason."""


class DoesNotAddUp(Refusal):
    """A breakdown would contradict its total."""


class NoAreaYet(Refusal):
    """Nobody has said which area the figures are of."""


class NotYourSignature(Refusal):
    """Another person signs off: the one whom the agency names."""


class SentAlready(Refusal):
    """The return waits for its second person, so nothing of it changes meanwhile."""


@transaction.atomic
def ask_for_returns(*, quarter: Quarter, on: date, tells: bool = True, by: Any) -> list[Return]:
    """Asks each agency with an indicator for its figures of a quarter, and tells those who send them. Asked before: left alone."""
    wanted = agencies_asked(quarter) - set(Return.objects.filter(quarter_on=quarter.starts_on).values_list("agency", flat=True))
    made, words = [], {"area": home(), "asked_on": on, "due_on": due_on(quarter)}
    for agency in agencies_on_record().filter(pk__in=wanted):
        row, fresh = Return.objects.get_or_create(agency=agency, quarter_on=quarter.starts_on, defaults=words)
        if fresh:
            record("insight.returns_asked", by=by, subject=row, quarter=str(quarter))
            if tells:
                tell_suppliers(source=row, subject=f"Figures asked for {quarter}", key=f"insight.asked.{row.pk}", on=on, by=by)
            made.append(row)
    return made


@transaction.atomic
def tell_suppliers(*, source: Return, subject: str, key: str, on: date, by: Any) -> None:
    """A notice to everyone who sends the agency's data today; where nobody does, to those who keep the data, who can name somebody.

    Whoever was told by the same key is left alone.
    """
    people, verb = people_with(Permission.DATA_RETURN, on, agency_id=source.agency_id), "insight.reminded"
    if not people:
        people, verb = people_with(Permission.DATA_MANAGE, on), "insight.nobody_to_remind"
        subject = f"{subject}: nobody sends those of {source.agency.short_name}"
    tell(source=source, people=people, subject=subject, key=key, verb=verb, by=by)


@transaction.atomic
def tell(*, source: Return, people: Sequence[Any], subject: str, key: str, verb: str, by: Any) -> None:
    """A notice about a return to each who has none of that key yet; nothing is recorded when everyone has."""
    untold = [person for person in people if not was_told(key, person)]
    if untold:
        record(verb, by=by, subject=source)
    path = reverse("insight:return", args=[source.quarter.key, source.agency.slug])
    for person in untold:
        named(settings.NOTIFY)(person=person, subject=subject, path=path, key=key, by=by)


@transaction.atomic
def supply_figures(
    *,
    source: Return,
    lines: Sequence[Line],
    withdrawn: Collection[Cell] = (),
    at: datetime,
    seen_version: int | None = None,
    by: Any,
) -> list[Figure]:
    """Puts figures in: they wait until the return is sent. All or none. What stands or waits already in the same words is left alone.

    What waits of the cells `withdrawn` is taken back. Refuses while the return waits for its second person, a change of what
    stands without a reason, and breakdowns that would not add up to their totals.
    """
    row = locked(source, seen_version)
    if row.state == State.SENT.value:
        raise SentAlready("The return waits for its sign-off. Ask the person who signs to send it back first")
    areas = {area.code: area for area in Area.objects.filter(code__in={line.area for line in lines})}
    if any(line.area not in areas for line in lines):
        raise NoAreaYet(
            "Nobody has said yet which area the partnership’s is. The partnership manager does so under Areas and suppliers"
        )
    here = held_of(row, asked := cells_asked(row.agency, row.quarter))
    _expect_sums(lines, withdrawn, here, asked)
    figures, made, gone = figures_of(row), [], []
    for line in lines:
        held = here.get(line.asked.cell, NOTHING)
        gone += [] if unchanged(held, line) else [line.asked.cell]
        if unchanged(held, line) or same(held.stands, line):
            continue
        if says_not_why(held, line):
            raise SaysNotWhy(f"{line.asked}: it was sent before. Say why it changed")
        made.append(_waiting(row, kept(held, line), areas[line.area], held.stands, at, by))
    for cell in {*gone, *withdrawn}:
        if waits := figures.get(cell, {}).get(Standing.WAITING.value):
            waits.delete()
    Figure.objects.bulk_create(made)
    row.save(update_fields=["version"])
    record("insight.figures_supplied", by=by, subject=row, count=len(made))
    return made


def _expect_sums(lines: Sequence[Line], withdrawn: Collection[Cell], here: dict[Cell, Held], asked: Sequence[Asked]) -> None:
    touched = {line.asked.code for line in lines} | {cell.code for cell in asked if cell.cell in withdrawn}
    if wrong := do_not_add_up(afterwards(here, lines, withdrawn), asked, touched):
        raise DoesNotAddUp(str(wrong[0]))


def _waiting(source: Return, line: Line, area: Area, stands: Line | None, at: datetime, by: Any) -> Figure:
    return Figure(
        **{"source": source, "series_id": line.asked.series_id, "agency_id": source.agency_id, "quarter_on": source.quarter_on},
        **{"breakdown": line.asked.breakdown, "category": line.asked.category, "of_quarter_on": line.of_quarter.starts_on},
        **{"area": area, "numerator": line.numerator, "denominator": line.denominator, "missing_because": line.missing_because},
        **{"provisional": line.provisional, "comment": line.comment, "supplied_at": at, "supplied_by": by},
        revised_because=reason(stands, line),
    )


@transaction.atomic
def discard_waiting(*, source: Return, seen_version: int | None, by: Any) -> Return:
    """Takes back what was put in and not sent."""
    row = locked(source, seen_version)
    if row.state == State.SENT.value:
        raise SentAlready("The return waits for its sign-off")
    row.figures.filter(standing=Standing.WAITING.value).delete()
    row.save(update_fields=["version"])
    record("insight.figures_discarded", by=by, subject=row)
    return row


@transaction.atomic
def send_return(*, source: Return, comment: str = "", on: date, seen_version: int | None, by: Any) -> Return:
    """Sends what waits. Where the agency names a second person it waits for them; else it is complete, and its figures stand.

    Refuses when nothing waits, and the second person themselves.
    """
    row = locked(source, seen_version)
    if row.state == State.SENT.value:
        raise SentAlready("The return was sent and waits for its sign-off")
    if not row.figures.filter(standing=Standing.WAITING.value).exists():
        raise NothingToSend("There is nothing to send: put the figures in first")
    supplier = supplier_of(row.agency)
    second = supplier.signs_off if supplier else None
    if second is not None and second.pk == by.pk:
        raise NotYourSignature("You sign these figures off: somebody else sends them")
    row.state = State.SENT.value if second is not None else State.COMPLETE.value
    row.sent_on, row.sent_by, row.comment = row.sent_on or on, by, comment or row.comment
    row.signed_on = row.signed_by = None
    row.save(update_fields=["state", "sent_on", "sent_by", "signed_on", "signed_by", "comment", "version"])
    record("insight.return_sent", by=by, subject=row)
    if second is None:
        let_stand(row)
    else:
        key = f"insight.sign.{row.pk}.{row.version}"
        named(settings.NOTIFY)(
            person=second, subject="Figures wait for your sign-off", path=row.get_absolute_url(), key=key, by=by
        )
    return row


def let_stand(source: Return, only: set[int] | None = None) -> None:
    """What waited stands, and replaces what stood in its place; `only` names the figures, or all that wait."""
    rows = source.figures.filter(standing=Standing.WAITING.value)
    waiting = {cell_of(row): row for row in (rows if only is None else rows.filter(pk__in=only))}
    stood = [row for row in source.figures.filter(standing=Standing.STANDING.value) if cell_of(row) in waiting]
    for old in stood:
        waiting[cell_of(old)].replaces = old
        old.standing = Standing.REPLACED.value
    Figure.objects.bulk_update(stood, ["standing"])
    for row in waiting.values():
        row.standing = Standing.STANDING.value
    Figure.objects.bulk_update(waiting.values(), ["standing", "replaces"])


def cell_of(figure: Figure) -> tuple[int, str, str]:
    return figure.series_id, figure.breakdown, figure.category


def _to_sign(source: Return, seen_version: int | None, by: Any) -> Return:
    row = locked(source, seen_version)
    supplier = supplier_of(row.agency)
    if row.state != State.SENT.value:
        raise NothingToSend("Nothing waits for a sign-off")
    if supplier is None or supplier.signs_off_id != by.pk or row.sent_by_id == by.pk:
        raise NotYourSignature(f"{supplier.signs_off if supplier else 'Nobody'} signs off for {row.agency.short_name}")
    return row


@transaction.atomic
def sign_off(*, source: Return, on: date, seen_version: int | None, by: Any) -> Return:
    """The agency's second person signs off: the figures stand. Refuses anybody else, and whoever sent them."""
    row = _to_sign(source, seen_version, by)
    row.state, row.signed_on, row.signed_by = State.COMPLETE.value, on, by
    row.save(update_fields=["state", "signed_on", "signed_by", "version"])
    let_stand(row)
    record("insight.return_signed", by=by, subject=row)
    return row


@transaction.atomic
def send_back(*, source: Return, reasons: str, seen_version: int | None, by: Any) -> Return:
    """The second person sends the return back to whoever sent it, with reasons; its figures wait."""
    row = _to_sign(source, seen_version, by)
    stood = row.figures.filter(standing=Standing.STANDING.value).exists()
    give_back(row, reasons, stood, by)
    return row


def give_back(row: Return, reasons: str, stood: bool, by: Any) -> None:
    """A locked return that waited goes back to whoever sent it. One of which nothing stands yet counts as not sent: it may be late."""
    sender = row.sent_by
    row.state, row.comment = State.COMPLETE.value if stood else State.ASKED.value, reasons
    if not stood:
        row.sent_on = row.sent_by = None
    row.save(update_fields=["state", "comment", "sent_on", "sent_by", "version"])
    record("insight.return_sent_back", by=by, subject=row)
    key = f"insight.back.{row.pk}.{row.version}"
    named(settings.NOTIFY)(person=sender, subject="Figures came back to you", path=row.get_absolute_url(), key=key, by=by)
