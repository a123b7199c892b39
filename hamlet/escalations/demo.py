"""Illustrative escalations from several groups: closed, accepted, answered late, waiting, overdue and in draft. By posts; no child."""

from datetime import date, timedelta
from typing import Any

from hamlet.escalations import operations
from hamlet.escalations.models import Escalation
from hamlet.escalations.rules import AnswerKind, Urgency
from hamlet.governance.queries import group_by_slug
from hamlet.meetings.queries import held_meeting, meeting_choices, meeting_day

# group, who drafts, who sends, what, sent on, answer wanted, answered on, and the answer
YEAR = [
    (
        "education-forum",
        "education-forum-member",
        "education-forum-chair",
        "Schools are not told when a plan ends",
        "Information about the end of a plan reaches schools late or not at all.",
        date(2022, 6, 14),
        date(2022, 7, 12),
        date(2022, 7, 5),
        AnswerKind.AGREED,
    ),
    (
        "domestic-abuse",
        "practitioner",
        "domestic-abuse-chair",
        "No funding for the tool kit after March",
        "The tool kit for young people has no budget for its second year.",
        date(2022, 10, 4),
        date(2022, 11, 1),
        date(2022, 11, 29),
        AnswerKind.AGREED_IN_PART,
    ),
    (
        "quality",
        "working-group-chair",
        "quality-chair",
        "Data of different quarters cannot be compared",
        "Agencies send what is readily available, so periods do not line up.",
        date(2022, 11, 8),
        date(2022, 12, 13),
        date(2022, 12, 6),
        AnswerKind.AGREED,
    ),
    (
        "online-safety",
        "school-safeguarding-lead",
        "online-safety-chair",
        "Who owns the advice to parents after the survey",
        "No agency owns the advice to parents that the survey of schools calls for.",
        date(2023, 1, 24),
        date(2023, 2, 21),
        date(2023, 2, 14),
        AnswerKind.NOT_AGREED,
    ),
]


def load(cast: Any, today: date) -> None:
    made = [load_answered(cast, *row) for row in YEAR]
    answered_on = [escalation.answered_on or today for escalation in made]
    for escalation, chair in zip(made[:2], ("education-forum-chair", "domestic-abuse-chair"), strict=True):
        accept_and_close(cast, escalation, chair)
    operations.accept_answer(
        escalation=made[2], on=answered_on[2] + timedelta(days=9), seen_version=None, by=cast["quality-chair"]
    )
    load_now(cast, today)


def drafted(cast: Any, slug: str, drafter: str, title: str, issue: str, on: date, answer_by: date) -> Escalation:
    group = group_by_slug(slug)
    return operations.draft_escalation(
        group=group,
        title=f"Illustrative: {title}",
        issue=f"Illustrative: {issue}",
        why_not_here="Illustrative: it needs a decision of agencies that do not sit in this group.",
        asked="Illustrative: say which agency owns it, and by when it will be solved.",
        answer_by=answer_by,
        urgency=Urgency.HIGH if slug == "education-forum" else Urgency.MEDIUM,
        agencies=[cast.agency("council"), cast.agency("police")],
        on=on,
        by=cast[drafter],
    )


def sent(cast: Any, escalation: Escalation, sender: str, on: date) -> Escalation:
    held = [held_meeting(escalation.group, pk) for pk, _ in meeting_choices(escalation.group)]
    meeting = next(row for row in held if row and meeting_day(row) <= on)
    return operations.send_to_executive(
        escalation=escalation, meeting_id=meeting.pk, not_a_case=True, on=on, seen_version=None, by=cast[sender]
    )


def load_answered(
    cast: Any,
    slug: str,
    drafter: str,
    sender: str,
    title: str,
    issue: str,
    sent_on: date,
    answer_by: date,
    answered_on: date,
    kind: AnswerKind,
) -> Escalation:
    escalation = drafted(cast, slug, drafter, title, issue, sent_on - timedelta(days=6), answer_by)
    escalation = sent(cast, escalation, sender, sent_on)
    committed = kind is not AnswerKind.NOT_AGREED
    operations.draft_answer(
        escalation=escalation,
        kind=kind,
        reasons="Illustrative: the Executive weighed what each agency can do this year.",
        owner=cast["partnership-manager"] if committed else None,
        due_on=answered_on + timedelta(days=60) if committed else None,
        on=answered_on - timedelta(days=5),
        seen_version=None,
        by=cast["partnership-manager"],
    )
    for key in ("executive-local-authority", "executive-health", "executive-police"):
        operations.agree_answer(escalation=escalation, on=answered_on, seen_version=None, by=cast[key])
    escalation.refresh_from_db()
    return escalation


def accept_and_close(cast: Any, escalation: Escalation, chair: str) -> None:
    day = (escalation.answered_on or escalation.drafted_on) + timedelta(days=7)
    operations.accept_answer(escalation=escalation, on=day, seen_version=None, by=cast[chair])
    operations.close_escalation(
        escalation=escalation,
        outcome="Illustrative: the group reports that what was agreed has happened.",
        on=day + timedelta(days=60),
        seen_version=None,
        by=cast[chair],
    )


def load_now(cast: Any, today: date) -> None:
    """Around today: one overdue, one waiting with a draft answer, and one that a member has just drafted."""
    day = timedelta(days=1)
    title = "Return home interviews late for children placed outside the borough"
    issue = "Interviews after children were missing are late when another area must do them."
    late = drafted(cast, "exploitation", "school-safeguarding-lead", title, issue, today - 50 * day, today - 6 * day)
    sent(cast, late, "exploitation-chair", today - 44 * day)
    title, issue = "One owner for the multi-agency training package", "The post that held it was lost; no agency has taken it on."
    waiting = drafted(cast, "quality", "working-group-chair", title, issue, today - 16 * day, today + 18 * day)
    waiting = sent(cast, waiting, "quality-chair", today - 10 * day)
    operations.draft_answer(
        escalation=waiting,
        kind=AnswerKind.MORE_INFORMATION,
        reasons="Illustrative: which courses are most at risk?",
        owner=None,
        due_on=None,
        on=today - 2 * day,
        seen_version=None,
        by=cast["executive-health"],
    )
    title, issue = "Long waits for mental health support", "Schools hold young people for months while they wait for help."
    drafted(cast, "education-forum", "education-forum-member", title, issue, today - 3 * day, today + 28 * day)
