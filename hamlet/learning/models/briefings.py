from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.learning.rules.briefings import State


class BriefingQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED.value)


class Briefing(Record):
    """One page of learning for practitioners, written by a person and published by another. It names nobody and no case."""

    title = models.CharField(max_length=120)
    theme = models.ForeignKey("learning.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="briefings")
    source_room = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    learned = models.TextField()
    changed = models.TextField(blank=True)
    practice = models.TextField()
    question = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=[(item.value, item.value) for item in State], default=State.DRAFT.value)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    TEXTS = ("title", "learned", "changed", "practice", "question")

    objects = BriefingQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("theme", "source_room", "source_id", "state", "written_on", "published_on", "withdrawn_on"),
        personal=("written_by", "published_by"),
        special=("title", "learned", "changed", "practice", "question"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, published_on__isnull=True, published_by__isnull=True)
                | (~Q(state=State.DRAFT.value) & Q(published_on__isnull=False, published_by__isnull=False)),
                name="learning_published_briefing_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("written_by")),
                name="learning_nobody_publishes_their_own_briefing",
            ),
        ]
        indexes = [models.Index(fields=["state", "published_on"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("learning:briefing", args=[self.made_with])
