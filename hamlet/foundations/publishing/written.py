"""A long text as a person types it, with a few marks at the beginning of lines, as a content tree. What it says is never interpreted:
a mark makes a heading, a list or a quotation of plain text, and nothing else. Pure.
"""

import re
from collections.abc import Iterable

from hamlet.foundations.publishing.content import Block, Bullets, Heading, Numbers, Paragraph, Quotation

HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
BULLET = re.compile(r"\s*[-*•▪◦‣·]\s+(\S.*)")
NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(\S.*)")
QUOTED = re.compile(r">\s*(.*)")
DEEPEST = 3
LONG_HEADINGS, LONG_WORDS = 6, 1200  # from here on a reader is glad of a table of contents


def structured(text: str) -> list[Block]:
    """ "# " begins a heading ("## " one below), "- " a bullet, "1. " a numbered point, "> " a quotation; an empty line ends each.

    A heading is never more than one level below the one before it: a screen reader and PDF/UA skip no level.
    """
    blocks: list[Block] = []
    open_block = False  # whether the next line of words goes on with the last block
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            open_block = False
            continue
        add(blocks, line, open_block)
        open_block = not isinstance(blocks[-1], Heading)
    return blocks


def add(blocks: list[Block], line: str, goes_on: bool) -> None:
    """Adds a line to the blocks: as a block or a point of its own, or to the end of what it goes on with."""
    last = blocks[-1] if blocks else None
    if found := HEADING.fullmatch(line):
        blocks.append(headed(blocks, len(found[1]), found[2].strip()))
    elif found := BULLET.fullmatch(line):
        point = spaced(found[1])
        listed(blocks, Bullets((*last.items, point)) if isinstance(last, Bullets) else Bullets((point,)))
    elif found := NUMBER.fullmatch(line):
        point, at = spaced(found[2]), int(found[1])
        listed(blocks, Numbers((*last.items, point), last.start) if isinstance(last, Numbers) else Numbers((point,), at))
    elif found := QUOTED.fullmatch(line):
        said = f"{last.text} {found[1]}" if isinstance(last, Quotation) and goes_on else found[1]
        blocks[len(blocks) - (isinstance(last, Quotation) and goes_on) :] = [Quotation(spaced(said))]
    elif goes_on and last is not None:
        blocks[-1] = longer(last, line)
    else:
        blocks.append(Paragraph(spaced(line)))


def spaced(text: str) -> str:
    return " ".join(text.split())


def headed(blocks: list[Block], level: int, text: str) -> Heading:
    before = [block for block in blocks if isinstance(block, Heading)]
    deepest = before[-1].level + 1 if before else 1
    return Heading(min(level, deepest, DEEPEST), spaced(text), f"part-{len(before) + 1}")


def listed(blocks: list[Block], grown: Bullets | Numbers) -> None:
    """Puts a list in the place of the shorter one, or after what is no list of its kind."""
    if len(grown.items) > 1:
        blocks[-1] = grown
    else:
        blocks.append(grown)


def longer(block: Block, line: str) -> Block:
    if isinstance(block, Bullets):
        return Bullets((*block.items[:-1], spaced(f"{block.items[-1]} {line}")))
    if isinstance(block, Numbers):
        return Numbers((*block.items[:-1], spaced(f"{block.items[-1]} {line}")), block.start)
    if isinstance(block, Quotation):
        return Quotation(spaced(f"{block.text} {line}"))
    return Paragraph(spaced(f"{block.text if isinstance(block, Paragraph) else ''} {line}"))


def contents_of(blocks: Iterable[Block]) -> list[Heading]:
    """The headings of a long text, for its table of contents; none for a short one."""
    blocks = list(blocks)
    found = [block for block in blocks if isinstance(block, Heading)]
    words = sum(len(str(getattr(block, "text", "")).split()) for block in blocks)
    return found if len(found) >= LONG_HEADINGS or (len(found) > 1 and words >= LONG_WORDS) else []
