from datetime import date

import pytest

from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.queries import importers
from hamlet.foundations.moving_in.rules import Column, Problem, doubled, guess, understood

NAME = Column("name", "Name", "", cells.text(9), needed=True, also=("organisation",))
ENDS = Column("ends_on", "Ends on", "", cells.day, also=("to",))


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Name", "Ends on"], {"name": 0, "ends_on": 1}),
        (["ends_ON ", " NAME*"], {"ends_on": 0, "name": 1}),
        (["Organisation", "To"], {"name": 0, "ends_on": 1}),
        (["Organisation", "Name"], {"name": 1}),
        (["Name", "Name"], {"name": 0}),
        (["", "Something"], {}),
    ],
)
def test_guess_by_title_key_and_other_names(headings, found):
    assert guess([NAME, ENDS], headings) == found


def test_understood_gives_values_and_says_which_cell_of_which_row_is_wrong():
    rows = [(2, ["Police", "1/4/2022"]), (3, ["", "31/2/2022"]), (4, ["Health"]), (7, ["Longer than nine", ""])]

    good, problems = understood([NAME, ENDS], {"name": 0, "ends_on": 1}, rows)

    assert good == [(2, {"name": "Police", "ends_on": date(2022, 4, 1)}), (4, {"name": "Health", "ends_on": None})]
    assert [str(problem) for problem in problems] == [
        "Row 3, Name: this must not be empty",
        "Row 3, Ends on: 31 February 2022 is not a date",
        "Row 7, Name: this is 16 characters long, and 9 fit",
    ]


def test_doubled_names_the_first_of_two():
    rows = [(2, {"name": "a"}), (3, {"name": "b"}), (4, {"name": "a"})]

    assert doubled(lambda row: row["name"], rows) == [Problem(4, "", "this is the same record as row 2")]


@pytest.mark.parametrize("importer", importers(), ids=lambda importer: importer.key)
def test_template_is_guessed_whole_and_its_example_understood(importer):
    headings = [column.title for column in importer.columns]
    mapping = guess(importer.columns, headings)

    good, problems = understood(importer.columns, mapping, [(2, [column.example for column in importer.columns])])

    assert mapping == {column.key: place for place, column in enumerate(importer.columns)}
    assert problems == []
    assert importer.identity(good[0][1])
