"""The rules of the statutory dates as the partnership keeps them: corrected, added for a new edition, suspended, with history."""

from datetime import date

import pytest

from hamlet.reviews import operations
from hamlet.reviews.models import ClockRule, EditionDuty
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.dates import TwoRules
from hamlet.reviews.operations.judging import NothingCorrected
from hamlet.reviews.operations.settings import EditionKnown
from hamlet.reviews.rules.clocks import Force, Sense, Starts, Stops, clashing
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db


def clock(case, key):
    return case.deadlines.get(rule__key=key)


def rule(key, on=TODAY):
    return ClockRule.objects.filter(key=key, in_force_from__lte=on).order_by("-in_force_from").first()


def corrected(world, found, **given):
    rest = {"why": "Misread", "on": TODAY, "seen_version": found.version, "by": world["administrator"]}
    return operations.correct_rule(rule=found, **given, **rest)


def test_corrected_length_judges_what_was_done_by_it_too(world):
    case = factories.notified(world, aware_on=date(2022, 11, 8), notified_on=TODAY)
    corrected(world, rule("notification"), length=3)

    assert (clock(case, "notification").due_on, clock(case, "notification").stopped_on) == (date(2022, 11, 11), TODAY)
    assert clock(case, "notification").changes.get().why == "The rule was corrected: Misread"


def test_corrected_start_puts_the_clock_where_it_belongs(world):
    case = factories.notified(world, aware_on=date(2022, 11, 8), notified_on=TODAY)
    corrected(world, rule("rapid-review"), starts=Starts.NOTIFIED.value)

    assert clock(case, "rapid-review").started_on == TODAY
    assert clock(case, "rapid-review").due_on == date(2022, 12, 6)
    assert fresh(case.rapid_review).started_on == TODAY


def test_corrected_day_in_force_chooses_the_rule_of_each_case_anew(world):
    case = factories.decided(world, on=date(2025, 6, 10))
    later = ClockRule.objects.get(key="rapid-review", in_force_from=date(2025, 6, 1))
    before = ClockRule.objects.get(key="rapid-review", in_force_to=date(2025, 5, 31))
    corrected(world, later, in_force_from=date(2025, 7, 1))
    corrected(world, before, in_force_to=date(2025, 6, 30))

    assert clock(case, "rapid-review").rule == before
    assert clock(case, "rapid-review").started_on == date(2025, 6, 10)


def test_correction_that_changes_nothing_is_refused(world):
    found = rule("notification")
    with pytest.raises(NothingCorrected):
        corrected(world, found, length=found.length, source=found.source)
    assert found.corrections.count() == 0


@pytest.mark.parametrize("last", [date(2023, 12, 20), None])
def test_two_rules_of_a_date_on_one_day_are_refused(world, last):
    with pytest.raises(TwoRules):
        corrected(world, rule("notification"), in_force_to=last)


NEW = {
    "edition": "Working Together 2030",
    "starts": Starts.AWARE.value,
    "stops": Stops.NOTIFIED.value,
    "sense": Sense.BY.value,
    "length": 3,
    "unit": "working days",
    "whose": "Local authority",
    "source": "For a test",
    "force": Force.GUIDANCE.value,
    "confirmed": False,
}


def test_rule_of_a_new_edition_ends_the_one_before_and_judges_the_cases_that_began_since(world):
    older, newer = factories.referred(world), factories.referred(world, on=date(2022, 11, 21))
    given = {**NEW, "in_force_from": date(2022, 11, 21), "on": date(2022, 11, 22), "by": world["administrator"]}
    made = operations.add_rule(like=rule("notification"), title="", **given)

    before = ClockRule.objects.get(key="notification", in_force_to=date(2022, 11, 20))
    assert made.in_force_to == date(2023, 12, 14) and made.title == before.title
    assert clock(older, "notification").rule == before
    assert (clock(newer, "notification").rule, clock(newer, "notification").due_on) == (made, date(2022, 11, 24))
    assert before.corrections.get().why == "Another rule follows it"


def test_date_of_its_own_starts_for_open_cases(world):
    case = factories.referred(world)
    given = {**NEW, "stops": Stops.PARTNERS_TOLD.value, "in_force_from": date(2022, 1, 1), "on": TODAY}
    operations.add_rule(like=None, title="Tell the neighbouring area", **given, by=world["administrator"])

    assert clock(case, "tell-the-neighbouring-area").due_on == date(2022, 11, 18)


