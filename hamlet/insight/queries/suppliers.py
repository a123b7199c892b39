"""Who supplies for which area, and the populations that rates are divided by."""

from datetime import date
from typing import Any

from hamlet.foundations.people.queries import agencies_on_record
from hamlet.governance.queries import latest_priorities
from hamlet.insight.models import Area, Population, Supplier
from hamlet.insight.queries.asking import suppliable_areas
from hamlet.insight.starting_set import Who


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


def usual_agencies(day: date) -> dict[str, Any]:
    """For the starting set: the one open agency of each kind, every open agency, and the priorities in force or last in force."""
    opened = list(agencies_on_record().open_on(day))
    by_kind: dict[str, list[Any]] = {}
    for agency in opened:
        by_kind.setdefault(agency.kind, []).append(agency)
    agencies = {who: by_kind[who.value][0] for who in Who if who.value in by_kind}
    independent = {"Independent of the agencies", Who.PARTNERSHIP.value}
    everyone = [agency for agency in opened if agency.kind not in independent]
    return {"agencies": agencies, "everyone": everyone, "priorities": latest_priorities(day)}
