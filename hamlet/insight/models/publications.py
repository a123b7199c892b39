from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.insight.models.indicators import Indicator, options
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.publications import Rounding, State

WHO = settings.AUTH_USER_MODEL


class Publication(Record):
    """Figures on their way to the public: chosen, suppressed, approved by each supplier and by Quality Assurance, then frozen."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    first_quarter_on = models.DateField()
    last_quarter_on = models.DateField()
    indicators = models.ManyToManyField(Indicator, related_name="+")
    rounding = models.CharField(max_length=60, choices=options(Rounding), default=Rounding.NONE.value)
    state = models.CharField(max_length=30, choices=options(State), default=State.DRAFT.value)
    drafted_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)  # of the cells that were approved: approvals of others do not count

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("slug", "title", "first_quarter_on", "last_quarter_on", "indicators", "rounding", "state", "drafted_on"),
            *("published_on", "fingerprint"),
        ),
        personal=("drafted_by", "published_by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED.value, published_on__isnull=False)
                | ~Q(state=State.PUBLISHED.value) & Q(published_on__isnull=True),
                name="insight_published_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(last_quarter_on__gte=models.F("first_quarter_on")), name="insight_publication_has_quarters"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("insight:publication", args=[self.slug])


class Approval(Record):
    """Who approved the publication: for a supplying agency, or for Quality Assurance and Performance when there is none."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="approvals")
    agency = models.ForeignKey("people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField()
    fingerprint = models.CharField(max_length=64)

    handling = Handling(
        Retention.PERMANENT, plain=("publication", "agency", "approved_on", "fingerprint"), personal=("approved_by",)
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "agency", "fingerprint"], name="insight_an_agency_approves_once"),
            models.UniqueConstraint(
                fields=["publication", "fingerprint"], condition=Q(agency=None), name="insight_quality_approves_once"
            ),
        ]

    def __str__(self):
        return f"{self.agency or 'Quality Assurance and Performance'}, {self.approved_on:%-d %B %Y}"


class PublishedIndicator(models.Model):
    """The words beside an indicator's figures as the public reads them, frozen with the figures."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="worded")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    question = models.CharField(max_length=300)
    shape = models.CharField(max_length=30, choices=options(Shape))
    unit = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    caption = models.CharField(max_length=300, blank=True)
    grouping = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("publication", "indicator", "title", "question", "shape", "unit", "decimals", "caption", "grouping"),
            *("definition", "source"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "indicator"], name="insight_an_indicator_is_worded_once"),
        ]

    def __str__(self):
        return self.title


class PublishedCell(models.Model):
    """One cell as the public reads it, frozen: never a true count that is kept back. The public face reads these alone."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="cells")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    series_number = models.PositiveSmallIntegerField()
    quarter_on = models.DateField()
    breakdown = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    part = models.CharField(max_length=20)  # "value", "numerator" or "denominator"
    number = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    symbol = models.CharField(max_length=3, blank=True)
    provisional = models.BooleanField(default=False)  # the agency may still change it: said beside it wherever it is read

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("publication", "indicator", "series_number", "quarter_on", "breakdown", "category", "part", "number", "symbol"),
            "provisional",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "indicator", "quarter_on", "breakdown", "category", "part"], name="insight_a_cell_is_one"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, symbol="") | Q(number__isnull=True) & ~Q(symbol=""),
                name="insight_published_number_or_symbol",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.quarter_on}: {self.symbol or self.number}"
