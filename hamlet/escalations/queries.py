from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from hamlet.escalations.models import Answer, Escalation, Step
from hamlet.escalations.rules import QUIET_AFTER, WAITING, Figures, Silence, State, Tally, figures, silence
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.dates import plural
from hamlet.foundations.publishing.content import Paragraph, Table
from hamlet.foundations.references import Duty, Evidence, StandingPaper
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.queries import groups_on, partner_of
from hamlet.governance.rules import Partner

TRACKER_HEADINGS = ("Number", "Group", "What", "Sent", "Answer wanted", "State", "Age", "The Executive's answer", "Answered")
MOST_IN_A_PACK = 300


def escalations() -> Any:
    """Every escalation with what a list shows of it. Narrow it by `visible_to` before anybody sees it."""
    official = Answer.objects.exclude(official_on=None).order_by("official_on", "id")
    rows = Escalation.objects.select_related("group", "priority").prefetch_related(Prefetch("answers", official, "official"))
    steps = Step.objects.filter(escalation=OuterRef("pk")).order_by("-on").values("on")
    return rows.annotate(last_step_on=Subquery(steps[:1]))


def silence_of(row: Escalation, day: date) -> Silence | None:
    """The age and silence of one of `escalations()`; None before it is sent."""
    if row.sent_on is None:
        return None
    last: date = row.last_step_on or row.sent_on  # type: ignore[attr-defined]  # annotated by escalations()
    return silence(row.sent_on, last, row.closed_on, day)


def age(row: Escalation, day: date) -> str:
    """Age and silence as words: "44 days, silent for 12"."""
    found = silence_of(row, day)
    if found is None:
        return "–"
    silent = f", silent for {found.silent_days:,}" if found.silent_days else ""
    return f"{plural(found.age_days, 'day')}{silent}"


def tracker_rows(rows: Any, day: date) -> list[tuple[str, ...]]:
    """The tracker's lines as text on a day, for packs and files. Attachments are never part of it."""
    return [tracker_row(row, day) for row in rows]


def tracker_row(row: Escalation, day: date) -> tuple[str, ...]:
    official = row.official  # type: ignore[attr-defined]  # prefetched by escalations()
    answer = official[-1] if official else None
    said = f"{answer.kind}. {answer.reasons}" if answer else "None yet"
    sent, wanted = shown(row.sent_on), shown(row.answer_by)
    answered = shown(answer.official_on if answer else None)
    return (str(row), row.group.name, row.title, sent, wanted, row.state, age(row, day), said, answered)


