"""One PDF out of many: a contents page first, and a bookmark for each part."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from hamlet.foundations.publishing.content import Content, Table
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.records import Refusal


class UnreadablePdf(Refusal):
    """A PDF that was uploaded cannot be read, or is locked with a password."""


def page_count(content: bytes, title: str) -> int:
    """How many pages a PDF has. Refuses one that cannot be read or is locked."""
    try:
        return len(PdfReader(io.BytesIO(content)).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise UnreadablePdf(
            f"“{title}” cannot be read as a PDF: save it again, without a password, and add it once more"
        ) from error


def pack(title: str, subtitle: str, date_line: str, publisher: str, parts: list[tuple[str, bytes]]) -> bytes:
    """Merges the parts, in order, behind a contents page that says on which page each begins."""
    counts = [page_count(content, name) for name, content in parts]
    starts = [2 + sum(counts[:number]) for number in range(len(parts))]
    rows = tuple((name, str(start)) for (name, _), start in zip(parts, starts, strict=True))
    contents = Content(
        title=title,
        subtitle=subtitle,
        date_line=date_line,
        publisher=publisher,
        blocks=(Table("What is in this pack", ("Part", "Begins on page"), rows, (1,)),),
    )
    writer = PdfWriter()
    writer.append(io.BytesIO(to_pdf(contents)), outline_item="Contents", import_outline=False)
    for name, content in parts:
        writer.append(io.BytesIO(content), outline_item=name, import_outline=False)
    writer.add_metadata({"/Title": title, "/Author": publisher})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
