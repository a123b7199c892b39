from datetime import date

import pytest

from hamlet.insight.rules.national import YearEnd
from hamlet.insight.rules.periods import Length
from hamlet.insight.rules.tidy import NotTidy, headings_from, key_of, label_of, measured, span_of, years_that_end_together
from hamlet.insight.tests.official import REAL

MARCH = YearEnd.MARCH
STANDARD = REAL.parent / "ees_standard"


@pytest.mark.parametrize(
    ("period", "identifier", "ends_on", "length"),
    [
        ("2025", "Reporting year", date(2025, 3, 31), Length.YEAR),
        ("2025", "Calendar year", date(2025, 12, 31), Length.YEAR),
        ("2024", "February", date(2024, 2, 29), Length.OTHER),
        ("2025", "Week 1", date(2025, 1, 5), Length.OTHER),
        ("202425", "Financial year", date(2025, 3, 31), Length.YEAR),
        ("202425", "Academic year", date(2025, 8, 31), Length.YEAR),
        ("202425", "Tax year", date(2025, 4, 5), Length.YEAR),
        ("202425", "Financial year Q1", date(2024, 6, 30), Length.QUARTER),
        ("202425", "Financial year Q4", date(2025, 3, 31), Length.QUARTER),
        ("202425", "Part 1 (April to September)", date(2024, 9, 30), Length.OTHER),
        ("199900", "Financial year", date(2000, 3, 31), Length.YEAR),
        ("202425", "Autumn term", date(2024, 12, 31), Length.OTHER),
        ("202425", "Summer term", date(2025, 8, 31), Length.OTHER),
    ],
)
def test_period_has_a_last_day_and_a_length(period, identifier, ends_on, length):
    span = span_of(period, identifier, MARCH)
    assert (span.ends_on, span.length) == (ends_on, length)


def test_reporting_year_ends_on_the_day_of_its_data_set():
    assert span_of("2025", "Reporting year", YearEnd.SEPTEMBER).ends_on == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("period", "identifier"),
    [
        *[("2025/26", "Financial year"), ("202427", "Financial year"), ("25", "Calendar year"), ("2025", "Financial year")],
        *[("202425", "Calendar year"), ("2025", "Week 53"), ("2025", "Smarch"), ("", "")],
    ],
)
def test_period_that_the_standard_does_not_know_is_refused(period, identifier):
    with pytest.raises(NotTidy):
        span_of(period, identifier, MARCH)


ORDERS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,category,count",
    "\ufeffcount,category,country_name,country_code,geographic_level,time_identifier,time_period",
)


@pytest.mark.parametrize("heads", ORDERS)
def test_columns_are_found_in_whichever_order_and_behind_a_byte_order_mark(heads):
    found = headings_from(heads.split(","))
    assert sorted(measured(found)) == ["category", "count"]


@pytest.mark.parametrize(
    ("heads", "sentence"),
    [
        ("a,b", "The file has no column time_period, time_identifier, geographic_level, country_code, country_name"),
        (f"{ORDERS[0]},count", "Two columns are called count"),
        (f"{ORDERS[0]},", "A column has no heading"),
    ],
)
def test_file_that_is_not_tidy_says_why(heads, sentence):
    with pytest.raises(NotTidy, match=sentence):
        headings_from(heads.split(","))


def test_measure_has_one_key_and_a_label_for_people():
    filters = (("population_type", "Looked after"), ("sex", "Total"))
    assert key_of("rate_per_10000", filters) == "rate_per_10000 | population_type=Looked after | sex=Total"
    assert label_of("rate_per_10000", filters) == "Rate per 10000: Looked after, Total"
    assert (key_of("rate", ()), label_of("rate", ())) == ("rate", "Rate")


@pytest.mark.skipif(not STANDARD.is_dir(), reason="the folder of the published standard is not beside this checkout")
@pytest.mark.parametrize(("name", "period"), [("four_digit_identifiers", "2024"), ("six_digit_identifiers", "202425")])
def test_every_time_identifier_of_the_published_standard_is_known(name, period):
    heading, *identifiers = (STANDARD / f"{name}.csv").read_text().split("\n")
    known = [span_of(period, identifier.strip('"'), MARCH) for identifier in identifiers if identifier]
    assert heading == name and len(known) >= 10


@pytest.mark.parametrize(
    ("periods", "wrong"),
    [
        ([("2022", "Reporting year"), ("2023", "Reporting year")], False),
        ([("202122", "Financial year"), ("202122", "Financial year Q4")], False),  # of two lengths: nothing stands beside ours
        ([("202122", "Financial year"), ("2022", "Reporting year")], True),
        ([("2022", "Calendar year"), ("2022", "December")], False),
    ],
)
def test_two_kinds_of_year_to_one_day_are_wrong(periods, wrong):
    assert bool(years_that_end_together([span_of(*period, MARCH) for period in periods])) is wrong
