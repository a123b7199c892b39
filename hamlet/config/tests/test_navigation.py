import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse

from hamlet.config import navigation
from hamlet.foundations.access.rules import NOBODY, HeldRole, Powers, Role


def request_of(path, powers):
    request = RequestFactory().get(path)
    request.user = type("Somebody", (), {"powers": powers})()
    return request


def test_every_place_leads_to_a_page_below_its_own_address():
    for _, name, prefix, permission in navigation.PLACES:
        view = resolve(reverse(name)).func
        assert reverse(name) == prefix
        assert view.access == ("public" if permission is None else permission), name


def test_place_without_a_route_is_an_error_and_not_a_gap(monkeypatch):
    monkeypatch.setattr(navigation, "PLACES", [("Cellar", "cellar:cellar", "/cellar/", None)])

    with pytest.raises(NoReverseMatch):
        navigation.frame(request_of("/", NOBODY))


def test_stranger_is_shown_the_public_places_alone():
    frame = navigation.frame(request_of("/priorities/", NOBODY))

    assert frame["manage_nav"] == []
    assert [(label, here) for label, _, here in frame["nav"]] == [
        ("Priorities", True),
        ("Partnership", False),
        ("Yearly report", False),
    ]


def test_administrator_is_shown_the_partnerships_own_places_and_no_records():
    powers = Powers((HeldRole(Role.ADMINISTRATOR, "Administrator", None),), second_factor=True)
    frame = navigation.frame(request_of("/desk/", powers))

    assert [label for label, _, _ in frame["nav"]] == ["Desk", "Learning", "Groups", "Priorities", "Partnership", "Yearly report"]
    assert [label for label, _, _ in frame["manage_nav"]] == ["People", "Access", "Audit trail", "Working days"]
