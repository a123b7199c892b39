"""From the referral to the national Panel's reply: what each step does to the case, the clock, and who hears of it."""

from datetime import date, timedelta

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.audit.models import Event
from hamlet.foundations.holidays.operations import add_bank_holiday
from hamlet.foundations.notices.models import Notice
from hamlet.learning.queries import actions_from
from hamlet.reviews import operations
from hamlet.reviews.models import Assignment, Case, ClockRule, Deadline, EditionDuty, RapidReview
from hamlet.reviews.operations.children import TooMany
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.disposal import TakesTwo
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.people import InConflict
from hamlet.reviews.rules.cases import Facts, Harm, Stage, Status, Suspicion, Told, Where
from hamlet.reviews.rules.chronology import Row
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import FACTS, TODAY, fresh

pytestmark = pytest.mark.django_db


def clock(case, key):
    return case.deadlines.get(rule__key=key)


def test_referral_starts_the_clock_assigns_the_seats_and_tells_without_a_word(world):
    case = factories.referred(world)

    assert (case.reference, case.stage, case.aware_on) == ("SI-2022-001", Stage.REFERRED.value, TODAY)
    assert clock(case, "notification").due_on == date(2022, 11, 22)
    assert clock(case, "rapid-review").due_on == date(2022, 12, 6)
    assert {row.person for row in Assignment.objects.filter(case=case)} == {
        *(world["chair"], world["member"], world["manager"], world["authority"])
    }
    assert set(Notice.objects.values_list("subject", "path")) == {("Something restricted waits for you", "/reviews/")}


def test_account_of_an_incident_is_no_plain_text_in_the_database(world):
    from django.db import connection

    case = factories.referred(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what_happened FROM reviews_case")
        assert factories.CANARY not in cursor.fetchone()[0]
    assert fresh(case).what_happened == factories.CANARY


@pytest.mark.parametrize(
    ("incident_on", "aware_on"), [(date(2022, 11, 16), None), (None, date(2022, 11, 16)), (date(2022, 11, 9), date(2022, 11, 8))]
)
def test_days_that_cannot_be_are_refused(world, incident_on, aware_on):
    with pytest.raises(WrongDay):
        factories.referred(world, incident_on=incident_on, aware_on=aware_on)
    assert not Case.objects.exists()


def test_second_click_refers_once(world):
    from uuid import uuid4

    key = uuid4()
    assert factories.referred(world, made_with=key) == factories.referred(world, made_with=key)
    assert Case.objects.count() == 1


def test_criteria_not_met_is_a_decision_that_can_be_looked_at_again(world):
    case = factories.decided(world, told=Told.NOBODY)
    assert case.stage == Stage.NOT_MET.value
    assert not case.deadlines.running().exists()

    again = {"facts": FACTS, "reasons": "More is known", "on": TODAY, "seen_version": None, "by": world["authority"]}
    case = operations.decide_notification(case=case, told=Told.PANEL, **again)
    assert case.stage == Stage.TO_NOTIFY.value
    assert case.deadlines.running().count() == 3


def test_decision_needs_reasons(world):
    given = {"facts": FACTS, "told": Told.NOBODY, "reasons": " ", "on": TODAY, "seen_version": None}
    with pytest.raises(NotSaid):
        operations.decide_notification(case=factories.referred(world), **given, by=world["authority"])


def test_looked_after_childs_death_without_suspicion_is_told_and_has_no_rapid_review(world):
    facts = Facts(Harm.DEATH, Where.HERE, Suspicion.NO, Status.LOOKED_AFTER, 9)
    case = factories.notified(world, facts=facts, told=Told.STATE)

    assert case.stage == Stage.NOTIFIED.value
    assert not hasattr(case, "rapid_review")
    assert clock(case, "rapid-review").set_aside_on == TODAY
    assert clock(case, "notification").stopped_on == TODAY


def test_notification_stops_its_clock_and_lays_out_the_timetable(world):
    case = factories.notified(world, aware_on=date(2022, 11, 11), notified_on=date(2022, 11, 15))
    review = case.rapid_review

    assert (clock(case, "notification").stopped_on, clock(case, "notification").stopped_by) == (TODAY, world["chair"])
    assert review.started_on == date(2022, 11, 11)
    assert [(task.begins_on, task.due_on) for task in review.tasks.order_by("due_on", "id")] == [
        (date(2022, 11, 14), date(2022, 11, 14)),
        (date(2022, 11, 15), date(2022, 11, 25)),
        (date(2022, 11, 25), date(2022, 11, 29)),
        (date(2022, 11, 29), date(2022, 12, 2)),
    ]


def test_from_june_2025_the_rapid_review_runs_from_the_notification(world):
    day = date(2025, 6, 2)
    case = factories.decided(world, on=day)
    assert not case.deadlines.filter(rule__key="rapid-review").exists()

    rest = {"reference": "N-1", "on": date(2025, 6, 4), "seen_version": None, "by": world["chair"]}
    case = operations.record_notification(case=case, notified_on=date(2025, 6, 4), **rest)
    assert clock(case, "rapid-review").started_on == date(2025, 6, 4)
    assert clock(case, "rapid-review").due_on == date(2025, 6, 25)


@pytest.mark.parametrize("notified_on", [date(2022, 11, 14), date(2022, 11, 16)])
def test_notification_before_awareness_or_in_the_future_is_refused(world, notified_on):
    rest = {"reference": "N-1", "on": TODAY, "seen_version": None, "by": world["chair"]}
    with pytest.raises(WrongDay):
        operations.record_notification(case=factories.decided(world), notified_on=notified_on, **rest)


def test_partners_told_stops_their_clock(world):
    case = factories.decided(world)
    operations.record_partners_told(case=case, told_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])

    assert clock(case, "partners").stopped_on == TODAY


