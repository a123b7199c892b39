from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.documents.rules import Marking, State
from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record


class DocumentQuerySet(models.QuerySet):
    def on(self, holder):
        return self.filter(on_kind=holder._meta.label_lower, on_id=str(holder.pk))


class Document(Record):
    """A file that hangs on a record, and is opened only by those who may open that record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = EncryptedTextField()
    file_name = EncryptedTextField()
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=40, choices=[(item.value, item.value) for item in State])
    marking = models.CharField(max_length=40, choices=[(item.value, item.value) for item in Marking])
    on_kind = models.CharField(max_length=80)
    on_id = models.CharField(max_length=40)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    handling = Handling(
        Retention.SEVEN_YEARS,
        plain=("content_type", "size", "sha256", "state", "marking", "on_kind", "on_id", "kept_by", "kept_at"),
        special=("title", "file_name"),
    )

    class Meta:
        indexes = [models.Index(fields=["on_kind", "on_id"])]
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="documents_every_file_has_its_hash")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("documents:document", args=[self.pk])

    @property
    def restricted(self):
        return self.marking == Marking.RESTRICTED.value
