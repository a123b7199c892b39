"""Joining and its undoing: what a joint recommendation begins on, what is left when a part goes, and that two stand alone again."""

from datetime import date, timedelta
from itertools import combinations_with_replacement

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.learning import operations, queries
from hamlet.learning.models import Evidence, Recommendation, RungProposal
from hamlet.learning.rules.ladder import LADDER, EvidenceKind
from hamlet.learning.tests.conftest import TODAY, review

DAY = timedelta(days=1)
AGAIN = date(2023, 11, 15)


def join(rows, by):
    return operations.join_recommendations(recommendations=rows, text="Record it", on=TODAY, by=by)


@pytest.mark.parametrize(("low", "high"), list(combinations_with_replacement(range(5), 2)))
def test_any_two_rungs_join_on_the_lower_one_and_look_again_on_the_earlier_day(low, high, recommend, climb, adder):
    rows = [climb(recommend(source=review(n)), n_rungs, again=AGAIN + n * DAY) for n, n_rungs in enumerate((low, high))]
    joint = join(rows, adder)

    whole = Recommendation.objects.order_by("pk")
    assert {row.rung for row in whole} == {LADDER[low].value} == {joint.rung}
    assert {row.look_again_on for row in whole} == {AGAIN if low == 4 else None}


def test_flag_of_a_part_goes_to_the_joint_one_and_stays_on_no_part(recommend, climb, adder):
    rows = [climb(recommend(source=review(n)), 2) for n in (1, 2)]
    Recommendation.objects.filter(pk=rows[0].pk).update(flags="Its theme came up again", flagged_on=TODAY)
    joint = join(rows, adder)

    flags = dict(Recommendation.objects.order_by("pk").values_list("reference", "flags"))
    assert flags == {"R-0001": "", "R-0002": "", joint.reference: "Its theme came up again"}


@pytest.fixture
def three(recommend, climb, show, adder):
    """A joint recommendation of three at the top, whose work and evidence are all the first part's."""
    rows = [climb(recommend(source=review(1)), 0), *(recommend(source=review(n)) for n in (2, 3))]
    return rows, climb(join(rows, adder), 4)


def only_of(rows, joint):
    Evidence.objects.filter(recommendation=joint).update(recommendation=rows[0])
    for action in joint.actions.all():
        action.recommendations.set([rows[0]])


def take_out(part, by):
    return operations.take_out(part=part, because="Another matter", on=TODAY, seen_version=None, by=by)


def test_what_no_longer_stands_on_enough_is_flagged_at_once_and_stays_so(three, adder):
    rows, joint = three
    only_of(rows, joint)
    take_out(rows[0], adder)
    joint.refresh_from_db()
    assert (joint.rung, joint.why_again, joint.flagged_on) == ("Embedded", ["What held it up was taken away"], TODAY)

    operations.flag_what_to_look_at_again(TODAY + DAY, adder)
    joint.refresh_from_db()
    assert joint.why_again[0] == "What held it up was taken away"
    given = {"because": "So", "look_again_on": AGAIN, "on": TODAY, "seen_version": None, "by": adder}
    with pytest.raises(operations.NotReached):
        operations.keep_rung(recommendation=joint, **given)


def test_taking_out_what_held_nothing_up_flags_nothing(three, adder):
    rows, joint = three
    take_out(rows[2], adder)
    joint.refresh_from_db()

    assert (joint.rung, joint.flags) == ("Embedded", "")


def test_rung_that_waits_is_declined_when_a_part_goes_and_its_proposer_told(recommend, climb, adder, person_factory):
    joint = climb(join([recommend(source=review(n)) for n in (1, 2, 3)], adder), 1)
    proposer = person_factory("Proposer")
    operations.propose_rung(recommendation=joint, because="Checked", on=TODAY, by=proposer)
    take_out(joint.parts.order_by("pk").first(), adder)

    proposal = RungProposal.objects.latest("pk")
    assert (proposal.confirmed, proposal.reasons) == (False, "R-0001 was taken out: Another matter")
    assert Notice.objects.get(person=proposer).subject == "A rung that you proposed was declined"


def dissolve(joint, by, **given):
    given = {"because": "Two matters", "on": TODAY, "seen_version": None, **given}
    return operations.dissolve(joint=joint, by=by, **given)


@pytest.fixture
def pair(recommend, climb, adder):
    return climb(join([recommend(source=review(n)) for n in (1, 2)], adder), 4)


