from datetime import date
from decimal import Decimal

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.operations import add_agency
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.people.rules import AgencyKind
from hamlet.governance.rules import GroupKind
from hamlet.governance.tests import factories
from hamlet.insight import operations
from hamlet.insight.models import Measure, Return
from hamlet.insight.operations import comparing, datasets, neighbours, publishing
from hamlet.insight.queries.asking import cells_asked
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.rules.indicators import Aggregation, Definition, Measured, Polarity, Shape, Wording
from hamlet.insight.rules.national import YearEnd
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.publications import Rounding
from hamlet.insight.rules.supplying import Line
from hamlet.insight.tests import official
from hamlet.insight.tests.opening import AGES

FIRST = Quarter(2018, 1)
ASKED = Quarter(2022, 1)
AT, TODAY = official.AT, official.TODAY


def make_agency(slug="police", kind=AgencyKind.POLICE):
    words = {"name": slug.capitalize(), "short_name": slug.capitalize(), "starts_on": date(2018, 10, 1)}
    return add_agency(slug=slug, kind=kind, **words, by=system_person())


@pytest.fixture
def agency(db):
    return make_agency()


@pytest.fixture
def home(db):
    words = {"old_code": "211", "region_code": "E12000007", "is_home": True}
    return operations.add_area(code="E09000030", name="Tower Hamlets", kind=AreaKind.LOCAL_AUTHORITY, **words, by=system_person())


@pytest.fixture
def larger(db):
    return operations.add_area(
        code="met-central-east", name="Tower Hamlets and Hackney", kind=AreaKind.FOOTPRINT, by=system_person()
    )


@pytest.fixture
def count(agency, home):
    """Adds an indicator that the agency is asked for: a count, lower better, unless said otherwise."""

    def add(title="Missing episodes", denominator="", place=None, **given):
        measured = {"shape": Shape.COUNT, "polarity": Polarity.LOWER, "aggregation": Aggregation.SUM, **given}
        return operations.add_indicator(
            wording=Wording(title, "How many children go missing?"),
            measured=Measured(**measured),
            definition=Definition("Reported in the quarter", "episodes", denominator),
            place=operations.Place(**{"owner": agency, "asked_of": [agency], **(place or {})}),
            first_quarter=FIRST,
            by=system_person(),
        )

    return add


@pytest.fixture
def percentage(count):
    def add(title="Return interviews", **given):
        words = {"shape": Shape.PERCENTAGE, "polarity": Polarity.HIGHER, "denominator": "episodes", "decimals": 1}
        return count(title, **words | given)

    return add


@pytest.fixture
def supplier(person_factory):
    return person_factory("Performance Analyst")


@pytest.fixture
def asked(agency, count, supplier):
    """The agency's return of the first quarter of 2022–23, one count asked."""
    count()
    (row,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    return row


def line(source, number=None, *, code="missing-episodes", of=None, area="E09000030", out_of=None, category="", **given):
    cells = cells_asked(source.agency, source.quarter)
    cell = next(cell for cell in cells if cell.code == code and cell.category == category)
    numerator = None if number is None else Decimal(number)
    denominator = None if out_of is None else Decimal(out_of)
    return Line(cell, of or source.quarter, area, numerator, denominator, **given)


def supplied(source, by, *lines, at=AT):
    operations.supply_figures(source=source, lines=lines, at=at, by=by)
    return operations.send_return(source=source, on=at.date(), seen_version=None, by=by)


def history(indicator, by, numbers, *, last=ASKED, out_of=None):
    """Returns of the quarters up to `last`, one figure each, complete; None leaves a quarter out."""
    for quarter, number in zip(last.last(len(numbers)), numbers, strict=True):
        operations.ask_for_returns(quarter=quarter, on=quarter.ends_on, by=system_person())
        source = Return.objects.get(agency__in=indicator.asked_of.all(), quarter_on=quarter.starts_on)
        if number is not None:
            supplied(source, by, line(source, number, code=indicator.slug, out_of=out_of))


@pytest.fixture
def manager(person_factory):
    return person_factory("Partnership Manager")


@pytest.fixture
def dataset(manager):
    words = {"title": "Missing", "publisher": "DfE", "licence": "OGL", "citation": "DfE, Missing, 2022"}
    return datasets.add_dataset(**words, year_end=YearEnd.MARCH, by=manager)


def put_beside(indicator, measure, by, *, official=Shape.COUNT, same="Both count episodes", instead=""):
    words = {"official": official, "point_in_time": False, "because": comparing.Because(same, instead)}
    return comparing.map_measure(series=indicator.series.get(), measure=measure, **words, on=TODAY, by=by)


@pytest.fixture
def mapped(count, supplier, dataset, manager):
    indicator = count(polarity=Polarity.LOWER)
    history(indicator, supplier, [10, 10, 10, 12])
    official.load(dataset, manager)
    neighbours.load_neighbours(content=official.NEIGHBOURS, name="neighbours.csv", source="DfE", by=manager)
    put_beside(indicator, Measure.objects.get(), manager)
    return indicator


@pytest.fixture
def people(person_factory):
    return {name: person_factory(name) for name in ("manager", "lead", "quality")}


@pytest.fixture
def quality(db):
    return factories.group("quality", GroupKind.QUALITY)


@pytest.fixture
def chair(person_factory, grant_role, quality):
    """Of Quality Assurance and Performance."""
    person = person_factory("Chair of Quality Assurance")
    for role in (Role.GROUP_CHAIR, Role.QUALITY_SEAT):
        grant_role(person, role, group=quality)
    return person


@pytest.fixture
def draft(people):
    def make(*indicators, first=ASKED, last=ASKED, rounding=Rounding.NONE):
        words = {"title": "Figures of the quarter", "first_quarter": first, "last_quarter": last, "rounding": rounding}
        return publishing.draft_publication(**words, indicators=indicators, on=TODAY, by=people["manager"])

    return make


@pytest.fixture
def broken_down(count, agency, supplier):
    """9 in all, of which 3 under ten: the 3 is kept back, and the 6 that would tell it."""
    indicator = count(breakdowns=AGES)
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    rows = [line(source, 9), line(source, 3, category="Under 10"), line(source, 6, category="10 to 17")]
    supplied(source, supplier, *rows)
    return indicator


def standing(source):
    rows = source.figures.order_by("id").values_list("numerator", "standing")
    return [(int(number), state) for number, state in rows]


@pytest.fixture
def second(agency, home, person_factory):
    person = person_factory("Head of Performance")
    operations.set_supplier(agency=agency, area=home, signs_off=person, on=TODAY, by=system_person())
    return person
