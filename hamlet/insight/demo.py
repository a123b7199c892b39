"""Returns of every quarter since the last of 2021–22, for the starting set: invented, marked so, none of a real child.

Among them what partnerships meet: an agency that is late, one that sends last quarter's figures, a gap, a revision, figures of
a larger area, and a figure that breaks a rule of the control chart.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hamlet.foundations.people.queries import system_person
from hamlet.governance.queries import all_priorities
from hamlet.insight import operations
from hamlet.insight.demo_numbers import BASES, FIRST, parts_of, share_of
from hamlet.insight.demo_official import load_official
from hamlet.insight.models import Area, Indicator, Return
from hamlet.insight.operations import publishing
from hamlet.insight.operations.counting import counts_held
from hamlet.insight.queries.asking import cells_asked
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.rules.periods import SHOWN_QUARTERS, Quarter, last_ended
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.supplying import Asked, Line
from hamlet.insight.starting_set import Who

ILLUSTRATIVE = "Illustrative: invented for the demonstration"
AGENCIES = {
    Who.COUNCIL: "council",
    Who.POLICE: "police",
    Who.ICB: "icb",
    Who.PROVIDER: "hospitals",
    Who.SCHOOLS: "schools",
    Who.VOLUNTARY: "voluntary",
    Who.PARTNERSHIP: "partnership",
}
SENDS = {"police": "data-lead-police", "icb": "data-lead-health", "council": "data-lead-council"}
SENDS["hospitals"] = "data-lead-hospitals"  # nobody sends for schools, probation and the voluntary sector
# Children aged 0 to 17 in Tower Hamlets, by the year in which the financial year begins. Source: Department for Education,
# "Children looked after in England including adoptions", the population behind the rates of 2021 to 2025.
CHILDREN = {2020: 64_243, 2021: 64_373, 2022: 64_542, 2023: 63_462, 2024: 63_073}
CARRIED_ON = "Illustrative: the last published estimate, carried on"
SPIKE = (191, 1)
POPULATION = "Department for Education, Children looked after in England: the population behind its rates"


def lines_for(source: Return, area: Area, *, spike: bool) -> list[Line]:
    """Every figure that a return is asked, invented; the categories of a breakdown add up to the total."""
    quarter, agency = source.quarter, source.agency.slug
    counted = set(Indicator.objects.exclude(counted_by="").values_list("slug", flat=True))
    asked = [cell for cell in cells_asked(source.agency, quarter) if cell.code not in counted]
    cells = [cell for cell in asked if not cell.breakdown or cell.code in BASES]
    totals = {cell.code: parts_of(cell.code, cell.shape, agency, quarter) for cell in cells if not cell.breakdown}
    if spike and "missing-episodes" in totals:
        totals["missing-episodes"] = SPIKE
    return [
        _line(cell, quarter, area, share_of(cell, cells, totals[cell.code][0]), 1)
        if cell.breakdown
        else _line(cell, quarter, area, *totals[cell.code])
        for cell in cells
    ]


def _line(cell: Asked, quarter: Quarter, area: Area, number: int, out_of: int) -> Line:
    denominator = Decimal(out_of) if cell.two_numbers else None
    return Line(cell, quarter, area.code, Decimal(number), denominator, comment=ILLUSTRATIVE)


def load(cast: Any, today: date) -> None:
    by = system_person()
    last = last_ended(today)
    first = min(FIRST, last.later(1 - SHOWN_QUARTERS))
    areas = load_areas(cast, first, last, by)
    agencies = {who: cast.agency(slug) for who, slug in AGENCIES.items()}
    everyone = [cast.agency(slug) for slug in ("council", "police", "icb", "hospitals", "schools", "voluntary", "probation")]
    words: Any = {"everyone": everyone, "priorities": list(all_priorities()), "first_quarter": first}
    operations.begin_with_starting_set(agencies=agencies, **words, by=by)
    set_targets(first, by)
    for quarter in last.last(last.since(first) + 1):
        for source in operations.ask_for_returns(quarter=quarter, on=quarter.later(1).starts_on, tells=quarter == last, by=by):
            send(cast, source, areas, behind=last.since(quarter), by=by)
    revise(cast, last.later(-2), areas["home"])
    explain(cast, last, today)
    load_official(cast, today)
    publish(cast, last.later(-5), today)


def load_areas(cast: Any, first: Quarter, last: Quarter, by: Any) -> dict[str, Area]:
    words: Any = {"old_code": "211", "region_code": "E12000007", "is_home": True}
    home = operations.add_area(code="E09000030", name="Tower Hamlets", kind=AreaKind.LOCAL_AUTHORITY, **words, by=by)
    met = operations.add_area(code="met-central-east", name="Tower Hamlets and Hackney", kind=AreaKind.FOOTPRINT, by=by)
    nel = operations.add_area(code="nhs-north-east-london", name="North East London", kind=AreaKind.FOOTPRINT, by=by)
    for year in range(first.year, last.year + 1):
        known = max((one for one in CHILDREN if one <= year), default=min(CHILDREN))
        source = POPULATION if known == year else CARRIED_ON
        operations.hold_population(area=home, year=year, children=CHILDREN[known], source=source, by=by)
    operations.set_supplier(
        agency=cast.agency("police"), area=met, signs_off=cast["online-safety-chair"], on=first.starts_on, by=by
    )
    operations.set_supplier(agency=cast.agency("icb"), area=nel, on=first.starts_on, by=by)
    return {"home": home, "police": met, "icb": nel}


def set_targets(first: Quarter, by: Any) -> None:
    for slug, value in (
        ("return-interviews-held", 90),
        ("strategy-meetings-with-all-three", 95),
        ("re-referrals-within-a-year", 20),
    ):
        words: Any = {"first_quarter": first, "value": Decimal(value), "because": ILLUSTRATIVE}
        operations.set_target(indicator=Indicator.objects.get(slug=slug), **words, by=by)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def send(cast: Any, source: Return, areas: dict[str, Area], *, behind: int, by: Any) -> None:
    """One agency's return, sent as that agency does: health providers have not sent the newest, the voluntary sector left one out."""
    slug = source.agency.slug
    operations.take_counts(source=source, counts=counts_held(source.quarter), at=at(source.due_on), by=by)
    if slug == "partnership":
        return
    if (slug, behind) in {("hospitals", 0), ("voluntary", 3), ("police", 0)}:
        return
    lines = lines_for(source, areas["home"], spike=behind == 1)
    if slug == "schools" and behind == 0:
        lines = [
            Line(row.asked, source.quarter.later(-1), row.area, row.numerator, row.denominator, comment=row.comment)
            for row in lines
        ]
    lines = [elsewhere(row, areas.get(slug)) for row in lines]
    sender = cast[SENDS[slug]] if slug in SENDS else by
    late = 12 if (slug, behind) in {("icb", 1), ("probation", 2)} else -6
    on = source.due_on + timedelta(days=late)
    operations.supply_figures(source=source, lines=lines, at=at(on), by=sender)
    sent = operations.send_return(source=source, comment=ILLUSTRATIVE, on=on, seen_version=None, by=sender)
    if slug == "police":
        operations.sign_off(source=sent, on=on, seen_version=None, by=cast["online-safety-chair"])


