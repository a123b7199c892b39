"""What is due is proposed; two people dispose of it; a tombstone is all that is left, in every room."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from hamlet.foundations.access.models import Grant
from hamlet.foundations.audit.models import Event, RecordKey
from hamlet.foundations.audit.queries import history
from hamlet.foundations.audit.seals import faults, seal_events
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.learning.models import Action, Briefing, Recommendation
from hamlet.reviews import operations
from hamlet.reviews.models import Case, Disposal, PublishedReview
from hamlet.reviews.operations.disposal import HANGING, TakesTwo
from hamlet.reviews.operations.incidents import NotNow
from hamlet.reviews.rules.cases import Stage
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
DUE = date(2032, 11, 15)
STAYS = {"Disposal", "PublishedReview", "PublishedPoint"}


def daily(today=DUE):
    operations.propose_due_disposals(today, system_person())


def told():
    return Notice.objects.filter(path="/reviews/keeping/")


def test_everything_that_hangs_on_a_case_goes_with_it():
    """A record that reaches a case by its foreign keys stands in the list of what disposal destroys."""
    models = list(apps.get_app_config("reviews").get_models())
    reach, grown = {Case}, True
    while grown:
        more = {
            model for model in models for field in model._meta.fields if field.is_relation and field.related_model in reach
        } - reach
        grown, reach = bool(more), reach | more

    assert {model.__name__ for model in reach - {Case}} - STAYS == {name for name, _ in HANGING}


def test_service_proposes_what_is_due_once_and_tells_those_who_keep_cases(world):
    case = factories.closed(world)
    daily(DUE - timedelta(days=1))
    assert not Disposal.objects.exists()

    daily()
    daily(DUE + timedelta(days=1))
    disposal = Disposal.objects.get(case=case)
    assert (disposal.proposed_on, disposal.proposed_by, disposal.confirmed_by) == (DUE, None, None)
    assert set(told().values_list("person", flat=True)) == {world["manager"].pk, world["chair"].pk}
    assert told().count() == 2
    assert Event.objects.filter(verb="reviews.disposal_due", by=system_person()).count() == 1


def test_conflicted_keeper_is_not_told(world):
    case = factories.closed(world)
    operations.declare_conflict(case=case, person=world["chair"], reason="Family", on=TODAY, by=world["manager"])
    daily()

    assert list(told().values_list("person", flat=True)) == [world["manager"].pk]


def test_nobody_disposes_alone_of_what_the_service_proposed(world):
    case = factories.closed(world)
    daily()
    disposal = Disposal.objects.get(case=case)
    with pytest.raises(TakesTwo):
        operations.confirm_disposal(disposal=disposal, on=DUE, by=world["manager"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(confirmed_on=DUE, confirmed_by=world["manager"])

    agreed = operations.propose_disposal(case=case, on=DUE, by=world["manager"])
    assert (agreed.pk, agreed.proposed_by) == (disposal.pk, world["manager"])
    with pytest.raises(TakesTwo):
        operations.confirm_disposal(disposal=agreed, on=DUE, by=world["manager"])
    assert operations.confirm_disposal(disposal=agreed, on=DUE, by=world["chair"]).confirmed_by == world["chair"]


def test_second_who_agrees_does_not_take_the_first_ones_place(world):
    case = factories.closed(world)
    operations.propose_disposal(case=case, on=DUE, by=world["manager"])

    assert operations.propose_disposal(case=case, on=DUE, by=world["chair"]).proposed_by == world["manager"]


def test_case_kept_for_now_is_proposed_again_a_year_later(world):
    case = factories.closed(world)
    daily()
    disposal = operations.decline_disposal(disposal=Disposal.objects.get(case=case), on=DUE, by=world["manager"])
    with pytest.raises(TakesTwo):
        operations.confirm_disposal(disposal=disposal, on=DUE, by=world["chair"])

    daily(date(2033, 11, 14))
    assert Disposal.objects.get().declined_on == DUE
    daily(date(2033, 11, 15))
    assert (Disposal.objects.get().declined_on, Disposal.objects.get().proposed_on) == (None, date(2033, 11, 15))


def test_case_that_was_disposed_of_is_neither_kept_for_now_nor_proposed(world):
    case = factories.closed(world)
    disposal = operations.propose_disposal(case=case, on=DUE, by=world["manager"])
    operations.confirm_disposal(disposal=disposal, on=DUE, by=world["chair"])
    with pytest.raises(NotNow, match="disposed of"):
        operations.decline_disposal(disposal=disposal, on=DUE, by=world["chair"])

    daily(date(2040, 1, 2))
    assert Disposal.objects.count() == 1


@pytest.fixture
def whole(world):
    """A case with everything around it, disposed of: a plan's recommendation and action, a briefing, grants, notices, a public text."""
    summary = factories.asked(world)
    rapid = factories.recommended(world, of=summary.review)
    given = {"title": "Act today", "owner": world["health"], "due_on": TODAY, "on": TODAY}
    operations.add_immediate_action(review=rapid, **given, by=world["manager"])
    joint = factories.jointly_decided(world, of=rapid)
    review = factories.commissioned(world, case=send(world, joint).case)
    operations.accept_advice(advice=factories.advised(world, review), on=TODAY, seen_version=None, by=world["manager"])
    factories.publish(world, factories.proposed(world, factories.completed(world, of=fresh(review))))
    Briefing.objects.create(
        title="A", learned="B", practice="C", source_room="reviews.case", source_id=str(review.case_id),
        written_by=world["chair"], written_on=TODAY,
    )  # fmt: skip
    Case.objects.filter(pk=review.case_id).update(stage=Stage.CLOSED.value, closed_on=TODAY)
    seal_events()
    return fresh(review.case)


