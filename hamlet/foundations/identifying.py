"""A simple check for what could identify a child in a text that practitioners will read. It warns; a person decides. No Django."""

import re
from dataclasses import dataclass
from enum import StrEnum

from hamlet.foundations.plain_letters import in_plain_letters


class What(StrEnum):
    NHS_NUMBER = "NHS number"
    POSTCODE = "Full postcode"
    BIRTH = "Date of birth"
    UPN = "Unique pupil number"
    EMAIL = "E-mail address"
    PHONE = "Phone number"


@dataclass(frozen=True)
class Hit:
    what: What
    text: str
    start: int


@dataclass(frozen=True)
class CouldBe:
    """Words that could identify somebody, as rooms tell each other: what they may be, and the words."""

    what: str
    text: str


UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # the check letter: Department for Education, UPN guide
BETWEEN = "[ .()-]{0,2}"  # the digits of a telephone number: "(020) 7946 0018", "+44 (0)20.7946.0018"
PATTERNS = (
    (What.EMAIL, r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    (What.UPN, r"\b[A-Z]\d{11}[0-9A-Z]\b"),
    (What.NHS_NUMBER, r"(?<!\d)\d{3}[\s.-]{0,2}\d{3}[\s.-]{0,2}\d{4}(?!\d)"),
    (What.PHONE, rf"(?<![\d+])(?:(?:\+|00) ?44[ .-]?(?:\(0\) ?)?|\(0\) ?|\(?0)\d(?:{BETWEEN}\d){{8,9}}(?!\d)"),
    (What.POSTCODE, r"\b[A-Z]{1,2}\d[A-Z\d]?[\s-]{0,2}\d[A-Z]{2}\b"),
    (
        What.BIRTH,
        r"(?:\bborn(?: on)?|\bd\.?o\.?b\.?|\bdate of birth)[:\s]*(?:the )?"
        r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9},? \d{2,4}|\d{4}-\d{2}-\d{2})",
    ),
)
COMPILED = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in PATTERNS)


def is_nhs_number(text: str) -> bool:
    """Ten digits whose last checks the first nine, modulo 11 (NHS Data Dictionary)."""
    digits = [int(char) for char in text if char.isdigit()]
    if len(digits) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return digits[9] == (0 if check == 11 else check)


def is_upn(text: str) -> bool:
    """A letter, eleven digits and a digit or letter, of which the first checks the rest, modulo 23."""
    text = text.upper()
    last = UPN_LETTERS.find(text[12]) if text[12].isalpha() else int(text[12])
    if last < 0:
        return False
    values = [*(int(char) for char in text[1:12]), last]
    return UPN_LETTERS[sum(value * weight for value, weight in zip(values, range(2, 14), strict=True)) % 23] == text[0]


CHECKS = {What.NHS_NUMBER: is_nhs_number, What.UPN: is_upn}


def could_identify(text: str) -> list[Hit]:
    """What stands in the text that could identify someone, in its order; a stretch of text counts once."""
    found: list[Hit] = []
    taken: list[tuple[int, int]] = []
    searched = in_plain_letters(text)
    for what, pattern in COMPILED:
        for match in pattern.finditer(searched.text):
            start, end = searched.span(*match.span())
            fits = CHECKS.get(what, lambda _: True)(match[0])
            if fits and all(end <= left or start >= right for left, right in taken):
                taken.append((start, end))
                found.append(Hit(what, text[start:end], start))
    return sorted(found, key=lambda hit: hit.start)
