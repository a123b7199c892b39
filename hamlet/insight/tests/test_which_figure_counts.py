"""Which of several figures of one quarter counts, and whose they are."""

import csv
import io
from decimal import Decimal

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Return
from hamlet.insight.operations import publishing
from hamlet.insight.queries.approving import suppliers_of
from hamlet.insight.queries.compliance import tables
from hamlet.insight.queries.composed import compose
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.rules.indicators import Definition, Frequency, Part
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.tests.conftest import ASKED, TODAY, history, line, make_agency, supplied

Q2, Q3 = Quarter(2022, 2), Quarter(2022, 3)


@pytest.fixture
def sent(supplier):
    """Sends a figure of the first quarter, or why there is none, with the return of any quarter."""

    def send(quarter, number, **given):
        operations.ask_for_returns(quarter=quarter, on=TODAY, by=system_person())
        source = Return.objects.get(quarter_on=quarter.starts_on)
        return supplied(source, supplier, line(source, number, of=ASKED, **given))

    return send


def value(indicator):
    return one_reading(indicator, ASKED).points[-1].value


def test_figure_that_comes_late_takes_the_place_of_a_word_of_why_there_is_none(count, sent, draft):
    indicator = count()
    sent(ASKED, None, missing_because="The system was down")
    sent(Q2, 12)
    assert value(indicator) == 12
    assert [cell.number for cell in compose(draft(indicator))[0].cells if cell.part == "numerator"] == [12]


def test_of_two_that_came_late_the_one_sent_last_counts(count, sent):
    indicator = count()
    sent(Q2, 12)
    sent(Q3, 14)
    assert value(indicator) == 14


def test_figure_of_its_own_quarter_counts_before_those_that_came_late(count, sent):
    indicator = count()
    sent(Q3, 14)
    sent(ASKED, 30)
    sent(Q2, 12)
    assert value(indicator) == 30


def test_agency_whose_figures_are_shown_approves_though_another_is_asked_now(draft, count, agency, supplier, people):
    indicator, council = count(), make_agency("council")
    history(indicator, supplier, [30])
    row = draft(indicator)
    indicator.asked_of.set([council])
    assert set(suppliers_of(row)) == {agency, council}
    words = {"on": TODAY, "seen_version": None}
    publishing.send_for_approval(publication=row, **words, by=people["manager"])
    publishing.approve(publication=row, agency=council, **words, by=people["lead"])
    publishing.approve(publication=row, agency=None, **words, by=people["quality"])
    with pytest.raises(publishing.NotApproved, match="Police"):
        publishing.publish(publication=row, **words, by=people["manager"])


def test_gap_after_a_change_of_definition_stands_in_the_new_one(count, supplier):
    """A gap in the old definition would let the line of the new one run through it."""
    indicator = count()
    history(indicator, supplier, [10], last=ASKED.later(-3))
    words = {"definition": Definition("Counted anew", "children"), "note": "Children"}
    operations.start_series(indicator=indicator, first_quarter=ASKED.later(-2), **words, seen_version=None, by=supplier)
    history(indicator, supplier, [20, None, 22])
    assert [point.series for point in one_reading(indicator, ASKED).points[-4:]] == [1, 2, 2, 2]


def test_larger_area_of_a_compliance_return_is_named(count, larger, supplier):
    count("Staff trained", place={"part": Part.COMPLIANCE})
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 81, code="staff-trained", area=larger.code))
    ((_, cells),) = tables(ASKED)[0].rows
    assert cells[-1] == "81 (for Tower Hamlets and Hackney)"


def test_yearly_figure_is_not_late_before_the_year_is_over(count, supplier):
    indicator = count(frequency=Frequency.YEARLY)
    history(indicator, supplier, [40], last=Quarter(2020, 4))
    history(indicator, supplier, [30], last=Quarter(2021, 4))
    reading = one_reading(indicator, Q3)
    assert (reading.lag, str(reading.since_last)) == ("", "down 10 since the year before: better")
    assert one_reading(indicator, Quarter(2022, 4)).lag == "four quarters behind"


def test_average_of_few_children_has_no_control_limits(percentage, supplier):
    from hamlet.insight.queries.control import controlled
    from hamlet.insight.rules.indicators import Shape

    indicator = percentage("Days to a decision", shape=Shape.AVERAGE)
    history(indicator, supplier, [Decimal(80)] * 12, out_of=2)
    held = controlled(indicator, ASKED)
    assert held.limits is None and "counts below 6" in held.why_not


def test_categories_are_shown_to_those_who_read_the_dashboard_and_go_into_its_tidy_file(client, sign_in, broken_down):
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q1").content.decode()
    assert "By category, Q1 2022–23" in page and "Under 10" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/data/download.csv?quarter=2022-23-Q1").content.decode("utf-8-sig"))))
    told = {(row["breakdown"], row["category"]): row["missing_episodes"] for row in rows if row["time_period"] == "202223"}
    assert (told["Age", "Under 10"], told["Age", "10 to 17"]) == ("3", "6")
