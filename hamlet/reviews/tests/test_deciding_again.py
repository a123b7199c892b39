"""Recommended, decided, answered by the national Panel, and decided again: each step on a day of its own, and nothing lost."""

from datetime import date

import pytest

from hamlet.foundations.notices.models import Notice
from hamlet.reviews import operations
from hamlet.reviews.models import CriterionAnswer, EarlierRound, PartnerDecision
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.deciding import AlreadyReplied, NoEducation, TooEarly
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.queries.panels import parts_of
from hamlet.reviews.rules.cases import CRITERIA, National, Outcome, Stage
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import fresh

pytestmark = pytest.mark.django_db
RECOMMENDED, MET, RECORDED, SENT, REPLIED, AGAIN = (
    date(2022, 11, 11),
    date(2022, 11, 14),
    date(2022, 11, 18),
    date(2022, 11, 21),
    date(2022, 11, 28),
    date(2022, 12, 1),
)
EARLY = date(2022, 11, 7)


def recommended(world, outcome=Outcome.LCSPR, on=RECOMMENDED):
    return factories.recommended(world, outcome, of=factories.review(world, on=EARLY, notified_on=EARLY), on=on)


def decided_in_meeting(world, review, outcome=Outcome.LCSPR, on=RECORDED):
    meeting = factories.executive_met(world, on=MET)
    given = {"outcome": outcome, "national": National.NO, "because": "Minuted", "on": on, "seen_version": None}
    return operations.decide_in_meeting(review=review, meeting_id=meeting.pk, **given, by=world["manager"])


def replied(world, outcome=Outcome.NONE, *, agrees=False):
    review = factories.written(world, decided_in_meeting(world, recommended(world, outcome), outcome))
    by = world["manager"]
    review = operations.send_to_panel(review=review, sent_on=SENT, on=SENT, seen_version=None, by=by)
    said = {"agrees": agrees, "reply": "Look again", "disagreement": "We shall", "on": REPLIED, "seen_version": None}
    return operations.record_reply(review=review, replied_on=REPLIED, **said, by=by)


def put_again(world, review, because="The national Panel is right"):
    return operations.decide_again(review=review, because=because, on=AGAIN, seen_version=None, by=world["manager"])


def test_decision_dates_from_the_meeting_and_the_six_months_run_from_it(world):
    review = factories.written(world, decided_in_meeting(world, recommended(world)))
    assert review.decided_on == MET
    operations.send_to_panel(review=review, sent_on=SENT, on=SENT, seen_version=None, by=world["manager"])

    commissioned = factories.commissioned(world, case=review.case, on=REPLIED)
    assert commissioned.case.deadlines.get(rule__key="publication").due_on == date(2023, 5, 14)


def test_meeting_before_the_recommendation_is_neither_listed_nor_taken(world, enter):
    review = recommended(world, on=date(2022, 11, 15))
    with pytest.raises(TooEarly, match="recommended on 15 November 2022"):
        decided_in_meeting(world, review)

    html = enter(world["manager"]).get(f"{review.case.get_absolute_url()}decided-in-meeting/").content.decode()
    assert "Meeting of 14 November 2022" not in html


def test_meeting_cannot_lie_ahead_of_its_record(world):
    with pytest.raises(WrongDay):
        decided_in_meeting(world, recommended(world), on=date(2022, 11, 13))


def test_partners_decide_again_after_the_reply_and_the_review_is_commissioned(world):
    review = put_again(world, replied(world))
    assert (fresh(review.case).stage, review.outcome, review.sent_on, review.replied_on) == (
        Stage.RECOMMENDED.value,
        "",
        None,
        None,
    )
    review = factories.recommended(world, Outcome.LCSPR, of=review, on=AGAIN)
    for key in ("authority", "health", "police"):
        given = {"outcome": Outcome.LCSPR, "national": National.NO, "reason": "Now yes", "on": AGAIN, "seen_version": None}
        review = operations.decide_for_partner(review=review, **given, by=world[key])
    operations.send_to_panel(review=review, sent_on=AGAIN, on=AGAIN, seen_version=None, by=world["manager"])

    assert factories.commissioned(world, case=review.case, on=AGAIN).case.stage == Stage.REVIEW.value
    kept = EarlierRound.objects.get(review=review)
    assert (kept.outcome, kept.decided_on, kept.sent_on, kept.replied_on) == (Outcome.NONE.value, MET, SENT, REPLIED)
    assert (kept.reply, kept.again_because, kept.panel_agrees) == ("Look again", "The national Panel is right", False)