def test_second_rule_from_the_same_day_is_refused(world):
    found = rule("notification")
    with pytest.raises(TwoRules):
        given = {**NEW, "in_force_from": found.in_force_from, "on": TODAY, "by": world["administrator"]}
        operations.add_rule(like=found, title="", **given)


def suspended(world):
    found = rule("notification")
    days = {"first": date(2022, 11, 16), "last": date(2022, 11, 17)}
    return operations.suspend_rule(rule=found, **days, reason="For a test", on=TODAY, by=world["administrator"])


@pytest.mark.parametrize(
    ("last", "mistaken", "due_on"),
    [(date(2022, 11, 16), False, date(2022, 11, 23)), (date(2022, 11, 17), True, date(2022, 11, 22))],
)
def test_suspension_ends_on_another_day_or_is_taken_back(world, last, mistaken, due_on):
    case = factories.referred(world)
    pause = suspended(world)
    given = {"first": pause.first, "last": last, "reason": pause.reason, "mistaken": mistaken, "why": "It ended sooner"}
    operations.change_suspension(suspension=pause, **given, on=TODAY, seen_version=pause.version, by=world["administrator"])

    assert clock(case, "notification").due_on == due_on
    assert pause.rule.corrections.get().before.startswith("Did not run 16 November 2022 to 17 November 2022")


def test_suspension_that_ends_before_it_starts_is_refused(world):
    pause = suspended(world)
    given = {"first": pause.last, "last": pause.first, "reason": "", "mistaken": False, "why": "", "seen_version": None}
    with pytest.raises(WrongDay):
        operations.change_suspension(suspension=pause, **given, on=TODAY, by=world["administrator"])


def test_what_an_edition_asks_keeps_its_history(world):
    duty = EditionDuty.objects.get(edition="Working Together 2023")
    given = {"children_in_detail": 6, "care_leaver_to_age": 24, "source": duty.source, "confirmed": True, "why": "Misread"}
    operations.correct_duty(duty=duty, **given, on=TODAY, seen_version=duty.version, by=world["administrator"])

    (row,) = duty.corrections.all()
    assert row.before.startswith("Children in one notification: 4") and row.after.startswith("Children in one notification: 6")
    with pytest.raises(NothingCorrected):
        operations.correct_duty(duty=fresh(duty), **given, on=TODAY, seen_version=None, by=world["administrator"])


def test_new_edition_is_added_once(world):
    given = {"edition": "Working Together 2030", "in_force_from": date(2030, 1, 1), "children_in_detail": 4}
    given |= {"care_leaver_to_age": 24, "source": "For a test", "confirmed": False, "by": world["administrator"]}
    operations.add_duty(**given)
    for change in ({"edition": "Another"}, {"in_force_from": date(2031, 1, 1)}):
        with pytest.raises(EditionKnown):
            operations.add_duty(**{**given, **change})


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [
        (date(2018, 7, 3), date(2018, 7, 3), False),
        (date(2018, 7, 3), date(2018, 7, 4), True),
        (date(2018, 7, 3), None, True),
        (date(2026, 3, 30), date(2026, 3, 30), True),
        (date(2040, 1, 1), None, True),
    ],
)
def test_rules_of_one_date_clash_where_they_share_a_day(first, last, clashes):
    assert (clashing("notification", first, last, list(ClockRule.objects.all())) is not None) is clashes


def test_administrator_adds_and_ends_by_page_and_a_practitioner_only_reads(world, enter):
    pause = suspended(world)
    client = enter(world["administrator"])
    assert "did not run 16 November 2022 to 17 November 2022" in client.get("/reviews/dates/").content.decode()
    typed = {"first_0": "16", "first_1": "11", "first_2": "2022", "last_0": "16", "last_1": "11", "last_2": "2022"}
    typed |= {"reason": "For a test", "why": "It ended sooner", "seen_version": pause.version}
    assert client.post(f"/reviews/dates/suspensions/{pause.pk}/", typed)["Location"] == "/reviews/dates/"

    client = enter(world["school"])
    assert "did not run" in client.get("/reviews/dates/").content.decode()
    assert client.get(f"/reviews/dates/suspensions/{pause.pk}/").status_code == 403
