"""What could identify somebody, by kind; where it stands; what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.plain_letters import in_plain_letters
from hamlet.reviews.rules.identifying import Mark, look, marked

NAMES = ["Testchild Exampleton", "Zoë Test-O'Brien", "Li Testing", "de Example"]
SCHOOLS = ["Schools and colleges of Testham", "Illustrative School of Rock"]


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
        ("Zoe was seen", Mark.NAME, "Zoe"),
        ("Zoe\u0308 was seen", Mark.NAME, "Zoe\u0308"),
        ("Mrs O’Brien said", Mark.NAME, "O’Brien"),
        ("Mrs OBrien said", Mark.NAME, "OBrien"),
        ("Mrs Test–O'Brien said", Mark.NAME, "Test–O'Brien"),
        ("Test\u200bchild ran", Mark.NAME, "Test\u200bchild"),
        ("ＴＥＳＴＣＨＩＬＤ ran", Mark.NAME, "ＴＥＳＴＣＨＩＬＤ"),
        ("Testchild\u00a0Exampleton ran", Mark.NAME, "Testchild\u00a0Exampleton"),
        ("then Li left", Mark.NAME, "Li"),
        ("review_testchild_2023", Mark.NAME, "testchild"),
        ("testchild-review", Mark.NAME, "testchild"),
        ("rang (020) 7364 5000 twice", Mark.PHONE, "(020) 7364 5000"),
        ("rang +44 (0)20 7364 5000", Mark.PHONE, "+44 (0)20 7364 5000"),
        ("rang 0044 7700 900123", Mark.PHONE, "0044 7700 900123"),
        ("rang 07700.900.123", Mark.PHONE, "07700.900.123"),
        ("NHS 943.476.5919", Mark.NHS, "943.476.5919"),
        ("NHS 943‑476‑5919", Mark.NHS, "943‑476‑5919"),
        ("at E14  2BG they", Mark.POSTCODE, "E14  2BG"),
        ("at e14-2bg", Mark.POSTCODE, "e14-2bg"),
        ("on 05 05 2014 she", Mark.BIRTH, "05 05 2014"),
        ("on 5–5–14 she", Mark.BIRTH, "5–5–14"),
        ("on May 5th, 2014", Mark.BIRTH, "May 5th, 2014"),
        ("on 5 May ’14", Mark.BIRTH, "5 May ’14"),
        ("from St Paul’s CofE school in", Mark.SCHOOL, "St Paul’s CofE school"),
        ("from st paul’s primary school in", Mark.SCHOOL, "st paul’s primary school"),
        ("at The Elms Children’s Centre", Mark.SCHOOL, "The Elms Children’s Centre"),
        ("at Our Lady of Testing academy", Mark.SCHOOL, "Our Lady of Testing academy"),
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
        "The school, the nursery and the children's centre",
        "Every Secondary School was asked. Each College answered",
        "They do list what they do",
        "Scores of 12 11 10 and 3.5",
        "In 2022 there were 1,250 referrals",
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


SPLITS = st.sampled_from(["", "\u200b", "\u00ad", "\u2060", "\ufeff"])


@given(st.text(max_size=40), SPLITS, st.integers(1, 8), st.text(max_size=40))
def test_name_is_found_whatever_unseen_stands_in_it_and_around_it(before, unseen, at, after):
    name = "Testchild"[:at] + unseen + "Testchild"[at:]

    assert name in " ".join(one.words for one in look(f"{before} {name} {after}", ["Testchild"]))


@given(st.text(max_size=80))
def test_spans_in_plain_letters_lead_back_to_the_text(text):
    searched = in_plain_letters(text)

    assert len(searched.places) == len(searched.text)
    assert list(searched.places) == sorted(searched.places)
    if searched.text:
        assert searched.span(0, len(searched.text))[1] == len(text)


@given(st.text(max_size=60), st.sampled_from(["E14 2BG", "9434765919", "a@example.org"]), st.text(max_size=60))
def test_pieces_put_together_are_the_text(before, hit, after):
    text = f"{before} {hit} {after}"
    hits = look(text, NAMES)

    assert "".join(words for words, _ in marked(text, hits)) == text
    assert [one.words for one in hits] == [text[one.start : one.end] for one in hits]
