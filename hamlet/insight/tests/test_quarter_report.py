"""The quarter's report: what stands out, what is missing, what partners said, and the same as a workbook."""

import io
import re
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.publishing.content import Table
from hamlet.insight import operations
from hamlet.insight.charts import control_words
from hamlet.insight.models import Indicator, Return
from hamlet.insight.queries.control import controlled
from hamlet.insight.queries.findings import findings_of, missing_lines, more_than_chance, what_moved
from hamlet.insight.queries.report import found_in, linked, quarter_blocks
from hamlet.insight.queries.report_book import quarter_sheets
from hamlet.insight.rules.indicators import Polarity
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.tests.conftest import ASKED, TODAY, history, line, supplied

Q2 = Quarter(2022, 2)
STEADY = [50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 50, 50]


def said_in(blocks):
    return "\n".join(str(block) for block in blocks)


def test_more_than_chance_says_the_direction_the_limit_and_what_it_means(count, supplier):
    history(count(), supplier, [*STEADY, 90], last=Q2)
    said = said_in(more_than_chance(found_in(Q2)))
    assert "Missing episodes: 90, above the upper limit (55.0): worse" in said


def test_neither_good_nor_bad_is_only_above(count, supplier):
    history(count(polarity=Polarity.NEITHER), supplier, [*STEADY, 90], last=Q2)
    assert "90, above the upper limit (55.0)'" in said_in(more_than_chance(found_in(Q2)))


def test_small_counts_are_passed_over_and_named(count, supplier):
    indicator = count()
    history(indicator, supplier, [*STEADY, 5, 5, 4], last=Q2)
    held = controlled(indicator, Q2)
    assert (held.broken, held.rule_at(Q2)) == ((), "a small count, passed over")
    assert control_words(held).endswith("Passed over, because they count fewer than 6: Q4 2021–22, Q1 2022–23, Q2 2022–23.")
    assert more_than_chance(found_in(Q2)) == []


def test_quarter_without_a_figure_breaks_off_a_run(count, supplier):
    indicator = count()
    history(indicator, supplier, [50, 52, 49, 51, 50, 48, 51, 50, 52, 51, 51, 51, 51, None, 51, 51, 51], last=Q2)
    held = controlled(indicator, Q2)
    assert (len(held.points), held.limits.mean, held.broken) == (17, Decimal("50.5"), ())


def test_limits_that_were_long_left_are_asked_about_and_stay(count, supplier):
    indicator = count()
    history(indicator, supplier, [48, 49, 48, 49, 48, 49, 51, 52, 51, 52, 51, 52, 51, 52, 51, 52, 51, 52], last=Q2)
    assert "The newest 12 figures lie on one side of the mean: ask whether" in control_words(controlled(indicator, Q2))
    assert "Missing episodes: the newest 12 figures" in said_in(more_than_chance(found_in(Q2)))


def test_late_figure_that_stands_out_is_among_the_findings(count, supplier):
    history(count(), supplier, [*STEADY, 90, None], last=Q2)
    said = said_in(what_moved(found_in(Q2)))
    assert "Newest figures of an earlier quarter that stand out" in said
    assert (
        "Missing episodes: 90 in Q1 2022–23, one quarter behind, up 38 since the same quarter last year: worse; "
        "above the upper limit (55.0): worse"
    ) in said


def test_what_is_missing_tells_a_larger_area_from_nothing(count, larger, supplier):
    count("Larger")
    history(count("Late"), supplier, [9, None])
    count("Never")
    held = Return.objects.get(quarter_on=ASKED.starts_on)
    supplied(held, supplier, line(held, 22, code="larger", area=larger.code))
    lines = missing_lines(found_in(ASKED))
    assert {kind: [row[:2] for row in rows] for kind, rows in lines.items()} == {
        "Of an earlier quarter": [("Late", "Q4 2021–22, one quarter behind")],
        "Only for a larger area": [("Larger", "for Tower Hamlets and Hackney: 22 (Q1 2022–23)")],
        "No figure at all": [("Never", "nothing came yet")],
    }


def test_caption_and_larger_area_stand_in_the_row(count, larger, supplier):
    count()
    Indicator.objects.update(caption="No measure of performance")
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 22, area=larger.code))
    said = said_in(quarter_blocks(found_in(ASKED), TODAY, linked))
    assert "'Missing episodes. No measure of performance'" in said
    assert "for Tower Hamlets and Hackney: 22 (Q1 2022–23)" in said


def test_official_figures_come_with_their_n_and_the_place_among_authorities(mapped):
    said = said_in(quarter_blocks(found_in(ASKED), TODAY, linked))
    assert "(n = " in said and "(1 is best)" in said


def test_why_nothing_stands_beside_it_is_in_the_report(count):
    count()
    assert "No comparator: " in said_in(quarter_blocks(found_in(ASKED), TODAY, linked))


