from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.meetings.models.meeting import AgendaItem, Meeting, options, seen_by
from hamlet.meetings.rules import ConcernState, State


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the meetings one may see; and what the Executive released, once its minutes are approved, for whoever sits in any group."""
        seen = seen_by(user, "meeting__")
        if user.powers.may(Permission.DECISIONS_READ):
            seen |= Q(released=True, meeting__state=State.APPROVED.value)
        return self.filter(seen)

    def saying(self, words):
        """Those whose number, text or reasons hold these words."""
        return self.filter(Q(number__icontains=words) | Q(text__icontains=words) | Q(reasons__icontains=words))


class Decision(Record):
    number = models.CharField(max_length=20, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField()
    reasons = models.TextField()
    decided_on = models.DateField()
    released = models.BooleanField(default=False)

    objects = DecisionQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT, plain=("number", "meeting", "item", "decided_on", "released"), special=("text", "reasons")
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="meetings_every_decision_has_reasons")]
        indexes = [models.Index(fields=["decided_on"])]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("meetings:decision", args=[self.number])


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user))


class Concern(Record):
    """A theme or worry that a member brought to a group: never a child's case."""

    group = models.ForeignKey("governance.Group", on_delete=models.PROTECT, related_name="concerns")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField()
    state = models.CharField(max_length=20, choices=options(ConcernState), default=ConcernState.RAISED.value)
    outcome = models.TextField(blank=True)
    changed_on = models.DateField()

    objects = ConcernQuerySet.as_manager()

    handling = Handling(
        Retention.SEVEN_YEARS,
        plain=("group", "raised_on", "state", "changed_on"),
        personal=("raised_by",),
        special=("title", "detail", "outcome"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ConcernState.RAISED.value) | ~Q(outcome=""),
                name="meetings_concern_that_moved_says_what_became_of_it",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:concern", args=[self.pk])


class ConcernStep(Record):
    """One thing that became of a concern: none is lost when the next is written."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=options(ConcernState))
    outcome = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.SEVEN_YEARS, plain=("concern", "state", "on"), personal=("by",), special=("outcome",))

    def __str__(self):
        return f"{self.state}, {self.on:%-d %B %Y}"


class AheadQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user))

    def standing(self):
        return self.filter(ended_on=None)


class Ahead(Record):
    """Something that a later agenda must hold: a yearly duty of some month, or an item parked for later."""

    group = models.ForeignKey("governance.Group", on_delete=models.PROTECT, related_name="ahead")
    title = models.CharField(max_length=200)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    not_before = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = AheadQuerySet.as_manager()

    handling = Handling(Retention.PERMANENT, plain=("group", "month", "not_before", "planned_on", "ended_on"), special=("title",))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__isnull=False, not_before__isnull=True) | Q(month__isnull=True, not_before__isnull=False),
                name="meetings_ahead_is_yearly_or_parked",
            ),
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(month__range=(1, 12)), name="meetings_month_is_a_month"),
        ]

    def __str__(self):
        return self.title


class Feed(Record):
    """A calendar feed at a secret address: of which only a hash is kept. Revoked, it answers 404 for ever."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feeds")
    group = models.ForeignKey("governance.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    handling = Handling(
        Retention.WHILE_IN_USE, plain=("group", "made_on", "revoked_on"), personal=("person",), special=("secret_sha256",)
    )

    def __str__(self):
        return f"Feed of {self.made_on:%-d %B %Y}"
