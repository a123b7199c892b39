"""How alike two recommendations are, by the words they share, rare words counting more. Our own small index: no Django, no service."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log, sqrt

from hamlet.learning.rules.same_words import PATTERN, concept_of

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
STOP = frozenset(
    """a about above across after again against all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each either else ensure ensures ensuring ensured etc every few for from further had
    has have having he her here hers him his how i if in including into is it its itself just made make makes making may might more
    most must my need needs no nor not now of off on once only or other our out over own should so some such sure than that the their them
    then there these they this those through to too under until up upon us use used using very was we well were what when where
    whether which while who whom whose why will with within without would you your""".split()  # noqa: SIM905 - read as words
)
# In this field nearly every recommendation says these: they tell none from another.
FIELD = frozenset(
    {
        *("agency", "agencies", "partner", "partners", "partnership", "partnerships", "board", "recommendation", "recommend"),
        *("scp", "illustrative"),
    }
)
ENDINGS = (
    *(
        "isations",
        "isation",
        "fulness",
        "ousness",
        "iveness",
        "ations",
        "ation",
        "ments",
        "ment",
        "ingly",
        "edly",
        "ities",
        "ity",
    ),
    *(
        "ness",
        "ings",
        "ing",
        "ers",
        "ies",
        "ied",
        "ions",
        "ion",
        "ives",
        "ive",
        "ally",
        "ly",
        "ed",
        "es",
        "er",
        "al",
        "s",
        "e",
        "y",
    ),
)
LIKE, MOST = 0.3, 5
# How alike is said in words: a share in hundredths would promise more than shared words can tell.
BANDS = ((0.8, "Nearly the same words"), (0.5, "Much of the same words"), (0.0, "Some of the same words"))
ONE_WORD = {"children": "child", "women": "woman", "men": "man", "people": "person", "taught": "teach"}
GROWN = 200  # rows after which the weight of each word is counted anew


def stem(word: str) -> str:
    """A word without its ending, so that "recording" and "records" meet; at least three letters stay."""
    for _ in range(2):
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word.endswith("ss")):
                word = word[: -len(ending)]
                break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def plain(word: str) -> str:
    word = word.casefold().replace("’", "'").removesuffix("'s")
    return ONE_WORD.get(word, word)


def telling(text: str) -> Iterator[tuple[int, int, str]]:
    """(from, to, stem) of each word of a text that tells it from another; what is said in several ways is one stem."""
    last = 0
    for match in PATTERN.finditer(text):
        yield from _words(text, last, match.start())
        concept = concept_of(match)
        if concept not in FIELD:
            yield match.start(), match.end(), concept
        last = match.end()
    yield from _words(text, last, len(text))


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for match in WORD.finditer(text, start, end):
        word = plain(match[0])
        if len(word) > 2 and word not in STOP and word not in FIELD:
            yield match.start(), match.end(), stem(word)


def stems(text: str) -> list[str]:
    """The stems of a text that tell it from another, each once, in order."""
    return list(dict.fromkeys(found for _, _, found in telling(text)))


def band(score: float) -> str:
    return next(said for least, said in BANDS if score >= least)


@dataclass(frozen=True)
class Alike:
    key: int
    score: float
    shared: frozenset[str]


def marked(text: str, shared: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the shared words."""
    wanted, pieces, last = set(shared), [], 0
    for start, end, found in telling(text):
        if found in wanted:
            pieces += [(text[last:start], False), (text[start:end], True)]
            last = end
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]


class Index:
    """The words of every recommendation, kept in memory: `add` what came in, `alike` what is typed. Nothing is ever taken out."""

    def __init__(self) -> None:
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.words: dict[int, tuple[str, ...]] = {}
        self.norms: dict[int, float] = {}
        self.weighed = 0

    def add(self, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
        fresh = []
        for key, words in rows:
            self.words[key] = tuple(words)
            fresh.append(key)
            for word in self.words[key]:
                self.postings[word].append(key)
        if len(self.words) - self.weighed > max(GROWN, self.weighed // 10):
            self.weighed, fresh = len(self.words), list(self.words)
        self.norms.update((key, self.norm(self.words[key])) for key in fresh)

    def weight(self, word: str) -> float:
        """Squared, so that one rare word in common says more than two common ones."""
        return log(1 + (len(self.words) + 1) / (len(self.postings.get(word, ())) + 0.5)) ** 2

    def norm(self, words: Iterable[str]) -> float:
        return sqrt(sum(self.weight(word) for word in words)) or 1.0

    def alike(self, words: Iterable[str], *, most: int = MOST, leaving: Iterable[int] = ()) -> list[Alike]:
        """The most alike, best first: the cosine of the weighed words is at least LIKE and two words or more are shared."""
        asked, totals = tuple(words), Counter[int]()
        for word in asked:
            weight = self.weight(word)
            for key in self.postings.get(word, ()):
                totals[key] += weight  # type: ignore[assignment]  # a Counter of floats
        left, length = set(leaving), self.norm(asked)
        scored = ((total / (length * self.norms[key]), key) for key, total in totals.items() if key not in left)
        likely = sorted((row for row in scored if row[0] >= LIKE), key=lambda row: (-row[0], row[1]))
        found = (Alike(key, score, frozenset(asked) & frozenset(self.words[key])) for score, key in likely[: most * 2])
        return [row for row in found if len(row.shared) > 1][:most]
