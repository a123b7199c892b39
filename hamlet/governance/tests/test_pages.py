import re
from datetime import date
from uuid import uuid4

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.governance import operations
from hamlet.governance.models import (
    Achievement,
    Appointment,
    Arrangements,
    ChairTerm,
    Challenge,
    Group,
    LackOfProgress,
    Lead,
    PartnerTenure,
    PlanItem,
    Priority,
    Seat,
)
from hamlet.governance.rules import Capacity, LeadKind, Partner
from hamlet.governance.tests.acts import acts
from hamlet.governance.tests.factories import BEGAN, TODAY, agency, priority, promised, term
from hamlet.governance.tests.factories import group as new_group
from hamlet.governance.tests.factories import seat as new_seat
from hamlet.governance.tests.test_work import published

PUBLIC = ["/partnership/", "/partnership/structure/", "/partnership/arrangements/1/", "/priorities/", "/priorities/exploitation/"]
READ = ["/partnership/rota/", "/partnership/challenges/", "/partnership/plan/", "/groups/", "/groups/forum/"]
LISTS = ["/partnership/roles/", *READ[:-1], "/priorities/", "/partnership/"]


@pytest.fixture
def full(world):
    """The small partnership with one record behind every address."""
    published()
    world.turn = term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["police"])
    world.priority = priority(world)
    world.item = promised(world)
    given = {"title": "Data", "what": "Its periods differ", "owner": world["council"], "raised_on": TODAY}
    world.challenge = operations.raise_challenge(**given, by=world["manager"])
    lead = {"partner": Partner.POLICE, "kind": LeadKind.LEAD, "person": world["stranger"], "starts_on": BEGAN}
    world.lead = operations.appoint_lead(**lead, by=world["manager"])
    world.role = Appointment.objects.get()
    world.achievement = operations.record_achievement(title="One calendar", achieved_on=TODAY, by=world["manager"])
    world.given = new_seat(world.groups["panel"], Capacity.ADVISER, world["stranger"], starts_on=TODAY)
    return world


ADDRESSES = 27
ROWS = (Achievement, Appointment, Arrangements, ChairTerm, Challenge, Group, LackOfProgress, Lead)
MADE = (*ROWS, PartnerTenure, PlanItem, Priority, Seat)


def counted():
    return [model.objects.count() for model in MADE]


@pytest.mark.parametrize("number", range(ADDRESSES))
def test_manager_does_it_the_trail_says_so_and_a_second_click_changes_nothing(full, enter, number):
    listed = acts(full)
    assert len(listed) == ADDRESSES
    address, (given, verb) = list(listed.items())[number]
    client, given = enter(full["manager"]), {**given, "made_with": str(uuid4())}
    assert client.get(address).status_code == 200
    first = client.post(address, given)
    after, events = counted(), Event.objects.filter(verb=f"governance.{verb}").count()
    second = client.post(address, given)

    assert (first.status_code, Event.objects.filter(verb=f"governance.{verb}").latest("id").by) == (302, full["manager"])
    assert (counted(), Event.objects.filter(verb=f"governance.{verb}").count()) == (after, events)
    assert second.status_code == 404 if verb == "seat_withdrawn" else second.status_code in (200, 302, 403)
    if "seen_version" in given and second.status_code == 200:
        assert b"Someone changed this since you opened it" in second.content


@pytest.mark.parametrize("number", range(ADDRESSES))
def test_empty_form_says_in_words_what_is_missing_and_changes_nothing(full, enter, number):
    address = list(acts(full))[number]
    before, events = counted(), Event.objects.filter(verb__startswith="governance.").count()
    response = enter(full["manager"]).post(address, {})

    if not address.endswith("/deputy/"):  # where nobody chosen means no deputy
        html = response.content.decode()
        assert (response.status_code, "This field is required" in html, "There is a problem" in html) == (200, False, True)
        assert Event.objects.filter(verb__startswith="governance.").count() == events
    assert counted() == before


