"""A school refers an incident on the Friday before Christmas: followed page by page, as people meet it, with time moved by the test."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.people.demo import load_people
from hamlet.foundations.people.queries import system_person
from hamlet.governance import demo as governance
from hamlet.learning.models import Action, Recommendation
from hamlet.learning.operations import flag_what_to_look_at_again
from hamlet.reviews.models import Case
from hamlet.reviews.rules.cases import CRITERIA, Section
from tests.pages import Pages

pytestmark = pytest.mark.django_db
FRIDAY, PARTNERS = date(2022, 12, 23), ("executive-local-authority", "executive-health", "executive-police")


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
        assert response.status_code == 302, (
            re.findall(r"govuk-error-summary.*?</ul>", response.content.decode(), re.S) or response
        )
        return response["Location"]

    def reads(self, key, path):
        return self.as_(key).get(path).content.decode()

    def shows(self, key, kind, speaks_of, text):
        """Somebody adds evidence to the one recommendation."""
        given = {"kind": kind, "strength": "Strong", "text": text, **boxes("speaks_of", speaks_of)}
        self.does(key, f"{Recommendation.objects.single().get().get_absolute_url()}evidence/new/", **given)

    def climbs(self, proposer, confirmer, rung, **given):
        """One proposes the next rung, and another confirms it."""
        path = Recommendation.objects.single().get().get_absolute_url()
        self.does(proposer, f"{path}propose/", because="Illustrative", **given)
        version = Recommendation.objects.single().get().proposals.get(confirmed=None).version
        self.does(confirmer, f"{path}confirm/", seen_version=version)
        assert Recommendation.objects.single().get().rung == rung

    def version(self):
        return self.case.statutory_review.version

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


ADVICE = "Illustrative: practitioners see the child alone and write down the child's own words"
TWICE = "Illustrative: every practitioner sees the child alone and notes down what the child says, in the child's own words"
ACTION = "Illustrative: write into the procedure who tells the school"
FACTS = {
    "harm": "A child was seriously harmed",
    "where": "In this area",
    "suspicion": "Known or suspected",
    "status": "A child",
    "oldest_age": "",
}


def when_a_school_refers(story):
    given = {**FACTS, "what_happened": "Illustrative: the account of the school"}
    assert story.does("school-safeguarding-lead", "/reviews/refer/", **given).startswith("/reviews/referred/")
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
    given = {f"author-{story.cast.agency('schools').pk}": story.cast["school-safeguarding-lead"].pk}
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


def when_the_review_is_written(story):
    """Commissioned within days; the reviewer finds and recommends; the partnership accepts."""
    story.on(2023, 1, 20)
    agencies = [story.cast.agency(slug).pk for slug in ("council", "schools")]
    given = {"kind": "Local child safeguarding practice review", "reviewer": story.cast["independent-reviewer"].pk}
    given |= dict.fromkeys(("independence", "terms_of_reference", "family_part"), "Illustrative")
    story.does("partnership-manager", story.path("review/commission/"), **given, agencies=agencies)
    assert story.due()["publication"] == (date(2023, 7, 16), None)
    story.on(2023, 4, 18)
    advice = {"text": ADVICE, "agencies": agencies, "outcome": "Children are asked", "measure": "An audit of thirty records"}
    found = {**advice, "text": "Illustrative: nobody asked the child"}
    story.does("independent-reviewer", story.path("review/finding/"), **found)
    finding = story.case.statutory_review.findings.get()
    story.does("independent-reviewer", story.path("review/advice/"), **advice, finding=finding.pk)
    row = story.case.statutory_review.advice.get()
    story.does("partnership-manager", story.path(f"review/advice/{row.pk}/accept/"), seen_version=row.version)
    file = SimpleUploadedFile("report.txt", b"Illustrative: the report")
    story.does("independent-reviewer", story.path("review/version/"), upload=file)
    given = {"seen_version": story.version(), **boxes("completed_on", date(2023, 4, 18))}
    story.does("partnership-manager", story.path("review/completed/"), **given)
    assert story.due()["session"] == (date(2023, 5, 2), None)


def when_the_session_is_held(story):
    story.on(2023, 4, 27)
    home, keeper = story.path("sessions/learning/"), "partnership-manager"
    story.does(keeper, f"{home}attendee/", person=story.cast["school-safeguarding-lead"].pk)
    session = story.case.statutory_review.sessions.get()
    story.does("school-safeguarding-lead", f"/reviews/sessions/{session.made_with}/agree/")
    story.does(keeper, f"{home}came/", came=[session.attendees.get().pk], seen_version=session.version)
    story.does(keeper, f"{home}question/", text="Illustrative: who tells the school?")
    question = session.questions.get()
    given = {"title": ACTION, "owner": story.cast["school-safeguarding-lead"].pk, **boxes("due_on", date(2023, 6, 30))}
    story.does(keeper, story.path(f"questions/{question.pk}/act/"), **given, seen_version=question.version)
    session.refresh_from_db()
    held = {"author_absent_because": "Illustrative: ill", **boxes("held_on", date(2023, 4, 27))}
    story.does(keeper, f"{home}held/", **held, seen_version=session.version)
    shut = story.reads("school-safeguarding-lead", f"/reviews/sessions/{session.made_with}/")
    assert "what was read at it is shut" in shut
    assert story.due()["session"] == (date(2023, 5, 2), date(2023, 4, 27))


def when_it_is_published(story):
    story.on(2023, 5, 2)
    keeper, home = "partnership-manager", story.path("review/")
    text = {"title": "Illustrative review", "slug": "illustrative", "text": "Illustrative: what was learned"}
    story.does(keeper, f"{home}text/", **text, seen_version=story.version())
    given = {"seen_version": story.version(), **boxes("planned_on", date(2023, 5, 22))}
    story.does(keeper, f"{home}plan/", **given)
    assert story.due()["copies"] == (date(2023, 5, 11), None)
    story.does(keeper, f"{home}copies/", **boxes("copies_sent_on", date(2023, 5, 2)), seen_version=story.version())
    story.on(2023, 5, 22)
    story.does(keeper, f"{home}propose/", how="Publish the report", seen_version=story.version())
    story.does("rapid-review-chair", f"{home}publish/", seen_version=story.version())
    checked = story.reads("partnership-manager", f"{home}identity/")
    assert "corrected or withdrawn by two people" in checked and "Change the text" not in checked
    assert story.due()["publication"] == (date(2023, 7, 16), date(2023, 5, 22))
    assert b"Illustrative: what was learned" in Pages().get("/reviews/published/illustrative/").content
    assert story.as_("independent-reviewer").get(story.path()).status_code == 200
    story.on(2023, 5, 23)
    assert story.as_("independent-reviewer").get(story.path()).status_code in (403, 404)


def when_an_audit_recommends_nearly_the_same(story):
    """The likely duplicate is shown before it is added; the two are joined, and keep their sources."""
    story.on(2023, 6, 7)
    keeper, path = "partnership-manager", "/learning/recommendations/new/"
    given = {"text": TWICE, "source_kind": "Audit", "source_label": "Illustrative audit", **boxes("found_on", date(2023, 6, 1))}
    likely = story.as_(keeper).post(path, given).content.decode()
    assert "Does one of these say the same?" in likely and "R-0001" in likely and "<mark>child</mark>" in likely
    added = story.does(keeper, path, **given, looked="on")
    assert "R-0001" in story.reads(keeper, f"{added}alike/")
    joint = story.does(keeper, f"{added}join/", reference="R-0001", text="Illustrative: see the child alone, and write it down")
    page = story.reads(keeper, joint)
    assert "Illustrative audit" in page and f"({story.case.reference})" in page
    assert story.case.reference not in story.reads("data-lead-police", joint)


def when_the_action_is_done_and_serves_the_recommendation(story):
    story.on(2023, 6, 28)
    row, action = Recommendation.objects.single().get(), Action.objects.get(title=ACTION)
    story.does("partnership-manager", f"{row.get_absolute_url()}serve/", reference=action.reference)
    done = {"note": "Illustrative: it is in the procedure", "seen_version": action.version}
    story.does("school-safeguarding-lead", f"{action.get_absolute_url()}done/", **done)
    story.climbs("working-group-chair", "online-safety-chair", "Action done")


def when_practice_is_checked_and_impact_shown(story):
    story.on(2023, 10, 3)
    story.shows("data-lead-health", "Audit", date(2023, 9, 20), "Illustrative: 27 of 30 records hold the child's words")
    story.climbs("working-group-chair", "online-safety-chair", "Practice checked")
    story.on(2024, 2, 6)
    story.shows("data-lead-police", "Children and families", date(2024, 1, 22), "Illustrative: children say that they were asked")
    story.climbs("working-group-chair", "quality-chair", "Impact evidenced")
    story.on(2024, 3, 5)
    story.climbs("working-group-chair", "quality-chair", "Embedded", **boxes("look_again_on", date(2025, 3, 4)))


def when_the_partnership_reflects_a_year_after(story):
    assert story.due()["reflection"] == (date(2024, 5, 22), None)
    story.on(2024, 5, 15)
    home, keeper = story.path("sessions/reflection/"), "partnership-manager"
    story.does(keeper, f"{home}attendee/", person=story.cast["quality-chair"].pk)
    session = story.case.statutory_review.sessions.get(kind="Learning Reflection Session")
    story.does(keeper, f"{home}came/", came=[session.attendees.get().pk], seen_version=session.version)
    pack = story.reads(keeper, home)
    assert "Agreed, evidence: 0" in pack
    assert "Embedded" in pack
    row = Recommendation.objects.get(source_room="reviews.case")
    found = {"decided": "Its rung may be too high: look at it again", "because": "Illustrative: two teams said otherwise"}
    story.does(keeper, f"{home}decide/{row.reference}/", **found)
    row = Recommendation.objects.single().get()
    assert row.flags == "A look back, a year on, doubts whether its rung holds"
    session.refresh_from_db()
    story.does(keeper, f"{home}held/", **boxes("held_on", date(2024, 5, 15)), seen_version=session.version)
    assert story.due()["reflection"] == (date(2024, 5, 22), date(2024, 5, 15))
    assert "Then: Agreed. Now: Embedded" in story.reads(keeper, home)


def when_what_held_it_up_grows_old(story):
    """The doubt, the day that has come and the evidence that expired stand together; Quality Assurance looks, and lowers the rung."""
    story.on(2025, 3, 6)
    assert flag_what_to_look_at_again(date(2025, 3, 6), system_person()) == 1
    row = Recommendation.objects.single().get()
    assert row.why_again[1:] == ["The day to look again has come", "Evidence that held it up has expired or fallen away"]
    given = {"because": "Illustrative", "seen_version": row.version, **boxes("look_again_on", date(2026, 3, 6))}
    refused = story.as_("quality-chair").post(f"{row.get_absolute_url()}keep/", given)
    assert "is not reached yet" in refused.content.decode()
    given |= {"to": "Practice checked"}
    story.does("quality-chair", f"{row.get_absolute_url()}lower/", **given)
    assert set(Recommendation.objects.values_list("rung", "flags")) == {("Practice checked", "")}


def test_incident_is_followed_from_the_friday_before_christmas_to_the_reflection_a_year_after(story):
    when_a_school_refers(story)
    when_the_authority_decides_and_notifies(story)
    when_the_school_writes_its_part(story)
    when_the_panel_recommends_and_the_partners_decide(story)
    html = story.reads("rapid-review-chair", story.path())
    assert html.count("On time</strong>") == 3
    assert story.as_("school-safeguarding-lead").get(story.path()).status_code == 404

    when_the_review_is_written(story)
    when_the_session_is_held(story)
    when_it_is_published(story)
    when_an_audit_recommends_nearly_the_same(story)
    when_the_action_is_done_and_serves_the_recommendation(story)
    when_practice_is_checked_and_impact_shown(story)
    when_the_partnership_reflects_a_year_after(story)
    assert all(stopped and stopped <= due for due, stopped in story.due().values() if due < date(2024, 5, 15))
    when_what_held_it_up_grows_old(story)
