"""Who supplies for which area, and the populations that rates are divided by."""

from datetime import date
from typing import Any

from hamlet.foundations.people.queries import agencies_on_record
from hamlet.governance.queries import latest_priorities
from hamlet.insight.models import Area, Population, Supplier
from hamlet.insight.queries.asking import suppliable_areas
from hamlet.insight.starting_set import STARTING_SET, Who


def agencies_with_supply() -> list[tuple[Any, Supplier | None]]:
    """Every agency on record with how it supplies, None while nobody has said. Two queries."""
    held = {row.agency_id: row for row in Supplier.objects.select_related("area", "signs_off")}
    return [(agency, held.get(agency.pk)) for agency in agencies_on_record()]


def areas_held() -> list[Area]:
    """Our own area first, then the larger ones that agencies cover."""
    return list(suppliable_areas().order_by("-is_home", "name"))


def populations_held() -> list[Population]:
    """The children of our own area, newest year first."""
    return list(Population.objects.filter(area__is_home=True).order_by("-year"))


def agencies_by_kind(day: date) -> dict[Who, list[Any]]:
    """For the starting set: the open agencies of each kind that it asks, kinds without one left out. One query."""
    opened = list(agencies_on_record().open_on(day))
    found = {who: [agency for agency in opened if agency.kind == who.value] for who in Who}
    return {who: rows for who, rows in found.items() if rows}


def who_answers(day: date) -> dict[str, Any]:
    """For the starting set: every open agency but those that answer for others, and the priorities in force or last in force."""
    independent = {"Independent of the agencies", Who.PARTNERSHIP.value}
    everyone = [agency for agency in agencies_on_record().open_on(day) if agency.kind not in independent]
    return {"everyone": everyone, "priorities": latest_priorities(day)}


def said_of_starting_set(kinds: dict[Who, list[Any]]) -> str:
    """Who would be asked, and which indicators are left out for want of an agency of their kind."""
    asked = "; ".join(f"{who.value}: {rows[0].short_name}" for who, rows in kinds.items() if len(rows) == 1)
    absent = [start for start in STARTING_SET if start.who is not Who.EVERYONE and start.who not in kinds]
    missing = ", ".join(sorted({start.who.value for start in absent}))
    words = f"Asked are {asked}." if asked else ""
    left = f" {len(absent)} indicators are left out: no agency on record is of the kind {missing}." if absent else ""
    return words + left
