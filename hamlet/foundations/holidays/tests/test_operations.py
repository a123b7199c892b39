from datetime import date
from uuid import uuid4

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.audit.queries import history
from hamlet.foundations.holidays import operations
from hamlet.foundations.working_days.models import BankHoliday, SchoolHoliday
from hamlet.foundations.working_days.queries import known_until

pytestmark = pytest.mark.django_db
FUNERAL, TODAY = date(2029, 2, 13), date(2022, 11, 15)


@pytest.fixture
def editor(person_factory):
    return person_factory("Partnership Manager")


def verbs():
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_added_bank_holiday_tells_its_history(editor):
    holiday = operations.add_bank_holiday(day=FUNERAL, name="Day of mourning", on=TODAY, by=editor)

    assert [row.sentence for row in history(holiday)] == ["added the bank holiday Day of mourning"]


def test_second_click_adds_one_holiday(editor):
    key = uuid4()
    first = operations.add_bank_holiday(day=FUNERAL, name="Day of mourning", on=TODAY, made_with=key, by=editor)

    assert operations.add_bank_holiday(day=FUNERAL, name="Day of mourning", on=TODAY, made_with=key, by=editor) == first
    assert BankHoliday.objects.filter(day=FUNERAL).count() == 1


def test_day_that_is_a_holiday_is_refused(editor):
    with pytest.raises(operations.HolidayKnown, match="25 December 2022 is a bank holiday already"):
        operations.add_bank_holiday(day=date(2022, 12, 25), name="Again", on=TODAY, by=editor)


def test_removals_stay_in_the_trail(editor):
    holiday = BankHoliday.objects.get(day=date(2022, 9, 19))
    operations.remove_bank_holiday(holiday=holiday, reason="For a test", on=TODAY, by=editor)
    term = operations.add_school_holiday(name="Summer", starts_on=date(2022, 7, 25), ends_on=date(2022, 9, 2), by=editor)
    operations.remove_school_holiday(holiday=term, by=editor)

    assert verbs() == ["holidays.removed", "holidays.school_added", "holidays.school_removed"]
    assert not SchoolHoliday.objects.exists()


def test_school_holiday_cannot_end_before_it_begins(editor):
    with pytest.raises(operations.EndsBeforeItBegins):
        operations.add_school_holiday(name="Summer", starts_on=date(2022, 9, 2), ends_on=date(2022, 7, 25), by=editor)


def test_school_holiday_is_added_once(editor):
    key, days = uuid4(), {"starts_on": date(2022, 7, 25), "ends_on": date(2022, 9, 2)}
    first = operations.add_school_holiday(name="Summer", **days, made_with=key, by=editor)

    assert operations.add_school_holiday(name="Summer", **days, made_with=key, by=editor) == first


def test_morning_keeps_the_table_two_years_ahead_and_leaves_edited_years(editor):
    BankHoliday.objects.filter(day=date(2029, 12, 26)).delete()

    operations.know_ahead(date(2031, 1, 2), editor)
    operations.know_ahead(date(2031, 1, 3), editor)

    assert known_until() == date(2033, 12, 27)
    assert not BankHoliday.objects.filter(day=date(2029, 12, 26)).exists()
    assert verbs() == ["holidays.learnt"]
