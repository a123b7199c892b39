import pytest

from hamlet.foundations.access.rules import Role
from hamlet.insight.models import Area, Indicator, Population, Supplier
from hamlet.insight.starting_set import STARTING_SET
from hamlet.insight.tests.conftest import make_agency

HERE = "/data/suppliers/"


def test_manager_says_what_an_agency_covers_and_who_signs(client, sign_in, agency, home, larger, person_factory):
    second = person_factory("Head of Performance")
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.post(f"{HERE}police/", {"area": larger.pk, "signs_off": second.pk})["Location"] == HERE
    row = Supplier.objects.get()
    assert (row.area, row.signs_off) == (larger, second)
    assert "Tower Hamlets and Hackney" in client.get(HERE).content.decode()


def test_area_of_our_own_is_said_once(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"name": "Tower Hamlets", "code": "E09000030", "kind": "Local authority", "whose": "ours"}
    client.post(f"{HERE}areas/new/", given)
    page = client.post(f"{HERE}areas/new/", {**given, "code": "E09000012", "name": "Hackney"}).content.decode()
    assert "The partnership has an area of its own already" in page
    assert [area.name for area in Area.objects.filter(is_home=True)] == ["Tower Hamlets"]


def test_number_of_children_is_held_and_replaced(client, sign_in, home):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    for children in (64_000, 64_373):
        client.post(f"{HERE}children/new/", {"year": 2021, "children": children, "source": "Official estimate"})
    assert Population.objects.get().children == 64_373
    assert "2021–22" in client.get(HERE).content.decode()


def test_number_of_children_needs_an_area(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.post(f"{HERE}children/new/", {"year": 2021, "children": 1, "source": "x"}).content.decode()
    assert "Add the partnership’s own area first" in page


@pytest.mark.parametrize("page", [f"{HERE}areas/new/", f"{HERE}children/new/", f"{HERE}police/", "/data/begin/"])
def test_only_the_manager_changes_it(client, sign_in, agency, page):
    sign_in(client, Role.DATA_LEAD, agency=agency)
    assert (client.get(HERE).status_code, client.get(page).status_code) == (200, 403)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.get(page).status_code == 200
    assert "There is a problem" in client.post(page, {}).content.decode()


def test_partnership_begins_with_the_starting_set_once(client, sign_in, agency):
    from hamlet.foundations.people.rules import AgencyKind

    make_agency("council", AgencyKind.LOCAL_AUTHORITY)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.post("/data/begin/", {"quarter": "2022-23-Q2"})["Location"] == "/data/indicators/"
    asked = {agency.slug for row in Indicator.objects.all() for agency in row.asked_of.all()}
    assert asked == {"police", "council"}
    page = client.post("/data/begin/", {"quarter": "2022-23-Q2"}).content.decode()
    assert "There are indicators already" in page


def test_starting_set_is_about_forty_and_every_kind_of_agency_is_asked():
    assert 40 <= len(STARTING_SET) <= 50
    assert len({start.who for start in STARTING_SET}) == 8
    assert len({start.title for start in STARTING_SET}) == len(STARTING_SET)
    assert all(start.denominator for start in STARTING_SET if start.shape.value in {"Percentage", "Average"})
