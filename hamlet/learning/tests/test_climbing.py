from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Role
from hamlet.foundations.documents.queries import documents_on
from hamlet.foundations.notices.models import Notice
from hamlet.learning import operations, queries
from hamlet.learning.models import Evidence, RungChange, RungProposal
from hamlet.learning.rules.ladder import EvidenceKind, Rung
from hamlet.learning.tests.conftest import TODAY
from tests.racing import at_once

DAY = timedelta(days=1)
AGAIN = date(2023, 11, 15)


def propose(row, by, **given):
    return operations.propose_rung(recommendation=row, because="It holds", on=TODAY, by=by, **given)


def confirm(proposal, by):
    return operations.confirm_rung(proposal=proposal, on=TODAY, seen_version=None, by=by)


def seen_as(person):
    person.powers = powers_on(person, TODAY)
    return person


@pytest.fixture
def done(recommend, plan):
    row = recommend()
    action = plan(recommendations=[row])
    operations.complete_action(action=action, note="Done", closed_on=date(2022, 7, 1), seen_version=None, by=action.owner)
    return row


def test_whole_way_up_is_a_dated_history(recommend, climb):
    row = climb(recommend(), 4)

    assert (row.rung, row.reached_on, row.look_again_on) == ("Embedded", TODAY, AGAIN)
    assert list(row.rung_changes.order_by("id").values_list("to", flat=True)) == [rung.value for rung in Rung]
    assert row.proposals.filter(confirmed=True).count() == 4


def test_rung_that_is_not_reached_says_what_it_needs(recommend, done, adder, person_factory):
    with pytest.raises(operations.NotReached, match=r"“Action done” is not reached yet\. It needs an action: none serves it yet"):
        propose(recommend(), adder)
    confirm(propose(done, adder), person_factory("Other"))
    with pytest.raises(operations.NotReached, match=r"“Practice checked” is not reached yet\. It needs evidence about practice"):
        propose(done, adder)


def test_one_rung_waits_at_a_time_and_a_double_click_proposes_once(done, adder):
    key = uuid4()

    assert propose(done, adder, made_with=key) == propose(done, adder, made_with=key)
    with pytest.raises(operations.AnsweredMeanwhile, match="waits to be confirmed already"):
        propose(done, adder)


def test_those_who_confirm_are_told_without_a_word_of_it(done, adder, person_factory, grant_role):
    working, quality = person_factory("Seat"), person_factory("Quality")
    grant_role(working, Role.WORKING_GROUP_SEAT)
    grant_role(quality, Role.QUALITY_SEAT)
    confirm(propose(done, adder), working)

    told = list(Notice.objects.order_by("id").values_list("person", "subject", "path"))
    path = "/learning/recommendations/R-0001/"
    assert told == [
        (working.pk, "A rung waits to be confirmed", path),
        (adder.pk, "A rung that you proposed was confirmed", path),
    ]


@pytest.mark.parametrize("whose", ["proposal", "action"])
def test_nobody_confirms_their_own_proposal_or_action(done, adder, whose):
    proposal = propose(done, adder)

    with pytest.raises(operations.TheirOwn):
        confirm(proposal, adder if whose == "proposal" else done.actions.get().owner)
    assert RungProposal.objects.get().confirmed is None


def test_nobody_confirms_on_evidence_of_their_own(recommend, climb, show, adder, person_factory):
    row, auditor = climb(recommend(), 1), person_factory("Auditor")
    show(row, by=auditor)
    proposal = propose(row, adder)

    with pytest.raises(operations.TheirOwn, match="Some of the evidence is yours"):
        confirm(proposal, auditor)
    assert confirm(proposal, person_factory("Other")).rung == "Practice checked"


def test_rung_is_not_confirmed_when_its_evidence_fell_away_meanwhile(recommend, climb, show, adder, person_factory):
    row = climb(recommend(), 1)
    proposal = propose(row, adder)
    for item in Evidence.objects.all():
        operations.withdraw_evidence(evidence=item, because="Of another team", on=TODAY, seen_version=None, by=adder)

    with pytest.raises(operations.NotReached):
        confirm(proposal, person_factory("Other"))


