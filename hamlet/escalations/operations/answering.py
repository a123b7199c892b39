from datetime import date
from typing import Any

from django.db import transaction

from hamlet.escalations.models import Agreement, Answer, Escalation
from hamlet.escalations.operations.sending import NotAgreed, NotNow, expect, step, tell, tell_group
from hamlet.escalations.rules import REMIND_EVERY, AnswerKind, State, becomes_official, days_to_answer
from hamlet.foundations.access.queries import people_with, powers_on
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, changes, locked
from hamlet.governance.queries import executive, executive_chair_on, partner_of
from hamlet.governance.rules import Partner
from hamlet.meetings.queries import held_meeting, meeting_day

COMMITTED = {AnswerKind.AGREED, AnswerKind.AGREED_IN_PART}


class NotTheirs(Refusal):
    """The person does not sit on the Executive for a safeguarding partner today."""


class Unfinished(Refusal):
    """Something that the answer needs was left out."""


@transaction.atomic
def draft_answer(
    *,
    escalation: Escalation,
    kind: AnswerKind,
    reasons: str,
    owner: Any,
    due_on: date | None,
    on: date,
    seen_version: int | None,
    by: Any,
) -> Answer:
    """Drafts the Executive's answer, or changes the draft: what partners had agreed of an earlier draft then falls away.

    Agreeing, wholly or in part, needs an owner and a day by which it is done.
    """
    escalation = locked(escalation, seen_version)
    expect(escalation, State.ANSWERED)
    if not reasons.strip():
        raise Unfinished("Give the reasons: the group reads them")
    if kind in COMMITTED and (owner is None or due_on is None):
        raise Unfinished("Say who does what was agreed, and by when")
    answer = Answer.objects.select_for_update().filter(escalation=escalation, official_on=None).first()
    new = {"kind": kind.value, "reasons": reasons, "owner": owner, "due_on": due_on}
    if answer is None:
        answer = Answer.objects.create(escalation=escalation, drafted_by=by, drafted_on=on, **new)
    elif changes(answer, **new):
        answer.drafted_by, answer.drafted_on = by, on
        answer.version += 1
        answer.save()
        answer.agreements.all().delete()
    escalation.save(update_fields=["version"])
    record("escalations.answer_drafted", by=by, subject=escalation)
    tell(escalation, people_with(Permission.ESCALATIONS_AGREE, on), "An answer waits for you", f"drafted.{answer.version}", by)
    return answer


def drafted(escalation: Escalation) -> Answer:
    answer = Answer.objects.select_for_update(of=("self",)).filter(escalation=escalation, official_on=None).first()
    if answer is None:
        raise NotNow("There is no draft answer: somebody answered already, or nobody has drafted one")
    return answer


@transaction.atomic
def agree_answer(*, escalation: Escalation, on: date, seen_version: int | None, by: Any) -> Answer:
    """Agrees the draft answer for the partner for which the person sits; the third agreement makes it the Executive's."""
    escalation = locked(escalation, seen_version)
    expect(escalation, State.ANSWERED)
    partner = partner_of(by, on)
    if partner is None:
        raise NotTheirs("Only who sits on the Executive for a safeguarding partner agrees for that partner")
    answer = drafted(escalation)
    if answer.agreements.filter(partner=partner.value).exists():
        raise NotNow(f"{partner} has agreed this answer already")
    Agreement.objects.create(answer=answer, partner=partner.value, person=by, agreed_on=on)
    step(escalation, f"Answer agreed for {partner.value.lower()}", on, by)
    record("escalations.answer_agreed", by=by, subject=escalation, partner=partner.value.lower())
    agreed = {Partner(name) for name in answer.agreements.values_list("partner", flat=True)}
    if becomes_official(False, agreed):
        make_official(escalation, answer, "Agreed by all three partners", on, by)
    else:
        escalation.save(update_fields=["version"])
    return answer