LARGER = frozenset({"disruption-orders", "weeks-to-mental-health-treatment"})


def elsewhere(line: Line, area: Area | None) -> Line:
    """Some figures can be had for a larger area only."""
    if area is None or line.asked.code not in LARGER:
        return line
    return Line(line.asked, line.of_quarter, area.code, line.numerator, line.denominator, comment=line.comment)


def revise(cast: Any, quarter: Quarter, home: Area) -> None:
    source = Return.objects.get(agency=cast.agency("icb"), quarter_on=quarter.starts_on)
    cell = next(cell for cell in cells_asked(source.agency, quarter) if cell.code == "health-assessments-in-time")
    because = "Illustrative: assessments of March were recorded late"
    line = Line(cell, quarter, home.code, Decimal(81), Decimal(90), comment=ILLUSTRATIVE, revised_because=because)
    day = at(source.due_on + timedelta(days=40))
    operations.supply_figures(source=source, lines=[line], at=day, by=cast["data-lead-health"])
    operations.send_return(source=source, on=day.date(), seen_version=None, by=cast["data-lead-health"])


def explain(cast: Any, last: Quarter, today: date) -> None:
    missing = Indicator.objects.get(slug="missing-episodes")
    text = "Illustrative: the force began to record absences as missing"
    operations.annotate(
        indicator=missing, quarter=last.later(-1), text=text, on=today - timedelta(days=20), by=cast["data-lead-police"]
    )
    text = "Illustrative: two children account for a third of the episodes; both have a plan. The group asks for their number next time."
    words: Any = {"question": missing.questions[0], "agency": cast.agency("police"), "by": cast["exploitation-chair"]}
    operations.comment(indicator=missing, quarter=last.later(-1), text=text, **words, on=today - timedelta(days=12))
    for quarter, day in ((Quarter(2022, 3), date(2023, 2, 9)), (last.later(-4), last.later(-3).starts_on + timedelta(days=40))):
        text = "Illustrative: fewer went missing from care, more from home. The group asks who speaks with the families."
        operations.comment(indicator=missing, quarter=quarter, text=text, **words, on=day)


def publish(cast: Any, last: Quarter, today: date) -> None:
    """Four quarters of figures that are public, approved by the agency and by Quality Assurance; and a draft that waits."""
    manager = cast["partnership-manager"]
    words: Any = {"rounding": Rounding.NONE, "on": today - timedelta(days=60), "by": manager}
    chosen = Indicator.objects.filter(slug__in=["missing-episodes", "children-hurt-with-a-knife", "police-protection"])
    year: Any = {"first_quarter": last.later(-3), "last_quarter": last, "indicators": list(chosen)}
    row = publishing.draft_publication(title=f"Children and the police, {last.later(-3)} to {last}", **year, **words)
    step: Any = {"publication": row, "on": today - timedelta(days=50), "seen_version": None}
    publishing.send_for_approval(**step, by=manager)
    publishing.approve(agency=cast.agency("police"), **step, by=cast["data-lead-police"])
    publishing.approve(agency=None, **step, by=cast["quality-chair"])
    publishing.publish(**step, by=manager)
    waiting = Indicator.objects.filter(slug__in=["weeks-to-mental-health-treatment", "health-assessments-in-time"])
    draft = publishing.draft_publication(
        title="Health of children, illustrative", **{**year, "indicators": list(waiting)}, **words
    )
    publishing.send_for_approval(**{**step, "publication": draft}, by=manager)
