import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.charts import line_chart, values_of
from hamlet.insight.models import Comparison, Dataset, Mapping, Measure, Return
from hamlet.insight.operations import NotAnIndicator
from hamlet.insight.queries.control import controlled
from hamlet.insight.queries.dashboard import one_reading, open_indicators, readings
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.rules.control import OUTSIDE
from hamlet.insight.rules.indicators import Aggregation, Definition, Part, Polarity, Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.tests.conftest import ASKED, TODAY, history, make_agency

Q2 = Quarter(2022, 2)


def read(indicator, quarter=ASKED):
    return one_reading(indicator, quarter)


def test_reading_says_what_moved_and_which_way_that_is(count, supplier):
    indicator = count()
    history(indicator, supplier, [40, 30, 31, 32, 35])
    reading = read(indicator)

    assert reading.figure == "35"
    assert str(reading.since_last) == "up 3 since the quarter before: worse"
    assert str(reading.since_year) == "down 5 since the same quarter last year: better"


def test_indicator_without_a_good_direction_is_neither_better_nor_worse(count, supplier):
    indicator = count(polarity=Polarity.NEITHER)
    history(indicator, supplier, [32, 35])
    assert str(read(indicator).since_last) == "up 3 since the quarter before"


def test_percentage_moves_by_points_and_is_held_against_its_target(percentage, supplier):
    indicator = percentage()
    words = {"first_quarter": Quarter(2021, 1), "value": Decimal(80), "because": "Agreed by the Executive"}
    operations.set_target(indicator=indicator, **words, by=supplier)
    history(indicator, supplier, [30, 45], out_of=60)
    reading = read(indicator)

    assert (reading.figure, str(reading.since_last)) == ("75.0%", "up 25.0 points since the quarter before: better")
    assert reading.target == "5.0 points short of the target of 80.0%"


def test_target_changes_by_date(count, supplier):
    indicator = count()
    for quarter, value in ((Quarter(2021, 1), 40), (Q2, 20)):
        words = {"first_quarter": quarter, "value": Decimal(value), "because": "Agreed"}
        operations.set_target(indicator=indicator, **words, by=supplier)
    history(indicator, supplier, [35, 35], last=Q2)
    assert read(indicator, ASKED).target == "meets the target of 40"
    assert read(indicator, Q2).target == "15 above the target of 20"


def test_missing_quarter_is_said_and_the_older_figure_keeps_its_own(count, supplier):
    indicator = count()
    history(indicator, supplier, [30, None, None])
    reading = read(indicator)
    assert (reading.newest.quarter, reading.lag) == (Quarter(2021, 3), "two quarters behind")


def test_new_definition_is_not_compared_with_the_old(count, supplier):
    indicator = count()
    history(indicator, supplier, [30], last=ASKED.later(-1))
    words = {"definition": Definition("Counted anew", "children"), "note": "Children, not episodes"}
    operations.start_series(indicator=indicator, first_quarter=ASKED, **words, seen_version=None, by=supplier)
    history(indicator, supplier, [20])

    assert str(read(indicator).since_last) == "nothing to compare with the quarter before"
    assert read(indicator).year is None


def test_rolling_year_is_added_up_by_the_rule(count, supplier):
    indicator = count()
    history(indicator, supplier, [30, 31, 32, 35])
    assert read(indicator).year == 128
    assert read(indicator, ASKED.later(-1)).year is None


def test_indicator_that_is_not_added_up_has_no_year(count, supplier):
    indicator = count(aggregation=Aggregation.NONE)
    history(indicator, supplier, [30, 31, 32, 35])
    assert read(indicator).year is None


def test_rate_is_of_the_children_held_for_that_year(count, supplier, home):
    indicator = count(shape=Shape.RATE, decimals=1)
    operations.hold_population(area=home, year=2022, children=65_500, source="Official estimate", by=supplier)
    history(indicator, supplier, [131, 131])
    points = read(indicator).points[-2:]
    assert [point.value for point in points] == [None, Decimal(20)]


