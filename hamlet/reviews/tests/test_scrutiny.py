"""The Independent Scrutineer reads reports and decisions, and nothing else of a case."""

from datetime import timedelta

import pytest

from hamlet.reviews import operations
from hamlet.reviews.models import Conflict
from hamlet.reviews.rules.cases import Told
from hamlet.reviews.rules.statutory import Publishing
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import CANARY, TODAY, fresh

pytestmark = pytest.mark.django_db
LIST = "/reviews/reports/"


def page(enter, world, case):
    return enter(world["scrutineer"]).get(f"{LIST}{case.reference}/")


def test_case_under_way_is_not_there(world, enter):
    case = factories.recommended(world).case

    assert page(enter, world, case).status_code == 404
    assert case.reference not in enter(world["scrutineer"]).get(LIST).content.decode()


@pytest.mark.parametrize("told", [Told.NOBODY, Told.STATE])
def test_decision_after_which_no_rapid_review_follows_is_read_with_its_reasons(world, enter, told):
    case = factories.decided(world, told=told)

    html = page(enter, world, case).content.decode()
    assert f"{told.value}, decided on 15 November 2022." in html
    assert "By the facts" in html
    assert CANARY not in html
    assert case.reference in enter(world["scrutineer"]).get(LIST).content.decode()


def test_withdrawal_is_read_with_its_reasons(world, enter):
    case = factories.review(world).case
    operations.withdraw_case(case=case, reason="It proved otherwise", on=TODAY, seen_version=None, by=world["manager"])

    assert "It proved otherwise" in page(enter, world, case).content.decode()


def test_names_are_never_shown(world, enter):
    case = factories.decided(world, told=Told.NOBODY)
    operations.hold_name(case=case, name="By the", stands_for="the aunt", by=world["chair"])

    html = page(enter, world, case).content.decode()
    assert "the aunt facts" in html
    assert "By the facts" not in html


def reviewed(world):
    review = factories.commissioned(world)
    by = world["manager"]
    told = {"expected_on": TODAY.replace(year=2023), "panel_told_on": TODAY, "state_told_on": TODAY, "on": TODAY}
    operations.record_delay(review=review, reasons="An inquest goes first", **told, by=by)
    advice = factories.advised(world, review)
    operations.reject_advice(advice=advice, reasons="It is done already", on=TODAY, seen_version=None, by=by)
    return review


def test_commissioned_review_is_read_with_its_delays_answers_and_what_is_not_published(world, enter):
    review = reviewed(world)
    assert "An inquest goes first" in page(enter, world, review.case).content.decode()

    review = factories.completed(world, of=fresh(review), text="The whole report", improvements="What gets better")
    given = {"how": Publishing.IMPROVEMENTS, "because": "A family would be known", "seen_version": None, "by": world["manager"]}
    operations.propose_publication(review=review, **given)

    html = page(enter, world, review.case).content.decode()
    for words in ("The whole report", "What gets better", "It is done already", "A family would be known", "About the facts"):
        assert words in html


def test_scrutineer_declares_a_conflict_and_reads_nothing_more(world, enter):
    case = factories.decided(world, told=Told.NOBODY)
    client = enter(world["scrutineer"])
    assert client.get(f"{case.get_absolute_url()}conflict/").status_code == 200

    assert client.post(f"{case.get_absolute_url()}conflict/", {"reason": "Family"})["Location"] == "/desk/"
    assert Conflict.objects.get().person == world["scrutineer"]
    assert client.get(f"{LIST}{case.reference}/").status_code == 404
    assert client.get(f"{case.get_absolute_url()}conflict/").status_code == 404


def test_others_read_no_report_there_and_declare_no_conflict(world, enter):
    case = factories.decided(world, told=Told.NOBODY)

    assert enter(world["school"]).get(f"{LIST}{case.reference}/").status_code == 403
    assert enter(world["school"]).get(f"{case.get_absolute_url()}conflict/").status_code == 404


def test_conflicted_manager_does_not_meet_the_case_where_its_keeping_is_shown(world, enter):
    case = factories.closed(world, on=TODAY - timedelta(days=1))
    assert case.reference in enter(world["manager"]).get("/reviews/keeping/").content.decode()

    operations.declare_conflict(case=case, person=world["manager"], reason="Family", on=TODAY, by=world["chair"])
    assert case.reference not in enter(world["manager"]).get("/reviews/keeping/").content.decode()
