"""A commissioned review from the commission to a year after publication."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.access.models import Grant
from hamlet.foundations.notices.models import Notice
from hamlet.learning.queries import recommendations_from
from hamlet.reviews import operations
from hamlet.reviews.models import Case, Conflict, PublishedReview, Session, StatutoryReview
from hamlet.reviews.operations.commissioning import Completed
from hamlet.reviews.operations.correcting import MustStay
from hamlet.reviews.operations.findings import AnsweredAlready, OwnWork
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.publishing import Identifying
from hamlet.reviews.operations.publishing import OwnWork as OwnPublication
from hamlet.reviews.operations.sessions import NotTheirs
from hamlet.reviews.operations.summaries import HasConflict
from hamlet.reviews.queries.identifying import hits_of
from hamlet.reviews.rules.cases import Outcome, Stage
from hamlet.reviews.rules.statutory import Publishing, Quality, ReviewKind, SessionKind
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, commissioned, completed, fresh, published

pytestmark = pytest.mark.django_db


def clock(case, key):
    return case.deadlines.get(rule__key=key)


def test_six_months_run_from_the_partners_decision_and_the_reviewer_is_let_in(world):
    review = commissioned(world)

    assert fresh(review.case).stage == Stage.REVIEW.value
    assert clock(review.case, "publication").due_on == date(2023, 5, 15)
    grant = Grant.objects.get(source_kind="reviews.reviewer")
    assert (grant.person, grant.role, grant.ends_on) == (world["other"], "Reviewer of a commissioned review", None)
    assert set(Notice.objects.filter(person=world["other"]).values_list("subject", flat=True)) == {
        "Something restricted waits for you"
    }


def test_reviewer_with_a_conflict_or_without_independence_is_refused(world):
    found = factories.sent(world)
    with pytest.raises(NotSaid, match="independent"):
        commissioned(world, case=found.case, independence=" ")
    Conflict.objects.create(case=found.case, person=world["other"], reason="x", declared_on=TODAY)
    with pytest.raises(HasConflict):
        commissioned(world, case=found.case)


def test_learning_review_of_a_case_whose_criteria_were_not_met_has_no_statutory_clock(world):
    case = factories.decided(world, told=factories.Told.NOBODY)
    review = commissioned(world, case=case, kind=ReviewKind.LEARNING)

    assert not review.case.deadlines.filter(rule__key="publication").exists()


def test_practice_review_is_commissioned_only_where_the_partners_decided_on_one(world):
    with pytest.raises(NotNow, match="decide on a local child safeguarding practice review first"):
        commissioned(world, case=factories.decided(world, told=factories.Told.NOBODY))
    with pytest.raises(NotNow, match="no further review"):
        commissioned(world, case=factories.sent(world, Outcome.NONE).case, kind=ReviewKind.LEARNING)


def test_practice_review_is_not_published_before_the_copies_went(world):
    review = factories.proposed(world, completed(world))
    given = {"on": TODAY, "seen_version": None, "by": world["chair"]}
    with pytest.raises(NotNow, match="copies"):
        operations.publish_review(review=review, **given)


def test_progress_is_checked_again_within_six_weeks(world):
    review = commissioned(world)
    given = {"on_time": True, "quality": Quality.GOOD, "note": "A draft was asked for", "on": TODAY, "by": world["manager"]}

    assert operations.check_progress(review=review, **given).next_on == TODAY + timedelta(weeks=6)


def test_versions_are_numbered_and_their_files_restricted(world, enter):
    review = commissioned(world)
    for _ in range(2):
        file = SimpleUploadedFile("draft.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
        operations.keep_version(review=review, upload=file, note="", on=TODAY, by=world["other"])
    from hamlet.foundations.documents.models import Document

    assert [row.number for row in review.versions.order_by("id")] == [1, 2]
    path = Document.objects.first().get_absolute_url()
    assert {key: enter(world[key]).get(path).status_code for key in ("chair", "school", "administrator")} == {
        "chair": 200,
        "school": 404,
        "administrator": 404,
    }


def test_accepted_recommendation_is_in_the_one_plan_without_a_word_of_the_case(world):
    review = commissioned(world)
    advice = factories.advised(world, review)
    advice = operations.accept_advice(advice=advice, on=TODAY, seen_version=None, by=world["manager"])

    (row,) = recommendations_from("reviews.case", str(review.case_id))
    assert (row.reference, row.rung, row.outcome) == (advice.plan_reference, "Agreed", "Children are asked")
    assert (row.source_label, row.source_url) == ("A review", "")
    with pytest.raises(AnsweredAlready):
        operations.reject_advice(advice=advice, reasons="No", on=TODAY, seen_version=None, by=world["manager"])


def test_reviewer_answers_none_of_their_own_and_a_rejection_says_why(world):
    review = commissioned(world)
    advice = factories.advised(world, review)
    with pytest.raises(OwnWork):
        operations.accept_advice(advice=advice, on=TODAY, seen_version=None, by=world["other"])
    with pytest.raises(NotSaid):
        operations.reject_advice(advice=advice, reasons="", on=TODAY, seen_version=None, by=world["manager"])
    factories.versioned(world, review)
    factories.found(world, review)
    with pytest.raises(NotNow, match="Accept or reject each"):
        operations.complete_review(review=review, completed_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])


def test_completed_review_plans_its_learning_session_within_two_weeks(world):
    review = completed(world)
    session = Session.objects.get(kind=SessionKind.LEARNING.value)

    assert clock(review.case, "session").due_on == date(2022, 11, 29)
    assert session.planned_on == session.due_on == date(2022, 11, 29)
    with pytest.raises(Completed):
        operations.complete_review(review=review, completed_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])


def test_nothing_is_published_while_words_could_identify_somebody(world):
    review = completed(world, text="It happened at E14 2BG to Testname")
    operations.hold_name(case=review.case, name="Testname", stands_for="the child", by=world["chair"])
    factories.proposed(world, review)
    with pytest.raises(Identifying, match="2 places"):
        factories.publish(world, review)

    for hit in hits_of(fresh(review)):
        operations.resolve_hit(review=review, key=hit.key, reason="Illustrative", by=world["chair"])
    assert factories.publish(world, review).published_on == TODAY


def test_changed_text_is_checked_and_proposed_anew(world):
    review = factories.proposed(world, completed(world, text="Seen at E14 2BG by nobody"))
    (hit,) = hits_of(review)
    operations.resolve_hit(review=review, key=hit.key, reason="An office", by=world["chair"])
    given = {"improvements": "", "title": "A", "slug": "review-a", "seen_version": None, "by": world["manager"]}
    operations.write_text(review=review, text="Lived at E14 2BG since May", **given)

    with pytest.raises(NotNow, match="proposes it first"):
        factories.publish(world, review)
    factories.proposed(world, fresh(review))
    with pytest.raises(Identifying):
        factories.publish(world, review)


def test_nobody_publishes_what_they_proposed(world):
    review = factories.proposed(world, completed(world))
    with pytest.raises(OwnPublication):
        factories.publish(world, review, by=world["manager"])


def test_publication_stops_its_clock_starts_the_year_and_ends_the_reviewers_access(world):
    found = published(world)
    case = fresh(found.case)

    assert case.stage == Stage.PUBLISHED.value
    assert clock(case, "publication").stopped_on == TODAY
    assert clock(case, "reflection").due_on == date(2023, 11, 15)
    assert found.keep_until == date(2023, 11, 15)
    assert Session.objects.get(kind=SessionKind.REFLECTION.value).due_on == date(2023, 11, 15)
    assert Grant.objects.get(source_kind="reviews.reviewer").ends_on == TODAY


def test_report_that_is_not_published_says_why_and_publishes_the_improvements(world):
    review = completed(world, improvements="Ask what a day is like")
    given = {"how": Publishing.IMPROVEMENTS, "seen_version": None, "by": world["manager"]}
    with pytest.raises(NotSaid):
        operations.propose_publication(review=review, because="", **given)
    operations.propose_publication(review=review, because="The family can be recognised", **given)
    found = factories.publish(world, review)

    assert (found.text, fresh(review.case).stage) == ("Ask what a day is like", Stage.NOT_PUBLISHED.value)
    assert clock(review.case, "reflection").started_on == TODAY


def test_learning_review_may_end_without_publication_and_reflects_from_a_decided_day(world):
    case = factories.decided(world, told=factories.Told.NOBODY)
    review = completed(world, of=commissioned(world, case=case, kind=ReviewKind.LEARNING))
    given = {"because": "It is about practice only", "reflect_from": date(2022, 11, 30), "on": TODAY, "seen_version": None}
    operations.end_without_publication(review=review, **given, by=world["manager"])

    assert clock(case, "reflection").due_on == date(2023, 11, 30)
    assert clock(case, "public").set_aside_on == TODAY
    assert not PublishedReview.objects.exists()


def test_practice_review_does_not_end_without_publication(world):
    given = {"because": "So", "reflect_from": TODAY, "on": TODAY, "seen_version": None}
    with pytest.raises(NotNow):
        operations.end_without_publication(review=completed(world), **given, by=world["manager"])


def test_copies_are_owed_seven_working_days_before_the_planned_day(world):
    review = completed(world)
    given = {"on": TODAY, "seen_version": None, "by": world["manager"]}
    operations.plan_publication(review=review, planned_on=date(2022, 12, 30), **given)
    assert clock(review.case, "copies").due_on == date(2022, 12, 19)
    operations.plan_publication(review=review, planned_on=date(2023, 1, 31), **given)
    assert clock(review.case, "copies").due_on == date(2023, 1, 20)

    operations.record_copies(review=review, copies_sent_on=TODAY, **given)
    assert clock(review.case, "copies").stopped_on == TODAY


def test_report_stays_public_for_a_year(world):
    found = published(world)
    with pytest.raises(MustStay, match="15 November 2023"):
        operations.take_down(published=found, on=date(2023, 11, 14), seen_version=None, by=world["manager"])
    operations.take_down(published=found, on=date(2023, 11, 15), seen_version=None, by=world["manager"])

    assert clock(found.case, "public").stopped_on == date(2023, 11, 15)


def session_with(world, *came):
    session = Session.objects.get(review=completed(world), kind=SessionKind.LEARNING.value)
    for key in ("school", "health"):
        place = operations.name_attendee(session=session, person=world[key], on=TODAY, by=world["manager"])
        operations.agree_confidentiality(attendee=place, on=TODAY, by=world[key])
    there = [row.pk for row in session.attendees.all() if row.person in [world[key] for key in came]]
    operations.record_came(session=session, came=there, seen_version=None, by=world["manager"])
    return fresh(session)


def hold(world, session):
    given = {"held_on": TODAY, "author_absent_because": "Ill", "on": TODAY, "seen_version": None}
    return operations.hold_session(session=session, **given, by=world["manager"])


def test_session_is_held_once_somebody_came_and_each_question_has_an_answer_or_an_action(world):
    session = session_with(world)
    with pytest.raises(NotNow, match="who came"):
        hold(world, session)
    operations.record_came(session=session, came=[session.attendees.first().pk], seen_version=None, by=world["manager"])
    asked, idea = (operations.ask_question(session=session, text=text, by=world["manager"]) for text in ("Why?", "A card"))
    with pytest.raises(NotNow, match="Answer each question"):
        hold(world, session)

    operations.answer_question(question=asked, answer="Because", seen_version=None, by=world["manager"])
    given = {"title": "Make a card", "owner": world["health"], "due_on": TODAY, "on": TODAY, "seen_version": None}
    idea = operations.act_on_question(question=idea, **given, by=world["manager"])
    assert idea.action.startswith("A-")
    hold(world, session)
    assert clock(session.review.case, "session").stopped_on == TODAY


def test_each_attendee_agrees_for_themself(world):
    session = session_with(world, "school")
    place = session.attendees.get(person=world["school"])
    with pytest.raises(NotTheirs):
        operations.agree_confidentiality(attendee=place, on=TODAY, by=world["manager"])


def test_case_with_a_decided_review_is_not_closed_before_it(world):
    found = factories.sent(world, Outcome.LEARNING)
    with pytest.raises(NotNow, match="commission it"):
        operations.close_case(case=found.case, on=TODAY, seen_version=None, by=world["manager"])
    assert not StatutoryReview.objects.exists()
    assert Case.objects.count() == 1