def test_same_count_of_queries_for_one_indicator_and_for_thirty(count, supplier):
    history(count(), supplier, [30, 35])
    with CaptureQueriesContext(
        connection,
    ) as one:
        readings(open_indicators(ASKED), ASKED)
    for number in range(30):
        count(f"Indicator {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(readings(open_indicators(ASKED), ASKED)) == 31
    assert len(many) == len(one) <= 8


def test_figure_that_breaks_a_rule_is_found_and_said(count, supplier, client, sign_in):
    indicator = count()
    history(indicator, supplier, [50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 50, 50, 90], last=Q2)
    held = controlled(indicator, Q2)
    assert (held.broken_at(Q2).rule, held.rule_at(Q2)) == (OUTSIDE, "above the upper limit (55.0)")

    sign_in(client, Role.GROUP_MEMBER)
    page = client.get("/data/indicators/missing-episodes/").content.decode()
    assert "Points that break a rule: Q2 2022–23: above the upper limit (55.0)." in page


def test_limits_are_worked_out_anew_by_decision_only(count, supplier):
    indicator = count()
    history(indicator, supplier, [50, 52] * 6 + [90], last=Q2)
    words = {"because": "One front door since April", "on": TODAY}
    operations.recalculate_limits(indicator=indicator, quarter=Q2, **words, by=supplier)
    held = controlled(indicator, Q2)
    assert (held.limits, len(held.points), held.begins) == (None, 1, Q2)


@pytest.fixture
def mapped(count, supplier):
    """An indicator beside official figures of the year to March 2022."""
    indicator = count()
    history(indicator, supplier, [30, 31, 32, 35])
    words = {"title": "Missing", "publisher": "DfE", "licence": "OGL", "citation": "DfE, 2022"}
    dataset = Dataset.objects.create(slug="missing", **words)
    measure = Measure.objects.create(dataset=dataset, column="episodes", key="episodes", label="Episodes")
    words = {"because": "The same count", "mapped_by": supplier, "mapped_on": TODAY}
    mapping = Mapping.objects.create(series=indicator.series.get(), measure=measure, **words)
    base = {"mapping": mapping, "ends_on": "2022-03-31", "period": "2022 Reporting year"}
    Comparison.objects.create(
        **base, kind="Neighbours", label="Neighbours, 2021-04 model", number=140.5, n=9, of=10, missing=["Hackney"]
    )
    Comparison.objects.create(**base, kind="England", label="England", symbol="c")
    return indicator


def test_official_figures_stand_beside_the_year_with_their_n_and_what_is_missing(mapped, client, sign_in):
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q1").content.decode()
    assert "Neighbours, 2021-04 model" in page and "9 of 10" in page and "Hackney" in page
    assert "suppressed to protect confidentiality" in page
    assert "These are of 2022 Reporting year, to 31 March 2022, and ours beside them is of the same time" in page
    assert "Our year that ends with Q1 2022–23, worked out of four quarters, is <strong>128</strong>" in page


@pytest.mark.parametrize("page", ["/data/", "/data/quarters/2022-23-Q1/", "/data/indicators/", "/data/compliance/"])
def test_pages_open_with_figures_and_without(client, sign_in, count, supplier, page):
    sign_in(client, Role.EXECUTIVE_MEMBER)
    indicator = count()
    assert client.get(page).status_code == 200
    history(indicator, supplier, [30, 35])
    assert client.get(page).status_code == 200


def test_filters_stand_in_the_address(client, sign_in, count, supplier):
    theme = operations.add_theme(name="Workforce", by=system_person())
    count("Vacancies", place={"theme": theme})
    count("Something else")
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get(f"/data/?theme={theme.pk}&quarter=2022-23-Q1").content.decode()
    assert "Vacancies" in page and "Something else" not in page
    assert client.get("/data/?theme=no&quarter=never").status_code == 200


def test_chart_is_drawn_once_at_an_address_that_changes_with_what_it_shows(client, sign_in, count, supplier):
    indicator = count()
    history(indicator, supplier, [30, 35])
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q1").content.decode()
    address = re.search(r'src="([^"]+/charts/[^"]+)"', page)[1]

    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "image/svg+xml")
    assert first.content.startswith(b"<svg")
    history(indicator, supplier, [30], last=ASKED.later(-4))
    assert address not in client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q1").content.decode()


