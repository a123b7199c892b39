from django.conf import settings
from django.db import models
from django.db.models import Q

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.learning.models.recommendations import Recommendation
from hamlet.learning.rules.ladder import EvidenceKind, Proof, Rung, Strength

RUNGS = [(item.value, item.value) for item in Rung]


class EvidenceQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on=None)

    def once(self):
        """Each item once: what the parts of a dissolved joint recommendation were given besides is left out."""
        return self.filter(copied_from=None)

    def of(self, recommendation):
        """What holds a recommendation up: its own, and that of its parts when it is a joint one."""
        return self.filter(recommendation__in=recommendation.whole())


class Evidence(Record):
    """Something that shows learning in practice. `speaks_of` is the day that it tells of; the day it was added is another."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=30, choices=[(item.value, item.value) for item in EvidenceKind])
    text = models.TextField()
    speaks_of = models.DateField()
    strength = models.CharField(max_length=10, choices=[(item.value, item.value) for item in Strength])
    expires_on = models.DateField(null=True, blank=True)
    added_on = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    released_on = models.DateField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(
            *("recommendation", "kind", "speaks_of", "strength", "expires_on", "added_on", "withdrawn_on"),
            *("copied_from", "released_on"),
        ),
        personal=("added_by", "released_by"),
        special=("text", "withdrawn_because"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("speaks_of")),
                name="learning_evidence_expires_after_what_it_tells_of",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                name="learning_withdrawn_evidence_says_why",
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, released_by__isnull=True)
                | Q(released_on__isnull=False, released_by__isnull=False),
                name="learning_released_evidence_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=models.F("added_by")),
                name="learning_nobody_releases_their_own_evidence",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "speaks_of"]),
            models.Index(fields=["speaks_of", "id"]),
            models.Index(fields=["released_on"], condition=Q(released_on__isnull=False), name="learning_evidence_released"),
            models.Index(fields=["expires_on"], condition=Q(expires_on__isnull=False), name="learning_evidence_expiring"),
        ]

    def __str__(self):
        return f"{self.kind}, {self.speaks_of}"

    @property
    def proof(self):
        kind, strength = EvidenceKind(self.kind), Strength(self.strength)
        return Proof(kind, self.speaks_of, strength, self.expires_on, self.added_by_id, self.added_on, self.withdrawn_on)


class RungProposal(Record):
    """Somebody proposes the next rung; somebody else confirms it, or declines it with reasons."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="proposals")
    to = models.CharField(max_length=20, choices=RUNGS)
    because = models.TextField()
    look_again_on = models.DateField(null=True, blank=True)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.BooleanField(null=True, blank=True)
    reasons = models.TextField(blank=True)

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("recommendation", "to", "look_again_on", "proposed_on", "answered_on", "confirmed"),
        personal=("proposed_by", "answered_by"),
        special=("because", "reasons"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(confirmed__isnull=True), name="learning_one_rung_proposed_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(confirmed__isnull=True, answered_on__isnull=True, answered_by__isnull=True)
                | Q(confirmed__isnull=False, answered_on__isnull=False, answered_by__isnull=False),
                name="learning_answered_proposal_says_when_and_by_whom",
            ),
            models.CheckConstraint(condition=~Q(confirmed=False) | ~Q(reasons=""), name="learning_declined_proposal_says_why"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("proposed_by")) | Q(confirmed=False),
                name="learning_nobody_confirms_what_they_proposed",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation_id}: {self.to}"


class RungChange(Record):
    """A day on which a recommendation came to stand on a rung: up, down, or carried by the joint one that it is part of."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="rung_changes")
    before = models.CharField(max_length=20, choices=RUNGS, blank=True)
    to = models.CharField(max_length=20, choices=RUNGS)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.TextField(blank=True)

    handling = Handling(
        Retention.TEN_YEARS, plain=("recommendation", "before", "to", "on"), personal=("by",), special=("because",)
    )

    class Meta:
        indexes = [models.Index(fields=["recommendation", "on", "id"]), models.Index(fields=["to", "on"])]

    def __str__(self):
        return f"{self.recommendation_id}: {self.to} on {self.on}"