def shown(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "–"


def tracker_paper(group: Any, as_at: datetime) -> StandingPaper | None:
    """The escalation tracker as of a moment, for the pack of every group: what is open, and what closed in the last year."""
    day = as_at.astimezone(LONDON).date()
    recent = Q(closed_on__isnull=True) | Q(closed_on__gte=day - QUIET_AFTER)
    rows = tracker_rows(escalations().sent().filter(recent).order_by("-sent_on", "-id")[:MOST_IN_A_PACK], day)
    figure = figures_of(Escalation.objects.sent().filter(recent), day)
    sentence = f"{figure.sent} escalations, {figure.waiting} wait for an answer, {figure.overdue} overdue."
    if figure.sent > len(rows):
        sentence += f" The newest {len(rows)} follow; the tracker holds the rest."
    table = Table("All that is open, and what closed in the last year", TRACKER_HEADINGS, tuple(rows))
    blocks = [Paragraph(sentence), table] if rows else [Paragraph("No group has escalated anything in the last year.")]
    return StandingPaper("escalations.tracker", "Escalation tracker", blocks, as_at, len(rows))


def figures_of(rows: Any, today: date) -> Figures:
    """Days to answer, and what waits, of a queryset of escalations. One query."""
    counts = {"all": Count("id"), "sent": Count("sent_on"), "past": Count("id", filter=Q(answer_by__lt=today))}
    read = rows.order_by().values_list("state", "days_to_answer").annotate(**counts)
    return figures(Tally(State(state), *rest) for state, *rest in read.values_list("state", "days_to_answer", *counts))


def quiet_groups(today: date) -> list[Any]:
    """The groups that have escalated nothing in a year: a question, not a good sign.

    Neither the Executive is asked, nor a group that is younger than a year.
    """
    year_ago = today - QUIET_AFTER
    loud = set(Escalation.objects.filter(sent_on__gte=year_ago).values_list("group_id", flat=True))
    asked = groups_on(today).filter(starts_on__lte=year_ago)
    return [group for group in asked if not group.is_executive and group.pk not in loud]


def may_open_document(user: Any, document: Any) -> bool:
    """For whoever may see the escalation; a restricted one for its chair, its secretary, the Executive and the manager."""
    escalation = Escalation.objects.visible_to(user).filter(pk=document.on_id).first()
    return escalation is not None and (not document.restricted or may_open_restricted(user, escalation))


def may_open_restricted(user: Any, escalation: Escalation) -> bool:
    return user.powers.may_in(Permission.ESCALATIONS_RESTRICTED, escalation.group_id)


OWN_GROUPS = {
    State.DRAFT.value: "Send or finish",
    State.ANSWERED.value: "Accept or come back to",
    State.ACCEPTED.value: "Close",
}


PROMISED = (State.ANSWERED.value, State.ACCEPTED.value)


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: drafts to send, answers to give or agree, answers to accept, accepted ones to close, what was promised."""
    powers = user.powers
    found: list[Duty] = []
    answers, reads = powers.may(Permission.ESCALATIONS_ANSWER), powers.may(Permission.ESCALATIONS_READ)
    groups = powers.groups(Permission.ESCALATIONS_SEND)
    for row in on_the_desk(user, answers=answers, reads=reads, groups=groups):
        if answers and State(row.state) in WAITING:
            found.append(to_answer(row, row.drafted, today))
        if reads and row.promised_on and row.state in PROMISED:
            found.append(promised(row, today))
        if row.group_id in groups and row.state in OWN_GROUPS:
            found.append(Duty(f"{OWN_GROUPS[row.state]}: {row.title}", row.get_absolute_url(), None, "Escalations"))
    if powers.may(Permission.ESCALATIONS_AGREE):
        found += to_agree(partner_of(user, today))
    return found


def on_the_desk(user: Any, *, answers: bool, reads: bool, groups: frozenset[int]) -> Any:
    """The escalations that ask something of this person, in one query: each with `drafted` (whether an answer is being written) and
    `promised_on` (by when the Executive's answer gave them something to do, until it closes).
    """
    drafted = Exists(Answer.objects.filter(escalation=OuterRef("pk"), official_on=None))
    given = Answer.objects.filter(escalation=OuterRef("pk"), owner=user, official_on__isnull=False, due_on__isnull=False)
    asked = Q(group_id__in=groups, state__in=OWN_GROUPS)
    asked |= Q(state__in=[state.value for state in WAITING]) if answers else Q()
    asked |= Q(promised_on__isnull=False, state__in=PROMISED) if reads else Q()
    rows = Escalation.objects.annotate(drafted=drafted, promised_on=Subquery(given.order_by("due_on").values("due_on")[:1]))
    return rows.filter(asked).order_by("answer_by", "id")[:60]


def to_answer(row: Escalation, drafted: bool, today: date) -> Duty:
    state = nearness(row.answer_by, today)
    what = f"Have the answer to {row} agreed or minuted" if drafted else f"Answer {row}"
    return Duty(f"{what}: {row.title}", row.get_absolute_url(), row.answer_by, "Escalations", state)


def nearness(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "open"
    return "late" if due_on < today else "soon" if (due_on - today).days <= 7 else "open"


def to_agree(partner: Partner | None) -> list[Duty]:
    """The draft answers that a partner has not agreed yet, of escalations that still wait."""
    if partner is None:
        return []
    waits = Answer.objects.filter(official_on=None, escalation__state__in=[state.value for state in WAITING])
    rows = waits.exclude(agreements__partner=partner.value).select_related("escalation").order_by("id")[:30]
    return [Duty(f"Agree an answer: {row.escalation}", row.escalation.get_absolute_url(), None, "Escalations") for row in rows]


def promised(row: Any, today: date) -> Duty:
    """What an answer of the Executive gave this person to do."""
    what = f"Do what was agreed: {row}"
    return Duty(what, row.get_absolute_url(), row.promised_on, "Escalations", nearness(row.promised_on, today))


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    """Counts only, for the yearly report: escalations by group, how many were answered and closed, and the days that took."""
    year = Escalation.objects.filter(sent_on__range=(starts_on, ends_on))
    counts = {"all": Count("id"), "closed": Count("closed_on")}
    read = year.order_by("group__name").values_list("group__name", "state", "days_to_answer").annotate(**counts)
    groups: dict[str, list[Any]] = {}
    for name, *row in read.values_list("group__name", "state", "days_to_answer", *counts):
        groups.setdefault(name, []).append(row)
    table = tuple(report_row(name, rows) for name, rows in groups.items())
    count = sum(row[2] for rows in groups.values() for row in rows)
    heads = ("Group", "Escalated", "Answered", "Closed", "Days to an answer: median", "Longest")
    return [Evidence("escalations", "Escalations to the Executive", count, as_at, heads, table, (), (1, 2, 3, 4, 5))]


def report_row(name: str, rows: list[Any]) -> tuple[str, ...]:
    """A group's numbers, of its (state, days to the answer, how many, how many of them closed)."""
    took = figures(Tally(State(state), days, count, count, 0) for state, days, count, _ in rows)
    answered, closed = sum(row[2] for row in rows if row[1] is not None), sum(row[3] for row in rows)
    days = ("–" if value is None else f"{value:,}" for value in (took.median_days, took.longest_days))
    return (name, f"{took.sent:,}", f"{answered:,}", f"{closed:,}", *days)


COUNTS = {
    "escalations.sent": "Escalations sent to the Executive in the quarter",
    "escalations.answered": "Escalations that the Executive answered in the quarter",
}


def data_counts(starts_on: date, ends_on: date) -> dict[str, int]:
    """What the dashboard asks of this room for a quarter: escalations sent to the Executive in it, and those answered."""
    span = (starts_on, ends_on)
    return {
        "escalations.sent": Escalation.objects.filter(sent_on__range=span).count(),
        "escalations.answered": Escalation.objects.filter(answered_on__range=span).count(),
    }
