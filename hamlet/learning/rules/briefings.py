"""A briefing is drafted, published by somebody else, and withdrawn when it no longer holds. No Django."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "Draft"
    PUBLISHED = "Published"
    WITHDRAWN = "Withdrawn"


COLOURS = {State.DRAFT: "yellow", State.PUBLISHED: "green", State.WITHDRAWN: "grey"}
