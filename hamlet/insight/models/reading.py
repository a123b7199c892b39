from django.conf import settings
from django.db import models

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.insight.models.indicators import Indicator
from hamlet.insight.rules.periods import quarter_of

WHO = settings.AUTH_USER_MODEL


class Annotation(Record):
    """Something that explains a point of the chart, such as a new recording system, from a quarter on."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="annotations")
    quarter_on = models.DateField()
    text = models.CharField(max_length=200)
    said_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()

    handling = Handling(Retention.PERMANENT, plain=("indicator", "quarter_on", "text", "said_on"), personal=("said_by",))

    def __str__(self):
        return self.text

    @property
    def quarter(self):
        return quarter_of(self.quarter_on)


class Commentary(Record):
    """What a partner says about an indicator in a quarter, or its answer to one of the challenge questions."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="commentaries")
    quarter_on = models.DateField()
    question = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    agency = models.ForeignKey("people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()

    handling = Handling(
        Retention.PERMANENT,
        plain=("indicator", "quarter_on", "question", "agency", "said_on"),
        personal=("said_by",),
        special=("text",),
    )

    def __str__(self):
        return f"{self.indicator}, {self.said_on:%-d %B %Y}"

    @property
    def quarter(self):
        return quarter_of(self.quarter_on)


class Recalculation(Record):
    """The decision that the control limits of an indicator are worked out anew from a quarter on, with why."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="recalculations")
    quarter_on = models.DateField()
    because = models.CharField(max_length=300)
    decided_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()

    handling = Handling(Retention.PERMANENT, plain=("indicator", "quarter_on", "because", "decided_on"), personal=("decided_by",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "quarter_on"], name="insight_recalculated_once_a_quarter")]

    def __str__(self):
        return f"Limits from {self.quarter_on:%-d %B %Y}"
