import pytest

from hamlet.insight.rules.places import in_short, ordinal, rank_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
        (131, "131st"),
    ],
)
def test_place_is_said_as_an_ordinal(number, words):
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((131, 153, 4), "131st of 153 (1 is best), fourth quartile"),
        ((1, 153, 1), "1st of 153 (1 is best), first quartile"),
        ((2, 3, None), "2nd of 3 (1 is best)"),
        ((7, None, None), "7th (1 is best)"),
        ((None, None, None), ""),
    ],
)
def test_rank_is_said_with_its_total_and_which_end_is_best(given, words):
    assert rank_words(*given) == words


def test_label_is_short_at_a_glance():
    assert in_short("Statistical neighbours (2025-05 model)") == "Neighbours (2025-05)"
    assert in_short("London") == "London"
