"""A published review as the public reads it: its text with its structure, and what became of its recommendations."""

from datetime import date

from django.conf import settings

from hamlet.foundations.publishing.content import Block, Content, Heading, Paragraph, Table
from hamlet.foundations.publishing.written import contents_of, structured
from hamlet.learning.queries import recommendations
from hamlet.reviews.models import PublishedReview

DECIDED = "Accepted"


def became(published: PublishedReview) -> list[tuple[str, str]]:
    """(recommendation, the rung it stands on now), in their order. Two queries. A rung says how far practice has changed, and
    nothing of a case.
    """
    points = list(published.points.order_by("id"))
    rows = recommendations().filter(reference__in=[point.reference for point in points])
    rungs = dict(rows.values_list("reference", "rung"))
    return [(point.text, rungs.get(point.reference) or DECIDED) for point in points]


def as_content(published: PublishedReview, day: date) -> Content:
    blocks: list[Block] = structured(published.text)
    long = bool(contents_of(blocks))
    if rows := became(published):
        blocks.append(Heading(1, "What became of the recommendations", "recommendations"))
        blocks.append(Table(f"Where each stands on {day:%-d %B %Y}", ("Recommendation", "How far it has come"), tuple(rows)))
        said = "The way goes from agreed to done, checked in practice, shown by evidence of impact, and embedded."
        blocks.append(Paragraph(said))
    line = f"Published {published.published_on:%-d %B %Y}. It stays public until {published.keep_until:%-d %B %Y} at least"
    publisher = settings.PARTNERSHIP["name"]
    return Content(published.title, tuple(blocks), published.how_said, line, cover=long, contents=long, publisher=publisher)
