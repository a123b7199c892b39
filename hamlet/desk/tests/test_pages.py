from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.access.rules import Role
from hamlet.foundations.references import Duty
from hamlet.foundations.working_days.clock import today
from hamlet.learning.operations import add_action


def late_thing(user, day):
    return [Duty("Late thing", "/actions/", day - timedelta(days=2), "Action plan", "late")]


def open_thing(user, day):
    return [Duty(f"Only for {user.post_title}", "/partnership/", None, "Partnership")]


@pytest.fixture
def rooms(settings):
    settings.DESK = [f"{__name__}.open_thing", f"{__name__}.late_thing"]


def test_desk_shows_what_is_late_first(client, sign_in, rooms):
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get("/desk/").content.decode()

    assert page.index("1 thing is late.") < page.index("Late thing") < page.index("Only for Member of a group")
    assert "was due 13 November 2022" in page
    assert 'hamlet-card--late"' in page


def test_desk_of_somebody_with_nothing_due_is_calm(client, sign_in, settings, person_factory):
    settings.DESK = []
    sign_in(client, None, person=person_factory("Nobody yet"))
    page = client.get("/desk/").content.decode()

    assert "Nothing waits for you today." in page
    assert "What you can do from here" not in page


def test_desk_offers_what_one_may_do(client, sign_in, rooms):
    sign_in(client, Role.YOUNG_SCRUTINEER)
    page = client.get("/desk/").content.decode()

    assert "Read about the groups" in page
    assert "Draft an escalation" not in page and "See who may see what" not in page


def test_desk_tells_who_waits_for_a_second_factor(client, rooms, person_factory, grant_role):
    person = person_factory("Chair")
    grant_role(person, Role.GROUP_CHAIR)
    client.force_login(person, backend="hamlet.foundations.people.sign_in.InvitedBackend")

    assert "set up a second factor" in client.get("/desk/").content.decode()


def test_stranger_signs_in_first(client):
    assert client.get("/desk/")["Location"].startswith("/account/login/")


def test_wrong_verb_is_refused(client, sign_in, rooms):
    sign_in(client, Role.GROUP_MEMBER)

    assert client.post("/desk/").status_code == 405


def test_desk_never_shows_what_belongs_to_somebody_else(client, sign_in, person_factory):
    other = person_factory("Somebody else")
    add_action(title="A canary", owner=other, due_on=today(), raised_on=today(), by=other)
    me = sign_in(client, Role.GROUP_MEMBER)
    add_action(title="My own thing", owner=me, due_on=today(), raised_on=today(), by=other)
    page = client.get("/desk/").content.decode()

    assert "My own thing" in page
    assert "A canary" not in page


def test_desk_costs_the_same_with_one_thing_and_with_thirty(client, sign_in):
    me, counts = sign_in(client, Role.PARTNERSHIP_MANAGER), []
    for many in (1, 29):
        for number in range(many):
            add_action(title=f"Thing {many} {number}", owner=me, due_on=today(), raised_on=today(), by=me)
        client.get("/desk/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
