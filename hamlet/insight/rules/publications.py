"""Open data: the states of a publication and how its numbers are rounded. No Django."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "Draft"
    APPROVING = "Waits for approvals"
    PUBLISHED = "Published"
    WITHDRAWN = "Not published"


class Rounding(StrEnum):
    """How counts are rounded, by publication. Source: DfE rounds national and regional counts to 10, authorities' not at all."""

    NONE = "Not rounded"
    FIVE = "To the nearest 5"
    TEN = "To the nearest 10"


COLOURS = {State.DRAFT: "grey", State.APPROVING: "yellow", State.PUBLISHED: "green", State.WITHDRAWN: "red"}
SENTENCES = {
    "insight.publication_drafted": "drafted a publication",
    "insight.publication_sent": "sent the publication to those who approve it",
    "insight.publication_approved": "approved the publication",
    "insight.publication_published": "published the figures: they are frozen",
    "insight.publication_withdrawn": "withdrew the publication before it was published",
}
