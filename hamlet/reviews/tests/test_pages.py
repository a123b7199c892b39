"""Every page of the room opened once by those who work there: the inspecting client looks at each."""

import pytest

from hamlet.learning.queries import recommendations_from
from hamlet.reviews import operations
from hamlet.reviews.models import Case, ClockRule, NotificationField, TimetableStep
from hamlet.reviews.rules.cases import Section
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

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
    *("rapid-review/report/", "notification/another/", "decide-again/"),
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
    paths += ("fields/new/", f"fields/{field.pk}/", "new/", f"{rule.pk}/new/", "editions/new/")

    assert {path: client.get(f"/reviews/dates/{path}").status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get("/reviews/keeping/").status_code == 200


REVIEW_PAGES = (
    *(
        "",
        "reviewer/",
        "check/",
        "version/",
        "delay/",
        "finding/",
        "advice/",
        "completed/",
        "plan/",
        "copies/",
        "propose/",
        "end/",
    ),
    *("text/", "identity/", "publish/"),
)


@pytest.mark.parametrize("last", REVIEW_PAGES)
def test_manager_opens_each_page_of_a_commissioned_review(world, enter, last):
    review = factories.completed(world, text="Seen at E14 2BG")
    path = f"{review.case.get_absolute_url()}review/{last}"

    assert enter(world["manager"]).get(path).status_code == 200


def test_commission_is_offered_once_the_panel_has_the_review(world, enter):
    case = factories.sent(world).case
    client = enter(world["manager"])
    assert f"{case.get_absolute_url()}review/commission/" in client.get(case.get_absolute_url()).content.decode()

    given = {"kind": "Local child safeguarding practice review", "reviewer": world["other"].pk, "independence": "Elsewhere"}
    given |= {"terms_of_reference": "Two years", "agencies": [world.agencies["icb"].pk], "family_part": "Asked"}
    assert client.post(f"{case.get_absolute_url()}review/commission/", given).status_code == 302
    assert client.get(f"{case.get_absolute_url()}review/").status_code == 200


def test_reviewer_adds_findings_and_recommendations_and_answers_none(world, enter):
    review = factories.commissioned(world)
    home, client = f"{review.case.get_absolute_url()}review/", enter(world["other"])
    advice = {"text": "Ask", "agencies": [world.agencies["icb"].pk], "outcome": "Asked", "measure": "Audit"}
    client.post(f"{home}finding/", {**advice, "text": "Nobody asked"})
    client.post(f"{home}advice/", {**advice, "finding": review.findings.get().pk})

    assert review.advice.get().finding == review.findings.get()
    assert (review.findings.count(), review.advice.count()) == (1, 1)
    assert client.get(home).status_code == 200
    key = review.advice.get().pk
    assert {client.get(f"{home}{last}").status_code for last in (f"advice/{key}/accept/", "completed/", "publish/", "text/")} == {
        403
    }


def test_recommendation_is_accepted_and_rejected_by_page(world, enter):
    review = factories.commissioned(world)
    client, home = enter(world["manager"]), f"{review.case.get_absolute_url()}review/"
    kept, gone = factories.advised(world, review), factories.advised(world, review)
    led_to = client.post(f"{home}advice/{kept.pk}/accept/", {"seen_version": kept.version})["Location"]
    assert led_to == f"/learning/recommendations/{fresh(kept).plan_reference}/alike/"
    assert client.get(led_to).status_code == 200
    assert b"Say why it is rejected" in client.post(f"{home}advice/{gone.pk}/reject/", {"seen_version": gone.version}).content
    client.post(f"{home}advice/{gone.pk}/reject/", {"seen_version": gone.version, "reasons": "Done before"})

    assert [row.answer for row in review.advice.order_by("id")] == ["Accepted", "Rejected"]


def test_words_are_shown_in_place_and_decided_by_page(world, enter):
    review = factories.completed(world, text="Seen at E14 2BG on Monday")
    client, home = enter(world["manager"]), f"{review.case.get_absolute_url()}review/"
    html = client.get(f"{home}identity/").content.decode()
    assert "<mark>E14 2BG</mark>" in html
    link = next(part for part in html.split('"') if part.startswith(f"{home}identity/") and part != f"{home}identity/")
    assert client.get(link).status_code == 200
    client.post(link, {"reason": "An office"})

    assert "It stays: An office" in client.get(f"{home}identity/").content.decode()
    assert client.get(f"{home}identity/{'0' * 32}/")["Location"] == f"{home}identity/"


def test_published_review_is_read_by_anyone_and_names_no_case(world, client, enter):
    found = factories.published(world, text="What was learned\n\nAsk what a day is like")
    assert client.get("/reviews/published/").status_code == 200
    html = client.get("/reviews/published/review-a/").content.decode()

    assert "Ask what a day is like" in html
    assert found.case.reference not in html
    assert client.get("/reviews/published/review-a/pdf/")["Content-Type"] == "application/pdf"
    assert client.get("/reviews/published/nothing/").status_code == 404
    page = enter(world["manager"]).post("/reviews/published/review-a/take-down/", {"seen_version": found.version})
    assert b"It stays public until 15 November 2023" in page.content


def test_session_pages_open_and_an_attendee_reads_once_they_agree(world, enter, sign_in, client):
    review = factories.completed(world)
    session = review.sessions.get()
    given = {"planned_on": TODAY, "place": "Town hall", "agencies": [], "author_present": True, "material": "Read this alone"}
    rest = {"on": TODAY, "by": world["manager"]}
    operations.arrange_session(session=session, **given, **rest, seen_version=None)
    operations.name_attendee(session=session, person=world["school"], **rest)
    home, manager = f"{review.case.get_absolute_url()}sessions/learning/", enter(world["manager"])
    paths = ("", "arrange/", "attendee/", "question/", "came/", "held/")
    assert {path: manager.get(f"{home}{path}").status_code for path in paths} == dict.fromkeys(paths, 200)

    path = f"/reviews/sessions/{session.made_with}/"
    school = enter(world["school"])
    assert b"Read this alone" not in school.get(path).content
    assert school.post(f"{path}agree/").status_code == 302
    assert b"Read this alone" in school.get(path).content
    assert enter(world["police"]).get(path).status_code == 403


def test_reflection_session_shows_each_recommendation_then_and_now(world, enter, frozen):
    review = factories.commissioned(world)
    advice = operations.accept_advice(advice=factories.advised(world, review), on=TODAY, seen_version=None, by=world["manager"])
    factories.publish(world, factories.proposed(world, factories.completed(world, of=review)))
    home = f"{review.case.get_absolute_url()}sessions/reflection/"
    html = enter(world["manager"]).get(home).content.decode()

    assert f"{advice.plan_reference}: Ask what a day is like" in html
    assert "See " + advice.plan_reference + " on the ladder" in html


def test_rapid_review_puts_its_learning_in_the_plan_without_a_word_of_the_case(world, enter, case):
    client, path = enter(world["manager"]), f"{case.get_absolute_url()}recommend-learning/"
    assert client.get(path).status_code == 200
    given = {"text": "Tell the school", "agencies": [world.agencies["schools"].pk], "outcome": "It knows", "measure": "An audit"}
    client.post(path, given)

    (row,) = recommendations_from("reviews.case", str(case.pk))
    assert (row.source_kind, row.source_label, row.source_url, row.answer) == (
        "Rapid review",
        "A rapid review",
        "",
        "Waiting for an answer",
    )


def test_briefing_of_a_review_keeps_no_word_of_its_case(world, enter, case):
    client, path = enter(world["manager"]), f"{case.get_absolute_url()}briefing/"
    assert client.get(path).status_code == 200
    led_to = client.post(path, {"title": "Hearing children", "learned": "Ask", "practice": "See the child alone"})["Location"]

    page = client.get(led_to).content.decode()
    assert "Hearing children" in page
    assert case.reference not in page


def test_weak_words_of_an_immediate_action_are_questioned_and_may_be_kept(world, enter, case):
    client, path = enter(world["manager"]), f"{case.get_absolute_url()}act-today/"
    given = {"title": "Remind all staff", "owner": world["health"].pk, "due_on_0": "1", "due_on_1": "12", "due_on_2": "2022"}
    assert b"keep these words" in client.post(path, given).content

    assert client.post(path, {**given, "keep_words": "on"}).status_code == 302