def test_dissolved_both_stand_alone_with_the_actions_and_evidence_of_the_whole(pair, adder, climb):
    parts = dissolve(pair, adder)

    assert [
        (row.joint_into, row.rung, row.doing) for row in Recommendation.objects.filter(joint_into=None).exclude(pk=pair.pk)
    ] == [(None, "Agreed", "Actions closed")] * 2
    for row in parts:
        assert [item.kind for item in queries.evidence_of(row)] == ["Children and families", "Audit"]
        assert queries.actions_of(row).count() == 1
        assert row.rung_changes.latest("id").because == "R-0003 was dissolved: Two matters"
        assert climb(row, 4).rung == "Embedded"


def test_dissolved_joint_one_stays_as_a_closed_record(pair, adder, show):
    dissolve(pair, adder)
    pair.refresh_from_db()

    assert (pair.closed_on, pair.closed_because, pair.place) == (TODAY, "Two matters", "Dissolved")
    assert Event.objects.about(pair).latest("id").verb == "learning.recommendation_dissolved"
    assert not Recommendation.objects.single().filter(pk=pair.pk).exists()
    with pytest.raises(operations.NotJoined, match="is not a joint recommendation that can be dissolved"):
        dissolve(pair, adder)
    with pytest.raises(operations.NotEvidence, match="was dissolved"):
        show(pair)
    with pytest.raises(operations.NotOnTheLadder, match="was dissolved"):
        operations.propose_rung(recommendation=pair, because="So", on=TODAY, by=adder)


def test_shared_evidence_counts_once_in_the_report_and_keeps_its_file_for_both(recommend, show, adder):
    joint = join([recommend(source=review(n)) for n in (1, 2)], adder)
    show(joint, EvidenceKind.AUDIT, upload=SimpleUploadedFile("a.txt", b"Nine", content_type="text/plain"))
    parts = dissolve(joint, adder)

    assert [[file.file_name for item in queries.evidence_shown(row, TODAY) for file in item.files] for row in parts] == [
        ["a.txt"]
    ] * 2
    rows = {row.item: row for row in queries.report_evidence(date(2022, 4, 1), date(2023, 3, 31), TODAY)}
    assert rows["evidence_of_impact"].count == 1


def test_what_cannot_be_dissolved(pair, recommend, adder):
    with pytest.raises(operations.NotSaid):
        dissolve(pair, adder, because=" ")
    with pytest.raises(operations.NotJoined):
        dissolve(recommend(), adder)
    with pytest.raises(ChangedMeanwhile):
        dissolve(pair, adder, seen_version=pair.version + 1)


def test_dissolved_parts_may_be_joined_again(pair, adder):
    again = join(dissolve(pair, adder), adder)

    assert (again.reference, again.rung) == ("R-0004", "Agreed")
    with pytest.raises(operations.NotJoined, match="R-0003 was dissolved"):
        join([pair, again], adder)


def test_wrong_link_is_undone_with_reasons_and_may_be_made_again(recommend, adder):
    first, second = recommend(), recommend(source=review(2))
    given = {"first": first, "second": second, "because": "Alike", "on": TODAY, "by": adder}
    link = operations.link_recommendations(**given)
    operations.unlink(link=link, because="A slip", on=TODAY, seen_version=link.version, by=adder)

    assert queries.linked_to(first) == []
    assert Event.objects.about(second).latest("id").verb == "learning.recommendations_unlinked"
    with pytest.raises(operations.SameTwice):
        operations.unlink(link=link, because="Again", on=TODAY, seen_version=None, by=adder)
    operations.link_recommendations(**given)
    assert [other for other, _ in queries.linked_to(first)] == [second]


def test_action_that_served_by_mistake_no_longer_bars_what_is_done(recommend, plan, adder, climb):
    row = climb(recommend(), 1)
    wrong = plan(title="Of another matter")
    operations.let_serve(action=wrong, recommendation=row, by=adder)
    undo = {"action": wrong, "recommendation": row, "on": TODAY, "by": adder}
    with pytest.raises(operations.NotSaid):
        operations.stop_serving(because="", **undo)
    operations.stop_serving(because="A slip", **undo)
    row.refresh_from_db()

    assert (row.doing, row.flags) == ("Actions closed", "")
    assert wrong.updates.get().note == "Serves R-0001 no longer: A slip"
    with pytest.raises(operations.SameTwice, match="does not serve R-0001"):
        operations.stop_serving(because="Twice", **undo)


def test_rung_whose_only_action_goes_is_flagged(recommend, climb, adder):
    row = climb(recommend(), 1)
    operations.stop_serving(action=row.actions.get(), recommendation=row, because="A slip", on=TODAY, by=adder)
    row.refresh_from_db()

    assert (row.rung, row.why_again) == ("Action done", ["What held it up was taken away"])
