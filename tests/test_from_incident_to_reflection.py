"""A school refers an incident on the Friday before Christmas: followed page by page, as people meet it, with time moved by the test."""

from datetime import UTC, date, datetime

import pytest

from hamlet.foundations.people.demo import load_people
from hamlet.governance import demo as governance
from hamlet.reviews.models import Case
from hamlet.reviews.rules.cases import CRITERIA, Section
from tests.pages import Pages

pytestmark = pytest.mark.django_db
FRIDAY = date(2022, 12, 23)
PARTNERS = ("executive-local-authority", "executive-health", "executive-police")


class Story:
    """The people of the demonstration, each signed in once, and a clock that the test moves."""

    def __init__(self, sign_in, frozen):
        self.cast = load_people(FRIDAY)
        governance.load(self.cast, FRIDAY)
        self.sign_in, self.frozen, self.clients = sign_in, frozen, {}

    def on(self, year, month, day):
        self.frozen.move_to(datetime(year, month, day, 10, tzinfo=UTC))

    def as_(self, key):
        """Signed in anew at each step: months pass, and sessions end."""
        client = Pages()
        self.sign_in(client, None, person=self.cast[key])
        return client

    def does(self, key, path, **given):
        response = self.as_(key).post(path, given)
        assert response.status_code == 302, response.content.decode()[:4000]
        return response["Location"]

    def reads(self, key, path):
        return self.as_(key).get(path).content.decode()

    @property
    def case(self):
        return Case.objects.get()

    def path(self, last=""):
        return f"{self.case.get_absolute_url()}{last}"

    def due(self):
        rows = self.case.deadlines.select_related("rule").order_by("due_on", "id")
        return {row.rule.key: (row.due_on, row.stopped_on) for row in rows}


@pytest.fixture
def story(sign_in, frozen):
    frozen.move_to(datetime(2022, 12, 23, 15, tzinfo=UTC))
    return Story(sign_in, frozen)


def boxes(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


FACTS = {
    "harm": "A child was seriously harmed",
    "where": "In this area",
    "suspicion": "Known or suspected",
    "status": "A child",
    "oldest_age": "",
}


def when_a_school_refers(story):
    given = {**FACTS, "what_happened": "Illustrative: the account of the school"}
    assert story.does("school-safeguarding-lead", "/reviews/refer/", **given) == "/reviews/referred/"
    assert story.due() == {
        "notification": (date(2023, 1, 4), None),
        "partners": (date(2023, 1, 4), None),
        "rapid-review": (date(2023, 1, 18), None),
    }


def when_the_authority_decides_and_notifies(story):
    story.on(2022, 12, 29)
    chair = "rapid-review-chair"
    told = {"told": "The national Panel, the Secretary of State and Ofsted", "reasons": "Illustrative"}
    story.does(chair, story.path("notification/decide/"), **FACTS, **told, seen_version=story.case.version)
    story.on(2023, 1, 3)
    given = {"reference": "Illustrative", "seen_version": story.case.version}
    story.does(chair, story.path("notification/sent/"), **boxes("notified_on", date(2023, 1, 3)), **given)
    given = {"seen_version": story.case.version}
    story.does(chair, story.path("partners-told/"), **boxes("told_on", date(2023, 1, 3)), **given)
    assert story.due()["notification"] == (date(2023, 1, 4), date(2023, 1, 3))


def when_the_school_writes_its_part(story):
    given = {"agency": story.cast.agency("schools").pk, "author": story.cast["school-safeguarding-lead"].pk}
    given |= {"asks_for": "Illustrative", **boxes("due_on", date(2023, 1, 9))}
    story.does("partnership-manager", story.path("agencies/ask/"), **given)
    summary = story.case.rapid_review.summaries.get()
    home, author = summary.get_absolute_url(), "school-safeguarding-lead"
    said = dict.fromkeys(("involvement", "analysis", "inequality"), "Illustrative")
    story.does(author, f"{home}write/", **said, seen_version=summary.version)
    summary.refresh_from_db()
    story.does(author, f"{home}send/", seen_version=summary.version)


def when_the_panel_recommends_and_the_partners_decide(story):
    story.on(2023, 1, 12)
    for section in Section:
        story.does("rapid-review-chair", story.path(f"parts/{section.name.lower()}/"), text="Illustrative")
    outcome = {"outcome": "A local child safeguarding practice review", "national": "No national review is suggested"}
    criteria = {f"met-{row.key}": "yes" for row in CRITERIA} | {f"why-{row.key}": "Illustrative" for row in CRITERIA}
    story.does("rapid-review-chair", story.path("recommend/"), **outcome, **criteria, because="Illustrative")
    story.on(2023, 1, 16)
    for key in PARTNERS:
        story.does(key, story.path("decide/"), **outcome, reason="Illustrative")
    story.on(2023, 1, 17)
    version = story.case.rapid_review.version
    story.does("partnership-manager", story.path("sent/"), **boxes("sent_on", date(2023, 1, 17)), seen_version=version)
    assert story.due()["rapid-review"] == (date(2023, 1, 18), date(2023, 1, 17))


def test_incident_is_followed_by_the_clock(story):
    when_a_school_refers(story)
    when_the_authority_decides_and_notifies(story)
    when_the_school_writes_its_part(story)
    when_the_panel_recommends_and_the_partners_decide(story)

    html = story.reads("rapid-review-chair", story.path())
    assert html.count("On time</strong>") == 3
    assert story.as_("school-safeguarding-lead").get(story.path()).status_code == 404
