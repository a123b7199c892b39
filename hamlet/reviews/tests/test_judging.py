"""What a case is judged by, put right: the day of awareness, the day on which something was done, bank holidays, taking up again."""

from datetime import date

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.holidays.operations import add_bank_holiday, remove_bank_holiday
from hamlet.foundations.working_days.models import BankHoliday
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews import operations
from hamlet.reviews.models import Deadline
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.incidents import NotNow
from hamlet.reviews.operations.judging import NothingCorrected, NotStopped
from hamlet.reviews.queries.clocks import clock_of
from hamlet.reviews.rules.cases import Facts, Harm, Stage, Status, Suspicion, Told, Where
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2022, 11, 1), date(2022, 12, 20)


def clock(case, key):
    return case.deadlines.get(rule__key=key)


def corrected(world, case, aware_on, *, on=TODAY, why="It was told by telephone"):
    given = {"aware_on": aware_on, "why": why, "on": on, "seen_version": None, "by": world["manager"]}
    return operations.correct_awareness(case=case, **given)


def standings(case, today=LATER):
    return {row.title: row.standing for row in clock_of(case, today, calendar())}


def test_corrected_awareness_judges_what_was_done_too(world):
    case = factories.notified(world, aware_on=date(2022, 11, 14), notified_on=TODAY)
    assert standings(case)["Notify the national Panel"] == "On time"

    corrected(world, case, FIRST)
    held = clock(case, "notification")
    assert (held.started_on, held.due_on, held.stopped_on) == (FIRST, date(2022, 11, 8), TODAY)
    assert standings(case)["Notify the national Panel"] == "Late"
    assert [(row.was, row.now) for row in held.changes.all()] == [(date(2022, 11, 21), date(2022, 11, 8))]


def test_corrected_awareness_lays_the_open_steps_out_anew_and_leaves_done_ones(world):
    case = factories.notified(world, aware_on=date(2022, 11, 14), notified_on=TODAY)
    first, second, *_ = case.rapid_review.tasks.order_by("due_on", "id")
    operations.finish_task(task=first, on=TODAY, by=world["manager"])

    corrected(world, case, date(2022, 11, 10))
    assert fresh(case.rapid_review).started_on == date(2022, 11, 10)
    assert (fresh(first).due_on, fresh(first).was_due_on) == (TODAY, None)
    assert (fresh(second).due_on, fresh(second).was_due_on) == (date(2022, 11, 24), date(2022, 11, 28))
    assert fresh(second).moved_because.endswith("It was told by telephone")


@pytest.mark.parametrize(
    ("first", "then", "starts"),
    [
        (date(2025, 6, 2), date(2025, 5, 29), date(2025, 5, 29)),  # from the Panel's guidance of June 2025 back to the one before
        (date(2025, 5, 29), date(2025, 6, 2), date(2025, 6, 4)),  # and the other way
    ],
)
def test_corrected_awareness_chooses_the_rules_anew(world, first, then, starts):
    case = factories.decided(world, on=date(2025, 6, 4), aware_on=first)
    corrected(world, case, then, on=date(2025, 6, 4))
    rest = {"reference": "N-1", "on": date(2025, 6, 4), "seen_version": None, "by": world["chair"]}
    case = operations.record_notification(case=fresh(case), notified_on=date(2025, 6, 4), **rest)

    assert clock(case, "rapid-review").started_on == starts
    assert case.rapid_review.started_on == starts
    assert case.deadlines.filter(rule__key="rapid-review").count() == 1


def test_clock_that_no_longer_runs_from_awareness_is_taken_back(world):
    case = factories.decided(world, on=date(2025, 6, 4), aware_on=date(2025, 5, 29))
    assert clock(case, "rapid-review").due_on == date(2025, 6, 19)

    corrected(world, case, date(2025, 6, 2), on=date(2025, 6, 4))
    assert not case.deadlines.filter(rule__key="rapid-review").exists()
    assert Event.objects.about(case).filter(verb="reviews.clock_taken_back").count() == 1


@pytest.mark.parametrize("day", [date(2022, 11, 16), date(2022, 11, 9), date(2022, 11, 14)])
def test_awareness_after_the_notification_before_the_incident_or_in_the_future_is_refused(world, day):
    given = {"incident_on": date(2022, 11, 10), "aware_on": date(2022, 11, 11)}
    case = factories.notified(world, notified_on=date(2022, 11, 13), **given)
    with pytest.raises(WrongDay):
        corrected(world, case, day)
    assert fresh(case).aware_on == date(2022, 11, 11)


def test_awareness_corrected_to_what_it_is_changes_nothing(world):
    case = factories.referred(world)
    with pytest.raises(NothingCorrected):
        corrected(world, case, TODAY)


def test_bank_holiday_moves_the_open_steps_and_the_summaries_that_were_due_by_them(world):
    case = factories.notified(world)
    step = case.rapid_review.tasks.get(asks_agencies=True)
    summary = factories.asked(world, review=case.rapid_review, due_on=step.due_on)
    add_bank_holiday(day=date(2022, 11, 18), name="Day of mourning", on=TODAY, by=world["manager"])

    assert (fresh(step).was_due_on, fresh(step).due_on) == (date(2022, 11, 29), date(2022, 11, 30))
    assert fresh(summary).due_on == date(2022, 11, 30)
    remove_bank_holiday(
        holiday=BankHoliday.objects.get(day=date(2022, 11, 18)), reason="Not proclaimed", on=TODAY, by=world["manager"]
    )
    assert fresh(step).due_on == date(2022, 11, 29)


