"""What an indicator is: its shape, which way is better, how quarters add up, how small numbers are kept. No Django."""

from enum import StrEnum


class Shape(StrEnum):
    """What is asked and what is shown: a count asks one number, the others a numerator and, but for the rate, a denominator."""

    COUNT = "Count"
    PERCENTAGE = "Percentage"
    RATE = "Rate per 10,000 children"
    AVERAGE = "Average"


class Polarity(StrEnum):
    HIGHER = "Higher is better"
    LOWER = "Lower is better"
    NEITHER = "Neither is better"


class Aggregation(StrEnum):
    """How quarters become a year. `LATEST` is for what is counted on one day; `NONE` for what must not be added up."""

    SUM = "Sum of the quarters"
    MEAN = "Mean of the quarters"
    LATEST = "The latest quarter"
    NONE = "Not added up"


class Part(StrEnum):
    INDICATORS = "Priorities and themes"
    COMPLIANCE = "Compliance return"


class Frequency(StrEnum):
    QUARTERLY = "Every quarter"
    YEARLY = "Every year, with the fourth quarter"


class SmallNumbers(StrEnum):
    """Whether 1 to 5 are kept from the public: always for counts of children and of reviews; not for our own activity."""

    CHILDREN = "Counts of children or of reviews: 1 to 5 are not published"
    ACTIVITY = "The partnership's own activity: published as it is"


DENOMINATED = frozenset({Shape.PERCENTAGE, Shape.AVERAGE})
