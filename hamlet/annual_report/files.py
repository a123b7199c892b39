"""A report's tree as files. Typesetting takes a moment, so it is done before a transaction begins."""

from dataclasses import dataclass

from hamlet.foundations.publishing.content import Content
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.word import to_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"pdf": ("application/pdf", to_pdf), "docx": (WORD, to_docx)}


@dataclass(frozen=True)
class Files:
    content: Content
    pdf: bytes
    docx: bytes


def files_of(content: Content) -> Files:
    return Files(content, to_pdf(content), to_docx(content))
