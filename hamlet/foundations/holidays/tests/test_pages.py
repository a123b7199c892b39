from datetime import date

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.working_days.models import BankHoliday, SchoolHoliday

PAGES = ["/working-days/", "/working-days/school/"]
DAY = {"day_0": "13", "day_1": "2", "day_2": "2029", "name": "Day of mourning"}
TERM = {"name": "Summer", "starts_on_0": "25", "starts_on_1": "7", "starts_on_2": "2022"}
TERM |= {"ends_on_0": "2", "ends_on_1": "9", "ends_on_2": "2022"}


@pytest.mark.parametrize("path", PAGES)
def test_stranger_is_asked_to_sign_in(client, path):
    assert client.get(path)["Location"] == f"/account/login/?next={path}"


@pytest.mark.parametrize("path", PAGES)
def test_member_is_refused(client, sign_in, path):
    sign_in(client, Role.GROUP_MEMBER)

    assert client.get(path).status_code == 403


def test_removal_is_of_something_that_exists(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.get("/working-days/school/1/remove/").status_code == 405
    assert client.post("/working-days/school/99999/remove/").status_code == 404
    assert client.get("/working-days/99999/remove/").status_code == 404


def test_manager_adds_a_bank_holiday(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.post("/working-days/", DAY)["Location"] == "/working-days/"
    assert BankHoliday.objects.get(day=date(2029, 2, 13)).name == "Day of mourning"
    assert "Day of mourning, 13 February 2029 is a bank holiday" in client.get("/working-days/").content.decode()


def test_second_time_is_refused_in_words(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    client.post("/working-days/", DAY)

    assert "13 February 2029 is a bank holiday already" in client.post("/working-days/", DAY).content.decode()


def test_day_that_does_not_exist_is_refused_in_words(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert "Day must be a real date" in client.post("/working-days/", {**DAY, "day_1": "13"}).content.decode()


def test_list_shows_one_year_when_asked(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    shown = client.get("/working-days/?year=2022").content.decode()
    assert "19 September 2022" in shown
    assert "2021" not in shown.split("<table")[1].split("</table>")[0]
    assert client.get("/working-days/?year=nonsense").status_code == 200


def test_manager_keeps_school_holidays(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.post("/working-days/school/", TERM)["Location"] == "/working-days/school/"
    term = SchoolHoliday.objects.get()
    assert "2 September 2022" in client.get("/working-days/school/").content.decode()
    assert client.post(f"/working-days/school/{term.pk}/remove/")["Location"] == "/working-days/school/"
    assert not SchoolHoliday.objects.exists()


def test_school_holiday_that_ends_too_early_is_refused_in_words(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    shown = client.post("/working-days/school/", {**TERM, "ends_on_2": "2021"}).content.decode()
    assert "The last day must be the same as or after the first day" in shown


def test_manager_removes_a_bank_holiday(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    holiday = BankHoliday.objects.get(day=date(2022, 9, 19))

    address = f"/working-days/{holiday.pk}/remove/"
    assert "Say why it is no bank holiday" in client.post(address).content.decode()
    assert client.post(address, {"reason": "Typed by mistake"})["Location"] == "/working-days/"
    assert not BankHoliday.objects.filter(pk=holiday.pk).exists()


@pytest.mark.parametrize("path", PAGES)
def test_list_costs_the_same_with_one_row_and_with_thirty(client, sign_in, path, count_queries):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    BankHoliday.objects.exclude(day=date(2022, 9, 19)).delete()
    SchoolHoliday.objects.create(name="Summer", starts_on=date(2022, 7, 25), ends_on=date(2022, 9, 2))
    few = count_queries(path)
    BankHoliday.objects.bulk_create(BankHoliday(day=date(2022, 1, n), name="Day") for n in range(1, 30))
    SchoolHoliday.objects.bulk_create(
        SchoolHoliday(name="Term", starts_on=date(2021, 1, n), ends_on=date(2021, 1, n)) for n in range(1, 30)
    )
    assert count_queries(path) == few
