"""Who opens which page of the room: every route, every role, the stranger, the wrong verb, the wrong name."""

import re

import pytest

from hamlet.annual_report.models import Report
from hamlet.annual_report.tests import factories
from hamlet.foundations.access.rules import Role
from hamlet.governance.rules import Partner
from tests.house import ROOT

pytestmark = pytest.mark.django_db
MANAGER, SCRUTINEER, EXECUTIVE = Role.PARTNERSHIP_MANAGER, Role.INDEPENDENT_SCRUTINEER, Role.EXECUTIVE_MEMBER
SIGNER, ADMINISTRATOR = Role.LEAD_PARTNER, Role.ADMINISTRATOR
ROLES = (MANAGER, SCRUTINEER, EXECUTIVE, SIGNER, ADMINISTRATOR, Role.GROUP_CHAIR, Role.YOUNG_SCRUTINEER, Role.PRACTITIONER)
EDITOR, READERS, EVERYONE = {MANAGER}, {MANAGER, SCRUTINEER, EXECUTIVE, SIGNER}, set(ROLES)
SETTINGS = {MANAGER, ADMINISTRATOR}

# Each route with a report that is being written: an address of it, and who gets the page. A stranger is asked to sign in.
SIGNED_IN = {
    "/reports/<slug:slug>/commentary/": ("2021-22/commentary/", {SCRUTINEER}),
    "/reports/<slug:slug>/copies/": ("2021-22/copies/", EDITOR),
    "/reports/<slug:slug>/for-signature/": ("2021-22/for-signature/", EDITOR),
    "/reports/<slug:slug>/publish/": ("2021-22/publish/", EDITOR),
    "/reports/<slug:slug>/record-signature/": ("2021-22/record-signature/", EDITOR),
    "/reports/<slug:slug>/sections/<slug:key>/": ("2021-22/sections/feedback/", EDITOR),
    "/reports/<slug:slug>/sign/": ("2021-22/sign/", {SIGNER}),
    "/reports/<slug:slug>/summaries/<slug:item>/": ("2021-22/summaries/escalations/", EDITOR),
    "/reports/<slug:slug>/summaries/<slug:item>/release/": ("2021-22/summaries/escalations/release/", EDITOR),
    "/reports/<slug:slug>/take-back/": ("2021-22/take-back/", EDITOR),
    "/reports/<slug:slug>/to-the-scrutineer/": ("2021-22/to-the-scrutineer/", EDITOR),
    "/reports/<slug:slug>/work/": ("2021-22/work/", READERS),
    "/reports/editions/<int:year>/": ("editions/2018/", READERS),
    "/reports/editions/<int:year>/<slug:key>/": ("editions/2018/feedback/", SETTINGS),
    "/reports/editions/<int:year>/change/": ("editions/2018/change/", SETTINGS),
    "/reports/start/": ("start/", EDITOR),
}
# These are public once the report is published; until then they do not exist but for those who read drafts.
PUBLIC = {
    "/reports/<slug:slug>/": "2021-22/",
    "/reports/<slug:slug>/docx/": "2021-22/docx/",
    "/reports/<slug:slug>/figures/<slug:item>.svg": "2021-22/figures/attendance.svg",
    "/reports/<slug:slug>/pdf/": "2021-22/pdf/",
}
READ_ONLY = ["", *PUBLIC.values(), "2021-22/work/", "editions/2018/"]


@pytest.fixture
def summarised(report, manager):
    factories.operations.write_summary(report=report, item="escalations", text="Both were answered.", by=manager)
    return report


def test_every_route_of_the_room_stands_in_these_tables():
    routes = (ROOT / "docs/routes.txt").read_text().split()

    assert {route for route in routes if route.startswith("/reports/")} == {"/reports/", *SIGNED_IN, *PUBLIC}


@pytest.mark.parametrize("role", ROLES)
def test_signed_in_pages_open_to_their_roles_alone(client, summarised, sign_in, role):
    sign_in(client, role)
    opened = {route: client.get(f"/reports/{path}").status_code for route, (path, _) in SIGNED_IN.items()}

    assert opened == {route: 200 if role in whose else 403 for route, (_, whose) in SIGNED_IN.items()}


@pytest.mark.parametrize("role", ROLES)
def test_draft_exists_for_its_readers_alone(client, report, sign_in, role):
    sign_in(client, role)
    opened = {route: client.get(f"/reports/{path}").status_code for route, path in PUBLIC.items()}

    assert opened == dict.fromkeys(PUBLIC, 200 if role in READERS else 404)


def test_stranger_is_asked_to_sign_in_and_finds_no_draft(client, summarised):
    asked = {route: client.get(f"/reports/{path}") for route, (path, _) in SIGNED_IN.items()}

    assert {route for route, response in asked.items() if not response.get("Location", "").startswith("/account/login/")} == set()
    assert [client.get(f"/reports/{path}").status_code for path in PUBLIC.values()] == [404] * 4


def test_stranger_reads_all_of_a_published_report(client, published):
    assert [client.get(f"/reports/{path}").status_code for path in PUBLIC.values()] == [200] * 4


@pytest.mark.parametrize("role", [None, *ROLES])
def test_nobody_changes_anything_by_a_post_that_is_not_theirs(client, summarised, sign_in, role):
    before = list(Report.objects.values())
    if role:
        sign_in(client, role)
    refused = [path for path, whose in SIGNED_IN.values() if role not in whose and path not in READ_ONLY]

    assert {client.post(f"/reports/{path}", {"seen_version": ""}).status_code for path in refused} <= ({403} if role else {302})
    assert list(Report.objects.values()) == before


def test_pages_take_no_verb_but_their_own(client, summarised, sign_in):
    sign_in(client, MANAGER)
    paths = ["", *PUBLIC.values(), *(path for path, _ in SIGNED_IN.values())]

    assert {path for path in paths if client.delete(f"/reports/{path}").status_code != 405} == set()
    assert {client.post(f"/reports/{path}").status_code for path in READ_ONLY} == {405}


def test_what_is_not_there_is_not_found_on_any_route(client, summarised, sign_in):
    person = sign_in(client, MANAGER)
    sign_in(client, SCRUTINEER, person=person)
    sign_in(client, SIGNER, person=person)
    routes = [route for route in (*SIGNED_IN, *PUBLIC) if "<" in route]
    missing = [re.sub("<int:year>", "2031", re.sub("<slug:[a-z]+>", "nothing", route)) for route in routes]

    assert {path for path in missing if client.get(path).status_code != 404} == set()


def test_administrator_who_corrects_an_edition_stays_where_they_may_be(client, sign_in):
    sign_in(client, ADMINISTRATOR)
    path = "/reports/editions/2023/cost/"
    given = {"title": "What it cost", "asks": "Money", "source": "Chapter 2", "seen_version": 1}

    assert client.post(path, given)["Location"] == path
    assert client.get(path).status_code == 200


def test_signer_of_one_partner_is_offered_nothing_for_another(client, proposed, partners, sign_in):
    sign_in(client, None, person=partners[Partner.HEALTH])

    page = client.get("/reports/2021-22/sign/").content.decode()
    assert "for the partner <strong>Health</strong>" in page
    client.post("/reports/2021-22/sign/", {"agreed": "on", "text_sha256": proposed.proposed_sha256, "partner": "Police"})
    assert list(proposed.signatures.values_list("partner", "person")) == [("Health", partners[Partner.HEALTH].pk)]
