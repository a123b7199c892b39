from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from hamlet.escalations.models import Escalation, Step
from hamlet.escalations.rules import State, Urgency, looks_like_a_case, may_follow, number
from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.operations import keep_document
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.governance.queries import group_people
from hamlet.meetings.queries import held_meeting, meeting_day

TEXTS = ("title", "issue", "why_not_here", "asked")


class NotNow(Refusal):
    """The escalation is not in a state in which this may happen."""


class NotAgreed(Refusal):
    """The group's agreement at a meeting is not shown."""


class LooksLikeACase(Refusal):
    """The text looks like a case or names a child, and nobody has said that it does not."""


def expect(escalation: Escalation, after: State) -> None:
    if not may_follow(State(escalation.state), after):
        raise NotNow(f"{escalation} is “{escalation.state.lower()}”: somebody has moved it on, or it was not ready for this")


def step(escalation: Escalation, what: str, on: date, by: Any, note: str = "") -> Step:
    return Step.objects.create(escalation=escalation, what=what, on=on, by=by, note=note)


@transaction.atomic
def draft_escalation(
    *,
    group: Any,
    on: date,
    answer_by: date | None = None,
    urgency: Urgency = Urgency.MEDIUM,
    priority: Any = None,
    agencies: Iterable[Any] = (),
    made_with: UUID | None = None,
    by: Any,
    **texts: str,
) -> Escalation:
    """Drafts an escalation of a group: `texts` gives title, issue, why_not_here and asked. Only the group sees a draft.

    Refuses the Executive's own: it answers, it does not escalate to itself.
    """
    made = made_once(Escalation, made_with)
    if made:
        return made
    if group.is_executive:
        raise NotNow("The Executive answers escalations: it does not escalate to itself")
    given: dict[str, Any] = {"made_with": made_with} if made_with else {}
    given |= {"answer_by": answer_by, "urgency": urgency.value, "priority": priority}
    escalation = Escalation.objects.create(group=group, drafted_by=by, drafted_on=on, **texts, **given)
    escalation.agencies.set(agencies)
    step(escalation, "Drafted", on, by)
    record("escalations.drafted", by=by, subject=escalation)
    return escalation


@transaction.atomic
def change_draft(
    *,
    escalation: Escalation,
    answer_by: date | None,
    urgency: Urgency,
    priority: Any,
    agencies: Iterable[Any],
    seen_version: int | None,
    by: Any,
    **texts: str,
) -> Escalation:
    escalation = locked(escalation, seen_version)
    if escalation.state != State.DRAFT.value:
        raise NotNow(f"{escalation} was sent, and is closed to change")
    changed = changes(escalation, answer_by=answer_by, urgency=urgency.value, priority=priority, **texts)
    escalation.save(update_fields=[*changed, "version"])
    escalation.agencies.set(agencies)
    record("escalations.draft_changed", by=by, subject=escalation, changes=changed)
    return escalation


@transaction.atomic
def add_document(
    *, escalation: Escalation, upload: UploadedFile, title: str, marking: Marking, seen_version: int | None = None, by: Any
) -> Document:
    """Adds a document to an escalation that is not closed. A restricted one never enters a pack, a list or an export."""
    escalation = locked(escalation, seen_version)
    if escalation.state in (State.CLOSED.value, State.WITHDRAWN.value):
        raise NotNow(f"{escalation} is {escalation.state.lower()}, and is closed to change")
    document = keep_document(upload=upload, on=escalation, title=title, marking=marking, by=by)
    escalation.save(update_fields=["version"])
    record("escalations.document_added", by=by, subject=escalation)
    return document


@transaction.atomic
def send_to_executive(
    *, escalation: Escalation, meeting_id: int, not_a_case: bool, on: date, seen_version: int | None, by: Any
) -> Escalation:
    """Sends a draft to the Executive, numbered for ever, citing the group's meeting that agreed it.

    Refuses a meeting that is not the group's or was not held, an escalation without the day by which an answer is wanted, and a
    text that looks like a case unless `not_a_case` says that a person looked.
    """
    escalation = locked(escalation, seen_version)
    expect(escalation, State.SENT)
    meeting = held_meeting(escalation.group, meeting_id)
    if meeting is None or meeting_day(meeting) > on:
        raise NotAgreed("Choose the meeting at which the group agreed it: one of this group's that took place")
    if escalation.answer_by is None or escalation.answer_by < on:
        raise NotAgreed("Change the draft first: say by when an answer is wanted, today or later")
    reasons = looks_like_a_case(*(getattr(escalation, name) for name in TEXTS))
    if reasons and not not_a_case:
        raise LooksLikeACase(
            f"This may be about one child. {'. '.join(reasons)}. Every group reads the tracker: change it, or confirm"
        )
    escalation.number, escalation.state = next_number(on.year), State.SENT.value
    escalation.sent_on, escalation.sent_by, escalation.agreed_at = on, by, meeting
    escalation.save(update_fields=["number", "state", "sent_on", "sent_by", "agreed_at", "version"])
    step(escalation, "Sent to the Executive", on, by, f"Agreed at the group's meeting: {meeting}")
    record("escalations.sent", by=by, subject=escalation, number=escalation.number, not_a_case=bool(reasons))
    tell(escalation, people_with(Permission.ESCALATIONS_ANSWER, on), "An escalation waits for an answer", "sent", by)
    return escalation


def next_number(year: int) -> str:
    """The year's next number, without gaps: two at once never share one."""
    one_at_a_time("escalations.escalation.number")
    start = f"E-{year}-"
    serial = Cast(Substr("number", len(start) + 1), IntegerField())
    last = Escalation.objects.filter(number__startswith=start).aggregate(last=Max(serial))["last"]
    return number(year, (last or 0) + 1)


def tell(escalation: Escalation, people: Iterable[Any], subject: str, key: str, by: Any) -> None:
    path = escalation.get_absolute_url()
    for person in people:
        if person.pk != getattr(by, "pk", None):
            notify(person=person, subject=subject, path=path, key=f"escalations.{escalation.pk}.{key}", by=by)


def tell_group(escalation: Escalation, subject: str, key: str, on: date, by: Any) -> None:
    tell(escalation, group_people(escalation.group, on), subject, key, by)


@transaction.atomic
def withdraw(*, escalation: Escalation, reason: str, on: date, seen_version: int | None, by: Any) -> Escalation:
    """Withdraws an escalation that has no answer yet. It keeps its number, and says why; the Executive need not answer it."""
    escalation = locked(escalation, seen_version)
    expect(escalation, State.WITHDRAWN)
    escalation.state, escalation.outcome, escalation.closed_on = State.WITHDRAWN.value, reason, on
    escalation.save(update_fields=["state", "outcome", "closed_on", "version"])
    step(escalation, "Withdrawn", on, by, reason)
    record("escalations.withdrawn", by=by, subject=escalation)
    if escalation.sent_on:
        tell(escalation, people_with(Permission.ESCALATIONS_ANSWER, on), "An escalation was withdrawn", "withdrawn", by)
    return escalation
