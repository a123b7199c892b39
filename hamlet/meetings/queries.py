from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.references import Duty, Evidence
from hamlet.foundations.working_days.clock import LONDON, midnight, moments
from hamlet.governance.rules import GroupKind, Partner
from hamlet.meetings.models import AgendaItem, Ahead, Attendance, Decision, Feed, Meeting, Pack, Paper
from hamlet.meetings.rules import ATTENDED, FEED_REACH, State
from hamlet.meetings.secrets import sha256

CAME = [how.value for how in ATTENDED]
OVER = [State.HELD.value, State.APPROVED.value]


def meetings() -> Any:
    """Every meeting with its group. Narrow it by `visible_to` before anybody sees it."""
    return Meeting.objects.select_related("group")


def meeting_choices(group: Any, since: date | None = None) -> list[tuple[int, str]]:
    """The group's meetings that took place, on or after the London day `since`, newest first, as (id, label): what an escalation,
    an answer or a decision can cite.
    """
    rows = Meeting.objects.held().filter(group=group)
    rows = rows.filter(starts_at__gte=midnight(since)) if since else rows
    return [(row.pk, str(row)) for row in rows.order_by("-starts_at")[:30]]


def held_meeting(group: Any, identity: int) -> Meeting | None:
    """A meeting of the group that took place, or None."""
    return Meeting.objects.held().filter(group=group, pk=identity).first()


def meeting_day(meeting: Meeting) -> date:
    """The London day on which a meeting begins."""
    return meeting.starts_at.astimezone(LONDON).date()


def next_meeting_day(kind: GroupKind, today: date) -> date | None:
    """The London day of the next meeting, today included, of a group of this kind; None when none is planned."""
    to_come = Meeting.objects.filter(group__kind=kind.value, starts_at__gte=midnight(today))
    first = to_come.exclude(state=State.CANCELLED.value).order_by("starts_at").first()
    return meeting_day(first) if first else None


def last_meeting_day(kind: GroupKind, today: date) -> date | None:
    """The London day of the last meeting that a group of this kind held up to today; None when it never met."""
    held = Meeting.objects.held().filter(group__kind=kind.value, starts_at__lt=midnight(today + timedelta(days=1)))
    last = held.order_by("-starts_at").first()
    return meeting_day(last) if last else None


def attendance_of(seat_ids: list[int], starts_on: date, ends_on: date) -> dict[int, tuple[int, int]]:
    """For each seat, how many of the meetings held between two days it came to (in person or by deputy), and how many there were."""
    rows = Attendance.objects.filter(
        seat_id__in=seat_ids, meeting__state__in=OVER, meeting__starts_at__range=moments(starts_on, ends_on)
    )
    counted = rows.values_list("seat_id").annotate(came=Count("id", filter=Q(came__in=CAME)), held=Count("id"))
    return {seat: (came, held) for seat, came, held in counted}


def attendance_by_partner(starts_on: date, ends_on: date) -> list[tuple[str, int, int]]:
    """(partner, attended, owed) of the three safeguarding partners' seats at meetings held between two days."""
    rows = Attendance.objects.filter(meeting__state__in=OVER, meeting__starts_at__range=moments(starts_on, ends_on)).exclude(
        seat__partner=""
    )
    counted = rows.values_list("seat__partner").annotate(came=Count("id", filter=Q(came__in=CAME)), held=Count("id"))
    found = {partner: (came, held) for partner, came, held in counted}
    return [(partner.value, *found.get(partner.value, (0, 0))) for partner in Partner]


def may_open_document(user: Any, document: Any) -> bool:
    """Papers and packs: for whoever may see the meeting; a restricted paper only for the group's own members. What is marked
    Official-Sensitive opens once the second factor was given.
    """
    if document.marking == Marking.OFFICIAL_SENSITIVE.value and not user.powers.second_factor:
        return False
    model = Pack if document.on_kind == "meetings.pack" else Paper
    holder = model.objects.filter(pk=document.on_id).first()
    if holder is None:
        return False
    meeting_id = holder.meeting_id if isinstance(holder, Pack) else holder.item.meeting_id
    meeting = Meeting.objects.visible_to(user).filter(pk=meeting_id).first()
    if meeting is None:
        return False
    return not document.restricted or meeting.group_id in user.powers.groups(Permission.MEETINGS_READ)


