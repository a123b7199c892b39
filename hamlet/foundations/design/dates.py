"""How dates and moments are written: "7 November 2022", "7 November 2022 at 4:05pm". Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def long_date(day: date | None) -> str:
    if day is None:
        return "no date"
    if isinstance(day, datetime):
        day = day.astimezone(LONDON)
    return f"{day.day} {day:%B %Y}"


def short_date(day: date | None) -> str:
    if day is None:
        return "no date"
    if isinstance(day, datetime):
        day = day.astimezone(LONDON)
    return f"{day.day} {day:%b %Y}"


def clock_time(at: datetime) -> str:
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(at: datetime | None) -> str:
    return "not yet" if at is None else f"{long_date(at)} at {clock_time(at)}"


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 day", "3 days", "2 working days"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
