from collections.abc import Iterable

from hamlet.foundations.records import Refusal
from hamlet.reviews.models import Case
from hamlet.reviews.queries.identifying import identify_in


class CouldIdentify(Refusal):
    """Words that leave the room could identify somebody, and nobody has said that they do not."""

    about = "names_nobody"


def expect_nobody_named(case: Case, texts: Iterable[str], names_nobody: bool) -> bool:
    """Looks at words that many will read outside of the case. Refuses, with the words, what could identify somebody unless a person
    says that it names nobody: then it is True that they were asked. The trail keeps that, and never the words.
    """
    hits = identify_in(case, *texts)
    if hits and not names_nobody:
        said = ", ".join(
            f"“{words}” ({mark.lower()})" for words, mark in dict.fromkeys((hit.words, hit.mark.value) for hit in hits)
        )
        raise CouldIdentify(f"This could identify somebody: {said}. Change the words, or confirm that they name nobody")
    return bool(hits)
