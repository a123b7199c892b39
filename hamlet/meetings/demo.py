"""Illustrative meetings of each group: a year of them held from April 2022, and some around today. All by posts, none of a child."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.publishing.content import Content, Paragraph
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.working_days.clock import LONDON
from hamlet.foundations.working_days.queries import calendar
from hamlet.governance.queries import group_by_slug, seats_on
from hamlet.governance.rules import Capacity, Frequency
from hamlet.meetings import operations
from hamlet.meetings.models import Meeting
from hamlet.meetings.rules import Came, ConcernState, Way, series_days

TWO_HOURS = timedelta(hours=2)
BEGINS = date(2022, 4, 1)

# group, first day, how many in the year, and the items that its minutes hold
YEAR = {
    "executive": (date(2022, 4, 12), 6),
    "quality": (date(2022, 4, 26), 8),
    "exploitation": (date(2022, 4, 19), 8),
    "domestic-abuse": (date(2022, 4, 20), 8),
    "online-safety": (date(2022, 4, 21), 8),
    "rapid-review-working-group": (date(2022, 4, 28), 8),
    "education-forum": (date(2022, 5, 10), 3),
}
DECISIONS = [
    ("Introduce an escalation tracker and send it with every pack", "Groups said that they felt far from the Executive"),
    ("Keep commissioning standard safeguarding training", "The post that arranged it was lost in a restructure"),
    ("Plan the new website for 2023", "Other work must come first"),
    ("Set new priorities for September 2023, with young people", "The present ones come to their end"),
]
AHEAD = [
    ("executive", "Yearly report: agree the plan of work", 5, None),
    ("executive", "Published arrangements: yearly review", 6, None),
    ("quality", "Section 11 returns: what they show", 1, None),
    ("education-forum", "Section 175 and 157 audits: what schools need", 9, None),
    ("education-forum", "Results of the online safety survey", None, 30),
]
CONCERNS = [
    (
        "Pupils moving school without their safeguarding file",
        "Discussed",
        "Illustrative: a common form was agreed; see the action plan.",
    ),
    ("Long waits for mental health support", "Escalated", "Illustrative: escalated to the Executive."),
    ("New apps that hide messages", "Watched", "Illustrative: the Staying Safe Online group watches it each term."),
]


def load(cast: Any, today: date) -> None:
    manager = cast["partnership-manager"]
    for slug, title, month, days in AHEAD:
        later = today + timedelta(days=days) if days else None
        operations.plan_ahead(group=group_by_slug(slug), title=title, month=month, not_before=later, on=BEGINS, by=manager)
    for slug, (first, count) in YEAR.items():
        load_year(cast, group_by_slug(slug), first, count)
    load_now(cast, today)
    load_concerns(cast, today)


def load_year(cast: Any, group: Any, first: date, count: int) -> None:
    frequency = Frequency(group.frequency)
    days = series_days(frequency, first, count, calendar(), avoid_school_holidays=False)
    for number, day in enumerate(days):
        meeting = plan(group, day, cast)
        hold(meeting, cast, missing=number == 3)
        minute(meeting, cast, number)


def plan(group: Any, day: date, cast: Any) -> Meeting:
    starts_at = datetime.combine(day, time(14), tzinfo=LONDON)
    way = (Way.IN_PERSON, Way.VIDEO, Way.HYBRID)[day.month % 3]
    place = "" if way is Way.VIDEO else "Town hall, committee room (illustrative)"
    by = cast["partnership-manager"]
    return operations.plan_meeting(group=group, starts_at=starts_at, ends_at=starts_at + TWO_HOURS, way=way, place=place, by=by)


def hold(meeting: Meeting, cast: Any, *, missing: bool) -> None:
    """Everyone comes; once in the year somebody sends apologies and somebody a deputy."""
    by = cast["partnership-manager"]
    day = meeting.starts_at.astimezone(LONDON).date()
    came = {seat.pk: (Came.PRESENT, "") for seat in seats_on(day, meeting.group)}
    if missing:
        members = [seat.pk for seat in seats_on(day, meeting.group) if seat.capacity == Capacity.MEMBER.value]
        came[members[0]] = (Came.APOLOGIES, "")
        came |= {pk: (Came.DEPUTY, "Deputy of the post") for pk in members[1:2]}
    operations.record_attendance(meeting=meeting, came=came, seen_version=None, by=by)
    operations.hold_meeting(meeting=meeting, seen_version=None, by=by)


def minute(meeting: Meeting, cast: Any, number: int) -> None:
    secretary = cast["partnership-manager"]
    item = meeting.items.get(position=1)
    text = "Illustrative: welcome, apologies, and the minutes of the last meeting were agreed."
    operations.write_minute(item=item, text=text, seen_version=None, by=secretary)
    day = meeting.starts_at.astimezone(LONDON).date()
    if meeting.group.is_executive and number < len(DECISIONS):
        decision, reasons = DECISIONS[number]
        operations.record_decision(
            item=item, text=f"Illustrative: {decision}.", reasons=f"{reasons}.", released=number != 2, by=secretary
        )
    chair = seats_on(day, meeting.group).filter(capacity=Capacity.CHAIR.value).first()
    approver = chair.person if chair else cast["executive-local-authority"]
    operations.approve_minutes(
        meeting=meeting, approved_on=day + timedelta(days=14), seen_version=None, by=approver or system_person()
    )


def load_now(cast: Any, today: date) -> None:
    """Around today: an Executive just held whose minutes wait, a circulated meeting to come, and drafts."""
    by, days = cast["partnership-manager"], calendar()
    lately = plan(group_by_slug("executive"), days.next_working_day(today - timedelta(days=12)), cast)
    hold(lately, cast, missing=False)
    forum = plan(group_by_slug("education-forum"), days.next_working_day(today - timedelta(days=20)), cast)
    hold(forum, cast, missing=False)
    item = forum.items.get(position=1)
    operations.write_minute(
        item=item, text="Illustrative: members agreed to escalate what they cannot solve.", seen_version=None, by=by
    )
    owner, due_on = cast["education-forum-chair"], today + timedelta(days=21)
    operations.give_action(item=item, title="Send schools the form for moving files", owner=owner, due_on=due_on, by=by)
    load_packs(plan(group_by_slug("quality"), days.next_working_day(today + timedelta(days=6)), cast), today, by)
    for slug, ahead in (("executive", 17), ("education-forum", 30), ("online-safety", 24), ("exploitation", 20)):
        plan(group_by_slug(slug), days.next_working_day(today + timedelta(days=ahead)), cast)


def load_packs(meeting: Meeting, today: date, by: Any) -> None:
    """A pack with a paper in it, and the second pack that a late paper made."""
    item = operations.add_item(meeting=meeting, title="Audit returns: what they show", presenter="Data lead", by=by)
    for day, title in ((3, "Audit returns, first round"), (1, "Audit returns, late figures")):
        at = datetime.combine(today - timedelta(days=day), time(9), tzinfo=LONDON)
        words = Paragraph("Illustrative: this paper shows how a paper looks in a pack. It holds no figures.")
        content = to_pdf(Content(title, (words,), meeting.group.name, "Illustrative"))
        upload = SimpleUploadedFile("paper.pdf", content, "application/pdf")
        operations.add_paper(item=item, upload=upload, title=title, marking=Marking.OFFICIAL, at=at, by=by)
        operations.circulate_pack(meeting=meeting, at=at, seen_version=None, by=by)


def load_concerns(cast: Any, today: date) -> None:
    forum, member = group_by_slug("education-forum"), cast["education-forum-member"]
    for number, (title, state, outcome) in enumerate(CONCERNS):
        raised_on = date(2022, 5, 10) + timedelta(days=60 * number)
        detail = "Illustrative: raised by several schools."
        concern = operations.raise_concern(group=forum, title=title, detail=detail, raised_on=raised_on, by=member)
        operations.move_concern(
            concern=concern,
            state=ConcernState(state),
            outcome=outcome,
            changed_on=raised_on + timedelta(days=30),
            seen_version=None,
            by=cast["education-forum-chair"],
        )
    operations.raise_concern(
        group=forum,
        title="Exclusions of pupils with additional needs",
        detail="Illustrative: several schools see the same.",
        raised_on=today - timedelta(days=4),
        by=member,
    )
