"""The clock is read here, by views, commands and jobs only. Days are London days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    return timezone.now().astimezone(LONDON).date()


def now() -> datetime:
    return timezone.now()
