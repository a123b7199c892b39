from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from hamlet.escalations.models import Answer, Escalation
from hamlet.escalations.operations.sending import step
from hamlet.escalations.rules import AnswerKind, State, Urgency, days_to_answer
from hamlet.foundations.audit.operations import record

MOVED_IN = "Brought in from earlier records"


@dataclass(frozen=True)
class EarlierAnswer:
    """The Executive's answer as earlier records give it, with the day on which it was given."""

    kind: AnswerKind
    reasons: str
    on: date
    owner: Any = None
    due_on: date | None = None


@transaction.atomic
def move_in_escalation(
    *,
    number: str,
    group: Any,
    state: State,
    sent_on: date,
    answer_by: date | None = None,
    urgency: Urgency = Urgency.MEDIUM,
    agencies: tuple[Any, ...] = (),
    answer: EarlierAnswer | None = None,
    outcome: str = "",
    closed_on: date | None = None,
    by: Any,
    **texts: str,
) -> Escalation:
    """Records an escalation that was sent before this service was, with its own number and days. Nobody is told of it.

    `texts` gives title, issue, why_not_here and asked. Its steps say that they were brought in, and by whom.
    """
    escalation = Escalation.objects.create(
        number=number,
        group=group,
        state=state.value,
        drafted_by=by,
        drafted_on=sent_on,
        sent_on=sent_on,
        answer_by=answer_by,
        urgency=urgency.value,
        answered_on=answer.on if answer else None,
        days_to_answer=days_to_answer(sent_on, answer.on) if answer else None,
        **{"outcome": outcome, "closed_on": closed_on, **texts},
    )
    escalation.agencies.set(agencies)
    step(escalation, "Sent to the Executive", sent_on, by, MOVED_IN)
    if answer:
        _keep_answer(escalation, answer, by)
    if closed_on:
        step(escalation, state.value, closed_on, by, outcome)
    record("escalations.moved_in", by=by, subject=escalation, number=number)
    return escalation


def _keep_answer(escalation: Escalation, answer: EarlierAnswer, by: Any) -> None:
    Answer.objects.create(
        escalation=escalation,
        kind=answer.kind.value,
        reasons=answer.reasons,
        owner=answer.owner,
        due_on=answer.due_on,
        drafted_by=by,
        drafted_on=answer.on,
        official_on=answer.on,
        official_by=MOVED_IN,
    )
    step(escalation, f"Answered by the Executive: {answer.kind.value.lower()}", answer.on, by, MOVED_IN)
