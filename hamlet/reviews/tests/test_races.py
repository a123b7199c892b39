"""Two people at once: nothing is lost, doubled, or decided by halves."""

from uuid import uuid4

import pytest

from hamlet.reviews import operations
from hamlet.reviews.models import AgencySummary, Case, Disposal, RapidReview
from hamlet.reviews.rules.cases import National, Outcome, Stage
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.racing]


def test_three_partners_who_decide_at_once_decide_once():
    world = factories.world()
    review = factories.recommended(world)
    given = {"outcome": Outcome.LCSPR, "national": National.NO, "reason": "So", "on": TODAY, "seen_version": None}
    acts = [
        lambda key=key: operations.decide_for_partner(review=review, **given, by=world[key])
        for key in ("authority", "health", "police")
    ]

    assert at_once(*acts) == []
    assert RapidReview.objects.get().outcome == Outcome.LCSPR.value
    assert Case.objects.get().stage == Stage.DECIDED.value
    assert RapidReview.objects.get().partner_decisions.count() == 3


def test_two_clicks_refer_one_case_and_two_referrals_get_two_numbers():
    world, key = factories.world(), uuid4()
    at_once(*(lambda: factories.referred(world, made_with=key),) * 2)
    assert Case.objects.count() == 1

    at_once(*(lambda: factories.referred(world),) * 3)
    assert sorted(Case.objects.values_list("reference", flat=True)) == [f"SI-2022-00{n}" for n in range(1, 5)]


def test_agency_that_two_people_ask_at_once_is_asked_once():
    world = factories.world()
    review = factories.review(world)

    assert at_once(*(lambda: factories.asked(world, review=review),) * 2) == ["AskedAlready"]
    assert AgencySummary.objects.count() == 1


def test_disposal_that_two_people_confirm_at_once_happens_once():
    world = factories.world()
    case = factories.closed(world)
    day = TODAY.replace(year=2033)
    disposal = operations.propose_disposal(case=case, on=day, by=world["manager"])

    assert at_once(*(lambda: operations.confirm_disposal(disposal=disposal, on=day, by=world["chair"]),) * 2) == []
    assert Disposal.objects.get().confirmed_by == world["chair"]
    assert Case.objects.get().what_happened == ""