@pytest.mark.parametrize("number", range(ADDRESSES))
def test_act_is_the_managers_and_nobody_elses(full, enter, client, number):
    address, (given, _) = list(acts(full).items())[number]
    assert client.get(address)["Location"].startswith("/account/login/?next=")
    assert [enter(full[key]).get(address).status_code for key in ("member", "stranger")] == [403, 403]
    before = counted()
    assert enter(full["member"]).post(address, given).status_code == 403
    assert (counted(), enter(full["manager"]).delete(address).status_code) == (before, 405)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_is_open_to_a_stranger_and_only_shows(full, client, address):
    assert (client.get(address).status_code, client.post(address).status_code) == (200, 405)


@pytest.mark.parametrize("address", READ)
def test_page_of_the_house_is_read_by_whoever_is_seated(full, enter, client, address):
    assert client.get(address)["Location"].startswith("/account/login/")
    assert enter(full["deputy"]).get(address).status_code == 403
    assert (enter(full["member"]).get(address).status_code, client.post(address).status_code) == (200, 405)


@pytest.mark.parametrize(
    "address",
    [
        "/groups/nothing/",
        "/groups/nothing/change/",
        "/groups/nothing/end/",
        "/groups/nothing/seats/new/",
        "/groups/panel/seats/{seat}/end/",
        "/groups/panel/seats/{seat}/deputy/",
        "/groups/panel/seats/{seat}/withdraw/",
        "/priorities/achievements/0/",
        "/priorities/nothing/",
        "/priorities/nothing/change/",
        "/priorities/nothing/lacking/new/",
        "/priorities/nothing/achievements/new/",
        "/partnership/arrangements/9/",
        "/partnership/editions/1999/",
        "/partnership/rota/0/",
        "/partnership/leads/0/end/",
        "/partnership/roles/0/end/",
        "/partnership/challenges/0/",
        "/partnership/plan/0/move/",
        "/partnership/plan/0/finish/",
    ],
)
def test_what_does_not_exist_answers_404(full, enter, address):
    assert enter(full["manager"]).get(address.format(seat=full.seats["member"].pk)).status_code == 404


@pytest.mark.parametrize("typed", [("31", "2", "2023"), ("", "4", "2023"), ("x", "y", "z"), ("1", "4", "20230")])
def test_wrong_day_is_said_in_words_and_what_was_typed_stays(full, enter, typed):
    given = {"title": "My own words", "what": "W", "owner": full["council"].pk}
    given |= {f"raised_on_{part}": value for part, value in enumerate(typed)}
    html = enter(full["manager"]).post("/partnership/challenges/new/", given).content.decode()

    assert re.search(r'href="#id_raised_on_(day|month)">[^<]*(must|Enter)', html)
    assert (html.count('value="My own words"'), Challenge.objects.count()) == (1, 1)


@pytest.mark.parametrize("address", LISTS)
def test_list_costs_the_same_with_one_row_and_with_thirty(full, enter, address, django_assert_max_num_queries):
    client = enter(full["manager"])
    client.get(address)
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    fill(full)
    with django_assert_max_num_queries(15) as many:
        client.get(address)

    assert len(many) == len(few)


def fill(full):
    by = {"by": full["manager"]}
    for number in range(30):
        start, end = date(2024 + number, 1, 1), date(2024 + number, 12, 31)
        operations.plan_chair_term(partner=Partner.HEALTH, person=full["health"], starts_on=start, ends_on=end, **by)
        operations.appoint_role(person=full["chair"], role=Role.PRACTITIONER, starts_on=start, ends_on=end, **by)
        new_group(f"group-{number}", reports_to=full.groups["forum"])
        held = priority(full, f"Priority {number}")
        operations.record_achievement(title="A", achieved_on=TODAY, priority=held, **by)
        operations.record_achievement(title="B", achieved_on=TODAY, **by)
        promised(full, title=f"Promise {number}")
        given = {"title": "C", "what": "W", "owner": full["council"], "raised_on": TODAY}
        operations.raise_challenge(**given, **by)
        published()
        agency(f"agency-{number}")
