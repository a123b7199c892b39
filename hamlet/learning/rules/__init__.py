from hamlet.learning.rules.actions import (
    COLOURS,
    REMIND_BEFORE,
    SOON,
    Standing,
    State,
    number_of,
    reference_of,
    reminder,
    standing,
)
from hamlet.learning.rules.ladder import EvidenceKind, Rung, Strength
from hamlet.learning.rules.recommendations import Answer, SourceKind
from hamlet.learning.rules.speech import SENTENCES

__all__ = [
    "COLOURS",
    "REMIND_BEFORE",
    "SENTENCES",
    "SOON",
    "Answer",
    "EvidenceKind",
    "Rung",
    "SourceKind",
    "Standing",
    "State",
    "Strength",
    "number_of",
    "reference_of",
    "reminder",
    "standing",
]
