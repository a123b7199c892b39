"""The pages of people, agencies, access and the trail: they work, and only for those whom they are for."""

import re

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.people import operations
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.tests.conftest import PASSWORD
from hamlet.foundations.working_days.clock import now

pytestmark = pytest.mark.django_db
NEW = {"post_title": "Named Nurse", "name": "", "email": "nurse@example.org", "agency": ""}
HOMES = {"name": "Homes for Families", "short_name": "Homes", "slug": "homes", "kind": "Education"}
HOMES |= {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2021"}
MANAGERS = ["/people/", "/people/invite/", "/access/", "/audit/", "/agencies/add/"]


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def manager(client, sign_in):
    return sign_in(client, Role.PARTNERSHIP_MANAGER)


@pytest.mark.parametrize("path", [*MANAGERS, "/agencies/", "/account/", "/account/second-factor/"])
def test_stranger_is_asked_to_sign_in(client, path):
    assert client.get(path)["Location"] == f"/account/login/?next={path}"


@pytest.mark.parametrize("path", MANAGERS)
def test_member_is_refused_with_the_reason_and_the_trail_says_so(client, sign_in, path):
    sign_in(client, Role.GROUP_MEMBER)

    response = client.get(path)
    assert response.status_code == 403
    assert "Your seats do not let you do this" in response.content.decode()
    assert Event.objects.get(verb="audit.refused").details["path"] == path


@pytest.mark.parametrize("path", MANAGERS)
def test_manager_opens_it(client, manager, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/people/99999/", "/agencies/nowhere/", "/agencies/nowhere/change/", "/people/x/"])
def test_what_is_not_on_record_is_not_found(client, manager, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/people/", "/agencies/", "/access/", "/audit/"])
def test_list_is_only_read(client, manager, path):
    assert client.post(path).status_code == 405


def test_manager_invites_someone_once_however_often_they_click(client, manager, outbox):
    key = re.search(r'name="made_with" value="([^"]+)"', text(client.get("/people/invite/")))[1]

    first = client.post("/people/invite/", {**NEW, "made_with": key})
    second = client.post("/people/invite/", {**NEW, "made_with": key})
    person = Person.objects.get(email="nurse@example.org")
    assert first["Location"] == second["Location"] == f"/people/{person.pk}/"
    assert outbox.filter(person=person).count() == 1


def test_empty_invitation_says_what_is_missing(client, manager):
    shown = text(client.post("/people/invite/", {}))

    assert "Enter their post, such as Head of Safeguarding" in shown
    assert "Enter their email address at work" in shown


def test_address_that_is_taken_is_refused_in_words(client, manager, invited):
    shown = text(client.post("/people/invite/", {**NEW, "email": invited.email}))

    assert "Someone with the address head@example.org is on record already" in shown


def test_people_are_found_by_word_and_by_agency(client, manager, invited, agency, person_factory):
    person_factory("Head of Housing", agency=agency, email="housing@example.org")

    assert "Head of Housing" not in text(client.get("/people/?search=safeguarding")).split("<table")[1]
    assert "Head of Safeguarding" not in text(client.get(f"/people/?agency={agency.pk}")).split("<table")[1]
    assert "Nobody matches." in text(client.get("/people/?search=zzz"))
    assert client.get("/people/?agency=nonsense&page=99").status_code == 200


def test_person_page_says_what_they_may_do_and_because_of_which_seat(client, manager, invited, grant_role):
    grant_role(invited, Role.GROUP_MEMBER)

    shown = text(client.get(f"/people/{invited.pk}/"))
    assert "Member of a group, for a test" in shown
    assert "Read the escalation tracker" in shown


def test_manager_changes_a_record_and_a_stale_form_is_told(client, manager, invited):
    changed = {"email": invited.email, "name": "", "post_title": "Director", "agency": "", "seen_version": "1"}
    path = f"/people/{invited.pk}/"

    assert client.post(path, changed)["Location"] == path
    assert "Someone changed this since you opened it" in text(client.post(path, {**changed, "post_title": "Other"}))
    invited.refresh_from_db()
    assert invited.post_title == "Director"
    assert "changed the person&#39;s record (post title)" in text(client.get(path))


def test_access_ends_comes_back_and_is_offered_again(client, manager, invited, outbox):
    path = f"/people/{invited.pk}/"
    for act, active in [("end", False), ("restore", True)]:
        assert client.post(f"{path}{act}/")["Location"] == path
        invited.refresh_from_db()
        assert invited.is_active is active
    client.post(f"{path}invite/")
    assert outbox.get().person == invited
    assert client.get(f"{path}end/").status_code == 405


def test_nobody_ends_their_own_access(client, manager):
    client.post(f"/people/{manager.pk}/end/")

    assert "You cannot end your own access" in text(client.get(f"/people/{manager.pk}/"))


def test_system_has_no_page(client, manager):
    from hamlet.foundations.people.queries import system_person

    assert client.get(f"/people/{system_person().pk}/").status_code == 404


def test_invitation_leads_from_link_to_sign_in(client, invited):
    path = operations.invite_person(person=invited, at=now(), by=invited)
    assert "You were invited as Head of Safeguarding" in text(client.get(path))
    assert "The two passwords are not the same" in text(client.post(path, {"password": PASSWORD, "again": "other"}))
    assert "too short" in text(client.post(path, {"password": "short", "again": "short"}))

    fresh = {"password": "ten dry umbrellas", "again": "ten dry umbrellas"}
    assert client.post(path, fresh)["Location"] == "/account/login/"
    assert (client.get(path).status_code, client.post(path, fresh).status_code) == (410, 410)


def test_agencies_are_read_by_members_and_changed_by_the_manager(client, sign_in, agency):
    sign_in(client, Role.GROUP_MEMBER)

    assert "Add an agency" not in text(client.get("/agencies/"))
    assert "Change this agency" not in text(client.get("/agencies/housing/"))
    assert client.get("/agencies/housing/change/").status_code == 403
    assert client.get("/agencies/housing/successor/").status_code == 403


def test_manager_adds_and_changes_an_agency(client, manager):
    assert client.post("/agencies/add/", HOMES)["Location"] == "/agencies/homes/"
    assert "is on record already" in text(client.post("/agencies/add/", HOMES))
    changed = {**HOMES, "name": "Homes", "seen_version": "1"}

    assert client.post("/agencies/homes/change/", changed)["Location"] == "/agencies/homes/"
    assert "Someone changed this" in text(client.post("/agencies/homes/change/", changed))
    assert "Homes" in text(client.get("/agencies/homes/"))


@pytest.mark.parametrize("slug", ["add", "Two Words", "semi;colon"])
def test_short_address_that_cannot_be_one_is_refused(client, manager, slug):
    assert "Error: Add an agency" in text(client.post("/agencies/add/", {**HOMES, "slug": slug}))


def test_manager_records_who_took_over(client, manager, agency):
    client.post("/agencies/add/", HOMES)
    homes = Agency.objects.get(slug="homes")
    last = {"last_day_0": "30", "last_day_1": "6", "last_day_2": "2022", "seen_version": "1"}
    early = {**last, "last_day_2": "2010", "successor": homes.pk}

    assert "Choose the agency that took over its duties" in text(client.post("/agencies/housing/successor/", last))
    assert "on or after the day on which it began" in text(client.post("/agencies/housing/successor/", early))
    assert client.post("/agencies/housing/successor/", {**last, "successor": homes.pk})["Location"] == "/agencies/housing/"
    assert "Its duties passed to Homes for Families" in text(client.get("/agencies/housing/"))
    assert "It took over the duties of Housing" in text(client.get("/agencies/homes/"))


def test_access_is_shown_by_permission_and_day(client, manager, invited, grant_role):
    grant_role(invited, Role.GROUP_MEMBER, ends_on="2021-12-31")

    assert "Member of a group, for a test" not in text(client.get("/access/"))
    assert "Member of a group, for a test" in text(client.get("/access/?on_0=31&on_1=12&on_2=2021"))
    shown = text(client.get("/access/?permission=PEOPLE_MANAGE&on_0=31&on_1=12&on_2=2021"))
    assert "Member of a group, for a test" not in shown
    assert "Partnership manager, for a test" in shown
    assert client.get("/access/?permission=nonsense&on_0=99").status_code == 200


def test_trail_is_filtered_and_shows_no_personal_value(client, manager, invited):
    operations.change_person(person=invited, email="moved@example.org", name="", post_title="Head", agency=None, **by(manager))

    shown = text(client.get("/audit/?verb=people.changed"))
    assert "changed the person" in shown
    assert "moved@example.org" not in shown
    assert "No event matches." in text(client.get("/audit/?verb=nothing"))
    assert "changed the person" not in text(client.get(f"/audit/?person={invited.pk}"))


def by(person):
    return {"seen_version": None, "by": person}


def test_own_account_shows_own_seats(client, sign_in):
    sign_in(client, Role.GROUP_MEMBER)

    assert "Member of a group, for a test" in text(client.get("/account/"))
    assert "Your seat reaches restricted records" in text(client.get("/account/second-factor/"))


@pytest.mark.parametrize("path", ["/people/", "/agencies/", "/access/", "/audit/"])
def test_list_costs_the_same_with_one_row_and_with_thirty(
    client, manager, path, count_queries, person_factory, grant_role, agency
):
    few = count_queries(path)
    for number in range(30):
        own = Agency.objects.create(name=f"A{number}", short_name="A", slug=f"a{number}", kind="Police", starts_on="2020-01-01")
        grant_role(person_factory(agency=own), Role.GROUP_MEMBER)
        Event.objects.create(verb="people.added", by=Grant.objects.last().person)

    assert count_queries(path) == few