def test_proclaimed_bank_holiday_moves_open_dates_keeps_the_old_and_leaves_done_ones(world):
    done = factories.notified(world)
    case = factories.referred(world)
    add_bank_holiday(day=date(2022, 11, 18), name="Day of mourning", on=TODAY, by=world["manager"])

    moved = clock(case, "notification")
    assert moved.due_on == date(2022, 11, 23)
    assert [(row.was, row.now, row.why) for row in moved.changes.all()] == [
        (date(2022, 11, 22), date(2022, 11, 23), "Day of mourning, 18 November 2022, is a bank holiday")
    ]
    assert clock(done, "notification").due_on == date(2022, 11, 22)


def test_corrected_rule_shows_old_new_and_why_and_moves_open_dates(world):
    case = factories.referred(world)
    rule = clock(case, "notification").rule
    given = {"length": 6, "unit": "working days", "source": rule.source, "confirmed": True}
    operations.correct_rule(rule=rule, **given, why="Misread", on=TODAY, seen_version=rule.version, by=world["administrator"])

    (row,) = rule.corrections.all()
    assert row.before.startswith("within 5 working days") and row.after.startswith("within 6 working days")
    assert row.why == "Misread"
    assert clock(case, "notification").due_on == date(2022, 11, 23)


def test_suspended_rule_puts_open_dates_off(world):
    case = factories.referred(world)
    rule = clock(case, "notification").rule
    days = {"first": date(2022, 11, 16), "last": date(2022, 11, 17)}
    operations.suspend_rule(rule=rule, **days, reason="For a test", on=TODAY, by=world["administrator"])

    assert clock(case, "notification").due_on == date(2022, 11, 24)


def test_corrected_awareness_moves_what_runs_from_it(world):
    case = factories.referred(world)
    given = {"aware_on": date(2022, 11, 9), "why": "It was told by telephone", "on": TODAY, "seen_version": case.version}
    operations.correct_awareness(case=case, **given, by=world["manager"])

    assert clock(case, "notification").due_on == date(2022, 11, 16)
    assert clock(case, "notification").changes.get().why == "The day of awareness was corrected: It was told by telephone"