def test_decided_practice_review_that_proves_needless_can_be_closed(world):
    review = put_again(world, replied(world, Outcome.LCSPR))
    review = decided_in_meeting_again(world, review)
    operations.send_to_panel(review=review, sent_on=AGAIN, on=AGAIN, seen_version=None, by=world["manager"])
    operations.record_partners_told(case=review.case, told_on=AGAIN, on=AGAIN, seen_version=None, by=world["manager"])

    assert operations.close_case(case=review.case, on=AGAIN, seen_version=None, by=world["manager"]).stage == Stage.CLOSED.value


def decided_in_meeting_again(world, review):
    for key in ("authority", "health", "police"):
        given = {"outcome": Outcome.NONE, "national": National.NO, "reason": "No", "on": AGAIN, "seen_version": None}
        review = operations.decide_for_partner(review=review, **given, by=world[key])
    return review


def test_it_is_put_again_only_after_a_reply_and_with_a_reason(world):
    sent = factories.sent(world)
    with pytest.raises(NotNow):
        put_again(world, sent)
    said = {"agrees": True, "reply": "Yes", "disagreement": "", "on": REPLIED, "seen_version": None, "by": world["manager"]}
    review = operations.record_reply(review=sent, replied_on=REPLIED, **said)
    with pytest.raises(NotSaid):
        put_again(world, review, because=" ")


def test_reply_is_recorded_once(world):
    review = replied(world)
    said = {"agrees": True, "reply": "No, yes", "disagreement": "", "on": AGAIN, "seen_version": None, "by": world["manager"]}
    with pytest.raises(AlreadyReplied):
        operations.record_reply(review=review, replied_on=AGAIN, **said)


def test_page_offers_it_and_shows_both_rounds(world, enter):
    review = replied(world)
    client, home = enter(world["manager"]), review.case.get_absolute_url()
    assert "decide-again/" in client.get(home).content.decode()
    client.post(f"{home}decide-again/", {"because": "It is right", "seen_version": review.version})

    html = client.get(f"{home}rapid-review/").content.decode()
    assert "Decided before: no further review" in html and "because: It is right" in html
    report = client.get(f"{home}rapid-review/report/").content.decode()
    assert "The decision of 14 November 2022, decided again on 15 November 2022" in report


def test_changed_recommendation_keeps_what_partners_decided_and_what_was_answered(world):
    review = recommended(world)
    given = {"outcome": Outcome.LCSPR, "national": National.NO, "reason": "For the child", "on": MET, "seen_version": None}
    operations.decide_for_partner(review=review, **given, by=world["health"])
    factories.recommended(world, Outcome.LEARNING, of=fresh(review), on=RECORDED)

    kept = PartnerDecision.objects.get(review=review)
    assert (kept.reason, kept.superseded_on) == ("For the child", RECORDED)
    assert CriterionAnswer.objects.filter(review=review, superseded_on=RECORDED).count() == len(CRITERIA)
    operations.decide_for_partner(review=fresh(review), **{**given, "on": SENT}, by=world["health"])
    assert review.partner_decisions.count() == 2


def test_page_says_that_the_partners_do_not_agree(world, enter):
    review = recommended(world)
    for key, outcome in (("health", Outcome.LCSPR), ("police", Outcome.NONE)):
        given = {"outcome": outcome, "national": National.NO, "reason": "So", "on": MET, "seen_version": None}
        operations.decide_for_partner(review=review, **given, by=world[key])

    assert parts_of(review, MET)["they_differ"]
    html = enter(world["manager"]).get(f"{review.case.get_absolute_url()}rapid-review/").content.decode()
    assert "The safeguarding partners do not say the same yet" in html


def test_recommendation_without_an_education_agency_says_why(world):
    review = factories.review(world)
    criteria = {row.key: (None if row.may_wait else True, "Because") for row in CRITERIA}
    given = {"outcome": Outcome.NONE, "national": National.NO, "because": "x", "criteria": criteria, "on": MET}
    given |= {"seen_version": None, "by": world["chair"]}
    with pytest.raises(NoEducation):
        operations.recommend(review=review, **given)
    factories.asked(world, review=review)

    found = operations.recommend(review=review, **given)
    assert found.criteria.get(criterion="panel").met is None


def test_only_the_national_panels_view_may_wait(world):
    criteria = {row.key: (None, "Not yet") for row in CRITERIA}
    given = {"outcome": Outcome.NONE, "national": National.NO, "because": "x", "criteria": criteria, "on": MET}
    with pytest.raises(NotSaid):
        operations.recommend(review=factories.asked(world).review, **given, seen_version=None, by=world["chair"])


def test_partner_with_a_conflict_is_neither_told_nor_assigned(world):
    review = factories.review(world)
    operations.declare_conflict(case=review.case, person=world["health"], reason="Family", on=MET, by=world["health"])
    Notice.objects.all().delete()
    factories.recommended(world, of=review)

    told = set(Notice.objects.values_list("person__post_title", flat=True))
    assert told == {"Authority", "Police"}
