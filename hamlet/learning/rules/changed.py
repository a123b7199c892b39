"""In which order the answer to "what changed for children?" is read. No Django."""

from hamlet.learning.rules.ladder import EvidenceKind

FAMILIES, SEEN, OFFERED = "What children and families say", "What was seen and counted", "What was offered"
SECTIONS = (FAMILIES, SEEN, OFFERED)
NO_THEME = "No theme"


def section_of(kind: EvidenceKind) -> str:
    """What children and families say comes first; training and policy show what was offered, not what changed."""
    if kind is EvidenceKind.FAMILIES:
        return FAMILIES
    return OFFERED if kind in (EvidenceKind.TRAINING, EvidenceKind.POLICY) else SEEN
