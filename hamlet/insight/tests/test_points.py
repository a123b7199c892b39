"""What stands at a quarter: a figure, one that cannot be worked out yet, one of a larger area, or nothing."""

from decimal import Decimal

import pytest

from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.charts import line_chart
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.queries.points import points
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.reading import Direction, Elsewhere, Point, lag_of, latest
from hamlet.insight.tests.conftest import ASKED, AT, TODAY, history, line, supplied

BEFORE = ASKED.later(-1)
D = Decimal


@pytest.mark.parametrize(
    ("point", "instead"),
    [
        (Point(ASKED, D("12"), D(12)), ""),
        (Point(ASKED, None, None), "nothing came"),
        (Point(ASKED, None, None, missing="system down"), "none: system down"),
        (Point(ASKED, None, D("1266.00")), "1,266, no population held for 2022–23"),
        (Point(ASKED, None, D("0.00"), D("0.00")), "0 of 0"),
        (Point(ASKED, None, None, elsewhere=Elsewhere("Two boroughs", ASKED, D(8), D(8))), "nothing of our own area"),
        (Elsewhere("Two boroughs", ASKED, D(8), D(8)), ""),
        (Elsewhere("Two boroughs", ASKED, None, D(80)), "80, no population held for Two boroughs"),
        (Elsewhere("Two boroughs", ASKED, None, D(0), D(0)), "0 of 0"),
        (Elsewhere("Two boroughs", ASKED, None, None, missing="not counted"), "none: not counted"),
    ],
)
def test_what_is_said_in_place_of_a_value(point, instead):
    assert point.instead == instead


def test_a_number_that_came_is_no_lag_though_it_cannot_be_worked_out():
    rows = [Point(BEFORE, D(2), D(2)), Point(ASKED, None, D(266))]
    assert (latest(rows), lag_of(rows, ASKED)) == (rows[1], "")


def test_rate_without_the_children_of_its_year_shows_the_number_that_came(count, home, supplier):
    rate = count(shape=Shape.RATE, decimals=1)
    operations.hold_population(area=home, year=2021, children=1_000, source="Official estimate", by=supplier)
    history(rate, supplier, [10, 266])

    reading = one_reading(rate, ASKED)

    assert [point.value for point in reading.points[-2:]] == [D(100), None]
    assert (reading.figure, reading.lag) == ("266, no population held for 2022–23", "")
    assert reading.since_last.direction is Direction.UNKNOWN
    assert "266" not in line_chart(reading).svg()


def test_share_of_nothing_is_said_as_it_came(percentage, supplier):
    share = percentage()
    history(share, supplier, [0], out_of=0)
    assert one_reading(share, ASKED).figure == "0 of 0"


def test_every_quarter_of_a_larger_area_stands_beside_its_own(count, home, larger, supplier):
    rate = count(shape=Shape.RATE)
    operations.hold_population(area=home, year=2022, children=1_000, source="Official estimate", by=supplier)
    for quarter, number in ((BEFORE, 70), (ASKED, 80)):
        (source,) = operations.ask_for_returns(quarter=quarter, on=TODAY, by=system_person())
        supplied(source, supplier, line(source, number, area=larger.code), at=AT)

    found = points([rate], ASKED.last(3))[rate.pk]

    said = [point.elsewhere and point.elsewhere.instead for point in found.points]
    where = "no population held for Tower Hamlets and Hackney"
    assert said == [None, f"70, {where}", f"80, {where}"]
    assert [point.came for point in found.points] == [False, False, False]
    assert found.elsewhere.quarter == ASKED
