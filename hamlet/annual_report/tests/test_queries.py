from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.annual_report import queries
from hamlet.annual_report.tests import factories
from hamlet.annual_report.tests.factories import DAY
from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Role
from hamlet.governance.rules import Partner

pytestmark = pytest.mark.django_db


def titles(person, day=DAY):
    person.powers = powers_on(person, day)
    return [(duty.title, duty.url, duty.state) for duty in queries.duties(person, day)]


def test_desk_shows_the_next_step_to_whose_turn_it_is(report, manager, scrutineer, partners, grant_role):
    grant_role(manager, Role.PARTNERSHIP_MANAGER)
    grant_role(scrutineer, Role.INDEPENDENT_SCRUTINEER)

    assert titles(manager) == [
        ("Yearly report 2021–22: Send it to the independent scrutineer", "/reports/2021-22/to-the-scrutineer/", "due")
    ]
    assert titles(scrutineer) == titles(partners[Partner.POLICE]) == []


def test_desk_of_a_partner_asks_for_the_signature_until_it_is_given(proposed, partners, person_factory):
    health = partners[Partner.HEALTH]
    before = titles(health)
    factories.signed(proposed, [health])

    assert before == [("Yearly report 2021–22: Sign: 3 of 3 signatures are missing", "/reports/2021-22/sign/", "due")]
    assert (titles(health), titles(person_factory())) == ([], [])


def test_copies_that_are_owed_become_late(published, manager, grant_role):
    grant_role(manager, Role.PARTNERSHIP_MANAGER)

    assert [row[2] for row in titles(manager)] == ["soon"]
    assert [row[2] for row in titles(manager, DAY + timedelta(days=8))] == ["late"]


def test_due_day_follows_the_last_report(published, manager):
    following = factories.started(manager, starts_on=date(2022, 10, 1), ends_on=date(2023, 9, 30))

    assert queries.due(following).on == date(2023, 11, 15)
    assert queries.published_reports().get() == published


def test_list_of_published_reports_costs_the_same_however_long(client, published, manager, partners, scrutineer):
    with CaptureQueriesContext(connection) as few:
        client.get("/reports/")
    for year in (2016, 2017, 2018):
        older = factories.started(manager, starts_on=date(year, 10, 1), ends_on=date(year + 1, 9, 30))
        ready = factories.signed(factories.for_signature(older, manager, scrutineer), partners.values())
        factories.published(ready, manager, "Illustrative.")
    with CaptureQueriesContext(connection) as many:
        client.get("/reports/")

    assert len(few) == len(many)
