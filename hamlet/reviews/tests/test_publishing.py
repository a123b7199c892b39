"""Copies counted back from the real day, and what is public changed or withdrawn by two people."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hamlet.foundations.identifying import CouldBe
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.references import Reference
from hamlet.foundations.working_days.queries import bank_calendar
from hamlet.learning.operations import CouldIdentify, draft_briefing, publish_briefing
from hamlet.learning.queries import doubts_of
from hamlet.reviews import operations
from hamlet.reviews.models import Case, PublicChange, PublishedReview
from hamlet.reviews.operations.correcting import TakesTwo
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.publishing import AddressTaken, Identifying, ShortNotice
from hamlet.reviews.queries.clocks import clock_of
from hamlet.reviews.queries.identifying import hits_of
from hamlet.reviews.queries.published import became
from hamlet.reviews.rules.publishing import went_too_late
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def row_of(case, key, day=TODAY):
    title = case.deadlines.get(rule__key=key).rule.title
    return next(row for row in clock_of(case, day, bank_calendar()) if row.title == title)


@pytest.mark.parametrize(
    ("sent_on", "due_on", "late"),
    [
        (date(2022, 11, 4), date(2022, 11, 4), False),
        (date(2022, 11, 5), date(2022, 11, 4), True),
        (date(2022, 1, 1), TODAY, False),
    ],
)
def test_copies_went_too_late_when_they_went_after_their_day(sent_on, due_on, late):
    assert went_too_late(sent_on, due_on) is late


def test_copies_sent_for_a_later_day_do_not_let_it_be_published_at_once(world):
    review = factories.proposed(world, factories.completed(world))
    factories.copied(world, review, planned_on=TODAY + 40 * DAY, sent_on=TODAY)
    assert row_of(review.case, "copies").standing == "On time"
    with pytest.raises(ShortNotice, match="they had to go by 4 November 2022"):
        factories.publish(world, review)

    factories.publish(world, review, short_notice="The coroner published that morning")
    row = row_of(review.case, "copies")
    assert (row.due_on, row.standing) == (date(2022, 11, 4), "Late")
    assert [change.why for change in row.changes] == ["Reckoned from the day on which it was published"]
    assert fresh(review).short_notice == "The coroner published that morning"


def test_copies_on_the_last_day_that_leaves_seven_working_days_are_in_time(world):
    review = factories.proposed(world, factories.completed(world))
    factories.copied(world, review, sent_on=date(2022, 11, 4))
    factories.publish(world, review, short_notice="Not needed")

    assert (row_of(review.case, "copies").standing, fresh(review).short_notice) == ("On time", "")


def test_earlier_day_planned_after_the_copies_went_makes_them_late(world):
    review = factories.completed(world)
    factories.copied(world, review, planned_on=TODAY + 40 * DAY, sent_on=TODAY)
    given = {"on": TODAY, "seen_version": None, "by": world["manager"]}
    operations.plan_publication(review=review, planned_on=TODAY + DAY, **given)

    row = row_of(review.case, "copies")
    assert (row.standing, row.due_on, [change.why for change in row.changes]) == (
        "Late",
        date(2022, 11, 7),
        ["Another day was planned"],
    )


def test_nothing_is_planned_copied_written_or_proposed_once_it_is_public(world):
    review = factories.published(world).case.statutory_review
    given = {"seen_version": None, "by": world["manager"]}
    acts = (
        lambda: operations.plan_publication(review=review, planned_on=TODAY, on=TODAY, **given),
        lambda: operations.record_copies(review=review, copies_sent_on=TODAY, on=TODAY, **given),
        lambda: operations.write_text(review=review, text="Other", improvements="", **given),
        lambda: factories.proposed(world, review),
    )
    for act in acts:
        with pytest.raises(NotNow, match="closed to change"):
            act()


def test_name_in_the_title_or_the_address_stops_publication_and_is_shown_to_be_decided(world):
    review = factories.completed(world, title="The review of Testname", slug="testname-2010-05-01")
    operations.hold_name(case=review.case, name="Testname", stands_for="the child", by=world["chair"])
    factories.proposed(world, review)
    assert [hit.words for hit in hits_of(fresh(review))] == ["Testname", "testname", "2010-05-01"]
    with pytest.raises(Identifying, match="3 places"):
        factories.publish(world, review)


def test_title_and_address_are_written_before_it_is_proposed_and_an_address_is_one_reviews_own(world):
    with pytest.raises(NotNow, match="title and the address"):
        factories.proposed(world, factories.completed(world, slug=""))
    PublishedReview.objects.update(case=None)
    taken = {"slug": "taken", "title": "A", "how": "Publish the report", "text": "B", "published_on": TODAY, "keep_until": TODAY}
    PublishedReview.objects.create(**taken)
    with pytest.raises(AddressTaken):
        factories.completed(world, slug="taken")


def hidden(world, found):
    given = {"because": "A name stands in it", "on": TODAY, "seen_version": None, "by": world["manager"]}
    return operations.propose_withdrawal(published=found, **given)


def decided(world, change, act=operations.make_change, on=TODAY, by="chair"):
    return act(change=change, on=on, seen_version=None, by=world[by])


def corrected(world, found, **given):
    rest = {"title": "A review", "slug": "review-a", "text": "Mended", "because": "A name", "on": TODAY, "seen_version": None}
    return operations.propose_correction(published=found, **{**rest, "by": world["manager"], **given})


def test_withdrawal_hides_it_at_once_and_a_second_person_makes_it_good(world, client):
    found = factories.published(world)
    Notice.objects.all().delete()
    change = hidden(world, found)
    assert client.get("/reviews/published/review-a/").status_code == 404
    assert {notice.person for notice in Notice.objects.all()} == {world["chair"]}
    with pytest.raises(TakesTwo):
        decided(world, change, by="manager")

    change = decided(world, change)
    found = fresh(found)
    assert (found.text, found.title, found.withdrawn, found.taken_down_on) == ("", "A review that was withdrawn", True, TODAY)
    assert "review-a" not in found.slug
    assert "What was learned" in change.before
    assert row_of(found.case, "public").standing == "Ended early"


def test_what_was_held_back_is_put_back_by_a_second_person_and_stays_so_much_longer(world, client):
    found = factories.published(world)
    change = hidden(world, found)
    with pytest.raises(TakesTwo):
        decided(world, change, operations.decline_change, by="manager")
    decided(world, change, operations.decline_change, on=TODAY + 3 * DAY)

    assert client.get("/reviews/published/review-a/").status_code == 200
    assert fresh(found).keep_until == date(2023, 11, 18)
    row = row_of(found.case, "public", TODAY + 3 * DAY)
    assert (row.due_on, row.changes[0].why) == (
        date(2023, 11, 18),
        "Off the public site from 15 November 2022 to 18 November 2022",
    )


def test_correction_is_checked_and_published_by_a_second_person_and_keeps_the_old_text(world, client):
    found = factories.published(world)
    operations.hold_name(case=found.case, name="Testname", stands_for="the child", by=world["chair"])
    change = corrected(world, found, text="Testname was seen")
    with pytest.raises(Identifying):
        decided(world, change)
    decided(world, change, operations.decline_change, by="manager")

    change = decided(world, corrected(world, found))
    assert b"Mended" in client.get("/reviews/published/review-a/").content
    assert "What was learned" in change.before
    assert row_of(found.case, "public").stopped_on is None


def test_withdrawn_report_is_put_back_mended_and_its_clock_runs_on(world, client):
    found = factories.published(world)
    decided(world, hidden(world, found))
    change = corrected(world, fresh(found), slug="review-b")
    decided(world, change, on=TODAY + 10 * DAY)

    assert client.get("/reviews/published/review-b/").status_code == 200
    found = fresh(found)
    assert (found.taken_down_on, found.withdrawn, found.keep_until) == (None, False, date(2023, 11, 25))
    assert row_of(found.case, "public", TODAY + 10 * DAY).standing == "Running"


def test_one_change_waits_at_a_time_each_says_why_and_none_is_decided_twice(world):
    found = factories.published(world)
    with pytest.raises(NotSaid):
        corrected(world, found, because=" ")
    change = corrected(world, found)
    with pytest.raises(NotNow, match="waits for a second person"):
        hidden(world, found)
    decided(world, change)
    with pytest.raises(NotNow, match="has decided"):
        decided(world, change)


def test_database_lets_nobody_take_it_down_early_without_a_withdrawal_or_decide_alone(world):
    found = factories.published(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedReview.objects.update(taken_down_on=TODAY)
    change = hidden(world, found)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicChange.objects.filter(pk=change.pk).update(made_on=TODAY, made_by=world["manager"])


def test_public_reads_what_became_of_each_accepted_recommendation(world, client):
    review = factories.commissioned(world)
    operations.accept_advice(advice=factories.advised(world, review), on=TODAY, seen_version=None, by=world["manager"])
    found = factories.publish(world, factories.proposed(world, factories.completed(world, of=review)))

    assert became(found) == [("Ask what a day is like", "Agreed")]
    html = client.get("/reviews/published/review-a/").content.decode()
    for words in ("Ask what a day is like", "Agreed", "Published 15 November 2022. It stays public until 15 November 2023"):
        assert words in html


def test_briefing_of_a_case_or_of_what_was_published_of_it_names_nobody(world):
    found = factories.published(world)
    operations.hold_name(case=found.case, name="Testname", stands_for="the child", by=world["chair"])
    texts = {"title": "Hearing children", "learned": "Ask testname", "changed": "", "practice": "Ask", "question": ""}
    for kind, identity in (("reviews.case", found.case_id), ("reviews.publishedreview", found.pk)):
        source = Reference(kind, str(identity), "", "")
        briefing = draft_briefing(source=source, on=TODAY, by=world["manager"], **texts)
        with pytest.raises(CouldIdentify, match="a name held on the case"):
            publish_briefing(briefing=briefing, names_nobody=False, on=TODAY, seen_version=None, by=world["chair"])
    assert doubts_of(briefing) == [CouldBe("A name held on the case", "testname")]


def test_disposal_waits_for_an_open_change_and_takes_the_old_text_with_it(world):
    found = factories.published(world)
    Case.objects.update(closed_on=TODAY)
    change, day = hidden(world, found), date(2033, 1, 3)
    disposal = operations.propose_disposal(case=fresh(found.case), on=day, by=world["manager"])
    with pytest.raises(NotNow, match="waits for a second person"):
        operations.confirm_disposal(disposal=disposal, on=day, by=world["chair"])
    decided(world, change)
    operations.confirm_disposal(disposal=disposal, on=day, by=world["chair"])

    assert not PublicChange.objects.exists()
    assert fresh(found).case is None