def meetings_of_feed(secret: str, today: date) -> list[Meeting] | None:
    """The meetings that a feed's owner may see today, from a year ago on; None when it was revoked or never was."""
    feed = (
        Feed.objects.filter(secret_sha256=sha256(secret), revoked_on=None, person__is_active=True)
        .select_related("person")
        .first()
    )
    if feed is None:
        return None
    person: Any = feed.person
    person.powers = powers_on(person, today)
    mine = person.powers.groups(Permission.MEETINGS_READ)
    rows = Meeting.objects.visible_to(person).filter(starts_at__gte=midnight(today - FEED_REACH))
    rows = rows.filter(group=feed.group_id) if feed.group_id else rows.filter(group_id__in=mine)
    return list(rows.order_by("starts_at"))


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: meetings of one's groups that come, and for who keeps them: packs, minutes and approvals that are owed."""
    powers = user.powers
    groups = powers.groups(Permission.MEETINGS_READ)
    wrote = Meeting.writers.through.objects.filter(meeting=OuterRef("pk"), person=user)
    rows = (
        meetings()
        .annotate(own_minutes=Exists(wrote))
        .filter(group_id__in=groups)
        .exclude(state__in=[State.APPROVED.value, State.CANCELLED.value])
    )
    found = []
    for meeting in rows.filter(starts_at__lte=midnight(today + FEED_REACH / 8)).order_by("starts_at")[:60]:
        duty = duty_of(meeting, powers, meeting.own_minutes, today)
        if duty:
            found.append(duty)
    return found


def duty_of(meeting: Meeting, powers: Any, own_minutes: bool, today: date) -> Duty | None:
    day, url, name = meeting_day(meeting), meeting.get_absolute_url(), meeting.group.name
    keeps = powers.may_in(Permission.MEETINGS_MANAGE, meeting.group_id)
    if meeting.state == State.HELD.value:
        if powers.may_in(Permission.MEETINGS_APPROVE, meeting.group_id) and meeting.minutes_by_id and not own_minutes:
            return Duty(f"Approve the minutes: {name}", url, day, "Meetings", "soon")
        return Duty(f"Write the minutes: {name}", url, day, "Meetings", "soon") if keeps and not meeting.minutes_by_id else None
    if day < today:
        return Duty(f"Record who came: {name}", url, day, "Meetings", "late") if keeps else None
    if meeting.state == State.DRAFT.value:
        near = (day - today).days <= 10
        return Duty(f"Circulate the pack: {name}", url, day, "Meetings", "soon" if near else "open") if keeps else None
    return Duty(f"Meeting: {name}", url, day, "Meetings", "soon" if (day - today).days <= 7 else "open")


def forward_plan() -> Any:
    """What agendas still to come must take up, each with the day of its last agenda. Narrow it by `visible_to`."""
    taken = AgendaItem.objects.filter(ahead=OuterRef("pk")).exclude(meeting__state=State.CANCELLED.value)
    last = taken.order_by("-meeting__starts_at").values("meeting__starts_at")[:1]
    return Ahead.objects.standing().select_related("group").annotate(last_at=Subquery(last))


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Evidence]:
    """Counts for the yearly report: meetings held by group, attendance by partner, decisions by group."""
    held = Meeting.objects.held().filter(starts_at__range=moments(starts_on, ends_on))
    counts = {"all": Count("id"), "full": Count("id", filter=Q(quorum_reached=True))}
    rows = held.order_by("group__name").values_list("group__name").annotate(**counts).values_list("group__name", *counts)
    met = tuple((name, str(total), str(full)) for name, total, full in rows)
    came = tuple((partner, str(there), str(owed)) for partner, there, owed in attendance_by_partner(starts_on, ends_on) if owed)
    made = Decision.objects.filter(decided_on__range=(starts_on, ends_on))
    decided = made.order_by("meeting__group__name").values_list("meeting__group__name").annotate(count=Count("id"))
    decisions = tuple((name, str(count)) for name, count in decided)
    return [
        Evidence("meetings", "Meetings held", held.count(), as_at, ("Group", "Held", "With quorum"), met, number_columns=(1, 2)),
        Evidence(
            "attendance",
            "Attendance of the safeguarding partners",
            len(came),
            as_at,
            ("Partner", "Came", "Of"),
            came,
            number_columns=(1, 2),
        ),
        Evidence("decisions", "Decisions recorded", made.count(), as_at, ("Group", "Decisions"), decisions, number_columns=(1,)),
    ]


COUNTS = {"meetings.held": "Meetings held in the quarter"}


def data_counts(starts_on: date, ends_on: date) -> dict[str, int]:
    """What the dashboard asks of this room for a quarter: meetings held in it."""
    return {"meetings.held": Meeting.objects.held().filter(starts_at__range=moments(starts_on, ends_on)).count()}


def partners_at(meeting: Meeting) -> set[Partner]:
    """The safeguarding partners whose seat was filled at a meeting, in person or by a deputy."""
    rows = Attendance.objects.filter(meeting=meeting, came__in=CAME).exclude(seat__partner="")
    return {Partner(partner) for partner in rows.values_list("seat__partner", flat=True)}
