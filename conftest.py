"""Fixtures that every room's tests share."""

import datetime
import itertools

import pytest
import time_machine
from django.db import connections

from hamlet.foundations.access.models import Grant
from hamlet.foundations.audit import triggers
from hamlet.foundations.people.models import Person
from tests.pages import Pages

FROZEN = datetime.datetime(2022, 11, 15, 10, 0, tzinfo=datetime.UTC)
numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def flush_without_triggers():
    """A flush may empty the trail of a test database: the triggers go just before, and post_migrate puts them back."""
    from django.core.management.commands import flush

    handle = flush.Command.handle

    def without_triggers(self, **options):
        triggers.remove(connections[options["database"]])
        return handle(self, **options)

    flush.Command.handle = without_triggers
    yield
    flush.Command.handle = handle


@pytest.fixture(autouse=True)
def frozen(request):
    """15 November 2022, a Tuesday, unless the test is a journey in a real browser or sets its own day."""
    if request.node.get_closest_marker("journey") or request.node.get_closest_marker("racing"):
        yield None
        return
    with time_machine.travel(FROZEN, tick=False) as traveller:
        yield traveller


def make_person(post_title="Safeguarding lead", **values):
    number = next(numbers)
    values.setdefault("email", f"person{number}@example.org")
    values.setdefault("invited_at", FROZEN)
    return Person.objects.create(post_title=post_title, **values)


@pytest.fixture
def person_factory(db):
    return make_person


def give_role(person, role, *, group=None, agency=None, starts_on=datetime.date(2020, 1, 1), ends_on=None):
    return Grant.objects.create(
        person=person,
        role=role.value,
        group_id=group.pk if group else None,
        agency_id=agency.pk if agency else None,
        reason=f"{role.value}, for a test",
        source_kind="tests.seat",
        source_id=str(next(numbers)),
        starts_on=starts_on,
        ends_on=ends_on,
    )


@pytest.fixture
def grant_role(db):
    return give_role


@pytest.fixture
def sign_in(db):
    """Signs a new person in with one role, the second factor given, and returns the person."""

    def enter(client, role, group=None, agency=None, person=None):
        person = person or make_person(post_title=role.value if role else "Somebody without a seat")
        if role is not None:
            give_role(person, role, group=group, agency=agency)
        client.force_login(person, backend="hamlet.foundations.people.sign_in.InvitedBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa"}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return person

    return enter


@pytest.fixture
def client(db):
    """A client that inspects every page it opens."""
    return Pages()


@pytest.fixture
def pages(client):
    return client


@pytest.fixture(autouse=True)
def documents_apart(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
