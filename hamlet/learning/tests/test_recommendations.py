from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hamlet.foundations.audit.models import Event
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.foundations.references import Reference
from hamlet.learning import operations, queries
from hamlet.learning.models import Link, Recommendation, RungChange
from hamlet.learning.operations import add_theme
from hamlet.learning.rules.recommendations import Answer, SourceKind
from hamlet.learning.tests.conftest import CANARY, TODAY, review
from tests.racing import at_once


def verbs(record):
    return list(Event.objects.about(record).order_by("id").values_list("verb", flat=True))


def test_recommendation_takes_the_next_reference_and_waits_for_an_answer(recommend, adder):
    theme = add_theme(name="Voice of the child", by=adder)
    first, second = recommend(accepted=False, themes=[theme], outcome="Heard", measure="An audit"), recommend(accepted=False)

    assert (first.reference, second.reference) == ("R-0001", "R-0002")
    assert (first.answer, first.rung, first.outcome, first.measure) == ("Waiting for an answer", "", "Heard", "An audit")
    assert list(first.themes.all()) == [theme]
    assert verbs(first) == ["learning.recommendation_added"]


def test_double_click_adds_one(recommend):
    key = uuid4()

    assert recommend(accepted=False, made_with=key) == recommend(accepted=False, made_with=key)


def test_recommendation_without_words_is_refused(recommend):
    with pytest.raises(operations.NotSaid, match="Enter what is recommended"):
        recommend(text=" ")


def test_recommendations_from_a_record_of_another_room(recommend):
    mine = recommend(source=review(7))
    recommend(source=review(8))

    assert list(queries.recommendations_from("reviews.case", "7")) == [mine]


def test_accepted_one_stands_on_the_first_rung_and_is_answered_once(recommend, adder):
    row = recommend()

    assert (row.answer, row.rung, row.reached_on) == ("Accepted", "Agreed", date(2022, 6, 1))
    assert list(RungChange.objects.values_list("before", "to", "on")) == [("", "Agreed", date(2022, 6, 1))]
    with pytest.raises(operations.AnsweredAlready, match="R-0001 was accepted on 1 June 2022"):
        operations.reject_recommendation(recommendation=row, reasons="No", on=TODAY, seen_version=None, by=adder)


def test_rejection_says_why(recommend, adder):
    row = recommend(accepted=False)
    with pytest.raises(operations.NotSaid):
        operations.reject_recommendation(recommendation=row, reasons=" ", on=TODAY, seen_version=None, by=adder)
    row = operations.reject_recommendation(recommendation=row, reasons="Done already", on=TODAY, seen_version=1, by=adder)

    assert (row.answer, row.answer_reasons, row.rung) == (Answer.REJECTED.value, "Done already", "")


def test_change_keeps_the_text_and_refuses_a_stale_form(recommend, adder):
    row = recommend()
    given = {"agencies": [], "outcome": "New", "measure": "Count", "themes": [], "by": adder}
    changed = operations.change_recommendation(recommendation=row, seen_version=row.version, **given)

    assert (changed.outcome, changed.measure) == ("New", "Count")
    with pytest.raises(ChangedMeanwhile):
        operations.change_recommendation(recommendation=row, seen_version=row.version, **given)


def test_nothing_special_stands_in_the_trail_as_plain_text(recommend, climb, show):
    row = climb(recommend(text="Canary words of it", outcome="Canary outcome"), 1)
    show(row, text="Canary evidence")

    assert not any("anary" in str(event.details) for event in Event.objects.all())


def test_link_is_mutual_once_and_says_why(recommend, adder):
    first, second = recommend(), recommend(text="Ask children what they think of visits")
    operations.link_recommendations(first=second, second=first, because="Much the same", on=TODAY, by=adder)

    assert [(row.reference, link.because) for row, link in queries.linked_to(first)] == [("R-0002", "Much the same")]
    assert [row.reference for row, _ in queries.linked_to(second)] == ["R-0001"]
    for other in (second, first):
        with pytest.raises(operations.SameTwice):
            operations.link_recommendations(first=first, second=other, because="Again", on=TODAY, by=adder)
    assert Link.objects.count() == 1


@pytest.fixture
def two(recommend):
    national = Reference("national", "2022", "The national review of 2022", "")
    return (
        recommend(text="Record what the child says at every home visit"),
        recommend(
            text="Home visits must record what the child said",
            source_kind=SourceKind.NATIONAL_REVIEW,
            source=national,
            on=date(2022, 5, 1),
            accepted=False,
        ),
    )


def join(rows, by, **given):
    given = {"text": "Every visit records the child's words", "on": TODAY, **given}
    return operations.join_recommendations(recommendations=rows, by=by, **given)


