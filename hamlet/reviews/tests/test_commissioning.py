"""The commission changed with its history, delays told with dates, time and quality looked at again on the desk."""

from datetime import date, timedelta

import pytest

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.reviews import operations
from hamlet.reviews.models import ClockRule, Conflict
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.commissioning import Completed
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.queries.progress import checks_due
from hamlet.reviews.queries.statutory import late_and_untold
from hamlet.reviews.rules.statutory import Quality
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def changed(world, review, **given):
    rest = {"terms_of_reference": "Three years", "agencies": [world.agencies["icb"], world.agencies["police"]]}
    rest |= {"family_part": "Asked", "parallel_proceedings": "An inquest", "why": "It began before", "on": TODAY}
    return operations.change_commission(review=review, **{**rest, "seen_version": None, "by": world["manager"], **given})


def test_commission_is_changed_and_keeps_what_it_said(world):
    review = changed(world, factories.commissioned(world))

    assert (review.terms_of_reference, review.parallel_proceedings) == ("Three years", "An inquest")
    rows = review.commission_changes.order_by("what")
    assert [(row.what, row.before, row.after, row.why) for row in rows] == [
        ("Agencies", "Icb", "Icb, Police", "It began before"),
        ("Parallel proceedings", "", "An inquest", "It began before"),
        ("Terms of reference", "Two years", "Three years", "It began before"),
    ]


def test_commission_is_not_changed_without_a_reason_from_a_stale_form_or_after_completion(world):
    review = factories.commissioned(world)
    with pytest.raises(NotSaid):
        changed(world, review, why=" ")
    changed(world, review)
    with pytest.raises(ChangedMeanwhile):
        changed(world, review, seen_version=review.version)
    factories.completed(world, of=fresh(review))
    with pytest.raises(Completed):
        changed(world, review)


def test_commission_is_changed_by_page(world, enter):
    review = factories.commissioned(world)
    client, home = enter(world["manager"]), f"{review.case.get_absolute_url()}review/"
    assert "Two years" in client.get(f"{home}terms/").content.decode()
    given = {"terms_of_reference": "Three years", "agencies": [world.agencies["icb"].pk], "family_part": "Asked", "why": "Older"}
    assert client.post(f"{home}terms/", {**given, "seen_version": review.version}).status_code == 302

    html = client.get(home).content.decode()
    assert "Changes of the commission" in html
    assert enter(world["other"]).get(f"{home}terms/").status_code == 403


def test_another_reviewer_is_independent_too(world):
    given = {"reviewer": world["police"], "independence": "", "on": TODAY, "seen_version": None, "by": world["manager"]}
    with pytest.raises(NotSaid, match="independent"):
        operations.change_reviewer(review=factories.commissioned(world), **given)


def test_delay_is_told_with_its_reasons_and_moves_no_date(world):
    review = factories.commissioned(world)
    delay = factories.delayed(world, review)

    assert (delay.reasons, delay.panel_told_on, delay.state_told_on) == ("An inquest", TODAY, TODAY)
    assert review.case.deadlines.get(rule__key="publication").due_on == date(2023, 5, 15)


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"expected_on": date(2001, 1, 1)}, "expected_on"),
        ({"expected_on": TODAY}, "expected_on"),
        ({"panel_told_on": TODAY + DAY}, "panel_told_on"),
        ({"state_told_on": TODAY - DAY}, "state_told_on"),
    ],
)
def test_delay_with_a_day_that_cannot_be_is_refused(world, given, about):
    with pytest.raises(WrongDay) as refused:
        factories.delayed(world, factories.commissioned(world), **given)
    assert refused.value.about == about


def test_delay_says_why_and_is_none_once_it_is_public(world):
    with pytest.raises(NotSaid):
        factories.delayed(world, factories.commissioned(world), reasons=" ")
    with pytest.raises(NotNow):
        factories.delayed(world, factories.published(world).case.statutory_review)


def test_overdue_publication_asks_for_its_delay_until_it_is_recorded(world):
    review = factories.commissioned(world)
    assert not late_and_untold(review, date(2023, 5, 15))
    assert late_and_untold(review, date(2023, 5, 16))
    factories.delayed(world, review)

    assert not late_and_untold(review, date(2023, 5, 16))


def desk(world, key, day):
    user = world[key]
    user.powers = powers_on(user, day)
    return [(row.title, row.url, row.due_on, row.state) for row in checks_due(user, day)]


def test_time_and_quality_are_due_on_the_desk_of_those_who_keep_the_case(world):
    review = factories.commissioned(world)
    home = f"{review.case.get_absolute_url()}review/check/"
    title, due_on = f"Check time and quality: {review.case}", TODAY + timedelta(weeks=6)

    assert desk(world, "manager", TODAY) == [(title, home, due_on, "open")]
    assert desk(world, "manager", due_on + DAY) == [(title, home, due_on, "late")]
    assert desk(world, "health", TODAY) == []
    Conflict.objects.create(case=review.case, person=world["manager"], reason="x", declared_on=TODAY)
    assert desk(world, "manager", TODAY) == []


def test_interval_of_the_checks_is_a_rule_that_is_corrected(world):
    review = factories.commissioned(world)
    rule = ClockRule.objects.get(key="progress")
    given = {"length": 14, "unit": rule.unit, "source": rule.source, "confirmed": True, "why": "Agreed", "on": TODAY}
    operations.correct_rule(rule=rule, **given, seen_version=None, by=world["manager"])
    given = {"on_time": True, "quality": Quality.GOOD, "note": "Read", "on": TODAY + DAY, "by": world["manager"]}

    assert [row[2] for row in desk(world, "manager", TODAY)] == [TODAY + timedelta(weeks=2)]
    assert operations.check_progress(review=review, **given).next_on == TODAY + timedelta(days=15)
    assert [row[2] for row in desk(world, "manager", TODAY)] == [TODAY + timedelta(days=15)]


def test_notice_of_a_check_leads_to_the_review_and_names_no_case(world, enter):
    review = factories.commissioned(world)
    Notice.objects.all().delete()
    Conflict.objects.create(case=review.case, person=world["chair"], reason="x", declared_on=TODAY)
    operations.remind_checks(TODAY + timedelta(weeks=6), system_person())

    (notice,) = Notice.objects.all()
    assert (notice.person, notice.subject) == (world["manager"], "Something restricted waits for you")
    assert review.case.reference not in notice.path
    assert enter(world["manager"]).get(notice.path)["Location"] == f"{review.case.get_absolute_url()}review/"
    assert enter(world["chair"]).get(notice.path).status_code == 404
    assert enter(world["school"]).get(notice.path).status_code == 403
