"""The benchmark itself works, at a size that no one would measure: every page opens, and none asks many questions."""

import pytest
from django.test import Client

from benchmarks import filling, pages
from benchmarks.__main__ import MISSES, MOST_QUERIES
from benchmarks.measuring import Measured, measure, signed_in
from hamlet.escalations.models import Escalation
from hamlet.foundations.people.models import Person
from hamlet.learning.models import Action


@pytest.fixture
def filled(db, settings):
    settings.DEMONSTRATION = True
    return filling.fill(0.004)


def test_every_page_opens_and_none_asks_more_than_its_share(filled):
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_persona=True)}
    clients = {key: signed_in(person) for key, person in people.items()} | {"stranger": Client()}
    found = {page.name: measure(clients[page.persona], page.path, runs=1) for page in [*pages.lists(), *pages.records()]}

    assert {name: row.queries for name, row in found.items() if row.queries > MISSES.get(name, MOST_QUERIES)} == {}
    assert len(found) == 56


def test_share_of_the_full_size_is_filled_beside_the_demonstration(filled):
    assert Escalation.objects.filter(number__regex=r"-9\d{4}$").count() == 20
    assert Action.objects.filter(number__gte=100_000).count() == 200
    counts, worked_out = filled
    assert counts["Escalation"] > 20
    assert worked_out["rows"] > 0


def test_ratio_is_of_the_page_to_its_own_statements():
    assert Measured(3, 10.0, 12.0, 2.5, 1.0).ratio == 4.0