@transaction.atomic
def minute_answer(*, escalation: Escalation, meeting_id: int, on: date, seen_version: int | None, by: Any) -> Answer:
    """Makes the draft answer the Executive's, because it is minuted at a meeting of the Executive that took place.

    Refuses a meeting before the escalation was sent, or before the answer that the group came back to.
    """
    escalation = locked(escalation, seen_version)
    expect(escalation, State.ANSWERED)
    meeting = held_meeting(executive(), meeting_id)
    if meeting is None or meeting_day(meeting) > on:
        raise NotAgreed("Choose the meeting of the Executive at which it was minuted: one that took place")
    if escalation.sent_on and meeting_day(meeting) < escalation.sent_on:
        raise NotAgreed("That meeting was before the escalation was sent")
    if escalation.answers.filter(official_on__gt=meeting_day(meeting)).exists():
        raise NotAgreed("That meeting was before the answer that the group came back to")
    answer = drafted(escalation)
    answer.minuted_at = meeting
    make_official(escalation, answer, "Minuted", on, by)
    return answer


def make_official(escalation: Escalation, answer: Answer, how: str, on: date, by: Any) -> None:
    answer.official_on, answer.official_by = on, how
    answer.save(update_fields=["official_on", "official_by", "minuted_at"])
    escalation.state, escalation.answered_on = State.ANSWERED.value, escalation.answered_on or on
    escalation.days_to_answer = days_to_answer(escalation.sent_on, escalation.answered_on)
    escalation.save(update_fields=["state", "answered_on", "days_to_answer", "version"])
    note = f"{how}: {answer.minuted_at}" if answer.minuted_at else how
    step(escalation, f"Answered by the Executive: {answer.kind.lower()}", on, by, note)
    record("escalations.answered", by=by, subject=escalation, kind=answer.kind.lower(), how=how)
    tell_group(escalation, "The Executive has answered", f"answered.{answer.pk}", on, by)
    if answer.owner and powers_on(answer.owner, on).may(Permission.ESCALATIONS_READ):
        tell(escalation, [answer.owner], "The Executive asks something of you", f"owner.{answer.pk}", by)


@transaction.atomic
def accept_answer(*, escalation: Escalation, on: date, seen_version: int | None, by: Any) -> Escalation:
    escalation = locked(escalation, seen_version)
    expect(escalation, State.ACCEPTED)
    escalation.state = State.ACCEPTED.value
    escalation.save(update_fields=["state", "version"])
    step(escalation, "The group accepted the answer", on, by)
    record("escalations.accepted", by=by, subject=escalation)
    return escalation


@transaction.atomic
def come_back(*, escalation: Escalation, reason: str, answer_by: date, on: date, seen_version: int | None, by: Any) -> Escalation:
    """The group does not accept the answer, and says why and by when it wants another."""
    escalation = locked(escalation, seen_version)
    expect(escalation, State.COME_BACK)
    if answer_by < on:
        raise Unfinished("Say by when another answer is wanted: today or later")
    escalation.state, escalation.answer_by = State.COME_BACK.value, answer_by
    escalation.save(update_fields=["state", "answer_by", "version"])
    step(escalation, "The group came back to the answer", on, by, reason)
    record("escalations.came_back", by=by, subject=escalation)
    key = f"back.{escalation.version}"
    tell(escalation, people_with(Permission.ESCALATIONS_ANSWER, on), "A group came back to an answer", key, by)
    return escalation


@transaction.atomic
def close_escalation(*, escalation: Escalation, outcome: str, on: date, seen_version: int | None, by: Any) -> Escalation:
    """Closes an escalation whose answer was accepted. Needs an outcome: what came of it."""
    escalation = locked(escalation, seen_version)
    expect(escalation, State.CLOSED)
    if not outcome.strip():
        raise Unfinished("Say what came of it")
    escalation.state, escalation.outcome, escalation.closed_on = State.CLOSED.value, outcome, on
    escalation.save(update_fields=["state", "outcome", "closed_on", "version"])
    step(escalation, "Closed", on, by, outcome)
    record("escalations.closed", by=by, subject=escalation)
    tell_group(escalation, "An escalation was closed", "closed", on, by)
    return escalation


def remind_executive(today: date, by: Any) -> None:
    """Each morning: whoever chairs the Executive that day is told of each overdue answer, once a week."""
    chair = executive_chair_on(today)
    if chair is None:
        return
    for escalation in Escalation.objects.overdue(today):
        week = (today - escalation.answer_by) // REMIND_EVERY
        key = f"escalations.{escalation.pk}.overdue.{escalation.answer_by}.{week}"
        notify(person=chair, subject="An answer is overdue", path=escalation.get_absolute_url(), key=key, by=by)