def test_declined_with_reasons_and_proposed_again(done, adder, person_factory):
    other = person_factory("Other")
    proposal = propose(done, adder)
    with pytest.raises(operations.NotSaid):
        operations.decline_rung(proposal=proposal, reasons="", on=TODAY, seen_version=None, by=other)
    operations.decline_rung(proposal=proposal, reasons="One team is missing", on=TODAY, seen_version=None, by=other)

    done.refresh_from_db()
    assert done.rung == "Agreed"
    assert propose(done, adder).confirmed is None
    with pytest.raises(operations.AnsweredMeanwhile):
        confirm(proposal, other)


def test_lowered_with_reasons_to_a_rung_below_only(recommend, climb, adder):
    row = climb(recommend(), 4)
    lower = {"recommendation": row, "on": TODAY + DAY, "seen_version": None, "by": adder}
    with pytest.raises(operations.NotSaid):
        operations.lower_rung(to=Rung.AGREED, because=" ", **lower)
    with pytest.raises(operations.NotReached, match="Choose a rung below “Embedded”"):
        operations.lower_rung(to=Rung.EMBEDDED, because="No", **lower)
    row = operations.lower_rung(to=Rung.PRACTICE_CHECKED, because="New audit", **lower)

    assert (row.rung, row.reached_on, row.look_again_on) == ("Practice checked", TODAY + DAY, None)
    change = RungChange.objects.latest("id")
    assert (change.before, change.to, change.because) == ("Embedded", "Practice checked", "New audit")


def test_kept_after_looking_again_only_on_evidence_that_holds(recommend, climb, adder):
    row = climb(recommend(), 4)
    keep = {"recommendation": row, "because": "Still so", "seen_version": None, "by": adder}
    later = date(2023, 11, 20)
    with pytest.raises(operations.NotReached):
        operations.keep_rung(look_again_on=None, on=later, **keep)
    kept = operations.keep_rung(look_again_on=date(2024, 11, 20), on=later, **keep)

    assert (kept.rung, kept.look_again_on, kept.flags) == ("Embedded", date(2024, 11, 20), "")


@pytest.mark.parametrize("whose", ["evidence", "action"])
def test_nobody_keeps_a_rung_on_what_is_their_own(recommend, climb, adder, show, whose):
    row = climb(recommend(), 4)
    own = show(row).added_by if whose == "evidence" else row.actions.get().owner
    keep = {"because": "I say so", "look_again_on": date(2030, 1, 1), "on": TODAY + DAY, "seen_version": None}
    with pytest.raises(operations.TheirOwn):
        operations.keep_rung(recommendation=row, **keep, by=own)

    assert operations.keep_rung(recommendation=row, **keep, by=adder).look_again_on == date(2030, 1, 1)


def test_owner_of_an_action_confirms_no_rung_of_it_and_is_not_asked_to(recommend, climb, adder, grant_role):
    row = climb(recommend(), 1)
    owner = row.actions.get().owner
    proposal = propose(row, adder)
    for role in (Role.WORKING_GROUP_SEAT, Role.QUALITY_SEAT):
        grant_role(owner, role)

    assert list(queries.proposals_for(seen_as(owner))) == []
    with pytest.raises(operations.TheirOwn, match="You own an action of it"):
        confirm(proposal, owner)


def test_who_gave_evidence_is_not_asked_to_confirm_while_others_are(recommend, climb, adder, show, person_factory, grant_role):
    row = climb(recommend(), 1)
    auditor, other = show(row).added_by, person_factory("Other")
    propose(row, adder)
    for person in (auditor, other):
        grant_role(person, Role.WORKING_GROUP_SEAT)

    assert [queries.proposals_for(seen_as(person)).count() for person in (auditor, other)] == [0, 1]


