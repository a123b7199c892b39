"""Whom an agency is asked through, by when, whether still; what is read of it before it was sent; and what a conflict changes."""

from datetime import date

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Role
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.governance.operations import appoint_role
from hamlet.reviews import operations, queries
from hamlet.reviews.models import AgencySummary
from hamlet.reviews.operations.asking import NotOfTheAgency, NotSent
from hamlet.reviews.operations.clock import WrongDay
from hamlet.reviews.operations.summaries import Sent
from hamlet.reviews.queries.chronology import chronology, still_writing, tally_of
from hamlet.reviews.queries.report import report_of
from hamlet.reviews.rules.chronology import Row
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import BEGAN, TODAY, fresh

pytestmark = pytest.mark.django_db
LATER, DUE = date(2022, 11, 17), date(2022, 11, 29)
ROW = Row(date(2022, 3, 1), None, "A-draft-entry", "Register")


@pytest.fixture
def summary(world):
    return factories.asked(world)


def ask(world, review, key, agency):
    given = {"asks_for": "Records", "due_on": DUE, "on": TODAY, "by": world["manager"]}
    return operations.ask_agency(review=review, agency=world.agencies[agency], author=world[key], **given)


def test_person_of_another_agency_or_a_young_scrutineer_is_refused(world):
    review = factories.review(world)
    with pytest.raises(NotOfTheAgency):
        ask(world, review, "school", "police")
    appoint_role(person=world["other"], role=Role.YOUNG_SCRUTINEER, starts_on=BEGAN, by=system_person())
    with pytest.raises(NotOfTheAgency):
        ask(world, review, "other", "icb")
    assert ask(world, review, "police", "police").author == world["police"]


def test_form_offers_each_agencys_own_people_and_asks_several_at_once(world, enter):
    review = factories.review(world)
    operations.declare_conflict(case=review.case, person=world["other"], reason="Family", on=TODAY, by=world["other"])
    client, path = enter(world["manager"]), f"{review.case.get_absolute_url()}agencies/ask/"
    form = client.get(path).context["form"] if client.get(path).context else None
    html = client.get(path).content.decode()
    assert form is None or form
    assert f'value="{world["other"].pk}"' not in html and f'value="{world["member"].pk}"' in html

    chosen = {f"author-{world.agencies[slug].pk}": world[key].pk for slug, key in (("schools", "author"), ("police", "police"))}
    given = {
        "asks_for": "Two years",
        "due_on_0": "29",
        "due_on_1": "11",
        "due_on_2": "2022",
        "made_with": AgencySummary().made_with,
    }
    for _ in range(2):
        client.post(path, {**chosen, **given})
    assert {(row.agency.slug, row.author) for row in AgencySummary.objects.all()} == {
        *(("schools", world["author"]), ("police", world["police"]))
    }
    assert "Two years" in client.get(path).content.decode()


def test_nobody_chosen_is_said(world, enter):
    review = factories.review(world)
    given = {"asks_for": "Two years", "due_on_0": "29", "due_on_1": "11", "due_on_2": "2022"}
    response = enter(world["manager"]).post(f"{review.case.get_absolute_url()}agencies/ask/", given)

    assert b"Choose who writes for at least one agency" in response.content


def test_draft_is_read_nowhere_until_it_is_sent(world, summary):
    operations.add_entry(summary=summary, row=ROW, by=world["author"])
    review, tally = summary.review, tally_of(summary.review.case)
    assert chronology(review, tally) == []
    content = repr(report_of(review, "P").content)
    assert "A-draft-entry" not in content and "was not sent: Schools" in content
    assert still_writing(review) == ["Schools"]

    factories.sent_part(world, summary)
    assert [row.what for row in chronology(review, tally)] == ["A-draft-entry"]
    assert still_writing(review) == []


def test_summary_is_put_off_with_a_reason_and_its_author_hears(world, enter, summary):
    path = f"{summary.review.case.get_absolute_url()}agencies/{summary.made_with}/put-off/"
    before = Notice.objects.filter(person=world["author"]).count()
    days = {"due_on_0": "1", "due_on_1": "12", "due_on_2": "2022"}
    enter(world["manager"]).post(path, {**days, "because": "Half term", "seen_version": summary.version})

    assert (fresh(summary).due_on, fresh(summary).put_off_because) == (date(2022, 12, 1), "Half term")
    assert Notice.objects.filter(person=world["author"]).count() == before + 1
    with pytest.raises(WrongDay):
        given = {"because": "x", "on": LATER, "seen_version": None, "by": world["manager"]}
        operations.put_off_summary(summary=summary, due_on=TODAY, **given)


