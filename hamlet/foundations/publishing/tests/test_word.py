import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from hamlet.foundations.publishing.content import Content, Paragraph
from hamlet.foundations.publishing.tests.factories import HOSTILE, whole
from hamlet.foundations.publishing.word import to_docx


@pytest.fixture(scope="module")
def made():
    return docx.Document(io.BytesIO(to_docx(whole())))


def styled(document, style):
    return [row.text for row in document.paragraphs if row.style.name == style]


def test_headings_and_captions_are_real_styles(made):
    assert styled(made, "Title") == ["Title Plain words"]
    assert styled(made, "Heading 1") == ["First Plain words"]
    assert styled(made, "Heading 2") == ["Below Plain words"]
    assert styled(made, "Caption") == ["Caption", "Drawn"]


def test_title_and_language_are_set(made):
    assert (made.core_properties.title, made.core_properties.language) == ("Title Plain words", "en-GB")
    assert made.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"


def test_first_row_of_a_table_is_its_header(made):
    first, *others = made.tables[0].rows

    assert [cell.text for cell in first.cells] == ["What", "How many"]
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [row._tr.trPr for row in others] == [None, None, None]


def test_picture_has_words(made):
    pictures = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]

    assert pictures == ["Bars: Plain words"]


def test_hostile_text_is_shown_as_it_is():
    content = to_docx(Content("T", (Paragraph(HOSTILE), Paragraph("bell \x07 gone"))))
    document = docx.Document(io.BytesIO(content))

    assert [row.text for row in document.paragraphs][1:] == [HOSTILE, "bell  gone"]
    assert b"<script>" not in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
