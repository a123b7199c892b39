from datetime import date, timedelta

import pytest

from hamlet.escalations import operations, queries
from hamlet.escalations.models import Answer, Escalation, Step
from hamlet.escalations.operations import answering, sending
from hamlet.escalations.rules import AnswerKind, State, Urgency
from hamlet.escalations.tests.factories import TODAY, answer_drafted, answered, draft, sent, world
from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.foundations.references import Duty
from tests.racing import at_once


def send(escalation, made, **given):
    rest = {"meeting_id": made.met.pk, "not_a_case": False, "on": TODAY, "seen_version": None, "by": made["chair"], **given}
    return operations.send_to_executive(escalation=escalation, **rest)


def test_draft_is_seen_by_its_group_and_has_no_number(world):
    escalation = draft(world)

    assert (escalation.number, escalation.state) == (None, State.DRAFT.value)
    assert [event.verb for event in Event.objects.about(escalation)] == ["escalations.drafted"]


def test_double_click_drafts_one(world):
    key = "12345678-1234-5678-1234-567812345678"

    assert draft(world, made_with=key) == draft(world, made_with=key)
    assert Escalation.objects.count() == 1


def test_executive_does_not_escalate_to_itself(world):
    world.forum = world.executive
    with pytest.raises(sending.NotNow, match="does not escalate to itself"):
        draft(world)


def test_sent_escalation_is_numbered_and_the_executive_is_told(world):
    first, second = sent(world), sent(world, title="Another")

    assert [first.number, second.number] == ["E-2022-001", "E-2022-002"]
    told = Notice.objects.filter(subject="An escalation waits for an answer").values_list("person__post_title", flat=True)
    assert sorted(set(told)) == ["Council", "Health", "Police"]
    assert Notice.objects.filter(subject__contains="pupils").count() == 0


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"meeting_id": 0}, "Choose the meeting"),
        ({"on": date(2022, 12, 14)}, "by when an answer is wanted"),
        ({"seen_version": 99}, "Someone changed this"),
    ],
)
def test_sending_is_refused_in_words(world, given, refusal):
    with pytest.raises(sending.Refusal, match=refusal):
        send(draft(world), world, **given)
    assert Escalation.objects.sent().count() == 0


def test_meeting_of_another_group_is_not_the_groups_agreement(world):
    with pytest.raises(sending.NotAgreed):
        send(draft(world), world, meeting_id=world.executive_met.pk)


def test_text_that_looks_like_a_case_is_sent_only_when_a_person_has_looked(world):
    escalation = draft(world, issue="Child A, aged 7, waits")

    with pytest.raises(sending.LooksLikeACase, match="about one child"):
        send(escalation, world)
    assert send(escalation, world, not_a_case=True).number == "E-2022-001"


def test_sent_escalation_is_closed_to_change(world):
    escalation = sent(world)
    new = {"answer_by": TODAY, "urgency": Urgency.HIGH, "priority": None, "agencies": [], "title": "Other"}

    with pytest.raises(sending.NotNow, match="closed to change"):
        operations.change_draft(escalation=escalation, **new, seen_version=None, by=world["member"])


def test_answer_minuted_at_the_executive_is_told_to_the_group_with_its_day(world):
    escalation = answered(world)

    assert (escalation.state, escalation.answered_on) == (State.ANSWERED.value, TODAY)
    told = Notice.objects.filter(subject="The Executive has answered").values_list("person__post_title", flat=True)
    assert sorted(told) == ["Chair", "Member"]
    assert Step.objects.filter(escalation=escalation).last().what == "Answered by the Executive: agreed"


def test_answer_becomes_the_executives_with_the_third_agreement(world):
    escalation = answer_drafted(world)
    states = []
    for key in ("council", "health", "police"):
        operations.agree_answer(escalation=escalation, on=TODAY, seen_version=None, by=world[key])
        escalation.refresh_from_db()
        states.append(escalation.state)

    assert states == [State.SENT.value, State.SENT.value, State.ANSWERED.value]


def test_partner_agrees_once_and_only_those_who_sit_for_one(world):
    escalation = answer_drafted(world)
    operations.agree_answer(escalation=escalation, on=TODAY, seen_version=None, by=world["council"])

    with pytest.raises(sending.NotNow, match="has agreed this answer already"):
        operations.agree_answer(escalation=escalation, on=TODAY, seen_version=None, by=world["council"])
    with pytest.raises(answering.NotTheirs):
        operations.agree_answer(escalation=escalation, on=TODAY, seen_version=None, by=world["chair"])


def test_changing_the_draft_answer_takes_back_what_was_agreed_of_it(world):
    escalation = answer_drafted(world)
    operations.agree_answer(escalation=escalation, on=TODAY, seen_version=None, by=world["council"])
    rest = {"owner": None, "due_on": None, "on": TODAY, "seen_version": None, "by": world["police"]}
    answer = operations.draft_answer(escalation=escalation, kind=AnswerKind.NOT_AGREED, reasons="No money", **rest)

    assert answer.agreements.count() == 0


def test_agreeing_needs_an_owner_and_a_day(world):
    with pytest.raises(answering.Unfinished, match="who does what was agreed"):
        answer_drafted(world, owner=None)


def test_somebody_answered_first(world):
    escalation = sent(world)
    rest = {"kind": AnswerKind.NOT_AGREED, "reasons": "No", "owner": None, "due_on": None, "on": TODAY}
    operations.draft_answer(escalation=escalation, **rest, seen_version=escalation.version, by=world["health"])

    with pytest.raises(ChangedMeanwhile):
        operations.draft_answer(escalation=escalation, **rest, seen_version=escalation.version, by=world["police"])


