from django.conf import settings
from django.db import models
from django.utils import timezone

from hamlet.foundations.handling import Handling, Retention


class EventQuerySet(models.QuerySet):
    def about(self, subject):
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


class Event(models.Model):
    """Who did what, when, to which record. Append-only: triggers refuse any UPDATE or DELETE, even by raw SQL."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    private = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT, plain=("at", "verb", "subject_kind", "subject_id", "details"), personal=("by",), special=("private",)
    )

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"]), models.Index(fields=["by", "at"])]

    def __str__(self):
        return f"{self.verb} ({self.pk})"


class Seal(models.Model):
    """One day's link of the chain: an HMAC over the seal before it and the digest of every event it covers."""

    sealed_at = models.DateTimeField(default=timezone.now)
    covers = models.JSONField()
    previous = models.CharField(max_length=64, blank=True, unique=True)
    mac = models.CharField(max_length=64, unique=True)

    handling = Handling(Retention.PERMANENT, plain=("sealed_at", "covers", "previous", "mac"))

    def __str__(self):
        return f"Seal {self.pk} of {len(self.covers)} events"


class RecordKey(models.Model):
    """The key under which one record's personal values stand in the trail. Destroying it makes them unreadable for ever."""

    kind = models.CharField(max_length=80)
    record_id = models.CharField(max_length=40)
    key = models.TextField()

    handling = Handling(Retention.WHILE_IN_USE, plain=("kind", "record_id"), special=("key",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="audit_one_key_per_record")]

    def __str__(self):
        return f"Key of {self.kind} {self.record_id}"
