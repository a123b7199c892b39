"""Fills a database of its own with a partnership's years: the same rows for the same size, every time."""

import random
from datetime import datetime, timedelta
from io import StringIO

from django.core.management import call_command

from benchmarks.filling_insight import InsightFiller
from benchmarks.filling_learning import LearningFiller
from benchmarks.filling_reviews import ReviewFiller
from hamlet.escalations.models import Answer, Escalation, Step
from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.models import Person
from hamlet.foundations.working_days.clock import LONDON, today
from hamlet.governance.models import Group, Priority
from hamlet.insight.models import Observation
from hamlet.learning.models import Action, ActionUpdate, Evidence, Recommendation, Theme
from hamlet.meetings.models import AgendaItem, Attendance, Concern, Decision, Meeting
from hamlet.reviews.models import Case

FULL = {"escalations": 5_000, "actions": 50_000, "meetings": 2_000}
BATCH = 2_000
WORDS = [
    "Files",
    "follow",
    "pupils",
    "late",
    "when",
    "schools",
    "change",
    "and",
    "nobody",
    "in",
    "the",
    "group",
    "can",
    "decide",
    "it",
    "alone",
]


class Filler:
    def __init__(self, share):
        self.counts = {name: max(2, round(count * share)) for name, count in FULL.items()}
        self.dice, self.today = random.Random(2022), today()
        self.people = list(Person.objects.filter(is_persona=True).order_by("id"))
        self.groups = list(Group.objects.filter(restricted=False).order_by("id"))
        self.executive = next(group for group in self.groups if group.is_executive)
        self.seats = {group.pk: list(group.seats.order_by("id")) for group in self.groups}

    def someone(self):
        return self.dice.choice(self.people)

    def text(self, words):
        return " ".join(self.dice.choice(WORDS) for _ in range(words))

    def day(self, years=10):
        return self.today - timedelta(days=self.dice.randrange(1, 365 * years))

    def fill(self):
        self.meetings()
        self.escalations()
        self.actions()
        self.events()

    def meetings(self):
        held = {}
        for number in range(self.counts["meetings"]):
            group = self.groups[number % len(self.groups)]
            starts_at = datetime(2016, 1, 4, 9, tzinfo=LONDON) + timedelta(
                days=2 * (number // len(self.groups)), hours=number % 8
            )
            late = {"state": "Minutes approved", "minutes_by": self.people[0], "approved_by": self.people[1]}
            late |= {"approved_on": starts_at.date(), "quorum_reached": True, "quorum_sentence": "Quorum: all took part."}
            held[number] = Meeting(group=group, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **late)
        rows = Meeting.objects.bulk_create(held.values(), BATCH)
        items = [
            AgendaItem(meeting=row, position=place, title=self.text(5), minute=self.text(40))
            for row in rows
            for place in range(1, 7)
        ]
        AgendaItem.objects.bulk_create(items, BATCH)
        came = [Attendance(meeting=row, seat=seat, came="Present") for row in rows for seat in self.seats[row.group_id]]
        Attendance.objects.bulk_create(came, BATCH)
        made = [self.decision(row, number) for number, row in enumerate(rows)]
        Decision.objects.bulk_create(made, BATCH)
        Concern.objects.bulk_create([self.concern(row) for row in rows[::4]], BATCH)

    def decision(self, meeting, number):
        day, text = meeting.starts_at.date(), self.text(20)
        released = meeting.group_id == self.executive.pk
        return Decision(
            number=f"D-{day.year}-9{number:04}", meeting=meeting, text=text, reasons=text, decided_on=day, released=released
        )

    def concern(self, meeting):
        day = meeting.starts_at.date()
        said = {"title": self.text(5), "raised_by": self.someone(), "raised_on": day, "changed_on": day}
        return Concern(group=meeting.group, state="Discussed", outcome=self.text(10), **said)

    def escalations(self):
        senders = [group for group in self.groups if not group.is_executive]
        priorities, rows = [*Priority.objects.all(), None], []
        for number in range(self.counts["escalations"]):
            sent_on, by = self.day(), self.someone()
            open_ = number % 20 == 0
            state = (
                {"state": "Waiting for an answer"}
                if open_
                else {"state": "Closed", "outcome": self.text(8), "closed_on": sent_on}
            )
            texts = {"title": self.text(6), "issue": self.text(60), "why_not_here": self.text(30), "asked": self.text(20)}
            given = {"number": f"E-{sent_on.year}-9{number:04}", "group": senders[number % len(senders)], "drafted_by": by}
            given |= {"drafted_on": sent_on, "sent_by": by, "sent_on": sent_on, "answer_by": sent_on + timedelta(days=28)}
            given |= {"priority": self.dice.choice(priorities), "answered_on": None if open_ else sent_on + timedelta(days=20)}
            given |= {"days_to_answer": None if open_ else 20}
            rows.append(Escalation(**given, **texts, **state))
        rows = Escalation.objects.bulk_create(rows, BATCH)
        Step.objects.bulk_create([step for row in rows for step in self.steps(row)], BATCH)
        Answer.objects.bulk_create([self.answer(row) for row in rows if row.answered_on], BATCH)

    def steps(self, row):
        for number, what in enumerate(("Drafted", "Sent to the Executive", "Answered by the Executive: agreed", "Closed")):
            yield Step(escalation=row, what=what, on=row.sent_on + timedelta(days=7 * number), by_id=row.sent_by_id)

    def answer(self, row):
        by, day = self.someone(), row.answered_on
        official = {"official_on": day, "official_by": "All three partners agreed it"}
        given = {"kind": "Not agreed", "reasons": self.text(30), "drafted_by": by, "drafted_on": day}
        return Answer(escalation=row, **given, **official)

    def actions(self):
        themes, rows = [*Theme.objects.all(), None], []
        first = 100_000
        for number in range(self.counts["actions"]):
            raised_on, owner = self.day(), self.someone()
            due_on = raised_on + timedelta(days=90)
            done = number % 10 > 0
            closing = {"state": "Done", "closed_on": due_on, "closing_note": self.text(10)} if done else {"state": "Open"}
            given = {"reference": f"A-{first + number}", "number": first + number, "title": self.text(8), "detail": self.text(30)}
            given |= {"owner": owner, "agency_id": owner.agency_id, "group": self.dice.choice(self.groups)}
            given |= {"theme": self.dice.choice(themes), "raised_on": raised_on, "first_due_on": due_on, "due_on": due_on}
            rows.append(Action(**given, **closing))
        rows = Action.objects.bulk_create(rows, BATCH)
        notes = [ActionUpdate(action=row, said_on=row.raised_on, by_id=row.owner_id, note=self.text(15)) for row in rows[::5]]
        ActionUpdate.objects.bulk_create(notes, BATCH)

    def events(self):
        """Two events for each escalation and action, as their operations would have left."""
        kinds = (("escalations.sent", Escalation), ("learning.action_added", Action))
        for verb, model in kinds:
            keys = model.objects.order_by("id").values_list("pk", flat=True)
            label, by = model._meta.label_lower, self.people[0]
            rows = [Event(verb=verb, by=by, subject_kind=label, subject_id=str(key)) for key in keys for _ in range(2)]
            Event.objects.bulk_create(rows, BATCH)


def fill(share):
    """The demonstration, and beside it `share` (0 to 1) of the full size; how many rows there are, and how long comparators took."""
    call_command("demo", stdout=StringIO())
    filler = Filler(share)
    filler.fill()
    ReviewFiller(filler, share).fill()
    LearningFiller(filler, share).fill()
    worked_out = InsightFiller(filler, share).fill()
    counted = (Escalation, Action, Meeting, Decision, Attendance, Case, Recommendation, Evidence, Observation, Event)
    return {model.__name__: model.objects.count() for model in counted}, worked_out
