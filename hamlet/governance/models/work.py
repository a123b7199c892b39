from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.governance.models.seating import DatedQuerySet, Group, ends_after_start, options
from hamlet.governance.rules import ChallengeState, Partner, PlanState


class Edition(Record):
    """An edition of the statutory guidance, as data: a correction needs no release."""

    year = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=120)
    in_force_on = models.DateField(unique=True)
    implemented_by = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    handling = Handling(Retention.PERMANENT, plain=("year", "name", "in_force_on", "implemented_by", "confirmed", "source"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(implemented_by=None) | Q(implemented_by__gte=F("in_force_on")),
                name="governance_edition_is_implemented_once_in_force",
            )
        ]

    def __str__(self):
        return self.name


class Arrangements(Record):
    """The published arrangements, as they stood in one version. A published version is never changed: the next one is."""

    number = models.PositiveSmallIntegerField(unique=True)
    published_on = models.DateField()
    area = models.CharField(max_length=200)
    partners = models.TextField()
    relevant_agencies = models.ManyToManyField("people.Agency", related_name="+")
    groups = models.TextField()
    scrutiny = models.TextField()
    dispute_process = models.TextField()
    funding = models.TextField()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("number", "published_on", "area", "partners", "relevant_agencies", "groups"),
            *("scrutiny", "dispute_process", "funding"),
        ),
    )

    def __str__(self):
        return f"Version {self.number}"

    def get_absolute_url(self):
        return reverse("governance:arrangements", args=[self.number])


class Priority(Record):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    lead_partner = models.CharField(max_length=40, choices=options(Partner))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="priorities")
    success = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.PERMANENT, plain=("slug", "title", "lead_partner", "group", "success", "starts_on", "ends_on"))

    class Meta:
        constraints = [ends_after_start("governance_priority_ends_after_it_starts")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("governance:priority", args=[self.slug])


class Achievement(Record):
    """Something achieved: under a priority, or by the partnership as a whole when there is none."""

    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="achievements")
    title = models.CharField(max_length=200)
    achieved_on = models.DateField()
    agencies = models.ManyToManyField("people.Agency", related_name="+", blank=True)
    evidence = models.TextField(blank=True)
    impact = models.TextField(blank=True)

    handling = Handling(Retention.PERMANENT, plain=("priority", "title", "achieved_on", "agencies", "evidence", "impact"))

    def __str__(self):
        return self.title


class LackOfProgress(Record):
    """Where progress on a priority is lacking, said openly: the yearly report must analyse it."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="lacks")
    noted_on = models.DateField()
    what = models.TextField()
    next_step = models.TextField()

    handling = Handling(Retention.PERMANENT, plain=("priority", "noted_on", "what", "next_step"))

    def __str__(self):
        return f"Progress lacking, {self.noted_on:%-d %B %Y}"


class Challenge(Record):
    title = models.CharField(max_length=160)
    what = models.TextField()
    response = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField()
    state = models.CharField(max_length=40, choices=options(ChallengeState), default=ChallengeState.OPEN.value)

    handling = Handling(Retention.PERMANENT, plain=("title", "what", "response", "raised_on", "state"), personal=("owner",))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ChallengeState.OPEN.value) | ~Q(response=""), name="governance_answered_challenge_has_response"
            )
        ]

    def __str__(self):
        return self.title


class PlanItem(Record):
    """Something promised for the year ahead. `first_target_on` never changes: the difference is the slippage."""

    title = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    year_from = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_target_on = models.DateField()
    target_on = models.DateField()
    state = models.CharField(max_length=40, choices=options(PlanState), default=PlanState.PLANNED.value)
    outcome = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    handling = Handling(
        Retention.PERMANENT,
        plain=("title", "what", "year_from", "first_target_on", "target_on", "state", "outcome", "closed_on"),
        personal=("owner",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PlanState.PLANNED.value, closed_on__isnull=True)
                | (~Q(state=PlanState.PLANNED.value) & Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="governance_finished_item_says_what_became_of_it",
            ),
            models.CheckConstraint(condition=Q(target_on__gte=F("year_from")), name="governance_target_is_in_the_plan"),
        ]

    def __str__(self):
        return self.title


class Slippage(Record):
    """A target that moved: from which day to which, when that was said, and why."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="slippages")
    said_on = models.DateField()
    before = models.DateField()
    after = models.DateField()
    reason = models.TextField()

    handling = Handling(Retention.PERMANENT, plain=("item", "said_on", "before", "after", "reason"))

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="governance_slippage_moves_the_target")]

    def __str__(self):
        return f"{self.before} to {self.after}"
