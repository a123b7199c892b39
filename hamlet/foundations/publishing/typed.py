"""A report out of Word or a text file as plain text with the marks of `written`, so that nobody types it again."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from hamlet.foundations.publishing.content import printable
from hamlet.foundations.records import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
STRUCTURE = re.compile(r"^(?=#{1,6}\s|[-*•▪◦‣·]\s|\d{1,3}[.)]\s|>)")
TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


class NotAText(Refusal):
    """The file cannot be read as a report."""

    about = "upload"


def text_of(content: bytes, name: str) -> str:
    """The words of a .docx or .txt file: headings, lists and quotations keep their marks; a row of a table is a line; pictures,
    notes at the foot of a page and comments stay behind.
    """
    if len(content) > MOST_BYTES:
        raise NotAText(f"{name} is too large: send at most 10 MB")
    if name.lower().endswith(".docx"):
        return str(printable(of_word(content, name)))
    if not name.lower().endswith((".txt", ".md")) or b"\x00" in content:
        raise NotAText(f"{name} cannot be taken: send a Word file (.docx) or a text file (.txt)")
    try:
        return str(printable(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return str(printable(content.decode("cp1252", "replace")))


def of_word(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise NotAText(f"{name} is too large once it is unpacked")
        document = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotAText(f"{name} cannot be read as a Word file. Save it again as .docx, without a password") from error
    body = document.element.body
    if any(next(body.iter(qn(tag)), None) is not None for tag in TRACKED):
        raise NotAText(f"{name} holds tracked changes: accept or reject them in Word, save it and send it again")
    return "\n\n".join(lines_of(document)).replace("\n\n- ", "\n- ")


def lines_of(document: Any) -> Iterator[str]:
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield "\n".join(rows_of(part))
        elif part.text.strip():
            yield marked(part)


def rows_of(table: Table) -> Iterator[str]:
    """Each row as a point: cells that Word joined are said once."""
    for row in table.rows:
        cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
        if any(cells):
            yield f"- {'; '.join(cell for cell in cells if cell)}"


def marked(paragraph: Paragraph) -> str:
    style, words = str(paragraph.style.name if paragraph.style else ""), " ".join(paragraph.text.split())
    if found := re.fullmatch(r"Heading ([1-9])", style):
        return f"{'#' * min(int(found[1]), 6)} {words}"
    if style in ("Title", "Quote", "Intense Quote"):
        return f"{'#' if style == 'Title' else '>'} {words}"
    if style.startswith("List Number"):
        return f"1. {words}"
    listed = style.startswith("List Bullet") or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None)
    return f"- {words}" if listed and not STRUCTURE.match(words) else words