def test_joint_recommendation_takes_its_parts_along_and_stands_on_their_evidence(recommend, climb, show, adder, person_factory):
    parts = [recommend(), recommend(text="Home visits record the child's words")]
    given = {"text": "Record the child's words", "on": TODAY, "by": adder}
    joint = climb(operations.join_recommendations(recommendations=parts, **given), 1)
    Evidence.objects.all().delete()
    show(parts[1])
    confirm(propose(joint, adder), person_factory("Other"))

    for part in parts:
        part.refresh_from_db()
        assert (part.rung, part.rung_changes.latest("id").to) == ("Practice checked", "Practice checked")
    with pytest.raises(operations.NotOnTheLadder, match="R-0001 is part of R-0003"):
        propose(parts[0], adder)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"speaks_of": TODAY + DAY}, "Evidence tells of a day that has come"),
        ({"expires_on": date(2022, 9, 30)}, "It expires after"),
        ({"text": " "}, "Enter what it shows"),
    ],
)
def test_evidence_that_does_not_fit_is_refused(recommend, show, given, why):
    with pytest.raises((operations.NotEvidence, operations.NotSaid), match=why):
        show(recommend(), **given)


def test_evidence_is_of_what_was_accepted(recommend, show):
    with pytest.raises(operations.NotEvidence, match="is not accepted"):
        show(recommend(accepted=False))


def test_evidence_keeps_its_file_and_a_double_click_adds_one(recommend, show):
    key, row = uuid4(), recommend()
    upload = SimpleUploadedFile("audit.txt", b"Nine of ten", content_type="text/plain")

    assert show(row, upload=upload, made_with=key) == show(row, made_with=key)
    assert [document.file_name for document in documents_on(Evidence.objects.get())] == ["audit.txt"]


def test_withdrawn_evidence_stays_on_record_and_counts_no_more(recommend, show, adder):
    item = show(recommend())
    operations.withdraw_evidence(evidence=item, because="Wrong quarter", on=TODAY, seen_version=1, by=adder)

    assert list(queries.evidence_of(item.recommendation)) == []
    assert Evidence.objects.get().withdrawn_because == "Wrong quarter"
    with pytest.raises(operations.NotEvidence):
        operations.withdraw_evidence(evidence=item, because="Again", on=TODAY, seen_version=None, by=adder)


def test_then_and_now_tell_the_rung_and_the_evidence_of_each_day(recommend, climb, show):
    row = climb(recommend(), 3)
    show(row, EvidenceKind.DATA, expires_on=TODAY + DAY)
    then, now = queries.standing_then_and_now([row.pk], date(2022, 6, 2), TODAY)[row.pk]
    _, later = queries.standing_then_and_now([row.pk], TODAY, TODAY + 2 * DAY)[row.pk]

    assert (then.rung, then.evidence) == ("Agreed", ())
    assert (now.rung, [item.kind for item in now.evidence]) == ("Impact evidenced", ["Audit", "Children and families", "Data"])
    assert [item.kind for item in later.evidence] == ["Audit", "Children and families"]
    assert queries.standing_then_and_now([row.pk], date(2022, 5, 31), TODAY)[row.pk][0].rung == ""


def test_database_refuses_a_proposal_confirmed_by_its_proposer(done, adder):
    proposal = propose(done, adder)

    with pytest.raises(IntegrityError), transaction.atomic():
        RungProposal.objects.filter(pk=proposal.pk).update(confirmed=True, answered_on=TODAY, answered_by=adder)


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_move_it_one_rung(done, adder, person_factory):
    proposal, people = propose(done, adder), [person_factory("Seat") for _ in range(2)]
    refused = at_once(*(lambda person=person: confirm(proposal, person) for person in people))

    assert refused == ["AnsweredMeanwhile"]
    assert list(done.rung_changes.order_by("id").values_list("to", flat=True)) == ["Agreed", "Action done"]
