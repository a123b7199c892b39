import pytest

from hamlet.website.rules import CLOSED, robots


def test_demonstration_is_closed_to_every_robot():
    assert robots(demonstration=True) == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("path", CLOSED)
def test_service_closes_what_needs_signing_in(path):
    assert f"Disallow: {path}" in robots(demonstration=False).splitlines()


def test_service_leaves_the_public_pages_open():
    assert "Disallow: /" not in robots(demonstration=False).splitlines()
