import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.models import Agency

PASSWORD = "nine wet umbrellas in the hall"


@pytest.fixture
def agency(db):
    return Agency.objects.create(name="Housing", short_name="Housing", slug="housing", kind="Education", starts_on="2020-01-01")


@pytest.fixture
def invited(person_factory):
    """Someone who was invited and has chosen a password."""
    person = person_factory("Head of Safeguarding", email="head@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def verbs(db):
    def listed(subject=None):
        rows = Event.objects.about(subject) if subject else Event.objects.all()
        return list(rows.order_by("id").values_list("verb", flat=True))

    return listed


@pytest.fixture
def count_queries(client):
    def count(path):
        client.get(path)  # the first page of a session notes when it was seen
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    return count


@pytest.fixture
def outbox(db):
    """The notices that wait, reached as people itself reaches them: without an import."""
    return apps.get_model("notices.Notice").objects