def test_agency_that_is_asked_no_longer_is_shut_out_and_can_be_asked_again(world, enter, summary):
    given = {"because": "It never knew the family", "on": LATER, "seen_version": None, "by": world["manager"]}
    operations.withdraw_asking(summary=summary, **given)

    assert enter(world["author"]).get(summary.get_absolute_url()).status_code in (403, 404)
    assert Grant.objects.get(source_kind="reviews.summary").ends_on is not None
    with pytest.raises(Sent, match="no longer asked"):
        operations.write_summary(summary=summary, seen_version=None, by=world["author"])
    again = factories.asked(world, review=summary.review, on=LATER)
    assert again.pk != summary.pk
    assert still_writing(summary.review) == ["Schools"]


def test_sent_summary_is_handed_back_and_sent_again(world, enter, summary):
    given = {"because": "Say more of the holidays", "on": LATER, "seen_version": None, "by": world["manager"]}
    with pytest.raises(NotSent):
        operations.hand_back_summary(summary=summary, **given)
    factories.sent_part(world, summary, ROW)
    operations.hand_back_summary(summary=fresh(summary), **given)

    assert chronology(summary.review, tally_of(summary.review.case)) == []
    assert (
        "Handed back to you: Say more of the holidays" in enter(world["author"]).get(summary.get_absolute_url()).content.decode()
    )
    assert factories.sent_part(world, fresh(summary), on=DUE).sent_on == DUE


def test_author_with_a_conflict_is_left_alone_and_the_keepers_ask_another(world, enter, summary):
    Notice.objects.all().delete()
    case = summary.review.case
    operations.declare_conflict(case=case, person=world["author"], reason="Family", on=LATER, by=world["author"])
    assert set(Notice.objects.values_list("person__post_title", flat=True)) == {"Chair", "Manager"}
    operations.chase_authors(date(2022, 12, 5), system_person())
    assert not Notice.objects.filter(person=world["author"]).exists()

    person = world["manager"]
    person.powers = powers_on(person, LATER)
    titles = [duty.title for duty in queries.duties(person, LATER)]
    assert f"A summary needs another author: {case}" in titles
    assert "Needs another author" in enter(person).get(f"{case.get_absolute_url()}rapid-review/").content.decode()


def test_keeper_with_a_conflict_is_not_told_of_another(world, summary):
    case = summary.review.case
    operations.declare_conflict(case=case, person=world["chair"], reason="Friend", on=TODAY, by=world["chair"])
    Notice.objects.all().delete()
    operations.declare_conflict(case=case, person=world["author"], reason="Family", on=LATER, by=world["author"])

    assert set(Notice.objects.values_list("person__post_title", flat=True)) == {"Manager"}


def test_switch_of_names_keeps_the_filter_and_the_filter_the_names(world, enter, summary):
    client, path = enter(world["chair"]), f"{summary.review.case.get_absolute_url()}chronology/"
    agency = world.agencies["schools"].pk
    html = client.get(f"{path}?agency={agency}&first_0=1&first_1=3&first_2=2022").content.decode()
    assert f"?agency={agency}&amp;first_0=1&amp;first_1=3&amp;first_2=2022&amp;names=shown" in html

    named = client.get(f"{path}?agency={agency}&names=shown").content.decode()
    assert 'name="names" value="shown"' in named
    assert f'href="?agency={agency}"' in named


def test_step_that_was_not_done_after_all_is_taken_back(world, enter, summary):
    client, case = enter(world["manager"]), summary.review.case
    task = summary.review.tasks.order_by("due_on", "id").first()
    home = f"{case.get_absolute_url()}steps/{task.pk}/"
    client.post(f"{home}done/")
    assert fresh(task).done_on == TODAY
    client.post(f"{home}undo/")

    assert (fresh(task).done_on, fresh(task).done_by) == (None, None)
    assert client.post(f"{home}undo/").status_code == 404


def test_report_says_what_it_put_and_left_before_it_leaves(world, enter, summary):
    case, by = summary.review.case, world["chair"]
    operations.describe_child(
        case=case, child=None, name="Hope Testson", date_of_birth="1/2/2015", education="Illustrative Hill School", age="7", by=by
    )
    text = "Hope, born 1 February 2015, left Illustrative Hill School. There is hope"
    factories.sent_part(world, summary, Row(date(2022, 3, 1), None, text, "Register"))
    html = enter(world["manager"]).get(f"{case.get_absolute_url()}rapid-review/report/").content.decode()

    assert "Child 1, born [date of birth of Child 1], left [school of Child 1]. There is hope" in html
    assert "To check: left as words" in html
    assert "Testson" not in html and "Illustrative Hill" not in html


def test_person_who_referred_keeps_the_reference_and_nobody_else_reads_it(world, enter):
    case = factories.referred(world, reach="A telephone until ten")
    path = f"/reviews/referred/{case.made_with}/"

    html = enter(world["school"]).get(path).content.decode()
    assert case.reference in html and "by 22 November 2022" in html and "They reach you as you said" in html
    assert enter(world["member"]).get(path).status_code == 404
    seen = enter(world["chair"]).get(case.get_absolute_url()).content.decode()
    assert "A telephone until ten" in seen and "15 November 2022, School, Schools" in seen
