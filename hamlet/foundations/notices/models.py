from django.conf import settings
from django.db import models
from django.db.models import Q

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.notices.rules import State


class Notice(models.Model):
    """A mail that waits in the outbox: a neutral subject and a link, never content. `key` makes one thing told once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(max_length=150)
    path = models.CharField(max_length=300)
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=40, choices=[(item.value, item.value) for item in State], default=State.WAITING.value)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    handling = Handling(
        Retention.NINETY_DAYS,
        plain=("key", "message_id", "state", "attempts", "next_try_at", "last_error", "made_at", "sent_at"),
        personal=("person", "subject", "path"),
    )

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.SENT.value, sent_at__isnull=False)
                | (~Q(state=State.SENT.value) & Q(sent_at__isnull=True)),
                name="notices_sent_says_when",
            )
        ]

    def __str__(self):
        return self.subject
