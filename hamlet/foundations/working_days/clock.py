"""The clock is read here, by views, commands and jobs only. Days are London days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    return timezone.now().astimezone(LONDON).date()


def now() -> datetime:
    return timezone.now()


def midnight(day: date) -> datetime:
    """The moment at which a London day begins: a range of moments is found by an index where a range of days is not."""
    return datetime.combine(day, time(), tzinfo=LONDON)


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the last moment of the last, both days included."""
    return midnight(first), midnight(last + timedelta(days=1)) - timedelta(microseconds=1)
