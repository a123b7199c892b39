from datetime import date
from html import unescape

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.demo import LEADS, PERSONAS, load_people
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import PERSONA_GROUPS

pytestmark = pytest.mark.django_db
KEYS = [
    "partnership-manager",
    "executive-local-authority",
    "executive-health",
    "executive-police",
    "exploitation-chair",
    "domestic-abuse-chair",
    "online-safety-chair",
    "quality-chair",
    "rapid-review-chair",
    "working-group-chair",
    "education-forum-chair",
    "education-forum-member",
    "data-lead-police",
    "data-lead-health",
    "data-lead-council",
    "data-lead-hospitals",
    "school-safeguarding-lead",
    "independent-scrutineer",
    "young-scrutineer",
    "independent-reviewer",
    "practitioner",
    "website-editor",
    "administrator",
]


@pytest.fixture
def cast(db):
    return load_people(date(2022, 11, 15))


def test_every_persona_is_a_post_and_the_only_names_are_published_ones(cast):
    assert sorted(PERSONAS) == sorted(KEYS)
    assert sorted(key for _, keys in PERSONA_GROUPS for key in keys) == sorted(KEYS)
    assert {person.name for person in Person.objects.filter(is_persona=True)} == {""}
    assert {person.name for person in Person.objects.exclude(name="")} == {name for name, _, _ in LEADS.values()}


def test_published_leads_cannot_sign_in(cast):
    for key in LEADS:
        assert not cast[key].is_persona
        assert cast[key].invited_at is None
        assert not cast[key].has_usable_password()


def test_integrated_care_board_succeeds_the_commissioning_group(cast):
    ccg = cast.agency("ccg")

    assert (ccg.ends_on, ccg.succeeded_by) == (date(2022, 6, 30), cast.agency("icb"))
    assert cast.agency("icb").starts_on == date(2022, 7, 1)
    assert ccg not in Agency.objects.open_on(date(2022, 7, 1))


@pytest.mark.parametrize("key", KEYS)
def test_one_click_signs_in_as_a_persona(client, cast, key):
    assert client.post("/demo/sign-in/", {"persona": key})["Location"] == "/desk/"
    assert cast[key].post_title in unescape(client.get("/account/").content.decode())
    assert list(Event.objects.filter(by=cast[key]).order_by("id").values_list("verb", flat=True)) == [
        "people.signed_in",
        "people.became_persona",
    ]


def test_another_click_becomes_somebody_else(client, cast):
    client.post("/demo/sign-in/", {"persona": "practitioner"})
    client.post("/demo/sign-in/", {"persona": "data-lead-police"})

    assert "Performance Analyst, Police" in client.get("/account/").content.decode()


@pytest.mark.parametrize("key", ["", "nobody", "lead-police", "system", "PARTNERSHIP-MANAGER'"])
def test_nobody_else_is_signed_in_by_a_click(client, cast, key):
    assert client.post("/demo/sign-in/", {"persona": key}).status_code == 404
    assert client.get("/account/").status_code == 302


def test_page_offers_every_persona(client, cast):
    shown = client.get("/demo/").content.decode()

    assert [key for key in KEYS if f'value="{key}"' not in shown] == []
    assert "noindex" in shown


def test_page_before_the_demonstration_is_loaded_says_so(client):
    assert "The demonstration is not loaded yet" in client.get("/demo/").content.decode()


def test_there_is_no_demonstration_outside_one(client, cast, settings):
    settings.DEMONSTRATION = False

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"persona": "practitioner"}).status_code == 404


def test_click_needs_the_forms_token_and_a_post(cast):
    from tests.pages import Pages

    assert Pages(enforce_csrf_checks=True).post("/demo/sign-in/", {"persona": "practitioner"}).status_code == 403
    assert Pages().get("/demo/sign-in/").status_code == 405


def test_second_factor_is_given_to_personas_and_only_in_a_demonstration(client, cast, settings, grant_role, invited):
    from hamlet.foundations.access.rules import Role

    grant_role(cast["partnership-manager"], Role.PARTNERSHIP_MANAGER)
    client.post("/demo/sign-in/", {"persona": "partnership-manager"})
    assert client.get("/people/").status_code == 200

    settings.DEMONSTRATION = False
    assert client.get("/people/")["Location"] == "/account/second-factor/"
