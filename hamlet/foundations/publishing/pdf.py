"""A content tree as a PDF, laid out by Typst as PDF/UA-1: tagged, titled, with a language and an outline."""

import json
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import typst

from hamlet.foundations.publishing.content import Content, printable, to_json

TEMPLATE = Path(__file__).with_name("document.typ")
WIDEST, NARROWEST = 90, 6
LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')


def widths(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """How wide each column is beside the others: room for its longest word, and more, by less and less, for its longest cell."""
    columns = [[str(cell) for cell in column] for column in zip(headings, *rows, strict=True)]
    words = [max(min(len(word), 30) for cell in column for word in (cell.split() or [""])) for column in columns]
    cells = [min(WIDEST, max(map(len, column))) for column in columns]
    return [max(NARROWEST, word + 1, round(cell**0.75)) for word, cell in zip(words, cells, strict=True)]


def described(content: Content) -> dict[str, Any]:
    data = printable(to_json(content))
    for row in data["blocks"]:
        if row["kind"] == "table":
            row["widths"] = widths(row["headings"], row["rows"])
            row["rows"] = [[str(cell) for cell in cells] for cells in row["rows"]]
    return data


def to_pdf(content: Content) -> bytes:
    """The PDF's bytes. Raises typst's error when the tree breaks PDF/UA: a skipped heading level, a figure without words.

    Typst's own fonts come first, so that every server makes the same pages. What they lack (Bengali, an emoji) is taken from the
    server's fonts; what those lack too is named in words, for PDF/UA allows no character without a shape.
    """
    given = json.dumps(described(content), ensure_ascii=False)
    try:
        return typeset(given, ignore_system_fonts=True)
    except typst.TypstError as error:
        if not lacking(error):
            raise
    try:
        return typeset(given, ignore_system_fonts=False)
    except typst.TypstError as error:
        missing = lacking(error)
        if not missing:
            raise
    runs = re.compile(f"[{re.escape(missing)}](?:[{re.escape(missing)} ]*[{re.escape(missing)}])?")
    return typeset(runs.sub(lambda run: in_words(run[0]), given), ignore_system_fonts=False)


def typeset(given: str, *, ignore_system_fonts: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.typ"
        source.write_bytes(TEMPLATE.read_bytes())
        (Path(folder) / "content.json").write_text(given, encoding="utf-8")
        return typst.compile(str(source), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=ignore_system_fonts)


def lacking(error: typst.TypstError) -> str:
    """The characters that no font could show, each once; empty when the error is another one."""
    found = LACKING.findall(error.diagnostic or "")
    said = "".join(re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text) for text in found)
    return "".join(sorted(set(said) - set(" ")))


def in_words(run: str) -> str:
    """ "[Bengali text]" for letters, "[grinning face]" for a sign."""
    name = unicodedata.name(run[0], "unknown sign")
    letters = unicodedata.category(run[0])[0] in "LM"
    script = "Chinese" if name.startswith("CJK") else name.split()[0].capitalize()
    return f"[{script} text]" if letters else f"[{name.lower()}]"
