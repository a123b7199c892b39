"""Words of an action that change little by themselves, each with the question to ask instead. It questions, and never forbids."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Weak:
    phrase: str
    question: str


MEASURE = "How will you know that it changed what people do?"
PRACTICE = "What will practitioners do differently, and who looks?"
STEP = "What is the step, and when is it finished?"
WHO = "What exactly is agreed, with whom, and by when?"

# (pattern, question): each pattern begins at a word.
PATTERNS: tuple[tuple[str, str], ...] = (
    (r"remind(?:ers?|ed|ing|s)?\b", PRACTICE),
    (r"re-?(?:issue|circulate|share|send|iterate|launch)\w*", PRACTICE),
    (
        r"(?:disseminat|shar|circulat|cascad|communicat)\w+ (?:\w+ ){0,3}?(?:learning|lessons?|messages?|findings?|briefings?)",
        PRACTICE,
    ),
    (r"refresher (?:e-?mails?|messages?|reminders?)", PRACTICE),
    (r"(?:deliver|provid|roll out|offer|arrang|commission)\w*(?: out)? (?:\w+ ){0,3}?(?:training|workshops?)", MEASURE),
    (
        r"(?:all )?(?:staff|practitioners|professionals|everyone|teams?) (?:to be|are to be|should be|need to be|must be) aware",
        MEASURE,
    ),
    (r"(?:issue|send|circulate)\w* (?:an? |the )?(?:e-?mail|memo|letter|bulletin|reminder|briefing note)s?", PRACTICE),
    (r"rais(?:e|es|ed|ing) (?:\w+ )?awareness", MEASURE),
    (r"(?:make|ensure|making) (?:all )?(?:staff|practitioners|professionals|everyone|teams?) (?:are |is )?aware", MEASURE),
    (r"ensur\w+", STEP),
    (r"(?:consider|explore|look at|look into|think about|discuss)(?:s|ed|ing)?\b", STEP),
    (r"(?:continue|carry on)(?:s|d|ing)? (?:to|with)", STEP),
    (r"monitor\w*", STEP),
    (r"(?:review|update|refresh)\w* (?:the |our |its |their )?(?:policy|policies|procedures?|protocols?|guidance)", PRACTICE),
    (r"encourag\w+", MEASURE),
    (r"promot(?:e|es|ed|ing)", MEASURE),
    (r"(?:strengthen|improve|embed|enhance)\w* (?:communication|joint working|multi-agency working|practice|understanding)", WHO),
    (r"as appropriate|where possible|where necessary|as and when|on an ongoing basis|ongoing", STEP),
)
# Who writes how the step is looked at has answered the question: "update the policy and audit its use".
CHECKED = re.compile(
    r"\b(?:and|then|with|by)\b[^.]{0,40}?\b(?:audit|dip[- ]sampl|check|measur|re-?audit|sampl|test)\w*", re.IGNORECASE
)
COMPILED = tuple((re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), question) for pattern, question in PATTERNS)


def weak_wording(text: str) -> list[Weak]:
    """The weak phrases as they were written, in their order, each once with its question; none when the text says how it is checked."""
    if CHECKED.search(text):
        return []
    found: dict[str, tuple[int, Weak]] = {}
    for pattern, question in COMPILED:
        for match in pattern.finditer(text):
            phrase = " ".join(match[0].split())
            found.setdefault(phrase.casefold(), (match.start(), Weak(phrase, question)))
    return [weak for _, weak in sorted(found.values(), key=lambda item: item[0])]


def questioned(text: str) -> str:
    """One sentence that questions the wording, or ""."""
    weak = weak_wording(text)
    if not weak:
        return ""
    phrases = " and ".join(f"“{item.phrase}”" for item in weak[:2])
    return f"{phrases} may change little by itself. {weak[0].question}"
