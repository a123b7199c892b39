from datetime import date

import pytest

from hamlet.annual_report import demo, gathering, queries
from hamlet.annual_report.models import Report
from hamlet.foundations.people.demo import load_people
from hamlet.foundations.publishing.content import to_json
from hamlet.governance import demo as governance_demo
from hamlet.governance.rules import Partner

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def cast(settings):
    settings.REPORT_SECTIONS = ["hamlet.governance.queries.report_evidence"]
    people = load_people(TODAY)
    governance_demo.load(people, TODAY)
    demo.load(people, TODAY)
    return people


def test_report_of_the_year_waits_for_the_scrutineer_and_the_next_one_is_begun(cast):
    rows = Report.objects.order_by("starts_on").values_list("slug", "edition__year", "state")

    assert list(rows) == [("2022-23", 2018, "With the independent scrutineer"), ("2026-27", 2026, "Being written")]


def test_facts_of_the_year_stand_in_the_report(cast):
    report = Report.objects.get(slug="2022-23")
    told = str(to_json(gathering.content_of(report, TODAY)))

    for fact in ("1,567", "542", "Three young scrutineers", "1 July 2022", "September 2023", "six weeks", "within two weeks"):
        assert fact in told
    assert [gap.title for gap in gathering.text_to_sign(report, TODAY)[1]] == ["What we did about reviews"]


def test_personas_sign_the_year_of_2018_and_chief_officers_the_next(cast):
    then = queries.signatories(Report.objects.get(slug="2022-23"), TODAY)
    now = queries.signatories(Report.objects.get(slug="2026-27"), TODAY)

    for partner, key in ((Partner.LOCAL_AUTHORITY, "local-authority"), (Partner.HEALTH, "health"), (Partner.POLICE, "police")):
        assert cast[f"executive-{key}"] in then[partner]
    assert [people[0].post_title for people in now.values()][2] == "Chief Officer of Police"
    assert not {person.pk for people in now.values() for person in people} & {person.pk for person in cast.people.values()}
