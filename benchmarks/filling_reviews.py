"""Fills the reviews: incidents with their clocks, rapid reviews with their timetable, summaries and chronologies."""

from datetime import timedelta

from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews.models import AgencySummary, Case, ChronologyEntry, ClockRule, Deadline, RapidReview, ReviewSection, Task
from hamlet.reviews.rules.cases import Section
from hamlet.reviews.rules.clocks import due, in_force

FULL = 2_000
BATCH = 1_000


class ReviewFiller:
    def __init__(self, filler, share):
        self.filler, self.count = filler, max(2, round(FULL * share))
        self.days, self.rules = calendar(), list(ClockRule.objects.all())
        self.author = Person.objects.get(email="practitioner@demo.example")
        self.agency = Agency.objects.get(slug="voluntary")

    def fill(self):
        rows = Case.objects.bulk_create([self.case(number) for number in range(self.count)], BATCH)
        Deadline.objects.bulk_create([deadline for row in rows for deadline in self.deadlines(row)], BATCH)
        reviews = [RapidReview(case=row, started_on=row.aware_on) for row in rows if row.stage == "Rapid review"]
        reviews = RapidReview.objects.bulk_create(reviews, BATCH)
        Task.objects.bulk_create([task for review in reviews for task in self.tasks(review)], BATCH)
        sections = [
            ReviewSection(review=review, section=section.value, text=self.filler.text(40), by=self.author)
            for review in reviews
            for section in Section
        ]
        ReviewSection.objects.bulk_create(sections, BATCH)
        ChronologyEntry.objects.bulk_create([entry for review in reviews for entry in self.entries(review)], BATCH)

    def case(self, number):
        day = self.filler.day()
        told = {
            "told": "The national Panel, the Secretary of State and Ofsted",
            "decided_on": day,
            "reasons": self.filler.text(20),
        }
        over = number % 10 > 0
        given = {"reference": f"SI-{day.year}-9{number:04}", "referred_by": self.author, "referred_on": day, "aware_on": day}
        given |= {"harm": "A child was seriously harmed", "what_happened": self.filler.text(60), **told}
        return Case(**given, stage="Closed" if over else "Rapid review", closed_on=day if over else None)

    def deadlines(self, case):
        stopped = {"stopped_on": case.closed_on, "stopped_by": self.author} if case.closed_on else {}
        for rule in in_force(self.rules, case.aware_on):
            if rule.starts == "The local authority became aware":
                day = due(rule, case.aware_on, self.days)
                yield Deadline(case=case, rule=rule, started_on=case.aware_on, due_on=day, **stopped)

    def tasks(self, review):
        for number in range(1, 5):
            day = review.started_on + timedelta(days=3 * number)
            yield Task(review=review, title=self.filler.text(4), whose="Agencies", begins_on=day, due_on=day)

    def entries(self, review):
        given = {"asked_on": review.started_on, "due_on": review.started_on, "sent_on": review.started_on}
        given |= {"asks_for": self.filler.text(10)}
        summary = AgencySummary.objects.create(review=review, agency=self.agency, author=self.author, **given)
        for number in range(20):
            day = review.started_on - timedelta(days=10 * number)
            yield ChronologyEntry(summary=summary, happened_on=day, what=self.filler.text(15), source=self.filler.text(3))
