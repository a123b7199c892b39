from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, made_once
from hamlet.foundations.references import named
from hamlet.foundations.working_days.england import FIRST_YEAR, bank_holidays
from hamlet.foundations.working_days.models import BankHoliday, SchoolHoliday
from hamlet.foundations.working_days.queries import known_until


class HolidayKnown(Refusal):
    """The day is a bank holiday already."""


class EndsBeforeItBegins(Refusal):
    """A holiday's last day is before its first."""


@transaction.atomic
def add_bank_holiday(*, day: date, name: str, on: date, made_with: UUID | None = None, by: Any) -> BankHoliday:
    """Every clock counts by the new day from `on`: settings.HOLIDAYS_CHANGED work their open dates out anew, and keep the old."""
    made = made_once(BankHoliday, made_with)
    if made:
        return made
    if BankHoliday.objects.filter(day=day).exists():
        raise HolidayKnown(f"{day:%-d %B %Y} is a bank holiday already")
    holiday = BankHoliday.objects.create(day=day, name=name, made_with=made_with or uuid4())
    record("holidays.added", by=by, subject=holiday, name=name, day=day)
    _tell_clocks(on, f"{name}, {day:%-d %B %Y}, is a bank holiday", by)
    return holiday


def _tell_clocks(on: date, why: str, by: Any) -> int:
    """How many open dates moved."""
    return sum(named(path)(on=on, why=why, by=by) for path in settings.HOLIDAYS_CHANGED)


@transaction.atomic
def remove_bank_holiday(*, holiday: BankHoliday, reason: str, on: date, by: Any) -> int:
    """Takes a bank holiday back, with the reason; returns how many open dates moved. Each keeps what it was."""
    record("holidays.removed", by=by, subject=holiday, name=holiday.name, day=holiday.day, reason=reason)
    holiday.delete()
    return _tell_clocks(on, f"{holiday.name}, {holiday.day:%-d %B %Y}, is no bank holiday: {reason}", by)


@transaction.atomic
def add_school_holiday(*, name: str, starts_on: date, ends_on: date, made_with: UUID | None = None, by: Any) -> SchoolHoliday:
    made = made_once(SchoolHoliday, made_with)
    if made:
        return made
    if ends_on < starts_on:
        raise EndsBeforeItBegins("The last day must be the same as or after the first day")
    holiday = SchoolHoliday.objects.create(name=name, starts_on=starts_on, ends_on=ends_on, made_with=made_with or uuid4())
    record("holidays.school_added", by=by, subject=holiday, name=name, starts_on=starts_on, ends_on=ends_on)
    return holiday


@transaction.atomic
def remove_school_holiday(*, holiday: SchoolHoliday, by: Any) -> None:
    days = [holiday.starts_on, holiday.ends_on]
    record("holidays.school_removed", by=by, subject=holiday, name=holiday.name, days=days)
    holiday.delete()


@transaction.atomic
def learn_bank_holidays(*, last_year: int, by: Any) -> int:
    """Adds the bank holidays of the years after the last one on record, to `last_year`; returns how many. Edited years stay."""
    known = known_until()
    first_year = known.year + 1 if known else FIRST_YEAR
    found = [(day, name) for day, name in bank_holidays(last_year).items() if day.year >= first_year]
    BankHoliday.objects.bulk_create(BankHoliday(day=day, name=name) for day, name in found)
    if found:
        record("holidays.learnt", by=by, count=len(found), last_year=last_year)
    return len(found)


def know_ahead(today: date, by: Any) -> None:
    """Each morning: the table reaches at least to the end of the year after next."""
    learn_bank_holidays(last_year=today.year + 2, by=by)
