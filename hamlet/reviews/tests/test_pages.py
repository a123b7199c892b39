"""Every page of the room opened once by those who work there: the inspecting client looks at each."""

import pytest

from hamlet.reviews.models import Case, ClockRule, NotificationField, TimetableStep
from hamlet.reviews.rules.cases import Section
from hamlet.reviews.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    found = factories.review(world)
    factories.asked(world, review=found)
    return Case.objects.get(pk=found.case_id)


def test_list_shows_cases_with_their_next_date(world, enter, case):
    html = enter(world["chair"]).get("/reviews/").content.decode()

    assert case.reference in html
    assert factories.CANARY not in html


PAGES = (
    *(
        "",
        "rapid-review/",
        "people/",
        "people/assign/",
        "people/conflict/",
        "conflict/",
        "notification/",
        "notification/fields/",
        "aware/",
    ),
    *(
        "partners-told/",
        "withdraw/",
        "close/",
        "act-today/",
        "agencies/ask/",
        "chronology/",
        "sent/",
        "reply/",
        "decided-in-meeting/",
    ),
    *(f"parts/{section.name.lower()}/" for section in Section),
)


@pytest.mark.parametrize("last", PAGES)
def test_manager_opens_each_page_of_a_case(world, enter, case, last):
    assert enter(world["manager"]).get(f"{case.get_absolute_url()}{last}").status_code == 200


@pytest.mark.parametrize("last", ["children/", "children/new/", "names/new/", "recommend/", "chronology/?names=shown"])
def test_chair_of_the_rapid_review_panel_opens_the_rest(world, enter, case, last):
    assert enter(world["chair"]).get(f"{case.get_absolute_url()}{last}").status_code == 200


def test_stated_pages_of_settings_open(world, enter, case):
    client = enter(world["manager"])
    rule, step, field = ClockRule.objects.first(), TimetableStep.objects.first(), NotificationField.objects.first()
    paths = ("", f"{rule.pk}/correct/", f"{rule.pk}/suspend/", "timetable/new/", f"timetable/{step.pk}/", "editions/1/")
    paths += ("fields/new/", f"fields/{field.pk}/")

    assert {path: client.get(f"/reviews/dates/{path}").status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get("/reviews/keeping/").status_code == 200