def test_edition_says_how_many_children_are_described(world):
    case = factories.referred(world)
    EditionDuty.objects.filter(edition="Working Together 2018").update(children_in_detail=2)
    operations.describe_child(case=case, child=None, name="Testchild", by=world["chair"])
    operations.describe_child(case=case, child=None, name="Othertest", by=world["chair"])

    with pytest.raises(TooMany, match="Working Together 2018 takes 2 in detail"):
        operations.describe_child(case=case, child=None, name="Third", by=world["chair"])
    assert [str(child) for child in case.children.order_by("position")] == ["Child 1", "Child 2"]


def test_immediate_learning_is_an_action_that_names_no_case(world):
    review = factories.review(world)
    given = {"title": "Check the out-of-hours list", "owner": world["health"], "due_on": TODAY + timedelta(days=7), "on": TODAY}
    operations.add_immediate_action(review=review, **given, by=world["chair"])

    (action,) = actions_from("reviews.case", review.case_id)
    assert (action.source_label, action.source_url) == ("A rapid review", "")


def test_withdrawn_case_owes_nothing(world):
    case = factories.asked(world).review.case
    operations.withdraw_case(case=case, reason="The criteria are not met", on=TODAY, seen_version=None, by=world["manager"])

    assert fresh(case).stage == Stage.WITHDRAWN.value
    assert Grant.objects.get(source_kind="reviews.summary").ends_on == TODAY
    assert not Deadline.objects.running().filter(case=case).exists()


def test_case_that_owes_something_is_not_closed(world):
    facts = Facts(Harm.DEATH, Where.HERE, Suspicion.NO, Status.LOOKED_AFTER, 9)
    case = factories.notified(world, facts=facts, told=Told.STATE)
    with pytest.raises(NotNow, match="Still owed: tell the safeguarding partners"):
        operations.close_case(case=case, on=TODAY, seen_version=None, by=world["manager"])


def test_conflict_of_interest_ends_the_part_and_nobody_ends_their_own(world):
    case = factories.referred(world)
    conflict = operations.declare_conflict(case=case, person=world["member"], reason="Family", on=TODAY, by=world["member"])

    assert not Assignment.objects.filter(case=case, person=world["member"], ends_on=None).exists()
    with pytest.raises(InConflict):
        operations.end_conflict(conflict=conflict, on=TODAY, by=world["member"])
    with pytest.raises(InConflict):
        operations.assign(case=case, person=world["member"], because="Again", on=TODAY, by=world["manager"])


def test_disposal_takes_two_waits_ten_years_and_leaves_a_tombstone(world):
    case = factories.closed(world)
    with pytest.raises(NotNow, match="kept until 15 November 2032"):
        operations.propose_disposal(case=case, on=date(2032, 11, 14), by=world["manager"])
    disposal = operations.propose_disposal(case=case, on=date(2032, 11, 15), by=world["manager"])
    with pytest.raises(TakesTwo):
        operations.confirm_disposal(disposal=disposal, on=date(2032, 11, 16), by=world["manager"])

    operations.confirm_disposal(disposal=disposal, on=date(2032, 11, 16), by=world["chair"])
    gone = fresh(case)
    assert (gone.what_happened, gone.reasons, gone.disposed_on) == ("", "", date(2032, 11, 16))
    assert gone.reference == "SI-2022-001"
    assert "reviews.disposed" in Event.objects.values_list("verb", flat=True)


def test_disposal_of_a_whole_case_leaves_no_child_name_or_chronology(world):
    summary = factories.asked(world)
    case = summary.review.case
    operations.describe_child(case=case, child=None, name="Testchild", by=world["chair"])
    operations.hold_name(case=case, name="Auntie", stands_for="the aunt", by=world["chair"])
    operations.add_entry(summary=summary, row=Row(TODAY, None, "Seen", "File"), by=world["author"])
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED.value, closed_on=TODAY)
    disposal = operations.propose_disposal(case=fresh(case), on=date(2033, 1, 1), by=world["manager"])
    operations.confirm_disposal(disposal=disposal, on=date(2033, 1, 1), by=world["chair"])

    left = [case.children, case.names, case.openings, case.deadlines, case.assignments]
    assert [rows.count() for rows in left] == [0] * 5
    assert not RapidReview.objects.exists()
    assert (fresh(case).harm, fresh(case).incident_on, fresh(case).told) == ("", None, "")
    assert ClockRule.objects.exists()
