import re
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.access.rules import Role
from hamlet.foundations.publishing.content import Figure
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.insight import operations
from hamlet.insight.charts import control_chart, control_words, lettered, line_chart
from hamlet.insight.queries.control import controlled
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.queries.report import found_in, linked, quarter_blocks, quarter_content
from hamlet.insight.queries.told import Remark, remarks_of
from hamlet.insight.rules.indicators import Definition
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.tests.conftest import ASKED, TODAY, history

Q2 = Quarter(2022, 2)
SWINGING = [50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 50, 50, 90]


def explain(indicator, quarter, text, by):
    operations.annotate(indicator=indicator, quarter=quarter, text=text, on=TODAY, by=by)


def test_remarks_are_lettered_in_the_order_of_their_quarters(count, supplier):
    indicator = count()
    explain(indicator, ASKED, "New recording system", supplier)
    explain(indicator, ASKED.later(-1), "A team was short of staff", supplier)
    words = {"definition": Definition("Counted anew", "children"), "note": "Children, not episodes"}
    operations.start_series(indicator=indicator, first_quarter=ASKED, **words, seen_version=None, by=supplier)

    order = [str(ASKED.later(-1)), str(ASKED)]
    assert lettered(remarks_of(indicator.annotations.all(), indicator.series.all()), order) == [
        ("A", order[0], "A team was short of staff"),
        ("B", order[1], "New recording system"),
        ("C", order[1], "Children, not episodes"),
    ]


def test_remark_on_a_quarter_that_is_not_drawn_is_left_out():
    assert lettered([Remark(ASKED.later(-40), "Long ago")], [str(ASKED)]) == []


def test_twenty_seventh_remark_has_a_letter_of_its_own():
    letters = [letter for letter, _, _ in lettered([Remark(ASKED, "Said")] * 28, [str(ASKED)])]
    assert letters[25:] == ["Z", "A2", "B2"]
    assert len(set(letters)) == 28


def test_what_was_explained_is_drawn_and_said_beside_the_chart(client, sign_in, count, supplier):
    indicator = count()
    history(indicator, supplier, SWINGING, last=Q2)
    explain(indicator, ASKED, "New recording system.", supplier)
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get("/data/indicators/missing-episodes/?quarter=2022-23-Q2").content.decode()

    said = "A, Q1 2022–23: New recording system."
    assert len(re.findall(rf'alt="[^"]*{said}', page)) == 2
    assert page.count(f'<figcaption class="govuk-body-s">{said}') == 2
    drawn = re.findall(r'src(?:set)?="([^"]+/charts/[^"]+)"', page)
    assert len(drawn) == 4  # two charts, each for a wide and for a narrow screen
    for address in drawn:
        svg = client.get(address).content.decode()
        assert ">A</text>" in svg


def test_chart_without_remarks_has_no_letters(count, supplier):
    indicator = count()
    history(indicator, supplier, [30, 35])
    assert ">A</text>" not in line_chart(one_reading(indicator, ASKED)).svg()


def test_report_of_a_quarter_shows_the_chart_of_what_is_more_than_chance(client, sign_in, count, supplier):
    history(count(), supplier, SWINGING, last=Q2)
    sign_in(client, Role.QUALITY_SEAT)
    page = client.get("/data/quarters/2022-23-Q2/").content.decode()
    (address,) = re.findall(r'src="([^"]+/charts/[^"]+)"', page)

    assert client.get(address).content.startswith(b"<svg")
    assert "Points that break a rule: Q2 2022–23: above the upper limit (55.0)." in page


def test_file_of_the_report_holds_the_chart_itself(count, supplier):
    history(count(), supplier, SWINGING, last=Q2)
    content = quarter_content(found_in(Q2), TODAY)
    (figure,) = [block for block in content.blocks if isinstance(block, Figure)]
    assert figure.svg.startswith("<svg") and figure.href == ""
    assert to_pdf(content).startswith(b"%PDF")


def test_report_asks_a_constant_number_of_queries(count, supplier):
    def asked():
        with CaptureQueriesContext(connection) as found:
            blocks = quarter_blocks(found_in(Q2), TODAY, linked)
        return len(found), sum(isinstance(block, Figure) for block in blocks)

    history(count(), supplier, SWINGING, last=Q2)
    one, drawn = asked()
    for number in range(4):
        history(count(f"Indicator {number}"), supplier, SWINGING, last=Q2)
    assert (drawn, *asked()) == (1, one, 5)


def test_lines_of_the_chart_are_named_with_their_numbers(count, supplier):
    indicator = count()
    history(indicator, supplier, [*(number * 100 for number in SWINGING[:-1]), 9000], last=Q2)
    svg = control_chart(one_reading(indicator, Q2), controlled(indicator, Q2)).svg()
    assert [words for words in ("upper 5,500.3", "mean 5,016.7", "lower 4,533.0", "9,000") if f">{words}<" not in svg] == []


def test_target_is_named_and_a_narrow_chart_is_as_narrow_as_a_phone(count, supplier):
    indicator = count()
    words = {"first_quarter": Quarter(2021, 1), "value": Decimal(40), "because": "Agreed"}
    operations.set_target(indicator=indicator, **words, by=supplier)
    history(indicator, supplier, [30, 35])
    chart = line_chart(one_reading(indicator, ASKED))
    assert ">target 40<" in chart.svg()
    assert 'width="290"' in chart.narrow.svg() and chart.narrow.digest != chart.digest


def test_points_in_a_row_that_break_the_same_rule_are_said_as_one(count, supplier):
    indicator = count()
    history(indicator, supplier, [30, 50, 30, 50, 30, 48, 52, 48, 52, 48, 52, 48, 190], last=Q2)
    words = control_words(controlled(indicator, Q2))
    assert words == (
        "Mean 44.8, limits 15.3 and 74.3, from the first 12 quarters. Points that break a rule: Q3 2020–21 to Q1 2022–23: seven or "
        "more in a row above the mean (44.8); Q2 2022–23: above the upper limit (74.3)."
    )
