"""One tree of content that becomes a page, a PDF or a Word file. Text is always plain: it is never interpreted. Pure."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str = ""
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Numbers:
    """Numbered points. `start` is the number of the first."""

    items: tuple[str, ...]
    start: int = 1
    kind: ClassVar[str] = "numbers"


@dataclass(frozen=True)
class Quotation:
    text: str
    kind: ClassVar[str] = "quotation"


@dataclass(frozen=True)
class Note:
    text: str
    kind: ClassVar[str] = "note"


@dataclass(frozen=True)
class Table:
    """`folded` opens at a click on a page; on paper and in a file it stands open."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number_columns: tuple[int, ...] = ()
    folded: bool = False
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Figure:
    """A picture with its words. `svg` is drawn in the PDF and on the page, `png_base64` in Word; `href` is its own address, and
    `narrow_href` that of the same for a narrow screen.
    """

    caption: str
    alt: str
    svg: str
    png_base64: str = ""
    href: str = ""
    narrow_href: str = ""
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class KeyFigures:
    items: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "key_figures"


@dataclass(frozen=True)
class PageBreak:
    kind: ClassVar[str] = "page_break"


Block = Heading | Paragraph | Bullets | Numbers | Quotation | Note | Table | Figure | KeyFigures | PageBreak
KINDS: dict[str, Any] = {
    kind.kind: kind for kind in (Heading, Paragraph, Bullets, Numbers, Quotation, Note, Table, Figure, KeyFigures, PageBreak)
}


@dataclass(frozen=True)
class Content:
    title: str
    blocks: Sequence[Block]
    subtitle: str = ""
    date_line: str = ""
    language: str = "en-GB"
    cover: bool = False
    contents: bool = False
    publisher: str = field(default="")


# What no file format holds: control characters but tab and line ends, lone surrogates, non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(value: Any) -> Any:
    """Text without the characters that a PDF or a Word file cannot hold; within lists and rows too."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, dict):
        return {name: printable(item) for name, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list | tuple) else value


def paragraphs(text: str) -> list[Paragraph]:
    """What an editor typed, as paragraphs: an empty line ends one."""
    return [Paragraph(" ".join(part.split())) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def to_json(content: Content) -> dict[str, Any]:
    """The tree as JSON can hold it: what a publication freezes, and what the typesetter reads."""
    described = {**asdict(content), "blocks": []}
    described["blocks"] = [{"kind": block.kind, **asdict(block)} for block in content.blocks]
    return described


def from_json(described: dict[str, Any]) -> Content:
    blocks = []
    for row in described["blocks"]:
        given = {name: frozen(value) for name, value in row.items() if name != "kind"}
        blocks.append(KINDS[row["kind"]](**given))
    rest = {name: value for name, value in described.items() if name != "blocks"}
    return Content(**rest, blocks=tuple(blocks))


def frozen(value: Any) -> Any:
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value
