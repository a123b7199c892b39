from datetime import date

from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.queries import report_evidence
from hamlet.insight.tests.conftest import Quarter, history

YEAR = (date(2021, 4, 1), date(2022, 3, 31))


def evidence(as_at=date(2022, 11, 15), year=YEAR):
    return {row.item: row for row in report_evidence(*year, as_at)}


def test_report_says_how_indicators_moved_and_what_was_missing(count, supplier):
    history(count(), supplier, [40, 30, 31, 32, 35])
    count("Nobody sent it")
    found = evidence(year=(date(2022, 4, 1), date(2022, 6, 30)))
    assert found["movement"].rows == (("Other", "2", "1: Missing episodes", "0", "0", "1"),)


def test_report_of_a_year_that_runs_is_of_the_last_quarter_that_ended(count, supplier):
    history(count(), supplier, [30, 35])
    found = evidence(as_at=date(2022, 8, 1), year=(date(2022, 4, 1), date(2023, 3, 31)))
    assert found["movement"].rows == (("Other", "1", "0", "0", "1", "0"),)


def test_report_shows_official_figures_to_all_and_our_own_count_of_the_year_to_its_writers(mapped):
    found = evidence(as_at=date(2022, 11, 15), year=(date(2022, 4, 1), date(2022, 6, 30)))["comparators"]
    assert found.headings[5] == "By our own count" and found.inside == (5,)
    assert {row[5] for row in found.rows} == {found.rows[0][5]} and found.rows[0][5]


def test_report_says_how_good_each_agencys_data_were(count, supplier):
    history(count(), supplier, [30, None, 32, 35])
    found = evidence(as_at=date(2022, 11, 15), year=(date(2022, 4, 1), date(2022, 6, 30)))
    assert [(row[0], sum(map(int, row[1:]))) for row in found["data_quality"].rows] == [("Police", 4)]
    assert found["data_quality"].rows[0][-1] == "1"


def test_report_counts_what_was_said_and_tells_no_figure(count, supplier):
    indicator = count()
    history(indicator, supplier, [4711, 4712])
    words = {"quarter": Quarter(2021, 4), "on": date(2022, 3, 1), "by": system_person()}
    operations.comment(indicator=indicator, text="Canary: two children", **words)
    found = evidence()
    assert found["data_used"].rows == (("Missing episodes", "1", "0", "0", "0"),)
    assert not any(word in str(row) for row in found.values() for word in ("4711", "4712", "Canary"))
