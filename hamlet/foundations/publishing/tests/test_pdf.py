import io

import pytest
from pypdf import PdfReader

from hamlet.foundations.publishing.combine import UnreadablePdf, pack
from hamlet.foundations.publishing.content import Content, Heading, Paragraph, Table
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.tests.factories import HOSTILE, whole


def read(content):
    return PdfReader(io.BytesIO(content))


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def kinds(node):
    """Every kind of tag in the structure tree, and the words that stand for a picture."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(kinds, node))
    if not hasattr(node, "get"):
        return set()
    return {node.get("/S"), node.get("/Alt")} | kinds(node.get("/K", []))


def test_pdf_is_tagged_titled_in_english_with_an_outline():
    made = read(to_pdf(whole()))
    root = made.trailer["/Root"]

    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], made.metadata.title) == ("en-GB", True, "Title Plain words")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert [row.title for row in made.outline if not isinstance(row, list)] == ["First Plain words"]
    assert kinds(root["/StructTreeRoot"]) >= {"/H1", "/H2", "/P", "/L", "/Table", "/TH", "/TD", "/Figure", "Bars: Plain words"}


def test_hostile_text_is_shown_as_it_is():
    assert text_of(to_pdf(Content("T", (Paragraph(HOSTILE),)))).count(HOSTILE) == 1


def test_table_of_forty_pages_repeats_its_headings():
    rows = tuple((f"Row {number}", "words " * 8) for number in range(1500))
    made = read(to_pdf(Content("Long", (Table("All of it", ("What", "Said about it"), rows),))))

    assert len(made.pages) >= 40
    assert all("Said about it" in page.extract_text() for page in made.pages)
    assert "Row 1499" in made.pages[-1].extract_text()


def test_text_beyond_our_fonts_is_named_in_words_when_the_server_lacks_them(no_server_fonts):
    made = text_of(to_pdf(Content("T", (Heading(1, "So 🎉 glad"), Paragraph("বাংলা ভাষা and 中文 too")))))

    assert "So [party popper] glad" in made
    assert "[Bengali text] and [Chinese text] too" in made


def test_pack_has_contents_and_a_bookmark_for_each_part():
    made = read(pack("Pack 1", "Executive", "7 November 2022", "A partnership", [("Agenda", to_pdf(whole())), ("Paper", two())]))

    assert [row.title for row in made.outline] == ["Contents", "Agenda", "Paper"]
    assert "Agenda 2" in " ".join(made.pages[0].extract_text().split())
    assert made.metadata.title == "Pack 1"


def two():
    return to_pdf(Content("Paper", (Paragraph("Words"),)))


def test_pack_refuses_a_paper_that_is_no_pdf():
    with pytest.raises(UnreadablePdf, match="“Paper” cannot be read as a PDF"):
        pack("Pack", "", "", "", [("Paper", b"%PDF-1.7 broken")])
