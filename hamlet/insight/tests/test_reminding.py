"""Who is told that figures are due or late, once each time, and who is told that nobody can be."""

from datetime import date, timedelta

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.returns import reminder
from hamlet.insight.tests.conftest import ASKED, TODAY, history, line, make_agency, supplied

DUE = date(2022, 7, 30)


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (-8, None),
        (-7, ("Figures are due on 30 July", "soon")),
        (-1, ("Figures are due on 30 July", "soon")),
        (0, ("Figures are due today", "today")),
        (1, ("Figures are late", "late.0")),
        (6, ("Figures are late", "late.0")),
        (7, ("Figures are late", "late.1")),
    ],
)
def test_what_a_reminder_says(days, word):
    assert reminder(DUE, DUE + timedelta(days=days)) == word


def reminded(source, *days):
    """How many notices each morning made."""
    sent = []
    for late in days:
        before = Notice.objects.count()
        operations.remind_suppliers(source.due_on + timedelta(days=late), system_person())
        sent.append(Notice.objects.count() - before)
    return sent


def events(verb):
    return Event.objects.filter(verb=verb).count()


def test_reminders_go_a_week_before_on_the_day_and_weekly_once_late(asked, agency, person_factory, grant_role):
    grant_role(person_factory("Analyst"), Role.DATA_LEAD, agency=agency)
    assert reminded(asked, -8, -7, -6, 0, 1, 2, 7, 8, 14) == [0, 1, 0, 1, 1, 0, 1, 0, 1]
    assert (events("insight.reminded"), events("insight.nobody_to_remind")) == (5, 0)


def test_whoever_keeps_the_data_is_told_that_nobody_sends(asked, person_factory, grant_role):
    manager = person_factory("Partnership manager")
    grant_role(manager, Role.PARTNERSHIP_MANAGER)

    assert reminded(asked, 1, 2) == [1, 0]

    (notice,) = Notice.objects.all()
    assert (notice.person, notice.subject) == (manager, "Figures are late: nobody sends those of Police")
    assert (events("insight.reminded"), events("insight.nobody_to_remind")) == (0, 1)


def test_pages_say_that_nobody_sends(client, sign_in, asked, agency, person_factory, grant_role):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    pages = ("/data/returns/", "/data/returns/2022-23-Q1/police/", "/data/suppliers/", "/desk/")
    words = ("Nobody sends the figures of Police", "Nobody sends for this agency", "Nobody sends for this agency")
    for page, word in zip(pages, (*words, "Nobody sends the figures of Police"), strict=True):
        assert word in client.get(f"{page}?quarter=2022-23-Q1").content.decode()

    grant_role(person_factory("Analyst"), Role.DATA_LEAD, agency=agency)

    assert all("Nobody sends f" not in client.get(page).content.decode() for page in pages)


def test_desk_of_the_manager_counts_what_is_late(client, sign_in, asked):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert "1 return is late or incomplete" in client.get("/desk/").content.decode()


def test_desk_of_the_manager_asks_for_the_children_that_rates_wait_for(client, sign_in, count, supplier, home, settings):
    history(count(shape=Shape.RATE), supplier, [266])
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    words = "Record the number of children of 2022–23: rates wait for it"
    assert words in client.get("/desk/").content.decode()
    operations.hold_population(area=home, year=2022, children=1_000, source="Official estimate", by=supplier)
    assert words not in client.get("/desk/").content.decode()


def test_freshness_says_what_came_when_and_of_where(client, sign_in, asked, count, supplier, larger):
    sign_in(client, Role.GROUP_MEMBER)
    assert "Late, due 30 Jul" in client.get("/data/returns/?quarter=2022-23-Q1").content.decode()

    supplied(asked, supplier, line(asked, 12, area=larger.code))
    page = client.get("/data/returns/?quarter=2022-23-Q1").content.decode()

    assert f"Larger area, {asked.sent_on or TODAY:%-d %b}" in page
    assert "Complete, but a figure is of a larger area than was asked." in page
    assert 'href="?quarter=2020-21-Q4"' in page


def test_agency_whose_counts_our_rooms_hold_needs_nobody(client, sign_in, count, agency, home):
    count("Escalations", counted_by="escalations.sent")
    count("Missing", place={"asked_of": [make_agency("health")]})
    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    sign_in(client, Role.GROUP_MEMBER)
    assert "Nobody sends the figures of Health:" in client.get("/data/returns/?quarter=2022-23-Q1").content.decode()
