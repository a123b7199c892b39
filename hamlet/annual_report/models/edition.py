from django.db import models
from django.urls import reverse

from hamlet.annual_report.editions import EVIDENCE, DueKind, Need, SignedBy
from hamlet.annual_report.rules import DueRule
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record


def options(words):
    return [(word.value, word.value) for word in words]


class ReportEdition(Record):
    """What an edition of the guidance says of yearly reports, as data: a correction needs no release."""

    year = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=120)
    signed_by = models.CharField(max_length=120, choices=options(SignedBy))
    due_kind = models.CharField(max_length=80, choices=options(DueKind))
    due_months = models.PositiveSmallIntegerField(default=0)
    due_month = models.PositiveSmallIntegerField(default=0)
    due_day = models.PositiveSmallIntegerField(default=0)
    copies_within_days = models.PositiveSmallIntegerField(default=7)
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("year", "name", "signed_by", "due_kind", "due_months", "due_month", "due_day"),
            *("copies_within_days", "confirmed", "source"),
        ),
    )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("annual_report:edition", args=[self.year])

    @property
    def due_rule(self):
        return DueRule(DueKind(self.due_kind), self.due_months, self.due_month, self.due_day)


class EditionItem(Record):
    """One thing that an edition says a report must or should include. `position` is its place in the report."""

    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    asks = models.TextField()
    need = models.CharField(max_length=40, choices=options(Need))
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    handling = Handling(Retention.PERMANENT, plain=("edition", "position", "key", "title", "asks", "need", "confirmed", "source"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="annual_report_one_item_of_each_key"),
            models.UniqueConstraint(fields=["edition", "position"], name="annual_report_one_item_in_each_place"),
        ]

    def __str__(self):
        return self.title

    def evidence_keys(self, year):
        return EVIDENCE.get((year, self.key), ())
