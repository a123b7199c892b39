"""A text as it is searched for words: plain letters, one kind of quotation mark and of dash, nothing invisible. No Django."""

import unicodedata
from dataclasses import dataclass

SAME = {
    **dict.fromkeys("‘’‚‛ʹʻʼʽʾʿˈ´`′‵＇", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("−﹣⁃", "-"),
    **{"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"},
    **{"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"},
}
UNSEEN = ("Cf", "Mn", "Me")


def plain(char: str) -> str:
    """A character as it is searched: "ë" is "e", "’" is "'", "–" is "-", a zero-width space is nothing."""
    if char in SAME:
        return SAME[char]
    if unicodedata.category(char) == "Pd":
        return "-"
    return "".join(
        SAME.get(part, part) for part in unicodedata.normalize("NFKD", char) if unicodedata.category(part) not in UNSEEN
    )


@dataclass(frozen=True)
class Plain:
    """`text` is what is searched. `places` says for each of its characters where in the original it stood."""

    original: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a stretch of `text` stands; accents and unseen characters right behind it belong to it."""
        following = self.places[end] if end < len(self.places) else len(self.original)
        return self.places[start], max(self.places[end - 1] + 1, following)


def in_plain_letters(text: str) -> Plain:
    if text.isascii():
        return Plain(text, text, tuple(range(len(text))))
    pairs = [(part, place) for place, char in enumerate(text) for part in plain(char)]
    return Plain(text, "".join(part for part, _ in pairs), tuple(place for _, place in pairs))
