"""Findings and recommendations of a review: whom they concern, to what end, how it is measured; corrected, withdrawn, answered."""

import pytest

from hamlet.foundations.audit.models import Event, RecordKey
from hamlet.foundations.audit.private import reveal
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.learning.queries import recommendations_from
from hamlet.reviews import operations
from hamlet.reviews.operations.commissioning import Completed
from hamlet.reviews.operations.findings import AnsweredAlready
from hamlet.reviews.operations.identifying import CouldIdentify
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.reflecting import Further
from hamlet.reviews.rules.publishing import lacking
from hamlet.reviews.rules.statutory import Reflecting, ReviewKind, SessionKind
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
SAID = {"outcome": "Somebody asks", "measure": "An audit", "seen_version": None}


def anew(world, row, **given):
    act = {"finding": operations.change_finding, "advice": operations.change_advice}[row._meta.model_name]
    rest = {"agencies": [world.agencies["police"]], **SAID, "by": world["other"]}
    return act(**{row._meta.model_name: row, "text": "Said anew", **rest, **given})


def gone(world, row, because="Said twice", **given):
    act = {"finding": operations.withdraw_finding, "advice": operations.withdraw_advice}[row._meta.model_name]
    rest = {"on": TODAY, "seen_version": None, "by": world["other"], **given}
    return act(**{row._meta.model_name: row, "because": because, **rest})


def accepted(world, advice, **given):
    return operations.accept_advice(advice=advice, on=TODAY, seen_version=None, by=world["manager"], **given)


@pytest.mark.parametrize(
    ("kind", "counts", "missing"),
    [
        (ReviewKind.LCSPR, (0, 0, 0), ["a finding", "a recommendation", "a version of the report"]),
        (ReviewKind.LCSPR, (1, 0, 1), ["a recommendation"]),
        (ReviewKind.LCSPR, (1, 1, 0), ["a version of the report"]),
        (ReviewKind.LCSPR, (2, 3, 1), []),
        (ReviewKind.LEARNING, (0, 5, 5), ["a finding"]),
        (ReviewKind.LEARNING, (1, 0, 0), []),
    ],
)
def test_what_a_review_must_hold_before_it_is_completed(kind, counts, missing):
    held = dict(zip(("findings", "recommendations", "versions"), counts, strict=True))

    assert lacking(kind, **held) == missing


def test_empty_review_is_not_completed_and_a_completed_one_takes_no_more(world):
    review = factories.commissioned(world)
    with pytest.raises(NotNow, match="Add a finding and a recommendation and a version of the report first"):
        operations.complete_review(review=review, completed_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])

    factories.completed(world, of=review)
    for add in (factories.found, factories.advised):
        with pytest.raises(Completed):
            add(world, review)


@pytest.mark.parametrize(("name", "sentence"), [("outcome", "should be different"), ("measure", "will be measured")])
def test_finding_and_recommendation_say_to_what_end_and_how_it_is_measured(world, name, sentence):
    review = factories.commissioned(world)
    with pytest.raises(NotSaid, match=sentence):
        factories.advised(world, review, **{name: " "})
    with pytest.raises(NotSaid, match=sentence):
        anew(world, factories.found(world, review), **{name: ""})


def test_finding_is_corrected_and_withdrawn_until_what_follows_from_it_is_answered(world):
    review = factories.commissioned(world)
    finding = factories.found(world, review)
    advice = factories.advised(world, review, finding=finding)
    assert (anew(world, finding).text, [str(row) for row in finding.agencies.all()]) == ("Said anew", ["Police"])
    with pytest.raises(NotNow, match="Withdraw the recommendations"):
        gone(world, finding)

    accepted(world, advice)
    for act in (anew, gone):
        with pytest.raises(NotNow, match="has its answer"):
            act(world, finding)


def test_withdrawn_finding_and_recommendation_stay_with_the_reason_and_are_not_answered(world):
    review = factories.commissioned(world)
    finding, advice = factories.found(world, review), factories.advised(world, review)
    with pytest.raises(NotSaid):
        gone(world, finding, because=" ")
    finding, advice = gone(world, finding), gone(world, advice)

    assert (finding.withdrawn_on, finding.withdrawn_because) == (TODAY, "Said twice")
    assert (advice.answer, advice.reasons, advice.answered_by) == ("Withdrawn", "Said twice", world["other"])
    with pytest.raises(AnsweredAlready, match="It was withdrawn"):
        accepted(world, advice)
    with pytest.raises(NotNow, match="withdrawn"):
        anew(world, finding)


def test_stale_correction_is_refused(world):
    finding = factories.found(world, factories.commissioned(world))
    anew(world, finding)
    with pytest.raises(ChangedMeanwhile):
        anew(world, finding, seen_version=finding.version)


def test_words_that_could_identify_reach_the_plan_only_when_somebody_says_that_they_do_not(world):
    review = factories.commissioned(world)
    operations.hold_name(case=review.case, name="Zoë Testname", stands_for="the child", by=world["chair"])
    advice = factories.advised(world, review, text="Ask zoe every day")
    with pytest.raises(CouldIdentify, match="“zoe” \\(a name held on the case\\)"):
        accepted(world, advice)
    assert not recommendations_from("reviews.case", str(review.case_id)).exists()

    accepted(world, advice, names_nobody=True)
    event = Event.objects.filter(verb="reviews.advice_accepted").get()
    kept = reveal(event.private, RecordKey.objects.get(kind="reviews.case", record_id=str(review.case_id)).key)
    assert kept == {"confirmed": True}
    assert "zoe" not in str(event.details).lower()


def test_rapid_review_and_session_name_nobody_in_the_plan_either(world):
    found = factories.review(world)
    operations.hold_name(case=found.case, name="Testname", stands_for="the child", by=world["chair"])
    action = {"title": "Visit Testname", "owner": world["health"], "due_on": TODAY, "on": TODAY, "by": world["chair"]}
    with pytest.raises(CouldIdentify):
        operations.add_immediate_action(review=found, **action)
    said = {"outcome": "Seen", "measure": "Audit", "agencies": [], "themes": [], "on": TODAY, "by": world["chair"]}
    with pytest.raises(CouldIdentify):
        operations.recommend_from_rapid_review(review=found, text="Call 020 7946 0018", **said)

    assert operations.add_immediate_action(review=found, **action, names_nobody=True).reference.startswith("A-")


def test_action_of_a_session_names_nobody(world):
    review = factories.completed(world)
    operations.hold_name(case=review.case, name="Testname", stands_for="the child", by=world["chair"])
    question = operations.ask_question(session=review.sessions.get(), text="Why?", by=world["manager"])
    given = {"owner": world["health"], "due_on": TODAY, "on": TODAY, "seen_version": None, "by": world["manager"]}
    with pytest.raises(CouldIdentify):
        operations.act_on_question(question=question, title="Ask about Testname", **given)

    assert fresh(question).action == ""


def test_reflection_names_nobody_on_the_ladder(world):
    review = factories.commissioned(world)
    advice = accepted(world, factories.advised(world, review))
    factories.publish(world, factories.proposed(world, factories.completed(world, of=review)))
    operations.hold_name(case=review.case, name="Testname", stands_for="the child", by=world["chair"])
    session = review.sessions.get(kind=SessionKind.REFLECTION.value)
    given = {"reference": advice.plan_reference, "decided": Reflecting.ACT, "because": "So", "on": TODAY, "by": world["manager"]}
    with pytest.raises(CouldIdentify):
        further = Further("Ask Testname", world["health"], TODAY)
        operations.reflect_on_recommendation(session=session, further=further, **given)

    assert not session.reflections.exists()
