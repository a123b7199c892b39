from hamlet.foundations.people.queries import school_names
from hamlet.reviews.models import StatutoryReview
from hamlet.reviews.queries.chronology import names_of
from hamlet.reviews.rules.identifying import Hit, look


def hits_of(review: StatutoryReview, texts: dict[str, str] | None = None) -> dict[str, list[Hit]]:
    """What in the texts could identify somebody, by text: those given, or the report and the improvements as they stand."""
    texts = {"text": review.text, "improvements": review.improvements} if texts is None else texts
    names = [name for name, _ in names_of(review.case)]
    schools = school_names()
    return {name: look(text, names, schools) for name, text in texts.items()}
