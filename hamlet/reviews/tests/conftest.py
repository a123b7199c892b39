import pytest

from hamlet.reviews.tests import factories


@pytest.fixture
def world(db):
    return factories.world()


@pytest.fixture
def enter(client, sign_in):
    """Signs somebody of the small partnership in, their second factor given."""

    def as_(someone):
        sign_in(client, None, person=someone)
        return client

    return as_
