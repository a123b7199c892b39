from dataclasses import dataclass

from django.db.models import Q

from hamlet.foundations.identifying import CouldBe
from hamlet.foundations.people.queries import school_names
from hamlet.reviews.models import Case, PublicChange, StatutoryReview
from hamlet.reviews.queries.chronology import names_of
from hamlet.reviews.rules.identifying import Hit, look
from hamlet.reviews.rules.statutory import Answer

REPORT, IMPROVEMENTS = ("title", "slug", "text", "point"), ("title", "slug", "improvements")
CORRECTION = ("new-title", "new-slug", "new-text")


@dataclass(frozen=True)
class Looked:
    """A text that the public may come to read, and what in it could identify somebody. `part` says where it would stand."""

    part: str
    heading: str
    text: str
    hits: tuple[Hit, ...]


def held_names(case: Case) -> list[str]:
    return [name for name, _ in names_of(case)]


def texts_of(review: StatutoryReview) -> list[tuple[str, str, str]]:
    """(part, heading, words) of everything that the check looks at: what is to be published, and a correction that waits."""
    found = [
        ("title", "The title", review.title),
        ("slug", "The address", review.slug),
        ("text", "The report", review.text),
        ("improvements", "The improvements", review.improvements),
    ]
    accepted = review.advice.filter(answer=Answer.ACCEPTED.value).order_by("id")
    found += [("point", f"Recommendation {row.plan_reference}", row.text) for row in accepted]
    change = PublicChange.objects.open().filter(published__case=review.case_id).first()
    if change and change.text:
        given = (("title", change.title), ("slug", change.slug), ("text", change.text))
        found += [(f"new-{name}", f"The correction: {name}", words) for name, words in given]
    return [row for row in found if row[2].strip()]


def looked_at(review: StatutoryReview) -> list[Looked]:
    names, schools = held_names(review.case), school_names()
    return [Looked(part, heading, text, tuple(look(text, names, schools))) for part, heading, text in texts_of(review)]


def hits_of(review: StatutoryReview) -> list[Hit]:
    """What in any of the texts could identify somebody."""
    return [hit for text in looked_at(review) for hit in text.hits]


def unresolved(review: StatutoryReview, parts: tuple[str, ...]) -> list[Hit]:
    """What in these parts could identify somebody, about which nobody has decided."""
    resolved = set(review.resolved.values_list("key", flat=True))
    return [hit for text in looked_at(review) if text.part in parts for hit in text.hits if hit.key not in resolved]


def identify_in(case: Case, *texts: str) -> list[Hit]:
    """What in words that leave the room could identify somebody: the names held on the case, schools, numbers, dates."""
    names, schools = held_names(case), school_names()
    return [hit for text in texts for hit in look(text, names, schools)]


def could_identify_in(kind: str, identity: str, texts: list[str]) -> list[CouldBe]:
    """For a text that was drafted from a case of this room, or from what was published of it: what could identify somebody, with the
    names held on the case.
    """
    known = {"reviews.case": Q(pk=identity), "reviews.publishedreview": Q(published__pk=identity)}
    case = Case.objects.filter(known[kind]).first()
    return [CouldBe(hit.mark.value, hit.words) for hit in identify_in(case, *texts)] if case else []