def send(world, found):
    found = factories.written(world, found)
    return operations.send_to_panel(review=found, sent_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])


def dispose(world, case):
    disposal = operations.propose_disposal(case=case, on=DUE, by=world["manager"])
    return operations.confirm_disposal(disposal=disposal, on=DUE, by=world["chair"])


def test_trail_tells_nothing_of_what_was_disposed_of(world, whole):
    said = " ".join(row.sentence for row in history(whole, 200))
    assert "A local child safeguarding practice review" in said
    dispose(world, whole)

    assert not RecordKey.objects.filter(kind="reviews.case").exists()
    said = " ".join(row.sentence for row in history(whole, 200))
    left = repr(list(Event.objects.filter(subject_kind="reviews.case").values_list("details", flat=True)))
    for words in ("practice review", "national Panel, the Secretary", "Local authority", "2022-11", "2023-", "R-2022", "Schools"):
        assert words not in left
        assert words not in said
    assert faults()[0] == []


def test_nothing_in_another_room_leads_to_what_was_disposed_of(world, whole):
    grants = Grant.objects.filter(source_kind__startswith="reviews.")
    notices = Notice.objects.filter(key__startswith="reviews.")
    assert (grants.count(), notices.count() > 3) == (2, True)
    sources = [Recommendation.objects.get(), Action.objects.get(), Briefing.objects.get()]
    assert {row.source_id for row in sources} == {str(whole.pk)}
    dispose(world, whole)

    left = {fresh(row).source_id for row in sources}
    assert len(left) == 1
    assert str(whole.pk) not in left
    assert (grants.count(), notices.exclude(key__contains=".disposal.").count()) == (0, 0)
    assert PublishedReview.objects.get().case is None


def test_tombstone_says_its_reference_its_days_and_two_people(world, whole):
    disposal = dispose(world, whole)

    gone = fresh(whole)
    assert (gone.reference, gone.referred_on, gone.closed_on, gone.disposed_on) == ("SI-2022-001", TODAY, TODAY, DUE)
    assert (gone.referred_by, gone.referring_agency, gone.decided_by, gone.told) == (system_person(), None, None, "")
    assert gone.version > whole.version
    assert {disposal.proposed_by, disposal.confirmed_by} == {world["manager"], world["chair"]}


def test_page_offers_the_next_step_to_the_person_whose_it_is(world, enter, frozen):
    case = factories.closed(world)
    frozen.move_to(date(2033, 1, 4))
    daily(date(2033, 1, 4))
    keeping, home = "/reviews/keeping/", f"/reviews/keeping/{case.reference}/"
    manager = enter(world["manager"])
    assert "Agree to dispose of it" in manager.get(keeping).content.decode()
    assert "years of keeping are over" in manager.get("/desk/").content.decode()

    manager.post(f"{home}propose/", {})
    assert "somebody else confirms" in manager.get(keeping).content.decode()
    assert "years of keeping are over" not in manager.get("/desk/").content.decode()
    chair = enter(world["chair"])
    assert "Dispose of it" in chair.get(keeping).content.decode()
    chair.post(f"{home}confirm/", {"seen_version": 999})
    assert fresh(case).disposed_on is None
    chair.post(f"{home}confirm/", {"seen_version": Disposal.objects.get().version})
    assert fresh(case).disposed_on == date(2033, 1, 4)


def test_briefing_leads_to_no_case_and_to_a_review_once_it_is_public(world, enter):
    review = factories.completed(world)
    page = f"{review.case.get_absolute_url()}briefing/"
    texts = {"title": "What was learned", "learned": "L", "changed": "", "practice": "P", "question": ""}
    manager = enter(world["manager"])
    manager.post(page, texts)
    assert (Briefing.objects.get().source_room, Briefing.objects.get().source_id) == ("", "")

    found = factories.publish(world, factories.proposed(world, review))
    manager.post(page, texts)
    assert Briefing.objects.latest("id").source_id == str(found.pk)
    assert Briefing.objects.latest("id").source_room == "reviews.publishedreview"
