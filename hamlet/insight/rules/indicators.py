"""What an indicator is: its shape, which way is better, how quarters add up, how small numbers are kept. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Definition:
    """What exactly is counted, and out of what."""

    text: str
    numerator: str
    denominator: str = ""


@dataclass(frozen=True)
class Measured:
    """How an indicator is counted and read: set when it begins, and the same as long as it lives."""

    shape: Shape
    polarity: Polarity
    aggregation: Aggregation
    unit: str = ""
    decimals: int = 0
    frequency: Frequency = Frequency.QUARTERLY
    breakdowns: Sequence[tuple[str, Sequence[str]]] = ()
    small_numbers: SmallNumbers = SmallNumbers.CHILDREN
    counted_by: str = ""  # the key of a count that one of our rooms holds


@dataclass(frozen=True)
class Wording:
    """The words about an indicator, which may be bettered at any time. `challenge_questions` is one question a line."""

    title: str
    question: str
    source: str = ""
    challenge_questions: str = ""
    caption: str = ""