def test_clock_taken_up_again_counts_the_holidays_of_today(world):
    case = factories.decided(world, told=Told.NOBODY)
    add_bank_holiday(day=date(2022, 11, 18), name="Day of mourning", on=TODAY, by=world["manager"])
    assert clock(case, "notification").due_on == date(2022, 11, 22)

    given = {"facts": factories.FACTS, "told": Told.PANEL, "reasons": "Abuse is known now", "on": TODAY, "seen_version": None}
    operations.decide_notification(case=fresh(case), **given, by=world["authority"])
    assert clock(case, "notification").due_on == date(2022, 11, 23)
    assert clock(case, "notification").changes.get().why == "It was taken up again"


def stopped(world, case, key, day, on=LATER):
    given = {"stopped_on": day, "why": "Typed wrongly", "on": on, "seen_version": None, "by": world["manager"]}
    return operations.correct_stop(deadline=clock(case, key), **given)


def test_mistyped_notification_is_corrected_and_moves_what_runs_from_it(world):
    day = date(2025, 6, 4)
    case = factories.notified(world, on=day, aware_on=date(2025, 6, 2), notified_on=day)
    stopped(world, case, "notification", date(2025, 6, 3), on=day)

    held = clock(case, "notification")
    assert (held.stopped_on, fresh(case).notified_on) == (date(2025, 6, 3), date(2025, 6, 3))
    assert [(row.of, row.was, row.now, row.why) for row in held.changes.all()] == [
        ("Done", day, date(2025, 6, 3), "Typed wrongly")
    ]
    assert clock(case, "rapid-review").started_on == date(2025, 6, 3)


def test_mistyped_day_of_telling_the_partners_or_sending_is_corrected_on_the_case_too(world):
    case = factories.sent(world, on=TODAY).case
    operations.record_partners_told(case=case, told_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])
    stopped(world, case, "partners", date(2022, 11, 16))
    stopped(world, case, "rapid-review", date(2022, 11, 17))

    assert fresh(case).partners_told_on == date(2022, 11, 16)
    assert fresh(case.rapid_review).sent_on == date(2022, 11, 17)


@pytest.mark.parametrize(("key", "day"), [("notification", date(2022, 11, 14)), ("rapid-review", date(2022, 11, 14))])
def test_day_before_what_must_come_first_is_refused(world, key, day):
    case = factories.sent(world, on=TODAY).case
    with pytest.raises(WrongDay):
        stopped(world, case, key, day)
    assert clock(case, key).stopped_on == TODAY


def test_running_clock_has_no_day_to_correct(world):
    with pytest.raises(NotStopped):
        stopped(world, factories.referred(world), "notification", TODAY)


@pytest.mark.parametrize("told_on", [date(2000, 1, 1), date(2022, 11, 16)])
def test_partners_are_not_told_before_awareness_or_in_the_future(world, told_on):
    with pytest.raises(WrongDay):
        given = {"told_on": told_on, "on": TODAY, "seen_version": None, "by": world["manager"]}
        operations.record_partners_told(case=factories.decided(world), **given)


def test_partners_are_told_once(world):
    case = factories.decided(world)
    given = {"told_on": TODAY, "on": TODAY, "seen_version": None, "by": world["manager"]}
    operations.record_partners_told(case=case, **given)
    with pytest.raises(NotNow):
        operations.record_partners_told(case=case, **given)


def test_rapid_review_is_not_sent_before_it_was_decided(world):
    found = factories.written(world, factories.jointly_decided(world))
    with pytest.raises(WrongDay):
        given = {"sent_on": date(2000, 1, 1), "on": TODAY, "seen_version": None, "by": world["manager"]}
        operations.send_to_panel(review=found, **given)
    assert Deadline.objects.get(case=found.case, rule__key="rapid-review").stopped_on is None


def test_clock_of_a_death_that_the_panel_is_not_told_of_names_who_is(world):
    facts = Facts(Harm.DEATH, Where.HERE, Suspicion.NO, Status.LOOKED_AFTER, 12)
    case = factories.decided(world, facts=facts, told=Told.STATE)

    assert "Notify the Secretary of State and Ofsted" in standings(case)
    assert fresh(case).stage == Stage.TO_NOTIFY.value


def test_correcting_a_day_is_a_page_of_those_who_keep_the_case(world, enter):
    case = factories.notified(world)
    address = f"{case.get_absolute_url()}dates/{clock(case, 'notification').pk}/done/"
    typed = {"stopped_on_0": "16", "stopped_on_1": "11", "stopped_on_2": "2022", "why": "Typed wrongly"}

    response = enter(world["manager"]).post(address, typed)
    assert response.status_code == 200 and "today or in the past" in response.content.decode()
    operations.give_reason(case=case, reason="For a test", on=TODAY, by=world["health"])
    assert enter(world["health"]).get(address).status_code == 403
    assert enter(world["scrutineer"]).get(address).status_code in (403, 404)
