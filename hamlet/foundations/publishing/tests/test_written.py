"""A text with a few marks as a tree: what each mark makes, and that nothing else is ever made of it."""

import io
from itertools import pairwise

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.publishing.content import Bullets, Content, Heading, Numbers, Paragraph, Quotation, from_json, to_json
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.typed import NotAText, text_of
from hamlet.foundations.publishing.word import to_docx
from hamlet.foundations.publishing.written import contents_of, structured

WHOLE = "# One\n\nPlain words.\n\n- a\n- b\n\n3. c\n4. d\n\n> said\n\n## Two\n\nEnd."


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One\nline\n\nTwo", [Paragraph("One line"), Paragraph("Two")]),
        ("# Title\nWords", [Heading(1, "Title", "part-1"), Paragraph("Words")]),
        ("### Deep\n###### Deeper", [Heading(1, "Deep", "part-1"), Heading(2, "Deeper", "part-2")]),
        ("- a\n- b\n\n- c", [Bullets(("a", "b", "c"))]),
        ("* a\n  goes on\n• b", [Bullets(("a goes on", "b"))]),
        ("1. a\n2) b", [Numbers(("a", "b"), 1)]),
        ("4. d\ngoes on\n\n5. e", [Numbers(("d goes on", "e"), 4)]),
        ("> one\n> two\n\n> three", [Quotation("one two"), Quotation("three")]),
        ("Words\n- a\n\nWords", [Paragraph("Words"), Bullets(("a",)), Paragraph("Words")]),
        ("- a\n1. b\n- c", [Bullets(("a",)), Numbers(("b",), 1), Bullets(("c",))]),
        (
            "#not a heading\n\n-not a bullet\n\n2018. A year",
            [Paragraph(t) for t in ("#not a heading", "-not a bullet", "2018. A year")],
        ),
        ("<script>alert(1)</script> **bold**", [Paragraph("<script>alert(1)</script> **bold**")]),
        ("\r\n \r\n", []),
    ],
)
def test_marks_make_blocks_of_plain_text(text, blocks):
    assert structured(text) == blocks


@given(st.text(alphabet="#-*>1. \nabc", max_size=80))
def test_no_letter_is_lost_and_no_level_skipped(text):
    blocks = structured(text)
    kept = "".join("".join(getattr(block, "items", (getattr(block, "text", ""),))) for block in blocks)
    levels = [0, *(block.level for block in blocks if isinstance(block, Heading))]

    assert [char for char in kept if char in "abc"] == [char for char in text if char in "abc"]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_long_text_has_contents_and_a_short_one_none():
    assert contents_of(structured(WHOLE)) == []
    assert len(contents_of(structured("\n\n".join(f"# Part {n}" for n in range(6))))) == 6
    assert len(contents_of(structured(f"# A\n\n{'word ' * 1200}\n\n# B"))) == 2


def test_tree_becomes_a_pdf_and_a_word_file_and_survives_json():
    content = Content("A report", tuple(structured(WHOLE)), cover=True, contents=True, date_line="Today")

    assert to_pdf(content).startswith(b"%PDF")
    assert from_json(to_json(content)) == content
    styles = {row.text: row.style.name for row in docx.Document(io.BytesIO(to_docx(content))).paragraphs}
    assert (styles["3. c"], styles["said"]) == ("List Paragraph", "Quote")


def word(build):
    document = docx.Document()
    build(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def filled(document):
    document.add_heading("What happened", 1)
    document.add_paragraph("Nobody asked.")
    for words in ("a", "b"):
        document.add_paragraph(words, style="List Bullet")
    document.add_paragraph("c", style="List Number")
    document.add_paragraph("said", style="Quote")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "2018", "A visit"


def test_word_file_becomes_marked_text():
    text = text_of(word(filled), "report.docx")

    assert text == "# What happened\n\nNobody asked.\n- a\n- b\n\n1. c\n\n> said\n- 2018; A visit"
    assert [block.kind for block in structured(text)] == ["heading", "paragraph", "bullets", "numbers", "quotation", "bullets"]


@pytest.mark.parametrize(
    ("content", "text"), [(b"\xef\xbb\xbfOne\n\n- a", "One\n\n- a"), ("Zoë’s".encode("cp1252"), "Zoë’s"), (b"a\x07b", "ab")]
)
def test_text_file_is_taken_as_it_is(content, text):
    assert text_of(content, "report.txt") == text


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"not a zip", "report.docx", "cannot be read as a Word file"),
        (b"%PDF-1.4", "report.pdf", "cannot be taken"),
        (b"a\x00b", "report.txt", "cannot be taken"),
        (b"a" * (10 * 1024 * 1024 + 1), "report.txt", "too large"),
    ],
)
def test_what_is_no_text_is_refused_in_words(content, name, why):
    with pytest.raises(NotAText, match=why):
        text_of(content, name)


def test_tracked_changes_are_refused_for_they_would_be_lost():
    def tracked(document):
        paragraph = document.add_paragraph("Kept")
        paragraph._p.append(paragraph._p.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}ins", {}))

    with pytest.raises(NotAText, match="tracked changes"):
        text_of(word(tracked), "report.docx")
