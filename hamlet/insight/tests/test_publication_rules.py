import pytest

from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.publications import defined

FIRST, SECOND, THIRD = Quarter(2020, 1), Quarter(2022, 1), Quarter(2022, 3)
SERIES = [(FIRST, "Episodes", ""), (SECOND, "Children", "No child twice"), (THIRD, "Children under 16", "Adults left out")]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FIRST, FIRST, "Episodes."),
        (SECOND.later(-1), SECOND.later(-1), "Episodes."),
        (SECOND.later(-1), SECOND, "Episodes. From Q1 2022–23: Children (No child twice)."),
        (SECOND, SECOND, "Children."),
        (SECOND.later(1), THIRD, "Children. From Q3 2022–23: Children under 16 (Adults left out)."),
        (THIRD, THIRD.later(9), "Children under 16."),
    ],
)
def test_definition_is_that_of_the_quarters_shown(first, last, words):
    assert defined(SERIES, first, last) == words


def test_definition_that_begins_later_than_the_quarters_is_not_told():
    assert defined(SERIES, FIRST.later(-9), FIRST.later(-1)) == ""
