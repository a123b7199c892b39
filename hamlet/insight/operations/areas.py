from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, grants_of, write_grants
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal
from hamlet.insight.models import Area, Population, Return, Supplier
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.operations.returns import give_back
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.rules.returns import Standing, State

SOURCE = "insight.supplier"


class OneHome(Refusal):
    """The partnership has one area of its own."""


class NoHome(Refusal):
    """Nobody has said which area is the partnership's own."""


@transaction.atomic
def add_area(
    *, code: str, name: str, kind: AreaKind, old_code: str = "", region_code: str = "", is_home: bool = False, by: Any
) -> Area:
    """The area of that code, which figures can be supplied for from now on. Refuses a second area of our own.

    One that is known from official files keeps its name. Our own area is what every return asks for.
    """
    if is_home and Area.objects.filter(is_home=True).exclude(code=code).exists():
        raise OneHome("The partnership has an area of its own already")
    words = {"name": name, "kind": kind.value, "old_code": old_code, "region_code": region_code}
    area, fresh = Area.objects.get_or_create(code=code, defaults=words | {"is_home": is_home, "suppliable": True})
    if not fresh and (area.is_home, area.suppliable) != (area.is_home or is_home, True):
        area.is_home, area.suppliable, fresh = area.is_home or is_home, True, True
        area.save(update_fields=["is_home", "suppliable"])
    if fresh:
        record("insight.area_added", by=by, subject=area)
    if is_home:
        Return.objects.filter(area=None).update(area=area)
        work_out_all(by=by)
    return area


@transaction.atomic
def hold_population(*, area: Area, year: int, children: int, source: str, by: Any) -> Population:
    """The number of children aged 0 to 17 in an area in the financial year that begins in `year`; a later estimate replaces it."""
    population, _ = Population.objects.update_or_create(area=area, year=year, defaults={"children": children, "source": source})
    record("insight.population_held", by=by, subject=population, year=year, children=children)
    return population


@transaction.atomic
def hold_home_population(*, year: int, children: int, source: str, by: Any) -> Population:
    """The children of the partnership's own area. Refuses while nobody has said which that is."""
    area = Area.objects.filter(is_home=True).first()
    if area is None:
        raise NoHome("Add the partnership’s own area first")
    return hold_population(area=area, year=year, children=children, source=source, by=by)


@transaction.atomic
def set_supplier(*, agency: Any, area: Area, signs_off: Any = None, on: date, by: Any) -> Supplier:
    """The area that an agency's figures usually cover, and the second person who signs them off from the day `on`, where it names one.

    Whoever signed off before does so until the day before.
    """
    supplier = Supplier.objects.select_for_update().filter(agency=agency).first()
    before = supplier.signs_off if supplier else None
    supplier, _ = Supplier.objects.update_or_create(agency=agency, defaults={"area": area, "signs_off": signs_off})
    if before != signs_off:
        _let_sign(supplier, signs_off, on)
        _give_back_what_cannot_be_signed(supplier, by)
    record("insight.supplier_set", by=by, subject=supplier, area=area, signs_off=signs_off)
    return supplier


def _give_back_what_cannot_be_signed(supplier: Supplier, by: Any) -> None:
    """A return that waits goes back when nobody signs any more, or when who sent it now signs."""
    waiting = Return.objects.select_for_update().filter(agency=supplier.agency_id, state=State.SENT.value)
    for row in waiting:
        if supplier.signs_off_id in (None, row.sent_by_id):
            stood = row.figures.filter(standing=Standing.STANDING.value).exists()
            give_back(row, "The second person changed: send it again", stood, by)


def _let_sign(supplier: Supplier, now: Any, on: date) -> None:
    reason = f"Signs off the figures of {supplier.agency}"
    held = grants_of(source_kind=SOURCE, source_id=supplier.pk)
    grants = [replace(row, ends_on=on - timedelta(days=1)) if row.ends_on is None else row for row in held if row.person != now]
    grants = [row for row in grants if row.ends_on is not None and row.starts_on <= row.ends_on]
    if now is not None:
        grants.append(SeatGrant(now, Role.DATA_SIGNATORY, reason, on, agency_id=supplier.agency_id))
    write_grants(source_kind=SOURCE, source_id=supplier.pk, grants=grants)
