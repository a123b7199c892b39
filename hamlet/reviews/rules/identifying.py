"""What in a text could identify somebody: shown in its place before anything is published, and resolved by a person. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from hamlet.foundations.identifying import What, could_identify
from hamlet.foundations.plain_letters import Plain, in_plain_letters


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


MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
DAY, YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:\d{4}|'?\d{2})"
DATES = (
    rf"\b{DAY}[\s-]+(?:of\s+)?(?:{MONTHS})\.?,?[\s-]+{YEAR}\b",
    rf"\b(?:{MONTHS})\.?\s+{DAY},?\s+\d{{4}}\b",
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}[/.-]\d{1,2}[/.-]\d{1,2}\b",
    r"\b(?:0?[1-9]|[12]\d|3[01])\s(?:0?[1-9]|1[0-2])\s(?:19|20)\d{2}\b",
)
SETTING = (
    r"(?:schools?|academy|college|nursery|kindergarten|pre-?school|playgroup|sixth\s+form"
    r"|(?:children'?s?|family|youth)\s+(?:centre|home|hub|club))"
)
KIND = r"(?:primary|secondary|infants?'?|junior|high|grammar|special|nursery|community|day)"
CAPITAL = r"(?:[A-Z][\w'.&-]*)"
SCHOOL = re.compile(
    rf"\b((?:{CAPITAL}|[Ss][Tt]\.?\s+[a-z][\w']*)(?:\s+(?:of\s+)?(?:{CAPITAL}|&))*)((?:\s+(?i:{KIND}))*\s+(?i:{SETTING}))\b"
)
# Words that begin a sentence or belong to the kind of a setting: alone before "school", they name none.
ORDINARY_WORDS = """
a all an and another any at both but by each every for from her his if in its most my no one other our she he that the their these they
this those to two we when where while with after before during since local new old same secondary primary special high junior infant
infants grammar nursery community day first next last children children's family youth sixth
"""
ORDINARY = frozenset(ORDINARY_WORDS.split())


def names_a_setting(before: str) -> bool:
    return any(word.lower().strip(".") not in ORDINARY for word in before.split())


SHAPES = {
    What.NHS_NUMBER: Mark.NHS,
    What.POSTCODE: Mark.POSTCODE,
    What.BIRTH: Mark.BIRTH,
    What.UPN: Mark.UPN,
    What.EMAIL: Mark.EMAIL,
    What.PHONE: Mark.PHONE,
}
AROUND = 40
BOUNDS = (r"(?<![^\W_])", r"(?![^\W_])")  # an underline ends a word: the check reads addresses too
JOINTS = re.compile(r"[\s'-]+")


def hit(mark: Mark, text: str, start: int, end: int) -> Hit:
    return Hit(mark, start, end, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def forms_of(name: str, *, in_parts: bool) -> set[tuple[str, bool]]:
    """What is searched for a name, and whether as it is written: the whole and, `in_parts`, each part; one of two letters only with
    its capital, so that "Li" is found and "do" is not.
    """
    whole = in_plain_letters(name).text
    parts = {*whole.split(), *re.split(r"[\s-]+", whole)} if in_parts else set()
    short = {(re.escape(part), True) for part in parts if len(part) == 2 and part[0].isupper()}
    found = {joined(part) for part in (whole, *parts) if part == whole or len(part) > 2}
    return short | {(words, False) for words in found if words}


def joined(name: str) -> str:
    """The words of a name, however they are joined: "Test-O'Brien" is "Test OBrien" too."""
    return r"[\s'-]{0,3}".join(re.escape(word) for word in JOINTS.split(name) if word)


def named(searched: Plain, names: Iterable[str], mark: Mark, *, in_parts: bool) -> list[Hit]:
    """Where a name stands, whatever its accents, apostrophes, hyphens or capitals; of two the longer is looked for first."""
    wanted = sorted(
        {form for name in names for form in forms_of(name, in_parts=in_parts)}, key=lambda form: (-len(form[0]), form)
    )
    if not wanted:
        return []
    any_of = "|".join(words if as_written else f"(?i:{words})" for words, as_written in wanted)
    found = re.finditer(f"{BOUNDS[0]}(?:{any_of}){BOUNDS[1]}", searched.text)
    return [hit(mark, searched.original, *searched.span(*match.span())) for match in found]


def dated(searched: Plain) -> list[Hit]:
    found = [match.span() for pattern in DATES for match in re.finditer(pattern, searched.text, re.IGNORECASE)]
    return [hit(Mark.BIRTH, searched.original, *searched.span(*span)) for span in found]


def schooled(searched: Plain) -> list[Hit]:
    found = [match.span() for match in SCHOOL.finditer(searched.text) if names_a_setting(match[1])]
    return [hit(Mark.SCHOOL, searched.original, *searched.span(*span)) for span in found]


def look(text: str, names: Iterable[str] = (), schools: Iterable[str] = ()) -> list[Hit]:
    """Everything in the text that could identify somebody, in its order; of two that overlap the longer."""
    searched = in_plain_letters(text)
    found = named(searched, names, Mark.NAME, in_parts=True) + named(searched, schools, Mark.SCHOOL, in_parts=False)
    found += dated(searched) + schooled(searched)
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
