"""A content tree as a Word file with real heading styles, captions, table headers and a language."""

import base64
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from hamlet.foundations.publishing.content import (
    Bullets,
    Content,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Numbers,
    PageBreak,
    Paragraph,
    Quotation,
    Table,
    from_json,
    printable,
    to_json,
)

PINE = RGBColor(0x17, 0x38, 0x3D)


def to_docx(content: Content) -> bytes:
    content = from_json(printable(to_json(content)))
    document = docx.Document()
    prepare(document, content)
    document.add_paragraph(content.title, style="Title")
    for line in (content.subtitle, content.publisher, content.date_line):
        if line:
            document.add_paragraph(line, style="Subtitle")
    if content.cover:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for block in content.blocks:
        WRITERS[type(block)](document, block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def prepare(document: Any, content: Content) -> None:
    document.core_properties.title = content.title
    document.core_properties.author = content.publisher
    document.core_properties.language = content.language
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), content.language)
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        document.styles[name].font.color.rgb = PINE
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.4)
        section.footer.paragraphs[0].text = f"{content.title} · {content.date_line}"


def write_heading(document: Any, block: Heading) -> None:
    document.add_heading(block.text, level=min(block.level, 3))


def write_paragraph(document: Any, block: Paragraph) -> None:
    document.add_paragraph(block.text)


def write_bullets(document: Any, block: Bullets) -> None:
    for item in block.items:
        document.add_paragraph(item, style="List Bullet")


def write_numbers(document: Any, block: Numbers) -> None:
    """The numbers are typed: Word would count on from one list to the next."""
    for number, item in enumerate(block.items, block.start):
        document.add_paragraph(f"{number}. {item}", style="List Paragraph")


def write_quotation(document: Any, block: Quotation) -> None:
    document.add_paragraph(block.text, style="Quote")


def write_note(document: Any, block: Note) -> None:
    document.add_paragraph(block.text, style="Intense Quote")


def write_table(document: Any, block: Table) -> None:
    document.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.headings), style="Light Grid Accent 1")
    fill(table.rows[0], block.headings)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in block.rows:
        fill(table.add_row(), row)
    document.add_paragraph()


def fill(row: Any, values: tuple[str, ...]) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        cell.text = str(value)


def write_figure(document: Any, block: Figure) -> None:
    if block.png_base64:
        picture = document.add_picture(io.BytesIO(base64.b64decode(block.png_base64)), width=Cm(16))
        picture._inline.docPr.set("descr", block.alt)
    document.add_paragraph(block.caption, style="Caption")


def write_key_figures(document: Any, block: KeyFigures) -> None:
    for number, label in block.items:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(number).bold = True
        line.add_run(f" {label}")


def write_page_break(document: Any, block: PageBreak) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


WRITERS: dict[type, Callable[[Any, Any], None]] = {
    Heading: write_heading,
    Paragraph: write_paragraph,
    Bullets: write_bullets,
    Numbers: write_numbers,
    Quotation: write_quotation,
    Note: write_note,
    Table: write_table,
    Figure: write_figure,
    KeyFigures: write_key_figures,
    PageBreak: write_page_break,
}
