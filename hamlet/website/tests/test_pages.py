from datetime import date

import pytest

from hamlet.annual_report.tests import factories
from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.models import Agency
from hamlet.foundations.people.queries import system_person
from hamlet.governance import operations as governance
from hamlet.governance.rules import Frequency, GroupKind, LeadKind, Partner


@pytest.fixture
def partnership(person_factory):
    """An executive, a priority, and a safeguarding partner with one published lead and one who is not."""
    by, since = system_person(), date(2021, 4, 1)
    police = Agency.objects.create(name="City Police", short_name="Police", slug="police", kind="Police", starts_on=since)
    group = governance.add_group(
        slug="executive",
        name="Executive",
        kind=GroupKind.EXECUTIVE,
        purpose="Oversees the partnership.",
        frequency=Frequency.TWO_MONTHLY.value,
        starts_on=since,
        by=by,
    )
    governance.set_partner(partner=Partner.POLICE, agency=police, starts_on=since, by=by)
    for kind, name, published in ((LeadKind.REPRESENTATIVE, "Shown Lead", True), (LeadKind.DELEGATE, "Unshown Delegate", False)):
        person = person_factory("Commander", name=name)
        governance.appoint_lead(partner=Partner.POLICE, kind=kind, person=person, starts_on=since, published=published, by=by)
    return group


def test_front_page_says_first_what_to_do_for_a_child_at_risk(client, partnership):
    page = client.get("/").content.decode()
    main = page[page.index("<main") :]

    assert [main.index(number) for number in ("999", "0800 1111", "0808 800 5000")] == sorted(
        main.index(number) for number in ("999", "0800 1111", "0808 800 5000")
    )
    assert main.index("Is a child in danger?") < main.index("We are the")
    assert 'href="tel:08001111"' in main


def test_front_page_marks_the_local_number_until_it_is_set(client, settings):
    assert "the local number is to be set by the partnership" in client.get("/").content.decode()

    settings.HELP_NUMBERS = {**settings.HELP_NUMBERS, "local": "020 7946 0000"}

    assert 'href="tel:02079460000"' in client.get("/").content.decode()


def test_front_page_shows_partners_groups_and_published_leads_only(client, partnership):
    page = client.get("/").content.decode()

    assert "City Police" in page and "Oversees the partnership." in page and "Shown Lead" in page
    assert "Unshown Delegate" not in page


def test_front_page_lists_published_reports_and_never_a_draft(client, person_factory):
    manager, scrutineer = person_factory("Partnership Manager"), person_factory("Independent Scrutineer")
    partners = factories.seat_partners(person_factory, manager)
    report = factories.written(factories.started(manager), manager)
    assert report.title not in client.get("/").content.decode()

    signed = factories.signed(factories.for_signature(report, manager, scrutineer), partners.values())
    factories.published(signed, manager)

    assert f'href="{report.get_absolute_url()}">{report.title}, published ' in client.get("/").content.decode()


def test_front_page_of_an_empty_partnership_is_calm(client):
    page = client.get("/").content.decode()

    assert "The partnership has not set its priorities here yet." in page
    assert "Nothing is published here yet." in page


@pytest.mark.parametrize("path", ["/", "/accessibility/", "/privacy/"])
def test_public_page_opens_for_anyone_with_a_quick_way_out(client, sign_in, path):
    page = client.get(path).content.decode()
    assert "Leave this site" in page

    sign_in(client, Role.YOUNG_SCRUTINEER)

    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405


def test_demonstration_is_not_indexed_and_says_that_it_is_one(client, settings):
    settings.DEMONSTRATION = True

    page = client.get("/").content.decode()

    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "This is not the partnership’s service" in page
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_service_can_be_found(client, settings):
    settings.DEMONSTRATION = False

    assert "noindex" not in client.get("/").content.decode()
    assert b"Disallow: /desk/" in client.get("/robots.txt").content


def test_privacy_page_says_how_long_records_are_kept_as_the_models_do(client):
    page = client.get("/privacy/").content.decode()

    assert "Seven years after the record closes" in page
    assert "action, action update" in page