def test_group_comes_back_is_answered_again_accepts_and_closes(world):
    escalation = answered(world)
    common = {"escalation": escalation, "on": TODAY, "seen_version": None}
    operations.come_back(reason="Not enough", answer_by=TODAY + timedelta(days=28), **common, by=world["chair"])
    rest = {"kind": AnswerKind.AGREED_IN_PART, "reasons": "More", "owner": world["police"], "due_on": TODAY}
    operations.draft_answer(**rest, **common, by=world["health"])
    operations.minute_answer(meeting_id=world.executive_met.pk, **common, by=world["council"])
    operations.accept_answer(**common, by=world["chair"])
    with pytest.raises(answering.Unfinished, match="Say what came of it"):
        operations.close_escalation(outcome=" ", **common, by=world["chair"])
    closed = operations.close_escalation(outcome="Files arrive in time", **common, by=world["chair"])

    assert (closed.state, closed.closed_on, closed.answered_on) == (State.CLOSED.value, TODAY, TODAY)
    assert escalation.answers.count() == 2


def test_answer_after_coming_back_is_not_minuted_at_an_earlier_meeting(world):
    escalation, later = answered(world), TODAY + timedelta(days=8)
    common = {"escalation": escalation, "on": later, "seen_version": None}
    Answer.objects.update(official_on=TODAY + timedelta(days=1))
    operations.come_back(reason="Not enough", answer_by=later, **common, by=world["chair"])
    rest = {"kind": AnswerKind.NOT_AGREED, "reasons": "No", "owner": None, "due_on": None}
    operations.draft_answer(**rest, **common, by=world["health"])

    with pytest.raises(sending.NotAgreed, match="before the answer that the group came back to"):
        operations.minute_answer(meeting_id=world.executive_met.pk, **common, by=world["council"])


def test_number_after_the_nine_hundred_and_ninety_ninth_goes_on(world):
    Escalation.objects.filter(pk=sent(world).pk).update(number="E-2022-999")

    assert [sent(world).number, sent(world).number] == ["E-2022-1000", "E-2022-1001"]


def test_withdrawn_escalation_owes_nobody_an_answer(world):
    escalation = answer_drafted(world)
    rest = {"reason": "Solved meanwhile", "on": TODAY, "seen_version": None}
    operations.withdraw(escalation=escalation, **rest, by=world["chair"])
    police = world["police"]
    police.powers = powers_on(police, TODAY)

    assert [duty.title for duty in queries.duties(police, TODAY)] == []
    told = Notice.objects.filter(subject="An escalation was withdrawn").values_list("person__post_title", flat=True)
    assert sorted(told) == ["Council", "Health", "Police"]


def test_owner_is_told_and_sees_on_the_desk_what_was_agreed_until_it_closes(world):
    escalation = answered(world)
    owner = world["council"]
    owner.powers = powers_on(owner, TODAY)
    duty = Duty("Do what was agreed: E-2022-001", escalation.get_absolute_url(), date(2023, 1, 31), "Escalations", "open")

    assert queries.duties(owner, TODAY) == [duty]
    common = {"escalation": escalation, "on": TODAY, "seen_version": None, "by": world["chair"]}
    operations.accept_answer(**common)
    operations.close_escalation(outcome="Done", **common)
    assert queries.duties(owner, TODAY) == []


def test_partner_that_agreed_is_asked_no_more_whoever_agreed_for_it(world):
    escalation = answer_drafted(world)
    operations.agree_answer(escalation=escalation, on=TODAY, seen_version=None, by=world["council"])
    people = [world["council"], world["police"]]
    for person in people:
        person.powers = powers_on(person, TODAY)

    asked = [[duty.title for duty in queries.duties(person, TODAY)] for person in people]
    assert [f"Agree an answer: {escalation}" in titles for titles in asked] == [False, True]


def test_group_cannot_cite_a_meeting_that_came_later(world):
    with pytest.raises(sending.NotAgreed, match="one of this group's that took place"):
        send(draft(world), world, on=date(2022, 11, 7))


def test_overdue_answer_reminds_whoever_chairs_the_executive_once_a_week(world):
    sent(world)
    day = date(2022, 12, 14)
    for after in (0, 1, 7, 8):
        operations.remind_executive(day + timedelta(days=after), system_person())

    notices = Notice.objects.filter(subject="An answer is overdue")
    assert [notice.person.post_title for notice in notices] == ["Police", "Police"]


def test_nothing_is_kept_when_the_event_cannot_be_written(world, monkeypatch):
    escalation = draft(world)

    def broken(**given):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        send(escalation, world)

    escalation.refresh_from_db()
    assert (escalation.number, escalation.steps.count()) == (None, 1)


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_get_a_number_each():
    made = world()
    drafts, numbers = [draft(made), draft(made, title="Another")], []
    at_once(*(lambda escalation=row: numbers.append(send(escalation, made).number) for row in drafts))

    assert sorted(numbers) == ["E-2022-001", "E-2022-002"]


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_draft_one():
    made, key, drafted = world(), "12345678-1234-5678-1234-567812345678", []
    at_once(*(lambda: drafted.append(draft(made, made_with=key).pk) for _ in range(3)))

    assert len(drafted) == 3
    assert Escalation.objects.count() == 1
