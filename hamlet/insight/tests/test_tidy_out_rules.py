"""Names, labels and files of the open data, however the indicators are called."""

import csv
import io
from decimal import Decimal

import pytest

from hamlet.insight.queries.composed import Composed
from hamlet.insight.queries.open_data import columns_of, tidy_files
from hamlet.insight.rules.composing import Cell
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.publications import Wording

LONG = "Children who were seen by somebody whom they knew within ten working days of the first contact about them"
PARTS = ("numerator", "denominator", "value")


def composed(*titles, provisional=()):
    return [
        Composed(
            Wording(number, title, "Why?", Shape.PERCENTAGE, decimals=1),
            1,
            Quarter(2022, 1),
            tuple(Cell(("", ""), part, Decimal(7)) for part in PARTS),
            number in provisional,
        )
        for number, title in enumerate(titles)
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ("Category", "Breakdown", "Time period"),
        (f"{LONG} by day", f"{LONG} by night"),
        ("Plans", "PLANS", "Plans!"),
        ("Status", "= 1"),
    ],
)
def test_no_two_columns_share_a_name_or_a_label(titles):
    data = columns_of(composed(*titles))
    taken = {"time_period", "category", "breakdown", "status"}
    assert len({one.name for one in data} | taken) == len(data) + len(taken)
    assert len({one.label.casefold() for one in data} | {"category", "status", "broken down by"}) == len(data) + 3
    assert max(len(one.name) for one in data) <= 50 and max(len(one.label) for one in data) <= 100
    parts = [one for one in data if not one.key.endswith("value")]
    assert all(one.label.endswith(one.key.split()[1]) and one.name.endswith(one.key.split()[1]) for one in parts)


def test_quarter_of_provisional_and_final_figures_has_a_row_of_each(home):
    data, _ = tidy_files(composed("First", "Second", provisional={1}))
    rows = [(row["status"], row["first"], row["second"]) for row in csv.DictReader(io.StringIO(data.decode()))]
    assert rows == [("Final", "7", "z"), ("Provisional", "z", "7")]
