"""A password alone opens nothing of a case, whoever gives it; and what was opened ends when the part in it does."""

from datetime import date, timedelta

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.rules import GRANTS, SECOND_FACTOR_ROLES, Permission
from hamlet.reviews import operations
from hamlet.reviews.models import Reviewer
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
ROOM = {item for item in Permission if item.name.startswith("REVIEWS_")} - {Permission.REVIEWS_REFER}
PAGES = ("", "review/", "rapid-review/", "chronology/", "rapid-review.pdf", "rapid-review.docx", "reason/", "conflict/")


@pytest.fixture
def by_password(client):
    """Signs somebody in by their password alone."""

    def as_(person):
        client.force_login(person, backend="hamlet.foundations.people.sign_in.InvitedBackend")
        return client

    return as_


def test_every_role_that_reaches_the_room_waits_for_a_second_factor():
    assert {role for role, granted in GRANTS.items() if granted & ROOM} <= SECOND_FACTOR_ROLES


@pytest.mark.parametrize("key", ["other", "manager", "chair", "health"])
def test_case_opens_to_nobody_by_password_alone(world, by_password, key):
    """The reviewer ("other") and three who hold a seat: each is asked for the second factor, and meets no word of the case."""
    home = factories.commissioned(world).case.get_absolute_url()
    client = by_password(world[key])

    answers = [client.get(path) for path in [*(f"{home}{page}" for page in PAGES), "/reviews/own/"]]
    assert {answer["Location"] for answer in answers} == {"/account/second-factor/"}
    assert client.get("/reviews/SI-1999-001/")["Location"] == "/account/second-factor/"


def test_authors_part_opens_to_nobody_by_password_alone(world, by_password):
    home = factories.asked(world).get_absolute_url()
    client = by_password(world["author"])

    for page in ("", "write/", "send/", "entries/new/", "entries/upload/", "conflict/"):
        assert client.get(f"{home}{page}")["Location"] == "/account/second-factor/"


def test_person_without_any_role_is_told_of_no_case(world, by_password, person_factory):
    home = factories.referred(world).get_absolute_url()

    assert by_password(person_factory()).get(home).status_code == 404


def test_replaced_reviewer_is_shut_out_at_once_and_history_keeps_their_days(world, enter, frozen):
    review = factories.commissioned(world)
    home = review.case.get_absolute_url()
    frozen.shift(timedelta(days=3))
    on = TODAY + timedelta(days=3)
    assert enter(world["other"]).get(home).status_code == 200

    given = {"independence": "From elsewhere", "on": on, "seen_version": None, "by": world["manager"]}
    operations.change_reviewer(review=fresh(review), reviewer=world["school"], **given)

    assert enter(world["other"]).get(home).status_code == 404
    assert enter(world["school"]).get(home).status_code == 200
    last = date(2022, 11, 17)
    assert Reviewer.objects.get(person=world["other"]).ends_on == last
    held = Grant.objects.filter(source_kind="reviews.reviewer").order_by("id")
    assert list(held.values_list("person", "starts_on", "ends_on")) == [
        (world["other"].pk, TODAY, last),
        (world["school"].pk, on, None),
    ]


def test_reviewer_replaced_on_the_day_of_their_appointment_is_shut_out_too(world, enter):
    review = factories.commissioned(world)
    given = {"independence": "From elsewhere", "on": TODAY, "seen_version": None, "by": world["manager"]}
    operations.change_reviewer(review=fresh(review), reviewer=world["school"], **given)

    assert enter(world["other"]).get(review.case.get_absolute_url()).status_code == 404


def test_replaced_author_is_shut_out_and_history_keeps_their_days(world, enter):
    summary = factories.asked(world)
    later = TODAY + timedelta(days=2)
    operations.change_author(summary=summary, author=world["school"], on=later, seen_version=None, by=world["manager"])

    assert enter(world["author"]).get(summary.get_absolute_url()).status_code == 404
    held = Grant.objects.filter(source_kind="reviews.summary").order_by("id")
    assert list(held.values_list("person", "ends_on")) == [(world["author"].pk, date(2022, 11, 16)), (world["school"].pk, None)]
