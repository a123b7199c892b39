"""A small partnership in which a group escalates: three partners, a chair, a member, meetings that took place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hamlet.escalations import operations
from hamlet.escalations.rules import AnswerKind
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance import operations as governance
from hamlet.governance.rules import Capacity, Frequency, GroupKind, Partner
from hamlet.meetings import operations as meetings
from hamlet.meetings.rules import Came

TODAY = date(2022, 11, 15)
BEGAN = date(2021, 4, 1)


@dataclass
class World:
    forum: Any
    executive: Any
    other: Any
    people: dict[str, Person]
    met: Any
    executive_met: Any

    def __getitem__(self, key):
        return self.people[key]


def person(key, agency):
    return Person.objects.create(
        email=f"{key}@example.org", post_title=key.title(), agency=agency, invited_at="2021-01-01T00:00Z"
    )


def group(slug, kind):
    given = {"frequency": Frequency.QUARTERLY.value, "starts_on": BEGAN}
    return governance.add_group(slug=slug, name=slug.title(), kind=kind, purpose="For tests", by=system_person(), **given)


def took_place(of_group, day, by):
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    meeting = meetings.plan_meeting(group=of_group, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), by=by)
    came = {seat.pk: (Came.PRESENT, "") for seat in of_group.seats.all()}
    meetings.record_attendance(meeting=meeting, came=came, seen_version=None, by=by)
    return meetings.hold_meeting(meeting=meeting, seen_version=None, by=by)


def world():
    by = system_person()
    council = Agency.objects.create(name="Council", short_name="Council", slug="council", kind="Local authority", starts_on=BEGAN)
    keys = ("chair", "member", "council", "health", "police", "stranger")
    people = {key: person(key, council) for key in keys}
    executive = group("executive", GroupKind.EXECUTIVE)
    forum, other = group("forum", GroupKind.EDUCATION), group("other", GroupKind.PRIORITY)
    for partner, key in zip(Partner, ("council", "health", "police"), strict=True):
        seat = {"group": executive, "capacity": Capacity.MEMBER, "person": people[key], "partner": partner}
        governance.give_seat(**seat, starts_on=BEGAN, by=by)
    governance.give_seat(group=forum, capacity=Capacity.CHAIR, person=people["chair"], starts_on=BEGAN, by=by)
    governance.give_seat(group=forum, capacity=Capacity.MEMBER, person=people["member"], starts_on=BEGAN, by=by)
    governance.give_seat(group=other, capacity=Capacity.MEMBER, person=people["stranger"], starts_on=BEGAN, by=by)
    rota = {"partner": Partner.POLICE, "person": people["police"], "starts_on": date(2022, 10, 1), "ends_on": date(2023, 3, 31)}
    governance.plan_chair_term(**rota, by=by)
    met, executive_met = took_place(forum, date(2022, 11, 8), by), took_place(executive, date(2022, 11, 15), by)
    return World(forum, executive, other, people, met, executive_met)


def draft(world, **given):
    given = {"title": "Files do not follow pupils", "issue": "They come late", "answer_by": date(2022, 12, 13), **given}
    texts = {"why_not_here": "It needs the council", "asked": "One rule for all schools"}
    return operations.draft_escalation(group=world.forum, on=TODAY, **texts, **given, by=world["member"])


def sent(world, **given):
    rest = {"not_a_case": False, "on": TODAY, "seen_version": None, "by": world["chair"]}
    return operations.send_to_executive(escalation=draft(world, **given), meeting_id=world.met.pk, **rest)


def answer_drafted(world, kind=AnswerKind.AGREED, **given):
    escalation = sent(world)
    rest = {"owner": world["council"], "due_on": date(2023, 1, 31), "reasons": "It is right", "on": TODAY, **given}
    operations.draft_answer(escalation=escalation, kind=kind, **rest, seen_version=None, by=world["health"])
    return escalation


def answered(world):
    escalation = answer_drafted(world)
    rest = {"meeting_id": world.executive_met.pk, "on": TODAY, "seen_version": None, "by": world["council"]}
    operations.minute_answer(escalation=escalation, **rest)
    escalation.refresh_from_db()
    return escalation
