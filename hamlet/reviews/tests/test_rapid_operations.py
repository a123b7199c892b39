"""The rapid review: summaries, the recommendation, the joint decision, the national Panel and its reply."""

from datetime import date

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.reviews import operations
from hamlet.reviews.models import Assignment, ChronologyEntry
from hamlet.reviews.operations.asking import AskedAlready
from hamlet.reviews.operations.deciding import Incomplete, NotAPartner, NotJoint
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.rapid import AlreadySent
from hamlet.reviews.operations.summaries import HasConflict, Sent
from hamlet.reviews.rules.cases import CRITERIA, National, Outcome, Section, Stage
from hamlet.reviews.rules.chronology import Row
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db


def clock(case, key):
    return case.deadlines.get(rule__key=key)


def test_author_is_asked_once_gets_a_grant_and_loses_it_when_the_review_is_sent(world):
    summary = factories.asked(world)
    grant = Grant.objects.get(person=world["author"], source_kind="reviews.summary")
    assert grant.ends_on is None
    with pytest.raises(AskedAlready):
        factories.asked(world, review=summary.review)

    found = factories.written(world, factories.recommended(world, of=summary.review))
    given = {"outcome": Outcome.NONE, "national": National.NO, "because": "Agreed", "on": TODAY, "seen_version": None}
    meeting = factories.executive_met(world)
    operations.decide_in_meeting(review=found, meeting_id=meeting.pk, **given, by=world["manager"])
    operations.send_to_panel(review=found, sent_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])
    grant.refresh_from_db()
    assert grant.ends_on == TODAY
    assert fresh(summary).closed_on == TODAY


def test_author_with_a_conflict_is_not_asked(world):
    review = factories.review(world)
    operations.declare_conflict(case=review.case, person=world["author"], reason="Family", on=TODAY, by=world["manager"])
    with pytest.raises(HasConflict):
        factories.asked(world, review=review)


def test_summary_is_written_sent_and_then_closed(world):
    summary = factories.asked(world)
    with pytest.raises(NotSaid, match="inequality"):
        parts = {"involvement": "Seen", "analysis": "Busy"}
        operations.write_summary(summary=summary, **parts, seen_version=None, by=world["author"])
        operations.send_summary(summary=summary, on=TODAY, seen_version=None, by=world["author"])
    parts |= {"inequality": "Asked about"}
    operations.write_summary(summary=summary, **parts, seen_version=None, by=world["author"])
    operations.send_summary(summary=summary, on=TODAY, seen_version=None, by=world["author"])
    with pytest.raises(Sent):
        operations.write_summary(summary=summary, **parts, seen_version=None, by=world["author"])


def test_same_table_twice_adds_nothing(world):
    summary = factories.asked(world)
    rows = [Row(date(2022, 11, 7), None, "Seen", "File"), Row(date(2022, 11, 8), None, "Rang", "File")]

    assert operations.read_in_entries(summary=summary, rows=rows, by=world["author"]) == 2
    assert operations.read_in_entries(summary=summary, rows=[*rows, rows[0]], by=world["author"]) == 0
    assert ChronologyEntry.objects.count() == 2


def test_authors_are_chased_and_keepers_hear_when_it_is_late(world):
    summary = factories.asked(world, due_on=date(2022, 11, 17))
    Notice.objects.all().delete()
    system = system_person()
    for day in range(14, 24):
        operations.chase_authors(date(2022, 11, day), system)

    assert Notice.objects.filter(person=summary.author).count() == 4
    assert set(Notice.objects.filter(subject="Something is late").values_list("person__post_title", flat=True)) == {
        "Chair",
        "Manager",
    }


def test_recommendation_answers_each_criterion_and_asks_the_partners(world):
    review = factories.recommended(world)

    assert fresh(review.case).stage == Stage.RECOMMENDED.value
    assert {row.criterion for row in review.criteria.all()} == {row.key for row in CRITERIA}
    assert Notice.objects.filter(person=world["police"]).count() == 1
    assert Assignment.objects.filter(case=review.case, person=world["police"]).exists()


def test_criterion_without_a_reason_is_refused(world):
    review = factories.review(world)
    criteria = {row.key: (True, "") for row in CRITERIA}
    given = {"outcome": Outcome.NONE, "national": National.NO, "because": "x", "criteria": criteria, "on": TODAY}
    given |= {"without_education": "Below school age"}
    with pytest.raises(NotSaid, match="Give the reason for your answer"):
        operations.recommend(review=review, **given, seen_version=None, by=world["chair"])


def decide(world, review, key, outcome=Outcome.LCSPR):
    given = {"outcome": outcome, "national": National.NO, "reason": "So", "on": TODAY, "seen_version": None}
    return operations.decide_for_partner(review=review, **given, by=world[key])


def test_all_three_partners_decide_jointly_and_may_change_until_they_agree(world):
    review = factories.recommended(world)
    decide(world, review, "authority")
    decide(world, review, "health", Outcome.NONE)
    decide(world, review, "police")
    assert fresh(review).outcome == ""

    decide(world, review, "health")
    assert (fresh(review).outcome, fresh(review).decided_on) == (Outcome.LCSPR.value, TODAY)
    assert fresh(review.case).stage == Stage.DECIDED.value
    with pytest.raises(NotNow):
        decide(world, review, "police", Outcome.NONE)


@pytest.mark.parametrize("key", ["chair", "member", "manager", "school"])
def test_nobody_decides_without_sitting_for_a_partner(world, key):
    with pytest.raises(NotAPartner):
        decide(world, factories.recommended(world), key)


def test_changed_recommendation_clears_what_partners_had_decided(world):
    review = factories.recommended(world)
    decide(world, review, "authority")
    factories.recommended(world, Outcome.LEARNING, of=review)

    assert not review.partner_decisions.current().exists()


def test_meeting_without_a_partner_decides_nothing(world):
    review, meeting = factories.recommended(world), factories.executive_met(world, all_came=False)
    given = {"outcome": Outcome.NONE, "national": National.NO, "because": "Minuted", "on": TODAY, "seen_version": None}

    with pytest.raises(NotJoint, match="Not there: Police"):
        operations.decide_in_meeting(review=review, meeting_id=meeting.pk, **given, by=world["manager"])


def test_nothing_is_sent_before_every_required_part_is_written(world):
    review = factories.jointly_decided(world)
    with pytest.raises(Incomplete, match="racism, inequality and protected characteristics"):
        operations.send_to_panel(review=review, sent_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])


def test_sent_review_stops_the_clock_and_is_closed_to_change(world):
    review = factories.sent(world)

    assert clock(review.case, "rapid-review").stopped_on == TODAY
    with pytest.raises(AlreadySent):
        operations.write_section(review=review, section=Section.FACTS, text="More", seen_version=None, by=world["chair"])


def test_reply_that_disagrees_says_what_the_partners_do(world):
    review = factories.sent(world)
    given = {
        "replied_on": TODAY,
        "agrees": False,
        "reply": "Look again",
        "on": TODAY,
        "seen_version": None,
        "by": world["manager"],
    }
    with pytest.raises(NotSaid):
        operations.record_reply(review=review, disagreement="", **given)

    operations.record_reply(review=review, disagreement="We meet on it", **given)
    assert (fresh(review).panel_agrees, fresh(review).disagreement) == (False, "We meet on it")
