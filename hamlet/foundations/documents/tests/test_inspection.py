import io

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook

from hamlet.foundations.documents.inspection import NotTaken, content_type
from hamlet.foundations.documents.rules import TYPES
from hamlet.foundations.documents.tests import files

HONEST = {
    "paper.pdf": files.PDF,
    "PAPER.PDF": files.PDF,
    "chart.png": files.PNG,
    "photo.jpg": files.JPEG,
    "photo.jpeg": files.JPEG,
    "minutes.docx": files.DOCX,
    "return.xlsx": files.XLSX,
    "slides.pptx": files.PPTX,
    "policy.odt": files.ODT,
    "rows.csv": b"agency,count\nPolice,3\n",
    "notes.txt": "Café at 5 – bring notes".encode(),
    "old.txt": "Café".encode("cp1252"),
}
HOSTILE = {
    "program named pdf": ("paper.pdf", files.PROGRAM),
    "linux program named pdf": ("paper.pdf", files.ELF),
    "page named pdf": ("paper.pdf", b"<html><script>alert(1)</script></html>"),
    "word named pdf": ("paper.pdf", files.DOCX),
    "pdf named word": ("paper.docx", files.PDF),
    "sheet named word": ("paper.docx", files.XLSX),
    "archive named word": ("paper.docx", files.archive(readme="hello")),
    "broken archive named word": ("paper.docx", b"PK\x03\x04 broken"),
    "macro named word": ("paper.docx", files.MACRO),
    "archive named open document": ("paper.odt", files.DOCX),
    "program named text": ("notes.txt", files.PROGRAM),
    "script named text": ("notes.txt", b"#!/bin/sh\nrm -rf /\n"),
    "null bytes named csv": ("rows.csv", b"a,b\n" + b"\x00" * 9),
    "pdf named csv": ("rows.csv", files.PDF),
    "picture of another kind": ("photo.png", files.JPEG),
    "nothing recognisable": ("paper.pdf", b"\x01\x02\x03 nothing"),
}
UNWANTED = ["tool.exe", "page.html", "drawing.svg", "archive.zip", "macro.docm", "paper", "paper.pdf.js", ".pdf.lnk"]


@pytest.mark.parametrize("name", HONEST)
def test_honest_file_is_taken_as_what_it_is(name):
    assert content_type(name, HONEST[name]) == TYPES[name.rsplit(".", 1)[1].lower()]


@pytest.mark.parametrize("case", HOSTILE)
def test_file_that_is_not_what_its_name_says_is_refused(case):
    name, content = HOSTILE[case]
    kind = name.rsplit(".", 1)[1]

    with pytest.raises(NotTaken, match=rf"{name} is not really a \.{kind} file"):
        content_type(name, content)


@pytest.mark.parametrize("name", UNWANTED)
def test_kind_that_is_not_on_the_list_is_refused(name):
    with pytest.raises(NotTaken, match="cannot be taken"):
        content_type(name, files.PDF)


def test_empty_file_is_refused():
    with pytest.raises(NotTaken, match=r"paper\.pdf is empty"):
        content_type("paper.pdf", b"")


def test_files_that_office_programs_write_are_taken():
    word, sheet = io.BytesIO(), io.BytesIO()
    WordDocument().save(word)
    Workbook().save(sheet)

    assert content_type("a.docx", word.getvalue()) == TYPES["docx"]
    assert content_type("a.xlsx", sheet.getvalue()) == TYPES["xlsx"]
