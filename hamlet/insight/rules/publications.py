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
