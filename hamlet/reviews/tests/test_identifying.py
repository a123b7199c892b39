"""What could identify somebody, by kind; where it stands; what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.reviews.rules.identifying import Mark, look, marked

NAMES, SCHOOLS = ["Testchild Exampleton"], ["Schools and colleges of Testham", "Illustrative School of Rock"]


@pytest.mark.parametrize(
    ("text", "mark", "words"),
    [
        ("Then Testchild Exampleton left", Mark.NAME, "Testchild Exampleton"),
        ("then exampleton's bag", Mark.NAME, "exampleton"),
        ("NHS 943 476 5919 was written", Mark.NHS, "943 476 5919"),
        ("9434765919", Mark.NHS, "9434765919"),
        ("at E14 2BG they", Mark.POSTCODE, "E14 2BG"),
        ("write to somebody@example.org today", Mark.EMAIL, "somebody@example.org"),
        ("rang 020 7946 0018 twice", Mark.PHONE, "020 7946 0018"),
        ("born on 7 November 2015", Mark.BIRTH, "born on 7 November 2015"),
        ("on 7/11/2015 she", Mark.BIRTH, "7/11/2015"),
        ("on 2015-11-07", Mark.BIRTH, "2015-11-07"),
        ("moved from Illustrative Hill Primary School in", Mark.SCHOOL, "Illustrative Hill Primary School"),
        ("at the illustrative school of rock", Mark.SCHOOL, "illustrative school of rock"),
    ],
)
def test_words_that_could_identify_are_found_in_their_place(text, mark, words):
    (found,) = look(text, NAMES, SCHOOLS)

    assert (found.mark, found.words) == (mark, words)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918 is no such number",
        "The primary school was told",
        "In November 2015",
        "12 of 30 audits",
        "Testchildren play",
        "",
    ],
)
def test_other_words_are_left_alone(text):
    assert look(text, NAMES, SCHOOLS) == []


def test_hits_keep_their_key_until_the_words_around_them_change():
    (first,) = look("Seen at E14 2BG on Monday")
    (again,) = look("Seen at E14 2BG on Monday")
    (other,) = look("Lives at E14 2BG since May")

    assert first.key == again.key != other.key


@given(st.text(max_size=60), st.sampled_from(["E14 2BG", "9434765919", "a@example.org"]), st.text(max_size=60))
def test_pieces_put_together_are_the_text(before, hit, after):
    text = f"{before} {hit} {after}"
    hits = look(text, NAMES)

    assert "".join(words for words, _ in marked(text, hits)) == text
    assert [one.words for one in hits] == [text[one.start : one.end] for one in hits]
