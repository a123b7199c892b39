import pytest

from hamlet.foundations.people.models import Agency


def holder_lets_in(user, document):
    """The record of these tests: an agency, whose documents its own people may open."""
    return user.agency_id == int(document.on_id)


@pytest.fixture
def agency(db, settings):
    settings.DOCUMENT_HOLDERS = {"people.agency": f"{__name__}.holder_lets_in"}
    return Agency.objects.create(name="Housing", short_name="Housing", slug="housing", kind="Education", starts_on="2020-01-01")


@pytest.fixture
def insider(agency, person_factory):
    return person_factory("Head of Housing", agency=agency)