def test_what_partners_said_of_the_quarter_and_what_waits_is_there(count, supplier):
    indicator = count()
    history(indicator, supplier, [30, 31, 32, 33, 40])
    Indicator.objects.update(challenge_questions="What changed?\nWho is not in it?")
    indicator.refresh_from_db()
    words = {"indicator": indicator, "agency": None, "on": TODAY, "by": supplier, "made_with": None}
    operations.comment(**words, quarter=ASKED, question="", text="More were reported")
    operations.comment(**words, quarter=ASKED, question="What changed?", text="The threshold")
    operations.comment(**words, quarter=ASKED.later(-1), question="", text="Of another quarter")
    said = said_in(quarter_blocks(found_in(ASKED), TODAY, linked))
    assert "Missing episodes: More were reported (Performance Analyst)" in said
    assert "('Missing episodes', 'What changed?', 'The threshold', 'Performance Analyst')" in said
    assert "('Missing episodes', 'Who is not in it?')" in said
    assert "Of another quarter" not in said


def test_workbook_has_numbers_the_marking_and_what_is_missing(client, sign_in, count, supplier):
    history(count(), supplier, [*STEADY, 90], last=Q2)
    count("Never")
    sign_in(client, Role.QUALITY_SEAT)
    book = load_workbook(io.BytesIO(client.get("/data/quarters/2022-23-Q2/report.xlsx").content))
    assert book.sheetnames == ["About", "Figures", "Beside", "Missing", "More than chance", "What partners said", "Compliance"]
    assert book["About"]["B2"].value == "True counts, for the partnership only: not for publication."
    assert all(sheet.oddHeader.center.text.startswith("True counts") for sheet in book)
    heads = [cell.value for cell in book["Figures"][1]]
    row = dict(zip(heads, [cell.value for cell in book["Figures"][2]], strict=True))
    assert (row["Figure"], row["Quarter before"], row["Reads as"], row["Same quarter last year"]) == (90, 50, "worse", 52)
    broken = [cell.value for cell in book["More than chance"][2]][:7]
    assert broken == ["Missing episodes", "Q2 2022–23", 90, 50.2, 45.3, 55, "above the upper limit (55.0)"]
    assert ("No figure at all", "Never") in [row[:2] for row in book["Missing"].iter_rows(values_only=True)]


def test_workbook_cites_the_official_figures_as_numbers(mapped):
    sheets = {sheet.title: list(sheet.rows) for sheet in quarter_sheets(found_in(ASKED), TODAY)}
    assert ("Official figures", "DfE, Missing, 2022") in sheets["About"]
    assert {type(row[4]) for row in sheets["Beside"] if row[4] is not None} == {float}


@pytest.mark.parametrize("quarter", ["2018-17-Q4", "2017-18-Q4", "2098-99-Q1", "never"])
def test_report_of_a_quarter_that_is_not_held_is_not_found(client, sign_in, count, quarter):
    count()
    sign_in(client, Role.QUALITY_SEAT)
    for page in ("", "report.pdf", "report.xlsx"):
        assert client.get(f"/data/quarters/{quarter}/{page}").status_code == 404


def test_report_leads_to_the_quarters_before_and_after_it(client, sign_in, count):
    count()
    sign_in(client, Role.QUALITY_SEAT)
    page = client.get("/data/quarters/2019-20-Q1/").content.decode()
    assert 'href="/data/quarters/2018-19-Q4/"' in page and 'href="/data/quarters/2019-20-Q2/"' in page
    first = client.get("/data/quarters/2018-19-Q1/").content.decode()
    assert 'href="/data/quarters/2017-18-Q4/"' not in first


def test_every_chart_has_its_table_with_every_point_and_folds_on_the_page(client, sign_in, count, supplier):
    history(count(), supplier, [*STEADY, 90], last=Q2)
    (table,) = [block for block in quarter_blocks(found_in(Q2), TODAY, linked) if isinstance(block, Table) and block.folded]
    assert (len(table.rows), table.rows[0]) == (13, ("Q2 2022–23", "90", "above the upper limit (55.0)"))
    sign_in(client, Role.QUALITY_SEAT)
    page = client.get("/data/quarters/2022-23-Q2/").content.decode()
    assert re.search(r"<details[^>]*>\s*<summary[^>]*><span[^>]*>Missing episodes: every point of the chart", page)


def test_newest_report_is_found_whatever_the_day(client, sign_in, count):
    count()
    sign_in(client, Role.QUALITY_SEAT)
    address = client.get("/data/quarters/newest/")["Location"]
    assert client.get(address).status_code == 200
    sign_in(client, Role.PRACTITIONER)
    assert client.get("/data/quarters/newest/").status_code == 403


def test_findings_of_nothing_are_nothing():
    assert findings_of([], ASKED, {}).asks_for_words() == []
