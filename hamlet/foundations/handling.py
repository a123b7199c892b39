"""How each field of a model must be handled: its class under data protection law and how long it is kept."""

from dataclasses import dataclass
from enum import StrEnum


class Retention(StrEnum):
    PERMANENT = "kept for ever: the partnership's public record"
    WHILE_IN_USE = "kept while in use, then removed by the next tidy"
    SEVEN_YEARS = "seven years after the record closes"
    TEN_YEARS = "ten years after the case closes, then disposed of by two people"
    SIX_YEARS_AFTER_ROLE = "six years after the person's last seat ends"
    NINETY_DAYS = "ninety days"


OPENED = frozenset({"page", "what", "count", "form"})  # which page was opened, what file left: never what it held
ALWAYS_PLAIN = frozenset({"id", "version", "made_with"})


@dataclass(frozen=True)
class Handling:
    """The class of every field of one model. `personal` and `special` values are encrypted in the audit trail."""

    retention: Retention
    plain: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    conceals: bool = False  # every detail of its events is private too, but for its plain fields and what was opened or left

    def is_private(self, field: str) -> bool:
        if self.conceals:
            return field not in self.plain and field not in OPENED
        return field in self.personal or field in self.special

    def names(self) -> list[str]:
        return [*self.plain, *self.personal, *self.special]
