"""Names put out of sight: however they are written, and no ordinary word with them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.reviews.rules.pseudonyms import ORDINARY, Alias, Pseudonyms, Tally, parts_of, pseudonymised

NAMES = [("Jo O'Brien", "Child 1"), ("May Hope-Will", "the mother"), ("Will Young", "the father"), ("Zoë Li", "Child 2")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jo was seen", "Child 1 was seen"),
        ("Jo O’Brien’s coat", "Child 1’s coat"),
        ("the O‘Brien family", "the Child 1 family"),
        ("J O'Brien, J. OBrien and JO'BRIEN", "Child 1, Child 1 and Child 1"),
        ("Zoe and Zoe\u0308 and ZOË LI", "Child 2 and Child 2 and Child 2"),
        ("zoe was seen", "Child 2 was seen"),
        ("Ms Hope rang", "Ms the mother rang"),
        ("May-Hope Will", "the mother"),
        ("Ms May rang Mr Will", "Ms the mother rang Mr [family name]"),
        ("May  Hope‑Will", "the mother"),
        ("Mr Young came", "Mr the father came"),
        ("Li’s school", "Child 2’s school"),
    ],
)
def test_name_is_hidden_however_it_is_written(text, said):
    assert pseudonymised(text, NAMES) == said


@pytest.mark.parametrize(
    "text",
    [
        "She may have hope, we will see the young person",
        "the young carer will hope",
        "A young person, a will, a hope",
        "on 3 May 2022 and in May 2021",
        "the ceiling, the limit, a job",
        "",
    ],
)
def test_ordinary_words_are_left(text):
    assert pseudonymised(text, NAMES) == text


def test_part_that_two_people_share_is_nobodys():
    names = [("Ann Testson", "Child 1"), ("Bea Testson", "Child 2")]

    assert pseudonymised("Ann and the Testsons; the Testson home", names) == "Child 1 and the Testsons; the [family name] home"


def test_tally_counts_what_was_put_and_what_wants_a_look():
    tally = Tally(Pseudonyms(Alias(*row) for row in NAMES))
    for text in ("Jo will come", "Jo and Zoe will not; jo rang"):
        tally(text)

    assert tally.replaced == {"Child 1": 2, "Child 2": 1}
    assert tally.left == {"will": 2, "jo": 1}


BORN = date(2015, 2, 1)


@pytest.mark.parametrize(
    "said", ["1/2/2015", "01.02.15", "1 February 2015", "1st of Feb 2015", "2015-02-01", "01 02 2015", "1-Feb-2015"]
)
def test_date_of_birth_is_hidden_as_people_write_it(said):
    names = Pseudonyms([], [(BORN, "[born]")])

    assert names.mask(f"was born {said}, seen 11/2/2015").text == "was born [born], seen 11/2/2015"


def test_school_is_hidden_whole_and_its_words_are_not():
    names = Pseudonyms([Alias("Illustrative Hill School", "[school]", in_parts=False)])

    assert names.mask("At ILLUSTRATIVE hill  school, on a hill").text == "At [school], on a hill"


LETTERS = st.text(alphabet="abcdefghijklmnoprstuvwyzéöşç", min_size=3, max_size=9)


@given(st.lists(LETTERS, min_size=1, max_size=3), st.text(max_size=40), st.sampled_from(["’", "'", " ", "-", ".", "\n"]))
def test_no_name_written_large_survives(parts, around, mark):
    name = " ".join(part.capitalize() for part in parts)
    masked = pseudonymised(f"{around} {name}{mark} {around}", [(name, "#1#")])

    assert name not in masked
    assert "#1#" in masked


@given(st.text(alphabet="abcdefghij ,.\n", max_size=80))
def test_text_without_a_name_is_not_touched(text):
    assert pseudonymised(text, [("Xyzzy Quuxley", "Child 1")]) == text


@given(st.lists(st.sampled_from(sorted(ORDINARY)), max_size=12))
def test_ordinary_words_written_small_are_never_garbled(words):
    text = " ".join(f"the {word}" for word in words)

    assert pseudonymised(text, [(f"{word.capitalize()} Xyzzy", "Child 1") for word in sorted(ORDINARY)]) == text


def test_parts_of_a_name():
    assert parts_of("Zoë  Hope‐Will, O’Test") == ["zoe", "hope", "will", "o'test"]
