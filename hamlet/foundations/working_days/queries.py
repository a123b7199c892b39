from datetime import date

from hamlet.foundations.working_days.calendar import Calendar
from hamlet.foundations.working_days.models import BankHoliday, SchoolHoliday


def calendar() -> Calendar:
    """England's working days, from the editable table of bank holidays, with the school holidays on record. Two queries."""
    return Calendar(
        frozenset(BankHoliday.objects.values_list("day", flat=True)),
        tuple(SchoolHoliday.objects.order_by("starts_on").values_list("starts_on", "ends_on")),
    )


def bank_calendar() -> Calendar:
    """England's working days alone, without the school holidays. One query."""
    return Calendar(frozenset(BankHoliday.objects.values_list("day", flat=True)))


def known_until() -> date | None:
    """The last bank holiday on record: beyond it every weekday counts as a working day."""
    return BankHoliday.objects.order_by("-day").values_list("day", flat=True).first()


def years_known() -> list[int]:
    """The years that hold a bank holiday, newest first."""
    return [day.year for day in BankHoliday.objects.dates("day", "year", order="DESC")]


def school_holidays(first: date, last: date) -> list[SchoolHoliday]:
    """The school holidays that touch the days from `first` to `last`, in order."""
    return list(SchoolHoliday.objects.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on", "id"))


def is_school_holiday(day: date) -> bool:
    return SchoolHoliday.objects.filter(starts_on__lte=day, ends_on__gte=day).exists()