def test_chart_of_other_figures_than_its_address_says_is_not_found(client, sign_in, count, supplier):
    history(count(), supplier, [30, 35])
    sign_in(client, Role.EXECUTIVE_MEMBER)
    for kind in ("line", "control", "pie"):
        assert client.get(f"/data/indicators/missing-episodes/charts/2022-23-Q1/{kind}/{'a' * 40}.svg").status_code == 404
    sign_in(client, Role.PRACTITIONER)
    assert client.get(f"/data/indicators/missing-episodes/charts/2022-23-Q1/line/{'a' * 40}.svg").status_code == 403


def test_alternative_text_states_the_finding(client, sign_in, count, supplier):
    history(count(), supplier, [30, 35])
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q1").content.decode()
    said = "Missing episodes: 35 in Q1 2022–23, from 30 in Q4 2021–22; between 30 and 35 over 2 quarters. Up 5 since the quarter before: worse."
    assert f'alt="{said}"' in page


def test_quarter_report_is_a_page_a_pdf_and_a_workbook(client, sign_in, count, supplier):
    history(count(), supplier, [30, 31, 32, 33, 35])
    sign_in(client, Role.QUALITY_SEAT)
    page = client.get("/data/quarters/2022-23-Q1/").content.decode()
    assert "Missing episodes: 35, up 5 since the same quarter last year: worse" in page
    assert client.get("/data/quarters/2022-23-Q1/report.pdf").content.startswith(b"%PDF")
    assert client.get("/data/quarters/2022-23-Q1/report.xlsx").content.startswith(b"PK")


def test_compliance_return_is_agencies_by_quarters(client, sign_in, count, agency, supplier):
    other = make_agency("health")
    indicator = count("Staff trained", place={"part": Part.COMPLIANCE})
    indicator.asked_of.add(other)
    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/compliance/?quarter=2022-23-Q1").content.decode()
    assert page.count("nothing came") == 10
    assert "Police" in page and "Health" in page


def test_indicator_of_a_priority_is_asked_of_one_agency_only(count, agency):
    with pytest.raises(NotAnIndicator, match="Choose one agency"):
        count(place={"asked_of": [agency, make_agency("health")]})


def test_larger_area_is_named_and_not_plotted(client, sign_in, count, agency, larger, supplier):
    from hamlet.insight.tests.conftest import line, supplied

    count()
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 813, area=larger.code))
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/?quarter=2022-23-Q1&view=cards").content.decode()
    assert "For Tower Hamlets and Hackney: 813 (Q1 2022–23)" in page
    assert "no figure" in page and larger.kind == AreaKind.FOOTPRINT.value


def test_revised_figure_stands_beside_what_it_was_and_why(client, sign_in, count, supplier):
    from hamlet.insight.tests.conftest import line, supplied

    history(count(), supplier, [30, 35])
    supplied(
        Return.objects.latest("quarter_on"),
        supplier,
        line(Return.objects.latest("quarter_on"), 38, revised_because="Recorded late"),
    )
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q1").content.decode()
    assert "Revised figures" in page and "Recorded late" in page


def test_line_of_a_chart_ends_where_the_definition_changes(count, supplier):
    indicator = count()
    history(indicator, supplier, [30], last=ASKED.later(-1))
    words = {"definition": Definition("Counted anew", "children"), "note": "Children, not episodes"}
    operations.start_series(indicator=indicator, first_quarter=ASKED, **words, seen_version=None, by=supplier)
    history(indicator, supplier, [20])
    rows = values_of(read(indicator))
    assert [row["series"] for row in rows if row["value"] is not None] == [1, 2]
    assert '"detail": {"field": "series"' in line_chart(read(indicator)).spec
