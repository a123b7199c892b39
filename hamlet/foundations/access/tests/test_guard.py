from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.middleware import DeclaredAccessMiddleware, UndeclaredAccess
from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.operations import SeatGrant, write_grants
from hamlet.foundations.access.queries import people_with, people_with_role, powers_on
from hamlet.foundations.access.rules import NOBODY, Forbidden, Permission, Powers, Role

DAY = date(2022, 11, 15)


def some_view(request):
    return HttpResponse("opened")


class Matched:
    view_name = "nowhere:page"


def test_view_that_declares_nothing_is_refused_at_run_time():
    request = RequestFactory().get("/anything/")
    request.resolver_match = Matched()

    with pytest.raises(UndeclaredAccess):
        DeclaredAccessMiddleware(some_view).process_view(request, some_view, (), {})


def test_stranger_is_sent_to_sign_in(db):
    request = RequestFactory().get("/anything/?page=2")
    request.user = type("Stranger", (), {"is_authenticated": False, "powers": NOBODY})()

    response = allowed(Permission.DESK)(some_view)(request)

    assert response["Location"] == "/account/login/?next=/anything/%3Fpage%3D2"


def test_person_without_the_permission_reads_why():
    request = RequestFactory().get("/anything/")
    request.user = type("Member", (), {"is_authenticated": True, "powers": Powers()})()

    with pytest.raises(Forbidden, match="read the audit trail"):
        allowed(Permission.AUDIT_READ)(some_view)(request)


def test_require_refuses_with_its_reason():
    require(True, "never said")
    with pytest.raises(Forbidden, match="Only the chair"):
        require(False, "Only the chair may send it")


@pytest.mark.django_db
def test_powers_end_on_the_day_after_the_seat_ends(person_factory, grant_role):
    person = person_factory()
    grant_role(person, Role.GROUP_MEMBER, ends_on=DAY)

    assert powers_on(person, DAY).may(Permission.ESCALATIONS_DRAFT)
    assert not powers_on(person, DAY + timedelta(days=1)).may(Permission.ESCALATIONS_DRAFT)


@pytest.mark.django_db
def test_person_whose_access_ended_holds_nothing(person_factory, grant_role):
    person = person_factory(is_active=False)
    grant_role(person, Role.PARTNERSHIP_MANAGER)

    assert powers_on(person, DAY) == NOBODY


@pytest.mark.django_db
def test_grants_of_a_seat_are_exactly_those_last_written(person_factory):
    first, second = person_factory(), person_factory()
    for person in (first, second):
        grant = SeatGrant(person, Role.GROUP_CHAIR, "Chair", DAY, group_id=4)
        write_grants(source_kind="governance.seat", source_id=1, grants=[grant])

    assert list(Grant.objects.values_list("person", flat=True)) == [second.pk]


@pytest.mark.django_db
def test_people_are_found_by_what_they_may_do(person_factory, grant_role):
    chair, member, manager = person_factory(), person_factory(), person_factory()
    group = type("Group", (), {"pk": 4})
    grant_role(chair, Role.GROUP_CHAIR, group=group)
    grant_role(member, Role.GROUP_MEMBER, group=group)
    grant_role(manager, Role.PARTNERSHIP_MANAGER)

    assert people_with(Permission.ESCALATIONS_SEND, DAY, group_id=4) == [chair, manager]
    assert people_with(Permission.ESCALATIONS_SEND, DAY, group_id=5) == [manager]
    assert people_with_role(Role.GROUP_MEMBER, DAY, group_id=4) == [member]
