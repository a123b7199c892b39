from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.insight.rules.indicators import DENOMINATED, Aggregation, Frequency, Part, Polarity, Shape, SmallNumbers


def options(words):
    return [(word.value, word.value) for word in words]


class Theme(Record):
    """A theme that cuts across the priorities."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)

    handling = Handling(Retention.PERMANENT, plain=("slug", "name"))

    def __str__(self):
        return self.name


class IndicatorQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Indicator(Record):
    """One thing that is counted, and the question it answers. What exactly is counted stands in its series."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    question = models.CharField(max_length=300)
    part = models.CharField(max_length=30, choices=options(Part), default=Part.INDICATORS.value)
    owner = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    asked_of = models.ManyToManyField("people.Agency", related_name="+")
    priority = models.ForeignKey("governance.Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators")
    shape = models.CharField(max_length=30, choices=options(Shape))
    unit = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    polarity = models.CharField(max_length=30, choices=options(Polarity))
    aggregation = models.CharField(max_length=30, choices=options(Aggregation))
    frequency = models.CharField(max_length=40, choices=options(Frequency), default=Frequency.QUARTERLY.value)
    breakdowns = models.JSONField(default=list, blank=True)  # [[name, [category, …]], …]
    small_numbers = models.CharField(max_length=80, choices=options(SmallNumbers), default=SmallNumbers.CHILDREN.value)
    source = models.CharField(max_length=300, blank=True)
    challenge_questions = models.TextField(blank=True)
    caption = models.CharField(max_length=300, blank=True)  # shown beside every figure and chart of it
    counted_by = models.CharField(max_length=60, blank=True)  # the key of the count that a room of ours holds
    # whose count its numerator, or its denominator, is too: the same children under two names, so that neither tells of the other
    numerator_is = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    denominator_is = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("slug", "title", "question", "part", "owner", "asked_of", "priority", "theme", "shape", "unit", "decimals"),
            *("polarity", "aggregation", "frequency", "breakdowns", "small_numbers", "source", "challenge_questions"),
            *("caption", "counted_by", "numerator_is", "denominator_is", "starts_on", "ends_on"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="insight_indicator_ends_later"
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="insight_indicator_has_few_decimals"),
            models.UniqueConstraint(
                fields=["counted_by"], condition=~Q(counted_by=""), name="insight_a_count_feeds_one_indicator"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("insight:indicator", args=[self.slug])

    @property
    def denominated(self):
        """Whether a return is asked for two numbers. A rate's denominator is the population that is held."""
        return Shape(self.shape) in DENOMINATED

    @property
    def questions(self):
        return [line.strip() for line in self.challenge_questions.splitlines() if line.strip()]


class Series(Record):
    """One definition of an indicator, from one quarter on. A change of definition starts the next series, joined by a note."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="series")
    number = models.PositiveSmallIntegerField()
    definition = models.TextField()
    numerator = models.CharField(max_length=300)
    denominator = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()  # the first day of its first quarter
    note = models.TextField(blank=True)  # what changed against the series before

    handling = Handling(
        Retention.PERMANENT, plain=("indicator", "number", "definition", "numerator", "denominator", "starts_on", "note")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="insight_series_are_numbered"),
            models.UniqueConstraint(fields=["indicator", "starts_on"], name="insight_one_series_begins_in_a_quarter"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="insight_later_series_is_joined_by_a_note"),
        ]

    def __str__(self):
        return f"{self.indicator.title}, definition {self.number}"


class Target(Record):
    """What is aimed at, from one quarter on, until the next target begins."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4)
    because = models.CharField(max_length=300)

    handling = Handling(Retention.PERMANENT, plain=("indicator", "starts_on", "value", "because"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "starts_on"], name="insight_one_target_begins_on_a_day")]

    def __str__(self):
        return f"{self.value} from {self.starts_on:%-d %B %Y}"
