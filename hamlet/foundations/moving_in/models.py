import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.encryption import decrypt, encrypt
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.moving_in.rules import Numbered, Problem, State
from hamlet.foundations.records import Record


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by=user)


class Upload(Record):
    """A file between two steps: its rows encrypted at rest, gone once they are imported and after a day in any case."""

    importer = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State], default=State.UPLOADED.value)
    row_count = models.PositiveIntegerField()
    sealed_rows = models.TextField(blank=True)
    mapping = models.JSONField(default=dict)
    new_count = models.PositiveIntegerField(default=0)
    same_count = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    sealed_problems = models.TextField(blank=True)

    objects = UploadQuerySet.as_manager()

    handling = Handling(
        Retention.WHILE_IN_USE,
        plain=("importer", "uploaded_at", "state", "row_count", "mapping", "new_count", "same_count", "problem_count"),
        personal=("by", "name"),
        special=("sealed_rows", "sealed_problems"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.IMPORTED.value) | Q(sealed_rows=""), name="moving_in_imported_rows_are_forgotten"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("moving_in:upload", args=[self.pk])

    def table(self) -> list[Numbered]:
        """The rows of the file, the headings first, as text, each with its number."""
        return [(number, row) for number, row in json.loads(decrypt(self.sealed_rows))]

    def problems(self) -> list[Problem]:
        return [Problem(*row) for row in json.loads(decrypt(self.sealed_problems))] if self.sealed_problems else []


def sealed(value: Any) -> str:
    return encrypt(json.dumps(value))
