from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.insight.models.areas import Area
from hamlet.insight.models.indicators import Series, options
from hamlet.insight.rules.national import LoadState, YearEnd
from hamlet.insight.rules.periods import Length

WHO = settings.AUTH_USER_MODEL


class Dataset(Record):
    """A table of official statistics that is published again and again, such as DfE's referrals and re-referrals."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    licence = models.CharField(max_length=120)
    citation = models.CharField(max_length=300)  # how its figures are quoted wherever they are shown
    year_end = models.CharField(max_length=20, choices=options(YearEnd), default=YearEnd.MARCH.value)
    current = models.ForeignKey("Release", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("slug", "title", "publisher", "licence", "citation", "year_end", "current"))

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("insight:dataset", args=[self.slug])


class Release(Record):
    """One file as it was published. A newer one revises it; the older one's figures are kept. Nothing of it is seen until all is in."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    went_on_at = models.DateTimeField(null=True, blank=True)  # when a part of it came in last: what tells a load that broke off
    state = models.CharField(max_length=20, choices=options(LoadState), default=LoadState.WAITING.value)
    rows_in_all = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)  # sentences, each with its row and column
    summary = models.JSONField(default=dict, blank=True)  # what was in it and what it revised: queries.sources.summary_of
    brought = models.JSONField(
        default=dict, blank=True
    )  # {"areas": [key, …], "measures": […]} that it added, until it is loaded or they are gone

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("dataset", "number", "file_name", "sha256", "began_at", "ended_at", "state", "rows_in_all", "rows_done"),
            *("problems", "summary", "went_on_at", "brought"),
        ),
        personal=("loaded_by",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="insight_releases_are_numbered"),
            models.UniqueConstraint(
                fields=["dataset"],
                condition=Q(state__in=[LoadState.WAITING.value, LoadState.LOADING.value]),
                name="insight_one_release_loads_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.dataset.title}, release {self.number}"

    def get_absolute_url(self):
        return reverse("insight:release", args=[self.dataset.slug, self.number])


class WaitingFile(models.Model):
    """The file of a release until it is loaded, cancelled or refused; then it is gone."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="waiting")
    content = models.BinaryField()

    handling = Handling(Retention.WHILE_IN_USE, plain=("release", "content"))

    def __str__(self):
        return f"The file of {self.release}"


class Measure(Record):
    """One indicator column of a data set under one combination of its filters."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="measures")
    column = models.CharField(max_length=80)
    filters = models.JSONField(default=dict, blank=True)  # {filter column: its value}
    key = models.CharField(max_length=300)  # the column and its filters as one text
    label = models.CharField(max_length=300)
    length = models.CharField(max_length=30, choices=options(Length), default=Length.YEAR.value)

    handling = Handling(Retention.PERMANENT, plain=("dataset", "column", "filters", "key", "label", "length"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "key"], name="insight_a_measure_is_one")]

    def __str__(self):
        return self.label


class Observation(models.Model):
    """One official figure: what was measured, where and of when; a number, or the symbol that stands in its place.

    No `Record`: there are a million of them, nobody edits one, and each belongs to its release.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="observations", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    ends_on = models.DateField()  # the last day of the period
    period = models.CharField(max_length=40)  # as published: "2025 Reporting year"
    number = models.FloatField(null=True)
    symbol = models.CharField(max_length=3, blank=True)

    handling = Handling(Retention.PERMANENT, plain=("release", "measure", "area", "ends_on", "period", "number", "symbol"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "measure", "ends_on", "period", "area"], name="insight_an_observation_is_one"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, symbol="") | Q(number__isnull=True) & ~Q(symbol=""),
                name="insight_number_or_symbol",
            ),
        ]

    def __str__(self):
        return f"{self.period}: {self.symbol or self.number}"


class NeighbourModelQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(put_aside_on=None)


class NeighbourModel(Record):
    """One edition of the statistical neighbours: which authorities are most like which. Two editions differ.

    One that is put aside stands beside nothing, until it is loaded again.
    """

    name = models.CharField(max_length=40, unique=True)  # "2021-04"
    source = models.CharField(max_length=200)
    put_aside_on = models.DateField(null=True, blank=True)
    put_aside_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    put_aside_because = models.CharField(max_length=300, blank=True)

    objects = NeighbourModelQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT, plain=("name", "source", "put_aside_on", "put_aside_because"), personal=("put_aside_by",)
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(put_aside_on=None, put_aside_by=None, put_aside_because="")
                | Q(put_aside_on__isnull=False, put_aside_by__isnull=False) & ~Q(put_aside_because=""),
                name="insight_put_aside_with_a_reason",
            )
        ]

    def __str__(self):
        return self.name


class Neighbour(models.Model):
    """`area`'s neighbour of a rank, 1 the closest, and how close that is."""

    model = models.ForeignKey(NeighbourModel, on_delete=models.CASCADE, related_name="neighbours")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    neighbour = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=40)

    handling = Handling(Retention.PERMANENT, plain=("model", "area", "neighbour", "rank", "closeness"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "area", "rank"], name="insight_one_neighbour_of_a_rank"),
            models.UniqueConstraint(fields=["model", "area", "neighbour"], name="insight_a_neighbour_once"),
        ]

    def __str__(self):
        return f"{self.rank}: {self.neighbour}"


class MappingQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_on=None)


class Mapping(Record):
    """A person's word that a measure counts what a series counts: what comparators are drawn from, until it is taken away.

    What was said stays on record when it is.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="mappings")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="mappings")
    point_in_time = models.BooleanField(default=False)  # counted on the last day of the period, not over it
    because = models.TextField()  # why the definitions are the same
    mapped_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    mapped_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)

    objects = MappingQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("series", "measure", "point_in_time", "because", "mapped_on", "ended_on", "ended_because"),
        personal=("mapped_by", "ended_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series"], condition=Q(ended_on=None), name="insight_one_mapping_stands"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_because="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="insight_mapping_ends_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.series}: {self.measure}"


class Comparison(models.Model):
    """What a mapping yields for the partnership's own area in one period, worked out when a release or a mapping changes.

    `kind` is a rules.comparators.Comparator. `number` of our own row carries rank and quartile; a mean carries n of how many.
    """

    mapping = models.ForeignKey(Mapping, on_delete=models.CASCADE, related_name="comparisons")
    ends_on = models.DateField()
    period = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    number = models.FloatField(null=True)
    symbol = models.CharField(max_length=3, blank=True)
    n = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField(null=True)
    missing = models.JSONField(default=list)  # names of the areas without a figure
    rank = models.PositiveSmallIntegerField(null=True)
    quartile = models.PositiveSmallIntegerField(null=True)

    handling = Handling(
        Retention.PERMANENT,
        plain=(*("mapping", "ends_on", "period", "kind", "label", "number", "symbol", "n", "of", "missing", "rank", "quartile"),),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mapping", "ends_on", "kind", "label"], name="insight_one_comparison_of_a_kind")
        ]

    def __str__(self):
        return f"{self.label}, {self.period}"