def test_joint_recommendation_keeps_every_source_and_carries_its_parts(two, adder):
    themes = [add_theme(name=name, by=adder) for name in ("Neglect", "Voice of the child")]
    for row, theme in zip(two, themes, strict=True):
        row.themes.add(theme)
    joint = join(two, adder)

    assert (joint.reference, joint.rung, joint.found_on) == ("R-0003", "Agreed", date(2022, 5, 1))
    assert set(joint.themes.all()) == set(themes)
    parts = list(joint.parts.order_by("id").values_list("reference", "source_label", "rung", "answer"))
    assert parts == [("R-0001", CANARY, "Agreed", "Accepted"), ("R-0002", "The national review of 2022", "Agreed", "Accepted")]


def test_double_click_joins_once_and_a_third_joins_the_joint_one(two, recommend, adder):
    key = uuid4()
    joint = join(two, adder, made_with=key)
    assert join(two, adder, made_with=key) == joint

    assert join([joint, recommend(text="Write down the words of children")], adder) == joint
    assert joint.parts.count() == 3


def test_joint_one_begins_on_the_lowest_rung_of_its_parts(two, climb, adder):
    climb(two[0], 2)
    joint = join(two, adder)

    assert joint.rung == "Agreed"
    assert Recommendation.objects.get(pk=two[0].pk).rung == "Agreed"
    assert RungChange.objects.filter(recommendation=two[0]).latest("id").because == "Joined into R-0003"


def test_what_cannot_be_joined(two, recommend, adder, climb, plan):
    rejected = recommend(accepted=False, text="Buy a van")
    operations.reject_recommendation(recommendation=rejected, reasons="No", on=TODAY, seen_version=None, by=adder)
    for rows, why in (([two[0]], "at least two"), ([two[0], rejected], "R-0003 was rejected")):
        with pytest.raises(operations.NotJoined, match=why):
            join(rows, adder)
    join(two, adder)
    with pytest.raises(operations.NotJoined, match="R-0001 is part of a joint recommendation already"):
        join([two[0], recommend()], adder)


def test_part_taken_out_begins_again_and_two_are_always_left(two, recommend, adder, climb):
    third = recommend(text="Write down the words of children")
    joint = climb(join([*two, third], adder), 2)
    operations.take_out(part=third, because="Another matter", on=TODAY, seen_version=None, by=adder)
    third.refresh_from_db()

    assert (joint.rung, third.rung, third.joint_into) == ("Practice checked", "Agreed", None)
    with pytest.raises(operations.NotJoined, match="would be left with one part"):
        operations.take_out(part=two[0], because="Too", on=TODAY, seen_version=None, by=adder)


def test_how_far_the_actions_are_is_kept_on_single_and_joint(two, plan, adder):
    joint = join(two, adder)
    first, second = plan(recommendations=[two[0]]), plan()
    operations.let_serve(action=second, recommendation=joint, by=adder)
    assert set(Recommendation.objects.values_list("doing", flat=True)) == {"Actions open"}

    for action in (first, second):
        operations.complete_action(action=action, note="Done", closed_on=TODAY, seen_version=None, by=adder)
    assert set(Recommendation.objects.values_list("doing", "done_on")) == {("Actions closed", TODAY)}


def test_likely_duplicates_are_found_marked_and_never_itself_or_its_joint(two, recommend, adder):
    typed = "Practitioners record what a child says on every home visit"
    found = queries.likely_duplicates(typed)

    assert {row.recommendation.reference for row in found} == {"R-0001", "R-0002"}
    assert ("home", True) in found[0].pieces
    assert [row.recommendation for row in queries.likely_duplicates(two[0].text, leaving=two[0])] == [two[1]]
    joint = join(two, adder)
    assert queries.likely_duplicates(joint.text, leaving=Recommendation.objects.get(pk=two[0].pk)) == []


def test_index_forgets_what_a_rolled_back_transaction_added(recommend):
    try:
        with transaction.atomic():
            recommend(text="Measure bruises of babies with one chart")
            assert queries.likely_duplicates("One chart to measure bruises of babies")
            raise RuntimeError
    except RuntimeError:
        pass
    recommend(text="Publish the training calendar for schools")

    assert queries.likely_duplicates("One chart to measure bruises of babies") == []
    assert len(queries.likely_duplicates("The training calendar that schools publish")) == 1


@pytest.mark.parametrize("changed", [{"answer": "Accepted"}, {"answer": "Rejected", "answered_on": TODAY}, {"rung": "Embedded"}])
def test_database_refuses_what_no_operation_writes(recommend, changed):
    row = recommend(accepted=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=row.pk).update(**changed)


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_share_a_reference(recommend):
    recommend(accepted=False)

    at_once(*(lambda: recommend(accepted=False),) * 4)

    assert sorted(Recommendation.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
