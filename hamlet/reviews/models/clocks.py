from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.rules.clocks import Force, Sense, Starts, Stops, Unit, standing, words


def options(words_):
    return [(word.value, word.value) for word in words_]


class ClockRule(Record):
    """A period that law, guidance or the partnership sets, with the days on which cases begin that are judged by it."""

    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    edition = models.CharField(max_length=80)
    starts = models.CharField(max_length=80, choices=options(Starts))
    stops = models.CharField(max_length=80, choices=options(Stops))
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=options(Unit))
    sense = models.CharField(max_length=40, choices=options(Sense))
    whose = models.CharField(max_length=80)
    source = models.CharField(max_length=240)
    force = models.CharField(max_length=40, choices=options(Force))
    confirmed = models.BooleanField(default=False)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("key", "title", "edition", "starts", "stops", "length", "unit", "sense", "whose", "source", "force", "confirmed"),
            *("in_force_from", "in_force_to"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "in_force_from"], name="reviews_one_rule_of_a_key_from_a_day"),
            models.CheckConstraint(condition=Q(length__gt=0), name="reviews_a_rule_has_a_length"),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="reviews_rule_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.edition}"

    @property
    def words(self):
        return words(self.length, self.unit, self.sense)

    @property
    def citation(self):
        return f"{self.source}{'' if self.confirmed else ' (unconfirmed)'}"

    @property
    def said(self):
        until = f"to {self.in_force_to:%-d %B %Y}" if self.in_force_to else "on"
        runs = f"From: {self.starts.lower()}. Until: {self.stops.lower()}. {self.sense}"
        return f"{self.words}. {runs}. {self.citation}. {self.force}. In force from {self.in_force_from:%-d %B %Y} {until}"


class ClockSuspension(Record):
    """Days on which a rule did not run, both included."""

    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="suspensions")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=240)

    handling = Handling(Retention.PERMANENT, plain=("rule", "first", "last", "reason"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="reviews_suspension_ends_after_it_starts")]

    def __str__(self):
        return f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"


class ClockCorrection(Record):
    """What a rule said before somebody corrected it, what it says now, and why."""

    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="corrections")
    corrected_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=400)
    after = models.CharField(max_length=400)
    why = models.TextField()

    handling = Handling(Retention.PERMANENT, plain=("rule", "corrected_on", "before", "after", "why"), personal=("by",))

    def __str__(self):
        return f"{self.before} → {self.after}"


class DeadlineQuerySet(models.QuerySet):
    def running(self):
        return self.filter(stopped_on=None, set_aside_on=None)

    def owed(self):
        return self.running().exclude(rule__sense=Sense.NOT_BEFORE.value)

    def overdue(self, today):
        return self.owed().filter(due_on__lt=today)


class Deadline(Record):
    """One clock of one case: when it started, when it is due by its rule, and when and by whom it was stopped."""

    case = models.ForeignKey("reviews.Case", on_delete=models.CASCADE, related_name="deadlines")
    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="deadlines")
    started_on = models.DateField()
    due_on = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_aside_on = models.DateField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("case", "rule", "started_on", "due_on", "stopped_on", "set_aside_on"),
        personal=("stopped_by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rule"], name="reviews_one_clock_of_a_rule_in_a_case"),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_by__isnull=False), name="reviews_stopped_clock_says_by_whom"
            ),
        ]
        indexes = [models.Index(fields=["stopped_on", "set_aside_on", "due_on"])]

    def __str__(self):
        return self.rule.title

    def standing(self, today, calendar):
        from hamlet.reviews.rules.clocks import Standing

        if self.set_aside_on and not self.stopped_on:
            return Standing.SET_ASIDE
        return standing(self.rule.sense, self.due_on, self.stopped_on, today, calendar)


class DeadlineChange(Record):
    """A date of a case that moved: the day it is due, or the day on which it was done; what it was, what it is, and why."""

    DUE, DONE = "Due", "Done"

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="changes")
    of = models.CharField(max_length=10, choices=[(DUE, DUE), (DONE, DONE)], default=DUE)
    changed_on = models.DateField()
    was = models.DateField()
    now = models.DateField()
    why = models.CharField(max_length=400)

    handling = Handling(Retention.TEN_YEARS, plain=("deadline", "of", "changed_on", "was", "now", "why"))

    def __str__(self):
        return f"{self.of}: {self.was:%-d %B %Y} → {self.now:%-d %B %Y}"
