"""Pseudonyms for the names of a case, and what a person should look at before the text leaves. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hamlet.foundations.plain_letters import in_plain_letters

# Names that are ordinary words too: written small they are left as they stand, and shown to be looked at.
WORDS = (
    "and angel april art august autumn bailey baker banks bell best bill bin bird bishop black bond brand bright brook brooks brown bush carter "
    "chance chase church clay cole cook cross curtis daisy dale dawn dean del den der don drew english faith field fields fisher flowers for forest "
    "fox frank gardener gene glen good grace grant gray green grey guy hall hand harmony haven hill hope house hunt hunter iris ivy "
    "jack jade joy june justice king knight lane law lily little long love major mark marsh mason may miles mills miller moon noble north "
    "olive page park parker pat pearl penny piper poppy porter potter price prince rain ray reed rice rich river rivers rob robin rock rose "
    "ruby sandy saint short sky small smith south stone street strong sue summer swift taylor the thorn turner van violet von walker waters "
    "west white wild will wise wood woods young"
)
ORDINARY = frozenset(WORDS.split())
SHORTEST = 3  # of a name written small: "al", "ed" and "de" are words
SHARED = "[family name]"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Alias:
    """What may not be read, and the words that stand for it. Of a name each part is hidden too; of a school only the whole."""

    said: str
    words: str
    in_parts: bool = True


@dataclass(frozen=True)
class Masked:
    """The text that may leave, how often each word was replaced in it, and the words that were left and want a look."""

    text: str
    replaced: Counter[str]
    left: Counter[str]


def parts_of(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,-]+", in_plain_letters(name).text.casefold()) if part]


def pattern_of(parts: Iterable[str]) -> str:
    """The parts in their order, whatever stands between them, with or without their apostrophes."""
    return r"[\s-]+".join(re.escape(part).replace("'", r"['\s]?") for part in parts)


def part_pattern(part: str) -> str:
    """A part of a name by itself; a month's name beside figures is the month."""
    beside = (r"(?<!\d )(?<!\d(?:st|nd|rd|th) )", r"(?!\s+\d)") if part[:3] in MONTHS and part in ORDINARY else ("", "")
    return f"{beside[0]}{pattern_of([part])}{beside[1]}"


def birth_pattern(day: date) -> str:
    """A day as people write it, in figures or with its month's name."""
    year = f"(?:{day.year}|{day.year % 100:02})"
    month = f"(?:0?{day.month}|{MONTHS[day.month - 1]}[a-z]*)"
    written = rf"0?{day.day}(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+{month}[\s.,/-]+{year}"
    return rf"(?:{written}|{day.isoformat()})"


class Kind(StrEnum):
    WHOLE = "a whole name"
    PART = "a part of one"
    INITIAL = "an initial and the last part"
    FIXED = "a school or a date"


@dataclass(frozen=True)
class Form:
    """One way in which somebody is named: the pattern, the words that stand for it, and what it is made of."""

    pattern: str
    words: str
    kind: Kind
    parts: tuple[str, ...] = ()


def forms_of(alias: Alias) -> list[Form]:
    """The whole; of a name also each part of two letters or more, and the last with the initial of the first."""
    parts = tuple(parts_of(alias.said))
    if not parts:
        return []
    whole = Form(pattern_of(parts), alias.words, Kind.WHOLE if alias.in_parts else Kind.FIXED, parts)
    if not alias.in_parts:
        return [whole]
    if len(parts) == 1:
        return [Form(part_pattern(parts[0]), alias.words, Kind.PART, parts)]
    initial = Form(rf"{re.escape(parts[0][0])}\.?\s*{pattern_of(parts[-1:])}", alias.words, Kind.INITIAL, parts)
    return [whole, initial, *(Form(part_pattern(part), alias.words, Kind.PART, (part,)) for part in parts if len(part) > 1)]


class Pseudonyms:
    """The names of one case, ready to be put into many texts."""

    def __init__(self, aliases: Iterable[Alias] = (), births: Iterable[tuple[date, str]] = ()):
        held: dict[str, Form] = {}
        for form in (form for alias in aliases for form in forms_of(alias)):
            first = held.setdefault(form.pattern, form)
            if form.kind is Kind.PART and first.kind is Kind.PART and first.words != form.words:
                held[form.pattern] = replace(first, words=SHARED)  # a part that two people share is nobody's alone
        forms = [*held.values(), *(Form(birth_pattern(day), words, Kind.FIXED) for day, words in births)]
        self.forms = sorted(forms, key=lambda form: (-len(form.parts), -len(form.pattern)))  # the whole before a part of it
        joined = "|".join(f"({form.pattern})" for form in self.forms)
        self.pattern = re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.IGNORECASE) if forms else None

    def mask(self, text: str) -> Masked:
        """The text with the words put for each name. A name is found by its letters, whatever its accents, quotes and dashes."""
        replaced: Counter[str] = Counter()
        left: Counter[str] = Counter()
        searched = in_plain_letters(text)
        pieces, place, last = [], 0, ""
        for hit in self.pattern.finditer(searched.text) if self.pattern else ():
            form = self.forms[(hit.lastindex or 1) - 1]
            start, end = searched.span(*hit.span())
            if not is_a_name(hit[0], form):
                left[text[start:end]] += 1
                continue
            between, replaced[form.words] = text[place:start], replaced[form.words] + 1
            pieces += [] if last == form.words and not between.strip(" -") else [between, form.words]
            place, last = end, form.words
        return Masked("".join([*pieces, text[place:]]), replaced, left)


class Tally:
    """Puts pseudonyms into one text after another, and counts what it did: what is shown before the texts leave."""

    def __init__(self, pseudonyms: Pseudonyms):
        self.pseudonyms = pseudonyms
        self.replaced: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    def __call__(self, text: str) -> str:
        masked = self.pseudonyms.mask(text)
        self.replaced += masked.replaced
        self.left += masked.left
        return masked.text


def is_a_name(said: str, form: Form) -> bool:
    """Whether the letters of a name are meant as one: written large always, written small unless they are ordinary words."""
    if form.kind is Kind.FIXED:
        return True
    if form.kind is Kind.INITIAL:
        return said[0].isupper() and said[1:].lstrip(". ")[:1].isupper()
    words = [part in ORDINARY or len(part) < SHORTEST for part in form.parts]
    return said[0].isupper() or not all(words)


def pseudonymised(text: str, names: Iterable[tuple[str, str]]) -> str:
    return Pseudonyms(Alias(*row) for row in names).mask(text).text
