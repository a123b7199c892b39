"""What the operations on seats, turns and terms share: days that follow each other, and days that two rows share."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from hamlet.foundations.records import Refusal

ADDRESSES = frozenset({"new", "achievements"})


class WrongDates(Refusal):
    """The dates do not follow each other."""


class SeatTaken(Refusal):
    """Somebody holds that seat, or that place of a safeguarding partner, on some of those days."""


class NoAddress(Refusal):
    """No short address can be made of the name."""


def once(made_with: UUID | None) -> dict[str, UUID]:
    return {"made_with": made_with} if made_with else {}


def in_order(starts_on: date, ends_on: date | None, what: str) -> None:
    if ends_on and ends_on < starts_on:
        raise WrongDates(f"{what} cannot end before it begins")


def share_a_day(row: Any, starts_on: date, ends_on: date | None) -> bool:
    """Whether a row with `starts_on` and `ends_on` (None: open) shares a day with the days given."""
    return row.starts_on <= (ends_on or date.max) and starts_on <= (row.ends_on or date.max)


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def address_of(words: str) -> str:
    """The short address made of a name or a title. Refuses one without letters, and those of other pages."""
    slug = slugify(words)[:80].strip("-")
    if not slug or slug in ADDRESSES:
        raise NoAddress(f"No short address can be made of “{words}”: choose other words")
    return slug
