from django.conf import settings
from django.db import models
from django.db.models import Q

from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.clocks import options
from hamlet.reviews.models.statutory import Session
from hamlet.reviews.rules.statutory import Reflecting


class Reflection(Record):
    """What a Learning Reflection Session decided on one recommendation, and what came of it. `reference` is that of the plan."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reflections")
    reference = models.CharField(max_length=20)
    decided = models.CharField(max_length=60, choices=options(Reflecting))
    because = EncryptedTextField()
    action = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(
        Retention.TEN_YEARS, plain=("session", "reference", "decided", "action", "on"), personal=("by",), special=("because",)
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "reference"], name="reviews_reflected_on_once"),
            models.CheckConstraint(
                condition=~Q(decided=Reflecting.ACT.value) | ~Q(action=""), name="reviews_more_to_do_is_an_action"
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.decided}"
