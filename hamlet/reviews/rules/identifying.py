"""What in a text could identify somebody: shown in its place before anything is published, and resolved by a person. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from hamlet.foundations.identifying import What, could_identify


class Mark(StrEnum):
    NAME = "A name held on the case"
    SCHOOL = "The name of a school or setting"
    BIRTH = "A date of birth, or a full date"
    NHS = "An NHS number"
    UPN = "A unique pupil number"
    POSTCODE = "A postcode"
    PHONE = "A telephone number"
    EMAIL = "An e-mail address"


@dataclass(frozen=True)
class Hit:
    """Where in the text it stands, and what it may be. `key` is the same while the words and those around them are."""

    mark: Mark
    start: int
    end: int
    words: str
    before: str
    after: str

    @property
    def key(self) -> str:
        return sha256(f"{self.mark}|{self.before}|{self.words}|{self.after}".encode()).hexdigest()[:32]


MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
PATTERNS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (Mark.BIRTH, re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\.?,?\s+\d{{4}}\b", re.IGNORECASE)),
    (Mark.BIRTH, re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")),
    (
        Mark.SCHOOL,
        re.compile(
            r"\b(?:[A-Z][\w'’.]*\s+){1,4}(?:(?:Primary|Secondary|Infant|Junior|High|Grammar|Nursery)\s+)*(?:School|Academy|College|Nursery)\b"
        ),
    ),
)
SHAPES = {
    What.NHS_NUMBER: Mark.NHS,
    What.POSTCODE: Mark.POSTCODE,
    What.BIRTH: Mark.BIRTH,
    What.UPN: Mark.UPN,
    What.EMAIL: Mark.EMAIL,
    What.PHONE: Mark.PHONE,
}
AROUND = 40


def hit(mark: Mark, text: str, start: int, end: int) -> Hit:
    return Hit(mark, start, end, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def named(text: str, names: Iterable[str], mark: Mark, *, in_parts: bool) -> list[Hit]:
    found = []
    for name in names:
        parts = name.split() if in_parts else []
        for said in {name, *(part for part in parts if len(parts) > 1 and len(part) > 2)}:
            words = r"\s+".join(re.escape(part) for part in said.split())
            if words:
                found += [hit(mark, text, *match.span()) for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE)]
    return found


def look(text: str, names: Iterable[str] = (), schools: Iterable[str] = ()) -> list[Hit]:
    """Everything in the text that could identify somebody, in its order; of two that overlap the longer."""
    found = named(text, names, Mark.NAME, in_parts=True) + named(text, schools, Mark.SCHOOL, in_parts=False)
    for mark, pattern in PATTERNS:
        found += [hit(mark, text, *match.span()) for match in pattern.finditer(text)]
    found += [hit(SHAPES[row.what], text, row.start, row.start + len(row.text)) for row in could_identify(text)]
    kept: list[Hit] = []
    for one in sorted(found, key=lambda row: (row.start - row.end, row.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda row: row.start)


def marked(text: str, hits: Iterable[Hit]) -> list[tuple[str, Hit | None]]:
    """The text in pieces, each with the hit that it is, if it is one: what a page shows with the hits marked."""
    pieces: list[tuple[str, Hit | None]] = []
    place = 0
    for one in hits:
        pieces += [(text[place : one.start], None), (one.words, one)]
        place = one.end
    return [*pieces, (text[place:], None)]
